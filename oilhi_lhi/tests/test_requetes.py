from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
class TestRequetes(OilhiLhiCommon):
    """What an agent sees, how it is decided, and that it costs the same whatever the volume."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        batiments = cls.env["oilhi.batiment"].create([
            {"rue": f"{n} rue du Volume", "commune_id": cls.commune_arras.id} for n in range(80)
        ])
        cls.dossiers = cls.env["oilhi.dossier"].with_user(cls.agent).create([
            {"name": f"Dossier {n}", "batiment_id": batiment.id}
            for n, batiment in enumerate(batiments)
        ]).with_env(cls.env)
        cls.dossier = cls.dossiers[0]
        procedure = cls._ouvrir(cls.dossier, "MSO", ("MSO-08",))
        delai = cls.env["oilhi.delai"].search([], limit=1)
        cls.env["oilhi.dossier.echeance"].create([{
            "dossier_id": dossier.id, "delai_id": delai.id, "date": "2027-03-01",
            "dossier_etape_id": procedure.etape_ids[:1].id if dossier == cls.dossier else False,
        } for dossier in cls.dossiers])
        cls.service_partage = cls.env["oilhi.service"].create({
            "name": "CAF (essai)", "type": "caf",
        })

    def _liste(self, modele):
        """The columns of the list, as the web client asks for them."""
        Modele = self.env[modele].with_user(self.agent)
        arbre = etree.fromstring(Modele.get_views([(False, "list")])["views"]["list"]["arch"])
        return {
            nom: {"fields": {"display_name": {}}} if Modele._fields[nom].type == "many2one" else {}
            for noeud in arbre.iter("field") if (nom := noeud.get("name"))
        }

    def _requetes(self, modele, limite):
        Modele, specification = self.env[modele].with_user(self.agent), self._liste(modele)
        self.env.flush_all()
        self.env.invalidate_all()
        avant = self.env.cr.sql_log_count
        lus = Modele.web_search_read([], specification, limit=limite)["records"]
        self.assertEqual(len(lus), limite)
        return self.env.cr.sql_log_count - avant

    def test_listes_de_l_agent(self):
        """As many queries for eighty rows as for twenty, in a small service and in a big one."""
        for modele, maximum in (("oilhi.dossier", 16), ("oilhi.dossier.echeance", 14)):
            with self.subTest(modele=modele):
                self._requetes(modele, 20)  # warms the caches of access rights
                peu, beaucoup = self._requetes(modele, 20), self._requetes(modele, 79)
                self.assertLessEqual(beaucoup, peu)
                with self.assertQueryCount(maximum):
                    self._requetes(modele, 79)
        self.service_mairie_arras.user_ids = [
            Command.link(self._nouvel_utilisateur("lecteur", f"oilhi_membre_{n}").id)
            for n in range(5)
        ]
        self._requetes("oilhi.dossier", 20)
        self.assertLessEqual(self._requetes("oilhi.dossier", 20), peu + 2)

    def test_fiche_sans_les_listes_vides(self):
        """What is empty costs no query each; what is not is read, and a row just made is seen."""
        listes = [
            nom for nom, champ in self.env["oilhi.dossier"]._fields.items()
            if champ.type == "one2many" and champ.inverse_name == "dossier_id" and not champ.compute
        ]
        dossier = self.dossiers[1].with_user(self.agent)
        specification = {nom: {"fields": {}} for nom in listes}

        def lire():
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            (lu,) = dossier.web_read(specification)
            return lu, self.env.cr.sql_log_count - avant

        lire()  # warms the caches of access rights
        lu, requetes = lire()
        pleines = {nom for nom in listes if lu[nom]}
        self.assertEqual(pleines, {"echeance_ids"})
        self.assertLess(requetes, len(listes) / 2)
        personne = self.env["oilhi.dossier.personne"].with_user(self.agent).create({
            "dossier_id": dossier.id, "prenom": "Zoé", "nom": "EXEMPLE", "role": "occupant",
            "adresse_inconnue": True,
        })
        (lu,) = dossier.web_read(specification)
        self.assertEqual(lu["personne_ids"], [{"id": personne.id}])
        # The lists of somebody else's case stay refused.
        with self.assertRaises(AccessError):
            dossier.with_user(self.agent_autre).web_read(specification)

    def test_droit_lu_une_fois(self):
        """A worker reads the law once; who changes it reads it again at once, and so do the others afterwards."""
        etapes = self.env["oilhi.etape"].with_user(self.agent)
        code = "MSO-12"

        def lire():
            self.env.invalidate_all()
            etape = etapes._par_code([code])
            return etape.name, etape.procedure_id.etape_ids.mapped("code")

        nom, voisines = lire()
        with self.assertQueryCount(1):  # who asks
            self.assertEqual(lire(), (nom, voisines))
        self.assertEqual(voisines, self.env["oilhi.etape"].search([
            ("procedure_id.etape_ids.code", "=", code),
        ]).mapped("code"))
        etape = self.env["oilhi.etape"].search([("code", "=", code)])
        etape.write({"name": "Signer", "sequence": 1})
        nouvelle = etape.copy({"code": "MSO-12-BIS", "sequence": 0})
        self.env.flush_all()
        self.assertEqual(lire()[0], "Signer")
        self.assertEqual(lire()[1][:2], ["MSO-12-BIS", code])
        self.assertEqual(etapes._par_code(["MSO-12-BIS"]), nouvelle)
        nouvelle.unlink()
        self.assertNotIn("MSO-12-BIS", lire()[1])
        procedure = self.env["oilhi.procedure"].search([("code", "=", "MSO")])
        procedure.active = False
        self.assertFalse(self.env["oilhi.procedure"]._par_code(["MSO"]))
        self.assertEqual(
            self.env["oilhi.procedure"].with_context(active_test=False)._par_code(["MSO"]), procedure,
        )
        with self.assertRaises(AccessError):
            self.env["oilhi.etape"].with_user(self.env.ref("base.public_user")).browse(etape.id).fetch(["name"])

    def test_pieces_de_la_ligne_seule(self):
        """Reading the proofs of a fact reads no other attachment; one that may not be read is left out."""
        autre = self._dossier_pignon(user=self.agent_autre)
        pieces = self.env["ir.attachment"].create([
            {"name": f"{n}.txt", "raw": b"x", "res_model": "oilhi.dossier", "res_id": dossier.id}
            for n, dossier in enumerate([self.dossier, self.dossiers[1], autre])
        ])
        fait = self.env["oilhi.dossier.fait"].create({
            "dossier_id": self.dossier.id, "code": "MSO-08", "date": "2026-11-02",
            "piece_ids": [Command.set((pieces[0] | pieces[2]).ids)],
        })
        self.env.flush_all()
        self.env.invalidate_all()
        lues = fait.with_user(self.agent).piece_ids
        self.assertEqual(lues.ids, pieces[0].ids)
        vues = self.env["ir.attachment"]._fields["res_id"]._get_cache(self.env)
        self.assertNotIn(pieces[1].id, vues)
        self.env.invalidate_all()
        self.assertEqual(fait.sudo().piece_ids, pieces[2] | pieces[0])

    def test_lire_ne_charge_pas_les_membres(self):
        """Reading a case must not read who else works in its services."""
        Dossier = self.env["oilhi.dossier"].with_user(self.agent)
        self.env.invalidate_all()
        Dossier.search([], limit=80).mapped("name")
        membres = self.env["oilhi.service"]._fields["user_ids"]
        self.assertFalse(self.env.cache.contains_field(membres))

    def test_lisible_suit_les_droits(self):
        """Owner, share, contribution, end of the share: the two answers of every user."""

        def droits(user):
            dossier = self.dossier.with_user(user)
            return dossier.sudo().lisible, dossier.sudo().modifiable

        membre = self.agent_autre
        self.assertEqual(droits(self.agent), (True, True))
        self.assertEqual(droits(membre), (False, False))
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": self.dossier.id, "service_id": self.service_autre.id,
            "etat": "accepte", "niveau": "lecture",
        })
        self.assertEqual(droits(membre), (True, False))
        partage.niveau = "contribution"
        self.assertEqual(droits(membre), (True, True))
        partage.etat = "termine"
        self.assertEqual(droits(membre), (False, False))

    def test_lisible_cesse_aussitot(self):
        """In the very transaction where the right is withdrawn, with the answer already cached."""
        Dossier = self.env["oilhi.dossier"].with_user(self.agent)
        dossier = self.dossier.with_user(self.agent)
        self.assertTrue(dossier.has_access("read") and dossier.has_access("write"))
        self.assertEqual(Dossier.search_count([]), 80)
        self.service_mairie_arras.user_ids -= self.agent
        self.assertFalse(dossier.has_access("read") or dossier.has_access("write"))
        self.assertEqual(Dossier.search_count([]), 0)
        self.agent.oilhi_service_ids += self.service_mairie_arras
        self.assertTrue(dossier.has_access("read") and dossier.has_access("write"))
        # An archived service keeps its cases.
        self.service_mairie_arras.active = False
        self.env.invalidate_all()
        self.assertTrue(dossier.has_access("read"))
        self.assertEqual(Dossier.search_count([]), 80)

    def test_lisible_se_cherche(self):
        """Searching on the field is what the rule does; its contrary is the rest."""
        Dossier = self.env["oilhi.dossier"].with_user(self.agent_autre)
        self._dossier_pignon(user=self.agent_autre)
        tous = self.env["oilhi.dossier"].search([])
        lisibles = Dossier.sudo().search([("lisible", "=", True)])
        self.assertEqual(lisibles.ids, Dossier.search([]).ids)
        self.assertEqual(tous - lisibles.with_env(self.env), self.env["oilhi.dossier"].browse(
            Dossier.sudo().search([("lisible", "=", False)]).ids))
        self.assertEqual(
            Dossier.sudo().search([("modifiable", "!=", False)]).ids, lisibles.ids)
        sans = self._nouvel_utilisateur("agent", "oilhi_agent_sans_service")
        self.assertFalse(self.env["oilhi.dossier"].with_user(sans).search([]))
