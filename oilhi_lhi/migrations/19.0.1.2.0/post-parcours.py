import csv
from pathlib import Path

from odoo import SUPERUSER_ID, api

DONNEES = Path(__file__).resolve().parents[2] / "data"
# What a step means used to be written in the code. Rows that a jurist corrected are out of reach of
# updates: left as they were, they would mean nothing any more.
NOUVELLES = {
    "oilhi.etape": (
        "nature", "terme", "police", "garde_codes", "tient_codes", "manque_codes", "ferme_codes",
        "acte_codes", "succes_codes", "echec_codes", "bascule_codes", "reprise_codes",
    ),
    "oilhi.delai": ("depart_type", "retard", "filtre", "tenu_par_codes"),
    "oilhi.procedure": ("parcours_id:id", "roles_tenus", "cumulable"),
}  # fmt: skip


def migrate(cr, version):
    """The parcours reads in data what the code used to know, and stores what it used to work out.

    No case is worked out here: the batches of the recalculation do it, one transaction each.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for modele, colonnes in NOUVELLES.items():
        _completer(env, modele, colonnes)
    # Only what the rows say of themselves, closed procedures included: nothing else moves.
    cr.execute("""
        UPDATE oilhi_dossier_echeance e SET provisoire = TRUE
          FROM oilhi_delai d
         WHERE d.id = e.delai_id
           AND d.depart_type IN ('reception', 'observations', 'execution', 'envoi')
           AND (e.depart IS NULL OR e.preuve IS DISTINCT FROM 'jointe')
    """)
    if env["oilhi.dossier.procedure"].search_count([("etat", "=", "en_cours")], limit=1):
        env["oilhi.recalcul"]._demander_mise_a_jour()


def _completer(env, modele, colonnes):
    """Give the new columns, and them alone, to the rows that updates no longer write."""
    corriges = {
        donnee.name: donnee.res_id
        for donnee in env["ir.model.data"].search([
            ("module", "=", "oilhi_lhi"), ("model", "=", modele), ("noupdate", "=", True),
        ])
    }
    for fichier in sorted(DONNEES.glob(f"{modele}*.csv")) if corriges else ():
        if fichier.stem.partition("-")[0] != modele:
            continue  # another model, whose name begins alike
        with fichier.open(encoding="utf-8", newline="") as lignes:
            for ligne in csv.DictReader(lignes):
                if ligne["id"] in corriges:
                    env[modele].browse(corriges[ligne["id"]]).write(
                        _valeurs(env, modele, ligne, colonnes)
                    )


def _valeurs(env, modele, ligne, colonnes):
    valeurs = {}
    for colonne in colonnes:
        champ = env[modele]._fields[colonne.removesuffix(":id")]
        texte = ligne.get(colonne) or ""
        if champ.type == "many2one":
            valeurs[champ.name] = texte and env.ref(f"oilhi_lhi.{texte}").id
        else:
            valeurs[champ.name] = texte == "1" if champ.type == "boolean" else texte or False
    return valeurs
