from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .argent_common import OilhiArgentCommon
from .scenario_common import communiquer
from .substitution_common import OilhiSubstitutionCommon


class _Recette:
    """The end of the three lives: a title by debtor, issued by the responsable, then paid."""

    def _titrer(self, jour):
        """{debtors: amount} of the titles issued on that day."""
        with self._le(jour):
            self.dossier.with_user(self.agent).preparer_titres()
            for rang, titre in enumerate(self.dossier.titre_ids.filtered(lambda t: t.etat == "brouillon")):
                with self.assertRaises(AccessError):
                    titre.with_user(self.agent).emettre(jour, f"2028-{rang}")
                titre.with_user(self.responsable).emettre(jour, f"2028-{rang}")
            return {
                tuple(t.personne_ids.sorted("id").mapped("nom_complet")): t.montant
                for t in self.dossier.titre_ids if t.etat == "emis"
            }

    def _encaisser(self, jour):
        with self._le(jour):
            for titre in self.dossier.titre_ids:
                self.env(user=self.agent)["oilhi.dossier.paiement"].create({
                    "titre_id": titre.id, "date": jour, "montant": titre.montant,
                })
            self.assertEqual(self.dossier.argent_reste, 0)


@tagged("post_install", "-at_install")
class TestVieCopropriete(_Recette, OilhiSubstitutionCommon):
    def test_deux_defaillants_jusqu_au_titre(self):
        """L. 511-16, R. 511-11, L. 511-17: two do not pay, the commune pays, each owes his part alone."""
        dossier = self.dossier
        self._instruire(dossier)
        self._faire(dossier, "MSO-08", "2027-01-08", mode="lrar", date_reception="2027-01-12",
                    destinataire_id=self.syndic.id)
        self._faire(dossier, "MSO-09", "2027-01-08")
        self._mesure(dossier)
        with self.assertRaisesRegex(UserError, "Trop tôt"):
            self._faire(dossier, "MSO-12", "2027-03-12")  # R. 511-10: two months for the syndic
        self._faire(dossier, "MSO-12", "2027-03-15")
        self._faire(dossier, "MSO-13", "2027-03-16", mode="lrar", date_reception="2027-03-18",
                    date_transmission="2027-03-16", destinataire_id=self.syndic.id)
        self._faire(dossier, "MSO-16", "2027-06-01")
        self._faire(dossier, "MSO-17b", "2027-06-01")
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            self._valider(substitution.action_decider(), date="2027-08-20")
        with freeze_time("2027-09-10 10:00:00"):
            self._valider(substitution.action_notifier_syndic(), date="2027-08-23", mode="lrar",
                          date_reception="2027-08-25")
            for personne in (self.andree, self.marie):
                self._valider(self._ligne(substitution, personne).action_notifier(), date="2027-08-23",
                              mode="lrar", date_reception="2027-08-26")
        self.assertEqual(substitution.etat, "notifiee")
        # No 8 %: to be checked on a substitution. Nothing is asked of who paid.
        self.assertEqual(self._titrer("2027-10-04"), {
            (self.andree.nom_complet,): 3000, (self.marie.nom_complet,): 1500,
        })
        self._encaisser("2027-12-01")
        self.assertEqual(dossier.argent_recouvre, 4500)


@tagged("post_install", "-at_install")
class TestVieInterdiction(_Recette, OilhiArgentCommon):
    def _droit(self, menage, code):
        (droit,) = (d for d in menage.with_user(self.agent).droits() if d["code"] == code)
        return droit

    def test_interdiction_relogee_par_la_commune(self):
        """L. 521-1 to L. 521-3-2: no rent, nights paid by the commune, owed by the owner, then the end."""
        dossier = self.dossier = self._maison()
        (occupant,) = self._personnes(dossier, "occupant")
        menage = self.env(user=self.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": dossier.id, "lot": "1er étage", "loyer": 550,
            "personne_id": occupant.id, "bonne_foi": "oui",
        })
        voisin = self.env(user=self.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": dossier.id, "lot": "2e étage", "loyer": 480, "bonne_foi": "oui",
        })
        self._instruire(dossier)
        self._lettre(dossier)
        self._mesure(dossier)
        interdiction = self._mesure(
            dossier, type="interdiction_temporaire", texte="Le logement ne peut pas être habité.",
            delai_nombre=0, date_effet="2027-03-01", date_offre="2027-02-22", lot="1er étage",
        )
        self._faire(dossier, "MSO-12", "2027-02-15")
        for personne in dossier.personne_ids.filtered(lambda p: p.tenue or p == occupant):
            self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18",
                        date_transmission="2027-02-16", destinataire_id=personne.id)
        with self._le("2027-03-02"):
            # T19: sent in February, suspended from the first day of March
            self.assertEqual(str(self._droit(menage, "LOYER")["du"]), "2027-03-01")
            self.assertEqual(str(self._droit(menage, "HEBERGEMENT")["du"]), "2027-03-01")
            # Another lot: no interdiction; whether the works empty it is to be checked
            droit = self._droit(voisin, "HEBERGEMENT")
            self.assertEqual((droit["du"], droit["niveau"]), (None, "a_verifier"))
        with self._le("2027-04-30"):
            self.env(user=self.agent)["oilhi.dossier.offre"].create({
                "occupant_id": menage.id, "date": "2027-02-26", "lieu": "Hôtel d’essai",
            })
            self.env(user=self.agent)["oilhi.dossier.hebergement"].create({
                "occupant_id": menage.id, "lieu": "Hôtel d’essai", "date_debut": "2027-03-01",
                "date_fin": "2027-04-30", "prix_nuit": 60,
            })
            self._faire(dossier, "MSO-15", "2027-03-01")
        # 60 nights at 60 €; the 8 % on lodging is to be checked: not asked
        self.assertEqual(self._titrer("2027-05-04"), {
            (self._personnes(dossier, "proprietaire").nom_complet,): 3600,
        })
        self._faire(dossier, "MSO-16", "2027-04-28")
        self._faire(dossier, "MSO-17a", "2027-04-28")
        self.assertEqual((dossier.mesure_ids - interdiction).execution, "executee")
        self._faire(dossier, "MSO-18a", "2027-05-03", mode="lrar", date_reception="2027-05-06",
                    date_transmission="2027-05-03")
        self.assertEqual(str(interdiction.levee_le), "2027-05-03", "an interdiction is lifted, not executed")
        with self._le("2027-06-02"):
            # Sent in May: due again from the first of June, the eve is the last day
            self.assertEqual(str(self._droit(menage, "LOYER")["au"]), "2027-05-31")
        self._encaisser("2027-06-15")


@tagged("post_install", "-at_install")
class TestVieUrgence(_Recette, OilhiArgentCommon):
    def test_etaiement_d_office_un_samedi(self):
        """L. 511-19, -20, -21: shored up by the commune, without any astreinte, lifted, paid with 8 %."""
        dossier = self.dossier = self._maison(procedure="MSU")
        procedure = dossier.procedure_ids
        self._faire(dossier, "MSU-01", "2027-03-06", heure="09:15")
        self._faire(dossier, "MSU-02", "2027-03-06", heure="10:00")
        self._faire(dossier, "MSU-05", "2027-03-06", heure="11:00")
        mesure = self._mesure(
            dossier, type="securisation", texte="Étayer le mur pignon.", delai_nombre=6,
            delai_unite="heures",
        )
        self._faire(dossier, "MSU-07", "2027-03-06", heure="12:00")
        for personne in dossier.personne_ids.filtered("tenue"):
            self._faire(dossier, "MSU-08", "2027-03-06", mode="main_propre", heure="13:00",
                        destinataire_id=personne.id)
        self._faire(dossier, "MSU-09", "2027-03-06")
        with freeze_time("2027-03-06 21:00:00"):
            self._faire(dossier, "MSU-11", "2027-03-06", heure="20:00")
            office = self.env(user=self.agent)["oilhi.dossier.office"].create({
                "dossier_id": dossier.id, "dossier_procedure_id": procedure.id,
                "motifs": "Rien n’est fait, le mur penche sur la rue.", "mesure_ids": [(6, 0, mesure.ids)],
            })
            self._faire(dossier, "MSU-12", "2027-03-06", mode="main_propre", heure="20:30")
        self.assertIn(office.etat, ("decidee", "notifiee"))
        self.assertFalse(dossier.astreinte_ids)
        with self._le("2027-03-08"):
            self._depense(dossier, ht=2500, tva=500, date="2027-03-07", libelle="Étaiement")
        self._faire(dossier, "MSU-14", "2027-03-20", mode="lrar", date_reception="2027-03-23",
                    date_transmission="2027-03-20")
        self.assertEqual(mesure.execution, "executee")
        for jour, _qui, quoi, faits, _attendu in communiquer("2027-03-22"):
            dossier.enregistrer_fait(quoi.split()[1], faits["date"] or jour)
        # 3,000 € spent + 8 % (L. 543-2), although the order is lifted and the procedure closed
        self.assertEqual(self._titrer("2027-05-04"), {
            (self._personnes(dossier, "proprietaire").nom_complet,): 3240,
        })
        self._encaisser("2027-06-15")
