from datetime import timedelta

from odoo import api, fields, models

# Health rules, waste, abandon, land… : {scenario: (procedure, answers of the guide)}.
POLICES = {
    "rshs": ("RSHS", {"Q1": "non", "Q3": ["sante"], "Q6": "sans_risque", "Q7": "non", "Q8": "non"}),
    "ins": ("INS-ORD", {"Q1": "non", "Q3": ["sante"], "Q6": "avec_risque", "Q7": "non", "Q8": "non"}),
    "plomb": ("PLOMB", {"Q1": "non", "Q3": ["sante"], "Q6": "avec_risque", "Q7": "non", "Q8": "oui"}),
    "aban": ("ABAN", {"Q1": "non", "Q3": ["aspect"]}),
    "dec": ("DEC", {"Q1": "non", "Q3": ["aspect"]}),
    "tne": ("TNE", {"Q1": "non", "Q3": ["aspect"]}),
    "rav": ("RAV", {"Q1": "non", "Q3": ["aspect"]}),
    "plouer": ("PLOUER", {"Q1": "non", "Q3": ["sante"], "Q6": "sans_risque", "Q7": "non", "Q8": "non"}),
}  # fmt: skip
# Measures typed before the act that orders them.
PRESCRITES = {
    "RSHS": ("travaux", "Supprimer la cause des manquements constatés, puis remettre en état et nettoyer "
             "les locaux désignés au constat.", 2, "mois"),
    "DEC": ("securisation", "Enlever l’ensemble des déchets, les faire traiter dans une installation "
            "autorisée et produire les bordereaux.", 1, "mois"),
    "TNE": ("securisation", "Débroussailler le terrain, enlever les déchets et tailler la végétation qui "
            "déborde sur la voie.", 1, "mois"),
    "RAV": ("travaux", "Nettoyer la façade sur rue et refaire l’enduit dégradé sur toute sa hauteur.",
            10, "mois"),
}  # fmt: skip
ENVOI, QUINZE, DEUX_MOIS = {"envoi": True}, ("jours", 15), ("mois", 2)
# (days since the start, step, what is recorded with it); `envoi` = registered letter to each person
# held, received three days later.
SUITES = {
    "RSHS": (
        (0, "RSHS-01", {}),
        (5, "RSHS-02", {"visite": "instruction"}),
        (6, "RSHS-03", {}),
        (8, "RSHS-04", {**ENVOI, "delai": ("mois", 1)}),
        (8, "RSHS-05", {"mode": "autre"}),
        (41, "RSHS-06", {"visite": "instruction"}),
        (43, "RSHS-07", {**ENVOI, "delai": QUINZE, "observations": "aucune"}),
        (65, "RSHS-08", {**ENVOI, "delai": DEUX_MOIS, "transmis": 2}),
        (140, "RSHS-09", {"visite": "carence"}),
        (172, "RSHS-09", {"visite": "controle"}),
    ),
    "INS-ORD": (
        (0, "INS-01", {"mode": "autre", "recu": 1}),
        (9, "INS-02", {"heure": "10:00"}),
        (20, "INS-03", {}),
    ),
    "PLOMB": ((0, "PLOMB-01", {"mode": "autre", "recu": 1}), (18, "PLOMB-02", {})),
    "ABAN": (
        (0, "ABAN-01", {}),
        (9, "ABAN-02", {"note": "Relevé du fichier immobilier demandé et reçu."}),
        (20, "ABAN-03", {}),
        (22, "ABAN-04", {"note": "Affichage à la mairie et sur les lieux."}),
        (26, "ABAN-04", {"note": "Parution dans La Gazette fictive."}),
        (27, "ABAN-04", {"note": "Parution dans L’Écho de l’Exemple."}),
        (24, "ABAN-05", ENVOI),
        (130, "ABAN-06", {}),
        (150, "ABAN-07", {"transmis": 3}),
    ),
    "DEC": (
        (0, "DEC-00", {}),
        (4, "DEC-01", {**ENVOI, "delai": ("jours", 10)}),
        (25, "DEC-02", {**ENVOI, "delai": ("mois", 1), "montant": 1500, "transmis": 2}),
    ),
    "TNE": (
        (0, "TNE-01", {}),
        (3, "TNE-02", {}),
        (6, "TNE-03", {**ENVOI, "delai": QUINZE}),
    ),
    "RAV": ((0, "RAV-01", {**ENVOI, "transmis": 2}),),
    "PLOUER": (
        (0, "PLOUER-01", {}),
        (2, "PLOUER-02", {}),
        (12, "PLOUER-04", {**ENVOI, "delai": QUINZE}),
    ),
}


class OilhiDemonstration(models.AbstractModel):
    """Cases of the other polices: health rules, préfet, abandon, waste, land, façades, rents."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _suite_police(self, dossier, ligne, debut, tenues):
        """Yield (day, step, action) of a procedure whose acts are recorded, not made here."""
        code = POLICES[ligne["scenario"]][0]
        for jours, etape, plus in sorted(SUITES[code], key=lambda s: s[0]):
            jour = debut + timedelta(days=jours)
            if (possible := dossier.procedure_ids._date_au_plus_tot(etape)) and possible > jour:
                jour = possible  # the clock of the product, not a constant here
            yield jour, etape, self._action_police(dossier, ligne, etape, plus, tenues)

    @api.model
    def _action_police(self, dossier, ligne, code, plus, tenues):
        def enregistrer(jour):
            faits = {c: plus[c] for c in ("heure", "mode", "montant", "note", "observations") if c in plus}
            if "delai" in plus:
                faits["delai_unite"], faits["delai_nombre"] = plus["delai"]
            if "transmis" in plus:
                faits["date_transmission"] = fields.Date.to_string(jour + timedelta(days=plus["transmis"]))
            if "recu" in plus:
                faits["date_reception"] = fields.Date.to_string(jour + timedelta(days=plus["recu"]))
            if "visite" in plus:
                self._visiter(dossier, ligne, jour, plus["visite"])
                faits["heure"] = "10:00"
            for personne in tenues if plus.get("envoi") else [None]:
                envoi = {}
                if personne:
                    inconnue = personne.adresse_inconnue
                    envoi = {
                        "destinataire_id": personne.id,
                        "mode": "affichage" if inconnue else "lrar",
                        "date_reception": fields.Date.to_string(jour + timedelta(days=0 if inconnue else 3)),
                    }
                etape = dossier._etape(code)
                if etape.etape_id.repetable or etape.etat == "a_faire" or personne:
                    etape.realiser(fields.Date.to_string(jour), **faits, **envoi)

        return enregistrer

    @api.model
    def _visiter(self, dossier, ligne, jour, sorte):
        """A visit made on the phone: what was seen, or what became of each measure."""
        occupants = dossier.personne_ids.filtered(lambda p: p.role == "occupant")
        visite = dossier.env["oilhi.dossier.visite"].create(
            {
                "dossier_id": dossier.id,
                "date": jour,
                "heure_debut": 10,
                "heure_fin": 11,
                "nature": "instruction" if sorte == "instruction" else "controle",
                "personne_ids": [(6, 0, occupants.ids)],
                "accord_ecrit": bool(occupants),
            }
        )
        if sorte == "instruction":
            dossier.env["oilhi.dossier.visite.point"].create(
                [dict(point, visite_id=visite.id) for point in self._points_visite(dossier, ligne)]
            )
        for mesure in visite.controle_ids:
            if sorte == "carence":
                mesure.write({"resultat": "non_executee"})
            else:
                mesure.action_executee()
        visite.terminer()

    @api.model
    def _points_visite(self, dossier, ligne):
        """First visit: all that is seen; the second one finds the first disorder unchanged, no other."""
        if dossier.desordre_ids:
            return [
                {
                    "desordre_id": vu.desordre_id.id,
                    "localisation": vu.localisation,
                    "gravite": vu.gravite,
                    **(
                        {"vu": "non"}
                        if rang
                        else {"vu": "oui", "constat": "Rien n’a changé depuis la première visite."}
                    ),
                }
                for rang, vu in enumerate(dossier.desordre_ids)
            ]
        constats = {c["code"]: c for c in self._lire_csv("desordres.csv")}
        desordres = dossier.env["oilhi.desordre"]
        return [
            {
                "desordre_id": desordres.search([("code", "=", code)]).id,
                "gravite": ligne["gravite"],
                "localisation": constats[code]["localisation"],
                "constat": constats[code]["constat"],
                "vu": "oui",
            }
            for code in ligne["desordre"].split()
        ]
