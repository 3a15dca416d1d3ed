from odoo import api, fields, models
from odoo.fields import Domain

SANS_PREUVE = Domain("preuve", "=", "manquante")
OUVERTE = Domain("tenue_le", "=", False) & Domain("sans_objet", "=", False)
EN_JOURS = 60  # beyond, one counts in months
AVEC_MINEURS = Domain("mineurs", ">", 0)


class OilhiDossier(models.Model):
    """What a card says at a glance: read for the whole page at once, whatever the number of cards."""

    _inherit = "oilhi.dossier"

    phase_age = fields.Char("Depuis", compute="_compute_phase_age")
    desordres_bref = fields.Json("Désordres en bref", compute="_compute_desordres_bref")
    attente = fields.Char("Ce qui attend", compute="_compute_attente")
    enfants = fields.Boolean(
        "Occupé avec des enfants",
        compute="_compute_enfants",
        search="_search_enfants",
        groups="oilhi_partenaires.group_donnees_sensibles",
        help="Un ménage encore dans les lieux a des mineurs, d’après les données réservées. Chaque "
        "lecture est inscrite au journal.",
    )

    @api.depends("phase_depuis")
    def _compute_phase_age(self):
        jour = fields.Date.context_today(self)
        for dossier in self:
            jours = (jour - dossier.phase_depuis).days if dossier.phase_depuis else None
            if jours is None:
                dossier.phase_age = ""
            elif jours <= 0:
                dossier.phase_age = self.env._("depuis aujourd’hui")
            elif jours == 1:
                dossier.phase_age = self.env._("depuis hier")
            elif jours <= EN_JOURS:
                dossier.phase_age = self.env._("depuis %s jours", jours)
            else:
                dossier.phase_age = self.env._("depuis %s mois", round(jours / 30.44))

    @api.depends("desordre_ids.desordre_id", "desordre_ids.gravite")
    def _compute_desordres_bref(self):
        """[{code, nom, texte}] by category of disorder, the most serious first."""
        # sudo: the disorders of a case are read with it, and these cases are being read; the rules
        # of each row would be a second search among the rights of the user
        lignes = self.env["oilhi.dossier.desordre"].sudo().search_fetch(
            [("dossier_id", "in", self.ids)], ["dossier_id", "desordre_id", "gravite"]
        )
        vus = {}
        for ligne in lignes:
            par_categorie = vus.setdefault(ligne.dossier_id.id, {})
            categorie = ligne.desordre_id.categorie_id
            nombre, gravite = par_categorie.get(categorie, (0, ""))
            par_categorie[categorie] = (nombre + 1, max(gravite, ligne.gravite or ""))
        for dossier in self:
            # No order of the case on the categories: the one of the catalogue within a gravity.
            triees = sorted(
                vus.get(dossier.id, {}).items(),
                key=lambda c: (-int(c[1][1] or 0), c[0].sequence, c[0].code),
            )
            dossier.desordres_bref = [
                {
                    "code": categorie.code,
                    "nom": categorie.name,
                    "texte": self.env._(
                        "%(nom)s : %(nombre)s, gravité %(gravite)s",
                        nom=categorie.name, nombre=nombre, gravite=gravite or "?",
                    ),
                }
                for categorie, (nombre, gravite) in triees
            ]

    @api.depends(
        "phase", "echeance_ids.au_plus_tot", "echeance_ids.preuve", "echeance_ids.tenue_le",
        "echeance_ids.sans_objet",
    )
    def _compute_attente(self):
        """A proof that is missing, a period that the law lets run: what the next step waits for."""
        jour = fields.Date.context_today(self)
        # sudo: see _compute_desordres_bref
        echeances = self.env["oilhi.dossier.echeance"].sudo().search_fetch(
            Domain("dossier_id", "in", self.ids) & OUVERTE
            & (SANS_PREUVE | Domain("au_plus_tot", ">", jour)),
            ["dossier_id", "preuve", "au_plus_tot"],
        ).grouped(lambda e: e.dossier_id.id)
        for dossier in self:
            mots = []
            siennes = echeances.get(dossier.id, ()) if dossier.phase != "clos" else ()
            if any(e.preuve == "manquante" for e in siennes):
                mots.append(self.env._("Preuve manquante"))
            if dates := [e.au_plus_tot for e in siennes if e.au_plus_tot and e.au_plus_tot > jour]:
                mots.append(self.env._(
                    "Délai à laisser courir : suite à partir du %s", max(dates).strftime("%d/%m/%Y")
                ))
            dossier.attente = " · ".join(mots)

    # -- Restricted: with the rights of the reader, and logged ----------------

    @api.depends_context("uid")
    def _compute_enfants(self):
        # One search for the page: one line in the log of restricted readings.
        avec = {
            dossier.id for (dossier,) in self.env["oilhi.dossier.occupant.reserve"]._read_group(
                Domain("dossier_id", "in", self.ids) & AVEC_MINEURS & Domain("occupant_id.fin", "=", False),
                ["dossier_id"],
            )
        }
        for dossier in self:
            dossier.enfants = dossier.id in avec

    def _search_enfants(self, operator, value):
        if operator != "in":
            return NotImplemented
        avec = Domain("occupant_ids", "any", Domain("fin", "=", False) & Domain(
            "reserve_ids", "any", AVEC_MINEURS
        ))
        return Domain.OR([avec if oui else ~avec for oui in value])
