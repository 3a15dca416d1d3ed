import re

from lxml import etree

from odoo import Command
from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open
from odoo.tools.convert import convert_file

ADDONS = ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents")
DROITS = ("perm_read", "perm_write", "perm_create", "perm_unlink")


@tagged("post_install", "-at_install", "oilhi_isolation")
class TestReglesLivrees(TransactionCase):
    """The isolation is proved on the rules of the files: the database must have those, all of
    them and no other, even when it was made by an older version or somebody changed one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fichiers = [
            (addon, chemin) for addon in ADDONS
            for chemin in Manifest.for_addon(addon)["data"] if chemin.startswith("security/")
            and chemin.endswith("rules.xml")
        ]

    def _livrees(self):
        """{xmlid: (model, domain, groups, rights)} of the files."""
        livrees = {}
        for addon, chemin in self.fichiers:
            with file_open(f"{addon}/{chemin}", "rb") as fichier:
                regles = etree.parse(fichier).xpath("//record[@model='ir.rule']")
            for regle in regles:
                champs = {champ.get("name"): champ for champ in regle.iterchildren("field")}
                groupes = re.findall(r"ref\('([\w.]+)'\)", champs["groups"].get("eval")) \
                    if "groups" in champs else ()
                livrees[f"{addon}.{regle.get('id')}"] = (
                    champs["model_id"].get("ref").rpartition(".")[2].removeprefix("model_"),
                    champs["domain_force"].text.strip(),
                    {g if "." in g else f"{addon}.{g}" for g in groupes},
                    tuple(d not in champs or champs[d].get("eval") == "True" for d in DROITS),
                )
        return livrees

    def _presentes(self):
        donnees = self.env["ir.model.data"].search([
            ("module", "in", ADDONS), ("model", "=", "ir.rule"),
        ])
        presentes = {}
        for donnee in donnees:
            regle = self.env["ir.rule"].with_context(active_test=False).browse(donnee.res_id)
            presentes[donnee.complete_name] = (
                regle.model_id.model.replace(".", "_"),
                regle.domain_force.strip(),
                set(regle.groups.get_external_id().values()),
                tuple(regle[droit] for droit in DROITS),
            )
            self.assertTrue(regle.active, donnee.complete_name)
            self.assertFalse(donnee.noupdate, donnee.complete_name)
        return presentes

    def test_la_base_a_les_regles_des_fichiers(self):
        livrees = self._livrees()
        self.assertGreater(len(livrees), 90)
        presentes = self._presentes()
        self.assertEqual(presentes.keys(), livrees.keys())
        for nom, regle in livrees.items():
            self.assertEqual(presentes[nom], regle, nom)

    def test_une_mise_a_jour_les_retablit(self):
        """What an older version or a hand wrote gives way, domain and groups."""
        self.env["ir.rule"].browse(self.env["ir.model.data"].search([
            ("module", "in", ADDONS), ("model", "=", "ir.rule"),
        ]).mapped("res_id")).write({
            "domain_force": "[(0, '=', 1)]",
            "groups": [Command.link(self.ref("base.group_system"))],
        })
        for addon, chemin in self.fichiers:
            convert_file(self.env, addon, chemin, {}, mode="update")
        livrees, presentes = self._livrees(), self._presentes()
        for nom, regle in livrees.items():
            domaine, groupes = presentes[nom][1:3]
            self.assertEqual(domaine, regle[1], nom)
            if regle[2]:
                self.assertEqual(groupes, regle[2], nom)
