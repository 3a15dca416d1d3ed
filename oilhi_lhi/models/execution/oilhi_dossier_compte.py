from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...moteur.francais import liste
from ...moteur.recouvrement import Penalite, etablir
from ...moteur.recouvrement_droit import PUBLIEE_PAR_ACQUEREUR
from ...moteur.regles import Refus

# {stored field: total of the core}
PILOTAGE = {
    "argent_engage": "depense",
    "argent_du": "du",
    "argent_titre": "titre",
    "argent_recouvre": "paye",
    "argent_reste": "reste",
}


class OilhiDossier(models.Model):
    """The recovery account of a case: rows in, the core's account out, five figures kept."""

    _inherit = "oilhi.dossier"

    currency_id = fields.Many2one(related="company_id.currency_id")
    depense_ids = fields.One2many("oilhi.dossier.depense", "dossier_id", string="Dépenses")
    titre_ids = fields.One2many("oilhi.dossier.titre", "dossier_id", string="Titres de recette")
    ecart_ids = fields.One2many(
        "oilhi.dossier.titre.ecart", "dossier_id", string="Changements de titres"
    )
    paiement_ids = fields.One2many("oilhi.dossier.paiement", "dossier_id", string="Paiements")
    surete_ids = fields.One2many("oilhi.dossier.surete", "dossier_id", string="Sûretés")
    subvention_ids = fields.One2many(
        "oilhi.dossier.subvention", "dossier_id", string="Subventions"
    )
    publication_le = fields.Date(
        "Arrêté publié le",
        tracking=True,
        copy=False,
        help="Date de publication au fichier immobilier ou au livre foncier : elle rend tenus ceux qui "
        "achètent après (CCH L. 541-2). La date de la demande ne suffit pas.",
    )
    # Kept in one place, _actualiser_compte(): pivots and graphs add them up.
    argent_engage = fields.Monetary("Engagé", readonly=True, copy=False)
    argent_du = fields.Monetary("Dû", readonly=True, copy=False)
    argent_titre = fields.Monetary("Titré", readonly=True, copy=False)
    argent_recouvre = fields.Monetary("Recouvré", readonly=True, copy=False)
    argent_reste = fields.Monetary("Reste dû", readonly=True, copy=False)

    # -- Who owes ------------------------------------------------------------

    def _compte_arrete_le(self):
        """Day of the order that binds: who owned that day owes; a later owner comes by his sale."""
        dates = self.etape_ids.filtered(
            lambda e: e.etape_id.nature == "arrete" and e.etat == "faite"
        ).mapped("date")
        return min(filter(None, dates), default=None)

    def _compte_acquereurs(self):
        le = self._compte_arrete_le()
        return self.personne_ids.filtered(
            lambda p: p.acquis_de_id and p.acquis_le and (not le or p.acquis_le > le)
        )

    def _compte_tenus(self):
        """Persons held to carry out the measures, without the syndic nor later buyers."""
        acquereurs = self._compte_acquereurs()
        return self.personne_ids.filtered(
            lambda p: p.tenue and p.role != "syndic" and p not in acquereurs
        )

    def _compte_tantiemes(self):
        """{person id: share}, of those who have one."""
        return {p.id: p.tantiemes for p in self.personne_ids if p.tantiemes}

    # -- The account ---------------------------------------------------------

    def _compte_moteur(self):
        """The account of the core, or an error in words."""
        self.ensure_one()
        tantiemes = self._compte_tantiemes()
        publications = {}
        if self.publication_le:
            publications = dict.fromkeys(PUBLIEE_PAR_ACQUEREUR, self.publication_le)
        compte = etablir(
            depenses=[
                *(d._pour_le_moteur(tantiemes) for d in self.depense_ids if not d.annulee),
                *self._compte_depenses_externes(),
            ],
            penalites=[
                Penalite(
                    str(li.id), li.decidee_le, tuple(li._parts().items()), li.display_name, li.base or "CCH L. 511-15",
                )
                for li in self.liquidation_ids if li.etat == "decidee"
            ],
            titres=[t._pour_le_moteur() for t in self.titre_ids if t.etat == "emis"],
            ecarts=[e._pour_le_moteur() for e in self.ecart_ids if not e.annulee],
            paiements=[p._pour_le_moteur() for p in self.paiement_ids if not p.annulee],
            mutations=[p._mutation() for p in self._compte_acquereurs()],
            publications=publications,
            subventions=[s._pour_le_moteur() for s in self.subvention_ids if not s.annulee],
            noms={str(p.id): p.nom_complet for p in self.personne_ids},
            regles=self.env["oilhi.delai"]._regles() or None,
        )
        if isinstance(compte, Refus):
            raise UserError(compte.message)
        return compte

    def _dette(self, cle):
        return next((d for d in self._compte_moteur().dettes if d.cle == cle), None)

    def _actualiser_compte(self):
        """The five figures of steering, from the account; written when they changed."""
        # sudo: the figures are kept by code, after the write of a row that was checked
        for dossier in self.sudo().exists():
            totaux = dossier._compte_moteur().totaux
            change = {
                champ: float(totaux[nom]) for champ, nom in PILOTAGE.items()
                if dossier.currency_id.compare_amounts(dossier[champ], float(totaux[nom]))
            }
            if change:
                dossier.with_context(mail_notrack=True).write(change)

    # -- Titles --------------------------------------------------------------

    def preparer_titres(self):
        """Draft titles of all that is due and not titled yet: one by debt, joint debtors together."""
        self.ensure_one()
        self.check_access("write")
        self._verrouiller()
        # sudo: titles are written by code alone (see their guards); the right was checked above
        dossier = self.sudo()
        noms = {str(p.id): p.nom_complet for p in dossier.personne_ids}
        voulus = {
            dette.cle: {
                "dossier_id": dossier.id,
                "objet": dette.objet,
                "dette": dette.cle,
                "personne_ids": [Command.set([int(code) for code in dette.debiteurs])],
                "tenus": liste(noms.get(code, code) for code in dette.tenus),
                "montant": float(dette.a_titrer),
                "calcul": dette.calcul,
                "base": dette.base,
            }
            for dette in dossier._compte_moteur().dettes if dette.a_titrer > 0
        }
        # A draft keeps the number already typed; one that nothing calls for any more leaves.
        brouillons = dossier.titre_ids.filtered(lambda t: t.etat == "brouillon" and not t.annulee)
        for titre in brouillons:
            if titre.dette in voulus:
                titre.write(voulus.pop(titre.dette))
            else:
                brouillons -= titre
                titre.unlink()
        brouillons |= self.env["oilhi.dossier.titre"].sudo().create(list(voulus.values()))
        return [titre._resultat() for titre in brouillons]

    def action_preparer_titres(self):
        self.ensure_one()
        if not self.preparer_titres():
            raise UserError(self.env._(
                "Rien à titrer : rien n’est dû, ou tout l’est déjà. Une liquidation compte une fois "
                "décidée ; une dépense, une fois qu’on sait qui la doit."
            ))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Titres à émettre"),
            "res_model": "oilhi.dossier.titre",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("dossier_id", "=", self.id)],
        }
