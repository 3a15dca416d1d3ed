from freezegun import freeze_time

from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon

# What the case lacks on 16/02 -> words of what is missing -> who can do something about it.
CAS = (
    ("rien", None, None),
    ("delai_de_la_mesure", "R. 511-6", "vous, en complétant la mesure"),
    ("reception", "Preuve manquante", "avis de réception"),
    ("personne_invitee", "n’a pas été invité", "vous, en écrivant à cette personne"),
    ("police", "appartient au président", "à qui transmettre le dossier"),
)


@tagged("at_install", "-post_install")
class TestAFaireBloques(OilhiParcoursCommon):
    """« Bloqué » on the home page: what cannot be done today, what is missing, who can lift it."""

    def _cas(self, manque, rue, jour="2027-02-15"):
        dossier = self._maison(user_id=self.agent.id, batiment_id=self._batiment(
            rue, protection="non", copropriete="non").id)
        self._instruire(dossier)
        destinataire = self._personnes(dossier, "proprietaire")
        self._lettre(
            dossier, reception=None if manque == "reception" else "2027-01-12",
            destinataire_id=destinataire.id,
        )
        if manque == "personne_invitee":
            self.env(user=self.agent)["oilhi.dossier.personne"].create({
                "dossier_id": dossier.id, "role": "indivisaire", "prenom": "Sacha", "nom": "Tiers",
                "rue": "1 place du Test", "code_postal": "62000", "ville": "Arras", "tenue": True,
            })
        if manque == "delai_de_la_mesure":
            self._mesure(dossier, delai_nombre=False)
        else:
            self._mesure(dossier)
        self._faire(dossier, "MSO-10", jour, observations="aucune")
        if manque == "police":
            self._police_president()
        return dossier

    def _lu(self, dossier, perimetre="moi"):
        self.env.flush_all()
        self.env.invalidate_all()
        lu = self.env["oilhi.dossier"].with_user(self.agent).a_faire(perimetre)
        return {
            section["code"]: [li for li in section["lignes"] if li["dossier_id"] == dossier.id]
            for section in lu["sections"]
        }

    def test_table(self):
        for rang, (manque, message, qui) in enumerate(CAS, start=1):
            with self.subTest(manque=manque), freeze_time("2027-02-16 10:00:00"), \
                    self.env.cr.savepoint() as point:
                dossier = self._cas(manque, f"{rang} rue Bloquée")
                sections = self._lu(dossier)
                bloquees = [li for li in sections["bloques"] if li["source"] == "etape"]
                arrete = dossier._etape("MSO-12").etape_id.name
                dit = [b for li in bloquees if li["quoi"] == arrete for b in li["blocages"]]
                if message is None:
                    self.assertFalse(bloquees)
                    self.assertIn(arrete, [li["quoi"] for li in sections["retard"]])
                else:
                    self.assertEqual(len([b for b in dit if message in b["message"]]), 1, dit)
                    self.assertTrue(any(qui in b["qui"] for b in dit), dit)
                    # One line a thing: it is no longer among what the agent could do.
                    ailleurs = [
                        li["quoi"] for code in ("retard", "aujourdhui", "semaine", "prochaine")
                        for li in sections[code]
                    ]
                    self.assertNotIn(arrete, ailleurs)
                point.rollback()
                self.env.invalidate_all()

    def test_reponse_attendue(self):
        """Somebody else’s answer, further than next week: said, with until when."""
        with freeze_time("2027-01-08 10:00:00"):
            dossier = self._maison(user_id=self.agent.id, batiment_id=self._batiment(
                "8 rue Bloquée", protection="inscrit_abords_spr_site", copropriete="non").id)
            self._instruire(dossier)
            self._mesure(dossier)
            self._faire(dossier, "MSO-07", "2027-01-08", mode="main_propre")
            (ligne,) = [li for li in self._lu(dossier)["bloques"] if li["source"] == "echeance"]
            self.assertIn("Réponse attendue jusqu’au", ligne["quand"])
            self.assertIn("25/01/2027", ligne["quand"])
        with freeze_time("2027-01-19 10:00:00"):
            sections = self._lu(dossier)
            self.assertFalse([li for li in sections["bloques"] if li["source"] == "echeance"])
            self.assertIn(ligne["quoi"], [li["quoi"] for li in sections["prochaine"]])

    def test_le_temps_ne_bloque_pas(self):
        """A delay that runs is told by its date: it is no fault to mend."""
        with freeze_time("2027-02-11 10:00:00"):
            dossier = self._cas("rien", "9 rue Bloquée", "2027-02-11")
            sections = self._lu(dossier)
            self.assertFalse([li for li in sections["bloques"] if li["source"] == "etape"])

    def test_requetes(self):
        """As many queries for twelve blocked steps as for three."""
        with freeze_time("2027-02-16 10:00:00"):
            def requetes():
                self.env.flush_all()
                self.env.invalidate_all()
                avant = self.env.cr.sql_log_count
                lu = self.env["oilhi.dossier"].with_user(self.agent).a_faire("moi")
                (bloques,) = [s for s in lu["sections"] if s["code"] == "bloques"]
                return self.env.cr.sql_log_count - avant, bloques["nombre"]

            for n in range(3):
                self._cas("delai_de_la_mesure", f"{n} rue Courte")
            requetes()
            peu, trois = requetes()
            for n in range(9):
                self._cas("delai_de_la_mesure", f"{n} rue Longue")
            beaucoup, douze = requetes()
            self.assertEqual(douze, trois + 9)
            self.assertLessEqual(beaucoup, peu)
            self.assertLessEqual(peu, 60)
