from collections import Counter
from datetime import time, timezone

from odoo import api, fields, models

from ..moteur.agenda import Evenement, fuseau_du_territoire

# Colours of the calendar, beside a text and an icon that say the same.
COULEURS = {
    "depassee": 1, "aujourdhui": 2, "proche": 3, "a_venir": 4, "tenue": 10, "echue": 7, "sans_objet": 7,
}  # fmt: skip


class OilhiDossierEcheance(models.Model):
    """Deadlines in the calendar, and in the file that other calendars read."""

    _inherit = "oilhi.dossier.echeance"

    sequence_ics = fields.Integer(
        string="Révision", readonly=True, default=0, copy=False,
        help="Compte les changements de date : les agendas abonnés y reconnaissent une nouvelle date.",
    )
    agenda_titre = fields.Char(string="Titre dans l’agenda", compute="_compute_agenda_titre")
    agenda_couleur = fields.Integer(compute="_compute_agenda_couleur")

    @api.depends("dossier_id.reference", "delai_id.name")
    def _compute_agenda_titre(self):
        for echeance in self:
            echeance.agenda_titre = " · ".join(
                filter(None, [echeance.dossier_id.reference, echeance.delai_id.name])
            )

    @api.depends("etat")
    def _compute_agenda_couleur(self):
        for echeance in self:
            echeance.agenda_couleur = COULEURS.get(echeance.etat, 0)

    def write(self, vals):
        """A date that moves is a new revision (RFC 5545, SEQUENCE): a client that knows the event
        takes the new date only if it is told so."""
        deplacees = self.filtered(lambda echeance: echeance._se_deplace(vals))
        if not deplacees:
            return super().write(vals)
        for revision, echeances in deplacees.grouped("sequence_ics").items():
            super(OilhiDossierEcheance, echeances).write({**vals, "sequence_ics": revision + 1})
        if autres := self - deplacees:
            super(OilhiDossierEcheance, autres).write(vals)
        return True

    def _se_deplace(self, vals):
        self.ensure_one()
        return (
            "date" in vals and (fields.Date.to_date(vals["date"]) or False) != self.date
        ) or ("heure" in vals and (vals["heure"] or False) != self.heure)

    # -- For other calendars ---------------------------------------------------

    def _agenda_evenements(self):
        """These deadlines as events, one per case, rule and moment whatever the recipients: eight
        owners to be heard by the same day are one thing to remember."""
        # sudo: the name of this database, for identifiers that no other has
        base = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        racine = self.browse().get_base_url()
        premieres, nombres = {}, Counter()
        for echeance in self:  # not grouped(), whose records would be read one case at a time
            moment = (echeance.dossier_id.id, echeance.code, echeance.date, echeance.heure)
            nombres[moment] += 1
            if moment not in premieres or echeance.id < premieres[moment].id:
                premieres[moment] = echeance
        return [
            premiere._agenda_evenement(base, racine, nombres[moment])
            for moment, premiere in premieres.items()
        ]

    def _agenda_evenement(self, base, racine, nombre):
        self.ensure_one()
        commune = self.commune_id
        url = f"{racine}/odoo/dossiers/{self.dossier_id.id}"
        return Evenement(
            uid=f"echeance-{self.id}@{base}",
            titre=" · ".join(filter(None, [self.agenda_titre, commune.name])),
            jour=self.date,
            heure=self._agenda_heure(),
            fuseau=fuseau_du_territoire(commune.departement_id.zone_feries),
            lieu=commune.name or "",
            description=self._agenda_description(url, nombre),
            url=url,
            categorie=self._agenda_categorie(),
            sequence=self.sequence_ics,
            modifie_le=self.write_date.replace(microsecond=0, tzinfo=timezone.utc),
            provisoire=self.preuve == "manquante",
            rappel=self.niveau_preuve != "pratique",
        )

    def _agenda_heure(self):
        if not self.heure:
            return None
        heures, minutes = self.heure.split(":")
        return time(int(heures), int(minutes))

    def _agenda_categorie(self):
        # `pratique` is advice: it never bears the name of a legal deadline.
        return {
            "pratique": self.env._("Délai conseillé"),
            "a_verifier": self.env._("Délai à vérifier"),
        }.get(self.niveau_preuve, self.env._("Délai légal"))

    def _agenda_description(self, url, nombre):
        """The computation in words. Nothing typed by a user: it might name somebody."""
        lignes = [self.calcul]
        if nombre > 1:
            lignes.append(self.env._("%s destinataires.", nombre))
        if self.base:
            lignes.append(self.env._("Texte : %s.", self.base))
        if self.niveau_preuve == "pratique":
            lignes.append(self.env._("Délai conseillé : aucun texte ne l’impose."))
        elif self.niveau_preuve == "a_verifier":
            lignes.append(self.env._(
                "À vérifier : ce délai n’est pas confirmé par un texte, demandez au service juridique."
            ))
        if self.preuve == "manquante":
            lignes.append(self.env._("Preuve de réception manquante : date provisoire."))
        lignes.append(url)
        return "\n".join(filter(None, lignes))
