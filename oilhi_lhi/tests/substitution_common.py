from .argent_common import OilhiArgentCommon


class OilhiSubstitutionCommon(OilhiArgentCommon):
    """Common parts of a copropriété: the syndic is held, three co-owners are called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Common parts alone: the syndic is held, the others are only called.
        cls.dossier = cls._maison(
            {"Q10": ["parties_communes"]},
            batiment_id=cls._batiment(protection="non", copropriete=False).id,
        )
        cls.proprietaire = cls._personnes(cls.dossier, "proprietaire")
        cls.proprietaire.tantiemes = 500
        cls.andree = cls._coproprietaire("Andrée", 300)
        cls.marie = cls._coproprietaire("Marie", 200)
        cls.syndic = cls.env(user=cls.agent)["oilhi.dossier.personne"].create({
            "dossier_id": cls.dossier.id, "role": "syndic", "raison_sociale": "Syndic d’essai",
            "rue": "1 place du Test", "code_postal": "62000", "ville": "Arras",
        })

    @classmethod
    def _coproprietaire(cls, prenom, tantiemes):
        return cls.env(user=cls.agent)["oilhi.dossier.personne"].create({
            "dossier_id": cls.dossier.id, "role": "proprietaire", "prenom": prenom, "nom": "Modèle",
            "rue": "1 place du Test", "code_postal": "62000", "ville": "Arras", "tantiemes": tantiemes,
        })

    @classmethod
    def _substitution(cls, **valeurs):
        return cls.env(user=cls.agent)["oilhi.dossier.substitution"].with_context(
            default_dossier_id=cls.dossier.id
        ).create({
            "vote_le": "2027-05-10", "exigible_le": "2027-06-01", "montant_vote": 10000,
            "tantiemes_total": 1000, "motifs": "Travaux votés et non financés, défaillance attestée.",
            **valeurs,
        })

    def _valider(self, action, **valeurs):
        assistant = self.env(user=self.agent)[action["res_model"]].with_context(**action["context"])
        return assistant.create(valeurs).action_valider()

    def _ligne(self, substitution, personne):
        return substitution.ligne_ids.filtered(lambda ligne: ligne.personne_id == personne)

    def _prete(self, attestation="2027-07-28"):
        substitution = self._substitution()
        substitution.action_repartir()
        self._ligne(substitution, self.proprietaire).write({"verse": 5000, "verse_le": "2027-06-01"})
        self._ligne(substitution, self.marie).write({"verse": 500, "verse_le": "2027-07-01"})
        for personne in (self.andree, self.marie):
            self._valider(self._ligne(substitution, personne).action_sommation(), date="2027-07-09")
        if attestation:
            self._valider(substitution.action_attestation(), date=attestation, date_reception=attestation)
        return substitution
