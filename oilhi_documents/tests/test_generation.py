import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oilhi_lhi.moteur.annules import articles_annules

from ..rendu import texte
from .common import IMMINENCE, INDIVISAIRES, SECURISATION, TRAVAUX, OilhiDocumentsCommon

INTERDITS = ("[à vérifier]", "péril", "insalubre", "False", "None", "{{")
SYNDIC = {
    "role": "syndic", "raison_sociale": "Syndic EXEMPLE", "rue": "5 boulevard de l’Exemple",
    "code_postal": "62000", "ville": "Arras",
}  # fmt: skip


class TestGeneration(OilhiDocumentsCommon):
    def _verifier(self, document, *attendus):
        """A finished text: nothing left open, no word of an old or of another regime."""
        entier = texte(document.docx_id.raw)
        self.assertFalse(articles_annules(entier), document.code)
        # The annex quotes the code word for word, old words included.
        contenu = entier.partition("Annexe – Articles reproduits")[0]
        for interdit in INTERDITS:
            self.assertNotIn(interdit, contenu, document.code)
        plat = contenu.replace("\u00a0", " ").replace("\u202f", " ")
        for attendu in attendus:
            self.assertIn(attendu, plat, document.code)
        self.assertEqual(document.state, "brouillon")
        self.assertTrue(document.valeurs)
        self.assertEqual(len(document.sha256), 64)
        self.assertEqual(document.pdf_etat, "PDF à produire.")
        return plat

    def test_observations_dites_par_l_agent(self):
        """« None received » stays « none », whoever is named; what was received is answered."""
        dossier = self._contradictoire(self._dossier())
        proprietaire = self._proprietaire(dossier)
        etape = dossier._etape("MSO-10")
        etape.realiser(
            "2027-02-13", destinataire_id=proprietaire.id, observations="aucune",
            note="Boîte aux lettres et messagerie relevées.",
        )  # fmt: skip
        self._verifier(dossier.generer_document("D-MSO-10"), "Vu l’absence d’observations")
        etape.realiser(
            "2027-02-14", destinataire_id=proprietaire.id, observations="recues",
            note="Le propriétaire conteste l’ampleur des travaux.",
        )  # fmt: skip
        with self.assertRaisesRegex(UserError, "réponse de l’autorité"):
            dossier.generer_document("D-MSO-10")
        with self.assertRaisesRegex(UserError, "Observations"):
            etape.realiser("2027-02-14", observations="peut-être")

    def test_lettre_proprietaire(self):
        dossier = self._instruire(self._dossier())
        self._verifier(
            dossier.generer_document("D-MSO-03"), "L. 511-10", "observations", "Dominique Exemple",
            "entre de 12 cm à mi-hauteur", "pignon ouest",
        )

    def test_lettre_syndic(self):
        dossier = self._instruire(self._dossier(
            {"Q10": "parties_communes"}, personnes=[SYNDIC],
        ))
        dossier.procedure_ids.syndicat_nom = "syndicat des copropriétaires de la résidence Exemple"
        self._verifier(dossier.generer_document("D-MSO-04"), "R. 511-10", "deux mois")

    def test_arrete_parties_communes(self):
        """The co-owners owe the astreinte once the time is over (L. 543-1)."""
        dossier = self._dossier({"Q10": "parties_communes"}, personnes=[SYNDIC])
        dossier.procedure_ids.syndicat_nom = "syndicat des copropriétaires de la résidence Exemple"
        self._instruire(dossier)
        dossier._etape("MSO-08").realiser(
            "2027-01-08", date_reception="2027-01-12", mode="lrar",
            destinataire_id=dossier.personne_ids.id,
        )
        self._verifier(dossier.generer_document("D-MSO-14"), "L. 543-1", "R. 511-10", "cadastr")

    def test_lettre_indivisaires(self):
        """One letter to each, chosen by name."""
        dossier = self._instruire(self._dossier({"Q11": "indivision"}, personnes=INDIVISAIRES))
        with self.assertRaisesRegex(UserError, "Choisissez le destinataire"):
            dossier.generer_document("D-MSO-05")
        for personne in dossier.personne_ids:
            self._verifier(
                dossier.generer_document("D-MSO-05", personne.id), "L. 511-10", personne.prenom
            )
        self.assertEqual(len(dossier.document_ids), 2)

    def test_mainlevee_urgente(self):
        arrete = self._arrete_urgent_execute()
        mainlevee = arrete.mainlever()
        self.assertEqual(mainlevee.code, "D-MSU-07")
        self._verifier(mainlevee, "L. 511-21", arrete.numero, "8 janvier 2027")

    def test_arrete_ordinaire(self):
        plat = self._verifier(
            self._arrete(), "L. 511-11", "L. 511-15", "L. 511-16", "cadastr", "AB", "Dominique Exemple",
            "trois mois", "deux mois", "tribunal administratif", "Reprendre la maçonnerie",
        )
        self.assertNotIn("L. 541-2-1", plat)  # no undivided ownership here

    def test_arrete_indivision(self):
        dossier = self._dossier({"Q11": "indivision"}, personnes=INDIVISAIRES)
        self._verifier(self._arrete(dossier), "L. 541-2-1", "Anne EXEMPLE", "Luce EXEMPLE")

    def test_arrete_interdiction(self):
        dossier = self._dossier(mesures=(TRAVAUX, {
            "type": "interdiction_temporaire",
            "texte": "Interdire d’habiter le logement du premier étage",
            "date_effet": "2027-02-20",
            "date_offre": "2027-02-19",
        }))
        dossier.procedure_ids.write({
            "interdiction_nature": "d’habiter",
            "interdiction_locaux": "le logement du premier étage",
            "interdiction_motif": "le mur porteur peut céder",
        })
        self._contradictoire(dossier)
        self._verifier(
            dossier.generer_document("D-MSO-11"), "L. 511-18", "20 février 2027",
            "19 février 2027", "L. 521-1",
        )

    def test_arrete_urgent(self):
        dossier = self._dossier({"Q1": "oui"}, code="MSU", mesures=(SECURISATION,))
        dossier._etape("MSU-02").realiser("2027-01-05", heure="10:00")
        dossier.procedure_ids.redaction_imminence = IMMINENCE
        plat = self._verifier(
            dossier.generer_document("D-MSU-04"), "L. 511-19", "R. 511-7", "L. 511-20", IMMINENCE
        )
        self.assertNotIn("L. 511-15", plat)  # no astreinte in urgency

    def test_mainlevee(self):
        arrete = self._notifier_tous(self._arrete_signe())
        arrete.dossier_id._etape("MSO-17a").realiser("2027-05-03", note="Travaux faits.")
        mainlevee = arrete.mainlever()
        self.assertEqual(mainlevee.document_lie_id, arrete)
        self._verifier(mainlevee, "L. 511-14", arrete.numero, "3 mai 2027")

    def test_tous_les_modeles_livres(self):
        """These have their test above (D-COM-09: test_proces_verbal); every document of the catalogue:
        test_catalogue_demonstration."""
        modeles = self.env["oilhi.document.modele"].search([]).filtered("version_courante_id")
        self.assertLessEqual(
            {
                "D-COM-09", "D-MSO-03", "D-MSO-04", "D-MSO-05", "D-MSO-10", "D-MSO-11", "D-MSO-14",
                "D-MSO-20", "D-MSU-04", "D-MSU-07", "D-OCC-02",
            },
            set(modeles.mapped("code")),
        )

    def test_article_annule_refuse(self):
        """Wherever it was typed, an annulled article keeps the act from being signed (C.2, rule 6)."""

        def d7_02(document):
            [controle] = [c for c in document.controler() if c["code"] == "D7-02"]
            return controle

        document = self._arrete()
        dossier = document.dossier_id
        self.assertEqual(d7_02(document)["niveau"], "ok")
        for champ, cite in (
            ("mesure", "Cesser la mise à disposition (CSP R.\u00a01331-17 à -19)."),
            ("constat", "Pièce trop basse, article R.1331-20 du code de la santé publique."),
        ):
            with self.subTest(champ):
                if champ == "mesure":
                    dossier.mesure_ids[:1].texte = cite
                else:
                    dossier.desordre_ids[:1].constat = cite
                document = dossier.generer_document("D-MSO-10")
                self.assertTrue(articles_annules(texte(document.docx_id.raw)))
                controle = d7_02(document)
                self.assertEqual(controle["niveau"], "bloquant")
                self.assertIn("R. 1331-", controle["message"])
                # As the form reads it: sizes instead of contents.
                document.invalidate_recordset()
                points = document.with_context(bin_size=True).controles["points"]
                self.assertIn("annulés", " ".join(p["message"] for p in points))
                with self.assertRaisesRegex(UserError, "annulés"):
                    document.with_user(self.responsable).signer("2027-02-15")
        # Corrected in the case since, but still in the words of the act that was made.
        dossier.mesure_ids[:1].texte = "Réparer le mur."
        dossier.desordre_ids[:1].constat = "Pièce trop basse."
        self.assertEqual(d7_02(document)["niveau"], "bloquant")
        self.assertEqual(d7_02(dossier.generer_document("D-MSO-10"))["niveau"], "ok")

    def test_manquants_nommes(self):
        """Nothing is produced, and each missing value says where to enter it."""
        dossier = self._dossier({"Q1": "oui"}, code="MSU", mesures=())
        dossier.batiment_id.parcelle_ids.unlink()
        with self.assertRaises(UserError) as refus:
            dossier.generer_document("D-MSU-04")
        message = str(refus.exception)
        self.assertIn("il manque", message)
        self.assertIn("ce qui rend le danger imminent (dossier, page Documents", message)
        self.assertIn("parcelle", message)
        self.assertFalse(dossier.document_ids)
        controles = dossier.controler("D-MSU-04")
        self.assertIn(("CHAMPS", "bloquant"), {(c["code"], c["niveau"]) for c in controles})

    def test_document_sans_modele(self):
        dossier = self._dossier()
        with self.assertRaisesRegex(UserError, "n’existe pas au catalogue"):
            dossier.generer_document("D-XXX-99")

    def test_brouillon_remplace(self):
        """A new draft takes the place of the former one, a proposed one stays."""
        premier = self._arrete()
        dossier = premier.dossier_id
        second = dossier.generer_document("D-MSO-10")
        self.assertFalse(premier.exists())
        second.action_proposer_signature()
        troisieme = dossier.generer_document("D-MSO-10")
        self.assertTrue(second.exists())
        self.assertEqual(dossier.document_ids, second | troisieme)

    def test_delai_observations_trop_court(self):
        dossier = self._instruire(self._dossier())
        with self.assertRaisesRegex(UserError, "R. 511-3"):
            dossier.generer_document("D-MSO-03", delai_nombre=20, delai_unite="jours")

    def test_controler(self):
        """The documented shape, the most serious first."""
        dossier = self._dossier()
        controles = dossier.controler("D-MSO-10")
        self.assertTrue(controles)
        for controle in controles:
            self.assertEqual(set(controle), {"code", "niveau", "message", "base"})
        niveaux = [c["niveau"] for c in controles if c["code"] != "CHAMPS"]
        rangs = [("bloquant", "avertissement", "ok").index(n) for n in niveaux]
        self.assertEqual(rangs, sorted(rangs))
        contradictoire = [c for c in controles if c["code"] == "D7-05"]
        self.assertEqual(contradictoire[0]["niveau"], "bloquant")
        self._contradictoire(dossier)
        apres = [c for c in dossier.controler("D-MSO-10") if c["code"] == "D7-05"]
        self.assertEqual([c["niveau"] for c in apres], ["avertissement", "avertissement"])
        self.assertIn("MSO-10", apres[0]["message"])  # nobody said that nothing was received
        self.assertIn("13 février 2027", apres[1]["message"])
        dossier._etape("MSO-10").realiser("2027-02-12", observations="aucune")
        apres = [c for c in dossier.controler("D-MSO-10") if c["code"] == "D7-05"]
        self.assertEqual([c["niveau"] for c in apres], ["avertissement"])
        self.assertIn("13 février 2027", apres[0]["message"])


@tagged("post_install", "-at_install")
class TestCopropriete(OilhiDocumentsCommon):
    def test_qui_execute_chaque_mesure(self):
        """Common parts and a lot: the order says who is bound by what, and each control says what is wrong."""
        adresse = {"rue": "2 rue du Test", "code_postal": "62300", "ville": "Lens"}
        dossier = self._dossier(
            {"Q10": "les_deux"},
            personnes=[
                SYNDIC,
                {"role": "proprietaire", "civilite": "madame", "prenom": "Alice", "nom": "MODÈLE",
                 "lot": "Lot 2", **adresse},
                {"role": "proprietaire", "raison_sociale": "SCI EXEMPLE", "lot": "Lot 3", **adresse},
            ],
            mesures=(
                {**TRAVAUX, "texte": "Consolider la corniche", "partie": "communes"},
                {**TRAVAUX, "texte": "Reprendre le plancher", "partie": "privative", "lot": "lot 2"},
            ),
        )  # fmt: skip
        self._contradictoire(dossier, "2027-01-12")
        arrete = dossier.with_user(self.agent).generer_document("D-MSO-10")
        lu = texte(arrete.docx_id.raw).replace("\u00a0", " ")
        self.assertIn("Consolider la corniche – personne tenue : le syndicat des copropriétaires", lu)
        self.assertIn("Reprendre le plancher – personne tenue : Mme Alice MODÈLE", lu)
        self.assertIn("lots numéros 2 et 3", lu)
        messages = " ".join(c["message"] for c in dossier.controler("D-MSO-10"))
        self.assertIn("SCI EXEMPLE : aucune mesure ne vise son lot (Lot 3)", messages.replace("\u00a0", " "))
        self.assertNotIn("MODÈLE : aucune mesure", messages.replace("\u00a0", " "))
        self.assertNotIn("tous les copropriétaires", messages)
        messages = " ".join(c["message"] for c in dossier.controler("D-MSO-14"))
        self.assertIn("ne vaut que pour les parties communes", messages)

    def test_une_seule_personne(self):
        """Nothing is added where it goes without saying."""
        arrete = self._arrete()
        self.assertNotIn("personne tenue :", texte(arrete.docx_id.raw).replace("\u00a0", " "))


@tagged("post_install", "-at_install")
class TestPdf(OilhiDocumentsCommon):
    def test_pdf(self):
        """One true conversion; where LibreOffice is missing, the state says so."""
        arrete = self._arrete()
        arrete.with_context(oilhi_sans_pdf=False).action_produire_pdf()
        if not arrete.pdf_id:
            self.assertIn("PDF non produit", arrete.pdf_etat)
            self.skipTest("LibreOffice absent")
        self.assertTrue(arrete.pdf_id.raw.startswith(b"%PDF"))
        self.assertTrue(arrete.pdf_id.has_thumbnail, "le navigateur en dessinerait une")
        self.assertFalse(arrete.pdf_etat)
        with self.assertRaisesRegex(UserError, "existe déjà"):
            arrete.action_produire_pdf()

    def test_libreoffice_tombe(self):
        """It crashes for real: the Word file is there, the agent is told, and nothing else is lost."""
        with TemporaryDirectory() as dossier, patch.dict(os.environ, PATH=f"{dossier}:{os.environ['PATH']}"):
            faux = Path(dossier, "soffice")
            faux.write_text("#!/bin/sh\nkill -SEGV $$\n")
            faux.chmod(0o755)
            arrete = self._arrete().with_user(self.agent).with_context(oilhi_sans_pdf=False)
            suite = arrete.action_produire_pdf()
        self.assertIn("n’a pas pu convertir", suite["params"]["message"])
        self.assertEqual(suite["params"]["message"].count("Word"), 1)
        self.assertFalse(arrete.pdf_id)
        self.assertTrue(arrete.docx_id.raw)
