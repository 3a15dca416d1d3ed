from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FAITS_COMMUNE = ("predecesseur_exercait", "opposition_le", "autre_maire_oppose")
FAITS_EPCI = ("competence_habitat", "election_president_le", "renonciation_le")


class OilhiPoliceFaits(models.AbstractModel):
    """Facts that decide who holds the housing police (CGCT L. 5211-9-2): who changed them, when,
    from what, on which proof. An arrêté signed by the wrong authority is void."""

    _name = "oilhi.police.faits"
    _inherit = "mail.thread"
    _description = "Faits de la police de l’habitat"
    _faits = ()

    justificatif_police = fields.Text(
        string="Justificatif", tracking=True,
        help="Référence et date de l’acte qui établit ces faits : délibération d’élection, courrier "
        "d’opposition et sa réception, lettre de renonciation.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # 35,000 communes are loaded at once: nothing to log, nobody to subscribe.
        return super(OilhiPoliceFaits, self.with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, mail_notrack=True,
        )).create(vals_list).with_env(self.env)

    def write(self, vals):
        faits = set(self._faits) & vals.keys()
        if not faits and "justificatif_police" not in vals:
            # Loading a territory again: nothing here is tracked, do not read every commune.
            return super(OilhiPoliceFaits, self.with_context(mail_notrack=True)).write(vals)
        if not self.env.su:
            self._verifier_territoire()
        avant = {ligne.id: [ligne[fait] for fait in self._faits] for ligne in self}
        resultat = super().write(vals)
        if faits and not self.env.su:
            self.filtered(
                lambda ligne: avant[ligne.id] != [ligne[fait] for fait in self._faits]
            )._verifier_justificatif()
        return resultat

    def _verifier_justificatif(self):
        """A fact that is known has its proof; to forget a fact asks for none."""
        for ligne in self:
            if any(ligne._faits_saisis()) and not (ligne.justificatif_police or "").strip():
                raise UserError(self.env._(
                    "%s : indiquez le justificatif (référence et date de l’acte). Ces faits "
                    "décident de qui peut signer l’arrêté.", ligne.name,
                ))

    def _faits_saisis(self):
        return [self[fait] for fait in self._faits]

    def _departements(self):
        return self.departement_id

    def _verifier_territoire(self):
        """A coordinator states the facts of its own département."""
        if self.env.user.has_group("oilhi_partenaires.group_administrateur"):
            return
        permis = self.env.companies.oilhi_departement_id
        for ligne in self if permis else ():
            if not ligne._departements() & permis:
                raise AccessError(self.env._(
                    "%s n’est pas dans votre département : son coordinateur ou l’administrateur "
                    "renseigne qui y exerce la police.", ligne.name,
                ))


class OilhiCommune(models.Model):
    _name = "oilhi.commune"
    _inherit = ["oilhi.commune", "oilhi.police.faits"]
    _faits = FAITS_COMMUNE

    predecesseur_exercait = fields.Selection(
        [("oui", "Oui"), ("non", "Non")],
        string="Le précédent président exerçait la police",
        help="Vide : on ne le sait pas.",
        tracking=True,
    )
    opposition_le = fields.Date(
        string="Opposition du maire le",
        help="Date de notification de l’opposition du maire au transfert de la police.",
        tracking=True,
    )
    # Three values: an empty one must never be read as « no ».
    autre_maire_oppose = fields.Selection(
        [("oui", "Oui"), ("non", "Non")],
        string="Un autre maire s’est opposé",
        help="Au moins un autre maire de l’EPCI s’est opposé au transfert. Vide : on ne le sait pas.",
        tracking=True,
    )


class OilhiEpci(models.Model):
    _name = "oilhi.epci"
    _inherit = ["oilhi.epci", "oilhi.police.faits"]
    _faits = FAITS_EPCI

    competence_habitat = fields.Boolean(tracking=True)
    election_president_le = fields.Date(tracking=True)
    renonciation_le = fields.Date(tracking=True)

    def _faits_saisis(self):
        # True by prudence, not by an act: it asks for no proof.
        return [self.election_president_le, self.renonciation_le, not self.competence_habitat]

    def _departements(self):
        return self.departement_id | self.commune_ids.departement_id
