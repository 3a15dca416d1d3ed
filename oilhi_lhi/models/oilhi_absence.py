from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# A substitute away is followed by his own substitute: further than this, nobody would know who acts.
MAILLONS = 10
AGIT = "oilhi_partenaires.group_agent,oilhi_partenaires.group_coordinateur"


class OilhiAbsence(models.Model):
    """Somebody is away, from one day to another, and somebody acts for him.

    It gives no right: the substitute sees what his own services let him see.
    """

    _name = "oilhi.absence"
    _inherit = "oilhi.nom.protege"
    _description = "Absence"
    _order = "date_debut desc, id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Personne absente", required=True, index=True, ondelete="cascade",
        default=lambda self: self.env.user, check_company=True,
    )
    remplacant_id = fields.Many2one(
        "res.users", string="Remplacée par", required=True, index=True, ondelete="cascade",
        check_company=True,
        help="Un collègue d’un même service : il voit déjà ses dossiers. Ses propres droits ne "
        "changent pas.",
    )
    company_id = fields.Many2one(
        "res.company", string="Département hôte", required=True, index=True,
        default=lambda self: self.env.company,
    )
    date_debut = fields.Date(
        string="Du", required=True, default=lambda self: self.env["oilhi.habilitation"]._aujourdhui()
    )
    date_fin = fields.Date(string="Au", required=True, help="Dernier jour d’absence.")
    motif = fields.Char(
        string="Motif",
        help="Facultatif. Congés, formation… Votre remplaçant et vos responsables le lisent : rien "
        "sur votre santé.",
    )
    etat = fields.Selection(
        [("a_venir", "À venir"), ("en_cours", "En cours"), ("passee", "Passée")],
        string="État", compute="_compute_etat", search="_search_etat",
    )
    remarque = fields.Char(string="Remarque", compute="_compute_remarque")

    _dates = models.Constraint(
        "CHECK(date_debut <= date_fin)",
        "Le dernier jour de l’absence ne peut pas précéder le premier.",
    )
    _autre = models.Constraint(
        "CHECK(user_id <> remplacant_id)",
        "Une personne ne se remplace pas elle-même : choisissez un collègue.",
    )
    _jour_idx = models.Index("(user_id, date_debut, date_fin)")

    # -- Computes ------------------------------------------------------------

    @api.depends("user_id", "remplacant_id")
    def _compute_display_name(self):
        for absence in self:
            absent, remplacant = absence.user_id.name or "", absence.remplacant_id.name
            absence.display_name = self.env._(
                "%(absent)s – remplaçant : %(remplacant)s", absent=absent, remplacant=remplacant
            ) if remplacant else absent

    @api.depends("date_debut", "date_fin")
    def _compute_etat(self):
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        for absence in self:
            if absence.date_fin and absence.date_fin < jour:
                absence.etat = "passee"
            elif absence.date_debut and absence.date_debut > jour:
                absence.etat = "a_venir"
            else:
                absence.etat = "en_cours"

    def _search_etat(self, operator, value):
        if operator != "in":
            return NotImplemented
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        domaines = {
            "passee": Domain("date_fin", "<", jour),
            "a_venir": Domain("date_debut", ">", jour),
            "en_cours": Domain("date_debut", "<=", jour) & Domain("date_fin", ">=", jour),
        }
        return Domain.OR(domaines[etat] for etat in value if etat in domaines)

    @api.depends("user_id", "remplacant_id", "date_debut", "date_fin")
    def _compute_remarque(self):
        """Form only: the substitute is away too, for a part of that time."""
        for absence in self:
            autres = self._croisent(
                absence.remplacant_id.ids, absence.date_debut, absence.date_fin
            ) if absence.date_debut and absence.date_fin else ()
            absence.remarque = " ".join(
                self.env._(
                    "Une absence de %(nom)s est aussi notée du %(debut)s au %(fin)s : "
                    "%(suivant)s agira ces jours-là.",
                    nom=autre.user_id.name, suivant=autre.remplacant_id.name,
                    debut=autre.date_debut.strftime("%d/%m/%Y"),
                    fin=autre.date_fin.strftime("%d/%m/%Y"),
                )
                for autre in autres
            ) or False

    # -- Checks --------------------------------------------------------------

    @api.constrains("user_id", "remplacant_id", "company_id")
    def _check_remplacant(self):
        utiles = self._paires_utiles({(a.user_id.id, a.remplacant_id.id) for a in self})
        for absence in self:
            absent, remplacant = absence.user_id, absence.remplacant_id
            if not remplacant.active or remplacant.share:
                raise ValidationError(self.env._(
                    "Le compte de %s est fermé : choisissez un autre remplaçant.", remplacant.name
                ))
            if (absent.id, remplacant.id) not in utiles:
                raise ValidationError(self.env._(
                    "%(remplacant)s n’a aucun service en commun avec %(absent)s : ses dossiers lui "
                    "resteraient fermés. Choisissez un collègue du service, ou un coordinateur du "
                    "département.",
                    remplacant=remplacant.name, absent=absent.name,
                ))
            if absent.has_groups(AGIT) and not remplacant.has_groups(AGIT):
                raise ValidationError(self.env._(
                    "%(remplacant)s ne peut que consulter les dossiers, sans agir à la place de "
                    "%(absent)s. Choisissez un agent ou un responsable.",
                    remplacant=remplacant.name, absent=absent.name,
                ))

    @api.constrains("user_id", "date_debut", "date_fin")
    def _check_chevauchement(self):
        voisines = self._croisent(
            self.user_id.ids, min(self.mapped("date_debut")), max(self.mapped("date_fin"))
        ).grouped(lambda a: a.user_id.id)
        for absence in self:
            for autre in voisines.get(absence.user_id.id, ()):
                if autre.id != absence.id and absence._commun(autre):
                    raise ValidationError(self.env._(
                        "Une absence de %(nom)s est déjà notée du %(debut)s au %(fin)s : modifiez-la, "
                        "ou choisissez d’autres dates.",
                        nom=absence.user_id.name,
                        debut=autre.date_debut.strftime("%d/%m/%Y"),
                        fin=autre.date_fin.strftime("%d/%m/%Y"),
                    ))

    @api.constrains("user_id", "remplacant_id", "date_debut", "date_fin")
    def _check_boucle(self):
        """From substitute to substitute, as long as a day is common to all: nobody comes back.

        A loop holds the row that closes it: walking from the rows just written is enough. One
        query by link of the longest chain.
        """
        # [(row checked, person reached, days common to the chain)]
        front = [(a, a.remplacant_id.id, a.date_debut, a.date_fin) for a in self]
        for _maillon in range(MAILLONS):
            if not front:
                return
            suites = self._croisent(
                {personne for _a, personne, _d, _f in front},
                min(debut for _a, _p, debut, _f in front),
                max(fin for _a, _p, _d, fin in front),
            ).grouped(lambda a: a.user_id.id)
            suivants = []
            for absence, personne, debut, fin in front:
                for suite in suites.get(personne, ()):
                    jours = max(debut, suite.date_debut), min(fin, suite.date_fin)
                    if jours[0] > jours[1]:
                        continue
                    if suite.remplacant_id.id == absence.user_id.id:
                        raise ValidationError(self.env._(
                            "Le %(jour)s, personne n’agirait : de remplaçant en remplaçant, "
                            "%(dernier)s renvoie à %(absent)s. Choisissez un collègue présent.",
                            jour=jours[0].strftime("%d/%m/%Y"),
                            dernier=suite.user_id.name, absent=absence.user_id.name,
                        ))
                    suivants.append((absence, suite.remplacant_id.id, *jours))
            front = suivants
        if front:
            raise ValidationError(self.env._(
                "Plus de %s personnes se remplacent l’une l’autre : choisissez un collègue présent.",
                MAILLONS,
            ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        resultat = super().write(vals)
        if {"user_id", "company_id"} & vals.keys():
            # Rules are checked before a write only: not onto a person whom one does not lead.
            self.check_access("write")
        return resultat

    # -- Helpers -------------------------------------------------------------

    def _commun(self, autre):
        return self.date_debut <= autre.date_fin and autre.date_debut <= self.date_fin

    @api.model
    def _croisent(self, users, debut, fin):
        """Absences of these users that meet these days."""
        # sudo: two people of a same chain do not always see each other's absences; callers use
        # dates and names, never the reason
        return self.sudo().search([
            ("user_id", "in", list(users)), ("date_debut", "<=", fin), ("date_fin", ">=", debut),
        ])

    @api.model
    def _bouts_de_chaine(self, users, jour):
        """{absent: last substitute of the chain, present that day}, of those of `users` away."""
        self.flush_model(["user_id", "remplacant_id", "date_debut", "date_fin"])
        # SQL, hence without rules: one query whatever the number of people and of links. Twice as
        # long as what a check walks: a row may join two chains.
        return dict(self.env.execute_query(SQL(
            """WITH RECURSIVE jour AS (
                    SELECT user_id, remplacant_id FROM oilhi_absence
                     WHERE date_debut <= %(jour)s AND date_fin >= %(jour)s
               ), chaine (absent, personne, rang) AS (
                    SELECT user_id, remplacant_id, 1 FROM jour WHERE user_id = ANY(%(users)s)
                     UNION ALL
                    SELECT c.absent, j.remplacant_id, c.rang + 1
                      FROM chaine c JOIN jour j ON j.user_id = c.personne
                     WHERE c.rang < %(maillons)s
               )
               SELECT absent, personne FROM chaine
                WHERE NOT EXISTS (SELECT 1 FROM jour WHERE jour.user_id = chaine.personne)""",
            jour=jour, users=list(users), maillons=2 * MAILLONS,
        ))) if users else {}

    @api.model
    def _paires_utiles(self, paires):
        """Pairs (absent, substitute) such that the substitute is active and sees the cases: a
        service in common, or coordinator of a département of the absent."""
        if not paires:
            return set()
        self.env["res.users"].flush_model(["active"])
        coordinateurs = self.env.ref("oilhi_partenaires.group_coordinateur").sudo()
        absents, remplacants = zip(*sorted(paires), strict=True)
        # SQL, hence without rules: a yes or no by pair, nothing is read of the services
        return set(self.env.execute_query(SQL(
            """SELECT p.absent, p.remplacant
                 FROM unnest(%(absents)s, %(remplacants)s) AS p (absent, remplacant)
                 JOIN res_users u ON u.id = p.remplacant AND u.active
                WHERE EXISTS (
                        SELECT 1 FROM oilhi_service_users_rel a
                          JOIN oilhi_service_users_rel r ON r.service_id = a.service_id
                         WHERE a.user_id = p.absent AND r.user_id = p.remplacant)
                   OR EXISTS (
                        SELECT 1 FROM res_groups_users_rel g
                          JOIN res_company_users_rel r ON r.user_id = g.uid
                          JOIN res_company_users_rel a ON a.cid = r.cid
                         WHERE g.uid = p.remplacant AND g.gid = ANY(%(groupes)s)
                           AND a.user_id = p.absent)""",
            absents=list(absents), remplacants=list(remplacants),
            groupes=(coordinateurs | coordinateurs.all_implied_by_ids).ids,
        )))
