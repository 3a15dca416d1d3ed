from freezegun import freeze_time

from .parcours_common import OilhiParcoursCommon


class OilhiExecutionCommon(OilhiParcoursCommon):
    """An order signed and received: works for the whole building, works and a ban for lot 2."""

    @classmethod
    def _sous_arrete(cls, reception="2027-02-18", preuve=True, **valeurs):
        """Order of 15 February 2027, sent the day after, two months to carry it out."""
        dossier = cls._maison(**valeurs)
        cls._instruire(dossier)
        cls._lettre(dossier)
        mesures = cls._mesure(dossier, texte="Conforter le mur pignon.")
        mesures |= cls._mesure(
            dossier, texte="Reprendre le plancher du lot 2.", partie="privative", lot="Lot 2"
        )
        mesures |= cls._mesure(
            dossier, type="interdiction_temporaire", texte="Interdire d’habiter le lot 2.",
            delai_nombre=False, date_effet="2027-02-20", date_offre="2027-02-25",
            partie="privative", lot="lot 2",
        )
        cls._faire(dossier, "MSO-12", "2027-02-15")
        faits = {"mode": "lrar", "date_transmission": "2027-02-16"}
        if reception:
            faits["date_reception"] = reception
        if preuve:
            faits["piece_ids"] = cls._piece().ids
        cls._faire(dossier, "MSO-13", "2027-02-16", **faits)
        return dossier, mesures

    @classmethod
    def _piece(cls, nom="avis.pdf"):
        return cls.env(user=cls.agent)["ir.attachment"].create({"name": nom, "raw": b"%PDF-1.4 essai"})

    def _controler(self, dossier, jour, resultats, user=None, terminer=True):
        """A control visit of that day; `resultats`: one word or (word, completion or rest) a line."""
        with freeze_time(f"{jour} 15:00:00"):
            visite = self.env(user=user or self.agent)["oilhi.dossier.visite"].create({
                "dossier_id": dossier.id, "date": jour, "heure_debut": 10,
            })
            for ligne, dit in zip(visite.controle_ids, resultats, strict=True):
                mot, plus = dit if isinstance(dit, tuple) else (dit, None)
                valeurs = {"resultat": mot}
                if mot == "executee" and plus:
                    valeurs["date_achevement"] = plus
                elif plus:
                    valeurs["reste"] = plus
                ligne.write(valeurs)
            suite = visite.action_terminer() if terminer else None
        return visite, suite
