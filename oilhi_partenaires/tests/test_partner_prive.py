from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestPartnerPrive(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prive_a = cls._personne(cls.service_mairie_arras, name="Zoé Aperçue")
        cls.prive_b = cls._personne(cls.service_autre, name="Zoé Bonnefoy")
        cls.public = cls.env["res.partner"].create({"name": "Zoé Publique"})
        cls.tous = cls.prive_a | cls.prive_b | cls.public
        cls.env.flush_all()

    def _voit(self, user):
        self.env.invalidate_all()
        return self.env["res.partner"].with_user(user).search([("id", "in", self.tous.ids)])

    def _refuse(self, partner, user):
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            partner.with_user(user).read(["name"])

    def test_agents(self):
        self.assertEqual(self._voit(self.agent), self.prive_a | self.public)
        self.assertEqual(self._voit(self.lecteur), self.prive_a | self.public)
        self.assertEqual(self._voit(self.agent_autre), self.prive_b | self.public)
        self._refuse(self.prive_b, self.agent)
        self._refuse(self.prive_a, self.agent_autre)
        self.assertEqual(self.prive_a.with_user(self.agent).name, "Zoé Aperçue")

    def test_regle_par_index(self):
        """« Public, or mine »: an index serves each side, none of the other persons is read."""
        for autre in ("seqscan", "indexscan", "indexonlyscan"):
            self.env.cr.execute(f"SET LOCAL enable_{autre} = off")
        requete = self.env["res.partner"].with_user(self.agent)._search([])
        lignes = self.env.execute_query(SQL("EXPLAIN %s", requete.select()))
        plan = "\n".join(ligne for ligne, in lignes)
        self.assertIn("BitmapOr", plan)
        self.assertNotIn("Seq Scan on res_partner", plan)

    def test_toutes_les_portes(self):
        Partner = self.env["res.partner"].with_user(self.agent)
        noms = [nom for _id, nom in Partner.name_search("Zoé")]
        self.assertEqual(sorted(noms), ["Zoé Aperçue", "Zoé Publique"])
        domaine = [("id", "in", self.tous.ids)]
        self.assertEqual(Partner.search_count(domaine), 2)
        self.assertEqual(Partner._read_group(domaine, [], ["__count"]), [(2,)])
        groupes = Partner.formatted_read_group(domaine, ["oilhi_prive"], ["__count"])
        self.assertEqual(sum(groupe["__count"] for groupe in groupes), 2)
        self.agent.group_ids |= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            self.prive_b.with_user(self.agent).export_data(["name"])
        self.assertEqual(
            self.prive_a.with_user(self.agent).export_data(["name"])["datas"], [["Zoé Aperçue"]]
        )
        lus = Partner.web_search_read(domaine, {"name": {}})
        self.assertEqual(lus["length"], 2)
        self.assertNotIn("Bonnefoy", str(Partner.get_mention_suggestions("Zoé")))
        with self.assertRaises(AccessError):
            self.prive_b.with_user(self.agent).name = "Modifiée"
        with self.assertRaises(AccessError):
            self.prive_b.with_user(self.agent).unlink()
        with self.assertRaises(AccessError):
            self.prive_b.with_user(self.agent).message_post(body="Bonjour")
        # a search through another model stops too
        self.assertFalse(
            self.env["oilhi.service"].with_user(self.agent)
            .search([("partner_id", "any", [("id", "=", self.prive_b.id)])])
        )

    def test_pieces_et_messages(self):
        piece = self.env["ir.attachment"].create({
            "name": "Titre.txt", "raw": b"secret",
            "res_model": "res.partner", "res_id": self.prive_b.id,
        })
        message = self.prive_b.message_post(body="Note confidentielle")
        self.env.flush_all()
        for donnee in (piece, message):
            with self.subTest(modele=donnee._name), self.assertRaises(AccessError):
                self.env.invalidate_all()
                donnee.with_user(self.agent).read(["create_date"])
            self.assertFalse(
                donnee.with_user(self.agent).search([("id", "=", donnee.id)])
            )
        self.assertTrue(piece.with_user(self.agent_autre).read(["name"]))

    def test_retrait_immediat(self):
        """Same cursor, no cache cleared by hand: the rule itself must follow."""
        self.assertIn(self.prive_a, self._voit(self.agent))
        self.service_mairie_arras.with_user(self.coordinateur).user_ids -= self.agent
        self.assertEqual(self._voit(self.agent), self.public)
        self._refuse(self.prive_a, self.agent)
        self.service_mairie_arras.user_ids |= self.agent
        self.assertIn(self.prive_a, self._voit(self.agent))
        self.prive_a.oilhi_acces_ids = self.service_autre
        self.assertEqual(self._voit(self.agent), self.public)
        self.assertEqual(self._voit(self.agent_autre), self.tous)
        # from the side of the user
        self.agent_autre.oilhi_service_ids = False
        self.assertEqual(self._voit(self.agent_autre), self.public)
        # role withdrawn
        self.assertEqual(self._voit(self.coordinateur), self.tous)
        self.coordinateur.group_ids = self.env.ref("oilhi_partenaires.group_lecteur")
        self.assertEqual(self._voit(self.coordinateur), self.public)

    def test_coordinateur(self):
        for role in ("coordinateur", "administrateur"):
            self.assertEqual(self._voit(getattr(self, role)), self.tous, role)
        self.assertEqual(self._voit(self.juriste), self.public)
        voisin = self.env["res.company"].create({"name": "Département voisin"})
        self.prive_b.oilhi_acces_ids = False
        self.prive_b.company_id = voisin
        self.assertEqual(self._voit(self.coordinateur), self.prive_a | self.public)

    def test_superutilisateur(self):
        self.assertEqual(self._voit(self.env.ref("base.user_root")), self.tous)
        self.assertEqual(
            self.env["res.partner"].search([("id", "in", self.tous.ids)]), self.tous
        )

    def test_creation_par_un_agent(self):
        Partner = self.env["res.partner"].with_user(self.agent)
        personne = Partner.create({"name": "Noé Nouveau", "oilhi_prive": True})
        self.assertEqual(personne.oilhi_acces_ids, self.service_mairie_arras)
        self.assertEqual(personne.company_id, self.env.company)
        self.env.invalidate_all()
        self.assertEqual(personne.name, "Noé Nouveau")
        self._refuse(personne, self.agent_autre)
        par_contexte = Partner.with_context(default_oilhi_prive=True).create({"name": "Éva"})
        self.assertEqual(par_contexte.oilhi_acces_ids, self.service_mairie_arras)
        # an agent does not put a person in the hands of others only
        with self.assertRaises(AccessError):
            Partner.create({
                "name": "Cachée", "oilhi_prive": True,
                "oilhi_acces_ids": [(6, 0, self.service_autre.ids)],
            })

    def test_contacts_rattaches(self):
        contact = self.env["res.partner"].with_user(self.agent).create({
            "name": "Fille de Zoé", "parent_id": self.prive_a.id,
        })
        self.assertTrue(contact.oilhi_prive)
        self.assertEqual(contact.oilhi_acces_ids, self.service_mairie_arras)
        self._refuse(contact, self.agent_autre)
        self.prive_a.oilhi_acces_ids |= self.service_autre
        self.env.invalidate_all()
        self.assertEqual(contact.with_user(self.agent_autre).name, "Fille de Zoé")

    def test_rendre_public(self):
        with self.assertRaisesRegex(AccessError, "coordinateur"):
            self.prive_a.with_user(self.agent).oilhi_prive = False
        with self.assertRaisesRegex(AccessError, "coordinateur"):
            self.prive_a.with_user(self.agent).write({"oilhi_prive": 0})
        # the other way round: what all see is not taken away from them
        with self.assertRaisesRegex(AccessError, "annuaire commun"):
            self.public.with_user(self.agent).write({
                "oilhi_prive": True, "company_id": self.env.company.id,
            })
        self.public.with_user(self.agent).oilhi_prive = False
        self.prive_a.with_user(self.coordinateur).oilhi_prive = False
        self.assertIn(self.prive_a, self._voit(self.agent_autre))

    def test_contact_public_refuse(self):
        contact = self._personne(self.service_mairie_arras, parent_id=self.prive_a.id)
        with self.assertRaisesRegex(ValidationError, "ne peut pas être public"):
            contact.oilhi_prive = False

    def test_rattachement_public_refuse(self):
        with self.assertRaisesRegex(ValidationError, "ne peut pas être public"):
            self.public.parent_id = self.prive_a

    def test_refus(self):
        with self.assertRaisesRegex(ValidationError, "département hôte"):
            self.prive_a.company_id = False

    def test_refus_annuaire(self):
        with self.assertRaisesRegex(ValidationError, "annuaire"):
            self.prive_a.oilhi_type_ids = self.env.ref("oilhi_partenaires.type_organisme_caf")

    def test_partenaires_ordinaires(self):
        """The rule leaves every other partner as Odoo shows it, portal users included."""
        portail = self._nouvel_utilisateur("lecteur", "oilhi_portail")
        portail.write({"group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]})
        self.assertEqual(portail.partner_id.with_user(portail).name, "Oilhi portail")
        self.assertFalse(self._voit(portail) & (self.prive_a | self.prive_b))
        interne = self._nouvel_utilisateur("lecteur", "oilhi_interne")
        interne.write({"group_ids": [(6, 0, self.env.ref("base.group_user").ids)]})
        self.assertEqual(self._voit(interne), self.public)
        self.assertIn(self.agent, self.env["res.users"].with_user(interne).search([]))
        # rows older than the addon have no value in the column
        self.env.cr.execute(
            "UPDATE res_partner SET oilhi_prive = NULL WHERE id = %s", [self.public.id]
        )
        self.assertEqual(self._voit(interne), self.public)
