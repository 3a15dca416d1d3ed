"""« Qui contacter ? » in communes of every kind: facts → who, in which order → article."""

from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.common import OilhiCommon

TRANSFERT = {"epci_id.election_president_le": "2026-04-15", "predecesseur_exercait": "oui"}
R511_7, L5211 = "CCH, art. R. 511-7", "CGCT, art. L. 5211-9-2"
PAYEURS = [
    ("PA-CAF", "obligatoire", R511_7), ("PA-FSL", "obligatoire", R511_7),
    ("PA-MSA", "obligatoire", R511_7),
]
LEGALITE = ("PA-PREF", "obligatoire", "CGCT, art. L. 2131-2")

# title, code typed → commune, facts, matter, [(type, status, article)] in this order, remark
CAS = [
    ("avec SCHS", "62119", "62119", {"schs": "oui"}, "insalubrite", [
        ("PA-PREF", "obligatoire", "CCH, art. L. 511-4"),
        ("PA-SCHS", "obligatoire", "CCH, art. L. 511-8"),
        ("PA-ARS", "sans_objet", "CCH, art. L. 511-8"),
    ], None),
    ("sans SCHS", "62119", "62119", {"schs": "non"}, "insalubrite", [
        ("PA-ARS", "obligatoire", "CCH, art. L. 511-8"),
        ("PA-PREF", "obligatoire", "CCH, art. L. 511-4"),
        ("PA-SCHS", "sans_objet", "CCH, art. L. 511-8"),
    ], None),
    ("SCHS inconnu : les deux", "62119", "62119", {"schs": False}, "insalubrite", [
        ("PA-ARS", "obligatoire", "CCH, art. L. 511-8"),
        ("PA-PREF", "obligatoire", "CCH, art. L. 511-4"),
        ("PA-SCHS", "obligatoire", "CCH, art. L. 511-8"),
    ], None),
    ("police transférée : le danger", "62041", "62041", TRANSFERT, "danger_bati", [
        ("PA-EPCI", "obligatoire", L5211),
    ], None),
    ("police transférée : les destinataires", "62041", "62041", TRANSFERT, "communication", [
        *PAYEURS[:2], ("PA-MAIRE", "obligatoire", R511_7), PAYEURS[2], LEGALITE,
        ("PA-EPCI", "sans_objet", L5211),
    ], None),
    ("opposition du maire au transfert", "62041", "62041",
     TRANSFERT | {"opposition_le": "2026-07-10"}, "communication", [
         PAYEURS[0], ("PA-EPCI", "obligatoire", R511_7), *PAYEURS[1:], LEGALITE,
         ("PA-MAIRE", "sans_objet", L5211),
     ], None),
    ("police inconnue", "62041", "62041", {}, "danger_bati", [
        ("PA-EPCI", "obligatoire", L5211),
    ], None),
    ("Alsace-Moselle : Strasbourg", "67482", "67482", {}, "publicite_fonciere", [
        ("PA-SPF", "conditionnel", "CCH, art. L. 511-10, L. 511-12 et L. 511-14"),
        ("PA-NOT", "conditionnel", "CCH, art. L. 541-6"),
    ], None),
    ("outre-mer : Saint-Denis de La Réunion", "97411", "97411", {}, "communication", [
        PAYEURS[0], ("PA-EPCI", "obligatoire", R511_7), PAYEURS[1],
        ("PA-MAIRE", "obligatoire", R511_7), PAYEURS[2], LEGALITE,
    ], "demandez à la préfecture lequel tient chaque rôle [à vérifier]"),
    ("Paris, par un arrondissement", "75111", "75056", {}, "legalite", [LEGALITE],
     "le préfet de police, pour les autres immeubles (CCH, art. L. 511-5)"),
    ("Lyon : la métropole a ses règles", "69383", "69123", {}, "action_sociale", [
        ("PA-FSL", "conditionnel", ""), ("PA-DEPT", "conditionnel", ""),
        ("PA-CCAS", "conseille", ""),
    ], "vérifiez auprès de la métropole qui fait quoi [à vérifier]"),
    ("Marseille, par un arrondissement", "13201", "13055", {}, "legalite", [LEGALITE],
     "à la mairie de l’arrondissement et sur la façade (CCH, art. L. 511-12)"),
    ("commune nouvelle, par une déléguée", "49004", "49307", {}, "legalite", [LEGALITE], None),
    ("île sans EPCI", "22016", "22016", {}, "communication", [
        *PAYEURS, LEGALITE, ("PA-EPCI", "sans_objet", L5211), ("PA-MAIRE", "sans_objet", L5211),
    ], None),
    ("Grand Paris, avec un EPT", "93066", "93066", {}, "communication", [
        PAYEURS[0], ("PA-EPCI", "obligatoire", R511_7), PAYEURS[1],
        ("PA-MAIRE", "obligatoire", R511_7), PAYEURS[2], LEGALITE,
    ], None),
]
INSECABLE = "\N{NO-BREAK SPACE}"
DEPARTEMENTS = ("13", "22", "49", "67", "69", "75", "93", "974")


@tagged("post_install", "-at_install")
class TestContactsCommunes(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["oilhi.commune"]._importer(DEPARTEMENTS)
        # An empty directory: the order is the law's, then the name's.
        cls.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).write({
            "oilhi_type_ids": [(5, 0, 0)],
        })
        for commune in cls.commune_arras, cls.commune_bethune:
            commune.write({
                "predecesseur_exercait": False, "opposition_le": False, "schs": False,
                "justificatif_police": "Délibération d’exemple",
            })
            commune.epci_id.write({"election_president_le": False, "renonciation_le": False})

    def _commune(self, saisie, code, faits):
        commune = self.env["oilhi.commune"]._par_codes([saisie])[saisie]
        self.assertEqual(commune.code_insee, code)
        for champ, valeur in faits.items():
            cible = commune.epci_id if champ.startswith("epci_id.") else commune
            cible[champ.removeprefix("epci_id.")] = valeur
        return commune.with_user(self.agent)

    def test_table(self):
        for titre, saisie, code, faits, matiere, attendus, remarque in CAS:
            with self.subTest(titre), self.env.cr.savepoint() as point:
                commune = self._commune(saisie, code, faits)
                reponse = commune._qui_contacter([{"matiere": matiere}])[0]
                decisifs = ("obligatoire", "sans_objet")
                codes = {attendu[0] for attendu in attendus}
                trouves = [
                    (ligne["code"], ligne["statut"]) for ligne in reponse["lignes"]
                    if ligne["statut"] in decisifs or ligne["code"] in codes
                ]
                self.assertEqual(trouves, [attendu[:2] for attendu in attendus])
                par_code = {ligne["code"]: ligne for ligne in reponse["lignes"]}
                for type_, _statut, article in attendus:
                    self.assertIn(article, par_code[type_]["base"].replace(INSECABLE, " "))
                remarques = " ".join(reponse["remarques"]).replace(INSECABLE, " ")
                self.assertIn(remarque or "", remarques)
                # Nobody in the directory: said, with what to do.
                self.assertTrue(all(
                    bool(ligne["absent"]) == (ligne["statut"] != "sans_objet")
                    for ligne in reponse["lignes"]
                ))
                point.rollback()
                self.env.invalidate_all()

    def test_doute_dit(self):
        """What is not known is shown as such."""
        commune = self._commune("62119", "62119", {"schs": False})
        lignes = {ligne["code"]: ligne for ligne in commune.qui_contacter("insalubrite")}
        for code in ("PA-ARS", "PA-SCHS"):
            self.assertEqual(lignes[code]["niveau_preuve"], "a_verifier")
            self.assertIn("[à vérifier]", " ".join(lignes[code]["raisons"]))

    def test_livre_foncier(self):
        """In Alsace-Moselle the organism bears its own name; elsewhere it does not."""
        for saisie, nom in (("67482", "Livre foncier"), ("62041", "Service de la publicité foncière")):
            commune = self._commune(saisie, saisie, {})
            ligne = commune.qui_contacter(types=["PA-SPF"])[0]
            self.assertEqual(ligne["type"], nom)

    def test_le_plus_proche(self):
        """The EPT of a commune of Greater Paris comes before the région."""
        commune = self.env["oilhi.commune"]._par_codes(["93066"])["93066"]
        operateur = self.env.ref("oilhi_partenaires.type_organisme_oper")
        region, ept = self.env["res.partner"].create([
            {"name": "Opérateur d’exemple, région", "oilhi_type_ids": [(6, 0, operateur.ids)],
             "oilhi_region_ids": [(6, 0, commune.departement_id.region_id.ids)]},
            {"name": "Opérateur d’exemple, territoire", "oilhi_type_ids": [(6, 0, operateur.ids)],
             "oilhi_epci_ids": [(6, 0, commune.ept_id.ids)]},
        ])
        contacts = commune.with_user(self.agent).qui_contacter(types=["PA-OPER"])[0]["contacts"]
        self.assertEqual([contact["id"] for contact in contacts], [ept.id, region.id])
        self.assertIn("Plaine Commune", contacts[0]["raisons"][0])
