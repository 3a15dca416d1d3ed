from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OilhiLhiCommon

# Models whose rows belong to a case, with a value that changes nothing else.
ENFANTS = {
    "oilhi.dossier.desordre": {"localisation": "ailleurs"},
    "oilhi.dossier.personne": {"lot": "Lot 3"},
    "oilhi.dossier.photo": {"name": "Autre légende"},
    "oilhi.dossier.partage": {"motif": "Autre motif"},
}
LUS = (*ENFANTS, "oilhi.dossier.procedure", "oilhi.dossier.etape")


@tagged("at_install", "-post_install")
class TestAcces(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Only the site's administrator gives the right to export; the rules must hold with it.
        cls.env.ref("base.group_allow_export").user_ids = [
            Command.link(user.id) for user in (
                cls.lecteur, cls.agent, cls.responsable, cls.coordinateur, cls.agent_autre,
            )
        ]
        cls.dossier = cls._dossier_pignon().with_env(cls.env)
        cls.dossier.message_post(body="Appel du voisin.")
        cls.photo = cls._photo()
        cls.procedure = cls._ouvrir(cls.dossier, "MSO", ("MSO-08",))
        cls.ailleurs = cls._dossier_pignon(user=cls.agent_autre, name="Dossier de Béthune")
        cls.service_tiers = cls.env["oilhi.service"].create({
            "name": "CAF du Pas-de-Calais", "type": "caf",
        })
        cls.agent_sans = cls._nouvel_utilisateur("agent", "oilhi_agent_sans")
        cls.agent_sans.group_ids += cls.env.ref("base.group_allow_export")

    @classmethod
    def _photo(cls):
        return cls.env["oilhi.dossier.photo"].with_user(cls.agent).create({
            "dossier_id": cls.dossier.id, "image": cls._image(), "name": "Pignon",
        }).with_env(cls.env)

    def _partager(self, niveau="lecture", user=None, **valeurs):
        partage = self.env["oilhi.dossier.partage"].with_user(user or self.agent).create({
            "dossier_id": self.dossier.id, "service_id": self.service_autre.id,
            "niveau": niveau, **valeurs,
        })
        self.env.invalidate_all()
        return partage

    def _voit(self, user, dossier=None):
        return (dossier or self.dossier).id in self.env["oilhi.dossier"].with_user(user).search(
            []
        ).ids

    def _enfants(self, modele):
        return self.env[modele].search([("dossier_id", "=", self.dossier.id)])

    def _lit_tout(self, user, attendu):
        """Every way of reading gives the same answer as the list."""
        Dossier = self.env["oilhi.dossier"].with_user(user)
        domaine = [("id", "=", self.dossier.id)]
        un = 1 if attendu else 0
        self.assertEqual(Dossier.search_count(domaine), un)
        groupes = Dossier.formatted_read_group(domaine, ["service_id"], ["__count"])
        self.assertEqual(sum(groupe["__count"] for groupe in groupes), un)
        self.assertEqual(len(Dossier.name_search(self.dossier.reference)), un)
        self.assertEqual(len(Dossier.web_search_read(domaine, {"name": {}})["records"]), un)
        for modele in LUS:
            lignes = self.env[modele].with_user(user).search([("dossier_id", "=", self.dossier.id)])
            self.assertEqual(bool(lignes), attendu and bool(self._enfants(modele)), modele)
        self.env.invalidate_all()
        message = self.dossier.sudo().message_ids[:1]
        piece = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "oilhi.dossier.photo"), ("res_id", "=", self.photo.id),
            ("res_field", "=", "image"),
        ])
        self.assertTrue(message and piece)
        lectures = (
            (self.dossier, lambda r: r.read(["name"])),
            (self.dossier, lambda r: r.export_data(["reference", "personne_ids/nom_complet"])),
            (self.dossier.personne_ids, lambda r: r.read(["nom"])),
            (self.dossier.personne_ids.partner_id, lambda r: r.read(["name"])),
            (self.photo, lambda r: r.read(["sha256"])),
            (message, lambda r: r.read(["body"])),
            (piece, lambda r: r.read(["datas"])),
        )
        for records, lire in lectures:
            self.env.invalidate_all()
            with self.subTest(modele=records._name, user=user.login):
                if attendu:
                    self.assertTrue(lire(records.with_user(user)))
                else:
                    with self.assertRaises(AccessError):
                        lire(records.with_user(user))

    def _ecrit(self, user, attendu):
        def essayer(action, permis=attendu):
            self.env.invalidate_all()
            if permis:
                action()
            else:
                with self.assertRaises(AccessError):
                    action()

        essayer(lambda: self.dossier.with_user(user).write({"description": "Modifié"}))
        for modele, valeurs in ENFANTS.items():
            # A share is changed by the owner alone, whatever the level of the share.
            permis = attendu and (
                modele != "oilhi.dossier.partage"
                or user in self.service_mairie_arras.user_ids
                or user.has_group("oilhi_partenaires.group_coordinateur")
            )
            for ligne in self._enfants(modele):
                with self.subTest(modele=modele, user=user.login):
                    essayer(lambda cible=ligne, v=valeurs: cible.with_user(user).write(v), permis)
        essayer(lambda: self.env["oilhi.dossier.desordre"].with_user(user).create({
            "dossier_id": self.dossier.id, "desordre_id": self.desordre_cheminee.id,
        }))
        essayer(lambda: self.env["oilhi.dossier.photo"].with_user(user).create({
            "dossier_id": self.dossier.id, "image": self._image(),
        }))

    # -- Roles ---------------------------------------------------------------

    def test_agent(self):
        self._lit_tout(self.agent, True)
        self._ecrit(self.agent, True)
        self.assertFalse(self._voit(self.agent, self.ailleurs))

    def test_lecteur(self):
        self._lit_tout(self.lecteur, True)
        self._ecrit(self.lecteur, False)
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier"].with_user(self.lecteur).create({
                "name": "X", "batiment_id": self.dossier.batiment_id.id,
            })
        # A reader may leave a note.
        self.dossier.with_user(self.lecteur).message_post(body="Vu sur place.")

    def test_responsable(self):
        self._lit_tout(self.responsable, True)
        self._ecrit(self.responsable, True)

    def test_coordinateur(self):
        self.assertTrue(self._voit(self.coordinateur, self.ailleurs))
        self._lit_tout(self.coordinateur, True)
        self._ecrit(self.coordinateur, True)

    def test_agent_d_un_autre_service(self):
        self._lit_tout(self.agent_autre, False)
        self._ecrit(self.agent_autre, False)
        self.assertTrue(self._voit(self.agent_autre, self.ailleurs))

    def test_refus_dit_comme_une_administration_le_dit(self):
        """Operation → sentence; a case may be asked for. Odoo's own text jokes."""
        dossier = self.dossier.with_user(self.agent_autre)
        with self.assertRaisesRegex(AccessError, "Vous ne pouvez pas consulter cet élément"):
            dossier.read(["name"])
        for operation, verbe in (("read", "consulter"), ("write", "modifier"), ("create", "créer"), ("unlink", "supprimer")):
            with self.subTest(operation=operation):
                phrase = str(dossier.env["ir.rule"]._make_access_error(operation, dossier))
                self.assertTrue(phrase.startswith(
                    f"Vous ne pouvez pas {verbe} cet élément (Dossier d’habitat indigne)."), phrase)
                self.assertIn("« Demander l’accès à un dossier »", phrase)

    def test_sans_service_ni_role(self):
        self._lit_tout(self.agent_sans, False)
        self._ecrit(self.agent_sans, False)
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier"].with_user(self.juriste).search([])

    def test_rattachement_retire(self):
        """Withdrawn from the service, lost at once: the rule must not come from a cache."""
        self.assertTrue(self._voit(self.agent))
        self.service_mairie_arras.user_ids = [Command.unlink(self.agent.id)]
        self.assertFalse(self._voit(self.agent))
        self._lit_tout(self.agent, False)

    def test_creer_pour_un_autre_service(self):
        with self.assertRaises(AccessError):
            self._dossier_pignon(service_id=self.service_autre.id)
        dossier = self._dossier_pignon(user=self.coordinateur, service_id=self.service_autre.id)
        self.assertTrue(self._voit(self.agent_autre, dossier))

    def test_deplacer_vers_un_dossier_etranger(self):
        """A row cannot be slipped into a case that its author may not change."""
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier.desordre"].with_user(self.agent).create({
                "dossier_id": self.ailleurs.id, "desordre_id": self.desordre_mur.id,
            })
        for modele in ENFANTS:
            for ligne in self._enfants(modele):
                with self.assertRaisesRegex(UserError, "ne change pas de dossier"):
                    ligne.with_user(self.agent).dossier_id = self.ailleurs

    def test_changer_de_service(self):
        with self.assertRaisesRegex(AccessError, "responsable"):
            self.dossier.with_user(self.agent).service_id = self.service_autre
        contact = self.dossier.sudo().personne_ids[0].partner_id
        self.dossier.with_user(self.responsable).service_id = self.service_autre
        self.assertFalse(self._voit(self.agent))
        self.assertTrue(self._voit(self.agent_autre))
        self.assertEqual(contact.oilhi_acces_ids, self.service_autre)
        with self.assertRaisesRegex(AccessError, "archiver"):
            self.dossier.with_user(self.agent_autre).active = False

    # -- Shares --------------------------------------------------------------

    def test_partage_lecture(self):
        self._partager("lecture")
        self._lit_tout(self.agent_autre, True)
        self._ecrit(self.agent_autre, False)
        self.dossier.with_user(self.agent_autre).message_post(body="Vu.")

    def test_partage_contribution(self):
        self._partager("contribution")
        self._lit_tout(self.agent_autre, True)
        self._ecrit(self.agent_autre, True)
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier.partage"].with_user(self.agent_autre).create({
                "dossier_id": self.dossier.id, "service_id": self.service_tiers.id,
            })
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre).unlink()

    def test_partage_par_un_tiers(self):
        with self.assertRaises(AccessError):
            self._partager(user=self.agent_autre)

    def test_partage_retire(self):
        for retirer in (
            lambda p: p.action_terminer(),
            lambda p: p.write({"etat": "refuse"}),
            lambda p: p.write({"date_fin": fields.Date.today() - timedelta(days=1)}),
            lambda p: p.unlink(),
        ):
            partage = self._partager("contribution")
            self.assertTrue(self._voit(self.agent_autre))
            retirer(partage)
            self.env.invalidate_all()
            self._lit_tout(self.agent_autre, False)
            self._ecrit(self.agent_autre, False)
            if partage.exists():
                partage.unlink()

    def test_partage_demande(self):
        partage = self._partager(etat="demande")
        self.assertFalse(self._voit(self.agent_autre))
        partage.etat = "accepte"
        self.assertTrue(self._voit(self.agent_autre))

    def test_niveau_abaisse(self):
        partage = self._partager("contribution")
        self.dossier.with_user(self.agent_autre).description = "Contribution"
        partage.niveau = "lecture"
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.agent_autre).description = "Encore"

    def test_partage_expire(self):
        """The last day counts; the night after, the daily task closes the share."""
        self._partager("contribution", date_fin="2027-03-10")
        cron = self.env.ref("oilhi_lhi.cron_fin_partages")
        self.assertEqual((cron.model_name, cron.code), ("oilhi.dossier", "model._cron_fin_partages()"))
        with freeze_time("2027-03-10 12:00:00"):
            self.env["oilhi.dossier"]._cron_fin_partages()
            self.assertTrue(self._voit(self.agent_autre))
        with freeze_time("2027-03-11 12:00:00"):
            self.env["oilhi.dossier"]._cron_fin_partages()
            self.env.invalidate_all()
            self.assertFalse(self._voit(self.agent_autre))
            self.assertEqual(self.dossier.partage_ids.etat, "termine")
        self._lit_tout(self.agent_autre, False)

    def test_partage_controles(self):
        with self.assertRaises(ValidationError):
            self.env["oilhi.dossier.partage"].create({
                "dossier_id": self.dossier.id, "service_id": self.service_mairie_arras.id,
            })

    def test_historique_du_partage(self):
        avant = len(self.dossier.message_ids)
        self._partager()
        self.assertIn("Béthune", self.dossier.message_ids[0].body)
        self.assertEqual(len(self.dossier.message_ids), avant + 1)

    # -- Other département ---------------------------------------------------

    def test_autre_departement(self):
        autre = self.env["res.company"].create({"name": "DDTM d’ailleurs"})
        coordinateur = self._nouvel_utilisateur("coordinateur", "oilhi_coord_ailleurs")
        coordinateur.group_ids += self.env.ref("base.group_allow_export")
        coordinateur.write({"company_ids": [Command.set(autre.ids)], "company_id": autre.id})
        self._lit_tout(coordinateur, False)
        self.assertFalse(self.env["oilhi.batiment"].with_user(coordinateur).search([
            ("id", "=", self.dossier.batiment_id.id),
        ]))

    # -- No model forgotten --------------------------------------------------

    def test_chaque_modele_a_ses_regles(self):
        """A case model without a company rule, or open to all for writing, must not slip in."""
        Regle = self.env["ir.rule"]
        for nom, modele in self.env.registry.items():
            if modele._abstract or modele._transient or "company_id" not in modele._fields:
                continue
            if not nom.startswith(("oilhi.dossier", "oilhi.batiment")):
                continue
            regles = Regle.search([("model_id.model", "=", nom)])
            self.assertTrue(regles.filtered(lambda r: not r.groups), f"{nom}: company rule")
            if nom.startswith("oilhi.dossier"):
                # Restricted data have their own group, that no role gives.
                groupe = "donnees_sensibles" if nom.endswith(".reserve") else "lecteur"
                porte = self.env.ref(f"oilhi_partenaires.group_{groupe}")
                agents = regles.filtered(lambda r, porte=porte: porte in r.groups)
                for operation in ("perm_read", "perm_write", "perm_create", "perm_unlink"):
                    self.assertEqual(len(agents.filtered(operation)), 1, f"{nom} {operation}")
