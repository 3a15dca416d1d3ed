from odoo import api, models, tools

ORDRE_MOTS = {
    "maintenant": "Maintenant",
    "ensuite": "Ensuite",
    "plus_tard": "Plus tard",
    "au_besoin": "Si besoin",
    "faite": "Fait",
    "ecartee": "Écarté",
}
# Acts to be read again before they are signed, where the addon of documents can check them.
CONTROLEES = ("arrete", "mainlevee", "astreinte", "office")
COMPTENT = ("oui", "condition")
# Page of the case where what a step asks for is prepared and followed.
_MESURES, _ARGENT = ("mesures", "Mesures"), ("argent", "Astreinte et frais")
_OFFICE = ("office", "Exécution d’office")
PAGES = {
    "protection": ("occupants", "Occupants"), "suivi": _MESURES, "execution": _MESURES,
    "carence": _MESURES, "mainlevee": _MESURES, "astreinte": _ARGENT, "recouvrement": _ARGENT,
    "creance": _ARGENT, "office": _OFFICE, "juge": _OFFICE,
}  # fmt: skip


class OilhiEtape(models.Model):
    _inherit = "oilhi.etape"

    @api.model
    @tools.ormcache()
    def _lectures_fixes(self):
        """{step id: what the stepper shows of it whatever the case}: read once by each worker."""
        return {etape.id: etape._lecture_fixe() for etape in self._toutes_gardees()}

    def _lecture_fixe(self):
        page, nom = PAGES.get(self.nature, (None, None))
        return {
            "nom": self.name,
            "nature": self.nature,
            "page": page and {"code": page, "nom": nom},
            "consigne": self.consigne or "",
            "acteur": self.acteur or "",
            "base": self.base or "",
            "niveau_preuve": self.niveau_preuve,
            "condition": self.condition or "",
            "issue": self.issue,
            "repetable": self.repetable,
        }


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _avancee(self):
        """Place of the last compulsory step of the common trunk that is done, None if there is none."""
        return max((
            e.sequence for e in self
            if e.etat == "faite" and e.etape_id.issue == "tronc" and e._obligation() == "oui"
        ), default=None)

    def _depassee(self, avancee):
        """Facultative, and the procedure has gone further (see _avancee): proposed no more, still possible."""
        self.ensure_one()
        return (
            avancee is not None and avancee > self.sequence
            and self.etape_id.issue == "tronc"
            and self._obligation() in ("non", "conseille")
        )

    def _ouvertes_par_controle(self):
        """Codes of the steps to which the last step done leads, if it is a control."""
        faites = [e for e in self if e.etat == "faite"]
        derniere = max(faites, key=lambda e: e.sequence, default=self.browse())
        if derniere.etape_id.nature != "suivi":
            return ()
        return (*derniere._codes("succes_codes"), *derniere._codes("echec_codes"))

    def _attend(self, par_code, ouvertes=()):
        """Codes of the steps that come before and are not settled.

        On the common trunk a facultative step, or one set aside, holds nothing back by itself: what
        comes before it does. A branch opens only when what leads to it has been done; what the last
        control leads to (`ouvertes`) waits for nothing else, whatever is left on the trunk.
        """
        self.ensure_one()
        if self.code in ouvertes:
            return set()
        branche = self.etape_id.issue in ("succes", "echec")
        attendus, vus = set(), set()
        pile = list(self._codes("precedent_codes"))
        while pile:
            avant = par_code.get(code := pile.pop())
            if not avant or avant.etat == "faite" or code in vus:
                continue
            vus.add(code)
            if branche or (avant.etat == "a_faire" and avant._obligation() in COMPTENT):
                attendus.add(code)
            else:
                pile += avant._codes("precedent_codes")
        return attendus

    def _obligation_libelle(self, obligation, issue, libelles):
        """On a branch, compulsory means: if that is what was found on the spot."""
        if obligation == "oui" and issue == "succes":
            return self.env._("Si les mesures sont exécutées")
        if obligation == "oui" and issue == "echec":
            return self.env._("Si les mesures ne sont pas exécutées")
        return libelles[obligation]

    def _documents_possibles(self):
        """{step id: documents to produce}; the addon that produces them says which are ready."""
        noms = self.env["oilhi.dossier"]._noms_documents()
        return {
            etape.id: [
                {"code": code, "nom": noms.get(code, code), "disponible": False, "existants": []}
                for code in etape._codes("document_codes")
            ]
            for etape in self
        }

    def _lecture(self, rang, contexte):
        """Plain values of one step for the stepper."""
        reference = self.etape_id
        fixe = reference._lectures_fixes().get(reference.id) or reference._lecture_fixe()
        procedure, etat, jour = self.dossier_procedure_id, self.etat, self.date
        ouverte = procedure.etat == "en_cours"
        actif = ouverte and rang in ("maintenant", "ensuite", "au_besoin")
        obligation = self._obligation()
        return {
            **fixe,
            "id": self.id,
            "code": self.code,
            "etat": etat,
            "rang": rang,
            "rang_libelle": ORDRE_MOTS[rang],
            "date": jour.isoformat() if jour else None,
            "date_texte": jour.strftime("%d/%m/%Y") if jour else "",
            "motif": self.motif or "",
            "auto": self.auto,
            "difference": self._lecture_difference(contexte),
            "niveau_libelle": contexte["niveaux"][fixe["niveau_preuve"]],
            "obligation": obligation,
            "obligation_libelle": self._obligation_libelle(
                obligation, fixe["issue"], contexte["obligations"]
            ),
            "principale": obligation in COMPTENT,
            "par_destinataire": self._demande("destinataire"),
            "restants": [
                {"id": personne.id, "nom": personne.nom_complet}
                for personne in (self._destinataires_restants() if etat == "faite" else ())
            ],
            "ecartable": etat == "a_faire" and not self._imposee(),
            "controlable": etat == "a_faire"
            and fixe["nature"] in CONTROLEES
            and hasattr(self, "action_controler"),
            "blocages": [
                {
                    "code": b.code,
                    "message": b.message,
                    "justifiable": b.justifiable,
                    "qui": b.qui,
                }
                for b in (self._blocages() if actif else ())
            ],
            "si_fait": procedure._nommer_suites(self._codes("succes_codes"), contexte),
            "sinon": procedure._nommer_suites(self._codes("echec_codes"), contexte),
            "bascules": procedure._nommer_suites(
                self._codes("bascule_codes") if ouverte else (), contexte
            ),
            "echeances": [e._lecture() for e in contexte["echeances"].get(self.id, ())],
            "faits": [f._lecture() for f in contexte["faits"].get(self.id, ())],
            "documents": contexte["documents"].get(self.id, []),
            "partenaires": contexte["contacts"].get(self.id, []),
        }

    def _lecture_difference(self, contexte):
        """What the variant changes here; a step set aside says it in its own reason."""
        ecart = self._ecart()
        if not ecart or ecart.effet == "ecartee":
            return None
        difference = self._difference()
        return {
            "effet": difference.effet,
            "motif": difference.motif,
            "consigne": difference.consigne or "",
            "base": difference.base or "",
            "niveau_preuve": difference.niveau_preuve,
            "niveau_libelle": contexte["niveaux"][difference.niveau_preuve],
        }
