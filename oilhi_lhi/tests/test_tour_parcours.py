from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourParcours(OilhiParcoursCommon, OilhiTour):
    def test_parcours(self):
        """An agent opens the case, records the first step and sees it done."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_tour", login=self.agent.login
        )
        etape = dossier._etape("MSO-01")
        self.assertEqual(etape.etat, "faite")
        self.assertEqual(etape.fait_ids.note, "Appel de la voisine.")
        self.assertEqual(etape.fait_ids.user_id, self.agent)

    def _tour(self, dossier, nom, user):
        self.start_tour(f"/odoo/oilhi.dossier/{dossier.id}", nom, login=user.login)

    def test_lecteur(self):
        """A reader sees the same, dates and history, without any action."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier)
        self._tour(dossier, "oilhi_parcours_lecture_tour", self.lecteur)
        self.assertEqual(dossier._etape("MSO-10").etat, "a_faire")

    def test_preuve_et_correction(self):
        """An agent proves a receipt, then corrects its date: the former one stays readable."""
        dossier = self._maison()
        self._instruire(dossier)
        self._tour(dossier, "oilhi_parcours_preuve_tour", self.agent)
        echeance = self._echeance(dossier, "DL-CONTR-MS")
        self.assertEqual((str(echeance.date), echeance.preuve), ("2027-02-15", "jointe"))
        self.assertEqual(str(echeance.historique_ids.date), "2027-02-12")
        self.assertEqual(echeance.historique_ids.motif, "L’avis avait été mal lu")
        self.assertEqual(echeance.fait_id.piece_ids.name, "avis.pdf")

    def test_deux_destinataires(self):
        dossier = self._maison()
        self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": "proprietaire", "civilite": "madame",
            "prenom": "Alix", "nom": "Second", "rue": "1 rue d’Essai", "ville": "Arras",
        })
        self._instruire(dossier)
        self._tour(dossier, "oilhi_parcours_destinataires_tour", self.agent)
        self.assertEqual(
            dossier._etape("MSO-08").fait_ids.destinataire_id, dossier.personne_ids.filtered("tenue")
        )

    def test_annuler(self):
        """The responsable undoes; what was recorded is archived with the reason."""
        dossier = self._maison()
        self._instruire(dossier, ("MSO-01", "MSO-02", "MSO-03"))
        etape = dossier._etape("MSO-03")
        self._tour(dossier, "oilhi_parcours_annuler_tour", self.responsable)
        self.assertEqual(etape.etat, "a_faire")
        self.assertEqual(
            etape.with_context(active_test=False).fait_ids.motif_annulation,
            "Saisie sur le mauvais dossier.",
        )

    def test_changer_de_procedure(self):
        dossier = self._maison()
        self._instruire(dossier, ("MSO-01", "MSO-02", "MSO-03", "MSO-04", "MSO-05"))
        self._tour(dossier, "oilhi_parcours_bascule_tour", self.agent)
        avant, apres = dossier.procedure_ids.sorted("id")
        self.assertEqual((avant.etat, apres.code), ("relayee", "PGI"))
        self.assertEqual(apres.origine_id, avant)

    def test_qui_contacter(self):
        """From a step, a reader finds whom to call and what to send."""
        self.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).active = False
        self.env["res.partner"].create({
            "name": "Conseil exemple", "is_company": True, "phone": "03 53 01 00 01",
            "oilhi_type_ids": [(6, 0, self.env.ref("oilhi_partenaires.type_organisme_adil").ids)],
            "oilhi_departement_ids": [(6, 0, self.departement.ids)],
        })
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_contacts_tour",
            login=self.lecteur.login,
        )
