from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .parcours_common import AVANT_LETTRE, OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestKanbanDeplacer(OilhiParcoursCommon):
    """A card dropped on a column: what opens, or why it cannot be, with its article.

    Each table reads: (column, outcome, what the dialog records or the words of the refusal).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jour = fields.Date.context_today(cls.env.user)

    def _il_y_a(self, jours):
        return str(self.jour - timedelta(days=jours))

    def _instruit(self, codes=AVANT_LETTRE):
        dossier = self._maison()
        self._instruire(dossier, codes, self._il_y_a(100))
        return dossier

    def _contradictoire(self, **lettre):
        dossier = self._instruit()
        self._faire(dossier, "MSO-08", self._il_y_a(lettre.pop("envoi", 92)), mode="lrar", **lettre)
        self._faire(dossier, "MSO-09", self._il_y_a(90))
        return dossier

    def _sous_arrete(self):
        dossier = self._contradictoire(date_reception=self._il_y_a(90))
        self._faire(dossier, "MSO-10", self._il_y_a(50), observations="aucune")
        self._mesure(dossier)
        self._faire(dossier, "MSO-12", self._il_y_a(10))
        self._faire(dossier, "MSO-13", self._il_y_a(8), mode="lrar", date_reception=self._il_y_a(5))
        self._faire(dossier, "MSO-14", self._il_y_a(4))
        return dossier

    def _mots(self, reponse):
        """Everything that the refusal says, as one text without the narrow spaces."""
        morceaux = [reponse.get("message"), reponse.get("base"), reponse.get("qui"), reponse.get("note")]
        morceaux += [f"{e['code']} {e['base']} {e['condition']}" for e in reponse.get("etapes", ())]
        morceaux += [f"{b['message']} {b['qui']}" for b in reponse.get("blocages", ())]
        return " ".join(filter(None, morceaux)).replace("\u00a0", " ").replace("\u202f", " ")

    def _verifier(self, dossier, phase, table):
        self.assertEqual(dossier.phase, phase)
        for cible, issue, *attendus in table:
            with self.subTest(de=phase, vers=cible):
                reponse = dossier.deplacer(cible)
                self.assertEqual(reponse["issue"], issue, self._mots(reponse))
                mots = self._mots(reponse)
                if issue == "ouvrir":
                    mots += f" {self._ouvre(reponse['action'])}"
                for attendu in attendus:
                    self.assertIn(attendu, mots)
                self.assertEqual(dossier.phase, phase, "nothing is written")

    def _ouvre(self, action):
        """The dialog in a word: code of the step, operation, tag or model."""
        contexte = action.get("context") or {}
        etape = self.env["oilhi.dossier.etape"].browse(contexte.get("default_dossier_etape_id"))
        return etape.code or contexte.get("default_operation") or action.get("tag") or action["res_model"]

    # -- Without a procedure --------------------------------------------------

    def test_signalement(self):
        self._verifier(self._dossier_pignon(), "signalement", [
            ("signalement", "rien"),
            ("instruction", "ouvrir", "oilhi_guide"),
            ("contradictoire", "refus", "Aucune procédure n’est ouverte"),
            ("carence", "refus", "Aucune procédure n’est ouverte"),
            ("clos", "ouvrir", "oilhi.dossier"),
        ])

    def test_qualifie(self):
        dossier = self._dossier_pignon()
        dossier.qualifier({"Q1": "non", "Q2": "interne", "Q3": ["solidite"]})
        self._verifier(dossier, "instruction", [
            ("signalement", "refus", "ne redevient pas un signalement", "classez-le"),
            ("arrete", "refus", "Aucune procédure n’est ouverte"),
        ])

    def test_classe_sans_suite(self):
        dossier = self._dossier_pignon()
        dossier.motif_classement = "Réparé."
        dossier.action_classer_confirmer()
        self._verifier(dossier, "clos", [
            ("signalement", "confirmer", "classé sans suite", "Réparé.", "« Signalement »"),
            ("execution", "confirmer", "là où il en était"),
        ])
        getattr(dossier, dossier.deplacer("signalement")["methode"])()
        self.assertEqual(dossier.phase, "signalement")

    # -- The ordinary order (CCH L. 511-10 to L. 511-15) ------------------------

    def test_instruction(self):
        dossier = self._maison()
        self._verifier(dossier, "signalement", [
            ("instruction", "ouvrir", "MSO-01"),
            ("contradictoire", "refus", "6 étapes", "MSO-04 CCH L. 511-7", "MSO-05 CCH L. 511-8"),
            ("clos", "ouvrir", "clore", "abandonnée"),
        ])
        self._instruire(dossier, AVANT_LETTRE[:-1], self._il_y_a(100))
        self._verifier(dossier, "instruction", [
            ("signalement", "refus", "ne recule pas", "MSO-05", "un responsable", "CCH L. 511-8"),
            ("contradictoire", "ouvrir", "MSO-06"),
            ("arrete", "refus", "MSO-08 CCH L. 511-10", "MSO-10"),
            ("execution", "refus", "MSO-12 CCH L. 511-11"),
        ])

    def test_avis_qui_depend_du_cas(self):
        """Nobody knows whether the building is protected: said, not asserted (CCH R. 511-4)."""
        dossier = self._maison(batiment_id=self._batiment(copropriete="non").id)
        self._instruire(dossier, AVANT_LETTRE, self._il_y_a(100))
        self._verifier(dossier, "instruction", [
            ("contradictoire", "refus", "à faire selon le cas", "MSO-07 CCH R. 511-4"),
        ])

    def test_contradictoire(self):
        self._verifier(self._instruit(), "contradictoire", [
            ("arrete", "refus", "3 étapes", "MSO-08 CCH L. 511-10", "MSO-09", "MSO-10"),
            ("carence", "refus", "MSO-12", "MSO-17b CCH L. 511-15"),
        ])

    def test_delai_d_observations_qui_court(self):
        """Letter received five days ago: not before its month is over, whoever insists."""
        dossier = self._contradictoire(envoi=6, date_reception=self._il_y_a(5))
        fin = dossier.procedure_ids._date_au_plus_tot("MSO-12")
        self._verifier(dossier, "contradictoire", [
            ("arrete", "refus", "Trop tôt", f"{fin.day} ", str(fin.year), "attendre la fin du délai",
             "CCH L. 511-10, R. 511-3"),
        ])
        # What has arrived early may be noted all the same.
        self.assertEqual(self._ouvre(dossier.deplacer("arrete")["suite"]), "MSO-10")

    def test_preuve_manquante(self):
        self._verifier(self._contradictoire(), "contradictoire", [
            ("arrete", "refus", "Preuve manquante", "CCH R. 511-8", "avis de réception"),
        ])

    def test_delai_ecoule(self):
        dossier = self._contradictoire(date_reception=self._il_y_a(90))
        self._verifier(dossier, "contradictoire", [("arrete", "ouvrir", "MSO-10")])
        self._faire(dossier, "MSO-10", self._il_y_a(50), observations="aucune")
        self._verifier(dossier, "arrete", [
            ("execution", "refus", "MSO-12 CCH L. 511-11", "MSO-13 CCH L. 511-12", "MSO-14"),
            ("contradictoire", "refus", "ne recule pas", "MSO-10"),
        ])

    def test_execution(self):
        """Order notified five days ago: neither failure before its term, nor end without its lifting."""
        dossier = self._sous_arrete()
        self._verifier(dossier, "execution", [
            ("carence", "refus", "MSO-16", "MSO-17b CCH L. 511-15", "Trop tôt", "à partir du"),
            ("clos", "refus", "Un arrêté est en vigueur", "MSO-18a CCH L. 511-14"),
            ("arrete", "refus", "ne recule pas", "MSO-14"),
        ])
        self._faire(dossier, "MSO-16", self._il_y_a(1))
        self._verifier(dossier, "execution", [
            ("carence", "refus", "quelque chose bloque", "Trop tôt"),
            ("clos", "refus", "MSO-17a", "MSO-18a CCH L. 511-14"),
        ])

    def test_procedure_close(self):
        dossier = self._sous_arrete()
        self._faire(dossier, "MSO-16", self._il_y_a(1))
        self._faire(dossier, "MSO-17a", self._il_y_a(1))
        self._verifier(dossier, "execution", [("clos", "ouvrir", "MSO-18a")])

    # -- Other procedures ---------------------------------------------------------

    def test_urgence_sans_contradictoire(self):
        """CCH L. 511-19: no observations before an urgent order; the board does not invent them."""
        dossier = self._maison(procedure="MSU")
        self._faire(dossier, "MSU-02", self._il_y_a(3))
        self._verifier(dossier, "instruction", [
            ("contradictoire", "refus", "ne passe pas par", "L. 511-19"),
        ])

    def test_deux_procedures(self):
        dossier = self._maison()
        dossier.ouvrir_procedure("NDEC", "Les deux.")
        self._verifier(dossier, dossier.phase, [
            ("clos", "refus", "2 procédures sont en cours", "Terminez chacune"),
        ])

    # -- Rights --------------------------------------------------------------------

    def test_droits(self):
        dossier = self._instruit()
        reponse = dossier.with_user(self.lecteur).deplacer("arrete")
        self.assertEqual(reponse["issue"], "refus")
        self.assertIn("sans pouvoir le modifier", reponse["message"])
        for methode, args in (("deplacer", ["arrete"]), ("action_faire_avancer", [])):
            with self.subTest(methode=methode), self.assertRaises(AccessError):
                getattr(dossier.with_user(self.agent_autre), methode)(*args)
        with self.assertRaises(UserError):
            dossier.deplacer("ailleurs")
        with self.assertRaises(AccessError):
            dossier.write({"phase": "arrete"})

    def test_la_phase_est_celle_du_trajet(self):
        """The first step left gives the phase: the board and the parcours count the same way."""
        dossier = self._maison()
        procedure = dossier.procedure_ids
        for code in (*AVANT_LETTRE, "MSO-08"):
            suivante = procedure._suivantes()[:1]
            with self.subTest(avant=code):
                self.assertEqual(procedure._phase_etape(suivante), dossier.phase)
            self._faire(dossier, code, self._il_y_a(100), **({"mode": "lrar"} if code == "MSO-08" else {}))
