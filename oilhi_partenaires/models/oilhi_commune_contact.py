from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..outils import contacts

ACTIFS = [("active", "=", True)]


class OilhiCommune(models.Model):
    """« Qui contacter ? »: the directory, the law and the commune, put together by the core."""

    _inherit = "oilhi.commune"

    def qui_contacter(self, matiere=None, types=None):
        """Ranked contacts for this commune, with the reason of each.

        :param matiere: code of a matter (``insalubrite``); None: whatever the matter
        :param types: codes of types (``["PA-ARS"]``); None: those of the matter, else all
        :return: list of dicts, compulsory types first: ``code``, ``type``, ``role``, ``statut``,
            ``statut_libelle``, ``obligatoire``, ``raisons``, ``base``, ``niveau_preuve``,
            ``quand``, ``envoyer``, ``telephone_national``, ``contacts`` (organisations, each
            followed by its people, whose ``organisme_id`` is set), ``absent`` (None, or
            ``{message, que_faire}`` when the directory has nobody)
        :raise UserError: unknown matter or type
        """
        self.ensure_one()
        self.check_access("read")
        return self._qui_contacter([{"matiere": matiere, "types": types}])[0]["lignes"]

    def _qui_contacter(self, demandes, **faits):
        """Answer several questions on the same commune in a constant number of queries.

        :param demandes: list of ``{matiere, types, cles}``; ``cles``: codes of the procedure and
            step, which the context of a rule may name
        :param faits: facts of a case: ``habitation``, ``copropriete``, ``protege``
        :return: one ``{lignes, remarques}`` per question, in the same order
        """
        self.ensure_one()
        types, matieres, regles = self._references_contact()
        questions = [self._question_contact(d, types, matieres) for d in demandes]
        lieu = self._lieu_contact(**faits)
        candidats, personnes = self._couverture_contact(*self._voulus_contact(questions, types, regles))
        reponses, statuts = [], self._statuts_contact()
        for question in questions:
            reponse = contacts.repondre(question, lieu, types, regles, candidats)
            reponses.append({
                "lignes": [self._ligne_contact(ligne, personnes, statuts) for ligne in reponse.lignes],
                "remarques": list(reponse.remarques),
            })
        return reponses

    @api.model
    @tools.ormcache()
    def _references_contact(self):
        """Types, ``{matter: name}`` and rules in force, as the core reads them: the same for every commune."""
        # sudo: the same for everyone; the cache must not depend on the first reader
        reference = self.sudo().env
        return (
            tuple(self._type_contact(type_) for type_ in reference["oilhi.type.organisme"].search(ACTIFS)),
            {matiere.code: matiere.name for matiere in reference["oilhi.matiere"].search(ACTIFS)},
            tuple(reference["oilhi.type.organisme.regle"].search(ACTIFS)._en_regles()),
        )

    def _question_contact(self, demande, types, matieres):
        matiere, codes = demande.get("matiere"), tuple(demande.get("types") or ())
        if matiere and matiere not in matieres:
            raise UserError(self.env._(
                "La matière « %(code)s » n’existe pas. Choisissez parmi : %(liste)s.",
                code=matiere, liste=", ".join(matieres),
            ))
        inconnus = sorted(set(codes) - {t.code for t in types})
        if inconnus and not demande.get("cles"):
            # A step keeps the codes of the law data, even of a type that was archived here.
            raise UserError(self.env._(
                "Type d’organisme inconnu : %s. Les codes sont dans Configuration, Annuaire, "
                "Types d’organismes.", ", ".join(inconnus),
            ))
        return contacts.Question(
            matiere or "", matieres.get(matiere, ""), codes, frozenset(demande.get("cles") or ())
        )

    def _lieu_contact(self, **faits):
        """Facts of the commune for the core; the addon that knows the police completes them."""
        departement, epci = self.departement_id, self.epci_id
        article = departement.article or ""
        return contacts.Lieu(
            code=self.code_insee,
            nom=self.name,
            nom_avec_de=self.nom_avec_de,
            nom_avec_a=self.nom_avec_a,
            departement=f"{article}{'' if article.endswith('’') else ' '}{departement.name}".strip(),
            region=departement.region_id.name or "",
            epci=epci.name or "",
            epci_type=epci.type or "",
            competence_habitat=epci.competence_habitat,
            ept=self.ept_id.name or "",
            schs=self.schs or "",
            livre_foncier=departement.livre_foncier,
            outre_mer=departement.zone_feries not in ("metropole", "alsace_moselle"),
            **faits,
        )

    def _voulus_contact(self, questions, types, regles):
        """``(codes of types, codes of matters)`` that may answer one of the questions; none: whatever they are."""
        matieres = {q.matiere for q in questions if q.matiere and not q.types}
        if any(not q.types and not q.matiere for q in questions):
            return (), ()
        codes = {code for q in questions for code in q.types}
        codes |= {t.code for t in types if matieres & t.matieres}
        codes |= {r.remplacant for r in regles if r.remplacant and r.type in codes}
        return tuple(sorted(codes)), tuple(sorted(matieres))

    def _couverture_contact(self, codes, matieres):
        """``(candidates, {organisation id: plain values})`` of the entries that cover the commune.

        A worker keeps them: they are the same for all who read the directory of these départements, and
        each case of the commune asks for them. Who is changing the directory reads it from the database.
        """
        if self.env["res.partner"]._annuaire_change():
            return self._lire_contacts(codes, matieres)
        territoires = (self.epci_id.id, self.ept_id.id, self.departement_id.id, self.departement_id.region_id.id)
        return self._garder_contacts(
            self.id, codes, matieres, territoires, tuple(self.env.companies.ids), fields.Date.context_today(self))

    @api.model
    @tools.ormcache("commune", "codes", "matieres", "territoires", "companies", "jour")
    def _garder_contacts(self, commune, codes, matieres, territoires, companies, jour):
        return self.browse(commune)._lire_contacts(codes, matieres)

    def _lire_contacts(self, codes, matieres):
        partenaires = self.env["res.partner"].search(self._domaine_contacts(codes, matieres))
        return (
            tuple(self._candidat(partenaire) for partenaire in partenaires),
            self._personnes_contact(partenaires),
        )

    def _domaine_contacts(self, codes, matieres):
        """Entries that cover the commune, of these types or matters if any is named."""
        domaine = self.env["res.partner"]._domaine_organismes(commune=self)
        if not codes and not matieres:
            return domaine
        voulus = Domain("oilhi_type_ids", "in", self.env["oilhi.type.organisme"]._par_code(codes).ids)
        if matieres:
            voulus |= Domain("oilhi_matiere_ids", "in", self.env["oilhi.matiere"]._par_code(matieres).ids)
        return domaine & voulus

    def _candidat(self, partenaire):
        if self in partenaire.oilhi_commune_ids:
            couverture = contacts.COMMUNE
        elif (self.epci_id | self.ept_id) & partenaire.oilhi_epci_ids:
            couverture = contacts.EPCI
        elif self.departement_id in partenaire.oilhi_departement_ids:
            couverture = contacts.DEPARTEMENT
        elif self.departement_id.region_id in partenaire.oilhi_region_ids:
            couverture = contacts.REGION
        else:
            couverture = contacts.NATIONAL
        return contacts.Candidat(
            id=partenaire.id,
            nom=partenaire.name or "",
            types=frozenset(partenaire.oilhi_type_ids.mapped("code")),
            couverture=couverture,
            matieres=frozenset(partenaire.oilhi_matiere_ids.mapped("code")),
            verifie_le=partenaire.oilhi_verifie_le or None,
        )

    def _type_contact(self, type_):
        return contacts.Type(
            code=type_.code,
            nom=type_.name,
            statut=type_.statut,
            role=type_.role or "",
            quand=type_.quand or "",
            base=type_.base or "",
            niveau_preuve=type_.niveau_preuve,
            envoyer=type_.envoyer or "",
            telephone_national=type_.telephone_national or "",
            matieres=frozenset(type_.matiere_ids.mapped("code")),
        )

    def _personnes_contact(self, partenaires):
        """{organisation id: its plain values, then those of the people who work in it}."""
        personnes = self.env["res.partner"].search([
            ("parent_id", "in", partenaires.ids),
            ("function", "not in", (False, "")),
            ("oilhi_prive", "=", False),
            ("id", "not in", partenaires.ids),
        ], order="name, id").grouped("parent_id")
        return {
            organisme.id: [
                self._valeurs_contact(organisme),
                *(self._valeurs_contact(p, organisme) for p in personnes.get(organisme, ())),
            ]
            for organisme in partenaires
        }

    def _valeurs_contact(self, partenaire, organisme=None):
        rues = [partenaire.street, partenaire.street2]
        ville = " ".join(filter(None, [partenaire.zip, partenaire.city]))
        return {
            "id": partenaire.id,
            "organisme_id": organisme.id if organisme else None,
            "name": partenaire.name or "",
            "function": partenaire.function or "",
            "phone": partenaire.phone or "",
            "urgence": partenaire.oilhi_telephone_urgence or "",
            "email": partenaire.email or "",
            "adresse": "" if organisme else ", ".join(filter(None, [*rues, ville])),
            "horaires": "" if organisme else partenaire.oilhi_horaires or "",
            "verifie_le": partenaire.oilhi_verifie_le.isoformat()
            if partenaire.oilhi_verifie_le else None,
            "perime": False if organisme else partenaire.oilhi_perime,
            "raisons": [],
        }

    def _statuts_contact(self):
        return {
            "obligatoire": self.env._("Obligatoire"),
            "conditionnel": self.env._("Selon le cas"),
            "conseille": self.env._("Conseillé"),
            "sans_objet": self.env._("Sans objet ici"),
        }

    def _ligne_contact(self, ligne, personnes, statuts):
        trouves = []
        for contact in ligne.contacts:
            organisme, *gens = personnes[contact.id]
            trouves += [{**organisme, "raisons": list(contact.raisons)}, *map(dict, gens)]
        return {
            "code": ligne.code,
            "type": ligne.nom,
            "role": ligne.role,
            "statut": ligne.statut,
            "statut_libelle": statuts[ligne.statut],
            "obligatoire": ligne.statut == "obligatoire",
            "raisons": list(ligne.raisons),
            "base": ligne.base,
            "niveau_preuve": ligne.niveau_preuve,
            "quand": ligne.quand,
            "envoyer": ligne.envoyer,
            "telephone_national": ligne.telephone_national,
            "contacts": trouves,
            "absent": {"message": ligne.message, "que_faire": ligne.que_faire}
            if ligne.message else None,
        }
