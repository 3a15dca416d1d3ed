from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..outils.territoires import Source
from ..outils.territoires_ecarts import comparer

MODULE = "oilhi_partenaires"


class OilhiCommune(models.Model):
    """Loading the communes, EPCI and former communes of a département from the source."""

    _inherit = "oilhi.commune"

    donnees_source = fields.Json(
        string="Dernières valeurs de la source", readonly=True, copy=False, prefetch=False,
        help="Une colonne n’est récrite que si la source l’a changée : une correction faite sur "
        "place demeure.",
    )

    @api.model
    def _importer(self, codes_departement, source=None):
        """Load or refresh départements; what the source has not changed is not written again.

        ``source``: folder of files written by data/territoires/construire.py, or a ``Source``
        (default: the files of this addon). Returns one ``Changements`` a département. UserError,
        before anything is loaded, for a code that cannot be.
        """
        source = source if isinstance(source, Source) else Source(source)
        codes = self._codes_departement(codes_departement, source)
        return [self._importer_departement(code, source) for code in codes]

    @api.model
    def _apercevoir(self, codes_departement, source=None):
        """What ``_importer`` would change; writes nothing, in a fixed number of queries."""
        source = source if isinstance(source, Source) else Source(source)
        codes = self._codes_departement(codes_departement, source)
        etat = self._etat_territoire(codes, source)
        return [comparer(code, source, etat)[0] for code in codes]

    @api.model
    def _codes_departement(self, codes, source):
        """The codes in order, once each, or a sentence that names every one that cannot load."""
        codes = sorted({str(code).strip().upper().zfill(2) for code in codes})
        connus = set(self.env["oilhi.departement"].search([("code", "!=", False)]).mapped("code"))
        outremer = [code for code in codes if code in source.outremer]
        inconnus = [code for code in codes if code not in connus and code not in source.outremer]
        vides = [code for code in codes if code in connus and code not in source.par_departement]
        phrases = []
        if inconnus:
            phrases.append(self.env._(
                "Aucun département ne porte le code : %s. Un code a deux chiffres (62), « 2A » ou "
                "« 2B » en Corse, trois chiffres outre-mer (974).", ", ".join(inconnus),
            ))
        if outremer:
            phrases.append(self.env._(
                "Ne se chargent pas : %s. Le droit de l’habitat indigne n’y est pas celui des "
                "départements.",
                ", ".join(f"{source.outremer[code]} ({code})" for code in outremer),
            ))
        if vides:
            phrases.append(self.env._(
                "Aucune commune dans les fichiers fournis pour : %s. Vérifiez que ces fichiers "
                "sont complets.", ", ".join(vides),
            ))
        if phrases:
            raise UserError("\n".join(phrases))
        return codes

    @api.model
    def _importer_departement(self, code, source):
        departement = self.env["oilhi.departement"].search([("code", "=", code)])
        if not departement.try_lock_for_update():
            raise UserError(self.env._(
                "Le département %s est en cours de chargement par quelqu’un d’autre : attendez "
                "qu’il finisse, puis recommencez.", departement.display_name,
            ))
        charge = self.with_context(active_test=False, tracking_disable=True)
        etat = charge._etat_territoire([code], source)
        changements, ecritures = comparer(code, source, etat)
        charge._ecrire_epci(ecritures.epci, source, etat)
        charge._ecrire_communes(ecritures.communes, source, etat)
        charge._ecrire_anciennes(ecritures, source, etat)
        charge._ecrire_reunions(ecritures.reunions, source, etat)
        changements.epci_modifies += charge._archiver_epci(code, source, etat)
        if changements.total or departement.millesime != source.millesime:
            departement.write({
                "charge_le": fields.Datetime.now(), "millesime": source.millesime,
            })
        return changements

    # ------------------------------------------------------------------ what the database holds
    @api.model
    def _etat_territoire(self, codes, source):
        """See outils/territoires_ecarts.py."""
        lignes = [ligne for code in codes for ligne in source.par_departement[code]]
        actuels = {ligne["code_insee"] for ligne in lignes}
        anciens = {
            ligne["code_insee"]
            for code in actuels for ligne in source.anciennes_par_commune.get(code, ())
        }
        tous = self.with_context(active_test=False)
        departements = {d.id: d.code for d in self.env["oilhi.departement"].search([("code", "!=", False)])}
        communes, par_departement = {}, defaultdict(set)
        presents = tous.search(
            Domain("departement_id.code", "in", codes)
            | Domain("code_insee", "in", list(actuels | anciens))
        ).read([
            "code_insee", "active", "remplacee_par_id", "donnees_source", "name",
            "departement_id", "epci_id", "ept_id", "codes_postaux", "population", "siren",
            "latitude", "longitude", "predecesseur_exercait", "opposition_le",
        ], load=None)
        epci = tous._etat_epci(
            {ligne[colonne] for ligne in lignes for colonne in ("epci", "ept")} - {""},
            {present[colonne] for present in presents for colonne in ("epci_id", "ept_id")},
            departements, codes,
        )
        sirens = {present["id"]: siren for siren, present in epci.items()}
        for present in presents:
            present["textes"] = {
                "name": present["name"],
                "departement": departements[present["departement_id"]],
                "epci": sirens.get(present["epci_id"], ""),
                "ept": sirens.get(present["ept_id"], ""),
                "codes_postaux": present["codes_postaux"] or "",
                "population": str(present["population"]),
                "siren": present["siren"] or "",
                "latitude": f"{present['latitude']:.5f}" if present["latitude"] else "",
                "longitude": f"{present['longitude']:.5f}" if present["longitude"] else "",
            }
            communes[present["code_insee"]] = present
            par_departement[present["textes"]["departement"]].add(present["code_insee"])
        disparues = communes.keys() - source.communes.keys()
        ids = {code: present["id"] for code, present in communes.items()}
        cibles = {source.anciennes[c]["commune"] for c in disparues if c in source.anciennes}
        ids |= {commune.code_insee: commune.id for commune in tous.search(
            [("code_insee", "in", list(cibles - communes.keys()))]
        )}
        return {
            "epci": epci, "communes": communes, "ids": ids, "disparues": disparues,
            "par_departement": par_departement,
            "anciennes": tous._etat_anciennes(anciens | actuels),
        }

    @api.model
    def _etat_epci(self, sirens, ids, departements, codes):
        """Those of the source and those of the database, for these départements."""
        presents = {}
        for present in self.env["oilhi.epci"].search(
            Domain("siren", "in", list(sirens)) | Domain("id", "in", list(ids))
            | Domain("departement_id.code", "in", codes)
        ).read(
            ["siren", "active", "donnees_source", "name", "type", "departement_id", "population"],
            load=None,
        ):
            present["textes"] = {
                "name": present["name"],
                "type": present["type"],
                "departement": departements[present["departement_id"]],
                "population": str(present["population"]),
            }
            presents[present["siren"]] = present
        return presents

    @api.model
    def _etat_anciennes(self, codes):
        return {
            present["code_insee"]: present
            for present in self.env["oilhi.commune.ancienne"].search(
                [("type", "!=", "renommee"), ("code_insee", "in", list(codes))]
            ).read(["code_insee", "name", "type", "commune_id", "codes_postaux"], load=None)
        }

    # ------------------------------------------------------------------ writing
    @api.model
    def _ecrire_epci(self, ecritures, source, etat):
        def valeurs(ligne, colonnes):
            valeurs = {c: ligne[c] for c in colonnes if c in ("name", "type")}
            if "departement" in colonnes:
                valeurs["departement_id"] = departements[ligne["departement"]]
            if "population" in colonnes:
                valeurs["population"] = int(ligne["population"] or 0)
            return valeurs | {"donnees_source": ligne, "active": True}

        departements = {d.code: d.id for d in self.env["oilhi.departement"].search([("code", "!=", False)])}
        self._ecrire(
            "oilhi.epci", "siren", "epci", etat["epci"],
            {s: valeurs(source.epci[s], colonnes) for s, colonnes in ecritures.items()},
        )

    @api.model
    def _ecrire_communes(self, ecritures, source, etat):
        def valeurs(ligne, colonnes):
            present = etat["communes"].get(ligne["code_insee"])
            valeurs = {
                c: ligne[c] or False for c in colonnes if c in ("name", "codes_postaux", "siren")
            }
            if "departement" in colonnes:
                valeurs["departement_id"] = departements[ligne["departement"]]
            for colonne in {"epci", "ept"}.intersection(colonnes):
                valeurs[f"{colonne}_id"] = epci.get(ligne[colonne], False)
            if "population" in colonnes:
                valeurs["population"] = int(ligne["population"] or 0)
            for colonne in {"latitude", "longitude"}.intersection(colonnes):
                valeurs[colonne] = float(ligne[colonne] or 0)
            if present and present["remplacee_par_id"]:
                valeurs |= {"active": True, "remplacee_par_id": False}
            return valeurs | {"donnees_source": ligne}

        departements = {d.code: d.id for d in self.env["oilhi.departement"].search([("code", "!=", False)])}
        sirens = {source.communes[c][k] for c in ecritures for k in ("epci", "ept")} - {""}
        epci = {e.siren: e.id for e in self.env["oilhi.epci"].search(
            [("siren", "in", list(sirens))]
        )}
        renommees = [
            {"code_insee": code, "name": etat["communes"][code]["name"], "type": "renommee",
             "commune_id": etat["communes"][code]["id"]}
            for code, colonnes in ecritures.items()
            if "name" in colonnes and code in etat["communes"]
        ]
        self.env["oilhi.commune.ancienne"].create(renommees)
        creees = self._ecrire(
            "oilhi.commune", "code_insee", "commune", etat["communes"],
            {c: valeurs(source.communes[c], colonnes) for c, colonnes in ecritures.items()},
        )
        etat["ids"] |= {commune.code_insee: commune.id for commune in creees}

    @api.model
    def _ecrire(self, modele, cle, prefixe, presents, valeurs):
        """Create or write by code, and give each record that this load meets its external id.

        noupdate: an update of the addon deletes what its data files had and have no more; what a
        département loaded on its own must survive it.
        """
        Modele = self.env[modele]
        nouvelles = [code for code in valeurs if code not in presents]
        creees = Modele.create([{cle: code} | valeurs[code] for code in nouvelles])
        rencontrees = list(zip(nouvelles, creees, strict=True))
        for code in valeurs.keys() & presents.keys():
            record = Modele.browse(presents[code]["id"])
            record.write(valeurs[code])
            if not presents[code]["donnees_source"]:
                rencontrees.append((code, record))
        self.env["ir.model.data"]._update_xmlids([
            {"xml_id": f"{MODULE}.{prefixe}_{code}", "record": record, "noupdate": True}
            for code, record in rencontrees
        ])
        return creees

    @api.model
    def _ecrire_anciennes(self, ecritures, source, etat):
        Ancienne = self.env["oilhi.commune.ancienne"]
        Ancienne.browse(ecritures.perimees).unlink()
        nouvelles = []
        for ligne in ecritures.anciennes:
            present = etat["anciennes"].get(ligne["code_insee"])
            disparue = etat["communes"].get(ligne["code_insee"])
            nom = ligne["name"] or (present or {}).get("name") or (disparue or {}).get("name")
            valeurs = {
                "code_insee": ligne["code_insee"],
                "name": nom,
                "type": ligne["type"],
                "commune_id": etat["ids"][ligne["commune"]],
                "codes_postaux": ligne["codes_postaux"] or False,
            }
            if present:
                Ancienne.browse(present["id"]).write(valeurs)
            else:
                nouvelles.append(valeurs)
        Ancienne.create(nouvelles)

    @api.model
    def _ecrire_reunions(self, reunions, source, etat):
        """A merged commune is archived, never deleted: services and dossiers keep it."""
        for ancien, cible in reunions:
            self.browse(etat["ids"][ancien]).write({
                "active": False, "remplacee_par_id": etat["ids"][cible],
            })

    @api.model
    def _archiver_epci(self, code, source, etat):
        """EPCI that a load had given, that the source has no more and that have no commune left."""
        perdus = [
            present["id"] for siren, present in etat["epci"].items()
            if present["active"] and present["donnees_source"] and siren not in source.epci
            and present["textes"]["departement"] == code
        ]
        vides = self.env["oilhi.epci"].browse(perdus).filtered(
            lambda epci: not epci.commune_ids.filtered("active")
        )
        vides.action_archive()
        return len(vides)
