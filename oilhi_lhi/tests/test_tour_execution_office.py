from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourExecutionOffice(OilhiParcoursCommon, OilhiTour):
    """Works by the authority, then a substitution, in the browser."""

    @classmethod
    def _police_maire(cls):
        """The mayor has kept the police since before the case began."""
        cls.commune_arras.epci_id.election_president_le = "2020-07-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": "2020-08-10"})

    @classmethod
    def _en_carence(cls, copropriete=None, **valeurs):
        """Order of February 2026, two months given, failure found on 22 April."""
        dossier = cls._maison(
            {"Q10": copropriete} if copropriete else None, date_signalement="2026-01-05", **valeurs
        )
        if copropriete:
            cls.env(user=cls.agent)["oilhi.dossier.personne"].create([
                {"dossier_id": dossier.id, "rue": "1 place du Test", "code_postal": "62000",
                 "ville": "Arras", **qui}
                for qui in (
                    {"role": "syndic", "raison_sociale": "Syndic d’essai"},
                    {"role": "proprietaire", "prenom": "Andrée", "nom": "Modèle", "tantiemes": 300},
                    {"role": "proprietaire", "prenom": "Marie", "nom": "Modèle", "tantiemes": 200},
                )
            ])
        recu = {"mode": "lrar"}
        qui = dossier.personne_ids.filtered(
            lambda p: p.role == ("syndic" if copropriete else "proprietaire")
        )[:1]
        cls._instruire(dossier, date="2026-01-06")
        cls._faire(dossier, "MSO-08", "2026-01-08", date_reception="2026-01-12",
                   destinataire_id=qui.id, **recu)
        cls._faire(dossier, "MSO-09", "2026-01-08")
        cls._mesure(dossier, delai_nombre=1)
        jour = "2026-03-16" if copropriete else "2026-02-16"
        cls._faire(dossier, "MSO-12", jour)
        cls._faire(dossier, "MSO-13", jour, date_reception="2026-03-18", destinataire_id=qui.id, **recu)
        cls._faire(dossier, "MSO-17b", "2026-04-22")
        return dossier

    def _fr(self):
        """Dates are typed as people here write them."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.agent.lang = "fr_FR"

    def test_office(self):
        dossier = self._en_carence()
        for nom in ("Maçonnerie d’essai", "Étaiements d’essai"):
            self.env["res.partner"].create({"name": nom, "is_company": True})
        self._fr()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_execution_office_tour",
            login=self.agent.login,
        )
        office = dossier.office_ids
        self.assertEqual((office.etat, office.cout_estime), ("receptionnee", 11000))
        self.assertEqual(office.date_decision, dossier._etape("MSO-19b").date)
        self.assertEqual(len(office.devis_ids), 2)

    def test_substitution(self):
        dossier = self._en_carence(
            "parties_communes", batiment_id=self._batiment(protection="non").id
        )
        payeur = self._personnes(dossier, "proprietaire")[:1]
        payeur.tantiemes = 500
        self._fr()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_execution_substitution_tour",
            login=self.agent.login,
        )
        substitution = dossier.substitution_ids
        self.assertEqual((substitution.etat, substitution.total), ("notifiee", 5000))
        self.assertEqual(len(substitution.ligne_ids.filtered("reprise")), 2)
