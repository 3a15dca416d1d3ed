from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestRecalcul(OilhiParcoursCommon):
    """A change of the law reaches every open case, in batches, and keeps what was before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls._dossiers_signes(9, "rue du Recalcul")
        cls.regle = cls.env.ref("oilhi_lhi.delai_DL_CL")

    def _dates(self, code):
        return set(self._echeance(self.dossiers, code).mapped("date"))

    def _recalcul(self):
        return self.env["oilhi.recalcul"].search([], limit=1)

    def test_changement_de_regle(self):
        self.assertEqual(self._dates("DL-CL"), {date(2027, 3, 2)})
        self.regle.nombre = 20
        recalcul = self._recalcul()
        self.assertEqual((recalcul.etat, recalcul.name), ("en_attente", "Changement du droit\u00a0: DL-CL"))
        self.assertEqual(self._dates("DL-CL"), {date(2027, 3, 2)}, "nothing before the batches")
        while recalcul.etat != "termine":
            recalcul._traiter_lot(4)
        self.assertEqual(self._dates("DL-CL"), {date(2027, 3, 7)})
        self.assertEqual((recalcul.total, recalcul.faits, recalcul.progression), (9, 9, 100))
        self.assertEqual(recalcul.deplacees, 9)
        ancienne = self._echeance(self.dossiers[0], "DL-CL").historique_ids
        self.assertEqual(ancienne.date, date(2027, 3, 2))
        self.assertIn("DL-CL", ancienne.motif)
        self.assertIn("mardi 2 mars 2027", ancienne.calcul)
        self.assertEqual(ancienne._lecture()["par"], "OILHI")

    def test_nouvelle_version(self):
        """The version in force on the day the clock starts: earlier starts keep the former rule."""
        ancien = self.dossiers[0]
        nouveau = self._maison(batiment_id=self._batiment(
            rue="99 rue du Recalcul", protection="non", copropriete="non").id)
        self._instruire(nouveau, date="2027-03-01")
        self._faire(nouveau, "MSO-08", "2027-03-02", mode="lrar", date_reception="2027-03-04")
        regle = self.env.ref("oilhi_lhi.delai_DL_CONTR_MS")
        self.assertEqual(self._echeance(nouveau, "DL-CONTR-MS").date, date(2027, 4, 5))
        regle.date_fin = "2027-03-03"
        version = regle.copy({"nombre": 2, "date_debut": "2027-03-04", "date_fin": False})
        recalcul = self._recalcul()
        while recalcul.etat != "termine":
            recalcul._traiter_lot()
        self.assertEqual(self._echeance(ancien, "DL-CONTR-MS").date, date(2027, 2, 12))
        (echeance,) = self._echeance(nouveau, "DL-CONTR-MS")
        self.assertEqual(echeance.date, date(2027, 5, 4))
        self.assertEqual(echeance.delai_id, version)
        self.assertEqual(echeance.historique_ids.date, date(2027, 4, 5))

    def test_ajouter_une_version(self):
        """The form of a new version keeps how the delay is counted, and closes the former one."""
        juriste = self._nouvel_utilisateur("juriste", "oilhi_juriste_version")
        delais = self.env["oilhi.delai"].with_user(juriste)
        action = self.regle.with_user(juriste).action_nouvelle_version()
        with Form(delais.with_context(**action["context"])) as fiche:
            fiche.nombre = 20
            fiche.date_debut = date(2027, 6, 1)
        version = fiche.record
        comptes = ("code", "unite", "nature", "depart_type", "retard", "filtre", "tenu_par_codes", "base")
        self.assertEqual(version.read(comptes, load=None)[0] | {"id": 0},
                         self.regle.read(comptes, load=None)[0] | {"id": 0})
        self.assertFalse(version.preuve, "what was read of the former text says nothing of this one")
        self.assertEqual(self.regle.date_fin, date(2027, 5, 31))
        version.date_debut = date(2027, 7, 1)
        self.assertEqual(self.regle.date_fin, date(2027, 6, 30))
        with Form(delais) as fiche:  # « Nouveau », with the same code
            fiche.code = "DL-CL"
            self.assertEqual(fiche.depart_type, self.regle.depart_type)
            fiche.date_debut = date(2028, 1, 1)
        self.assertEqual(version.date_fin, date(2027, 12, 31))
        with self.assertRaises(AccessError):
            self.regle.with_user(self.agent).action_nouvelle_version()

    def test_requetes_par_lot(self):
        """As many queries for a batch of eight as for a batch of three."""
        self.regle.nombre = 20
        recalcul = self._recalcul()

        def requetes(taille):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            self.assertEqual(recalcul._traiter_lot(taille), taille)
            return self.env.cr.sql_log_count - avant

        requetes(1)  # warms what is read once
        peu = requetes(2)
        self.assertLessEqual(requetes(6), peu)

    def test_rien_ne_change(self):
        """Done again without a change of the law: nothing moves, a corrected fact stays corrected."""
        dossier = self.dossiers[0].with_user(self.agent)
        self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18")
        self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-19",
                    motif="Avis de réception lu de travers")
        suivis = ("dossier_etape_id", "fait_id", "code", "depart", "date", "calcul", "activity_id")

        def etat():
            self.env.flush_all()
            self.env.invalidate_all()
            return (
                self.dossiers.echeance_ids.sorted("id").read(suivis),
                self.dossiers.etape_ids.sorted("id").read(["etat", "courante", "date_rappel"]),
                self.dossiers.echeance_ids.historique_ids.ids,
            )

        avant = etat()
        recalcul = self.env["oilhi.recalcul"]._demander("Pour voir")
        while recalcul.etat != "termine":
            recalcul._traiter_lot(4)
        self.assertEqual((recalcul.faits, recalcul.deplacees), (9, 0))
        self.assertEqual(etat(), avant)

    def test_interrompre_reprendre(self):
        self.regle.nombre = 20
        recalcul = self._recalcul()
        recalcul._traiter_lot(4)
        juriste = self._nouvel_utilisateur("juriste", "oilhi_juriste_recalcul")
        recalcul.with_user(juriste).action_interrompre()
        self.assertEqual((recalcul.etat, recalcul.faits), ("interrompu", 4))
        recalcul.with_user(juriste).action_reprendre()
        while recalcul.etat != "termine":
            recalcul._traiter_lot(4)
        self.assertEqual(recalcul.faits, 9)
        self.assertEqual(self._dates("DL-CL"), {date(2027, 3, 7)})
        with self.assertRaises(AccessError):
            recalcul.with_user(self.agent).action_interrompre()

    def test_interrompre_avant_de_commencer(self):
        """Nothing was counted yet: the register still says how many cases, and since when."""
        self.regle.nombre = 20
        recalcul = self._recalcul()
        juriste = self._nouvel_utilisateur("juriste", "oilhi_juriste_attente")
        recalcul.with_user(juriste).action_interrompre()
        recalcul.with_user(juriste).action_reprendre()
        self.assertEqual(recalcul.etat, "en_attente")
        while recalcul.etat != "termine":
            recalcul._traiter_lot()
        self.assertEqual((recalcul.total, recalcul.faits), (9, 9))
        self.assertTrue(recalcul.debut_le)

    def test_un_dossier_qui_resiste(self):
        """Named in the register, with its reason; the others are done."""
        self.regle.nombre = 20
        recalcul, mauvais = self._recalcul(), self.dossiers[3]
        Dossier = self.env.registry["oilhi.dossier"]
        vrai = Dossier._actualiser_echeances

        def actualiser(dossiers):
            if mauvais in dossiers:
                raise ValueError("Mesure illisible")
            return vrai(dossiers)

        with patch.object(Dossier, "_actualiser_echeances", actualiser):
            while recalcul.etat != "termine":
                recalcul._traiter_lot()
        self.assertEqual(recalcul.refuses, f"{mauvais.reference}\u00a0: Mesure illisible")
        self.assertEqual(self._echeance(mauvais, "DL-CL").date, date(2027, 3, 2))
        self.assertEqual(
            set(self._echeance(self.dossiers - mauvais, "DL-CL").mapped("date")), {date(2027, 3, 7)}
        )

    def test_rien_a_revoir(self):
        """A wording that no case depends on starts nothing; the law is the jurist's."""
        self.regle.observation = "Rappel."
        self.assertFalse(self._recalcul())
        with self.assertRaises(AccessError):
            self.regle.with_user(self.agent).nombre = 3

    def test_urgence_suit_la_procedure(self):
        """What is stored from the reference follows too, by the batches alone."""
        procedure = self.env.ref("oilhi_lhi.procedure_MSO")
        procedure.urgente = True
        self.assertFalse(any(self.dossiers.mapped("urgence")))
        recalcul = self._recalcul()
        while recalcul.etat != "termine":
            recalcul._traiter_lot()
        self.assertTrue(all(self.dossiers.mapped("urgence")))
