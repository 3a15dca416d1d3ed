from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import OilhiCommon


@tagged("at_install", "-post_install")
class TestServices(OilhiCommon):
    def test_creation(self):
        service = self.env["oilhi.service"].with_user(self.coordinateur).create({
            "name": "Mairie d’Arras, hygiène", "type": "mairie",
            "commune_id": self.commune_arras.id,
        })
        self.assertEqual(service.partner_id.name, "Mairie d’Arras, hygiène")
        self.assertTrue(service.partner_id.is_company)
        self.assertFalse(service.partner_id.oilhi_prive)
        self.assertEqual(service.commune_ids, self.commune_arras)
        self.assertEqual(service.company_id, self.env.company)
        sequence = service.sudo().sequence_arrete_id
        self.assertEqual(sequence.implementation, "no_gap")
        self.assertEqual(sequence.company_id, service.company_id)

    def test_numerotation_annuelle(self):
        service, autre = self.service_mairie_arras, self.service_autre
        self.assertNotEqual(service.sequence_arrete_id, autre.sequence_arrete_id)
        numero = service.sequence_arrete_id.next_by_id
        self.assertEqual(numero(sequence_date="2027-03-01"), "2027-001")
        self.assertEqual(numero(sequence_date="2027-12-31"), "2027-002")
        self.assertEqual(numero(sequence_date="2028-01-01"), "2028-001")
        self.assertEqual(autre.sequence_arrete_id.next_by_id(sequence_date="2027-03-01"),
                         "2027-001")

    def test_suppression(self):
        sequence = self.service_autre.sequence_arrete_id
        with self.assertRaises(AccessError):
            self.service_autre.with_user(self.coordinateur).unlink()
        self.service_autre.with_user(self.administrateur).unlink()
        self.assertFalse(sequence.exists())

    def test_communes_couvertes(self):
        service = self.env["oilhi.service"].create({
            "name": "Communauté urbaine", "type": "epci", "epci_id": self.epci.id,
        })
        self.assertEqual(service.commune_ids, self.epci.commune_ids)
        service.commune_ids -= self.commune_arras
        self.assertNotIn(self.commune_arras, service.commune_ids)
        explicite = self.env["oilhi.service"].create({
            "name": "SCHS", "type": "schs", "commune_id": self.commune_arras.id,
            "commune_ids": [(6, 0, (self.commune_arras | self.commune_bethune).ids)],
        })
        self.assertEqual(len(explicite.commune_ids), 2)

    def test_siege_obligatoire(self):
        with self.assertRaisesRegex(ValidationError, "commune de la mairie"):
            self.env["oilhi.service"].create({"name": "Sans commune", "type": "mairie"})
        with self.assertRaisesRegex(ValidationError, "EPCI du service"):
            self.env["oilhi.service"].create({"name": "Sans EPCI", "type": "epci"})
        self.assertTrue(self.env["oilhi.service"].create({"name": "ARS", "type": "ars"}))

    def test_formulaire(self):
        with Form(self.env["oilhi.service"].with_user(self.coordinateur)) as formulaire:
            formulaire.name = "Mairie de Béthune"
            formulaire.type = "mairie"
            formulaire.commune_id = self.commune_bethune
        self.assertEqual(formulaire.record.commune_ids, self.commune_bethune)

    def test_ce_que_le_responsable_tient(self):
        service = self.service_mairie_arras.with_user(self.responsable)
        service.write({
            "en_tete": "Ville d’Arras\nDirection <habitat>", "street": "6 place de l’Exemple",
            "zip": "62000", "city": "Arras",
        })
        self.assertEqual(service.partner_id.city, "Arras")
        for morceau in ("Direction &lt;habitat&gt;", "62000 Arras"):
            self.assertIn(morceau, service.apercu_en_tete)
        for valeurs in (
            {"user_ids": [(4, self.agent_autre.id)]}, {"type": "ars"}, {"active": False},
            {"commune_ids": [(5,)]}, {"company_id": self.company.id}, {"partner_id": False},
        ):
            with self.assertRaisesRegex(AccessError, "coordinateur"):
                service.write(valeurs)
        with self.assertRaises(AccessError):
            self.service_autre.with_user(self.responsable).en_tete = "Autre"
        with self.assertRaises(AccessError):
            self.service_mairie_arras.with_user(self.agent).en_tete = "Agent"
        self.assertEqual(self.service_mairie_arras.habilitation_count, 3)

    def test_copie(self):
        copie = self.service_mairie_arras.copy()
        self.assertEqual(copie.name, "Mairie d’Arras, service habitat (copie)")
        self.assertFalse(copie.user_ids)
        self.assertNotEqual(copie.sequence_arrete_id, self.service_mairie_arras.sequence_arrete_id)
        self.assertNotEqual(copie.partner_id, self.service_mairie_arras.partner_id)

    def test_utilisateur_autre_departement(self):
        autre = self.env["res.company"].create({"name": "Département voisin"})
        etranger = self._nouvel_utilisateur("agent", "oilhi_voisin")
        etranger.write({"company_ids": [(6, 0, autre.ids)], "company_id": autre.id})
        with self.assertRaises(UserError):
            self.service_autre.user_ids |= etranger
        # names of services are shared inside a département, never across
        self.assertFalse(self.env["oilhi.service"].with_user(etranger).search([]))
        with self.assertRaises(AccessError):
            self.service_autre.with_user(etranger).read(["name"])
        with self.assertRaises(AccessError):
            self.signataire_arras.with_user(etranger).read(["name"])

    def test_signataires_dates(self):
        service = self.service_mairie_arras
        adjoint = self.env["oilhi.service.signataire"].create({
            "service_id": service.id, "name": "Alix Modèle", "qualite": "Adjointe au maire",
            "type": "adjoint", "delegation": "arrêté n° 2026-12 du 3 avril 2026", "sequence": 1,
            "date_debut": "2026-04-03", "date_fin": "2027-04-02",
        })
        maire = self.signataire_arras
        for date, attendus in [
            ("2026-04-02", maire), ("2026-04-03", maire | adjoint),
            ("2027-04-02", maire | adjoint), ("2027-04-03", maire),
        ]:
            with self.subTest(date=date):
                self.assertEqual(service._signataire_valide(date), attendus)
        self.assertEqual(service._signataire_valide("2026-05-01")[0], maire)
        self.assertEqual(service._signataire_valide("2026-05-01", ["adjoint"]), adjoint)
        with freeze_time("2027-06-01"):
            self.assertEqual(service._signataire_valide(), maire)
        adjoint.active = False
        self.assertEqual(service._signataire_valide("2026-05-01"), maire)
        self.assertEqual(adjoint.display_name, "Alix Modèle, Adjointe au maire")

    def test_signataires_refus(self):
        with self.assertRaisesRegex(ValidationError, "délégation"):
            self.env["oilhi.service.signataire"].create({
                "service_id": self.service_autre.id, "name": "Alix Modèle",
                "qualite": "Adjointe au maire", "type": "adjoint", "delegation": "  ",
            })
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as erreur:
            self.signataire_arras.write({"date_debut": "2027-01-02", "date_fin": "2027-01-01"})
            self.env.flush_all()
        self.assertIn("oilhi_service_signataire_dates", str(erreur.exception))

    def test_registre_incontournable(self):
        """A context sent by the client keeps nobody out of the register."""
        service = self.service_autre.with_user(self.coordinateur)
        service.with_context(oilhi_relation_tenue=True).user_ids = [(4, self.lecteur.id)]
        self.assertTrue(self.env["oilhi.habilitation"].search([
            ("service_id", "=", service.id), ("user_id", "=", self.lecteur.id),
            ("ouverte", "=", True),
        ]))

    def test_formulaire_du_responsable(self):
        """What only a coordinator changes is shown, not offered."""
        service = self.service_mairie_arras
        with Form(service.with_user(self.responsable)) as formulaire:
            for champ in ("name", "type", "commune_id"):
                with self.assertRaises(AssertionError, msg=champ):
                    setattr(formulaire, champ, getattr(service, champ))
            formulaire.phone = "03 53 01 22 22"
        self.assertEqual(service.phone, "03 53 01 22 22")
        with Form(service.with_user(self.coordinateur)) as formulaire:
            formulaire.name = "Mairie d’Arras, habitat"
        self.assertEqual(service.name, "Mairie d’Arras, habitat")
