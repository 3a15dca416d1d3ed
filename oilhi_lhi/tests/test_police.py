from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OilhiLhiCommon

# The president of the EPCI was elected on 15 April 2026: oppositions until 15 October, renunciation
# until 15 November. (facts of the commune, facts of the EPCI, day, who, word of the reason)
FAITS = [
    ({}, {"election_president_le": False}, "2027-01-05", "inconnu", "date d’élection"),
    ({}, {}, "2026-06-01", "inconnu", "prédécesseur"),
    ({"predecesseur_exercait": "oui"}, {}, "2026-06-01", "president_epci", "dès cette date"),
    ({"predecesseur_exercait": "oui", "opposition_le": "2026-07-10"}, {}, "2026-07-11", "maire",
     "opposition du maire"),
    ({"predecesseur_exercait": "non"}, {}, "2026-06-01", "maire", "expire"),
    ({"predecesseur_exercait": "non", "opposition_le": "2026-06-30"}, {}, "2027-01-05", "maire",
     "mardi 30 juin 2026"),
    # Between the two ends, all depends on whether another mayor opposed: unknown is not « no ».
    ({"predecesseur_exercait": "non"}, {}, "2026-10-20", "inconnu", "autre maire"),
    ({"predecesseur_exercait": "non", "autre_maire_oppose": "non"}, {}, "2026-10-20",
     "president_epci", "délai d’opposition"),
    ({"predecesseur_exercait": "non", "autre_maire_oppose": "oui"}, {}, "2026-10-20", "maire",
     "délai de renonciation"),
    ({"predecesseur_exercait": "non"}, {}, "2026-11-20", "president_epci", "président compétent"),
    ({"predecesseur_exercait": "non", "autre_maire_oppose": "oui"},
     {"renonciation_le": "2026-11-01"}, "2026-11-20", "maire", "renonciation"),
    # Too late: without effect.
    ({"predecesseur_exercait": "non", "opposition_le": "2026-12-01", "autre_maire_oppose": "non"},
     {}, "2027-01-05", "president_epci", "sans effet"),
    ({}, {"competence_habitat": False}, "2027-01-05", "maire", "compétence habitat"),
    ({"epci_id": False}, {}, "2027-01-05", "maire", "aucun EPCI"),
]


@tagged("at_install", "-post_install")
class TestPolice(OilhiLhiCommon):
    def setUp(self):
        super().setUp()
        self.epci.commune_ids.write({
            "predecesseur_exercait": False, "opposition_le": False, "autre_maire_oppose": False,
        })
        self.epci.write({
            "election_president_le": "2026-04-15", "renonciation_le": False,
            "competence_habitat": True,
        })
        self.commune_arras.epci_id = self.epci

    def test_des_faits_a_l_autorite(self):
        for commune, epci, jour, autorite, mot in FAITS:
            with self.subTest(commune=commune, epci=epci, jour=jour), freeze_time(
                f"{jour} 12:00:00"
            ):
                self.setUp_faits(commune, epci)
                self.assertEqual(self.commune_arras.police_mise_en_securite, autorite)
                motif = self.commune_arras.police_motif.replace("\u00a0", " ")
                self.assertIn(mot, motif)
                self.assertIn(
                    "Le coordinateur le renseigne" if autorite == "inconnu" else "CGCT L. 5211-9-2",
                    motif,
                )
                for valeur in ("maire", "president_epci", "inconnu"):
                    trouvee = self.env["oilhi.commune"].search([
                        ("police_mise_en_securite", "=", valeur),
                        ("id", "=", self.commune_arras.id),
                    ])
                    self.assertEqual(bool(trouvee), valeur == autorite, valeur)

    def setUp_faits(self, commune, epci):
        self.commune_arras.write({
            "predecesseur_exercait": False, "opposition_le": False, "autre_maire_oppose": False,
            "epci_id": self.epci.id, **commune,
        })
        self.epci.write({
            "election_president_le": "2026-04-15", "renonciation_le": False,
            "competence_habitat": True, **epci,
        })
        self.env.invalidate_all()

    def test_paris(self):
        paris = self.env["oilhi.commune"].create({
            "name": "Paris", "code_insee": "75056",
            "departement_id": self.env.ref("oilhi_partenaires.departement_75").id,
        }) if not self.env["oilhi.commune"].search([("code_insee", "=", "75056")]) else (
            self.env["oilhi.commune"].search([("code_insee", "=", "75056")])
        )
        self.assertEqual(paris.police_mise_en_securite, "maire")
        self.assertIn("L. 511-5", paris.police_motif)

    def test_qui_change_les_faits(self):
        for user in (self.agent, self.responsable, self.lecteur, self.juriste):
            with self.assertRaises(AccessError):
                self.commune_arras.with_user(user).predecesseur_exercait = "oui"
            with self.assertRaises(AccessError):
                self.epci.with_user(user).election_president_le = "2026-04-16"
        commune = self.commune_arras.with_user(self.coordinateur)
        with self.assertRaisesRegex(UserError, "justificatif"):
            commune.write({"predecesseur_exercait": "oui", "justificatif_police": False})
        commune.write({
            "predecesseur_exercait": "oui", "justificatif_police": "Délibération du 15 avril 2026",
        })
        # To forget a fact asks for no proof.
        commune.write({"predecesseur_exercait": False, "justificatif_police": False})
        self.company.oilhi_departement_id = self.env.ref("oilhi_partenaires.departement_75")
        with self.assertRaisesRegex(AccessError, "pas dans votre département"):
            commune.write({"predecesseur_exercait": "oui", "justificatif_police": "Acte"})

    def test_trace(self):
        commune = self.commune_arras.with_user(self.coordinateur).with_context(
            tracking_disable=False
        )
        avant = commune.message_ids
        commune.write({"predecesseur_exercait": "non", "justificatif_police": "Acte du 15 avril"})
        self.env.flush_all()
        self.cr.precommit.run()
        message = commune.message_ids - avant
        self.assertEqual(message.author_id, self.coordinateur.partner_id)
        self.assertEqual(
            set(message.sudo().tracking_value_ids.field_id.mapped("name")),
            {"predecesseur_exercait", "justificatif_police"},
        )
        avant = commune.message_ids
        commune.population = 41000
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertEqual(commune.message_ids, avant)

    def test_saisie_de_tout_l_epci(self):
        beaurains = (self.epci.commune_ids - self.commune_arras)[0]
        Saisie = self.env["oilhi.police.saisie"].with_user(self.coordinateur)
        with freeze_time("2026-10-20 12:00:00"):
            formulaire = Form(Saisie.with_context(default_epci_id=self.epci.id))
            self.assertEqual(len(formulaire.ligne_ids), len(self.epci.commune_ids))
            formulaire.predecesseur_exercait = "non"
            formulaire.justificatif = "Courriers d’opposition de juin 2026"
            with formulaire.ligne_ids.edit(0) as ligne:
                self.assertEqual(ligne.autorite, "inconnu")
            formulaire.complet = True
            with formulaire.ligne_ids.edit(0) as ligne:
                self.assertEqual(ligne.autorite, "president_epci")
            saisie = formulaire.save()
            ligne = saisie.ligne_ids.filtered(lambda li: li.commune_id == beaurains)
            ligne.opposition_le = "2026-06-30"
            self.assertEqual(ligne.autorite, "maire")
            saisie.renonciation_le = "2026-10-18"
            self.assertIn("la moitié au moins", saisie.alerte_renonciation)
            saisie.renonciation_le = False
            saisie.action_enregistrer()
            self.env.invalidate_all()
            self.assertEqual(
                (beaurains.opposition_le.isoformat(), beaurains.autre_maire_oppose,
                 beaurains.predecesseur_exercait, beaurains.justificatif_police),
                ("2026-06-30", "non", "non", "Courriers d’opposition de juin 2026"),
            )
            self.assertEqual(self.commune_arras.autre_maire_oppose, "oui")
            self.assertEqual(beaurains.police_mise_en_securite, "maire")
        for user in (self.agent, self.responsable):
            with self.assertRaises(AccessError):
                self.env["oilhi.police.saisie"].with_user(user).create({
                    "epci_id": self.epci.id, "justificatif": "X",
                })

    def test_requetes(self):
        """The list and the search do not cost more with more communes."""
        def mesurer(limite):
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            self.env["oilhi.commune"].with_user(self.coordinateur).web_search_read(
                [("police_mise_en_securite", "=", "inconnu")],
                {"name": {}, "police_mise_en_securite": {}, "police_motif": {},
                 "epci_id": {"fields": {"display_name": {}}}},
                limit=limite,
            )
            return self.env.cr.sql_log_count - avant

        mesurer(5)
        self.assertEqual(mesurer(5), mesurer(80))
