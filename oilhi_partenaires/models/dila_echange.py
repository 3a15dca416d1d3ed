"""The State's open directory against ours: what is new, what changed, what disappeared."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from odoo.fields import Command, Domain

from ..outils import dila
from ..outils.annuaire_lignes import cle_telephone
from ..outils.toponymes import cle_recherche
from .annuaire_echange import SILENCE, domaine_annuaire

TERRITOIRES = ("oilhi_commune_ids", "oilhi_epci_ids", "oilhi_departement_ids", "oilhi_region_ids")


@dataclass
class Ecart:
    """What the file would change. ``creations``: [(service, vals)]; ``mises_a_jour``:
    [(partner id, vals)]; ``disparus``: partner ids; ``comptes``: {(kind, what): number}."""

    creations: list = field(default_factory=list)
    mises_a_jour: list = field(default_factory=list)
    disparus: list = field(default_factory=list)
    comptes: Counter = field(default_factory=Counter)


class Geographie:
    """From INSEE codes to our territories, read once."""

    def __init__(self, env, choisis, codes):
        departements = env["oilhi.departement"].search_fetch(
            [], ["code", "region_id", "tribunal_administratif"]
        )
        self.departements = {d.code: d.id for d in departements}
        self.regions = {d.code: d.region_id.id for d in departements}
        self.tribunaux = defaultdict(set)
        for d in departements:
            self.tribunaux[cle_recherche(d.tribunal_administratif)].add(d.code)
        self.epci = {e.siren: e.id for e in env["oilhi.epci"].search_fetch([], ["siren"])}
        communes = env["oilhi.commune"].search_fetch(
            [("departement_id.code", "in", list(choisis))], ["code_insee"]
        )
        self.communes = {c.code_insee: c.id for c in communes}
        self.par_departement = defaultdict(set)
        for code in self.communes:
            self.par_departement[dila.departement(code)].add(code)
        # Merged communes and arrondissements: the file may be older, or finer, than our communes.
        autres = {c for c in codes if dila.departement(c) in choisis} - self.communes.keys()
        self.communes.update(
            (code, commune.id) for code, commune in env["oilhi.commune"]._par_codes(autres).items()
        )

    def departements_du(self, service, couverture):
        """Codes of the départements where a service counts."""
        if couverture == "tribunal":
            nom = cle_recherche(service["nom"])
            trouves = [c for cle, c in self.tribunaux.items() if cle and nom.startswith(cle)]
            if trouves:
                return set().union(*trouves)
        codes = {dila.departement(code) for code in service["codes"]} & set(self.departements)
        if couverture == "region":
            regions = {self.regions[code] for code in codes}
            return {code for code, region in self.regions.items() if region in regions}
        return codes

    def territoire(self, service, couverture):
        """Sets of ids by field: where the service is competent, at the widest level that is true."""
        vide = {champ: set() for champ in TERRITOIRES}
        codes = service["codes"]
        departements = self.departements_du(service, couverture)
        if couverture == "epci":
            siren = str(service.get("siren") or service.get("siret") or "").replace(" ", "")[:9]
            if siren in self.epci:
                return {**vide, "oilhi_epci_ids": {self.epci[siren]}}
            couverture = "communes"
        if couverture == "region":
            regions = {self.regions[code] for code in departements}
            return {**vide, "oilhi_region_ids": regions}
        if couverture in ("departement", "tribunal") or couverture == "ressort" and len(codes) < 2:
            return {**vide, "oilhi_departement_ids": {self.departements[c] for c in departements}}
        return {**vide, **self._communes(set(codes), departements)}

    def _communes(self, codes, departements):
        entiers = {
            d for d in departements
            if len(self.par_departement[d]) > 1 and self.par_departement[d] <= codes
        }
        communes = {self.communes[c] for c in codes
                    if c in self.communes and dila.departement(c) not in entiers}
        return {
            "oilhi_commune_ids": communes,
            "oilhi_departement_ids": {self.departements[d] for d in entiers},
        }


def comparer(env, services, sortes, codes_departement, comptes_fichier, jour):
    """Ecart between the services kept by ``dila.extraire`` and the directory; nothing is written.

    ``sortes``: oilhi.dila.type records chosen; ``codes_departement``: codes chosen.
    """
    par_code = {sorte.code: sorte for sorte in sortes}
    voulus = set(codes_departement)
    candidats = [s for s in services if s["sorte"] in par_code and not dila.annexe(s)]
    geographie = Geographie(env, voulus, {c for s in candidats for c in s["codes"]})
    retenus = [
        s for s in candidats
        if voulus & geographie.departements_du(s, par_code[s["sorte"]].couverture)
    ]
    existants = Existants(env)
    ecart, vus, france = Ecart(), set(), env.ref("base.fr").id
    for service in retenus:
        sorte = par_code[service["sorte"]]
        nouvelles = dila.valeurs(service)
        nouvelles.update(geographie.territoire(service, sorte.couverture))
        nouvelles["oilhi_type_ids"] = {sorte.type_id.id}
        fiche = existants.trouver(service, nouvelles, sorte.type_id.id)
        if not fiche:
            ecart.creations.append((service["sorte"], _creation(service, nouvelles, jour, france)))
            ecart.comptes[service["sorte"], "creer"] += 1
            continue
        vus.add(fiche.id)
        vals = _mise_a_jour(fiche, service, nouvelles, jour)
        ecart.comptes[service["sorte"], "maj" if vals else "identique"] += 1
        if vals:
            ecart.mises_a_jour.append((fiche.id, vals))
    _disparus(ecart, existants, vus, par_code, voulus, comptes_fichier)
    return ecart


class Existants:
    """The organisations of the directory, found by the State's identifier first."""

    def __init__(self, env):
        champs = [*dila.CHAMPS, *TERRITOIRES, "oilhi_type_ids", "oilhi_source",
                  "oilhi_identifiant_source", "oilhi_source_valeurs", "oilhi_source_absent_le"]
        self.fiches = env["res.partner"].with_context(active_test=False).search_fetch(
            domaine_annuaire() & Domain("parent_id", "=", False), champs, order="id"
        )
        self.par_identifiant = {}
        self.par_trait = defaultdict(set)
        for fiche in self.fiches:
            if fiche.oilhi_identifiant_source and fiche.oilhi_source == "dila":
                self.par_identifiant[fiche.oilhi_identifiant_source] = fiche
            elif fiche.active:
                for trait in self._traits(
                    fiche.company_registry, fiche.phone, fiche.email, fiche.name, fiche.city
                ):
                    self.par_trait[trait].add(fiche)
        self.adoptes = set()

    @staticmethod
    def _traits(siret, telephone, courriel, nom, ville):
        for nature, valeur in (
            ("siret", siret), ("telephone", cle_telephone(telephone)),
            ("courriel", (courriel or "").lower()),
            ("nom", f"{cle_recherche(nom)}/{cle_recherche(ville)}" if ville else ""),
        ):
            if valeur:
                yield nature, valeur

    def trouver(self, service, nouvelles, type_id):
        """The entry of this service, or the only one typed by hand that is surely the same."""
        fiche = self.par_identifiant.get(service["id"])
        if fiche is not None:
            return fiche
        proches = {
            proche.id: proche
            for trait in self._traits(nouvelles["company_registry"], nouvelles["phone"],
                                      nouvelles["email"], nouvelles["name"], nouvelles["city"])
            for proche in self.par_trait.get(trait, ())
            if type_id in proche.oilhi_type_ids.ids and proche.id not in self.adoptes
        }
        if len(proches) != 1:
            return None
        (trouvee,) = proches.values()
        self.adoptes.add(trouvee.id)
        return trouvee


def _memoire(service, nouvelles):
    """What the source says now, in JSON, with where it says so."""
    return {
        **{c: sorted(v) if isinstance(v, set) else v for c, v in nouvelles.items()},
        "sorte": service["sorte"],
        "departements": sorted({dila.departement(c) for c in service["codes"][:1]}),
    }


def _origine(service, nouvelles, jour):
    return {
        "oilhi_source": "dila",
        "oilhi_identifiant_source": service["id"],
        "oilhi_source_valeurs": _memoire(service, nouvelles),
        "oilhi_source_le": jour,
        "oilhi_source_absent_le": False,
    }


def _creation(service, nouvelles, jour, france):
    vals = {
        champ: [Command.set(sorted(valeur))] if isinstance(valeur, set) else valeur
        for champ, valeur in nouvelles.items() if valeur
    }
    vals.update(_origine(service, nouvelles, jour), is_company=True,
                country_id=france)
    return vals


def _mise_a_jour(fiche, service, nouvelles, jour):
    donnees = fiche.oilhi_source_valeurs or {}
    memoire = _memoire(service, nouvelles)
    if donnees == memoire and not fiche.oilhi_source_absent_le:
        return {}
    actuelles = {
        champ: set(fiche[champ].ids) if isinstance(valeur, set) else fiche[champ] or ""
        for champ, valeur in nouvelles.items()
    }
    ecrire = dila.rafraichir(actuelles, donnees, nouvelles)
    vals = {
        champ: [Command.set(sorted(valeur))] if isinstance(valeur, set) else valeur or False
        for champ, valeur in ecrire.items()
    }
    # A directory entry without a name does not exist, whatever the source says.
    if not vals.get("name", True):
        del vals["name"]
    return {**vals, **_origine(service, nouvelles, jour)}


def _disparus(ecart, existants, vus, par_code, voulus, comptes_fichier):
    """Entries of the chosen kinds and départements that the file no longer has.

    A kind that is absent from the whole file has not disappeared: the file is partial.
    """
    for fiche in existants.fiches:
        memoire = fiche.oilhi_source_valeurs or {}
        if (
            fiche.oilhi_source == "dila" and fiche.active and fiche.id not in vus
            and memoire.get("sorte") in par_code and comptes_fichier.get(memoire["sorte"])
            and set(memoire.get("departements") or ()) & voulus
        ):
            ecart.comptes[memoire["sorte"], "disparu"] += 1
            if not fiche.oilhi_source_absent_le:
                ecart.disparus.append(fiche.id)


def appliquer(env, ecart, jour):
    """Write what ``comparer`` found. Returns the entries created."""
    Partenaire = env["res.partner"].with_context(**SILENCE)
    for identifiant, vals in ecart.mises_a_jour:
        Partenaire.browse(identifiant).write(vals)
    Partenaire.browse(ecart.disparus).write({"oilhi_source_absent_le": jour})
    return Partenaire.create([vals for _sorte, vals in ecart.creations])
