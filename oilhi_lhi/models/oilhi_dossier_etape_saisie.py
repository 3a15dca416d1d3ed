import re
from datetime import date as jour

from odoo import api, fields, models
from odoo.exceptions import UserError

from .oilhi_dossier_fait import ISSUES_PLI, MODES, OBSERVATIONS, UNITES_ACCORDEES

HEURE = re.compile(r"([01]?\d|2[0-3])\s*[:hH]\s*([0-5]\d)?")
# Names accepted by `realiser`, beside the date.
FAITS = frozenset({
    "heure", "date_reception", "destinataire_id", "mode", "delai_nombre", "delai_unite", "montant",
    "date_transmission", "observations", "note", "justification", "piece_ids",
    "date_presentation", "issue_pli", "motif", "fait_id",
})  # fmt: skip
# Sending a letter or an order: a single held person is the obvious recipient.
ENVOIS = ("contradictoire", "notification")
# What a correction keeps of the former fact when it is not typed again.
REPRIS = (
    "heure", "date_reception", "date_transmission", "mode", "observations", "note", "montant",
    "date_presentation", "issue_pli", "delai_nombre",
)  # fmt: skip
# What became of a letter: nothing of it is kept when another one is sent.
SORT_DU_PLI = ("date_reception", "date_presentation", "issue_pli")
REVENUS = ("non_reclame", "refuse", "npai")


class OilhiDossierEtape(models.Model):
    """The facts that `realiser` is given: read one by one, completed, told in French when wrong."""

    _inherit = "oilhi.dossier.etape"

    def _lire_date(self, valeur, libelle):
        if not valeur:
            return None
        try:
            lue = fields.Date.to_date(valeur)
        except (TypeError, ValueError):
            lue = None
        if not isinstance(lue, jour) or not 1990 <= lue.year <= 2099:
            raise UserError(self.env._(
                "%(libelle)s : « %(valeur)s » n’est pas une date valable. Écrivez par exemple "
                "12/01/2027.",
                libelle=libelle,
                valeur=valeur,
            ))
        return lue

    @api.model
    def _lire_heure(self, valeur):
        if not valeur:
            return None
        lue = HEURE.fullmatch(str(valeur).strip())
        if not lue:
            raise UserError(self.env._(
                "L’heure « %s » n’est pas valable. Écrivez par exemple 16:30.", valeur
            ))
        return f"{int(lue[1]):02d}:{lue[2] or '00'}"

    def _lire_saisie(self, date, faits):
        """Typed facts, checked one by one; runs as the user: documents must be readable by him."""
        if inconnus := faits.keys() - FAITS:
            raise UserError(self.env._("Fait inconnu : %s.", ", ".join(sorted(inconnus))))
        saisie = {
            "date": self._lire_date(date, self.env._("Date")),
            "heure": self._lire_heure(faits.get("heure")),
            "date_reception": self._lire_date(
                faits.get("date_reception"), self.env._("Date de réception")
            ),
            "date_transmission": self._lire_date(
                faits.get("date_transmission"), self.env._("Date de transmission au préfet")
            ),
            "date_presentation": self._lire_date(
                faits.get("date_presentation"), self.env._("Date de première présentation")
            ),
            "note": (faits.get("note") or "").strip() or None,
            "justification": (faits.get("justification") or "").strip() or None,
            "motif_correction": (faits.get("motif") or "").strip() or None,
        }
        if not saisie["date"]:
            raise UserError(self.env._(
                "Indiquez la date de l’étape « %s ».", self.etape_id.name
            ))
        saisie.update(self._lire_choix(faits))
        saisie.update(self._lire_liens(faits))
        return saisie

    def _lire_choix(self, faits):
        mode, unite = faits.get("mode") or None, faits.get("delai_unite") or None
        nombre, montant = faits.get("delai_nombre") or None, faits.get("montant") or None
        reponse, issue = faits.get("observations") or None, faits.get("issue_pli") or None
        if issue and issue not in dict(ISSUES_PLI):
            raise UserError(self.env._("Sort du pli inconnu : %s.", issue))
        if reponse and reponse not in dict(OBSERVATIONS):
            raise UserError(self.env._("Observations : « aucune » ou « recues »."))
        if mode and mode not in dict(MODES):
            raise UserError(self.env._("Mode de remise inconnu : %s.", mode))
        if unite and unite not in dict(UNITES_ACCORDEES):
            raise UserError(self.env._("Unité de délai inconnue : %s.", unite))
        if nombre and (type(nombre) is not int or not 0 < nombre <= 1000 or not unite):
            raise UserError(self.env._(
                "Délai accordé : indiquez un nombre entier et son unité, par exemple « 1 mois »."
            ))
        if montant and not (isinstance(montant, int | float) and 0 < montant < 1e9):
            raise UserError(self.env._("Le montant « %s » n’est pas valable.", montant))
        return {
            "mode": mode,
            "delai_nombre": nombre,
            "delai_unite": unite if nombre else None,
            "montant": montant,
            "observations": reponse,
            "issue_pli": issue,
        }

    def _lire_liens(self, faits):
        personne = self.env["oilhi.dossier.personne"].browse(faits.get("destinataire_id") or [])
        if personne and personne.exists().dossier_id != self.dossier_id:
            raise UserError(self.env._("Le destinataire doit être une personne du dossier."))
        pieces = self.env["ir.attachment"].browse(faits.get("piece_ids") or []).exists()
        pieces.check_access("read")
        fait = faits.get("fait_id") or None
        if fait and fait not in self.fait_ids.ids:
            raise UserError(self.env._(
                "Le fait à corriger n’est pas de cette étape, ou il a déjà été remplacé. Rechargez la "
                "page."
            ))
        return {
            "destinataire_id": personne.id or None, "piece_ids": pieces.ids, "remplace_id": fait,
        }

    @api.model
    def _effacements(self, faits):
        """False empties what the corrected fact said; a fact left out is kept."""
        return {champ for champ in REPRIS if faits.get(champ) is False}

    def _completer_saisie(self, saisie, effaces=()):
        """Recipient left out: the only possible one; correction: keep what is not typed again."""
        saisie = dict(saisie)
        designe = self.fait_ids.filtered(lambda f: f.id == saisie["remplace_id"])
        if not saisie["destinataire_id"] and designe:
            saisie["destinataire_id"] = designe.destinataire_id.id or None
        elif not saisie["destinataire_id"] and self.etape_id.nature in ENVOIS:
            tenues = self.dossier_id.personne_ids.filtered("tenue")
            if len(tenues) == 1:
                saisie["destinataire_id"] = tenues.id
        precedent = self._fait_a_corriger(saisie)
        if precedent:
            renvoi = precedent.issue_pli in REVENUS and saisie["date"] != precedent.date
            for champ in REPRIS:
                if champ not in effaces and not (renvoi and champ in SORT_DU_PLI):
                    saisie[champ] = saisie[champ] or precedent[champ] or None
            if saisie["delai_nombre"]:
                saisie["delai_unite"] = saisie["delai_unite"] or precedent.delai_unite
            saisie["piece_ids"] = list({*saisie["piece_ids"], *precedent.piece_ids.ids})
        saisie["remplace_id"] = precedent.id or None
        return saisie

    def _renvoi(self, saisie):
        """The same thing sent again to the same person, later: nobody said that a date was wrong."""
        precedent = self.fait_ids.browse(saisie["remplace_id"] or [])
        return bool(
            precedent
            and not saisie["motif_correction"]
            and precedent.mode
            and saisie["date"] > precedent.date
        )

    def _fait_a_corriger(self, saisie):
        """The fact in force that this entry corrects: the one named, else same step and recipient."""
        meme = self.fait_ids.filtered(
            lambda f: (f.destinataire_id.id or None) == saisie["destinataire_id"]
        )
        designe = self.fait_ids.filtered(lambda f: f.id == saisie["remplace_id"])
        if self.etape_id.repetable:
            return designe
        if designe and meme - designe:
            raise UserError(self.env._(
                "Un fait est déjà enregistré pour %s à cette étape : corrigez celui-là.",
                (meme - designe)[:1].destinataire_id.nom_complet or self.env._("ce destinataire"),
            ))
        return designe or meme[-1:]
