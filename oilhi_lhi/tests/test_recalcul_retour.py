from freezegun import freeze_time

from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon

# What a jurist corrects, then puts back: model, code, values typed by mistake.
CORRECTIONS = (
    ("oilhi.delai", "DL-CL", {"nombre": 20}),
    ("oilhi.delai", "DL-CL", {"nombre": 1}),  # late, then no longer
    ("oilhi.delai", "DL-CL", {"retard": False}),  # nobody waits for it: its reminder goes
    ("oilhi.delai", "DL-CL", {"depart_type": "aucun"}),  # the deadline itself goes
    ("oilhi.delai", "DL-CL", {"niveau_preuve": "pratique", "name": "Transmission conseillée"}),
    ("oilhi.delai", "DL-CONTR-MS", {"nombre": 3, "proroge": False}),
    ("oilhi.delai", "DL-EXEC-MS", {"nombre": 6}),
    ("oilhi.delai", "DL-ABF", {"nombre": 40, "unite": "jours"}),
    ("oilhi.etape", "MSO-13", {"obligation": "non"}),  # its reminder goes
    ("oilhi.etape", "MSO-13", {"condition_code": "demolition"}),  # set aside
    ("oilhi.etape", "MSO-14", {"precedent_codes": False}),
    ("oilhi.etape", "MSO-10", {"garde_codes": "DL-CONTR-MS"}),
    ("oilhi.etape", "MSO-12", {"terme": True}),  # would end every signed procedure
    ("oilhi.procedure", "MSO", {"urgente": True}),
)
ECHEANCE = (
    "code", "fait_id", "destinataire_id", "mesure_id", "depart", "date", "heure", "au_plus_tot",
    "etat", "provisoire", "preuve", "calcul", "base", "niveau_preuve", "tenue_saisie", "tenue_le",
    "sans_objet", "display_name",
)
ETAPE = ("code", "sequence", "etat", "motif", "auto", "retenue", "date", "courante", "date_rappel")
RAPPEL = ("user_id", "date_deadline", "summary", "activity_type_id")
DOSSIER = (
    "phase", "urgence", "prochaine_echeance", "prochaine_echeance_libelle",
    "prochaine_echeance_retard", "procedures_resume",
)


@tagged("at_install", "-post_install")
class TestRecalculRetour(OilhiParcoursCommon):
    """A rule corrected by mistake, then put back days later: the cases are what they were.

    The lines of history stay: what was shown for a few days was shown.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2027-02-16 10:00:00"):
            cls._preparer()

    @classmethod
    def _preparer(cls):
        signe, ferme, transmis, recu = cls._dossiers_signes(4, "rue du Retour")
        cls.ferme = cls._echeance(ferme, "DL-CL")
        # One reminder ticked by its user, one deadline kept, one answer typed.
        cls.ferme.activity_id.with_user(cls.agent).action_feedback(feedback="Vu.")
        cls._faire(transmis, "MSO-13", "2027-02-16", mode="main_propre",
                   date_transmission="2027-02-16")
        cls.saisie = cls._echeance(recu, "DL-CL")
        protege = cls._maison(batiment_id=cls._batiment(
            "9 place du Retour", protection="inscrit_abords_spr_site", copropriete="non").id)
        cls._instruire(protege)
        cls._faire(protege, "MSO-07", "2027-01-07", mode="lrar", date_reception="2027-01-08")
        cls._lettre(protege, reception=None)  # its proof is missing
        urgent = cls._maison(
            procedure="MSU",
            batiment_id=cls._batiment("11 place du Retour", protection="non", copropriete="non").id,
        )
        instruit = cls._maison(batiment_id=cls._batiment(
            "13 place du Retour", protection="non", copropriete="non").id)
        cls._instruire(instruit, ("MSO-01", "MSO-02"))
        cls.dossiers = (signe | ferme | transmis | recu | protege | urgent | instruit).with_env(cls.env)
        cls.env.flush_all()

    def _photo(self):
        """{what: plain values} of all that the cases show, lines of history excepted."""
        self.env.flush_all()
        self.env.invalidate_all()
        photo = {}
        for dossier in self.dossiers:
            photo[dossier.reference] = [dossier[champ] for champ in DOSSIER]
            lignes = [(e, ETAPE) for e in dossier.etape_ids]
            lignes += [(e, ECHEANCE) for e in dossier.echeance_ids]
            for ligne, champs in lignes:
                qui = ligne.destinataire_id if "destinataire_id" in ligne._fields else ""
                cle = (dossier.reference, ligne._name, ligne.code, f"{qui}")
                rappel = ligne.activity_id
                photo[cle] = (
                    [ligne[champ] for champ in champs],
                    [rappel[champ] for champ in RAPPEL] if rappel.active else None,
                )
            photo[dossier.reference, "procédures"] = [
                (p.code, p.etat, p.date_cloture, p.motif_cloture) for p in dossier.procedure_ids
            ]
            photo[dossier.reference, "rappels ouverts"] = len(dossier.activity_ids)
        return photo

    def _recalculer(self):
        recalcul = self.env["oilhi.recalcul"].search([("etat", "=", "en_attente")])
        self.assertEqual(len(recalcul), 1, "the correction asks for a recalculation")
        self.env.flush_all()
        self.env.invalidate_all()  # another transaction
        while recalcul.etat != "termine":
            recalcul._traiter_lot(3)
        self.assertFalse(recalcul.refuses)

    def _aller_retour(self, modele, code, valeurs):
        """What differs while the correction holds, and once it is put back."""
        donnees = self.env[modele].search([("code", "=", code)])
        livre = [{champ: d[champ] for champ in valeurs} for d in donnees]
        avant = self._photo()
        with freeze_time("2027-02-20 10:00:00"):
            donnees.write(valeurs)
            self._recalculer()
            pendant = self._photo()
        with freeze_time("2027-03-08 10:00:00"):
            for donnee, siennes in zip(donnees, livre, strict=True):
                donnee.write(siennes)
            self._recalculer()
        with freeze_time("2027-02-16 10:00:00"):  # states are read on the same day
            apres = self._photo()
        return avant, pendant, apres

    def test_aller_retour(self):
        """One row of the table after the other, on seven cases of different kinds."""
        for modele, code, valeurs in CORRECTIONS:
            with self.subTest(code=code, valeurs=valeurs), freeze_time("2027-02-16 10:00:00"), \
                    self.env.cr.savepoint() as point:
                avant, pendant, apres = self._aller_retour(modele, code, valeurs)
                if "terme" not in valeurs and code != "MSO-14":
                    self.assertNotEqual(avant, pendant, "the correction is seen while it holds")
                self.assertEqual(avant.keys(), apres.keys())
                self.assertEqual(
                    {c: v for c, v in avant.items() if apres[c] != v},
                    {c: v for c, v in apres.items() if avant[c] != v},
                )
                point.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_cache()

    def test_ce_qui_est_saisi_reste(self):
        """A rule that no longer applies erases neither what was typed nor what was told."""
        self.saisie.with_user(self.agent).tenir("2027-02-17")
        regle = self.env.ref("oilhi_lhi.delai_DL_CL")
        regle.nombre = 20
        self._recalculer()
        anciennes = self.saisie.historique_ids
        self.assertTrue(anciennes)
        regle.depart_type = "aucun"
        self._recalculer()
        self.assertTrue(self.saisie.exists())
        self.assertEqual(self.saisie.etat, "sans_objet")
        dossier = self.saisie.dossier_id
        dossier._actualiser_parcours()  # the case lives on meanwhile
        self.assertTrue(self.saisie.exists())
        regle.write({"depart_type": "acte", "nombre": 15})
        self._recalculer()
        self.assertEqual((self.saisie.etat, f"{self.saisie.tenue_saisie}"), ("tenue", "2027-02-17"))
        self.assertLess(anciennes, self.saisie.historique_ids)

    def test_fait_annule(self):
        """The fact itself is undone: its deadline goes, with what was typed of it."""
        self.saisie.with_user(self.agent).tenir("2027-02-17")
        self.saisie.dossier_etape_id.with_user(self.responsable).annuler("Saisi par erreur")
        self.assertFalse(self.saisie.exists())

    def test_rappel_ferme_par_l_agent(self):
        """The user ticked it: the law that takes it away and gives it back does not tell it again."""
        regle = self.env.ref("oilhi_lhi.delai_DL_CL")
        ouverts = self.ferme.dossier_id.activity_ids
        for retard in (False, True):
            regle.retard = retard
            self._recalculer()
        self.assertEqual(self.ferme.dossier_id.activity_ids, ouverts)
        self.assertEqual(self.ferme.activity_id.feedback, "Vu.")

    def test_le_droit_ne_clot_rien(self):
        """A step of reference that now ends the procedure: the next act in the case ends it."""
        signe = self.dossiers[0]
        signe.usage = "professionnel"  # nobody to inform of the order (R. 511-7)
        self.env.ref("oilhi_lhi.etape_MSO_12").terme = True
        self._recalculer()
        self.assertEqual(signe.procedure_ids.etat, "en_cours")
        signe._actualiser_parcours()
        self.assertEqual(signe.procedure_ids.etat, "close")
