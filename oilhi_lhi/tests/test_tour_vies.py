from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourVies(OilhiParcoursCommon, OilhiTour):
    """Three whole lives after the order, in the browser: the agent, then who alone may issue."""

    browser_size = "1366x768"

    @classmethod
    def _police_maire(cls):
        """The mayor has kept the police since before the cases began."""
        cls.commune_arras.epci_id.election_president_le = "2020-07-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": "2020-08-10"})

    def _jouer(self, dossier, vie):
        # Dates and amounts are typed and read as people here write them.
        self.env["res.lang"]._activate_lang("fr_FR")
        (self.agent | self.responsable).lang = "fr_FR"
        for tour, user in ((vie, self.agent), (f"{vie}_recette", self.responsable)):
            self.start_tour(
                f"/odoo/oilhi.dossier/{dossier.id}", f"oilhi_vie_{tour}_tour", login=user.login,
            )
        self.env.invalidate_all()

    def _titres(self, dossier):
        return {t.personne_ids.nom_complet: (t.etat, t.montant, t.reste) for t in dossier.titre_ids}

    def test_copropriete(self):
        """L. 511-16, R. 511-11: two do not pay, each owes what was paid in his place."""
        dossier = self._maison(
            {"Q10": "parties_communes"}, date_signalement="2026-01-05",
            batiment_id=self._batiment(protection="non").id,
        )
        self._personnes(dossier, "proprietaire").tantiemes = 500
        lieu = {"dossier_id": dossier.id, "rue": "1 place du Test", "code_postal": "62000", "ville": "Arras"}
        syndic, andree, marie = self.env(user=self.agent)["oilhi.dossier.personne"].create([
            {"role": "syndic", "raison_sociale": "Syndic d’essai", **lieu},
            {"role": "proprietaire", "prenom": "Andrée", "nom": "Modèle", "tantiemes": 300, **lieu},
            {"role": "proprietaire", "prenom": "Marie", "nom": "Modèle", "tantiemes": 200, **lieu},
        ])
        envoi = {"mode": "lrar", "destinataire_id": syndic.id}
        self._instruire(dossier, date="2026-01-06")
        self._faire(dossier, "MSO-08", "2026-01-08", date_reception="2026-01-12", **envoi)
        self._faire(dossier, "MSO-09", "2026-01-08")
        self._mesure(dossier, delai_nombre=1)
        self._faire(dossier, "MSO-12", "2026-03-16")
        self._faire(dossier, "MSO-13", "2026-03-16", date_reception="2026-03-18", **envoi)
        self._jouer(dossier, "copropriete")
        self.assertEqual(dossier.substitution_ids.etat, "notifiee")
        self.assertEqual(self._titres(dossier), {
            andree.nom_complet: ("emis", 3000, 2000), marie.nom_complet: ("emis", 1500, 1500),
        })

    def test_interdiction(self):
        """L. 521-1 to L. 521-3-2: no rent, nights paid by the commune, owed by the owner, the end."""
        dossier = self._maison(date_signalement="2026-01-05")
        (occupant,) = self._personnes(dossier, "occupant")
        self._instruire(dossier, date="2026-01-06")
        self._faire(dossier, "MSO-08", "2026-01-08", mode="lrar", date_reception="2026-01-12")
        self._faire(dossier, "MSO-09", "2026-01-08")
        self._mesure(dossier)
        interdiction = self._mesure(
            dossier, type="interdiction_temporaire", texte="Le logement ne peut pas être habité.",
            delai_nombre=0, date_effet="2026-03-01", date_offre="2026-02-22", lot="1er étage",
        )
        self._faire(dossier, "MSO-12", "2026-02-16")
        for personne in dossier.personne_ids.filtered(lambda p: p.tenue or p == occupant):
            self._faire(dossier, "MSO-13", "2026-02-16", mode="lrar", date_reception="2026-02-18",
                        date_transmission="2026-02-16", destinataire_id=personne.id)
        self._jouer(dossier, "interdiction")
        self.assertEqual(self._titres(dossier), {
            self._personnes(dossier, "proprietaire").nom_complet: ("emis", 3600, 0),
        })
        self.assertEqual(str(interdiction.levee_le), "2026-05-04")
        self.assertEqual(dossier.occupant_ids.offre_ids.mapped("reponse"), ["refusee", "acceptee"])
        self.assertEqual(dossier.visite_ids.nature, "controle")

    def test_urgence(self):
        """L. 511-19 to -21: a Saturday, shored up by the commune, lifted, owed with the 8 %."""
        dossier = self._maison(procedure="MSU", date_signalement="2026-03-07")
        for code, heure in (("MSU-01", "09:15"), ("MSU-02", "10:00"), ("MSU-05", "11:00")):
            self._faire(dossier, code, "2026-03-07", heure=heure)
        mesure = self._mesure(
            dossier, type="securisation", texte="Étayer le mur pignon.", delai_nombre=6,
            delai_unite="heures",
        )
        self._faire(dossier, "MSU-07", "2026-03-07", heure="12:00")
        self._jouer(dossier, "urgence")
        self.assertEqual((dossier.office_ids.etat, mesure.execution), ("receptionnee", "executee"))
        self.assertEqual(dossier._etape("MSU-14").etat, "faite")
        self.assertFalse(dossier.astreinte_ids)
        self.assertEqual(self._titres(dossier), {
            self._personnes(dossier, "proprietaire").nom_complet: ("emis", 3240, 3240),
        })
