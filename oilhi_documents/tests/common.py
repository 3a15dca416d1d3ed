from odoo.addons.oilhi_lhi.tests.common import OilhiLhiCommon

REPONSES = {
    "Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q5": "oui", "Q9": ["locataire"],
    "Q10": "non", "Q11": "identifie", "Q12": "non", "Q13": "non",
}  # fmt: skip
TRAVAUX = {
    "type": "travaux",
    "texte": "Reprendre la maçonnerie du pignon ouest selon les règles de l’art",
    "delai_nombre": 3,
    "delai_unite": "mois",
}
SECURISATION = {
    "type": "securisation",
    "texte": "Étayer le pignon et interdire le passage à son pied",
    "delai_nombre": 48,
    "delai_unite": "heures",
}
IMMINENCE = "le mur s’écarte de jour en jour et des briques tombent sur le trottoir"
INDIVISAIRES = [
    {"role": "indivisaire", "civilite": "madame", "prenom": prenom, "nom": "EXEMPLE",
     "rue": "2 rue du Test", "code_postal": "62300", "ville": "Lens"}
    for prenom in ("Anne", "Luce")
]  # fmt: skip


class OilhiDocumentsCommon(OilhiLhiCommon):
    """Adds complete cases of Arras, played by its agent; the dates lie in 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Hundreds of conversions would say no more than the one of test_pdf.
        cls.env = cls.env(context=dict(cls.env.context, oilhi_sans_pdf=True))
        cls.service = cls.service_mairie_arras.with_env(cls.env)
        cls.service.partner_id = cls.env["res.partner"].create({
            "name": "Mairie d’Arras", "is_company": True, "street": "1 place de l’Exemple",
            "zip": "62000", "city": "Arras", "phone": "03 00 00 00 00",
            "email": "habitat@exemple.fr",
        })
        cls.epci.write({"election_president_le": "2026-04-15", "renonciation_le": False})
        cls.commune_arras.write({"predecesseur_exercait": "non", "opposition_le": "2026-06-10"})

    @classmethod
    def _dossier(cls, reponses=None, personnes=None, code="MSO", mesures=(TRAVAUX,), **valeurs):
        """A case with its owner, tenant and disorder, its procedure open and its measures."""
        rue = valeurs.pop("rue", "12 rue des Trois Exemples")
        batiment = cls._batiment(
            rue, code_postal="62000", protection="non", copropriete="non",
            parcelle_ids=[(0, 0, {"name": "AB 123"})],
        )
        if personnes is not None:
            valeurs["personne_ids"] = [(0, 0, p) for p in personnes]
        dossier = cls._dossier_pignon(
            batiment_id=batiment.id, service_id=cls.service.id, usage="habitation", **valeurs
        )
        dossier.qualifier({**REPONSES, **(reponses or {})})
        if code:
            dossier.ouvrir_procedure(code)
        for mesure in mesures:
            dossier.env["oilhi.dossier.mesure"].create({
                **mesure,
                "dossier_id": dossier.id,
                "dossier_procedure_id": dossier.procedure_ids[-1:].id,
            })
        return dossier

    @classmethod
    def _instruire(cls, dossier):
        """MSO up to the day before the opening letter."""
        dossier._etape("MSO-04").realiser("2027-01-05", heure="10:30")
        dossier._etape("MSO-05").realiser("2027-01-06")
        return dossier

    @classmethod
    def _contradictoire(cls, dossier, reception="2027-01-12"):
        """Letters delivered to every person bound; the arrêté is possible on 13 February 2027."""
        cls._instruire(dossier)
        for personne in dossier.personne_ids.filtered("tenue"):
            dossier._etape("MSO-08").realiser(
                "2027-01-08", date_reception=reception, destinataire_id=personne.id, mode="lrar"
            )
        return dossier

    @classmethod
    def _arrete(cls, dossier=None):
        """Draft of the ordinary arrêté, signable from 13 February 2027."""
        return cls._contradictoire(dossier or cls._dossier()).generer_document("D-MSO-10")

    @classmethod
    def _arrete_signe(cls, dossier=None, jour="2027-02-15"):
        arrete = cls._arrete(dossier)
        arrete.with_user(cls.responsable).signer(jour)
        return arrete

    @classmethod
    def _arrete_urgent_execute(cls):
        """Urgent order signed, sent and handed over the same day; its measures are done."""
        dossier = cls._dossier({"Q1": "oui"}, code="MSU", mesures=(SECURISATION,))
        dossier._etape("MSU-02").realiser("2027-01-05", heure="10:00")
        dossier.procedure_ids.redaction_imminence = IMMINENCE
        arrete = dossier.generer_document("D-MSU-04")
        arrete.with_user(cls.responsable).signer("2027-01-05")
        arrete.transmettre("2027-01-05")
        arrete.notifier(
            None, "main_propre", "2027-01-05", heure="16:00",
            personne_id=cls._proprietaire(dossier).id,
        )
        dossier._etape("MSU-11").realiser("2027-01-08", note="Mesures faites.")
        return arrete

    @classmethod
    def _notifier_tous(cls, document, envoi="2027-02-17", reception="2027-02-19"):
        """Transmitted then delivered to the persons of the case."""
        document.transmettre("2027-02-16")
        for personne in document.dossier_id.personne_ids:
            document.notifier(None, "lrar", envoi, reception, personne_id=personne.id)
        return document

    @classmethod
    def _proprietaire(cls, dossier):
        return dossier.personne_ids.filtered(lambda p: p.role == "proprietaire")[:1]

    @classmethod
    def _occupant(cls, dossier):
        return dossier.personne_ids.filtered(lambda p: p.role == "occupant")[:1]
