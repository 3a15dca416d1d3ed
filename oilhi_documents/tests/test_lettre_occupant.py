from odoo.exceptions import UserError
from odoo.tests import tagged

from ..rendu import texte
from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
class TestLettreOccupant(OilhiDocumentsCommon):
    """The letter says what the household page says: dates, articles, who is held; no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        arrete = cls._arrete_signe()
        cls._notifier_tous(arrete)
        cls.dossier = arrete.dossier_id.with_user(cls.agent)
        cls.occupant = cls._occupant(cls.dossier)
        cls.menage = cls.dossier.env["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "personne_id": cls.occupant.id, "lot": "2e étage gauche",
            "loyer": 600, "charges": 40, "loyer_verse_au": "2027-04-30", "inhabitable": "oui",
            "inhabitable_du": "2027-03-10", "allocation": "caf",
        })

    def _lettre(self):
        document = self.dossier.generer_document("D-OCC-02", self.occupant.id)
        return texte(document.docx_id.raw).replace("\u00a0", " ").replace("’", "'")

    def test_contenu(self):
        lu = self._lettre()
        for attendu in (
            "2e étage gauche", "l'arrêté du 15 février 2027",
            "Loyer suspendu : à partir du 1er mars 2027. Vous ne devez plus de loyer",
            "du 1er mars 2027 au 30 avril 2027, 1 200 €", "CCH L. 521-2 I",
            "Hébergement décent, aux frais du propriétaire : à partir du 10 mars 2027",
            "le maire doit le faire", "CCH L. 521-2 III",
            "points suivants : frais de déménagement et allocation logement",
        ):
            self.assertIn(attendu, lu)
        # What is uncertain is named, never announced.
        self.assertNotIn("à vérifier", lu)
        self.assertNotIn("[", lu)

    def test_levee_pour_ce_seul_logement(self):
        """Told as a fact, its effects as to be confirmed; sending the letter keeps the clock."""
        # sudo: what is signed is frozen; here the case is prepared
        mesures = self.dossier.sudo().mesure_ids
        interdiction = mesures[:1].copy({
            "type": "interdiction_temporaire", "texte": "Interdire d’habiter le 2e étage gauche.",
            "delai_nombre": 0, "date_effet": "2027-03-10", "date_offre": "2027-03-01",
            "partie": "privative", "lot": "2e étage gauche",
        })
        self.menage.write({"inhabitable": "non", "motif_correction": "Vu sur place."})
        self.assertNotIn("Ce qui est levé", self._lettre())
        self.assertIn("Hébergement décent, aux frais", self._lettre())
        self.dossier._etape("MSO-23").realiser(
            "2027-03-20", mesures=[{"id": interdiction.id, "resultat": "levee"}],
            justification="Plus de danger à cet étage.",
        )
        lu = self._lettre()
        self.assertIn("Ce qui est levé pour votre logement", lu)
        self.assertIn("« Interdire d'habiter le 2e étage gauche » (le 20 mars 2027)", lu)
        self.assertNotIn("Hébergement décent, aux frais", lu)
        self.assertIn("effets de la levée propre à ce logement", lu)
        self.assertIn("Loyer suspendu : à partir du 1er mars 2027", lu)
        echeance = self.dossier.echeance_ids.filtered(lambda e: e.code == "DL-P-LEVEE")
        self.assertEqual(echeance.destinataire_id, self.occupant)
        document = self.dossier.generer_document("D-OCC-02", self.occupant.id)
        document.with_user(self.responsable).signer("2027-03-21")
        self.assertFalse(echeance.tenue_le)
        document.notifier(None, "lrar", "2027-03-22", personne_id=self.occupant.id)
        self.assertEqual(str(echeance.tenue_le), "2027-03-22")

    def test_mesure_contre_l_occupant(self):
        """The rent stays due: the letter says so and gives no date."""
        # sudo: what is signed is frozen; here the case is prepared
        self.dossier.sudo().mesure_ids.personne_id = self.occupant.id
        self.menage.write({"inhabitable": "non", "motif_correction": "Vu sur place."})
        lu = self._lettre()
        self.assertIn("Votre loyer reste dû", lu)
        self.assertNotIn("Vous ne devez plus de loyer", lu)

    def test_sans_menage(self):
        """Fails closed: without the household, nothing is said of rights."""
        self.menage.with_env(self.env).sudo().unlink()
        with self.assertRaisesRegex(UserError, "Occupants"):
            self.dossier.generer_document("D-OCC-02", self.occupant.id)

    def _lire(self, code, personne, **options):
        document = self.dossier.generer_document(code, personne.id, **options)
        return texte(document.docx_id.raw).replace("\u00a0", " ").replace("’", "'")

    def test_bailleur(self):
        """Rents and refunds of his tenants; nothing once the suspension is no longer certain."""
        bailleur = self._proprietaire(self.dossier)
        lu = self._lire("D-OCC-07", bailleur)
        for attendu in (
            "(2e étage gauche) : loyer de 600 € par mois hors charges suspendu à partir du 1er mars 2027",
            "déjà perçu et à rendre : 1 200 € (période du 1er mars 2027 au 30 avril 2027)",
            "L. 521-4",
        ):
            self.assertIn(attendu, lu)
        # sudo: what is signed is frozen; here the case is prepared
        self.dossier.sudo().mesure_ids.personne_id = self.occupant.id
        with self.assertRaisesRegex(UserError, "dont la suspension est certaine"):
            self._lire("D-OCC-07", bailleur)

    def test_offre_a_produire(self):
        """Asked while no suitable offer of the owner is known; no longer after."""
        bailleur = self._proprietaire(self.dossier)
        saisies = {"saisie.delai_reponse": "huit jours"}
        lu = self._lire("D-OCC-04", bailleur, saisies=saisies)
        self.assertIn("un hébergement décent correspondant à ses besoins, à compter du 10 mars 2027", lu)
        self.assertIn("dans un délai de huit jours", lu)
        self.assertNotIn("trois mois de son nouveau loyer", lu)
        self.dossier.env["oilhi.dossier.offre"].create({
            "occupant_id": self.menage.id, "date": "2027-03-01", "adaptee": "oui",
        })
        with self.assertRaisesRegex(UserError, "sans offre adaptée"):
            self._lire("D-OCC-04", bailleur, saisies=saisies)

    def test_prise_en_charge(self):
        """Only when the failure is established: the day is past, and the offer not suitable."""
        bailleur = self._proprietaire(self.dossier)
        with self.assertRaisesRegex(UserError, "date de l’offre passée"):
            self._lire("D-OCC-06", bailleur, date="2027-03-10")
        self.dossier.env["oilhi.dossier.hebergement"].create({
            "occupant_id": self.menage.id, "date_debut": "2027-03-11", "date_fin": "2027-03-21",
            "prix_nuit": 60, "supporte_par": "commune",
        })
        lu = self._lire("D-OCC-06", bailleur, date="2027-03-22")
        for attendu in (
            "aucune offre du propriétaire ou de l'exploitant n'était connue le 10 mars 2027",
            "à compter du 11 mars 2027 ; dépenses déjà engagées : 600 €", "L. 521-3-2",
        ):
            self.assertIn(attendu, lu)
        self.dossier.env["oilhi.dossier.offre"].create({"occupant_id": self.menage.id, "date": "2027-03-09"})
        with self.assertRaisesRegex(UserError, "date de l’offre passée"):
            self._lire("D-OCC-06", bailleur, date="2027-03-22")

    def test_convention(self):
        """What the ledger knows is proposed: where, since when, who pays."""
        self.dossier.env["oilhi.dossier.hebergement"].create({
            "occupant_id": self.menage.id, "date_debut": "2027-03-11", "date_fin": "2027-03-21",
            "lieu": "Hôtel de l’Exemple", "prix_nuit": 60, "supporte_par": "commune",
        })
        assistant = self.dossier.env["oilhi.document.preparation"].create({
            "dossier_id": self.dossier.id,
            "modele_id": self.dossier._modele_document("D-OCC-05").id,
        })
        proposes = {ligne.cle: ligne.texte for ligne in assistant.saisie_ids}
        self.assertEqual(proposes["saisie.lieu_hebergement"], "Hôtel de l’Exemple")
        self.assertEqual(proposes["saisie.debut_hebergement"], "11 mars 2027")
        self.assertIn("L’occupant ne paie rien", proposes["saisie.qui_paie"])
        self.assertFalse(proposes["saisie.bailleur_accueil"])

    def test_attestation(self):
        """The home and the order; nothing of the family, the health or the money."""
        self.menage.nombre_personnes = 4
        lu = self._lire("D-OCC-08", self.occupant)
        self.assertIn("2e étage gauche", lu)
        self.assertIn("arrêté de mise en sécurité n° ", lu)
        for absent in ("quatre personnes", "600", "CAF"):
            self.assertNotIn(absent, lu)

    def test_bouton(self):
        action = self.menage.action_ecrire()
        assistant = self.dossier.env["oilhi.document.preparation"].with_context(
            **action["context"]
        ).create({})
        self.assertEqual(assistant.modele_id.code, "D-OCC-02")
        self.assertEqual(assistant.destinataire_id, self.occupant)
        ouvert = assistant.action_preparer()
        document = self.env["oilhi.document"].browse(ouvert["res_id"])
        self.assertEqual(document.destinataire_id, self.occupant)
        self.menage.write({"personne_id": False, "motif_correction": "Erreur de personne."})
        with self.assertRaisesRegex(UserError, "à qui écrire"):
            self.menage.action_ecrire()
