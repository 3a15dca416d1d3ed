import logging

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .isolation_jeu import CANARI, OilhiIsolationCommon
from .isolation_methodes import COEUR, METHODES
from .isolation_registre import MODELES
from .isolation_rpc import Banc, methodes_publiques

_logger = logging.getLogger(__name__)
ATTAQUANTS = (
    ("responsable", "voisin"), ("responsable", "ancien"), ("coordinateur", "autre_departement"),
    ("interne", "sans_service"),
)
PROTEGES = ("dossier", "habilitation", "demande", "personne", "transitoire", "personnel",
            "reserve", "journal", "adaptation")


@tagged("post_install", "-at_install", "oilhi_isolation")
class TestIsolationRpc(OilhiIsolationCommon):
    """A curious agent of another mairie, with the console of the browser."""

    def _attaquants(self, *plus):
        voulus = (*ATTAQUANTS, *plus)
        return [a for a in self.acteurs if (a.role, a.situation) in voulus]

    def test_chaque_methode_publique_est_inscrite(self):
        inconnues = {
            f"{nom}.{methode}"
            for nom in MODELES for methode in methodes_publiques(self.env[nom])
            if methode not in METHODES
        }
        self.assertFalse(
            inconnues, f"Méthodes publiques à inscrire dans isolation_methodes.py : {inconnues}"
        )

    def test_methodes_publiques(self):
        banc = Banc(self)
        for nom, modele in MODELES.items():
            if modele.classe not in PROTEGES:
                continue
            for methode in methodes_publiques(self.env[nom]):
                for acteur in self._attaquants():
                    banc.appeler(acteur, self.cibles[nom], methode, METHODES[methode])
        lecteur = next(
            a for a in self.acteurs if (a.role, a.situation) == ("responsable", "lecture")
        )
        for nom in ("oilhi.dossier", "oilhi.dossier.etape", "oilhi.dossier.procedure",
                    "oilhi.dossier.echeance", "oilhi.document", "oilhi.notification",
                    "oilhi.dossier.partage"):
            for methode in methodes_publiques(self.env[nom]):
                banc.appeler(lecteur, self.cibles[nom], methode, METHODES[methode], lit=True)
        _logger.info("Isolation : %s appels de nos méthodes", banc.appels)
        self.assertFalse(banc.fuites, "\n".join(["", *banc.fuites]))
        self.assertGreater(banc.appels, 300)

    def test_methodes_du_coeur(self):
        banc = Banc(self)
        for nom in ("oilhi.dossier", "oilhi.dossier.personne", "oilhi.document", "res.partner"):
            for methode, args in COEUR.items():
                for acteur in self._attaquants():
                    banc.appeler(acteur, self.cibles[nom], methode, args)
        for acteur in self._attaquants():
            for piece in self.pieces:
                banc.appeler(acteur, piece, "generate_access_token")
                banc.appeler(acteur, piece, "read", (["name", "raw"],))
            banc.appeler(acteur, self.activite, "action_feedback")
            banc.appeler(acteur, self.activite, "read", (["summary", "res_name"],))
        _logger.info("Isolation : %s appels du cœur", banc.appels)
        self.assertFalse(banc.fuites, "\n".join(["", *banc.fuites]))

    def test_noms_par_un_many2one(self):
        """A number guessed, put as a default in a form of one's own: no name comes back."""
        banc = Banc(self)
        proteges = {
            nom for nom, modele in MODELES.items() if modele.classe in ("dossier", "personne")
        }
        liens = [
            (nom, champ.name, champ.comodel_name)
            for nom in (*MODELES, "mail.message", "mail.compose.message", "res.partner.bank")
            for champ in self.env[nom]._fields.values()
            if champ.type == "many2one" and champ.comodel_name in proteges
        ]
        for nom, champ, vise in liens:
            cible = self.cibles[vise]
            for acteur in self._attaquants():
                spec = {
                    autre.name: {"fields": {"display_name": {}}}
                    for autre in self.env[nom]._fields.values()
                    if autre.type == "many2one" and autre.comodel_name in proteges
                }
                banc.appeler(
                    acteur, self.env[nom].browse(), "onchange", ({}, [], spec),
                    {"context": {f"default_{champ}": cible.id}},
                )
                banc.appeler(
                    acteur, self.env[nom].browse(), "onchange",
                    ({champ: cible.id}, [champ], spec),
                )
        _logger.info("Isolation : %s many2one devinés", banc.appels)
        self.assertGreater(len(liens), 30)
        self.assertFalse(banc.fuites, "\n".join(["", *banc.fuites]))

    def test_le_banc_voit_une_fuite(self):
        """The bench itself is tried: a member reads the name and changes the case."""
        banc = Banc(self)
        membre = next(
            a for a in self.acteurs if (a.role, a.situation) == ("agent", "proprietaire")
        )
        banc.appeler(membre, self.dossier, "read", (["name"],))
        banc.appeler(membre, self.dossier, "web_save", ({"description": "X"}, {"id": {}}))
        banc.appeler(
            membre, self.env["oilhi.dossier.photo"].browse(), "onchange",
            ({}, [], {"dossier_id": {"fields": {"display_name": {}}}}),
            {"context": {"default_dossier_id": self.dossier.id}},
        )
        self.assertEqual(len(banc.fuites), 3, banc.fuites)

    # -- Writing one's way in ------------------------------------------------

    @mute_logger("odoo.sql_db")
    def _refuse(self, action, message):
        banc = Banc(self)
        try:
            with self.env.cr.savepoint():
                action()
                self.env.flush_all()
                self.assertEqual(banc.etat(), banc.avant, message)
                raise _Retour
        except (_Retour, UserError, IntegrityError):
            self.env.invalidate_all()

    def test_lignes_glissees_dans_un_dossier(self):
        """A row created in a case of others, by the row or by the case, is refused."""
        for acteur in self._attaquants():
            for nom, modele in MODELES.items():
                if modele.classe != "dossier" or not modele.chemin:
                    continue
                cible = self.cibles[nom]
                valeurs = {
                    champ.name: champ.convert_to_write(cible[champ.name], cible)
                    for champ in cible._fields.values()
                    if champ.store and not champ.compute and not champ.related
                    and champ.type not in ("one2many", "many2many", "binary", "image", "json")
                    and champ.name not in ("create_uid", "write_uid", "create_date", "write_date")
                    and cible[champ.name]
                }
                self._refuse(
                    lambda n=nom, v=valeurs, u=acteur.user: self.env[n].with_user(u).create(v),
                    f"{nom} · {acteur}",
                )
            self._refuse(
                lambda u=acteur.user: self.dossier.with_user(u).write({
                    "personne_ids": [Command.create({
                        "role": "occupant", "prenom": "A", "nom": "B", "adresse_inconnue": True,
                    })],
                }),
                f"personne_ids · {acteur}",
            )

    def test_portes_derobees(self):
        for acteur in self._attaquants(("lecteur", "lecture"), ("responsable", "lecture")):
            user = acteur.user
            sien = user.oilhi_service_ids[:1] or self.service_autre
            essais = {
                "service du dossier": lambda u, s: self.dossier.with_user(u).write(
                    {"service_id": s.id}
                ),
                "accès du dossier": lambda u, s: self.dossier.with_user(u).write(
                    {"acces_ids": [Command.link(s.id)]}
                ),
                "société du dossier": lambda u, s: self.dossier.with_user(u).write(
                    {"company_id": u.company_id.id}
                ),
                "partage à soi-même": lambda u, s: self.env["oilhi.dossier.partage"].with_user(
                    u
                ).create({
                    "dossier_id": self.dossier.id, "service_id": self.service_autre.id,
                    "niveau": "contribution",
                }),
                "partage relevé": lambda u, s: self.dossier.sudo().partage_ids.with_user(u).write(
                    {"niveau": "contribution", "etat": "accepte"}
                ),
                "membre du service": lambda u, s: self.service.with_user(u).write(
                    {"user_ids": [Command.link(u.id)]}
                ),
                "ses propres services": lambda u, s: u.with_user(u).write(
                    {"oilhi_service_ids": [Command.link(self.service.id)]}
                ),
                "habilitation": lambda u, s: self.env["oilhi.habilitation"].with_user(u).create(
                    {"user_id": u.id, "service_id": self.service.id}
                ),
                "accès du contact": lambda u, s: self.personne.partner_id.with_user(u).write(
                    {"oilhi_acces_ids": [Command.link(s.id)]}
                ),
                "contact public": lambda u, s: self.personne.partner_id.with_user(u).write(
                    {"oilhi_prive": False}
                ),
                "bâtiment": lambda u, s: self.dossier.batiment_id.with_user(u).write(
                    {"rue": "1 rue Volée"}
                ),
                "dossier par le bâtiment": lambda u, s: self.dossier.batiment_id.with_user(u).write(
                    {"dossier_ids": [Command.update(self.dossier.id, {"name": "Volé"})]}
                ),
                "suiveur": lambda u, s: self.document.with_user(u).message_subscribe(
                    self.service_autre.partner_id.ids
                ),
                "pièce": lambda u, s: self.env["ir.attachment"].with_user(u).create({
                    "name": "x", "raw": b"x", "res_model": "oilhi.document",
                    "res_id": self.document.id,
                }),
                "message": lambda u, s: self.env["mail.message"].with_user(u).create({
                    "model": "oilhi.document", "res_id": self.document.id, "body": "x",
                }),
            }
            for quoi, essai in essais.items():
                with self.subTest(quoi=quoi, acteur=str(acteur)):
                    self._refuse(lambda e=essai, u=user, s=sien: e(u, s), quoi)
            with self.subTest(quoi="groupes", acteur=str(acteur)):
                groupe = self.env.ref("oilhi_partenaires.group_administrateur")
                self._refuse(
                    lambda u=user, g=groupe: u.with_user(u).write(
                        {"group_ids": [Command.link(g.id)]}
                    ), "groupes",
                )
                self.assertFalse(user.has_group("oilhi_partenaires.group_administrateur"))

    def test_fusion_refusee(self):
        """Merging is done in SQL: it would join the person to a contact of one's own."""
        for acteur in self._attaquants(("responsable", "proprietaire")):
            mien = self.env["res.partner"].create({"name": "Appât"})
            Assistant = self.env["base.partner.merge.automatic.wizard"].with_user(acteur.user)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                Assistant.create({
                    "partner_ids": [Command.set([mien.id, self.personne.partner_id.id])],
                    "dst_partner_id": mien.id,
                }).action_merge()
            self.env.invalidate_all()
            self.assertEqual(self.personne.partner_id.oilhi_nom, CANARI)

    def test_ancien_membre_n_est_plus_averti(self):
        """Still a follower in the table; he receives nothing of what is written since."""
        ancien = self._user("agent", "ancien")
        self.assertIn(ancien.partner_id, self.dossier.message_partner_ids)
        message = self.dossier.with_user(self.responsable).message_post(
            body="Nouveau rapport", subtype_xmlid="mail.mt_comment",
        )
        destinataires = message.sudo().notification_ids.res_partner_id
        self.assertIn(self.agent.partner_id, destinataires)
        self.assertNotIn(ancien.partner_id, destinataires)

    def test_un_enregistrement_ne_part_pas_dans_un_autre_departement(self):
        """Rules are checked before a write: the destination has to be checked too."""
        loin = self.departement_voisin
        coordinateur = self._user("coordinateur", "departement")
        for record in (self.cibles["oilhi.batiment"], self.service):
            with self.subTest(modele=record._name):
                self._refuse(
                    lambda r=record: r.with_user(coordinateur).write({"company_id": loin.id}),
                    record._name,
                )


class _Retour(Exception):
    """Rolls back the savepoint: nothing has changed."""
