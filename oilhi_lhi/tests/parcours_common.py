from .common import OilhiLhiCommon

AVANT_LETTRE = ("MSO-01", "MSO-02", "MSO-03", "MSO-04", "MSO-05", "MSO-06")


class OilhiParcoursCommon(OilhiLhiCommon):
    """A rented house in a commune whose mayor kept the police, and the steps taken as an agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._police_maire()

    @classmethod
    def _police_maire(cls):
        cls.commune_arras.epci_id.election_president_le = "2026-04-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": "2026-05-10"})

    @classmethod
    def _police_president(cls):
        cls.commune_arras.epci_id.election_president_le = "2026-04-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": False})

    @classmethod
    def _maison(cls, reponses=None, procedure="MSO", **valeurs):
        """A case whose procedure is open: owner (held) and tenant, no protection."""
        valeurs.setdefault(
            "batiment_id", cls._batiment(protection="non", copropriete="non").id
        )
        dossier = cls._dossier_pignon(usage="habitation", **valeurs)
        imminent = "oui" if procedure == "MSU" else "non"
        dossier.qualifier({
            "Q1": imminent, "Q2": "interne", "Q3": ["solidite"], "Q9": ["locataire"],
            **(reponses or {}),
        })
        dossier.ouvrir_procedure(procedure)
        return dossier

    @classmethod
    def _faire(cls, dossier, code, date, **faits):
        return dossier._etape(code).realiser(date, **faits)

    @classmethod
    def _instruire(cls, dossier, codes=AVANT_LETTRE, date="2027-01-06"):
        for code in codes:
            cls._faire(dossier, code, date)

    @classmethod
    def _mesure(cls, dossier, **valeurs):
        return cls.env(user=cls.agent)["oilhi.dossier.mesure"].create({
            "dossier_id": dossier.id,
            "dossier_procedure_id": dossier.procedure_ids[-1:].id,
            "type": "travaux",
            "texte": "Conforter le mur pignon.",
            "delai_nombre": 2,
            "delai_unite": "mois",
            **valeurs,
        })

    @classmethod
    def _lettre(cls, dossier, reception="2027-01-12", **faits):
        """Letter of the contradictoire, and the tenant informed the same day."""
        reponse = cls._faire(
            dossier, "MSO-08", "2027-01-08", mode="lrar", date_reception=reception, **faits
        )
        cls._faire(dossier, "MSO-09", "2027-01-08")
        return reponse

    @classmethod
    def _dossiers_signes(cls, nombre, voie):
        """Cases of a same street whose order is signed on 15 February 2027."""
        dossiers = cls.env["oilhi.dossier"]
        for numero in range(nombre):
            dossier = cls._maison(batiment_id=cls._batiment(
                rue=f"{numero + 1} {voie}", protection="non", copropriete="non"
            ).id)
            cls._instruire(dossier)
            cls._lettre(dossier)
            cls._mesure(dossier)
            cls._faire(dossier, "MSO-12", "2027-02-15")
            dossiers |= dossier.with_env(cls.env)
        return dossiers

    @classmethod
    def _personnes(cls, dossier, role):
        return dossier.personne_ids.filtered(lambda p: p.role == role)

    @classmethod
    def _echeance(cls, dossier, code):
        return dossier.echeance_ids.filtered(lambda e: e.code == code)
