import csv
import io
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..moteur.recouvrement_donnees import Depense
from .argent_common import OilhiArgentCommon


@tagged("at_install", "-post_install")
class TestExecutionCompte(OilhiArgentCommon):
    """From the expense to what remains due."""

    def _titre(self, dossier, numero="2027-12"):
        (pret,) = dossier.preparer_titres()
        titre = self.env["oilhi.dossier.titre"].browse(pret["id"])
        titre.with_user(self.agent).numero = numero
        titre.with_user(self.responsable).emettre("2027-06-20")
        return titre

    def test_t32_et_vie_d_un_titre(self):
        """T32: 12 500 €, 8 %, 13 500 € to recover; issued, paid in part, remitted in part."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            depense = self._depense(dossier, ht=10000, tva=2500)
            self.assertEqual((depense.ttc, depense.recuperable), (12500, "oui"))
            self.assertEqual((dossier.argent_engage, dossier.argent_du), (12500, 13500))
            (pret,) = dossier.preparer_titres()
            titre = self.env["oilhi.dossier.titre"].browse(pret["id"])
            self.assertEqual((titre.montant, titre.document_code), (13500, "D-FIN-02"))
            self.assertIn("L. 543-2", titre.calcul)
            with self.assertRaisesRegex(AccessError, "responsable"):
                titre.with_user(self.agent).emettre("2027-06-20", "12")
            chef = titre.with_user(self.responsable)
            with self.assertRaisesRegex(UserError, "numéro"):
                chef.emettre("2027-06-20")
            titre.with_user(self.agent).numero = "2027-11"
            self.assertEqual(dossier.preparer_titres()[0]["numero"], "2027-11")  # nothing typed is lost
            chef.montant = 13500.01
            with self.assertRaisesRegex(UserError, "dépasse"):
                chef.emettre("2027-06-20", "12")
            chef.montant = 13500
            chef.emettre("2027-06-20", "2027-12")
            self.assertEqual((dossier.argent_titre, dossier.argent_reste), (13500, 13500))
            with self.assertRaisesRegex(UserError, "ne change plus"):
                chef.montant = 1
            with self.assertRaisesRegex(UserError, "ne s’efface pas"):
                chef.unlink()
            with self.assertRaisesRegex(UserError, "titre émis"):
                depense.with_user(self.agent).ht = 1
            self.env["oilhi.dossier.paiement"].with_user(self.agent).create({
                "titre_id": titre.id, "montant": 3500, "date": "2027-06-25",
            })
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.env["oilhi.dossier.titre.ecart"].with_user(self.agent).create({
                    "titre_id": titre.id, "nature": "remise", "montant": 500, "motif": "Non",
                })
            self.env["oilhi.dossier.titre.ecart"].with_user(self.responsable).create({
                "titre_id": titre.id, "nature": "remise", "montant": 500, "date": "2027-06-26",
                "motif": "Délibération du 26 juin 2027",
            })
            self.assertEqual(
                (dossier.argent_recouvre, dossier.argent_reste, titre.reste), (3500, 9500, 9500)
            )
            chef.opposition_le = "2027-06-28"
            self.assertIn("L. 541-1", str(dossier.compte()["dettes"][0]["mentions"]))
            lu = str(dossier.compte_html)
            for mot in ("Ce que dit la loi", "2027-12", "Débiteurs", "Opposition du 28/06/2027"):
                self.assertIn(mot, lu)

    def test_titre_annule_puis_refait(self):
        with self._le("2027-07-01"):
            dossier = self._maison()
            self._depense(dossier)
            titre = self._titre(dossier)
            chef = self.env(user=self.responsable)
            with self.assertRaisesRegex(ValidationError, "plus que son montant"), self.cr.savepoint():
                chef["oilhi.dossier.titre.ecart"].create({
                    "titre_id": titre.id, "nature": "reduction", "montant": 13500.01, "motif": "Trop",
                    "date": "2027-06-21",
                })
            ecart = chef["oilhi.dossier.titre.ecart"].create({
                "titre_id": titre.id, "nature": "annulation", "montant": 13500, "date": "2027-06-21",
                "motif": "Erreur de débiteur au titre",
            })
            with self.assertRaisesRegex(UserError, "annulez-le"):
                ecart.montant = 1
            self.assertEqual((dossier.argent_titre, dossier.argent_reste), (0, 13500))
            self.assertEqual(dossier.preparer_titres()[0]["montant"], 13500)

    def test_depense_corrigee_apres_le_titre(self):
        """The invoice was wrong: it is set aside, the right one counts, the title is said too high."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            depense = self._depense(dossier)
            self._titre(dossier)
            with self.assertRaises(AccessError):
                depense.with_user(self.agent).annuler("Faux")
            depense.with_user(self.responsable).annuler("Facture d’un autre dossier")
            self._depense(dossier, ht=10000)
            self.assertEqual((dossier.argent_engage, dossier.argent_du), (10000, 10800))
            compte = dossier.compte()
            self.assertEqual(compte["totaux"]["titre_en_trop"], 2700)
            self.assertIn("réduisez le titre", " ".join(compte["mentions"]))

    def test_depense_douteuse_et_police_generale(self):
        with self._le("2027-07-01"):
            dossier = self._maison()
            autre = self._depense(dossier, nature="autre", ht=100)
            self.assertEqual((autre.recuperable, dossier.argent_du), ("a_verifier", 0))
            with self.assertRaisesRegex(AccessError, "à vérifier"), self.cr.savepoint():
                autre.with_user(self.agent).write({"admise": True, "motif_admission": "Oui"})
            with self.assertRaisesRegex(ValidationError, "pourquoi"), self.cr.savepoint():
                autre.with_user(self.responsable).admise = True
            autre.with_user(self.responsable).write({
                "admise": True, "motif_admission": "Avis du service juridique du 3 juin",
            })
            self.assertEqual((dossier.argent_du, autre.admise_par_id), (100, self.responsable))
            self._depense(dossier, nature="accompagnement", ht=50)
            self.assertEqual((dossier.argent_engage, dossier.argent_du), (150, 100))

    def test_copropriete_par_tantiemes(self):
        """Shares come from the copropriété; without them nothing is asked of anybody yet."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            dossier.write({"personne_ids": [(0, 0, {
                "role": "proprietaire", "prenom": "Alix", "nom": "Second", "rue": "5 rue du Test",
                "ville": "Arras",
            })]})
            un, deux = self._personnes(dossier, "proprietaire")
            depense = self._depense(dossier, ht=10000, repartition="tantiemes")
            self.assertEqual((dossier.argent_engage, dossier.argent_du), (10000, 0))
            with patch.object(
                type(dossier), "_compte_tantiemes", lambda d: {un.id: 600, deux.id: 400}
            ):
                self.assertEqual(
                    sorted(d["du"] for d in dossier.compte()["dettes"]), [4320, 6480]
                )
            depense.repartition = "egales"
            self.assertEqual(
                [d["du"] for d in dossier.compte()["dettes"]], [5400, 5400]
            )
            depense.repartition = "ensemble"
            (dette,) = dossier.compte()["dettes"]
            self.assertEqual((dette["du"], len(dette["debiteurs"])), (10800, 2))

    def test_acquereur(self):
        """L. 541-2, L. 541-5: tied by the publication, not by a judicial sale."""
        with self._le("2027-12-01"):
            dossier = self._carence()
            self._depense(dossier, ht=10000, date="2027-09-01")
            vendeur = self._personnes(dossier, "proprietaire")
            acquereur = self.env["oilhi.dossier.personne"].with_user(self.agent).create({
                "dossier_id": dossier.id, "role": "proprietaire", "raison_sociale": "SCI Suite",
                "rue": "9 rue du Test", "ville": "Arras", "acquis_de_id": vendeur.id,
                "acquis_le": "2027-10-01",
            })
            (dette,) = dossier.compte()["dettes"]
            self.assertEqual((dette["acquereurs"], dette["du"]), ([], 10800))
            self.assertIn("pas publié", " ".join(dette["mentions"]))
            dossier.publication_le = "2027-03-01"
            (dette,) = dossier.compte()["dettes"]
            self.assertEqual((dette["acquereurs"], dette["du"]), (["SCI Suite"], 10800))
            self.assertEqual(dossier.argent_du, 10800)
            acquereur.vente_judiciaire = True
            (dette,) = dossier.compte()["dettes"]
            self.assertEqual(dette["acquereurs"], [])
            self.assertIn("L. 541-5", " ".join(dette["mentions"]))
            with self.assertRaisesRegex(ValidationError, "rond"), self.cr.savepoint():
                vendeur.write({"acquis_de_id": acquereur.id, "acquis_le": "2027-11-01"})

    def test_frais_d_une_autre_partie(self):
        """Lodging brings its own expenses: same account, its own debt, no 8 %."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            qui = str(self._personnes(dossier, "proprietaire").id)
            externe = Depense(
                "h1", "hebergement", date(2027, 6, 1), Decimal(1000), Decimal(0), Decimal(1000),
                "commune", (((qui,), Decimal(1)),), "MSO", libelle="Hôtel, 10 nuits",
            )
            with patch.object(type(dossier), "_compte_depenses_externes", lambda d: [externe]):
                (dette,) = dossier.compte()["dettes"]
                self.assertEqual((dette["du"], dette["forfait"]), (1000, 0))
                (pret,) = dossier.preparer_titres()
                titre = self.env["oilhi.dossier.titre"].browse(pret["id"])
                self.assertEqual(titre.document_code, "D-FIN-03")

    def test_subvention_et_surete(self):
        with self._le("2027-07-01"):
            dossier = self._maison()
            self._depense(dossier)
            agent = self.env(user=self.agent)
            aide = agent["oilhi.dossier.subvention"].create({
                "dossier_id": dossier.id,
                "subvention_id": self.env.ref("oilhi_lhi.subvention_ANAH_OFFICE").id,
            })
            self.assertEqual(aide.niveau_preuve, "a_verifier")
            with self.assertRaisesRegex(ValidationError, "versement"), self.cr.savepoint():
                aide.etat = "versee"
            aide.write({"etat": "versee", "montant_verse": 5000, "versee_le": "2027-06-30"})
            compte = dossier.compte()
            self.assertEqual((compte["totaux"]["du"], compte["totaux"]["subventions"]), (13500, 5000))
            self.assertEqual(compte["totaux"]["a_charge"], 7500)
            surete = agent["oilhi.dossier.surete"].create({"dossier_id": dossier.id, "montant": 13500})
            self.assertIn("2402", surete.a_savoir)
            with self.assertRaisesRegex(ValidationError, "inscription"), self.cr.savepoint():
                surete.etat = "inscrite"
            surete.write({"etat": "inscrite", "inscrite_le": "2027-06-30"})
            dossier.invalidate_recordset()
            self.assertIn("2402", str(dossier.compte_html))

    def test_fichier_du_comptable(self):
        """UTF-8 with BOM, « ; », decimal comma, dd/mm/yyyy; nothing that a spreadsheet would run."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            self._depense(dossier, libelle="=HYPERLINK(\"http://exemple\")", ht=1234.56)
            self._titre(dossier, numero="+33")
            contenu = dossier.with_user(self.lecteur)._compte_csv()
            self.assertTrue(contenu.startswith(b"\xef\xbb\xbf"))
            lignes = list(csv.reader(io.StringIO(contenu[3:].decode()), delimiter=";"))
            depense = next(ligne for ligne in lignes if ligne[1] == "Dépense")
            self.assertEqual((depense[2], depense[3][:2], depense[8]), ("01/06/2027", "'=", "1234,56"))
            titre = next(ligne for ligne in lignes if ligne[1] == "Titre")
            self.assertEqual((titre[5], titre[8]), ("'+33", "1333,32"))
            self.assertEqual(lignes[-1][1:9:7], ["Total reste dû", "1333,32"])
            action = dossier.with_user(self.lecteur).action_exporter_compte()
            self.assertEqual(action["url"], f"/oilhi/compte/{dossier.id}.csv")

    def test_qui_lit_et_qui_ecrit(self):
        with self._le("2027-07-01"):
            dossier = self._maison()
            depense = self._depense(dossier)
            lecteur = dossier.with_user(self.lecteur)
            self.assertEqual(lecteur.compte()["totaux"]["du"], 13500)
            with self.assertRaises(AccessError):
                depense.with_user(self.lecteur).libelle = "Autre"
            with self.assertRaises(AccessError):
                lecteur.preparer_titres()
            with self.assertRaises(AccessError):
                dossier.with_user(self.agent_autre).compte()
            with self.assertRaises(AccessError):
                self._depense(dossier).with_user(self.agent_autre).read(["libelle"])
            with self.assertRaisesRegex(AccessError, "tenus par l’application"):
                dossier.with_user(self.agent).argent_du = 1
            with self.assertRaisesRegex(UserError, "compte du dossier"):
                self.env["oilhi.dossier.titre"].with_user(self.responsable).create({
                    "dossier_id": dossier.id, "objet": "frais", "montant": 1,
                })

    def test_pieces_lues_par_les_collegues(self):
        """What an agent joins to a new row of money is read by his colleagues, not by others."""
        with self._le("2027-07-05"):
            dossier = self._carence()
            self._astreinte(dossier)

            def piece(user=self.agent):
                return self.env["ir.attachment"].with_user(user).create({
                    "name": "facture.txt", "raw": b"facture",
                }).id

            depense = self._depense(dossier, piece_ids=[Command.link(piece())])
            lignes = [depense]
            (pret,) = dossier.with_user(self.agent).preparer_liquidations()
            lignes.append(self.env["oilhi.dossier.liquidation"].browse(pret["id"]))
            lignes.append(self._titre(dossier))
            for ligne in lignes[1:]:
                ligne.with_user(self.agent).piece_ids = [Command.link(piece())]
            lignes.append(self.env["oilhi.dossier.titre.ecart"].with_user(self.responsable).create({
                "titre_id": lignes[2].id, "nature": "remise", "montant": 1, "date": "2027-06-26",
                "motif": "Délibération", "piece_ids": [Command.link(piece(self.responsable))],
            }))
            for ligne in lignes:
                jointe = ligne.sudo().piece_ids
                with self.subTest(ligne=ligne._name):
                    self.assertEqual((jointe.res_model, jointe.res_id), (ligne._name, ligne.id))
                    for lecteur in (self.responsable, self.lecteur, self.coordinateur):
                        self.assertEqual(jointe.with_user(lecteur).read(["raw"])[0]["raw"], b"facture")
                    with self.assertRaises(AccessError):
                        jointe.with_user(self.agent_autre).read(["raw"])

    def test_paiement_errone(self):
        with self._le("2027-07-01"):
            dossier = self._maison()
            self._depense(dossier)
            titre = self._titre(dossier)
            agent = self.env(user=self.agent)["oilhi.dossier.paiement"]
            with self.assertRaisesRegex(ValidationError, "émission"), self.cr.savepoint():
                agent.create({"titre_id": titre.id, "montant": 1, "date": "2027-06-19"})
            paiement = agent.create({"titre_id": titre.id, "montant": 13600, "date": "2027-06-30"})
            self.assertIn("à rendre", " ".join(dossier.compte()["mentions"]))
            with self.assertRaisesRegex(UserError, "ne se modifie pas"):
                paiement.montant = 13500
            paiement.with_user(self.responsable).annuler("Saisie fausse")
            self.assertEqual((dossier.argent_recouvre, titre.paye), (0, 0))

    def test_requetes_ne_croissent_pas(self):
        """The list and the figures of twenty expenses cost what those of two do."""
        with self._le("2027-07-01"):
            dossier = self._maison()
            mesures = []
            for nombre in (2, 18):
                self.env["oilhi.dossier.depense"].with_user(self.agent).create([
                    {
                        "dossier_id": dossier.id, "libelle": f"Facture {n}", "ht": 10, "date": "2027-06-01",
                        "dossier_procedure_id": dossier.procedure_ids.id,
                    } for n in range(nombre)
                ])
                self.env.flush_all()
                self.env.invalidate_all()
                avant = self.cr.sql_log_count
                dossier.with_user(self.agent).compte()
                self.env["oilhi.dossier.depense"].with_user(self.agent).web_search_read(
                    [("dossier_id", "=", dossier.id)],
                    {"libelle": {}, "ttc": {}, "recuperable": {}, "base": {}},
                )
                mesures.append(self.cr.sql_log_count - avant)
            self.assertLessEqual(mesures[1], mesures[0])


@tagged("post_install", "-at_install", "oilhi_http")
class TestCompteHttp(OilhiArgentCommon, HttpCase):
    """The file of the accountant: to who reads the case, « not found » to the others."""

    def test_telecharger(self):
        dossier = self._maison()
        self._depense(dossier, date="2026-01-15")
        self.env.flush_all()
        adresse = f"/oilhi/compte/{dossier.id}.csv"
        for login, code in (("lecteur", 200), ("agent_autre", 404)):
            user = self.lecteur if login == "lecteur" else self.agent_autre
            self.authenticate(user.login, user.login)
            reponse = self.url_open(adresse)
            self.assertEqual(reponse.status_code, code, login)
        self.assertEqual(self.url_open("/oilhi/compte/999999999.csv").status_code, 404)
        self.authenticate(None, None)
        self.assertNotIn("Étaiement", self.url_open(adresse).text)
