from odoo import fields, models

ICONES = {
    "a_venir": "fa-calendar-o",
    "proche": "fa-clock-o",
    "aujourdhui": "fa-bell",
    "depassee": "fa-exclamation-triangle",
    "echue": "fa-calendar-check-o",
    "tenue": "fa-check",
    "sans_objet": "fa-minus",
}
# Asking another authority: its answer may come before the end of the period.
ATTENTES = ("avis_abf", "saisine")


class OilhiDossierEcheance(models.Model):
    """Deadlines, what they were before, and the facts they come from, as the stepper shows them."""

    _inherit = "oilhi.dossier.echeance"

    def _quand(self):
        """12/02/2027, or 12/02/2027 à 16 h 30."""
        return self.date.strftime("%d/%m/%Y") + (
            self.env._(" à %s", self.heure.replace(":", " h ")) if self.heure else ""
        )

    def _texte(self):
        """What the date means, in a few words that need no colour."""
        self.ensure_one()
        if not self.date:
            return self.env._("Preuve manquante") if self.preuve == "manquante" else ""
        quand = self._quand()
        if self.etat == "tenue":
            return self.env._("Tenue le %s", self.tenue_le.strftime("%d/%m/%Y"))
        if self.etat == "depassee":
            return self.env._("Dépassée depuis le %s", quand)
        if self.etat == "echue":
            return self.env._("Terminée le %s", quand)
        if self.etat == "aujourdhui":
            return self.env._("Aujourd’hui, %s", quand)
        if self.nature == "date":
            return self.env._("À partir du %s", quand)
        return self.env._("Jusqu’au %s", quand)

    def _reste(self):
        """How far it is: « dans 3 jours », « depuis 2 jours », '' when nobody waits for it."""
        self.ensure_one()
        if not self.date or self.etat not in ("a_venir", "proche", "depassee"):
            return ""
        jours = (self.date - fields.Date.context_today(self)).days
        if jours == 1:
            return self.env._("demain")
        if jours == -1:
            return self.env._("hier")
        if jours > 0:
            return self.env._("dans %s jours", jours)
        return self.env._("il y a %s jours", -jours)

    def _suite(self):
        """What the end of the period allows, where the law makes the authority wait for it."""
        self.ensure_one()
        if not self.au_plus_tot or self.tenue_le or self.sans_objet:
            return ""
        jour = self.au_plus_tot.strftime("%d/%m/%Y")
        gardees = {
            e.etape_id.nature
            for e in self.dossier_etape_id.dossier_procedure_id.etape_ids
            if self.code in e._codes("garde_codes")
        }
        if "arrete" in gardees:
            return self.env._("Arrêté possible à partir du %s.", jour)
        if "carence" in gardees:
            return self.env._("Carence constatable à partir du %s.", jour)
        if gardees:
            return self.env._("Suite possible à partir du %s.", jour)
        return ""

    def _a_prouver(self):
        """What no document proves yet, '' when nothing is expected."""
        self.ensure_one()
        if not self.provisoire or self.tenue_le or self.sans_objet:
            return ""
        if self.delai_id.depart_type == "envoi":
            return self.env._("l’envoi")
        return {
            "affichage": self.env._("l’affichage"),
            "main_propre": self.env._("la remise"),
            "signification": self.env._("la signification"),
        }.get(self.fait_id.mode, self.env._("la réception"))

    def _provisoire_texte(self):
        """Said in words: the date may still move."""
        quoi = self._a_prouver()
        if not quoi:
            return ""
        if not self.depart and self.fait_id.issue_pli == "npai":
            # Nobody will ever sign that receipt: another letter is what is left.
            return self.env._(
                "Pas encore de date : la lettre est revenue, cherchez l’adresse et écrivez de nouveau"
            )
        if not self.depart and self.date_estimee:
            return self.env._(
                "Au mieux le %(jour)s : reste à enregistrer %(quoi)s",
                jour=self.date_estimee.strftime("%d/%m/%Y"),
                quoi=quoi,
            )
        if not self.depart:
            return self.env._("Pas encore de date : reste à enregistrer %s", quoi)
        return self.env._("Provisoire : aucun document ne prouve %s", quoi)

    def _recevable(self):
        """The opinion or the answer asked for may be recorded, where no step does it."""
        etape = self.dossier_etape_id
        return (
            self.nature == "reponse"
            and etape.etape_id.nature in ATTENTES
            and not self.tenue_le
            and not self.sans_objet
            and self.code not in etape.dossier_procedure_id.etape_ids._tous_codes("tient_codes")
        )

    def _lecture(self):
        self.ensure_one()
        etape = self.dossier_etape_id
        provisoire = self._provisoire_texte()
        return {
            **self._resultat(),
            "id": self.id,
            "nom": self.delai_id.name,
            "texte": self._texte(),
            "reste": self._reste(),
            "suite": self._suite(),
            "etat": self.etat,
            "icone": "fa-question-circle" if self.preuve == "manquante" else ICONES[self.etat],
            "base": self.base or "",
            "niveau_preuve": self.niveau_preuve,
            "niveau_libelle": dict(self._fields["niveau_preuve"]._description_selection(self.env))[
                self.niveau_preuve
            ]
            if self.niveau_preuve
            else "",
            "provisoire_texte": provisoire,
            # The dialog of the step, on the fact that no document proves.
            "prouvable": bool(provisoire)
            and etape.dossier_procedure_id.etat == "en_cours"
            and self.fait_id.active,
            "etape_id": etape.id,
            "fait_id": self.fait_id.id,
            "suivie": self._suivie(),
            "avertissements": (self.avertissements or "").splitlines(),
            "recevable": self._recevable(),
            "historique": [ancienne._lecture() for ancienne in self.historique_ids],
        }


class OilhiDossierFait(models.Model):
    _inherit = "oilhi.dossier.fait"

    def _lecture(self):
        self.ensure_one()

        def mot(champ):
            valeur = self[champ]
            return dict(self._fields[champ]._description_selection(self.env)).get(valeur, "") if valeur else ""

        def jour(champ):
            return self[champ].strftime("%d/%m/%Y") if self[champ] else ""

        origine = self.repris_de_id.dossier_etape_id
        return {
            "id": self.id,
            "date": jour("date"),
            "heure": (self.heure or "").replace(":", " h "),
            "reception": jour("date_reception"),
            "presentation": jour("date_presentation"),
            "issue": mot("issue_pli"),
            "transmission": jour("date_transmission"),
            "destinataire": self.destinataire_id.nom_complet or "",
            "mode": mot("mode"),
            "observations": mot("observations"),
            "delai": f"{self.delai_nombre} {mot('delai_unite')}" if self.delai_nombre else "",
            "montant": self.montant,
            "note": self.note or "",
            "justification": self.justification or "",
            "auteur": self.user_id.name or "",
            "pieces": [{"id": piece.id, "nom": piece.name} for piece in self.piece_ids],
            "actif": self.active,
            "remplace": bool(self.remplace_id),
            "motif_correction": self.motif_correction or "",
            "motif_annulation": self.motif_annulation or "",
            "repris_de": {
                "code": origine.code,
                "nom": origine.etape_id.name,
                "procedure_id": origine.dossier_procedure_id.id,
            }
            if origine
            else None,
        }
