from pathlib import Path
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.modules.migration import exec_script
from odoo.sql_db import Cursor
from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon

AVANT = fields.Date.to_date("2026-01-15")


@tagged("at_install", "-post_install")
class TestDossierMouvement(OilhiParcoursCommon):
    """Since when a case is in its phase, and when somebody last worked on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._maison()
        cls._instruire(cls.dossier)
        cls.jour = fields.Date.context_today(cls.dossier)

    def setUp(self):
        super().setUp()
        self._vieillir()

    def _vieillir(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oilhi_dossier SET phase_depuis = %s, dernier_mouvement = %s WHERE id = %s",
            [AVANT, AVANT, self.dossier.id],
        )
        self.env.invalidate_all()

    def _dates(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.dossier.phase_depuis, self.dossier.dernier_mouvement

    def test_un_acte_humain_deplace_le_mouvement(self):
        dossier, lecteur = self.dossier, self.dossier.with_user(self.lecteur)
        desordre = dossier.desordre_ids
        actes = {
            "désordre ajouté": lambda: dossier.write({"desordre_ids": [Command.create({
                "desordre_id": self.desordre_cheminee.id, "gravite": "2",
            })]}),
            "désordre revu": lambda: desordre[0].write({"constat": "Ventre de 14 cm."}),
            "visite": lambda: dossier.env["oilhi.dossier.visite"].create({
                "dossier_id": dossier.id, "heure_debut": 10,
            }),
            "personne": lambda: dossier.personne_ids[0].write({"telephone": "03 21 00 00 00"}),
            "faits signalés": lambda: dossier.write({"description": "Le mur s’ouvre."}),
            "étape faite": lambda: self._lettre(dossier),
            "étape écartée": lambda: dossier._etape("MSO-11").ecarter("Sans objet ici."),
            "message d’un lecteur": lambda: lecteur.message_post(
                body="Vu ce matin.", message_type="comment"
            ),
        }
        for nom, acte in actes.items():
            with self.subTest(acte=nom):
                self._vieillir()
                acte()
                self.assertEqual(self._dates()[1], self.jour)

    def test_le_reste_ne_deplace_rien(self):
        """The application at work, a case handed over, shared or read: still asleep."""
        dossier, systeme = self.dossier, self.dossier.with_user(self.env.ref("base.user_root"))
        actes = {
            "recalcul": lambda: self.env["oilhi.recalcul"].with_user(self.agent).sudo().new(
                {"name": "Essai"})._actualiser(dossier.sudo()),
            "tâche planifiée": lambda: systeme.desordre_ids[0].write({"constat": "Repris."}),
            "parcours relu": lambda: dossier.sudo()._actualiser_parcours(),
            "avis de l’application": lambda: dossier.message_post(body="Rappel."),
            "suivi par un collègue": lambda: dossier.write({"user_id": self.responsable.id}),
            "partage": lambda: dossier.env["oilhi.dossier.partage"].create({
                "dossier_id": dossier.id, "service_id": self.service_autre.id,
            }),
            "lecture": lambda: dossier.read(["name", "desordre_ids"]),
        }
        for nom, acte in actes.items():
            with self.subTest(acte=nom):
                acte()
                self.assertEqual(self._dates(), (AVANT, AVANT))

    def _ecritures_du_dossier(self, acte):
        requetes, executer = [], Cursor.execute

        def noter(curseur, requete, *args, **kwargs):
            requetes.append(str(getattr(requete, "code", requete)))
            return executer(curseur, requete, *args, **kwargs)

        with patch.object(Cursor, "execute", noter):
            acte()
            self.env.flush_all()
        return len([r for r in requetes if 'UPDATE "oilhi_dossier"' in r])

    def test_ecrit_une_fois_par_jour(self):
        """The first act of the day writes the date of the case, the next ones write nothing of it."""
        desordre = self.dossier.desordre_ids[0]
        for constat, ecritures in (("Ventre de 13 cm.", 1), ("Ventre de 14 cm.", 0)):
            with self.subTest(constat=constat):
                self.assertEqual(self._ecritures_du_dossier(
                    lambda constat=constat: desordre.write({"constat": constat})
                ), ecritures)

    def test_phase_depuis(self):
        """Written when the phase changes; a step that stays in the phase does not touch it."""
        self.assertEqual(self.dossier.phase, "contradictoire")
        self._faire(self.dossier, "MSO-08", "2027-01-08", mode="lrar", date_reception="2027-01-12")
        self.assertEqual((self.dossier.phase, self._dates()[0]), ("contradictoire", AVANT))
        self.dossier.procedure_ids.clore("Réparé entre-temps.")
        self.assertEqual((self.dossier.phase, self._dates()[0]), ("instruction", self.jour))

    def test_ne_se_saisissent_pas(self):
        for champ in ("phase", "phase_depuis", "dernier_mouvement"):
            with self.subTest(champ=champ), self.assertRaises(AccessError):
                self.dossier.write({champ: "clos" if champ == "phase" else "2026-01-01"})

    def test_migration(self):
        """Cases of before: the last change of phase of the history, the last row typed."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oilhi_dossier SET phase_depuis = NULL, dernier_mouvement = NULL,"
            " create_date = '2026-01-01 10:00' WHERE id = %s", [self.dossier.id])
        self.env.cr.execute(
            "UPDATE oilhi_dossier_desordre SET write_uid = %s, write_date = '2026-03-31 22:30'"
            " WHERE dossier_id = %s", [self.agent.id, self.dossier.id])
        for table in ("fait", "personne", "reponse", "qualification", "procedure"):
            self.env.cr.execute(
                f"UPDATE oilhi_dossier_{table} SET create_date = '2026-02-01', write_uid = 1"
                " WHERE dossier_id = %s", [self.dossier.id])
        champ = self.env["ir.model.fields"]._get("oilhi.dossier", "phase")
        messages = self.env["mail.message"].create([{
            "model": "oilhi.dossier", "res_id": self.dossier.id, "date": moment,
            "message_type": "notification",
            "tracking_value_ids": [Command.create({"field_id": champ.id})],
        } for moment in ("2026-02-10 09:00", "2026-02-14 23:30")])
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM mail_tracking_value t USING mail_message m WHERE m.id = t.mail_message_id"
            " AND m.model = 'oilhi.dossier' AND m.id <> ALL(%s)", [messages.ids])
        script = Path(__file__).parents[1] / "migrations" / "19.0.1.4.0" / "pre-mouvement.py"
        exec_script(self.env.cr, "19.0.1.3.0", str(script), "oilhi_lhi", "pre")
        self.assertEqual([str(d) for d in self._dates()], ["2026-02-15", "2026-04-01"])
