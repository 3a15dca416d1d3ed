from collections import Counter
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..moteur.mesures import INTERDICTIONS
from .execution_common import OilhiExecutionCommon


def _mois(jour):
    return jour.replace(day=1)


@tagged("post_install", "-at_install")
class TestPilotage(OilhiExecutionCommon):
    """Each figure is counted a second time, here, row by row and day by day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier, cls.mesures = cls._sous_arrete()
        cls.menage = cls.env(user=cls.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": "Lot 2",
        })
        cls.autre = cls.env["oilhi.service"].create({
            "name": "Service voisin", "type": "autre", "epci_id": cls.epci.id,
            "user_ids": [Command.set(cls.agent_autre.ids)],
        })

    def _sejour(self, menage=None, **valeurs):
        return self.env["oilhi.dossier.hebergement"].create({
            "occupant_id": (menage or self.menage).id, **valeurs,
        })

    def _lignes(self, modele, user=None):
        return self.env[f"oilhi.pilotage.{modele}"].with_user(user or self.responsable).search([
            ("dossier_id", "=", self.dossier.id),
        ])

    # -- Nights --------------------------------------------------------------

    def _sejours(self):
        return (
            self._sejour(lieu="Hôtel de la Gare", date_debut="2028-02-27", date_fin="2028-03-02", places=2,
                         prix_nuit=61.5, supporte_par="commune")
            | self._sejour(lieu="Foyer", type="structure", date_debut="2027-12-15", date_fin="2028-04-20",
                           montant_facture=1000.01, supporte_par="etat")
            | self._sejour(lieu="Chez sa sœur", type="proches", date_debut="2028-01-31", date_fin="2028-02-01",
                           nature="relogement", prix_nuit=0.01, supporte_par="proprietaire")
            | self._sejour(lieu="Résidence", type="transition", date_debut="2028-05-10", supporte_par="epci")
            | self._sejour(lieu="Gîte", type="autre", date_debut="2028-03-01", date_fin="2028-04-01", prix_nuit=33.33)
        )

    def test_nuits_par_mois(self):
        """A night belongs to the month of its evening, whatever the months that the stay crosses."""
        sejours = self._sejours()
        attendu = Counter()
        for sejour in sejours:
            jour = sejour.date_debut
            while sejour.date_fin and jour < sejour.date_fin:
                attendu[_mois(jour), sejour.supporte_par, sejour.type] += 1
                jour += timedelta(days=1)
        lignes = self._lignes("nuit")
        lu = Counter()
        for mois, payeur, genre, nuits in lignes._read_group(
            [("id", "in", lignes.ids)], ["mois:month", "supporte_par", "type"], ["nuits:sum"]
        ):
            lu[mois, payeur, genre] += nuits
        self.assertEqual(+lu, attendu)
        self.assertEqual(sum(lu.values()), sum(sejours.mapped("nuits")))
        self.assertEqual(attendu[date(2028, 2, 1), "commune", "hotel"], 3, "27, 28 and 29 February")
        self.assertEqual(attendu[date(2028, 3, 1), "commune", "hotel"], 1)
        deux = lignes.filtered(lambda ligne: ligne.lieu == "Hôtel de la Gare")
        self.assertEqual(sorted(deux.mapped("places_nuits")), [2, 6])

    def test_cout_au_centime(self):
        """The months of a stay add up to what it cost; a stay without its end counts no night."""
        sejours = self._sejours()
        lignes = self._lignes("nuit")
        for sejour in sejours:
            siennes = lignes.filtered(lambda ligne, s=sejour: ligne.id // 4096 == s.id)
            with self.subTest(sejour=sejour.display_name):
                self.assertAlmostEqual(sum(siennes.mapped("cout")), sejour.total, 2)
                self.assertEqual(sum(siennes.mapped("nuits")), sejour.nuits)
                for ligne in siennes if sejour.nuits else ():
                    self.assertAlmostEqual(ligne.cout, sejour.total * ligne.nuits / sejour.nuits, delta=0.011)
        self.assertEqual(len(set(lignes.ids)), len(lignes))
        ouvert = lignes.filtered(lambda ligne: ligne.supporte_par == "epci")
        self.assertEqual((len(ouvert), ouvert.nuits, ouvert.cout, ouvert.mois), (1, 0, 0, date(2028, 5, 1)))

    def test_nuits_sans_personne(self):
        """The name of an establishment is shown, never a free text that may name somebody."""
        self._sejours()
        lignes = self._lignes("nuit")
        self.assertEqual(set(filter(None, lignes.mapped("lieu"))), {"Hôtel de la Gare", "Foyer", "Résidence"})
        self.assertFalse({"occupant_id", "personne_id"} & set(lignes._fields))
        self.assertEqual(lignes.procedure_id.code, "MSO")
        self.assertEqual((lignes.service_id, lignes.commune_id), (self.dossier.service_id, self.dossier.commune_id))
        (ligne, *_autres) = lignes
        action = ligne.action_ouvrir_dossier()
        self.assertEqual((action["res_model"], action["res_id"]), ("oilhi.dossier", self.dossier.id))

    # -- Deadlines -----------------------------------------------------------

    def _compter_delais(self, jour):
        """What the rows of the deadlines say, read one by one."""
        attendu = {}
        for e in self.dossier.echeance_ids:
            if not e.date or not e.retard_possible:
                continue
            manque = bool(e.sans_objet) and any(
                e.code in etape._codes("manque_codes")
                for etape in e.dossier_etape_id.dossier_procedure_id.etape_ids if etape.etat == "faite"
            )
            if e.sans_objet and not manque:
                continue
            etat = (
                "manque" if manque else "tenu" if e.tenue_le and e.tenue_le <= e.date
                else "tard" if e.tenue_le else "depasse" if e.date < jour else "a_venir"
            )
            fin = {"manque": e.mesure_id.date_realisation or jour, "tard": e.tenue_le, "depasse": jour}.get(etat)
            attendu[e.id] = (etat, max(0, (fin - e.date).days) if fin else 0)
        return attendu

    def test_delais_tenus(self):
        """Held, late, missed, still open: at four moments of the life of the case."""
        vus = set()
        for jour, vivre in (
            ("2027-02-16", lambda: None),
            ("2027-03-20", lambda: None),
            ("2027-04-28", lambda: self._faire(self.dossier, "MSO-16", "2027-04-20")),
            ("2027-05-20", lambda: self._faire(self.dossier, "MSO-17b", "2027-04-20")),
        ):
            vivre()
            with freeze_time(f"{jour} 10:00:00"):
                self.env.invalidate_all()
                lignes = self._lignes("delai")
                attendu = self._compter_delais(fields.Date.to_date(jour))
                self.assertTrue(attendu)
                self.assertEqual({r.id: (r.etat, r.jours_retard) for r in lignes}, attendu, jour)
                etats = Counter(etat for etat, _jours in attendu.values())
                vus |= set(etats)
                ((taux, tenus, tards, manques, depasses, moyen, total),) = lignes._read_group(
                    [("id", "in", lignes.ids)], [],
                    ["taux:avg", "tenus:sum", "tards:sum", "manques:sum", "depasses:sum",
                     "retard_moyen:avg", "jours_retard:sum"],
                )
                self.assertEqual(
                    (tenus, tards, manques, depasses),
                    tuple(etats[e] for e in ("tenu", "tard", "manque", "depasse")),
                )
                echus = len(attendu) - etats["a_venir"]
                self.assertAlmostEqual(taux or 0, 100 * etats["tenu"] / echus if echus else 0, 6)
                retards = [jours for etat, jours in attendu.values() if etat in ("tard", "manque", "depasse")]
                self.assertEqual(total or 0, sum(retards))
                self.assertAlmostEqual(moyen or 0, sum(retards) / len(retards) if retards else 0, 6)
        self.assertLessEqual({"tenu", "manque", "a_venir"}, vus)

    def test_transmission_en_retard(self):
        """Sent to the préfet after the fifteen days: kept late, by so many days."""
        echeance = self.dossier.echeance_ids.filtered(lambda e: e.code == "DL-CL")[:1]
        # sudo: what the facts would have given
        echeance.sudo().tenue_le = echeance.date + timedelta(days=9)
        ligne = self._lignes("delai").filtered(lambda r: r.id == echeance.id)
        self.assertEqual((ligne.etat, ligne.jours_retard, ligne.portee), ("tard", 9, "legal"))
        self.assertEqual((ligne.taux, ligne.retard_moyen), (0, 9))
        # sudo: the same
        echeance.sudo().tenue_le = False
        with freeze_time(f"{echeance.date + timedelta(days=3)} 10:00:00"):
            self.env.invalidate_all()
            ligne = self._lignes("delai").filtered(lambda r: r.id == echeance.id)
            self.assertEqual((ligne.etat, ligne.jours_retard, ligne.depasses), ("depasse", 3, 1))

    def test_portee(self):
        """An advice is never counted as a legal deadline."""
        for ligne in self.env["oilhi.pilotage.delai"].search([]):
            niveau = self.env["oilhi.dossier.echeance"].browse(ligne.id).niveau_preuve
            self.assertEqual(
                ligne.portee, {"confirme": "legal", "pratique": "conseille", "a_verifier": "a_verifier"}[niveau]
            )

    # -- Measures ------------------------------------------------------------

    def test_duree_d_execution(self):
        """From the notification of 18 February to the day on which each measure was done."""
        mur, plancher, _interdiction = self.mesures
        with freeze_time("2027-03-31 10:00:00"):
            self.env.invalidate_all()
            lignes = {r.id: r for r in self._lignes("mesure")}
            self.assertEqual(lignes.keys(), {m.id for m in self.mesures if m.type not in INTERDICTIONS})
            self.assertEqual((lignes[mur.id].etat, lignes[mur.id].attente), ("attente", 41))
        self._controler(
            self.dossier, "2027-04-25",
            [("executee", "2027-04-24"), ("executee", "2027-03-10"), "executee"],
        )
        self.env.invalidate_all()
        lignes = {r.id: r for r in self._lignes("mesure")}
        for mesure, duree, taux in ((mur, 65, 0), (plancher, 20, 100)):
            ligne = lignes[mesure.id]
            self.assertEqual(str(ligne.notifie_le), "2027-02-18")
            self.assertEqual((ligne.executee_le - ligne.notifie_le).days, duree)
            self.assertEqual((ligne.etat, ligne.duree, ligne.duree_max, ligne.taux, ligne.attentes),
                             ("executee", duree, duree, taux, 0))
        ((duree, plus_longue, taux, executees),) = ligne._read_group(
            [("dossier_id", "=", self.dossier.id)], [], ["duree:avg", "duree_max:max", "taux:avg", "executees:sum"],
        )
        self.assertEqual((duree, plus_longue, taux, executees), (42.5, 65, 50, 2))

    def test_mesure_pas_notifiee(self):
        dossier = self._maison()
        mesure = self._mesure(dossier)
        ligne = self.env["oilhi.pilotage.mesure"].browse(mesure.id)
        self.assertEqual((ligne.etat, ligne.notifie_le, ligne.duree, ligne.mois), ("non_notifiee", False, 0, False))

    # -- Who reads -----------------------------------------------------------

    def test_chacun_ses_services(self):
        """A responsable adds up the cases of his services, the coordinator those of his département."""
        self._sejours()
        for modele in ("nuit", "delai", "mesure"):
            with self.subTest(modele=modele):
                self.assertTrue(self._lignes(modele))
                self.assertTrue(self._lignes(modele, self.coordinateur))
                self.assertFalse(self._lignes(modele, self.agent_autre))
                lignes = self._lignes(modele)
                with self.assertRaises(AccessError):
                    lignes[:1].with_user(self.agent_autre).read(["mois"])
                for user in (self.responsable, self.coordinateur, self.agent_autre):
                    tous = self.env[f"oilhi.pilotage.{modele}"].with_user(user).search([])
                    self.assertEqual(tous.dossier_id._filtered_access("read"), tous.dossier_id, user.login)
                with self.assertRaises(AccessError):
                    lignes[:1].write({"mois": "2027-01-01"})
                loin = self.env["res.company"].create({"name": f"Département {modele}"})
                ailleurs = self._nouvel_utilisateur("coordinateur", f"coordinateur_{modele}")
                ailleurs.write({"company_ids": [Command.set(loin.ids)], "company_id": loin.id})
                self.assertFalse(self._lignes(modele, ailleurs))

    def test_un_dossier_archive_ne_compte_plus(self):
        self._sejours()
        self.dossier.sudo().active = False  # sudo: only the filter of the figures is tried here
        for modele in ("nuit", "delai", "mesure"):
            self.assertFalse(self._lignes(modele), modele)
