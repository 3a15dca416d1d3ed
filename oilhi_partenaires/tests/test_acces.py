from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ROLES, OilhiCommon

TERRITOIRE = ("oilhi.region", "oilhi.departement", "oilhi.epci", "oilhi.commune")
# model -> roles that may write / create / unlink; everyone reads. Every model of the addons is in
# oilhi_documents/tests/isolation_registre.py, which no new model escapes.
DROITS = {
    "oilhi.region": [{"administrateur"}] * 3,
    "oilhi.departement": [{"administrateur"}] * 3,
    "oilhi.epci": [{"coordinateur", "administrateur"}, {"administrateur"}, {"administrateur"}],
    "oilhi.commune": [{"coordinateur", "administrateur"}, {"administrateur"}, {"administrateur"}],
    "oilhi.type.organisme": [
        {"juriste", "administrateur"}, {"juriste", "administrateur"}, {"administrateur"},
    ],
    "oilhi.matiere": [
        {"juriste", "administrateur"}, {"juriste", "administrateur"}, {"administrateur"},
    ],
    "oilhi.type.organisme.regle": [
        {"juriste", "administrateur"}, {"juriste", "administrateur"}, {"administrateur"},
    ],
    "oilhi.commune.ancienne": [{"administrateur"}] * 3,
    "oilhi.source.donnees": [set()] * 3,
    "oilhi.dila.type": [{"administrateur"}] * 3,
    "oilhi.habilitation": [{"responsable", "coordinateur", "administrateur"}] * 2 + [set()],
    "oilhi.service": [
        {"responsable", "coordinateur", "administrateur"}, {"coordinateur", "administrateur"},
        {"administrateur"},
    ],
    "oilhi.service.signataire": [{"responsable", "coordinateur", "administrateur"}] * 3,
}
# Machinery that no role reads or writes: the vocabulary of the search.
TECHNIQUES = {"oilhi.mot"}


@tagged("at_install", "-post_install")
class TestAcces(OilhiCommon):
    def test_matrice(self):
        for modele, droits in DROITS.items():
            for role in ROLES:
                with self.subTest(modele=modele, role=role):
                    acces = self.env[modele].with_user(getattr(self, role))
                    self.assertTrue(acces.has_access("read"))
                    for operation, roles in zip(("write", "create", "unlink"), droits, strict=True):
                        self.assertEqual(acces.has_access(operation), role in roles, operation)

    def test_modeles_techniques(self):
        for modele in TECHNIQUES:
            for role in ROLES:
                acces = self.env[modele].with_user(getattr(self, role))
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(modele=modele, role=role, operation=operation):
                        self.assertFalse(acces.has_access(operation))

    def test_utilisateur_interne_sans_role(self):
        interne = self._nouvel_utilisateur("lecteur", "oilhi_interne")
        interne.write({"group_ids": [(6, 0, self.env.ref("base.group_user").ids)]})
        for modele in DROITS:
            self.assertFalse(self.env[modele].with_user(interne).has_access("read"))

    def test_groupes(self):
        coordinateur = self.env.ref("oilhi_partenaires.group_coordinateur")
        agent = self.env.ref("oilhi_partenaires.group_agent")
        self.assertNotIn(agent, coordinateur.all_implied_ids)
        administrateur = self.env.ref("oilhi_partenaires.group_administrateur")
        self.assertNotIn(agent, administrateur.all_implied_ids)
        self.assertTrue(
            self.administrateur.has_group("oilhi_partenaires.group_juriste")
            and self.administrateur.has_group("oilhi_partenaires.group_coordinateur")
        )

    def test_signataires_du_responsable(self):
        Signataire = self.env["oilhi.service.signataire"].with_user(self.responsable)
        signataire = self.signataire_arras.with_user(self.responsable)
        signataire.qualite = "Maire d’Arras, vice-présidente"
        Signataire.create({
            "service_id": self.service_mairie_arras.id, "name": "Alix Modèle",
            "qualite": "Première adjointe", "type": "adjoint", "delegation": "arrêté du 3 avril",
        })
        ailleurs = self.env["oilhi.service.signataire"].create({
            "service_id": self.service_autre.id, "name": "Sacha Autre",
            "qualite": "Maire de Béthune",
        })
        self.assertEqual(ailleurs.with_user(self.responsable).name, "Sacha Autre")
        with self.assertRaises(AccessError):
            ailleurs.with_user(self.responsable).qualite = "Usurpée"
        with self.assertRaises(AccessError):
            Signataire.create({
                "service_id": self.service_autre.id, "name": "Moi", "qualite": "Maire",
            })
        with self.assertRaises(AccessError):
            signataire.service_id = self.service_autre
        with self.assertRaises(AccessError):
            self.service_mairie_arras.with_user(self.responsable).user_ids = False
        # nor does an agent give itself a service
        with self.assertRaises(AccessError):
            self.agent.with_user(self.agent).oilhi_service_ids = self.service_autre
        ailleurs.with_user(self.coordinateur).qualite = "Maire de Béthune, présidente"

    def test_responsable_retire_du_service(self):
        self.service_mairie_arras.with_user(self.coordinateur).user_ids -= self.responsable
        with self.assertRaises(AccessError):
            self.signataire_arras.with_user(self.responsable).qualite = "Trop tard"

    def test_services_visibles_de_tous(self):
        for role in ROLES:
            services = self.env["oilhi.service"].with_user(getattr(self, role)).search([])
            self.assertIn(self.service_autre, services, role)
