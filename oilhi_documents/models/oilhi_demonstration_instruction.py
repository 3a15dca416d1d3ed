from datetime import timedelta

from odoo import api, models

# Cases that show what few cases have: who reported, a protected building, a visit filled on the
# spot, a measure that must be justified, a control that finds a failure.
SIGNALANTS = {
    "demo_dossier_03": ("TÉMOIN-FICTIF", "Odette", "madame"),
    "demo_dossier_08": ("EXEMPLE", "Gaston", "monsieur"),
}
PROTEGES = ("demo_dossier_11", "demo_dossier_12")
VISITES = ("demo_dossier_11", "demo_dossier_12")
CONTROLES = ("demo_dossier_36", "demo_dossier_37")
EXECUTIONS = ("demo_dossier_27", "demo_dossier_28")
INTERDICTIONS = {
    "demo_dossier_13": ("temporaire", "l’escalier commun, du rez-de-chaussée au premier étage"),
    "demo_dossier_15": ("definitive", "le logement sous combles"),
    "demo_dossier_21": ("definitive", "la chambre sur cour du premier étage"),
}
DEMOLITIONS = {
    "demo_dossier_16": "Démolir le plancher du premier étage et l’appentis qui le porte, jusqu’au sol "
    "(exemple fictif).",
    "demo_dossier_22": "Démolir le mur de clôture sur quatre mètres, jusqu’à sa fondation (exemple fictif).",
}


class OilhiDemonstration(models.AbstractModel):
    """What precedes the order, on a few cases of dossiers.csv."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _personnes(self, ligne):
        personnes = super()._personnes(ligne)
        if ligne["cle"] in SIGNALANTS:
            nom, prenom, civilite = SIGNALANTS[ligne["cle"]]
            personnes.append((0, 0, {
                "role": "signalant",
                "nom": nom,
                "prenom": prenom,
                "civilite": civilite,
                "rue": "12 rue du Voisin-Fictif",
                "code_postal": "62000",
                "ville": "Arras",
            }))
        return personnes

    @api.model
    def _suite_mso(self, dossier, ligne, debut, tenues):
        """Before the contradictoire: the letter that opens it names every measure envisaged."""
        if ligne["cle"] in PROTEGES:
            dossier.batiment_id.protection = "inscrit_abords_spr_site"
        self._mesures_a_justifier(dossier, ligne, debut)
        yield from super()._suite_mso(dossier, ligne, debut, tenues)

    @api.model
    def _mesures_a_justifier(self, dossier, ligne, debut):
        mesure = self._mesure_en_plus(ligne["cle"], debut)
        if not mesure:
            return
        procedure = dossier.procedure_ids[-1:]
        dossier.env["oilhi.dossier.mesure"].create({
            **mesure, "dossier_id": dossier.id, "dossier_procedure_id": procedure.id,
        })
        if mesure["type"] != "interdiction_temporaire":
            # CCH L. 511-11: what allows a demolition or a permanent interdiction.
            procedure.write({
                "redaction_motivation": "Le bureau d’études EXEMPLE (fictif) conclut que l’ouvrage ne peut "
                "être ni conforté ni repris.",
            })

    @api.model
    def _mesure_en_plus(self, cle, debut):
        if cle in DEMOLITIONS:
            return {
                "type": "demolition",
                "texte": DEMOLITIONS[cle],
                "delai_nombre": 3,
                "delai_unite": "mois",
            }
        if cle not in INTERDICTIONS:
            return None
        duree, locaux = INTERDICTIONS[cle]
        mot = {"temporaire": "temporairement", "definitive": "définitivement"}[duree]
        return {
            "type": f"interdiction_{duree}",
            "texte": f"Interdire {mot} d’habiter et d’utiliser les locaux désignés (exemple fictif).",
            "localisation": locaux,
            "delai_nombre": 0,
            "date_effet": debut + timedelta(days=120),
            "date_offre": debut + timedelta(days=90),
        }

    @api.model
    def _apres(self, dossier, ligne):
        yield from super()._apres(dossier, ligne)
        if ligne["cle"] in VISITES:
            yield from self._apres_visite(dossier)
        if ligne["cle"] in CONTROLES:
            yield from self._apres_controle(dossier)
        if ligne["cle"] in EXECUTIONS:
            yield from self._apres_execution(dossier)

    @api.model
    def _apres_visite(self, dossier):
        jour = dossier._etape("MSO-04").date
        if not jour:
            return
        desordre = dossier.desordre_ids[:1]

        def visiter(le):
            visite = dossier.env["oilhi.dossier.visite"].create({
                "dossier_id": dossier.id,
                "date": le,
                "heure_debut": 10,
                "heure_fin": 11.5,
                "nature": "instruction",
                "accord_ecrit": True,
                "personne_ids": [(6, 0, dossier.personne_ids.filtered(lambda p: p.role == "occupant").ids)],
                "observations": "L’occupant déclare que le désordre s’aggrave depuis l’hiver (exemple fictif).",
            })
            dossier.env["oilhi.dossier.visite.point"].create({
                "visite_id": visite.id,
                "desordre_id": desordre.desordre_id.id,
                "vu": "oui",
                "gravite": desordre.gravite,
                "constat": desordre.constat,
                "localisation": desordre.localisation,
            })
            visite.terminer()

        yield jour, visiter

    @api.model
    def _apres_controle(self, dossier):
        """The visit that the finding of failure tells (MSO-17b)."""
        jour = dossier._etape("MSO-17b").date
        if not jour:
            return

        def controler(le):
            visite = dossier.env["oilhi.dossier.visite"].create({
                "dossier_id": dossier.id, "date": le, "heure_debut": 10, "nature": "controle",
            })
            for ligne in visite.controle_ids:
                ligne.write({
                    "resultat": "non_executee",
                    "observation": "Aucun échafaudage n’est en place ; l’ouvrage est dans l’état du rapport "
                    "(exemple fictif).",
                })
            visite.terminer()

        yield jour, controler

    @api.model
    def _apres_execution(self, dossier):
        """Works done before the end of the period: the order waits for its mainlevée."""
        arrete = dossier._etape("MSO-12").date
        if not arrete:
            return
        jour = arrete + timedelta(days=12)

        def controler(le):
            visite = dossier.env["oilhi.dossier.visite"].create({
                "dossier_id": dossier.id, "date": le, "heure_debut": 14, "nature": "controle",
            })
            for ligne in visite.controle_ids:
                ligne.action_executee()
            visite.terminer()

        yield jour, controler
        yield jour, self._faire(
            dossier, "MSO-17a", note="Les mesures prescrites ont été exécutées en totalité."
        )
