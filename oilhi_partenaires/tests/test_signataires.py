from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import OilhiCommon

# (function, start, end, delegation executory, end of the author's mandate, day, state, may sign)
POUVOIRS = [
    ("maire", None, None, None, None, "2027-03-10", "en_exercice", True),
    ("maire", "2027-03-10", None, None, None, "2027-03-10", "en_exercice", True),
    ("maire", "2027-03-11", None, None, None, "2027-03-10", "a_venir", False),
    ("maire", None, "2027-03-10", None, None, "2027-03-10", "bientot", True),
    ("maire", None, "2027-05-09", None, None, "2027-03-10", "bientot", True),  # 60 days
    ("maire", None, "2027-05-10", None, None, "2027-03-10", "en_exercice", True),  # 61 days
    ("maire", None, "2027-03-09", None, None, "2027-03-10", "expiree", False),
    # A delegation plays once executory, and no longer than its author's mandate.
    ("adjoint", None, None, "2027-03-10", None, "2027-03-09", "a_venir", False),
    ("adjoint", None, None, "2027-03-10", None, "2027-03-10", "en_exercice", True),
    ("adjoint", "2027-03-20", None, "2027-03-10", None, "2027-03-15", "a_venir", False),
    ("adjoint", None, None, "2026-04-10", "2027-03-09", "2027-03-10", "expiree", False),
    ("adjoint", None, "2028-01-01", "2026-04-10", "2027-03-31", "2027-03-10", "bientot", True),
    ("vice_president", None, None, None, "2027-03-09", "2027-03-10", "expiree", False),
    # Neither binds the head of the executive.
    ("president_epci", None, None, "2028-01-01", "2020-01-01", "2027-03-10", "en_exercice", True),
]


@tagged("at_install", "-post_install")
class TestSignataires(OilhiCommon):
    def _signataire(self, type="adjoint", **valeurs):
        return self.env["oilhi.service.signataire"].create({
            "service_id": self.service_mairie_arras.id, "name": "Alix Modèle", "type": type,
            "qualite": "Adjointe au maire",
            **({} if "delegation_date" in valeurs else {"delegation": "arrêté de délégation"}),
            **valeurs,
        })

    def test_pouvoir(self):
        for type_, debut, fin, executoire, mandat, jour, etat, peut in POUVOIRS:
            with self.subTest(type=type_, debut=debut, fin=fin, jour=jour), freeze_time(
                f"{jour} 12:00:00"
            ):
                signataire = self._signataire(
                    type_, date_debut=debut, date_fin=fin, delegation_executoire_le=executoire,
                    fin_mandat_auteur=mandat,
                )
                self.assertEqual(signataire.etat, etat)
                self.assertEqual(signataire._est_valide(fields.Date.to_date(jour)), peut)
                self.assertEqual(bool(signataire._pourquoi_pas(fields.Date.to_date(jour))), not peut)
                for autre in ("a_venir", "en_exercice", "bientot", "expiree"):
                    self.assertEqual(
                        bool(signataire.search([("etat", "=", autre), ("id", "=", signataire.id)])),
                        autre == etat, autre,
                    )

    def test_phrases_de_refus(self):
        jour = fields.Date.to_date("2027-03-10")
        cas = [
            ({"date_fin": "2027-03-01"}, "a pris fin le 1er mars 2027"),
            ({"fin_mandat_auteur": "2027-02-28"}, "avec le mandat de son auteur, le 28 février"),
            ({"delegation_executoire_le": "2027-04-01"}, "exécutoire que le 1er avril 2027"),
            ({"date_debut": "2027-04-02"}, "à partir du 2 avril 2027"),
            ({"active": False}, "n’est plus signataire"),
            ({"name": "Edith Exemple", "date_fin": "2027-03-01"}, "La délégation d’Edith Exemple a pris fin"),
            ({"name": "Jean Le Bras", "date_fin": "2027-03-01"}, "La délégation de Jean Le Bras a pris fin"),
        ]
        for valeurs, phrase in cas:
            with self.subTest(phrase=phrase):
                self.assertIn(phrase, self._signataire(**valeurs)._pourquoi_pas(jour))
        autres = self.service_mairie_arras._autres_signataires(jour)
        self.assertIn("Camille Exemple, Maire d’Arras", autres)
        self.assertIn("Personne d’autre", self.service_autre._autres_signataires(jour))

    def test_delegation_redigee(self):
        signataire = self._signataire(
            delegation_numero="2026-112", delegation_date="2026-04-03",
            delegation_matieres="Habitat", delegation_executoire_le="2026-04-10",
        )
        self.assertEqual(
            signataire.delegation,
            "arrêté n° 2026-112 du 3 avril 2026 portant délégation (habitat), exécutoire le "
            "10 avril 2026",
        )
        signataire.delegation = "arrêté repris à la main"
        self.assertEqual(signataire.delegation, "arrêté repris à la main")
        signataire.delegation_numero = "2026-113"
        self.assertIn("2026-113", signataire.delegation)
        ancien = self._signataire(delegation="arrêté du 3 avril 2026, affiché")
        ancien.delegation_matieres = "habitat"
        self.assertEqual(ancien.delegation, "arrêté du 3 avril 2026, affiché")
        with self.assertRaisesRegex(ValidationError, "avant d’avoir été prise"):
            self._signataire(delegation_date="2026-04-03", delegation_executoire_le="2026-04-02")

    def test_rappels(self):
        cron = self.env.ref("oilhi_partenaires.cron_signataires")
        self.assertEqual(
            (cron.model_name, cron.code, cron.interval_type),
            ("oilhi.service.signataire", "model._cron_signataires()", "days"),
        )
        signataire = self._signataire(date_fin="2027-05-10")
        attendus = self.responsable | self.coordinateur

        def lancer(jour):
            with freeze_time(f"{jour} 12:00:00"):
                self.env["oilhi.service.signataire"]._cron_signataires()
            return signataire.activity_ids.filtered(lambda a: a.user_id in attendus)

        self.assertFalse(lancer("2027-03-10"))  # 61 days before
        premieres = lancer("2027-03-11")
        self.assertEqual(premieres.user_id, attendus)
        self.assertIn("ne pourra plus signer après le 10 mai 2027", premieres[0].summary)
        premieres.filtered(lambda a: a.user_id == self.responsable).action_done()
        self.assertEqual(len(lancer("2027-03-12")), 1, "done is done: not asked again")
        self.assertEqual(len(lancer("2027-05-10")), 1)
        fin = lancer("2027-05-11")
        self.assertIn("ne peut plus signer", "".join(fin.mapped("summary")))
        self.assertEqual(len(lancer("2027-05-12")), len(fin))
        self.assertEqual(fin.user_id, attendus)
        with freeze_time("2027-05-12"):
            signataire.with_user(self.responsable).date_fin = "2028-05-10"
        self.assertFalse(signataire.activity_ids)

    def test_droits_et_suivi(self):
        signataire = self._signataire()
        for user in (self.agent, self.lecteur, self.juriste, self.agent_autre):
            with self.assertRaises(AccessError):
                signataire.with_user(user).date_fin = "2027-01-01"
        suivi = signataire.with_user(self.responsable).with_context(tracking_disable=False)
        suivi.date_fin = "2027-12-31"
        self.env.flush_all()
        self.cr.precommit.run()
        valeurs = signataire.message_ids.tracking_value_ids
        self.assertEqual(valeurs.field_id.name, "date_fin")
        self.assertEqual(valeurs.mail_message_id.author_id, self.responsable.partner_id)
