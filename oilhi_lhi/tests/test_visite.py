from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import OilhiLhiCommon


@tagged("at_install", "-post_install")
@freeze_time("2027-01-12 09:00:00")
class TestVisite(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon()
        cls.structure = cls.env.ref("oilhi_lhi.desordre_categorie_str")
        cls.danger = cls.env.ref("oilhi_lhi.critere_str_01_d1")
        cls.fissure = cls.env.ref("oilhi_lhi.desordre_str_01")

    def _visite(self, user=None, **valeurs):
        return self.env["oilhi.dossier.visite"].with_user(user or self.agent).create({
            "dossier_id": self.dossier.id, "date": "2027-01-12", "heure_debut": 10,
            "categorie_ids": [Command.set(self.structure.ids)], **valeurs,
        })

    def _point(self, visite, desordre, **valeurs):
        point = visite.point_ids.filtered(lambda p: p.desordre_id == desordre)
        point.write({"vu": "oui", **valeurs})
        return point

    # -- Criteria and gravity ------------------------------------------------

    def test_signe_de_danger(self):
        """Ticking a sign of danger proposes gravity 4 and says so; the case becomes urgent."""
        with Form(self.env["oilhi.dossier.desordre"].with_user(self.agent).with_context(
            default_dossier_id=self.dossier.id,
        )) as form:
            form.desordre_id = self.fissure
            self.assertEqual(form.gravite, "2")
            self.assertFalse(form.danger)
            form.critere_ids.add(self.danger)
            self.assertEqual(form.gravite, "4")
            self.assertIn("décalées", form.danger)
            self.assertIn("aujourd’hui", form.gravite_aide)
        dossier = self._dossier_pignon(name="Autre", desordre_ids=[Command.create({
            "desordre_id": self.fissure.id, "critere_ids": [Command.set(self.danger.ids)],
        })])
        self.assertEqual(dossier.desordre_ids.gravite, "4")
        self.assertTrue(dossier.urgence)

    def test_danger_et_gravite_faible(self):
        ligne = self.dossier.desordre_ids.create({
            "dossier_id": self.dossier.id, "desordre_id": self.fissure.id,
            "critere_ids": [Command.set(self.danger.ids)], "gravite": "2",
        })
        self.assertEqual(ligne.gravite, "2", "the agent decides")
        self.assertIn("signe de danger", ligne.avertissement)

    # -- Hours: decision tree, C.2 rule 22 -----------------------------------

    def test_heures(self):
        for debut, fin in ((5.5, 7), (20, 21.5), (22.5, 0)):
            with self.subTest(debut=debut), self.assertRaisesRegex(ValidationError, "L. 511-7"):
                self._visite(heure_debut=debut, heure_fin=fin)
        self.assertTrue(self._visite(heure_debut=6, heure_fin=21))
        with self.assertRaisesRegex(ValidationError, "avant l’arrivée"):
            self._visite(heure_debut=11, heure_fin=10)
        with self.assertRaisesRegex(ValidationError, "23 h 59"):
            self._visite(heure_debut=25)

    def test_heures_hors_habitation(self):
        self.dossier.usage = "aucun"
        visite = self._visite(heure_debut=22)
        self.dossier.usage = "habitation"
        with self.assertRaisesRegex(ValidationError, "L. 511-7"):
            visite.terminer()

    def test_entree_refusee(self):
        visite = self._visite(acces="refuse")
        self.assertIn("juge des libertés", visite.suite_acces)
        visite.acces = "injoignable"
        self.assertIn("D-COM-08", visite.suite_acces)
        visite.terminer()
        self.assertEqual(visite.etat, "terminee")
        self.assertIn("Personne pour ouvrir", str(self.dossier.sudo().message_ids[0].body))
        visite = self._visite()
        self.assertFalse(visite.suite_acces)

    # -- Checklist -----------------------------------------------------------

    def test_liste(self):
        visite = self._visite(categorie_ids=[])
        with self.assertRaisesRegex(UserError, "Choisissez d’abord"):
            visite.action_preparer_liste()
        visite.categorie_ids = self.structure
        visite.action_preparer_liste()
        attendu = self.structure.desordre_ids
        self.assertEqual(visite.point_ids.desordre_id, attendu)
        self.assertEqual(set(visite.point_ids.mapped("vu")), {"non_verifie"})
        visite.action_preparer_liste()
        self.assertEqual(len(visite.point_ids), len(attendu), "not twice")
        point = visite.point_ids[0]
        self.assertEqual(point.action_vu()["res_id"], point.id)
        self.assertEqual(point.vu, "oui")
        point.action_non()
        self.assertEqual(point.vu, "non")
        self.assertIn("Points vus\u00a0: 1 sur", visite.avancement)
        point.action_non_verifie()
        self.assertEqual(point.vu, "non_verifie")

    def test_terminer(self):
        """Seen: written on the case once. Not seen, not checked: nothing."""
        visite = self._visite()
        visite.action_preparer_liste()
        photo = self.env["oilhi.dossier.photo"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "image": self._image(), "visite_id": visite.id,
            "visite_point_id": visite.point_ids.filtered(
                lambda p: p.desordre_id == self.fissure
            ).id,
        })
        fissure = self._point(
            visite, self.fissure, localisation="mur nord", constat="Décalage de 3 mm.",
            lieu="logement", critere_ids=[Command.set(self.danger.ids)],
        )
        self.assertEqual(fissure.gravite, "4")
        mur = self._point(
            visite, self.desordre_mur, gravite="4", constat="Le ventre s’est accru.",
        )
        (visite.point_ids - fissure - mur)[0].action_non()
        visite.action_terminer()
        self.assertEqual(len(self.dossier.desordre_ids), 2)
        cree = fissure.dossier_desordre_id
        self.assertEqual(
            (cree.desordre_id, cree.gravite, cree.localisation, cree.lieu, str(cree.date)),
            (self.fissure, "4", "mur nord", "logement", "2027-01-12"),
        )
        self.assertEqual(cree.critere_ids, self.danger)
        self.assertEqual(cree.photo_ids, photo)
        connu = mur.dossier_desordre_id
        self.assertEqual(connu.localisation, "pignon ouest", "what was known stays")
        self.assertEqual(connu.gravite, "4")
        self.assertEqual(
            connu.constat,
            "Ventre de 12 cm à mi-hauteur.\nVisite du 12/01/2027\u00a0: Le ventre s’est accru.",
        )
        trace = str(self.dossier.sudo().message_ids[0].body)
        self.assertIn("gravité 3 → 4", trace)
        self.assertIn("mur nord", trace)
        self.assertEqual(visite.terminee_par_id, self.agent)
        with self.assertRaisesRegex(UserError, "terminée"):
            visite.terminer()
        self.assertEqual(len(self.dossier.desordre_ids), 2)

    def test_meme_desordre_deux_fois(self):
        """Noted twice at the same place: one disorder; at two places: two."""
        visite = self._visite()
        Point = self.env["oilhi.dossier.visite.point"].with_user(self.agent)
        points = Point.create([
            {"visite_id": visite.id, "desordre_id": self.fissure.id, "vu": "oui", **valeurs}
            for valeurs in (
                {"localisation": "Mur nord", "constat": "Ouverte de 3 mm."},
                {"localisation": "mur nord ", "constat": "Humide."},
                {"localisation": "mur sud"},
            )
        ])
        visite.terminer()
        lignes = self.dossier.desordre_ids.filtered(lambda d: d.desordre_id == self.fissure)
        self.assertEqual(sorted(lignes.mapped("localisation")), ["Mur nord", "mur sud"])
        self.assertEqual(points[0].dossier_desordre_id, points[1].dossier_desordre_id)
        self.assertIn("Humide", points[0].dossier_desordre_id.constat)

    def test_guide_et_visite(self):
        """A sign of danger ticked on a visit is known to the guide, and may be corrected there."""
        # Usual gravity of this disorder: 2 to 3; the sign alone makes it 4.
        danger = self.env["oilhi.desordre.critere"].search([
            ("danger", "=", True), ("desordre_id.gravite_max", "=", 3),
        ], limit=1)
        dossier = self._dossier_pignon(name="Autre", desordre_ids=[])
        dossier = dossier.with_user(self.agent)
        self.assertFalse(dossier.etat_guide()["urgence"])
        visite = self.env["oilhi.dossier.visite"].with_user(self.agent).create({
            "dossier_id": dossier.id, "heure_debut": 10,
            "point_ids": [Command.create({
                "desordre_id": danger.desordre_id.id, "vu": "oui",
                "critere_ids": [Command.set(danger.ids)],
            })],
        })
        visite.terminer()
        etat = dossier.etat_guide()
        self.assertTrue(etat["urgence"]["gestes"])
        self.assertTrue(dossier.urgence)
        [vu] = etat["observations"]
        self.assertEqual((vu["gravite"], vu["criteres"]), (4, danger.mapped("code")))
        # The same from the guide: the same gravity.
        for gravite in (3, 4):
            etat = dossier.noter_desordre(vu["code"], gravite, vu["criteres"], "ici", vu["id"])
            self.assertEqual(etat["observations"][0]["gravite"], 4)
        self.assertIn(
            "AL-GRAVITE-4", [a["code"] for a in etat["resultat"]["alertes"]]
        )
        with self.assertRaisesRegex(UserError, "la gravité va de"):
            dossier.noter_desordre(vu["code"], 4, [])

    def test_terminee_ne_change_plus(self):
        visite = self._visite()
        visite.action_preparer_liste()
        point = visite.point_ids[0]
        visite.terminer()
        Point = self.env["oilhi.dossier.visite.point"].with_user(self.agent)
        for nom, action in {
            "écrire": lambda: visite.write({"observations": "Après coup"}),
            "point": lambda: point.write({"vu": "oui"}),
            "ajout": lambda: Point.create({
                "visite_id": visite.id, "desordre_id": self.desordre_cheminee.id,
            }),
            "retrait": lambda: point.unlink(),
            "suppression": lambda: visite.unlink(),
            "photos": lambda: visite.action_ajouter_photos(),
        }.items():
            with self.subTest(nom), self.assertRaisesRegex(UserError, "terminée"):
                action()

    def test_etat_ne_s_ecrit_pas(self):
        with self.assertRaisesRegex(UserError, "Terminer la visite"):
            self._visite().etat = "terminee"
        with self.assertRaisesRegex(UserError, "Terminer la visite"):
            self._visite(terminee_le="2027-01-01")

    def test_visite_a_venir(self):
        with self.assertRaisesRegex(UserError, "le jour venu"):
            self._visite(date="2027-01-13").terminer()

    def test_photo_d_une_visite(self):
        visite = self._visite()
        self.env["oilhi.dossier.photo"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "image": self._image(), "visite_id": visite.id,
        })
        with self.assertRaisesRegex(UserError, "preuve"):
            visite.unlink()

    def test_personnes_d_un_autre_dossier(self):
        autre = self._dossier_pignon(name="Autre")
        with self.assertRaisesRegex(ValidationError, "Autres personnes"):
            self._visite(personne_ids=[Command.set(autre.personne_ids[:1].ids)])

    def test_etape_proposee(self):
        """The visit that the procedure waits for: the step is proposed with its date and hour."""
        self._ouvrir(self.dossier, "MSO", ("MSO-04",))
        action = self._visite(heure_debut=10.5).action_terminer()
        self.assertEqual(action["res_model"], "oilhi.etape.realiser")
        self.assertEqual(action["context"]["default_date"], "2027-01-12")
        self.assertEqual(action["context"]["default_heure"], "10:30")
        self.assertIs(self._visite(acces="refuse").action_terminer(), True)

    # -- Rights --------------------------------------------------------------

    def test_droits(self):
        visite = self._visite()
        visite.action_preparer_liste()
        with self.assertRaises(AccessError):
            visite.with_user(self.lecteur).terminer()
        with self.assertRaises(AccessError):
            visite.with_user(self.lecteur).action_preparer_liste()
        with self.assertRaises(AccessError):
            self._visite(user=self.agent_autre)
        Visite = self.env["oilhi.dossier.visite"].with_user(self.agent_autre)
        self.assertFalse(Visite.search([("dossier_id", "=", self.dossier.id)]))
        with self.assertRaises(AccessError):
            visite.point_ids[0].with_user(self.agent_autre).action_vu()
        autre = self._dossier_pignon(name="Autre")
        with self.assertRaisesRegex(UserError, "ne change pas de visite"):
            visite.point_ids[0].visite_id = self.env["oilhi.dossier.visite"].with_user(
                self.agent
            ).create({"dossier_id": autre.id, "heure_debut": 10})

    # -- Photos of the visit -------------------------------------------------

    def _photo(self, visite, **valeurs):
        return self.env["oilhi.dossier.photo"].with_user(self.agent).create({
            "dossier_id": self.dossier.id, "image": self._image(), "visite_id": visite.id,
            **valeurs,
        })

    def _planche(self, visite, user=None):
        rapport = self.env["ir.actions.report"].with_user(user or self.agent)
        self.env.flush_all()
        self.env.invalidate_all()
        html, _type = rapport._render_qweb_html("oilhi_lhi.report_visite_photos", visite.ids)
        return html.decode()

    def test_planche(self):
        """A photo keeps its number once another is set aside, and the sheet says which and why."""
        visite = self._visite()
        photos = self._photo(visite, name="Vue large") | self._photo(
            visite, name="Détail", image=self._image(taille=(31, 30))
        )
        photos[0].ecarter("Floue")
        self.assertIn("Projet", self._planche(visite))
        visite.terminer()
        html = self._planche(visite)
        self.assertNotIn("Projet", html)
        for texte in ("12 janvier 2027", "écartée (", "Floue", photos[1].sha256, "Détail"):
            with self.subTest(texte):
                self.assertIn(texte, html)
        self.assertNotIn(photos[0].sha256, html)
        self.assertEqual(visite._photos()[photos[1]], 2)
        with self.assertRaises(AccessError):
            self._planche(visite, self.agent_autre)

    def test_photos_figees_avec_la_visite(self):
        """The report counts the photos: none comes, goes or changes afterwards."""
        visite = self._visite()
        visite.action_preparer_liste()
        photo, libre = self._photo(visite), self._photo(self._visite())
        visite.terminer()
        Photo = self.env["oilhi.dossier.photo"].with_user(self.agent)
        for nom, action in {
            "ajout": lambda: self._photo(visite),
            "date": lambda: photo.write({"date": "2027-01-01"}),
            "légende": lambda: photo.write({"name": "Autre"}),
            "retrait": lambda: photo.write({"visite_id": False}),
            "arrivée": lambda: libre.write({"visite_id": visite.id}),
        }.items():
            with (
                self.subTest(nom),
                self.assertRaisesRegex(UserError, "terminée"),
                self.env.cr.savepoint(),
            ):
                action()
        photo.invalidate_recordset()
        with self.assertRaisesRegex(ValidationError, "autre visite"), self.env.cr.savepoint():
            Photo.create({
                "dossier_id": self.dossier.id, "image": self._image(),
                "visite_point_id": visite.point_ids[0].id,
            })
        photo.ecarter("Autre immeuble")
        self.assertTrue(photo.ecartee_le)

    def test_dossier_supprime(self):
        visite = self._visite()
        visite.action_preparer_liste()
        photo = self._photo(visite, visite_point_id=visite.point_ids[0].id)
        self.dossier.with_user(self.administrateur).unlink()
        self.assertFalse(visite.exists())
        self.assertFalse(photo.exists())

    # -- The phone does not wait ---------------------------------------------

    def test_nombre_de_requetes(self):
        """A list of 40 points costs what a list of 10 does; so does the end of the visit."""
        courte, longue = self._visite(), self._visite()
        desordres = self.env["oilhi.desordre"].search([], limit=40)
        for visite, nombre in ((courte, 10), (longue, 40)):
            self.env["oilhi.dossier.visite.point"].create([
                {"visite_id": visite.id, "desordre_id": desordre.id}
                for desordre in desordres[:nombre]
            ])
        specification = {
            "adresse": {}, "avancement": {}, "suite_acces": {},
            "point_ids": {"fields": {
                "desordre_id": {"fields": {"display_name": {}}}, "vu": {}, "gravite": {},
                "categorie_id": {"fields": {"display_name": {}}}, "photo_count": {},
                "visite_etat": {}, "localisation": {}, "avertissement": {}, "danger": {},
            }},
        }
        comptes = []
        for visite in (courte, courte, longue):
            self.env.flush_all()
            self.env.invalidate_all()
            debut = self.env.cr.sql_log_count
            visite.web_read(specification)
            comptes.append(self.env.cr.sql_log_count - debut)
        self.assertEqual(comptes[1], comptes[2])

    def test_requetes_de_la_fin(self):
        """Forty disorders seen are written in a number of queries that does not follow them."""
        desordres = self.env["oilhi.desordre"].search([], limit=40)
        comptes = []
        for nombre in (5, 5, 40):
            dossier = self._dossier_pignon(name=f"Visite de {nombre}", desordre_ids=[])
            visite = self.env["oilhi.dossier.visite"].with_user(self.agent).create({
                "dossier_id": dossier.id, "heure_debut": 10,
                "point_ids": [
                    Command.create({"desordre_id": desordre.id, "vu": "oui", "constat": "Vu."})
                    for desordre in desordres[:nombre]
                ],
            })
            self.env.flush_all()
            self.env.invalidate_all()
            debut = self.env.cr.sql_log_count
            visite.terminer()
            self.env.flush_all()
            comptes.append(self.env.cr.sql_log_count - debut)
            self.assertEqual(len(dossier.desordre_ids), nombre)
        self.assertLess(comptes[2], comptes[1] + 10)
