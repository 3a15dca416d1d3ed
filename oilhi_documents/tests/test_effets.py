import io

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..rendu import texte
from .common import OilhiDocumentsCommon

MOTIFS = {
    "saisie.motifs": "l’entreprise justifie d’un approvisionnement retardé jusqu’au 1er juin 2027",
    "saisie.abrogation": "non",
    "saisie.retrait": "non",
}


class TestEffets(OilhiDocumentsCommon):
    """Act signed -> what it does to the one that it names (CRPA L. 243-1, L. 243-3; CCH L. 511-14)."""

    def setUp(self):
        super().setUp()
        self.arrete = self._notifier_tous(self._arrete_signe())
        self.dossier = self.arrete.dossier_id

    def _modificatif(self, jour="2027-03-20", **saisies):
        acte = self.dossier.generer_document("D-MSO-28", saisies={**MOTIFS, **saisies})
        acte.with_user(self.responsable).signer(jour)
        return acte

    def test_modification(self):
        acte = self._modificatif(**{
            "saisie.modifications": "À l’article 2, le délai est porté à quatre mois",
        })
        self.assertEqual(acte.document_lie_id, self.arrete)
        self.assertEqual((self.arrete.state, self.arrete.situation), ("executoire", "Modifié"))
        self.assertIn(acte.numero, self.arrete.liens)
        self.assertIn("Modifié par", self.arrete.liens)
        self.assertIn("Modifie", acte.liens)
        self.assertIn(self.arrete.numero, acte.liens)
        self.assertFalse(acte.situation)
        # The addressees are those of the act that it changes.
        self.assertEqual(acte._personnes_a_notifier(), self.arrete.notification_ids.personne_id)

    def test_abrogation_et_retrait(self):
        for saisie, verbe in (("saisie.abrogation", "Abrogé"), ("saisie.retrait", "Retiré")):
            with self.subTest(verbe), self.env.cr.savepoint() as point:
                acte = self._modificatif(**{saisie: "oui"})
                self.assertEqual(self.arrete.state, "abroge")
                self.assertEqual(str(self.arrete.date_abrogation), "2027-03-20")
                self.assertEqual(self.arrete.situation, verbe)
                self.assertIn(acte.numero, self.arrete.liens)
                with self.assertRaisesRegex(UserError, "déjà levé"):
                    self.arrete.mainlever()
                point.rollback()
                self.env.invalidate_all()

    def test_memoire_du_lieu(self):
        """The case is found by the number of its arrêté; the building tells whether it still binds."""
        Dossier = self.env["oilhi.dossier"].with_user(self.agent)
        self.assertEqual(Dossier.search([("chercher", "ilike", self.arrete.numero)]), self.dossier)
        self.assertFalse(Dossier.search([("chercher", "ilike", "2027-999")]))
        batiment = self.dossier.batiment_id.with_user(self.agent)
        (ligne,) = batiment.memoire()["arretes"]
        self.assertEqual(
            (ligne["numero"], ligne["date"], ligne["en_vigueur"], ligne["document_id"]),
            (self.arrete.numero, self.arrete.date_signature.strftime("%d/%m/%Y"), True, self.arrete.id),
        )
        acte = self._modificatif(**{"saisie.abrogation": "oui"})
        etats = {ligne["numero"]: (ligne["etat"], ligne["en_vigueur"]) for ligne in batiment.memoire()["arretes"]}
        self.assertEqual(etats[self.arrete.numero], ("abrogé ou retiré le 20/03/2027", False))
        self.assertFalse(etats[acte.numero][1])
        self.assertIn(self.dossier, Dossier.search([("chercher", "ilike", f"arras {acte.numero}")]))
        # Somebody who does not read the case learns none of it.
        ailleurs = self.dossier.batiment_id.with_user(self.agent_autre)
        self.assertFalse(ailleurs.memoire()["arretes"] or ailleurs.memoire()["dossiers"])
        self.assertFalse(
            self.env["oilhi.dossier"].with_user(self.agent_autre).search([("chercher", "ilike", acte.numero)])
        )

    def test_brouillon_ne_fait_rien(self):
        acte = self.dossier.generer_document("D-MSO-28", saisies={**MOTIFS, "saisie.abrogation": "oui"})
        self.assertEqual(acte.document_lie_id, self.arrete)
        self.assertEqual((self.arrete.state, self.arrete.liens), ("executoire", False))

    def test_mainlevee(self):
        self.dossier._etape("MSO-17a").realiser("2027-05-02", note="Travaux faits.")
        levee = self.arrete.mainlever()
        levee.with_user(self.responsable).signer("2027-05-06")
        self.assertEqual((self.arrete.state, self.arrete.situation), ("leve", "Levé"))
        self.assertEqual(str(self.arrete.date_levee), "2027-05-06")
        self.assertIn("Lève", levee.liens)

    def test_brouillon_revise_n_est_pas_remplace(self):
        """A file finished in Word is not thrown away by preparing the document again from the case."""
        import base64

        acte = self.dossier.generer_document("D-MSO-28", saisies={**MOTIFS, "saisie.abrogation": "oui"})
        acte.deposer_revision(acte.travail)
        autre = self.dossier.generer_document("D-MSO-28", saisies={**MOTIFS, "saisie.abrogation": "oui"})
        self.assertTrue(acte.exists() and autre != acte)
        self.assertTrue(base64.b64decode(acte.travail))


class TestDecisions(OilhiDocumentsCommon):
    """Signing the act that decides records the decision, once."""

    @freeze_time("2027-07-05 10:00:00")
    def test_liquidation_puis_titre(self):
        dossier = self._notifier_tous(self._arrete_signe()).dossier_id
        dossier._etape("MSO-17b").realiser("2027-05-21", note="Rien n’est fait.")
        astreinte = dossier.env["oilhi.dossier.astreinte"].create({
            "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids.id,
            "montant_jour": 150, "motif_ampleur": "Reprise du pignon.",
            "motif_consequences": "Des pierres peuvent tomber.",
            "redevable_ids": [Command.create({
                "dossier_id": dossier.id, "personne_id": self._proprietaire(dossier).id,
            })],
        })
        arrete = dossier.generer_document("D-MSO-23")
        arrete.with_user(self.responsable).signer("2027-05-25")
        arrete.transmettre("2027-05-25")
        arrete.notifier(
            None, "lrar", "2027-05-26", "2027-05-28", personne_id=self._proprietaire(dossier).id
        )
        dossier.preparer_liquidations()
        ligne = astreinte.liquidation_ids
        self.assertEqual(ligne.mapped("etat"), ["brouillon"])
        acte = dossier.generer_document("D-MSO-24", ligne_id=ligne.id)
        self.assertEqual(acte._personnes_a_notifier(), self._proprietaire(dossier))
        # The order of liquidation decides it.
        acte.with_user(self.responsable).signer("2027-07-02")
        self.assertEqual((ligne.etat, str(ligne.decidee_le)), ("decidee", "2027-07-02"))
        self.assertEqual(acte.state, "signe")

        dossier.preparer_titres()
        titre = dossier.titre_ids
        piece = dossier.generer_document("D-FIN-01", ligne_id=titre.id)
        # The title has no number yet: nothing is signed, nothing is issued.
        with self.assertRaisesRegex(UserError, "numéro du titre"), self.env.cr.savepoint():
            piece.with_user(self.responsable).signer("2027-07-05")
        self.env.invalidate_all()
        self.assertEqual((piece.state, titre.etat), ("brouillon", "brouillon"))
        titre.numero = "2027-T-12"
        piece = dossier.generer_document("D-FIN-01", ligne_id=titre.id)
        piece.with_user(self.responsable).signer("2027-07-05")
        self.assertEqual((titre.etat, str(titre.date)), ("emis", "2027-07-05"))
        self.assertIn("émis le", texte(piece.docx_id.raw))
        # Issued already: signed again, it is not issued twice.
        copie = dossier.generer_document("D-FIN-01", ligne_id=titre.id)
        copie.with_user(self.responsable).signer("2027-07-05")
        self.assertEqual(titre.numero, "2027-T-12")


class TestRegistre(OilhiDocumentsCommon):
    def _registre(self, user=None, **vals):
        return self.env["oilhi.registre"].with_user(user or self.agent).create({
            "service_id": self.service.id, "annee": 2027, **vals,
        })

    def test_continuite(self):
        registre = self._registre()
        self.assertEqual((registre.complet, registre.bilan), (True, "Aucun arrêté cette année."))
        premier = self._arrete_signe()
        self.service.sudo().sequence_arrete_id.next_by_id(sequence_date="2027-02-20")  # lost
        dernier = self._arrete_signe(self._dossier(rue="14 rue des Trois Exemples"))
        registre = self._registre()
        self.assertFalse(registre.complet)
        self.assertIn("Arrêtés signés : 2", registre.bilan.replace("\u00a0", " "))
        self.assertIn("Numéros manquants : 2027-002.", registre.bilan.replace("\u00a0", " "))
        self.assertEqual(registre.document_ids, premier | dernier)
        # Reserved by an act at the parapheur: waited for, not missing.
        attente = self._arrete(self._dossier(rue="16 rue des Trois Exemples"))
        attente._ecrire({"numero_reserve": "2027-002"})
        registre = self._registre()
        self.assertTrue(registre.complet)
        self.assertIn("Réservés", registre.bilan)

    def test_imprime(self):
        import pypdf

        arrete = self._arrete_signe()
        arrete.notifier(
            None, "lrar", "2027-02-17", "2027-02-19",
            personne_id=self._proprietaire(arrete.dossier_id).id,
        )
        registre = self._registre()
        self.assertIn("pdf", registre.action_imprimer()["url"])
        lecteur = pypdf.PdfReader(io.BytesIO(registre._imprimer()))
        lu = " ".join(page.extract_text() for page in lecteur.pages)
        for attendu in (arrete.numero, "15/02/2027", "12 rue des Trois Exemples", "1 sur 1", "Aucun numéro"):
            self.assertIn(attendu, " ".join(lu.split()))
        self.assertEqual(arrete.notifications_bilan, "1 sur 1, le 19/02/2027")
        self.assertEqual(
            self.env["oilhi.document"].search(registre.action_liste()["domain"]), arrete
        )

    def test_droits(self):
        self._arrete_signe()
        self.assertTrue(self._registre(self.coordinateur).bilan)
        with self.assertRaises(AccessError):
            self._registre(self.agent_autre).bilan  # noqa: B018
        with self.assertRaises(AccessError):
            self._registre(self.agent_autre).action_liste()
