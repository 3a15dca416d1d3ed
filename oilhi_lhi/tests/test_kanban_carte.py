import json
from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestKanbanCarte(OilhiParcoursCommon):
    """What a card shows, what the filters of the board return, and the case made from an address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jour = fields.Date.context_today(cls.env.user)
        cls.dossier = cls._maison()
        cls._instruire(cls.dossier, date=cls._il_y_a(100))
        cls.autre = cls._dossier_pignon(
            gravite="4", batiment_id=cls._batiment(rue="3 place du Théâtre").id
        )
        cls.menage = cls.env["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": "2e étage",
            "reserve_ids": [Command.create({"mineurs": 2})],
        })
        cls.sensible = cls._nouvel_utilisateur("agent", "oilhi_agent_enfants")
        cls.sensible.group_ids += cls.env.ref("oilhi_partenaires.group_donnees_sensibles")
        cls.service_mairie_arras.user_ids += cls.sensible

    @classmethod
    def _il_y_a(cls, jours):
        return str(fields.Date.context_today(cls.env.user) - timedelta(days=jours))

    # -- The card ----------------------------------------------------------------

    def test_age_dans_la_phase(self):
        for jours, attendu in (
            (0, "depuis aujourd’hui"), (1, "depuis hier"), (12, "depuis 12 jours"), (90, "depuis 3 mois"),
        ):
            self.dossier.sudo().phase_depuis = self.jour - timedelta(days=jours)
            with self.subTest(jours=jours):
                self.assertEqual(self.dossier.phase_age, attendu)

    def test_desordres_en_bref(self):
        self.autre.desordre_ids = [
            Command.create({"desordre_id": self.desordre_cheminee.id, "gravite": "3"}),
            Command.create({"desordre_id": self.desordre_mur.id, "gravite": "3"}),
        ]
        bref = self.autre.desordres_bref
        self.assertEqual([d["code"] for d in bref], ["STR", "TOI"], "the most serious first")
        self.assertIn(": 2, gravité 4", bref[0]["texte"].replace("\u00a0", " "))

    def test_ce_qui_attend(self):
        self.assertFalse(self.dossier.attente)
        self._faire(self.dossier, "MSO-08", self._il_y_a(6), mode="lrar")
        self.assertEqual(self.dossier.attente, "Preuve manquante")
        self._faire(self.dossier, "MSO-08", self._il_y_a(6), mode="lrar", date_reception=self._il_y_a(5))
        plus_tot = self.dossier.procedure_ids._date_au_plus_tot("MSO-12")
        self.assertIn(plus_tot.strftime("%d/%m/%Y"), self.dossier.attente)

    def test_requetes_de_la_page(self):
        """As many queries for sixty cards as for ten, with their disorders and deadlines."""
        batiments = self.env["oilhi.batiment"].create([
            {"rue": f"{n} rue du Tableau", "commune_id": self.commune_arras.id} for n in range(60)
        ])
        for batiment in batiments:
            self._dossier_pignon(batiment_id=batiment.id)
        for qui in (self.agent, self.sensible):
            Dossier = self.env["oilhi.dossier"].with_user(qui)
            specification = self._colonnes(Dossier)
            comptes = []
            for limite in (10, 10, 60):
                self.env.flush_all()
                self.env.invalidate_all()
                avant = self.env.cr.sql_log_count
                lus = Dossier.web_search_read([], specification, limit=limite)["records"]
                self.assertEqual(len(lus), limite)
                comptes.append(self.env.cr.sql_log_count - avant)
            with self.subTest(qui=qui.login):
                self.assertEqual("enfants" in specification, qui == self.sensible)
                self.assertLessEqual(comptes[2], comptes[1])
                self.assertLessEqual(comptes[2], 30)

    def _colonnes(self, Dossier):
        """The fields of the card, as the web client asks for them."""
        arbre = etree.fromstring(Dossier.get_views([(False, "kanban")])["views"]["kanban"]["arch"])
        return {
            nom: {"fields": {"display_name": {}}} if Dossier._fields[nom].type == "many2one" else {}
            for noeud in arbre.iter("field") if (nom := noeud.get("name"))
        }

    # -- Filters --------------------------------------------------------------------

    def _filtre(self, nom, user):
        """What the shipped filter of that name returns to that user."""
        Dossier = self.env["oilhi.dossier"].with_user(user)
        arbre = etree.fromstring(Dossier.get_views([(False, "search")])["views"]["search"]["arch"])
        noeud = arbre.find(f".//filter[@name='{nom}']")
        if noeud is None:
            return None
        return Dossier.search(safe_eval(noeud.get("domain"), {"uid": user.id}))

    def _trouve(self, nom, user=None):
        trouves = self._filtre(nom, user or self.agent)
        return self.dossier.id in trouves.ids, self.autre.id in trouves.ids

    def test_filtres(self):
        self.autre.user_id = self.responsable
        self.assertEqual(self._trouve("mes_dossiers"), (True, False))
        self.assertEqual(self._trouve("urgents"), (False, True))
        self.assertFalse(self._trouve("en_retard")[1])
        self.assertEqual(self._trouve("sans_preuve"), (False, False))
        self._faire(self.dossier, "MSO-08", self._il_y_a(6), mode="lrar")
        self.assertEqual(self._trouve("sans_preuve"), (True, False))
        self.assertEqual(self._trouve("delai_court"), (False, False))
        self._faire(self.dossier, "MSO-08", self._il_y_a(6), mode="lrar", date_reception=self._il_y_a(5))
        self.assertEqual(self._trouve("sans_preuve"), (False, False))
        self.assertEqual(self._trouve("delai_court"), (True, False))
        delai = self.env["oilhi.delai"].search([], limit=1)
        self.env["oilhi.dossier.echeance"].create({
            "dossier_id": self.autre.id, "delai_id": delai.id, "date": self._il_y_a(1),
            "nature": "butoir", "retard_possible": True,
        })
        self.assertTrue(self._trouve("en_retard")[1])

    def test_sans_activite(self):
        for jours, attendu in ((60, False), (61, True)):
            self.autre.sudo().dernier_mouvement = self._il_y_a(jours)
            with self.subTest(jours=jours):
                self.assertEqual(self._trouve("sans_activite"), (False, attendu))
        self.autre.motif_classement = "Réparé."
        self.autre.action_classer_confirmer()
        self.autre.sudo().dernier_mouvement = self._il_y_a(90)
        self.assertEqual(self._trouve("sans_activite"), (False, False), "closed: nothing is asleep")

    def test_filtres_isoles(self):
        """Another service finds nothing of these cases with any filter."""
        for nom in ("urgents", "sans_preuve", "delai_court", "sans_activite", "en_retard"):
            with self.subTest(filtre=nom):
                trouves = self._filtre(nom, self.agent_autre)
                self.assertFalse(set(trouves.ids) & {self.dossier.id, self.autre.id})

    # -- Children: restricted data ------------------------------------------------

    def test_enfants(self):
        journal = self.env["oilhi.journal.reserve"].search([])
        dossiers = (self.dossier | self.autre).with_user(self.sensible)
        self.assertEqual(dossiers.mapped("enfants"), [True, False])
        nouveaux = self.env["oilhi.journal.reserve"].search([]) - journal
        self.assertEqual(nouveaux.mapped("user_id"), self.sensible, "each reading is logged")
        self.assertEqual(self._trouve("enfants", self.sensible), (True, False))
        Dossier = self.env["oilhi.dossier"].with_user(self.sensible)
        self.assertNotIn(self.dossier.id, Dossier.search([("enfants", "=", False)]).ids)
        self.menage.fin = self.jour
        self.env.invalidate_all()
        self.assertEqual(dossiers.mapped("enfants"), [False, False], "they have left")

    def test_enfants_caches(self):
        """Who does not hold the group sees neither the filter, nor the mark, nor the answer."""
        for user in (self.agent, self.responsable, self.coordinateur):
            Dossier = self.env["oilhi.dossier"].with_user(user)
            with self.subTest(user=user.login):
                self.assertIsNone(self._filtre("enfants", user))
                self.assertNotIn("enfants", self._colonnes(Dossier))
                self.assertNotIn("Enfants", json.dumps(Dossier.get_views([(False, "kanban")])["views"]))
                for acte in (
                    lambda d=Dossier: d.search([("enfants", "=", True)]),
                    lambda d=Dossier: d.browse(self.dossier.id).read(["enfants"]),
                    lambda d=Dossier: d.search_count([("occupant_ids.reserve_ids.mineurs", ">", 0)]),
                ):
                    with self.assertRaises(AccessError):
                        acte()

    # -- From an address ------------------------------------------------------------

    def test_creation_depuis_chaque_colonne(self):
        """« Nouveau » from the board, whatever the column under the eyes: a new report, at its commune."""
        vue = self.env.ref("oilhi_lhi.oilhi_dossier_view_form_rapide")
        for phase, _nom in self.env["oilhi.dossier"]._phases():
            Dossier = self.env["oilhi.dossier"].with_user(self.agent).with_context(default_phase=phase)
            with self.subTest(phase=phase), Form(Dossier, view=vue) as form:
                batiment, _nom = self.env["oilhi.batiment"].with_user(self.agent).name_create(
                    f"1 rue {phase}, 62400 bethune"
                )
                form.batiment_id = self.env["oilhi.batiment"].browse(batiment)
                self.assertEqual(form.commune_id, self.commune_bethune, "guessed from the address")
            self.assertEqual(form.record.phase, "signalement")
            self.assertEqual(form.record.name, f"Signalement, 1 rue {phase}", "an address is enough")

    def test_adresse_lue(self):
        """The town is read as people write it; a doubt is asked, never settled in silence."""
        Batiment = self.env["oilhi.batiment"].with_user(self.agent)
        for adresse, commune in (
            ("12 rue des Fours, 62000 Arras", self.commune_arras),
            ("12 rue des fours 62000 ARRAS", self.commune_arras),
            ("4 rue Haute, 62400 BETHUNE", self.commune_bethune),
            ("4 rue Basse", self.commune_arras),  # the seat of the service
        ):
            with self.subTest(adresse=adresse):
                lu = Batiment._lire_adresse(adresse)
                self.assertEqual(lu["commune_id"], commune.id)
        with self.assertRaisesRegex(UserError, "62400"):
            Batiment.name_create("4 rue Haute, 62400 Nulleville")
