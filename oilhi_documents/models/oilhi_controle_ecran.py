from odoo import models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..controles import MOTS, actes, compter, verdict
from .oilhi_dossier_controle import sans_liens

ICONES = {
    "bloquant": "fa-times-circle",
    "avertissement": "fa-exclamation-triangle",
    "ok": "fa-check-circle",
}
# What a control may send to: model -> words of the button, after « Corriger : ».
FICHES = {
    "oilhi.dossier": "le dossier",
    "oilhi.dossier.etape": "l’étape %s",
    "oilhi.dossier.procedure": "les mots des actes",
    "oilhi.dossier.personne": "la fiche de %s",
    "oilhi.dossier.mesure": "la mesure",
    "oilhi.dossier.desordre": "le désordre",
    "oilhi.dossier.visite": "la visite",
    "oilhi.dossier.astreinte": "l’astreinte",
    "oilhi.dossier.liquidation": "la liquidation",
    "oilhi.dossier.substitution": "le tableau des copropriétaires",
    "oilhi.dossier.office": "l’exécution d’office",
    "oilhi.dossier.depense": "la dépense",
    "oilhi.dossier.titre": "le titre",
    "oilhi.dossier.hebergement": "les nuits",
    "oilhi.dossier.substitution.ligne": "la part du copropriétaire",
    "oilhi.dossier.occupant": "le ménage",
    "oilhi.dossier.infraction": "les suites pénales",
    "oilhi.batiment": "la fiche du bâtiment",
    "oilhi.commune": "la police dans la commune",
    "oilhi.departement": "la fiche du département",
    "oilhi.service": "la fiche du service",
    "oilhi.texte": "le texte",
    "oilhi.service.signataire": "la fiche du signataire",
    "oilhi.document": "l’acte en vigueur",
    "oilhi.document.modele": "le modèle du document",
}
AILLEURS = {"reponse_ids": "le guide", "procedure_ids": "les procédures du dossier"}
NOMMES = {"oilhi.dossier.etape": "code", "oilhi.dossier.personne": "nom_complet"}


class OilhiDossier(models.Model):
    """The screen « Contrôle avant signature »: the same controls, with where to put them right."""

    _inherit = "oilhi.dossier"

    def _ecran_controles(self, controles, jour=None):
        """Plain values for the list of controls: verdict first, then each point; law of that day."""
        self.ensure_one()
        modifiable = self.has_access("write")
        fiches = {
            (c["lien"]["model"], c["lien"]["id"]): None
            for c in controles
            if c["lien"] and c["niveau"] != "ok"
        }
        for modele, ident in fiches:
            fiches[modele, ident] = self._geste(self.env[modele].browse(ident), modifiable)
        points = []
        for controle, c in zip(controles, sans_liens(controles), strict=True):
            lien = controle["lien"]
            geste = fiches.get((lien["model"], lien["id"])) if lien else None
            if geste and lien["champ"] in AILLEURS:
                geste = geste[0], AILLEURS[lien["champ"]]
            points.append({
                **c,
                "mot": MOTS[c["niveau"]],
                "icone": ICONES[c["niveau"]],
                "lignes": c["message"].split("\n"),
                "base": c["base"] if c["base"] and c["base"] not in c["message"] else "",
                "lien": lien if geste else None,
                "geste": self.env._("%(verbe)s\u00a0: %(quoi)s", verbe=geste[0], quoi=geste[1])
                if geste else "",
            })
        return {
            "dossier_id": self.id,
            "jour": jour.isoformat() if jour else False,
            "verdict": verdict(controles),
            "nombres": compter(controles),
            "points": points,
        }

    def _geste(self, fiche, modifiable):
        """(verb, what): « Corriger » where the user may write, « Voir » elsewhere; None if unknown."""
        quoi = FICHES.get(fiche._name)
        if not quoi or not fiche.has_access("read"):
            return None
        du_dossier = fiche._name.startswith("oilhi.dossier")
        ecrit = modifiable if du_dossier else fiche.has_access("write")
        if not ecrit and fiche._name in ("oilhi.dossier.etape", "oilhi.dossier.procedure"):
            return None  # their screens are dialogs that only write
        if nomme := NOMMES.get(fiche._name):
            quoi = quoi % fiche[nomme]
        return (self.env._("Corriger") if ecrit else self.env._("Voir")), quoi

    def action_corriger(self, lien):
        """Open what a control points at: the dialog of the step, the guide, or the record."""
        self.ensure_one()
        self.check_access("read")
        lien = lien if isinstance(lien, dict) else {}
        modele, ident = lien.get("model"), lien.get("id")
        if modele not in FICHES or not isinstance(ident, int):
            raise UserError(self.env._("Ce contrôle ne renvoie à aucune fiche."))
        fiche = self.env[modele].browse(ident).exists()
        fiche.check_access("read")
        if not fiche:
            raise UserError(self.env._("Cette fiche n’existe plus : relancez le contrôle."))
        if modele == "oilhi.dossier.etape":
            return fiche.action_realiser()
        if modele == "oilhi.dossier.procedure":
            return fiche.action_rediger()
        if modele == "oilhi.dossier" and lien.get("champ") in ("reponse_ids", "procedure_ids"):
            guide = lien["champ"] == "reponse_ids"
            return fiche.action_ouvrir_guide() if guide else fiche.action_ouvrir_procedure()
        plein_ecran = modele in ("oilhi.dossier", "oilhi.document")
        return {
            "type": "ir.actions.act_window",
            "name": fiche.display_name,
            "res_model": modele,
            "res_id": fiche.id,
            "views": [[False, "form"]],
            "target": "current" if plein_ecran else "new",
        }

    def _page_controle(self, nom, jour, controles, **plus):
        """What the whole page shows."""
        return {
            **self._ecran_controles(controles, jour),
            "acte": nom,
            "reference": self.reference,
            "adresse": self.batiment_id.name or self.commune_id.name or "",
            "date": jour.isoformat(),
            "date_lettres": date_lettres(jour),
            "choix": [],
            "preparer": False,
            **plus,
        }

    def _action_controle(self, modele, ident, code=None):
        """The page is a whole screen: it is read on a phone, printed, and one comes back to it."""
        return {
            "type": "ir.actions.client",
            "tag": "oilhi_controle",
            "name": self.env._("Contrôle avant signature"),
            "params": {"modele": modele, "id": ident, "code": code},
        }


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    def _codes_controlables(self):
        self.ensure_one()
        return [c for c in self._codes_documents() if actes.controlable(c)]

    def _lecture(self, rang, contexte):
        """The stepper offers « Contrôler avant de signer » where an act is still to be signed."""
        lecture = super()._lecture(rang, contexte)
        reste = self.etat == "a_faire" or self.etape_id.repetable or bool(lecture["restants"])
        return {**lecture, "controlable": reste and bool(self._codes_controlables())}

    def _code_conseille(self, codes):
        """The act that the measures call for, among those of the step."""
        types = set(self.dossier_procedure_id.mesure_ids.mapped("type"))
        communes = self.dossier_id._copropriete() in ("parties_communes", "les_deux", "sans_syndic")
        voulus = [
            ("D-MSO-12", "interdiction_definitive" in types),
            ("D-MSO-13", "demolition" in types),
            ("D-MSO-11", "interdiction_temporaire" in types),
            ("D-MSO-14", communes),
            ("D-MSO-31", communes),
            ("D-MSO-04", communes),
        ]
        return next((code for code, voulu in voulus if voulu and code in codes), codes[0])

    def action_controler(self, code=None):
        """Open the pre-flight of the act that this step signs."""
        self.ensure_one()
        self.check_access("read")
        codes = self._codes_controlables()
        if not codes or (code and code not in codes):
            raise UserError(self.env._("Cette étape ne comporte aucun acte à contrôler avant signature."))
        return self.dossier_id._action_controle(self._name, self.id, code)

    def controle_avant_signature(self, code=None, date=None):
        """Everything that the page of the pre-flight shows, for one act of this step."""
        self.ensure_one()
        self.check_access("read")
        dossier = self.dossier_id
        dossier.check_access("read")
        codes = self._codes_controlables()
        if not codes:
            raise UserError(self.env._("Cette étape ne comporte aucun acte à contrôler avant signature."))
        code = code if code in codes else self._code_conseille(codes)
        jour = dossier._date_controle(date)
        noms = dossier._noms_documents()
        return dossier._page_controle(
            noms.get(code, code),
            jour,
            dossier._controler(code, procedure=self.dossier_procedure_id, date=jour),
            code=code,
            choix=[{"code": c, "nom": noms.get(c, c)} for c in codes],
            preparer=dossier.has_access("write") and any(
                d["disponible"] for d in self.documents_possibles() if d["code"] == code
            ),
        )


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    def action_controler(self):
        """Open the pre-flight of this very document."""
        self.ensure_one()
        self.check_access("read")
        self._exiger_non_signe()
        return self.dossier_id._action_controle(self._name, self.id)

    def controle_avant_signature(self, code=None, date=None):
        """Everything that the page of the pre-flight shows; `code` only mirrors that of the step."""
        self.ensure_one()
        self.check_access("read")
        self._exiger_non_signe()
        jour = self.dossier_id._date_controle(date)
        return self.dossier_id._page_controle(
            self.display_name, jour, self._controles({"date": jour}), code=self.code
        )

    def _exiger_non_signe(self):
        if self.state not in ("brouillon", "a_signer"):
            raise UserError(self.env._("Ce document est signé : il ne se contrôle plus."))
