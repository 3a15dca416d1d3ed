from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations

AJOUTES = {
    "create_uid": "Créé par", "create_date": "Créé le", "write_uid": "Mis à jour par", "write_date": "Mis à jour le",
}


@tagged("post_install", "-at_install")
class TestFrancais(TransactionCase):
    """What Odoo adds to our screens is in French too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env = cls.env(context={**cls.env.context, "lang": "fr_FR"})

    def test_les_champs_ajoutes_par_odoo(self):
        odoo = self.env["res.partner"]
        for nom, modele in self.env.registry.items():
            if not nom.startswith("oilhi.") or modele._abstract:
                continue
            libelles = self.env[nom].fields_get(attributes=["string"])
            with self.subTest(modele=nom):
                for champ, attendu in AJOUTES.items():
                    if champ in libelles:
                        self.assertEqual(libelles[champ]["string"], attendu)
                # Followers, activities, archived: those that res.partner has from the same words.
                for champ in libelles.keys() & odoo._fields.keys():
                    if modele._fields[champ].string == odoo._fields[champ].string:
                        self.assertEqual(
                            libelles[champ]["string"], odoo._fields[champ]._description_string(odoo.env))

    def test_ce_que_nous_nommons_reste(self):
        champs = self.env["oilhi.service"].fields_get(["name", "signataire_ids"], ["string"])
        self.assertEqual({nom: c["string"] for nom, c in champs.items()}, {
            nom: self.env["oilhi.service"]._fields[nom].string for nom in champs})

    def test_menu_de_l_utilisateur(self):
        lus = code_translations.get_web_translations("oilhi_partenaires", "fr_FR")["messages"]
        self.assertIn({"id": "Shortcuts", "string": "Raccourcis"}, list(lus))

    def test_aucun_droit_se_dit_en_francais(self):
        """Odoo's « No » is not translated: the screen of a user said it in English."""
        privileges = self.env["res.groups.privilege"].search([("placeholder", "=", "No")])
        montres = self.env["res.users"].create({"name": "Essai", "login": "essai.francais"})
        montres = montres.view_group_hierarchy["privileges"]
        self.assertFalse(set(privileges.ids) & {int(cle) for cle in montres}, privileges.mapped("name"))
