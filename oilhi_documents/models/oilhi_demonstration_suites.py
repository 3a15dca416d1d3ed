import heapq
from datetime import timedelta

from odoo import api, fields, models

from .oilhi_demonstration_polices import POLICES, PRESCRITES

# Answers of the guide by column value of dossiers.csv (codes of conception § 9).
CAUSES = {
    "mso": "interne",
    "mso_carence": "interne",
    "msu": "interne",
    "pgi": "externe",
    "erp": "interne",
    "dsp": "interne",
}
PROCEDURES = {
    "mso": "MSO",
    "mso_carence": "MSO",
    "msu": "MSU",
    "pgi": "PGI",
    "erp": "ERP-HEB",
    "dsp": "DSP",
}
# What these cases answer otherwise.
REPONSES = {
    "erp": {"Q3": ["sante"], "Q14": "non"},
    "dsp": {"Q1": "oui", "Q3": ["sante"], "Q6": "urgence", "Q7": "non", "Q8": "non", "Q15": "non"},
}
MESURES = {
    "MSO": [
        (
            "travaux",
            "Consolider ou reconstruire l’ouvrage désigné au rapport, dans les règles "
            "de l’art et sous le contrôle d’une personne qualifiée.",
            2,
            "mois",
        )
    ],
    "MSU": [
        (
            "securisation",
            "Purger les éléments instables, étayer l’ouvrage et interdire le "
            "passage au droit de la façade jusqu’à la fin du danger.",
            48,
            "heures",
        )
    ],
    "ERP-HEB": [
        ("travaux", "Remettre en service l’alarme sonore et dégager les issues de secours.", 1, "mois")
    ],
    "DSP": [
        ("travaux", "Couper puis remplacer le chauffe-eau dangereux.", 48, "heures")
    ],
    "PGI": [
        (
            "securisation",
            "Barrer la voie au droit du danger et la signaler de jour comme de nuit.",
            0,
            "jours",
        )
    ],
    **{code: [mesure] for code, mesure in PRESCRITES.items()},
}


class OilhiDemonstration(models.AbstractModel):
    """Time lines of the scenarios: what a commune does, day after day, up to today."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _derouler(self, suites):
        """All the cases day after day: the numbers of the register follow its dates."""
        attente = []

        def avancer(rang):
            suivant = next(suites[rang], None)
            if suivant:
                heapq.heappush(attente, (suivant[0], rang, suivant[1]))

        for rang in range(len(suites)):
            avancer(rang)
        while attente:
            jour, rang, action = heapq.heappop(attente)
            action(jour)
            avancer(rang)

    @api.model
    def _jouer(self, dossier, ligne, debut):
        """Yield (day, action) of the scenario, up to today or to the step `jusqua`."""
        scenario = ligne["scenario"]
        if scenario in POLICES:
            code, reponses = POLICES[scenario]
        else:
            code = PROCEDURES[scenario]
            reponses = {
                "Q1": "oui" if scenario in ("msu", "pgi") else "non",
                "Q2": CAUSES[scenario],
                "Q3": ["solidite"],
            }
        dossier.qualifier(
            {
                **reponses,
                "Q5": "oui" if ligne["usage"] == "habitation" else "non",
                "Q9": [ligne["occupation"]],
                "Q10": ligne["copropriete"],
                "Q11": ligne["proprietaire"],
                "Q12": "non",
                **REPONSES.get(ligne["scenario"], {}),
            }
        )
        dossier.ouvrir_procedure(code)
        procedure = dossier.procedure_ids.filtered(lambda p: p.code == code)[-1:]
        # sudo: the parcours dates an opening from today, the scenario began days ago
        procedure.sudo().date_ouverture = debut
        for genre, texte, nombre, unite in MESURES.get(code, []):
            dossier.env["oilhi.dossier.mesure"].create(
                {
                    "dossier_id": dossier.id,
                    "dossier_procedure_id": procedure.id,
                    "type": genre,
                    "texte": texte,
                    # One month where the astreinte is shown: a quarter must have elapsed since.
                    "delai_nombre": 1 if ligne["apres"] == "astreinte" else nombre,
                    "delai_unite": unite,
                }
            )
        tenues = dossier.personne_ids.filtered("tenue")
        suite = "police" if scenario in POLICES else code.lower().replace("-", "_")
        suite = getattr(self, f"_suite_{suite}")(dossier, ligne, debut, tenues)
        for jour, etape, action in suite:
            if jour > fields.Date.today():
                break
            yield jour, action
            if etape == ligne["jusqua"]:
                break
        for jour, action in self._apres(dossier, ligne):
            if jour > fields.Date.today():
                break
            yield jour, action

    @api.model
    def _faire(self, dossier, code, **faits):
        """An action that marks step `code` done on the day it is played, if it still stands."""

        def action(jour):
            etape = dossier._etape(code)
            if etape.etat == "a_faire":
                etape.realiser(fields.Date.to_string(jour), **faits)

        return action

    @api.model
    def _suite_mso(self, dossier, ligne, debut, tenues):
        def jours(depart, nombre):
            return depart + timedelta(days=nombre)

        def ouvrir_contradictoire(jour):
            for personne in tenues:
                mode = "affichage" if personne.adresse_inconnue else "lrar"
                dossier._etape("MSO-08").realiser(
                    fields.Date.to_string(jour),
                    mode=mode,
                    destinataire_id=personne.id,
                    date_reception=fields.Date.to_string(
                        jour if mode == "affichage" else jours(jour, 3)
                    ),
                )
            self._faire(dossier, "MSO-09")(jour)

        faire = self._faire
        yield debut, "MSO-01", faire(dossier, "MSO-01")
        yield jours(debut, 1), "MSO-02", faire(dossier, "MSO-02")
        yield jours(debut, 4), "MSO-03", faire(dossier, "MSO-03")
        yield jours(debut, 5), "visite", faire(dossier, "MSO-04", heure="10:00")
        yield jours(debut, 6), "MSO-05", faire(dossier, "MSO-05")
        yield jours(debut, 6), "MSO-06", faire(dossier, "MSO-06")
        yield jours(debut, 8), "MSO-08", ouvrir_contradictoire
        # The clock of the observations is the product's own computation, not a constant here.
        possible = dossier.procedure_ids._date_au_plus_tot("MSO-12") or fields.Date.today()
        yield possible, "MSO-10", faire(dossier, "MSO-10")
        arrete = jours(possible, 1)
        self._mesures_en_plus(dossier, ligne, arrete)
        yield from self._suite_acte(
            dossier, arrete, "D-MSO-10", ("MSO-12", "MSO-13"), tenues, delai=3
        )
        yield jours(arrete, 5), "MSO-14", faire(dossier, "MSO-14")
        controle, carence = (34, 38) if ligne["apres"] == "astreinte" else (40, 70)
        yield jours(arrete, controle), "MSO-16", faire(dossier, "MSO-16")
        if ligne["scenario"] == "mso_carence":
            yield (
                jours(arrete, carence),
                "MSO-17b",
                faire(dossier, "MSO-17b", note="Aucune des mesures prescrites n’a été exécutée."),
            )
            return
        yield (
            jours(arrete, 50),
            "MSO-17a",
            faire(dossier, "MSO-17a", note="Les mesures prescrites ont été exécutées en totalité."),
        )
        yield from self._suite_acte(
            dossier, jours(arrete, 54), "D-MSO-20", ("MSO-18a", "MSO-18a"), tenues, delai=3
        )

    @api.model
    def _suite_msu(self, dossier, ligne, debut, tenues):
        faire = self._faire
        yield debut, "MSU-01", faire(dossier, "MSU-01", heure="09:15")
        yield debut, "MSU-02", faire(dossier, "MSU-02", heure="10:00")
        yield debut, "MSU-05", faire(dossier, "MSU-05")
        yield from self._suite_acte(
            dossier, debut, "D-MSU-04", ("MSU-07", "MSU-08"), tenues, delai=0, heure="15:00"
        )
        yield debut + timedelta(days=1), "MSU-09", faire(dossier, "MSU-09")
        if ligne["apres"] == "etaiement":
            yield from self._office_urgent(dossier, debut)
        else:
            yield (
                debut + timedelta(days=3),
                "MSU-11",
                faire(
                    dossier,
                    "MSU-11",
                    note="Aucune des mesures prescrites n’a été exécutée."
                    if ligne["apres"] == "office_urgent"
                    else "Les mesures prescrites ont été exécutées.",
                ),
            )
        if ligne["apres"] == "office_urgent":
            return

        def lever(jour):
            transmis = fields.Date.to_string(jour)
            note = "Le danger est durablement écarté."
            faire(dossier, "MSU-14", note=note, date_transmission=transmis)(jour)
            self._communiquer(dossier, jour)

        yield debut + timedelta(days=30), "MSU-14", lever

    @api.model
    def _suite_pgi(self, dossier, ligne, debut, tenues):
        for rang, code in enumerate(("PGI-01", "PGI-02", "PGI-03", "PGI-04")):
            yield debut, code, self._faire(dossier, code, heure=f"{9 + rang:02d}:00")
        yield debut + timedelta(days=10), "PGI-05", self._faire(dossier, "PGI-05")
        yield debut + timedelta(days=30), "PGI-06", self._faire(dossier, "PGI-06")

    @api.model
    def _communiquer(self, dossier, jour):
        """The sendings that CCH R. 511-7 asks for every act on a building that is lived in."""
        if dossier.usage in ("habitation", "mixte"):
            autre = "D-PART-14" if dossier.service_id.type == "epci" else "D-PART-06"
            for code in ("D-PART-01", "D-PART-02", autre):
                dossier.enregistrer_fait(code, fields.Date.to_string(jour))

    @api.model
    def _suite_acte(self, dossier, jour, modele, etapes, tenues, delai, heure=None, options=None):
        """Generate, sign, transmit and notify one act; `delai` days between sending and receipt."""
        responsable = self._utilisateur(dossier.service_id, "responsable")
        cree = {}
        # The first case shows true PDFs; a conversion takes seconds, too long for all.
        sans_pdf = self.env.context.get("oilhi_sans_pdf") or (
            dossier != self._trouve("demo_dossier_pignon")
        )

        def signer(date):
            dossier.with_context(oilhi_sans_pdf=sans_pdf).generer_document(
                modele, **(options or {})
            )
            document = dossier.document_ids.filtered(lambda d: d.modele_id.code == modele).sorted(
                "id"
            )[-1:]
            cree["document"] = document.with_user(responsable)
            cree["document"].with_context(oilhi_sans_pdf=sans_pdf).signer(fields.Date.to_string(date))

        def notifier(date):
            document = cree["document"]
            document.transmettre(fields.Date.to_string(date))
            for personne in tenues | dossier.personne_ids.filtered(lambda p: p.role == "occupant"):
                mode = (
                    "affichage"
                    if personne.adresse_inconnue
                    else ("main_propre" if heure else "lrar")
                )
                reception = date if mode != "lrar" else date + timedelta(days=delai)
                document.notifier(
                    personne.partner_id.id,
                    mode,
                    fields.Date.to_string(date),
                    fields.Date.to_string(reception),
                    **({"heure": heure} if heure else {}),
                )
            self._communiquer(dossier, date)

        yield jour, etapes[0], signer
        yield jour + timedelta(days=1 if delai else 0), etapes[1], notifier
