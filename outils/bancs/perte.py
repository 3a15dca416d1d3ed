"""Sauvegarde d'une grande base, perte totale, restauration ailleurs : durées, taille, comptes et empreintes comparés."""
import secrets
import tempfile
import time
from pathlib import Path

from outils.essai_exploitation import contenus, jouer_un_cas
from outils.sauvegarde import chiffre, reprise
from outils.sauvegarde.copie import sauvegarder

MODIFIE = True  # what is lost is a copy
HORS_ODOO = True


def jouer(atelier, base, dire):
    ailleurs, durees = f"{base}_ailleurs", []

    def chrono(quoi, faire, *arguments):
        dire(quoi)
        depart = time.monotonic()
        rendu = faire(*arguments)
        durees.append([quoi, round(time.monotonic() - depart)])
        return rendu

    jouer_un_cas(atelier, base)  # the generated cases have no signed act
    with tempfile.TemporaryDirectory(prefix="oilhi-perte-") as nom:
        dossier = Path(nom)
        phrase = dossier / "phrase"
        phrase.write_text(secrets.token_urlsafe(32) + "\n", encoding="utf-8")
        avant = contenus(atelier, base)
        (octets,), = atelier.serveur.executer("SELECT pg_database_size(%s)", (base,))
        try:
            atelier.base = base
            fichier, _manifeste = chrono("sauvegarde chiffrée", sauvegarder, atelier, dossier, chiffre.Chiffre(phrase=phrase))
            chrono("perte totale", atelier.supprimer, base)
            with reprise.ouverte(atelier, fichier, phrase) as (pieces, manifeste):
                chrono("restauration", reprise.poser, atelier, pieces, manifeste, ailleurs)
                chrono("contrôle", reprise.exiger_pareille, atelier, manifeste, pieces, ailleurs)
            apres = contenus(atelier, ailleurs)
            taille = fichier.stat().st_size
        finally:
            atelier.supprimer(ailleurs)
    comptes, _contenus, actes = avant
    lignes = sum(comptes.values())
    differences = [quoi for quoi, a, b in zip(("comptes", "contenus", "actes"), avant, apres, strict=True) if a != b]
    alertes = [f"après la restauration, diffèrent : {', '.join(differences)}"] if differences else []
    if not actes:
        alertes.append("aucun acte à comparer : la mesure ne prouve pas assez")
    return {
        "tableaux": [{
            "titre": f"{octets / 1e6:.0f} Mo, {len(comptes)} tables, {lignes} lignes, {len(actes)} actes ; archive de {taille / 1e6:.0f} Mo",
            "colonnes": ["", "secondes"], "lignes": durees,
        }],
        "octets": octets, "archive": taille, "lignes": lignes, "actes": len(actes), "durees": durees, "alertes": alertes,
    }
