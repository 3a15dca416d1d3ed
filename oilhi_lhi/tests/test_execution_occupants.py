from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.execution.oilhi_journal_reserve import NOTES
from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestOccupants(OilhiParcoursCommon):
    """Rights of a household follow the facts of the parcours; the core has its own table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._maison()
        cls._instruire(cls.dossier)
        cls._lettre(cls.dossier)
        cls._mesure(
            cls.dossier, type="interdiction_temporaire", texte="Interdiction d’habiter.",
            delai_nombre=0, date_effet="2027-03-10", date_offre="2027-03-01",
        )  # fmt: skip
        cls._mesure(cls.dossier)
        cls.proprietaire = cls._personnes(cls.dossier, "proprietaire")
        cls.locataire = cls._personnes(cls.dossier, "occupant")
        cls.menage = cls.env(user=cls.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "personne_id": cls.locataire.id, "lot": "2e étage",
            "loyer": 600, "charges": 50, "bail_fin": "2028-12-31", "allocation": "caf",
        })

    def _droit(self, code, menage=None):
        return next((d for d in (menage or self.menage).droits() if d["code"] == code), None)

    def _notifier(self, envoi="2027-02-22", **faits):
        self._faire(self.dossier, "MSO-12", "2027-02-15")
        self._faire(
            self.dossier, "MSO-13", envoi, mode="lrar", date_reception="2027-02-24",
            destinataire_id=self.proprietaire.id, **faits
        )  # fmt: skip

    def _lever(self):
        self._faire(self.dossier, "MSO-16", "2027-08-16")
        self._faire(self.dossier, "MSO-17a", "2027-08-16")
        self._faire(
            self.dossier, "MSO-18a", "2027-08-31", mode="lrar", date_reception="2027-09-02"
        )

    # -- Rights from the facts -----------------------------------------------

    def test_sans_arrete_rien(self):
        self.assertEqual(self.menage.droits(), [])
        self.assertIn("Aucun arrêté", self.menage.droits_html)
        self.assertIn("Aucun arrêté", self.menage.resume)

    def _horloges(self):
        return {
            e.code: (str(e.date), e.niveau_preuve, e.avertissements or "")
            for e in self.dossier.echeance_ids if e.code.startswith("DL-LOYER")
        }

    def test_horloge_du_loyer_par_menage(self):
        """L. 521-2 I: the clock says whose rent stops; it leaves with the last household concerned."""
        autre = self.env(user=self.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": self.dossier.id, "lot": "3e étage", "titre": "proprietaire",
        })
        self._notifier()
        date, niveau, mots = self._horloges()["DL-LOYER-FIN"]
        self.assertEqual((date, niveau), ("2027-03-01", "confirme"))
        self.assertIn("Ménages concernés : 2e étage", mots.replace("\u00a0", " "))
        self.assertIn("3e étage", mots)
        self.assertIn("propriétaire occupant", mots)
        pourquoi = {"motif_correction": "Bail relu."}
        self.menage.write({"titre": "meuble_tourisme", **pourquoi})
        self.assertEqual(
            {code: date for code, (date, *_r) in self._horloges().items()}, {"DL-LOYER-MEUB": "2027-02-23"}
        )
        self.menage.write({"titre": "sans_titre", **pourquoi})
        self.assertEqual(self._horloges()["DL-LOYER-FIN"][:2], ("2027-03-01", "a_verifier"))
        self.menage.write({"titre": "proprietaire", **pourquoi})
        self.assertFalse(self._horloges())
        autre.write({"titre": "habitation", **pourquoi})
        self.assertEqual(self._horloges()["DL-LOYER-FIN"][0], "2027-03-01")

    def test_horloge_de_la_reprise(self):
        self._notifier()
        self._lever()
        self.assertEqual(self._horloges()["DL-LOYER-REP"][0], "2027-09-01")

    def test_loyer_de_l_envoi_a_la_mainlevee(self):
        """L. 521-2 I: from the month after the SENDING, to the month after that of the lifting."""
        self._notifier()
        loyer = self._droit("LOYER")
        self.assertEqual((loyer["du"], loyer["au"]), ("2027-03-01", None))
        self.assertEqual((loyer["niveau"], loyer["base"]), ("confirme", "CCH L. 521-2 I"))
        self.assertIn("arrêté du 15 février 2027 envoyé le 22/02/2027", loyer["calcul"])
        self._lever()
        loyer = self._droit("LOYER")
        self.assertEqual((loyer["du"], loyer["au"]), ("2027-03-01", "2027-08-31"))
        self.assertEqual(self._droit("BAIL")["au"], "2029-06-30")
        # The clock of the case says the same day.
        self.assertEqual(str(self._echeance(self.dossier, "DL-LOYER-FIN").date), "2027-03-01")
        self.assertEqual(str(self._echeance(self.dossier, "DL-LOYER-REP").date), "2027-09-01")

    def test_date_corrigee(self):
        """A sending corrected months later moves the rent with it."""
        self._notifier()
        self.menage.loyer_verse_au = "2027-06-30"
        self.assertEqual(self._droit("RESTITUTION")["montant"], 2400)
        self._faire(
            self.dossier, "MSO-13", "2027-03-02", mode="lrar", date_reception="2027-03-04",
            destinataire_id=self.proprietaire.id, motif="Mauvaise lecture du bordereau.",
        )  # fmt: skip
        self.assertEqual(self._droit("LOYER")["du"], "2027-04-01")
        self.assertEqual(self._droit("RESTITUTION")["montant"], 1800)

    def test_hebergement_du(self):
        self._notifier()
        heberge = self._droit("HEBERGEMENT")
        self.assertEqual(heberge["du"], "2027-03-10")
        self.assertEqual(heberge["a_defaut"], "le maire")
        self.assertIn("2027", heberge["a_faire"])

    def test_mesure_contre_l_occupant(self):
        self.dossier.mesure_ids.personne_id = self.locataire.id
        self._notifier()
        loyer = self._droit("LOYER")
        self.assertEqual((loyer["etat"], loyer["du"]), ("exclu", None))

    def test_parties_communes(self):
        self.dossier.batiment_id.copropriete = "oui"
        self.dossier.with_user(self.agent).repondre("Q10", "parties_communes")
        self._faire(self.dossier, "MSO-12", "2027-04-15", justification="Essai.")
        loyer = self._droit("LOYER")
        self.assertEqual((loyer["niveau"], loyer["du"]), ("a_verifier", None))

    def test_bailleur_du_menage(self):
        """Two owners: the sending to the one who is paid is the one that counts."""
        autre = self.env["oilhi.dossier.personne"].create({
            "dossier_id": self.dossier.id, "role": "bailleur", "prenom": "Alix", "nom": "Essai",
            "rue": "2 rue du Test", "ville": "Arras",
        })
        self._notifier()
        self._faire(
            self.dossier, "MSO-13", "2027-03-05", mode="lrar", date_reception="2027-03-08",
            destinataire_id=autre.id,
        )  # fmt: skip
        self.assertEqual(self._droit("LOYER")["niveau"], "a_verifier")
        self.menage.bailleur_id = autre
        loyer = self._droit("LOYER")
        self.assertEqual((loyer["du"], loyer["niveau"]), ("2027-04-01", "confirme"))

    def test_affichage_des_droits(self):
        self._notifier()
        html = self.menage.droits_html
        for mots in ("Loyer suspendu", "À partir du 01/03/2027", "Texte lu", "À vérifier", "L. 521-2 I"):
            self.assertIn(mots, html)
        self.assertIn("Loyer suspendu à partir du 01/03/2027", self.menage.resume)

    def test_un_lecteur_lit_les_droits(self):
        self._notifier()
        self.assertTrue(self.menage.with_user(self.lecteur).droits())
        with self.assertRaises(AccessError):
            self.menage.with_user(self.agent_autre).droits()

    def test_autant_de_requetes_pour_un_que_pour_dix(self):
        """The page of a case with many households asks the database no more."""
        self._notifier()

        def requetes():
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            dossier = self.env(user=self.agent)["oilhi.dossier"].browse(self.dossier.id)
            self.assertTrue(all(dossier.occupant_ids.mapped("resume")))
            return self.env.cr.sql_log_count - avant

        requetes()
        un = requetes()
        self.menage.create([
            {"dossier_id": self.dossier.id, "lot": f"Lot {rang}", "loyer": 500,
             "offre_ids": [Command.create({"date": "2027-03-01"})]}
            for rang in range(9)
        ])
        self.assertLessEqual(requetes(), un + 2)

    # -- What was noted does not disappear -----------------------------------

    def test_correction_apres_arrete(self):
        self._notifier()
        menage = self.menage.with_user(self.agent)
        menage.nouveau_loyer = 500  # nothing was there: no reason asked
        with self.assertRaisesRegex(UserError, "pourquoi"), self.env.cr.savepoint():
            menage.loyer = 650
        menage.write({"loyer": 650, "motif_correction": "Bail reçu."})
        self.assertFalse(menage.motif_correction)
        note = self.env["mail.message"].search([
            ("model", "=", "oilhi.dossier"), ("res_id", "=", self.dossier.id),
            ("body", "ilike", "corrigé"),
        ])
        self.assertEqual(len(note), 1)
        self.assertIn("Loyer mensuel hors charges", note.body)
        self.assertIn("600,00", note.body)
        self.assertIn("Bail reçu.", note.body)
        with self.assertRaisesRegex(UserError, "ne s’efface plus"):
            menage.unlink()

    def test_libre_avant_arrete(self):
        menage = self.menage.with_user(self.agent)
        menage.loyer = 650
        menage.unlink()
        self.assertFalse(self.dossier.occupant_ids)

    def test_un_dossier_sans_procedure_s_efface_avec_ses_menages(self):
        dossier = self._dossier_pignon()
        menage = self.env["oilhi.dossier.occupant"].create({
            "dossier_id": dossier.id, "personne_id": self._personnes(dossier, "occupant").id,
            "hebergement_ids": [Command.create({"date_debut": "2027-03-01"})],
            "reserve_ids": [Command.create({"mineurs": 1})],
        })
        dossier.with_user(self.administrateur).unlink()
        self.assertFalse(menage.exists())

    def test_coherence(self):
        autre = self._dossier_pignon()
        with self.assertRaises(ValidationError):
            self.menage.personne_id = autre.personne_ids[:1]
        with self.assertRaises(ValidationError):
            self.menage.loyer = -1
        with self.assertRaises(ValidationError):
            self.menage.write({"eviction": "2027-03-10", "retour": "2027-03-01"})
        with self.assertRaises(UserError):
            self.menage.dossier_id = autre

    # -- Offers, nights ------------------------------------------------------

    def test_trois_offres(self):
        self._notifier()
        self.env["oilhi.dossier.offre"].with_user(self.agent).create([
            {
                "occupant_id": self.menage.id, "auteur": auteur, "nature": "relogement",
                "date": f"2027-04-0{rang}", "adaptee": "oui", "reponse": "refusee",
            }
            for rang, auteur in enumerate(("proprietaire", "maire", "maire", "maire"), 1)
        ])
        refus = self._droit("TROIS-REFUS")
        self.assertEqual(refus["du"], "2027-04-04")
        self.assertIn("le juge peut être saisi", refus["titre"])

    def test_registre_des_nuits(self):
        sejours = self.env["oilhi.dossier.hebergement"].with_user(self.agent).create([
            {
                "occupant_id": self.menage.id, "lieu": "Hôtel de la Gare", "date_debut": "2028-02-27",
                "date_fin": "2028-03-02", "places": 2, "prix_nuit": 61.5, "supporte_par": "commune",
            },
            {
                "occupant_id": self.menage.id, "lieu": "Résidence", "date_debut": "2028-03-02",
                "date_fin": "2028-03-12", "prix_nuit": 30, "supporte_par": "proprietaire",
            },
            {"occupant_id": self.menage.id, "lieu": "Foyer", "date_debut": "2028-03-12"},
        ])
        self.assertEqual(sejours.mapped("nuits"), [4, 10, 0])  # leap year
        self.assertEqual(sejours.mapped("total"), [492, 300, 0])
        self.assertEqual(self.dossier.argent_engage, 492)
        (depense,) = self.dossier.hebergement_ids._depenses_recouvrables()
        self.assertEqual(str(depense["montant"]), "492.00")
        self.assertEqual((depense["base"], depense["forfait"]), ("CCH L. 521-3-2 VI", "a_verifier"))
        sejours[0].montant_facture = 480
        self.assertEqual(self.dossier.argent_engage, 480)
        with self.assertRaisesRegex(ValidationError, "deux fois"):
            sejours[0].copy({"date_debut": "2028-03-01", "date_fin": "2028-03-05"})
        with self.assertRaises(ValidationError):
            sejours[1].date_fin = "2028-03-01"


@tagged("at_install", "-post_install")
class TestDonneesReservees(OilhiParcoursCommon):
    """Health and social situation: one group, whatever the role; each reading leaves a trace."""

    CHAMPS = ("vulnerable", "sante", "grossesse", "mineurs", "mineurs_ages", "handicap",
              "situation_sociale", "travailleur_social")  # fmt: skip
    SECRET = "Asthmesecret"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groupe = cls.env.ref("oilhi_partenaires.group_donnees_sensibles")
        cls.dossier = cls._dossier_pignon()
        cls.menage = cls.env["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": "2e étage",
            "reserve_ids": [Command.create({
                "sante": cls.SECRET, "handicap": cls.SECRET, "situation_sociale": cls.SECRET,
                "travailleur_social": cls.SECRET, "mineurs_ages": cls.SECRET, "mineurs": 2,
                "grossesse": "oui", "vulnerable": "oui",
            })],
        })
        cls.reserve = cls.menage.reserve_ids
        cls.agent_sensible = cls._nouvel_utilisateur("agent", "oilhi_agent_sensible")
        cls.agent_sensible.group_ids += cls.groupe
        cls.lecteur_sensible = cls._nouvel_utilisateur("lecteur", "oilhi_lecteur_sensible")
        cls.lecteur_sensible.group_ids += cls.groupe
        cls.service_mairie_arras.user_ids += cls.agent_sensible + cls.lecteur_sensible
        roles = cls.lecteur + cls.agent + cls.responsable + cls.coordinateur + cls.administrateur
        export = cls.env.ref("base.group_allow_export")
        (roles + cls.juriste + cls.agent_sensible).write({"group_ids": [Command.link(export.id)]})
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()
        self._nouvelle_requete()

    def _nouvelle_requete(self):
        """What a new request forgets: the readings already logged, the values already read."""
        self.env.cr.precommit.data.pop(NOTES, None)
        self.env.invalidate_all()

    def _journal(self):
        return self.env["oilhi.journal.reserve"].search([("user_id", "=", self.agent_sensible.id)])

    # -- Who does not hold the group -----------------------------------------

    def test_aucun_role_ne_suffit(self):
        """Neither form, list, search, count, export, name nor path lets a word through."""
        for role in ("lecteur", "agent", "responsable", "coordinateur", "administrateur", "juriste"):
            reserve = self.reserve.with_user(getattr(self, role))
            domaine = [("id", "=", reserve.id)]
            refuses = {
                "read": lambda r: r.read(["sante"]),
                "web_read": lambda r: r.web_read({"sante": {}}),
                "search": lambda r, d=domaine: r.search(d),
                "search sur la donnée": lambda r: r.search([("sante", "ilike", "Asthme")]),
                "search_count": lambda r, d=domaine: r.search_count(d),
                "search_read": lambda r, d=domaine: r.search_read(d, ["sante"]),
                "web_search_read": lambda r, d=domaine: r.web_search_read(d, {"sante": {}}),
                "name_search": lambda r: r.name_search(self.SECRET),
                "export": lambda r: r.export_data(["sante"]),
                "groupes": lambda r, d=domaine: r.formatted_read_group(d, ["grossesse"], ["__count"]),
                "comptes": lambda r, d=domaine: r.formatted_read_group(d, [], ["mineurs:sum"]),
                "champ": lambda r: r.sante,
                "write": lambda r: r.write({"sante": "x"}),
                "unlink": lambda r: r.unlink(),
                "create": lambda r: r.create({"occupant_id": self.menage.id}),
            }
            for porte, action in refuses.items():
                with self.subTest(role=role, porte=porte):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        action(reserve)

    def test_rien_par_le_menage_ni_le_dossier(self):
        for role in ("lecteur", "agent", "responsable", "coordinateur", "administrateur"):
            user = getattr(self, role)
            menage = self.menage.with_user(user)
            dossier = self.dossier.with_user(user)
            with self.subTest(role=role):
                self.assertNotIn(self.SECRET, str(menage.read()))
                self.assertNotIn("reserve_ids", menage.fields_get())
                vue = menage.get_view(view_type="form")["arch"]
                self.assertNotIn("action_ouvrir_reserve", vue)
                for chemin in ("reserve_ids/sante", "reserve_ids/display_name"):
                    with self.assertRaises(AccessError):
                        menage.export_data([chemin])
                with self.assertRaises(AccessError):
                    menage.web_read({"reserve_ids": {"fields": {"sante": {}}}})
                with self.assertRaises(AccessError):
                    dossier.web_read({"occupant_ids": {"fields": {"reserve_ids": {"fields": {"sante": {}}}}}})
                with self.assertRaises(AccessError):
                    menage.search([("reserve_ids.sante", "ilike", "Asthme")])
                with self.assertRaises(AccessError):
                    dossier.search([("occupant_ids.reserve_ids.grossesse", "=", "oui")])
                with self.assertRaises(AccessError):
                    menage.action_ouvrir_reserve()
                self.assertNotIn(self.SECRET, str(dossier.read()))

    def test_ni_fil_ni_courriel(self):
        """The model has no thread, and what is written there leaves nothing in the case's."""
        self.assertNotIn("message_ids", self.reserve._fields)
        self.reserve.with_user(self.agent_sensible).sante = self.SECRET * 2
        messages = self.env["mail.message"].search([
            "|", ("model", "=", "oilhi.dossier"), ("model", "=", self.reserve._name),
        ])
        self.assertFalse([m for m in messages if self.SECRET in str(m.body)])
        self.assertNotIn(self.SECRET, self.reserve.display_name)
        self.assertNotIn(self.SECRET, self.menage.display_name + (self.menage.resume or ""))

    def test_l_autre_service(self):
        """The group does not open the cases of another service."""
        self.agent_autre.group_ids += self.groupe
        self.assertFalse(self.reserve.with_user(self.agent_autre).search([]))
        with self.assertRaises(AccessError):
            self.reserve.with_user(self.agent_autre).read(["sante"])
        self.assertFalse(
            self.env["oilhi.dossier.occupant"].with_user(self.agent_autre).search([])
        )

    def test_un_juriste_membre_du_service(self):
        """The group with a role that opens no case opens nothing."""
        self.juriste.group_ids += self.groupe
        self.service_mairie_arras.user_ids += self.juriste
        with self.assertRaises(AccessError):
            self.reserve.with_user(self.juriste).search([])

    def test_un_lecteur_ne_modifie_pas(self):
        reserve = self.reserve.with_user(self.lecteur_sensible)
        self.assertEqual(reserve.sante, self.SECRET)
        for action in (lambda r: r.write({"sante": "x"}), lambda r: r.unlink(),
                       lambda r: r.create({"occupant_id": self.menage.id})):  # fmt: skip
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                action(reserve)

    # -- Each reading is logged ----------------------------------------------

    def test_chaque_porte_laisse_une_trace(self):
        reserve = self.reserve.with_user(self.agent_sensible)
        domaine = [("id", "=", reserve.id)]
        portes = {
            "fiche": lambda: reserve.web_read({"sante": {}}),
            "liste": lambda: reserve.web_search_read(domaine, {"sante": {}}),
            "export": lambda: reserve.export_data(["sante"]),
            "lecture": lambda: reserve.read(["sante"]),
            "recherche": lambda: reserve.search_count([("grossesse", "=", "oui")]),
            "regroupement": lambda: reserve.formatted_read_group(domaine, ["grossesse"], ["__count"]),
        }
        for mode, lire in portes.items():
            with self.subTest(mode=mode):
                self._nouvelle_requete()
                avant = self._journal()
                lire()
                notes = self._journal() - avant
                self.assertEqual(set(notes.mapped("mode")), {mode})
                self.assertEqual(len(notes), 1)
        menage = self.menage.with_user(self.agent_sensible)
        autres = {
            "par le ménage": lambda: menage.web_read({"reserve_ids": {"fields": {"sante": {}}}}),
            "search_read": lambda: reserve.search_read(domaine, ["handicap"]),
            "champ": lambda: reserve.mineurs,
            "export du ménage": lambda: menage.export_data(["reserve_ids/sante"]),
            "recherche par le ménage": lambda: menage.search([("reserve_ids.sante", "ilike", "a")]),
            "somme": lambda: reserve.formatted_read_group(domaine, [], ["mineurs:sum"]),
        }
        for porte, lire in autres.items():
            with self.subTest(porte=porte):
                self._nouvelle_requete()
                avant = len(self._journal())
                lire()
                self.assertEqual(len(self._journal()), avant + 1)

    def test_ce_que_dit_le_journal(self):
        self.reserve.with_user(self.agent_sensible).web_read({"sante": {}})
        note = self._journal()
        self.assertEqual(note.user_id, self.agent_sensible)
        self.assertEqual((note.occupant_id, note.dossier_id), (self.menage, self.dossier))
        self.assertEqual(note.dossier_reference, self.dossier.reference)
        self.assertEqual(note.service_id, self.service_mairie_arras)
        # Once by request, however many queries it makes.
        self.reserve.with_user(self.agent_sensible).web_read({"handicap": {}, "mineurs": {}})
        self.assertEqual(len(self._journal()), 1)

    def test_voir_le_menage_n_est_pas_lire(self):
        menage = self.menage.with_user(self.agent_sensible)
        menage.read(["lot", "loyer"])
        menage.droits()
        self.reserve.with_user(self.agent_sensible).read(["display_name", "dossier_id"])
        menage.action_ouvrir_reserve()
        self.assertFalse(self._journal())

    def test_la_trace_survit_et_ne_change_pas(self):
        self.reserve.with_user(self.agent_sensible).read(["sante"])
        note = self._journal()
        with self.assertRaises(UserError):
            note.write({"user_id": self.agent.id})
        with self.assertRaises(UserError):
            note.unlink()
        self.menage.sudo().unlink()
        self.assertTrue(note.exists())
        self.assertEqual(note.dossier_reference, self.dossier.reference)

    def test_qui_lit_le_journal(self):
        self.reserve.with_user(self.agent_sensible).read(["sante"])
        note = self._journal()
        for role in ("responsable", "administrateur"):
            lu = note.with_user(getattr(self, role))
            self.assertTrue(lu.search([("id", "=", note.id)]), role)
            with self.assertRaises(UserError):
                lu.write({"mode": "liste"})
        for user in (self.lecteur, self.agent, self.agent_sensible, self.coordinateur):
            with self.assertRaises(AccessError):
                note.with_user(user).read(["mode"])
        loin = self._nouvel_utilisateur("responsable", "oilhi_responsable_loin")
        self.service_autre.user_ids += loin
        self.assertFalse(note.with_user(loin).search([]))

    def test_ouvrir_cree_la_fiche_une_fois(self):
        autre = self.env["oilhi.dossier.occupant"].create({
            "dossier_id": self.dossier.id, "lot": "1er étage",
        })
        with self.assertRaises(UserError):
            autre.with_user(self.lecteur_sensible).action_ouvrir_reserve()
        premiere = autre.with_user(self.agent_sensible).action_ouvrir_reserve()
        seconde = autre.with_user(self.agent_sensible).action_ouvrir_reserve()
        self.assertEqual(premiere["res_id"], seconde["res_id"])
