"""Rows of what follows the order, made as an agent makes them: see `lignes` in SITUATIONS."""

from freezegun import freeze_time

MOTIFS = {
    "motif_ampleur": "Reprise du pignon sur deux étages.",
    "motif_consequences": "Le mur peut tomber sur le trottoir de l’école.",
}


class Lignes:
    """Plain words -> rows; roles name the persons of the case."""

    def __init__(self, test, dossier):
        self.test = test
        self.dossier = dossier.with_user(test.agent)
        self.env = self.dossier.env

    def poser(self, quoi, jour, valeurs):
        """On that day, for real: a row may not be typed ahead of time."""
        self.dossier.invalidate_recordset()
        with freeze_time(f"{jour} 10:00:00"):
            getattr(self, f"_{quoi}")(dict(valeurs))
        self.env.flush_all()

    def _personne(self, role):
        """« occupant », or « occupant#2 » for the second of that role."""
        role, _diese, rang = role.partition("#")
        return self.dossier.personne_ids.filtered(lambda p: p.role == role).sorted("id")[int(rang or 1) - 1]

    def _creer(self, modele, **valeurs):
        return self.env[modele].create({"dossier_id": self.dossier.id, **valeurs})

    # -- Occupants -------------------------------------------------------------

    def _menage(self, valeurs):
        """`occupant`, `bailleur`: roles; `offres`: offers of lodging."""
        offres = valeurs.pop("offres", ())
        for champ in ("occupant", "bailleur"):
            if role := valeurs.pop(champ, None):
                valeurs["personne_id" if champ == "occupant" else "bailleur_id"] = self._personne(role).id
        menage = self._creer("oilhi.dossier.occupant", **valeurs)
        for offre in offres:
            self.env["oilhi.dossier.offre"].create({"occupant_id": menage.id, **offre})

    # -- Penalty ---------------------------------------------------------------

    def _astreinte(self, valeurs):
        """One that is only prepared; `redevables`: {role: amount by day}."""
        redevables = valeurs.pop("redevables", {})
        astreinte = self._creer(
            "oilhi.dossier.astreinte", dossier_procedure_id=self.dossier.procedure_ids.id, **valeurs
        )
        for role, montant in redevables.items():
            self.env["oilhi.dossier.astreinte.redevable"].create({
                "astreinte_id": astreinte.id, "personne_id": self._personne(role).id, "montant": montant,
            })

    def _motifs(self, _valeurs):
        self.dossier.astreinte_ids.write(MOTIFS)

    def _liquidation(self, valeurs):
        """Drafts of the quarters elapsed; `decidee`: decided at once."""
        decidee = valeurs.pop("decidee", False)
        prets = self.dossier.preparer_liquidations()
        liquidations = self.env["oilhi.dossier.liquidation"].browse([p["id"] for p in prets])
        if valeurs:
            liquidations.write(valeurs)
        if decidee:
            liquidations.with_user(self.test.responsable).decider()

    def _correction(self, valeurs):
        """The last fact of that step, typed again."""
        code, jour = valeurs.pop("code"), valeurs.pop("date")
        fait = self.dossier.fait_ids.filtered(lambda f: f.code == code and f.active)[-1:]
        self.dossier.enregistrer_fait(
            code, jour, fait_id=fait.id, motif="Avis de réception relu", **valeurs
        )

    # -- Works and money ---------------------------------------------------------

    def _substitution(self, valeurs):
        """`appels`: {role: (called, paid, day of the payment)}."""
        appels = valeurs.pop("appels")
        self._creer("oilhi.dossier.substitution", **{
            "dossier_procedure_id": self.dossier.procedure_ids.id,
            "vote_le": "2027-05-10", "exigible_le": "2027-06-01",
            "motifs": "Travaux votés, non financés.",
            "ligne_ids": [
                (0, 0, {
                    "personne_id": self._personne(role).id, "appele": appele, "verse": verse,
                    "verse_le": (quand[0] if quand else "2027-06-10") if verse else False,
                })
                for role, (appele, verse, *quand) in appels.items()
            ],
            **valeurs,
        })

    def _office(self, valeurs):
        """`mesures`: kinds of measure that it has carried out; `devis`: amount of the estimate kept."""
        types, devis = valeurs.pop("mesures", ()), valeurs.pop("devis", None)
        office = self._creer("oilhi.dossier.office", **{
            "dossier_procedure_id": self.dossier.procedure_ids.id,
            "mesure_ids": self.dossier.mesure_ids.filtered(lambda m: m.type in types).ids,
            **valeurs,
        })
        if devis:
            self.env["oilhi.dossier.devis"].create({
                "office_id": office.id, "montant_ttc": devis, "montant_ht": devis, "retenu": True,
                "entreprise_id": self.env["res.partner"].create({"name": "Maçonnerie d’essai"}).id,
            })

    def _depense(self, valeurs):
        self._creer("oilhi.dossier.depense", **{
            "dossier_procedure_id": self.dossier.procedure_ids.id, "date": "2027-06-01",
            "libelle": "Étaiement du pignon", **valeurs,
        })

    def _titre(self, valeurs):
        """All that is due; `numero`: issued under that number."""
        self.dossier.preparer_titres()
        if numero := valeurs.get("numero"):
            for titre in self.dossier.titre_ids.with_user(self.test.responsable):
                titre.emettre(None, f"{numero}-{titre.id}")

    def _annulation(self, valeurs):
        self.dossier.depense_ids.filtered(
            lambda d: d.libelle == valeurs["depense"]
        ).with_user(self.test.responsable).annuler("Facture d’un autre dossier")

    def _nuits(self, valeurs):
        self.env["oilhi.dossier.hebergement"].create({
            "occupant_id": self.dossier.occupant_ids[:1].id, **valeurs,
        })

    # -- Controls, offences --------------------------------------------------------

    def _controle(self, valeurs):
        """A control visit; `mesures`: what is found of each, in order."""
        visite = self._creer(
            "oilhi.dossier.visite", date=valeurs["date"], nature="controle", heure_debut=10
        )
        for ligne, dit in zip(visite.controle_ids, valeurs["mesures"], strict=True):
            mot, reste = dit if isinstance(dit, tuple) else (dit, False)
            ligne.write({"resultat": mot, "reste": reste})
        visite.terminer()

    def _infraction(self, valeurs):
        auteur = valeurs.pop("auteur", None)
        fiche = self._creer("oilhi.dossier.infraction", **{
            "infraction_id": self.env.ref(f"oilhi_lhi.infraction_{valeurs.pop('code')}").id,
            "dossier_procedure_id": self.dossier.procedure_ids.id,
            "date_faits": "2027-05-20", "faits": "Refus écrit du 20 mai.",
            "personne_id": self._personne(auteur).id if auteur else False,
        })
        if valeurs.get("etabli"):
            fiche.element_ids = fiche.infraction_id.element_ids
