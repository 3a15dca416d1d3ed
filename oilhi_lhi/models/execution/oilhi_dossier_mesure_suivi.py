import textwrap
from datetime import date as Jour

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...moteur.mesures import (
    INTERDICTIONS,
    Constat,
    Mesure,
    Personne,
    etat_mesure,
    lieu,
    limite_mesure,
    minimum_legal,
)
from ..oilhi_referentiel import NIVEAUX_PREUVE
from ..pieces import Pieces

EXECUTIONS = [
    ("a_faire", "À faire"),
    ("en_cours", "En cours"),
    ("partielle", "Exécutée en partie"),
    ("executee", "Exécutée"),
]
# What the person held announces or sends: kept with who typed it, never a finding.
ANNONCES = ("commencee_le", "avancement", "preuve_recue_le", "preuve_note", "preuve_piece_ids")
PREUVE = frozenset({"preuve_recue_le", "preuve_note", "preuve_piece_ids"})


class OilhiDossierMesure(models.Model):
    """After the order: its time, what the owner says, what was found, what was lifted."""

    _inherit = "oilhi.dossier.mesure"

    # -- Its time ------------------------------------------------------------
    minimum_legal = fields.Char("Délai minimum", compute="_compute_minimum_legal")
    minimum_base = fields.Char("Article du délai minimum", compute="_compute_minimum_legal")
    echeance_ids = fields.One2many("oilhi.dossier.echeance", "mesure_id", string="Échéances")
    date_limite = fields.Date("À exécuter au plus tard le", readonly=True, copy=False, index=True)
    heure_limite = fields.Char("Heure limite", readonly=True, copy=False)
    date_limite_provisoire = fields.Boolean(
        "Date provisoire", readonly=True, copy=False,
        help="Aucun document ne prouve encore le départ du délai, pour une personne au moins.",
    )  # fmt: skip
    date_limite_calcul = fields.Text("Calcul", readonly=True, copy=False)
    retard = fields.Boolean("En retard", compute="_compute_retard", search="_search_retard")
    # -- What the person held says -------------------------------------------
    commencee_le = fields.Date("Commencée le (annoncé)", copy=False)
    avancement = fields.Text("Où en sont les travaux", copy=False)
    preuve_recue_le = fields.Date("Justificatif reçu le", copy=False)
    preuve_note = fields.Text("Ce que dit le justificatif", copy=False)
    preuve_piece_ids = Pieces(
        "ir.attachment", "oilhi_dossier_mesure_preuve_rel", string="Justificatifs", copy=False
    )
    preuve_saisie_par_id = fields.Many2one(
        "res.users", string="Justificatif saisi par", readonly=True, copy=False
    )
    a_controler = fields.Boolean("Contrôle à faire", compute="_compute_a_controler")
    # -- What was found ------------------------------------------------------
    constat_ids = fields.One2many("oilhi.dossier.mesure.constat", "mesure_id", string="Constats")
    execution = fields.Selection(
        EXECUTIONS, string="Exécution", required=True, default="a_faire", readonly=True, copy=False,
        index=True,
    )  # fmt: skip
    execution_mots = fields.Text("Ce qui est établi", readonly=True, copy=False)
    reste = fields.Text("Ce qui reste à faire", readonly=True, copy=False)
    levee_le = fields.Date("Levée le", readonly=True, copy=False, index="btree_not_null")
    levee_fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Levée par", readonly=True, copy=False,
        index="btree_not_null", ondelete="set null",
    )  # fmt: skip
    etat_texte = fields.Char("Où en est-on", compute="_compute_etat_texte")
    arrete_signe = fields.Boolean(compute="_compute_arrete_signe")

    @api.depends("type", "dossier_procedure_id")
    def _compute_minimum_legal(self):
        regles = self.env["oilhi.delai"]._regles() or None
        for mesure in self:
            procedure = mesure.dossier_procedure_id.procedure_id
            phrase, base = "", ""
            if mesure.type and procedure:
                phrase, base = minimum_legal(
                    mesure.type, procedure.urgente, procedure.code, regles
                )
            # The article follows in brackets on the screen: no full stop before it.
            mesure.minimum_legal, mesure.minimum_base = phrase.removesuffix(".") if base else phrase, base

    @api.depends("date_limite", "execution", "levee_le", "type")
    def _compute_retard(self):
        jour = fields.Date.context_today(self)
        for mesure in self:
            mesure.retard = bool(
                mesure.date_limite
                and mesure.date_limite < jour
                and mesure.type not in INTERDICTIONS
                and mesure.execution != "executee"
                and not mesure.levee_le
            )

    def _search_retard(self, operator, value):
        if operator != "in":
            return NotImplemented
        domaine = Domain([
            ("date_limite", "<", fields.Date.context_today(self)), ("execution", "!=", "executee"),
            ("levee_le", "=", False), ("type", "not in", INTERDICTIONS),
        ])
        if True in value and False in value:
            return Domain.TRUE
        return domaine if True in value else ~domaine

    @api.depends("preuve_recue_le", "execution", "levee_le", "constat_ids.date")
    def _compute_a_controler(self):
        """The owner's proof asks for a control; it never replaces it (L. 511-14)."""
        for mesure in self:
            derniere = max(mesure._en_vigueur().mapped("date"), default=None)
            mesure.a_controler = bool(
                mesure.preuve_recue_le
                and mesure.execution != "executee"
                and not mesure.levee_le
                and (not derniere or derniere < mesure.preuve_recue_le)
            )

    @api.depends("execution", "levee_le", "date_realisation", "retard", "type", "a_controler")
    def _compute_etat_texte(self):
        """Said in words: the colour of a row is never alone."""
        libelles = dict(EXECUTIONS)
        for mesure in self:
            if mesure.levee_le:
                texte = self.env._("Levée le %s", mesure.levee_le.strftime("%d/%m/%Y"))
            elif mesure.type in INTERDICTIONS:
                texte = self.env._("Interdiction en vigueur") if mesure.arrete_signe else ""
            elif mesure.date_realisation:
                texte = self.env._(
                    "Exécutée le %s", mesure.date_realisation.strftime("%d/%m/%Y")
                )
            else:
                texte = libelles[mesure.execution]
                if mesure.retard:
                    texte = self.env._("%s, en retard", texte)
                if mesure.a_controler:
                    texte = self.env._("%s, à contrôler", texte)
            mesure.etat_texte = texte

    @api.depends("dossier_procedure_id.etape_ids.etat")
    def _compute_arrete_signe(self):
        for mesure in self:
            mesure.arrete_signe = bool(mesure.dossier_procedure_id._arrete_signe())

    @api.constrains("commencee_le", "preuve_recue_le")
    def _check_annonces(self):
        for mesure in self:
            for jour in filter(None, (mesure.commencee_le, mesure.preuve_recue_le)):
                if not 1990 <= jour.year <= 2099 or jour > fields.Date.context_today(mesure):
                    raise ValidationError(self.env._(
                        "Le %s n’est pas encore venu, ou n’est pas plausible : notez ce qui a déjà "
                        "été annoncé ou reçu.",
                        jour.strftime("%d/%m/%Y"),
                    ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        if "preuve_saisie_par_id" in vals or PREUVE & vals.keys():
            # Who typed it is never typed.
            vals = {c: v for c, v in vals.items() if c != "preuve_saisie_par_id"}
            if PREUVE & vals.keys():
                vals["preuve_saisie_par_id"] = self.env.uid
        anciennes = {m: m._annonces() for m in self} if set(ANNONCES) & vals.keys() else {}
        resultat = super().write(vals)
        for mesure, avant in anciennes.items():
            apres = mesure._annonces()
            if avant != apres:
                mesure.dossier_id._message_log(body=self.env._(
                    "Mesure « %(mesure)s », annoncé par la personne tenue : %(apres)s (avant : "
                    "%(avant)s)",
                    mesure=mesure._nom_court(), avant=avant or self.env._("rien"),
                    apres=apres or self.env._("rien"),
                ))
        return resultat

    def _annonces(self):
        """What the person held said, in one sentence, for the history of the case."""
        self.ensure_one()
        morceaux = []
        if self.commencee_le:
            morceaux.append(self.env._("commencée le %s", self.commencee_le.strftime("%d/%m/%Y")))
        if self.avancement:
            morceaux.append(self.avancement)
        if self.preuve_recue_le:
            morceaux.append(self.env._(
                "justificatif reçu le %s", self.preuve_recue_le.strftime("%d/%m/%Y")
            ))
        if self.preuve_note:
            morceaux.append(self.preuve_note)
        if self.preuve_piece_ids:
            morceaux.append(self.env._("pièces : %s", ", ".join(self.preuve_piece_ids.mapped("name"))))
        return " ; ".join(morceaux)

    # -- For the rules -------------------------------------------------------

    def _nom_court(self):
        self.ensure_one()
        lignes = (self.texte or "").strip().splitlines()
        # Cut between two words, and said to be cut: this name is read in notices and reports.
        nom = textwrap.shorten(lignes[0], 80, placeholder="…").rstrip(" .;:") if lignes else ""
        return nom or dict(self._fields["type"].selection)[self.type]

    def _en_vigueur(self):
        """Findings that count: not those of a step undone or replaced."""
        return self.constat_ids.filtered(lambda c: not c.fait_id or c.fait_id.active)

    def _regle(self, jour=None, execution=None, constats=False):
        """This measure for the core; `execution` replaces what is recorded.

        Its clocks are read only for a `jour`, its findings only when asked: most steps need neither.
        """
        self.ensure_one()
        return Mesure(
            cle=self.id or id(self),
            nom=self._nom_court(),
            type=self.type,
            execution=execution or self.execution,
            levee=bool(self.levee_le),
            lieu=lieu(self.partie, self.lot),
            delai_passe=bool(jour) and self._delai_passe(jour),
            constatee=constats and bool(
                self._en_vigueur().filtered(lambda c: c.resultat != "levee")
            ),
        )

    def _delai_passe(self, jour):
        """The time given to every person bound is over, for sure, on that day."""
        return bool(self.echeance_ids) and all(
            e.au_plus_tot and e.au_plus_tot <= jour and not e._court_encore(jour) for e in self.echeance_ids
        )

    # -- Kept by the parcours --------------------------------------------------

    def _actualiser_execution(self):
        """State, completion and lifting follow from the findings in force. Idempotent."""
        for mesure in self:
            levees = mesure.dossier_procedure_id._faites("mainlevee").fait_ids
            constats = [
                Constat(
                    c.date, c.resultat, c.date_achevement or None, c.reste or "", c.id, c.origine
                )
                for c in mesure._en_vigueur()
            ]
            constats += [
                Constat(f.date, "levee", rang=f.id, origine=self.env._("mainlevée, étape %s", f.code))
                for f in levees
            ]
            etat = etat_mesure(
                mesure.type, constats,
                commencee_le=mesure.commencee_le or None, preuve_le=mesure.preuve_recue_le or None,
            )  # fmt: skip
            fini = False if mesure.type in INTERDICTIONS else etat.achevee_le
            mesure._ecrire_suivi(
                execution=etat.execution,
                execution_mots=etat.mots,
                reste=etat.reste or False,
                date_realisation=fini or False,
                levee_le=etat.levee_le or False,
                levee_fait_id=mesure._fait_de_levee(etat.levee_le, levees),
            )

    def _levee_seule(self):
        """Day on which an amending order took it out, the rest of the order remaining; None otherwise."""
        self.ensure_one()
        seule = self.levee_fait_id.dossier_etape_id.etape_id.nature == "modification"
        return self.levee_le if seule else None

    def _fait_de_levee(self, jour, mainlevees):
        faits = mainlevees | self._en_vigueur().filtered(lambda c: c.resultat == "levee").fait_id
        return faits.filtered(lambda f: f.date == jour)[:1].id

    def _actualiser_limites(self):
        """The due date is read from the clocks; a ban has the date that its order gives it."""
        for mesure in self:
            if mesure.type in INTERDICTIONS:
                effet = mesure.date_effet
                calcul = effet and self.env._(
                    "Date d’effet fixée par l’arrêté : %s (CCH L. 511-18).",
                    effet.strftime("%d/%m/%Y"),
                )
                mesure._ecrire_suivi(
                    date_limite=effet, heure_limite=False, date_limite_provisoire=False,
                    date_limite_calcul=calcul or False,
                )  # fmt: skip
                continue
            limite = limite_mesure([
                Personne(
                    e.destinataire_id.nom_complet or "", e.date or None, e.heure or "",
                    e.provisoire, self._calcul_et_base(e),
                )
                for e in mesure.echeance_ids.sorted(lambda e: (e.date or Jour.max, e.id))
            ])  # fmt: skip
            mesure._ecrire_suivi(
                date_limite=limite.date or False,
                heure_limite=limite.heure or False,
                date_limite_provisoire=limite.provisoire,
                date_limite_calcul=limite.calcul or False,
            )

    @api.model
    def _calcul_et_base(self, echeance):
        """The computation, its article, and the doubt that there is about it."""
        suite = [echeance.base] if echeance.base else []
        if echeance.niveau_preuve and echeance.niveau_preuve != "confirme":
            suite.append(dict(NIVEAUX_PREUVE)[echeance.niveau_preuve].lower())
        texte = echeance.calcul or ""
        return f"{texte} ({', '.join(suite)})" if texte and suite else texte

    def _ecrire_suivi(self, **voulu):
        self.ensure_one()
        change = {
            champ: valeur
            for champ, valeur in voulu.items()
            if self._fields[champ].convert_to_write(self[champ], self) != valeur
        }
        if change:
            self.write(change)

    # -- Buttons ---------------------------------------------------------------

    def action_ouvrir(self):
        """The sheet of the measure."""
        return self._action_fiche(self._nom_court())
