import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..outils import annuaire_colonnes, tableur
from .common import OilhiCommon

ENTETES = ["Nom", "Types", "Communes", "Téléphone", "Courriel", "Site", "Code postal", "Ville",
           "SIRET", "Vérifié le", "Organisme de rattachement", "Fonction"]
# (column, what is typed, a word of the reason)
FAUTES = [
    ("Nom", "", "manque"),
    ("Types", "", "type manque"),
    ("Types", "PA-RIEN", "type d’organisme"),
    ("Communes", "99999", "commune installée"),
    ("Téléphone", "0321", "attribuable"),
    ("Téléphone", "3,21E+08", "abrégé"),
    ("Courriel", "contact@ville", "valable"),
    ("Courriel", "a@b.fr; c@d.fr", "plusieurs"),
    ("Site", "javascript:alert(1)", "site"),
    ("Code postal", "6200A", "code postal"),
    ("SIRET", "35600000000049", "clé"),
    ("SIRET", "356000000", "SIREN"),
    ("Vérifié le", "31/02/2026", "pas une date"),
    ("Vérifié le", "31/12/2099", "avenir"),
    ("Organisme de rattachement", "Nulle part", "ni dans le fichier"),
    ("Ville", "#N/A", "formule"),
]


def rangee(numero, **cellules):
    valeurs = {
        "Nom": f"Organisme d’essai {numero}",
        "Types": "PA-CCAS",
        "Communes": "62041",
        "Téléphone": f"03 53 01 {numero // 100:02d} {numero % 100:02d}",
        "Courriel": f"essai{numero}@organisme.example",
        "Ville": "Arras",
        "Code postal": "62000",
        **cellules,
    }
    return [valeurs.get(entete, "") for entete in ENTETES]


class AnnuaireCommun(OilhiCommon):
    def _assistant(self, contenu, nom="annuaire.csv", utilisateur=None):
        return self.env["oilhi.annuaire.import"].with_user(
            utilisateur or self.coordinateur
        ).create({"fichier": base64.b64encode(contenu), "nom_fichier": nom})

    def _csv(self, *rangees):
        return tableur.ecrire_csv(ENTETES, rangees)

    def _importer(self, contenu, **options):
        assistant = self._assistant(contenu, **options)
        assistant.action_analyser()
        assistant.accord = True
        assistant.action_importer()
        return assistant

    def _fiche(self, **valeurs):
        return self.env["res.partner"].create({
            "name": "CCAS d’essai",
            "is_company": True,
            "city": "Arras",
            "oilhi_type_ids": [(6, 0, self.env.ref("oilhi_partenaires.type_organisme_ccas").ids)],
            **valeurs,
        })


@tagged("post_install", "-at_install")
class TestAnnuaireImport(AnnuaireCommun):
    def test_two_thousand_rows_fifty_faulty(self):
        """Faulty rows are named with their reason and stay out; the others go in, once agreed."""
        rangees, attendues = [], {}
        for rang in range(2000):
            if rang % 40 == 7:
                colonne, texte, mot = FAUTES[len(attendues) % len(FAUTES)]
                attendues[rang + 2] = (colonne, mot)
                rangees.append(rangee(rang, **{colonne: texte}))
            else:
                rangees.append(rangee(rang))
        self.assertEqual((len(attendues), len({mot for _, mot in attendues.values()})), (50, 16))
        avant = self.env["res.partner"].search_count([])
        assistant = self._assistant(self._csv(*rangees))
        assistant.action_analyser()
        self.assertEqual(self.env["res.partner"].search_count([]), avant, "the dry run writes nothing")
        trouvees = {ligne.numero: ligne for ligne in assistant.erreur_ids}
        self.assertEqual(set(trouvees), set(attendues))
        for numero, (colonne, mot) in attendues.items():
            self.assertEqual(trouvees[numero].colonne, colonne)
            self.assertIn(mot, trouvees[numero].motif)
            self.assertTrue(trouvees[numero].conseil)
        self.assertEqual(assistant.nb_erreur, len(attendues))
        self.assertEqual(assistant.nb_creer, 2000 - len(attendues))
        with self.assertRaises(UserError):
            assistant.action_importer()
        assistant.accord = True
        assistant.action_importer()
        self.assertEqual(assistant.etat, "fait")
        self.assertEqual(
            self.env["res.partner"].search_count([]) - avant, 2000 - len(attendues)
        )
        self._renvoyer_les_lignes_corrigees(assistant, attendues)

    def _renvoyer_les_lignes_corrigees(self, assistant, attendues):
        """The file of faulty rows says why, and is accepted once mended."""
        fautives = tableur.lire(base64.b64decode(assistant.erreurs_csv))
        self.assertEqual(fautives.entetes, [*ENTETES, "Motif"])
        self.assertEqual(len(fautives.lignes), len(attendues))
        for (_, cellules), (colonne, mot) in zip(fautives.lignes, attendues.values(), strict=True):
            self.assertIn(mot, cellules[-1])
            self.assertIn(colonne, cellules[-1])
        corrigees = [rangee(5000 + rang) for rang in range(len(fautives.lignes))]
        reste = self._importer(self._csv(*corrigees))
        self.assertEqual((reste.nb_creer, reste.nb_erreur), (len(corrigees), 0))

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        def requetes(nombre, depart):
            assistant = self._assistant(
                self._csv(*(rangee(depart + rang) for rang in range(nombre)))
            )
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            assistant.action_analyser()
            return self.env.cr.sql_log_count - avant

        requetes(5, 0)
        peu, beaucoup = requetes(5, 0), requetes(500, 0)
        # only the insertion of the report grows: Odoo inserts its rows a hundred at a time
        self.assertLessEqual(beaucoup - peu, 500 // 100)
        self.assertLessEqual(peu, 20)

    def test_update_fills_what_is_given_and_keeps_the_rest(self):
        matiere = self.env["oilhi.matiere"].search([], limit=1)
        fiche = self._fiche(
            phone="03 53 01 00 01", email="garde@organisme.example", comment="<p>À garder</p>",
            oilhi_matiere_ids=[(6, 0, matiere.ids)],
            oilhi_commune_ids=[(6, 0, self.commune_bethune.ids)],
        )
        entetes = ["Nom", "Ville", "Téléphone", "Courriel", "Communes", "Matières", "Notes"]
        assistant = self._importer(tableur.ecrire_csv(entetes, [
            ["CCAS d’essai", "Arras", "0353010002", "", "62041", "", "À ajouter"],
        ]))
        self.assertEqual((assistant.nb_maj, assistant.nb_creer), (1, 0))
        self.assertEqual(fiche.phone, "03 53 01 00 02")
        self.assertEqual(fiche.email, "garde@organisme.example")
        self.assertEqual(fiche.oilhi_commune_ids, self.commune_arras | self.commune_bethune)
        self.assertEqual(fiche.oilhi_matiere_ids, matiere)
        self.assertIn("À garder", fiche.comment)
        self.assertIn("À ajouter", fiche.comment)

    def test_same_file_again_changes_nothing(self):
        contenu = self._csv(rangee(1), rangee(2, **{"Vérifié le": "01/10/2026"}), rangee(
            3, Nom="Camille Exemple", Types="", Communes="", Ville="", Fonction="Directrice",
            **{"Organisme de rattachement": "Organisme d’essai 1", "Code postal": ""},
        ))
        self.assertEqual(self._importer(contenu).nb_creer, 3)
        seconde = self._assistant(contenu)
        seconde.action_analyser()
        self.assertEqual((seconde.nb_creer, seconde.nb_maj, seconde.nb_identique), (0, 0, 3))

    def test_people_enter_their_organisation(self):
        self._importer(self._csv(
            rangee(1, Nom="Camille Exemple", Types="", Communes="", Ville="", Fonction="Directrice",
                   **{"Organisme de rattachement": "Organisme d’essai 2", "Code postal": ""}),
            rangee(2),
        ))
        organisme = self.env["res.partner"].search([("name", "=", "Organisme d’essai 2")])
        self.assertEqual(organisme.child_ids.mapped("function"), ["Directrice"])
        self.assertFalse(organisme.child_ids.is_company)
        self.assertTrue(organisme.is_company)

    def test_a_change_since_the_report_asks_again(self):
        assistant = self._assistant(self._csv(rangee(1)))
        assistant.action_analyser()
        assistant.accord = True
        self._fiche(name="Organisme d’essai 1")
        assistant.action_importer()
        self.assertEqual((assistant.etat, assistant.accord), ("rapport", False))
        self.assertIn("a changé", assistant.avertissements)
        self.assertEqual(assistant.nb_maj, 1)

    def test_persons_of_cases_are_never_touched(self):
        personne = self._personne(
            self.service_mairie_arras, name="Organisme d’essai 1", city="Arras",
            email="essai1@organisme.example",
        )
        assistant = self._importer(self._csv(rangee(1)))
        self.assertEqual((assistant.nb_creer, assistant.nb_doublon), (1, 0))
        self.assertFalse(personne.phone)
        creee = assistant.ligne_ids.partner_id
        fusion = self.env["base.partner.merge.automatic.wizard"].with_user(self.administrateur)
        with self.assertRaisesRegex(UserError, "personne d’un dossier"):
            fusion._merge((personne | creee).ids, creee)

    def test_possible_duplicates_open_the_merge_of_odoo(self):
        fiche = self._fiche(name="Autre nom", email="essai1@organisme.example")
        assistant = self._importer(self._csv(rangee(1)))
        doublon = assistant.doublon_ids
        self.assertEqual(doublon.proche_id, fiche)
        action = doublon.action_fusionner()
        fusion = self.env[action["res_model"]].with_user(self.coordinateur).with_context(
            **action["context"]
        ).create({})
        self.assertEqual(fusion.partner_ids, fiche | doublon.partner_id)
        fusion.action_merge()
        self.assertEqual(len((fiche | doublon.partner_id).exists()), 1)

    def test_entries_of_the_directory_merge_whatever_their_emails(self):
        def fusionner(*fiches):
            paire = self.env["res.partner"].union(*fiches)
            fusion = self.env["base.partner.merge.automatic.wizard"].with_user(self.coordinateur)
            fusion._merge(paire.ids, fiches[0].with_user(self.coordinateur))
            return paire.exists()

        sans = self._fiche(name="CAF d’exemple", email=False)
        avec = self._fiche(name="CAF exemple", email="caf@x.example")
        autre = self._fiche(name="C.A.F.", email="accueil@x.example")
        self.assertEqual(fusionner(sans, avec, autre), sans)
        compte = self._nouvel_utilisateur("agent", "oilhi_fusion").partner_id
        compte.email = "agent@x.example"
        with self.assertRaisesRegex(UserError, "mail"):
            fusionner(sans, compte)
        compte.oilhi_type_ids = sans.oilhi_type_ids
        with self.assertRaisesRegex(UserError, "mail"):
            fusionner(sans, compte)

    def test_refused_files_say_why_and_keep_the_wizard(self):
        for contenu, mot in (
            (b"", "Choisissez"),
            (b"Ville\nArras", "Nom"),
            (b"\x00\x01\x02" * 50, "tableau lisible"),
            (b"PK\x03\x04abc", "abîmé"),
        ):
            assistant = self._assistant(contenu)
            with self.assertRaisesRegex(UserError, mot):
                assistant.action_analyser()
            self.assertEqual(assistant.etat, "fichier")

    def test_who_may_import(self):
        for role in ("lecteur", "agent", "juriste"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._assistant(b"Nom\nA", utilisateur=getattr(self, role))
        for role in ("responsable", "coordinateur", "administrateur"):
            with self.subTest(role):
                assistant = self._assistant(self._csv(rangee(1)), utilisateur=getattr(self, role))
                assistant.action_analyser()
                self.assertEqual(assistant.nb_creer, 1)

    def test_nobody_reads_the_file_of_another(self):
        assistant = self._assistant(self._csv(rangee(1)))
        assistant.action_analyser()
        with self.assertRaises(AccessError):
            assistant.with_user(self.responsable).read(["fichier"])
        with self.assertRaises(AccessError):
            assistant.ligne_ids.with_user(self.responsable).read(["name"])

    def test_template_files_are_accepted_by_the_import(self):
        assistant = self._assistant(b"")
        for champ in ("modele_csv", "modele_xlsx"):
            lecture = self._assistant(base64.b64decode(assistant[champ]))
            lecture.action_analyser()
            self.assertEqual((lecture.nb_creer, lecture.nb_erreur), (1, 0))
        livre = openpyxl.load_workbook(io.BytesIO(base64.b64decode(assistant.modele_xlsx)))
        self.assertEqual(livre.sheetnames, ["Annuaire", "Mode d’emploi"])
        expliquees = [cellule.value for cellule in livre["Mode d’emploi"]["A"]][1:]
        self.assertEqual(expliquees, annuaire_colonnes.TITRES)


@tagged("post_install", "-at_install")
class TestAnnuaireExport(AnnuaireCommun):
    def _exporter(self, fiches, format_, utilisateur):
        export = self.env["oilhi.annuaire.export"].with_user(utilisateur).with_context(
            active_model="res.partner", active_ids=fiches.ids
        ).create({"format": format_})
        action = export.action_exporter()
        self.assertIn("/fichier/annuaire_", action["url"])
        return base64.b64decode(export.fichier)

    def test_round_trip_says_identical(self):
        fiche = self._fiche(
            name="=CCAS « d’essai »; suite", street="1 rue de l’Exemple", zip="62000",
            phone="03 53 01 00 01", email="essai@organisme.example",
            website="https://organisme.example", company_registry="35600000000048",
            comment="<p>Une note</p><p>sur deux lignes</p>",
            oilhi_horaires="Lundi 9 h-12 h\nMardi 9 h-12 h", oilhi_telephone_urgence="115",
            oilhi_verifie_le="2026-10-01",
            oilhi_matiere_ids=[(6, 0, self.env["oilhi.matiere"].search([], limit=2).ids)],
            oilhi_commune_ids=[(6, 0, (self.commune_arras | self.commune_bethune).ids)],
            oilhi_epci_ids=[(6, 0, self.epci.ids)],
            oilhi_departement_ids=[(6, 0, self.departement.ids)],
            oilhi_region_ids=[(6, 0, self.departement.region_id.ids)],
            child_ids=[(0, 0, {"name": "Camille Exemple", "function": "Directrice",
                               "phone": "03 53 01 00 02", "email": "camille@organisme.example"})],
        )
        for format_ in ("csv", "xlsx"):
            contenu = self._exporter(fiche, format_, self.coordinateur)
            lu = tableur.lire(contenu)
            self.assertEqual(lu.entetes, annuaire_colonnes.TITRES)
            self.assertEqual(lu.lignes[0][1][1], fiche.name)
            assistant = self._assistant(contenu, nom=f"annuaire.{format_}")
            assistant.action_analyser()
            self.assertEqual(
                (assistant.nb_identique, assistant.nb_creer, assistant.nb_maj, assistant.nb_erreur),
                (2, 0, 0, 0), assistant.ligne_ids.mapped("motif"),
            )

    def test_no_cell_of_the_csv_begins_as_a_formula(self):
        fiche = self._fiche(name="=HYPERLINK(1)", street="+1", city="@ville")
        texte = self._exporter(fiche, "csv", self.lecteur).decode("utf-8-sig")
        self.assertIn("'=HYPERLINK(1)", texte)
        self.assertNotRegex(texte, r"(^|;)[=+@]")

    def test_a_reader_exports_the_directory_and_no_person_of_a_case(self):
        fiche = self._fiche()
        personne = self._personne(self.service_mairie_arras)
        contenu = self._exporter(fiche | personne, "csv", self.lecteur).decode()
        self.assertIn(fiche.name, contenu)
        self.assertNotIn(personne.name, contenu)
        with self.assertRaises(UserError):
            self._exporter(personne, "csv", self.coordinateur)
