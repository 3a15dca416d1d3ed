from freezegun import freeze_time

from .parcours_common import OilhiParcoursCommon

MOTIFS = {
    "motif_ampleur": "Reprise du pignon sur deux étages, étaiement de la cheminée.",
    "motif_consequences": "Le mur peut tomber sur le trottoir de l’école.",
}


class OilhiArgentCommon(OilhiParcoursCommon):
    """A case whose order was not carried out: the astreinte may be pronounced."""

    @classmethod
    def _carence(cls, dossier=None):
        dossier = dossier or cls._maison()
        cls._instruire(dossier)
        cls._lettre(dossier)
        cls._mesure(dossier)
        cls._faire(dossier, "MSO-12", "2027-02-15")
        for personne in dossier.personne_ids.filtered("tenue"):
            cls._faire(
                dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18",
                date_transmission="2027-02-16", destinataire_id=personne.id,
            )
        cls._faire(dossier, "MSO-16", "2027-04-20")
        cls._faire(dossier, "MSO-17b", "2027-04-20")
        return dossier

    @classmethod
    def _astreinte(cls, dossier, montant=500, date="2027-06-08", reception="2027-06-10", qui=None, **f):
        qui = qui or cls._personnes(dossier, "proprietaire")[:1]
        cls._faire(
            dossier, "MSO-18b", date, mode="lrar", date_reception=reception, montant=montant,
            destinataire_id=qui.id, **f,
        )
        astreinte = dossier.astreinte_ids.sorted("id")[-1:]
        astreinte.write(MOTIFS)
        return astreinte

    def _le(self, jour):
        self.env.invalidate_all()
        return freeze_time(f"{jour} 10:00:00")

    @classmethod
    def _depense(cls, dossier, ht=12500, **valeurs):
        return cls.env(user=cls.agent)["oilhi.dossier.depense"].create({
            "dossier_id": dossier.id,
            "dossier_procedure_id": dossier.procedure_ids[-1:].id,
            "libelle": "Étaiement du pignon",
            "date": "2027-06-01",
            "ht": ht,
            **valeurs,
        })
