from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestMemoire(OilhiLhiCommon):
    """One box, the memory of a place, and what a neighbouring service learns from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batiment = cls._batiment(
            "12 bis rue de l’Église", code_postal="62000", rnb_id="ABCD1234EFGH",
            parcelle_ids=[Command.create({"name": "AB 123"})],
        )
        cls.dossier = cls._dossier_pignon(batiment_id=cls.batiment.id).with_env(cls.env)
        cls.proprietaire = cls.dossier.personne_ids[0]
        cls.proprietaire.write({"prenom": "Émilie", "nom": "Mercier"})
        # Another service has a case in the same building.
        cls.cache = cls._dossier_pignon(
            user=cls.agent_autre, batiment_id=cls.batiment.id, name="Toiture effondrée",
        ).with_env(cls.env)
        cls.cache.personne_ids[0].write({"prenom": "Zoé", "nom": "Secrète"})
        cls.env.flush_all()

    def _trouves(self, saisie, user=None):
        Dossier = self.env["oilhi.dossier"].with_user(user or self.agent)
        trouves = Dossier.search([("chercher", "ilike", saisie)])
        self.assertEqual(
            Dossier.browse(i for i, _nom in Dossier.name_search(saisie)), trouves, "same by name"
        )
        return trouves.with_env(self.env)

    # -- One box -------------------------------------------------------------

    def test_une_seule_case(self):
        for saisie in (
            self.dossier.reference, self.dossier.reference.lower(), self.dossier.reference[-5:],
            "pignon rue", "EGLISE mercier", "émilie église", "12 bis r. de l'Eglise", "12b eglise",
            "ab 123", "AB0123", "ABCD-1234-EFGH", "arras mercier", "62000 mercier", "modele",
        ):
            with self.subTest(saisie):
                self.assertIn(self.dossier, self._trouves(saisie))
        for saisie in ("mercier lens", "ab 124", "%", "_", "120 eglise", "zigouigoui"):
            with self.subTest(saisie):
                self.assertNotIn(self.dossier, self._trouves(saisie))

    def test_la_cle_suit(self):
        """A person corrected, added or gone, another address, a new parcel."""
        self.proprietaire.nom = "Dupré"
        self.assertFalse(self._trouves("mercier"))
        self.assertEqual(self._trouves("dupre emilie"), self.dossier)
        self.proprietaire.unlink()
        self.assertFalse(self._trouves("dupre"))
        self.batiment.rue = "3 place du Théâtre"
        self.batiment.parcelle_ids = [Command.create({"name": "ZK 9"})]
        self.assertEqual(self._trouves("theatre zk9"), self.dossier)

    def test_on_ne_trouve_que_ce_qu_on_lit(self):
        """The name of somebody of another case finds nothing, by whatever search."""
        for modele in ("oilhi.dossier", "oilhi.dossier.personne"):
            Modele = self.env[modele].with_user(self.agent)
            with self.subTest(modele):
                self.assertFalse(Modele.search([("chercher", "ilike", "secrete")]))
                self.assertFalse(Modele.name_search("secrete"))
                self.assertFalse(Modele.search([("cle_recherche", "ilike", "secrete")]))
        Batiment = self.env["oilhi.batiment"].with_user(self.agent)
        self.assertFalse(Batiment.search([("chercher", "ilike", "secrete")]))
        self.assertFalse(Batiment.search([("dossier_ids.chercher", "ilike", "secrete")]))
        self.assertNotIn("secrete", self.batiment.cle_recherche)
        self.assertEqual(self._trouves("secrete", self.agent_autre), self.cache)
        self.assertEqual(self._trouves("secrete", self.coordinateur), self.cache)
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent).write({"cle_recherche": "autre"})
        # Its words are learnt by nobody: they would outlive the case.
        modeles = ("oilhi.dossier", "oilhi.dossier.personne", "oilhi.batiment")
        self.assertFalse(self.env["oilhi.mot"].search([("modele", "in", modeles)]))

    def test_personnes_et_batiments(self):
        Personne = self.env["oilhi.dossier.personne"].with_user(self.agent)
        self.assertEqual(Personne.search([("chercher", "ilike", "MERCIER emilie")]), self.proprietaire)
        Batiment = self.env["oilhi.batiment"].with_user(self.agent)
        for saisie in ("12 bis r. eglise", "AB0123", "abcd1234efgh", "eglise arras"):
            with self.subTest(saisie):
                self.assertEqual(dict(Batiment.name_search(saisie)).keys(), {self.batiment.id})

    # -- Memory of the place -------------------------------------------------

    def _memoire(self, user=None, dossier=None, batiment=None):
        self.env.invalidate_all()
        return (batiment or self.batiment).with_user(user or self.agent).memoire(
            dossier.id if dossier else False
        )

    def test_ce_que_voit_chacun(self):
        for user, vus, caches in (
            (self.agent, self.dossier, 1), (self.agent_autre, self.cache, 1),
            (self.coordinateur, self.dossier | self.cache, 0),
        ):
            with self.subTest(user.login):
                lu = self._memoire(user)
                self.assertEqual({d["id"] for d in lu["dossiers"]}, set(vus.ids))
                self.assertEqual((lu["caches"], lu["total"]), (caches, len(vus)))
        lu = self._memoire(self.agent)
        for secret in ("Toiture effondrée", self.cache.reference, "Secrète", self.service_autre.name):
            self.assertNotIn(secret, str(lu))
        self.assertEqual(
            [(p["nom"], p["role"]) for p in lu["proprietaires"]], [("Monsieur Émilie Mercier", "Propriétaire")]
        )
        # Not itself, closed and archived ones too.
        self.assertFalse(self._memoire(dossier=self.dossier)["dossiers"])
        self.dossier.active = False
        self.assertEqual([d["archive"] for d in self._memoire()["dossiers"]], [True])

    def test_autre_departement(self):
        """Another département is neither read nor counted."""
        autre = self.env["res.company"].create({"name": "DDTM d’ailleurs"})
        batiment = self._batiment("12 bis rue de l’Église", company_id=autre.id)
        self.assertFalse(self._memoire()["batiments"])
        with self.assertRaises(AccessError):
            self._memoire(batiment=batiment)

    def test_lieux_voisins(self):
        adresse = self._batiment("12b r. de l'Eglise", complement="au fond de la cour")
        parcelle = self._batiment("14 rue de l’Église", parcelle_ids=[Command.create({"name": "ab0123"})])
        self._batiment("16 rue de l’Église")
        self._batiment("12 bis rue de l’Église", self.commune_bethune)
        dossier = self._dossier_pignon(batiment_id=adresse.id)
        lu = self._memoire()
        self.assertEqual(
            {b["id"]: b["pourquoi"] for b in lu["batiments"]},
            {adresse.id: "même adresse", parcelle.id: "même parcelle (AB 123)"},
        )
        self.assertEqual(
            {d["id"]: d["pourquoi"] for d in lu["dossiers"]},
            {dossier.id: "même adresse", self.dossier.id: "même bâtiment"},
        )
        # Typed in a case, the address finds the building.
        trouve = self.env["oilhi.batiment"].with_user(self.agent).name_create("14, R. de l'Eglise")
        self.assertEqual(trouve[0], parcelle.id)

    def test_arretes(self):
        procedure = self._ouvrir(self.dossier, "MSO", ("MSO-08", "MSO-12"))
        arrete = procedure.etape_ids.filtered(lambda e: e.etape_id.nature == "arrete")
        arrete.write({"etat": "faite", "date": "2027-02-12"})
        (ligne,) = self._memoire()["arretes"]
        self.assertEqual((ligne["date"], ligne["en_vigueur"]), ("12/02/2027", True))
        self.assertFalse(self._memoire(self.agent_autre)["arretes"], "its case is not his")
        mainlevee = self.env["oilhi.etape"].search([
            ("procedure_id", "=", procedure.procedure_id.id), ("nature", "=", "mainlevee"),
        ], limit=1)
        self.env["oilhi.dossier.etape"].create({
            "dossier_id": self.dossier.id, "dossier_procedure_id": procedure.id,
            "etape_id": mainlevee.id, "etat": "faite", "date": "2027-09-01",
        })
        (ligne,) = self._memoire()["arretes"]
        self.assertEqual((ligne["etat"], ligne["en_vigueur"]), ("levé le 01/09/2027", False))

    def test_autant_de_requetes(self):
        self._memoire()
        for nombre in (2, 20):
            for _i in range(nombre):
                self._dossier_pignon(batiment_id=self.batiment.id)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(nombre=nombre), self.assertQueryCount(22):
                self.assertGreater(len(self.batiment.with_user(self.agent).memoire()["dossiers"]), nombre)

    # -- Asking for what is only counted ---------------------------------------

    def test_demander_l_acces_au_lieu(self):
        def demander(motif="Même bâtiment"):
            assistant = self.env["oilhi.dossier.acces.demander"].with_user(self.agent).create({
                "batiment_id": self.batiment.id, "service_id": self.service_mairie_arras.id, "motif": motif,
            })
            return assistant.action_demander()

        demander()
        demande = self.env["oilhi.dossier.demande"].with_user(self.agent).search([])
        self.assertEqual(demande.reference, self.batiment.name)
        self.assertNotIn(self.cache.reference, str(demande.read()))
        with self.assertRaisesRegex(UserError, "déjà demandé"):
            demander()
        self.assertEqual(demande.action_ouvrir_dossier()["res_id"], self.dossier.id, "his own, and no more")
        partage = self.cache.partage_ids
        self.assertEqual((partage.service_id, partage.etat), (self.service_mairie_arras, "demande"))
        partage.with_user(self.agent_autre).write({"etat": "accepte"})
        self.assertEqual(demande.etat, "acceptee")
        ouverts = self.env["oilhi.dossier"].search(demande.action_ouvrir_dossier()["domain"])
        self.assertEqual(ouverts, self.dossier | self.cache)
        with self.assertRaisesRegex(UserError, "déjà tous"):
            demander()

    # -- Two records of one building ------------------------------------------

    def _double(self, **valeurs):
        return self._batiment("12 B, rue de l'Eglise", **valeurs)

    def _fusionner(self, user, absorbe):
        assistant = self.env["oilhi.batiment.fusion"].with_user(user).create({
            "garde_id": self.batiment.id, "absorbe_id": absorbe.id,
        })
        return assistant, assistant.action_confirmer

    def test_fusionner(self):
        double = self._double(
            copropriete="oui", parcelle_ids=[Command.create({"name": n}) for n in ("AB 123", "AB 124")],
        )
        piece = self.env["ir.attachment"].create({
            "name": "Plan", "res_model": "oilhi.batiment", "res_id": double.id,
        })
        ouvert = self._dossier_pignon(batiment_id=double.id)
        archive = self._dossier_pignon(batiment_id=double.id)
        archive.sudo().active = False
        with self.assertRaises(AccessError):
            self._fusionner(self.agent, double)
        assistant, confirmer = self._fusionner(self.responsable, double)
        self.assertFalse(assistant.refus)
        self.assertIn(ouvert.reference, assistant.bilan)
        self.assertNotIn("vérifiez", assistant.bilan)
        ailleurs = self._fusionner(self.responsable, self._batiment("99 rue Loin"))[0]
        self.assertIn("vérifiez", ailleurs.bilan)
        nom = double.name
        confirmer()
        self.assertFalse(double.exists())
        self.assertEqual((ouvert | archive).batiment_id, self.batiment)
        self.assertEqual(self.batiment.parcelle_ids.mapped("name"), ["AB 123", "AB 124"])
        self.assertEqual((self.batiment.copropriete, piece.res_id), ("oui", self.batiment.id))
        for dossier in (ouvert, archive, self.dossier):
            self.assertIn(nom, str(dossier.sudo().message_ids.mapped("body")))
        self.assertEqual(self._trouves("ab124 eglise"), self.dossier | ouvert)

    def test_fusion_refusee(self):
        autre = self._double()
        self._dossier_pignon(user=self.agent_autre, batiment_id=autre.id)
        assistant, confirmer = self._fusionner(self.responsable, autre)
        self.assertIn("autre service", assistant.refus)
        with self.assertRaisesRegex(UserError, "autre service"):
            confirmer()
        self.assertTrue(autre.exists())
        self._fusionner(self.coordinateur, autre)[1]()
        self.assertEqual(len(self.batiment._dossiers_tous()), 3)
        for valeurs, raison in (
            ({"rnb_id": "ZZZZ1234ZZZZ"}, "RNB"),
            ({"commune_id": self.commune_bethune.id}, "commune"),
        ):
            with self.subTest(raison):
                self.assertIn(raison, self.batiment._refus_fusion(self._double(**valeurs)))
        self.assertIn("autre fiche", self.batiment._refus_fusion(self.batiment))

    # -- The same owner elsewhere ---------------------------------------------

    def test_autres_batiments(self):
        def ailleurs(user, ou, **personne):
            dossier = self._dossier_pignon(user=user, batiment_id=self._batiment(ou).id).with_env(self.env)
            dossier.personne_ids[0].write({"prenom": "Emilie", "nom": "MERCIER", **personne})
            return dossier

        meme = ailleurs(self.agent, "1 rue Une")
        homonyme = ailleurs(self.agent, "2 rue Deux", rue="9 rue Ailleurs", ville="Lens", code_postal="62300")
        ailleurs(self.agent, "3 rue Trois", nom="Merciera")
        ailleurs(self.agent, "4 rue Quatre", role="occupant")
        ailleurs(self.agent_autre, "5 rue Cinq")
        lu = self.dossier.with_user(self.agent).autres_batiments()
        self.assertEqual(
            [(ligne["id"], ligne["pourquoi"]) for ligne in lu],
            [(meme.batiment_id.id, "même nom, même adresse"), (homonyme.batiment_id.id, "même nom")],
        )
        self.assertEqual(self.proprietaire.with_user(self.agent).autres_batiments(), lu)
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre).autres_batiments()
        # A company is not the person of the same name.
        self.proprietaire.write({"raison_sociale": "Émilie Mercier"})
        self.assertFalse(self.dossier.with_user(self.agent).autres_batiments())
        homonyme.personne_ids[0].raison_sociale = "EMILIE MERCIER"
        (ligne,) = self.dossier.with_user(self.agent).autres_batiments()
        self.assertEqual(ligne["pourquoi"], "même raison sociale")
