"""./oilhi doctor: opens what can be opened, runs the checks, tells."""
import contextlib
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from .. import instance, postgres, service
from ..dossiers import RACINE
from ..messages import NBSP, Erreur, dire
from ..sauvegarde.copie import DOSSIER
from . import CONTROLES, NIVEAUX, Contexte, examiner

SIGNES = {"erreur": "✗", "alerte": "!", "information": "i", "ok": "✓"}


def doctor(choix, odoo, venv, debut):
    with contexte(choix, odoo, venv) as ctx:
        constats = examiner(ctx, set(choix.controle))
        if choix.controle and not constats:
            connus = ", ".join(code for code, *_reste in CONTROLES)
            raise Erreur(
                f"« {', '.join(choix.controle)} » n'est pas un contrôle possible ici{NBSP}: choisissez "
                f"parmi {connus}."
            )
    nombres = {n: sum(c.niveau == n for c in constats) for n in NIVEAUX}
    if choix.prometheus:
        ecrire_mesures(choix.prometheus, constats, nombres)
    if choix.json:
        dire(json.dumps({"bilan": nombres, "constats": [asdict(c) for c in constats]},
                        ensure_ascii=False, indent=1))
    else:
        afficher(constats, nombres, choix.tout)
    return 1 if nombres["erreur"] or (choix.strict and nombres["alerte"]) else 0


def ecrire_mesures(fichier, constats, nombres):
    """For the « textfile » collector of Prometheus' node_exporter: whole, or the one before."""
    gravite = {"ok": 0, "information": 0, "alerte": 1, "erreur": 2}
    pires = {}
    for constat in constats:
        pires[constat.code] = max(pires.get(constat.code, 0), gravite[constat.niveau])
    lignes = [
        "# HELP oilhi_controle Point de contrôle : 0 en ordre, 1 à surveiller, 2 à corriger.",
        "# TYPE oilhi_controle gauge",
        *(f'oilhi_controle{{code="{code}"}} {valeur}' for code, valeur in pires.items()),
        "# HELP oilhi_constats Nombre de constats, par niveau.", "# TYPE oilhi_constats gauge",
        *(f'oilhi_constats{{niveau="{niveau}"}} {nombre}' for niveau, nombre in nombres.items()),
        "# HELP oilhi_examen_secondes Moment de cet examen.", "# TYPE oilhi_examen_secondes gauge",
        f"oilhi_examen_secondes {int(time.time())}",
    ]
    provisoire = fichier.with_name(f".{fichier.name}.nouveau")
    try:
        provisoire.write_text("\n".join(lignes) + "\n", encoding="utf-8")
        provisoire.replace(fichier)
    except OSError as erreur:
        raise Erreur(f"Les mesures ne s'écrivent pas dans {fichier} ({erreur.strerror}).") from None


def afficher(constats, nombres, tout):
    for constat in sorted(constats, key=lambda c: NIVEAUX.index(c.niveau)):
        if constat.niveau == "ok" and not tout:
            continue
        dire(f"{SIGNES[constat.niveau]} {constat.titre} [{constat.code}]{NBSP}: {constat.constat}")
        if constat.pourquoi:
            dire(f"    Pourquoi{NBSP}: {constat.pourquoi}.")
        if constat.faire:
            dire(f"    À faire{NBSP}: {constat.faire}.")
    dire(f"\n{nombres['ok']} en ordre, {nombres['erreur']} à corriger, {nombres['alerte']} à surveiller, "
         f"{nombres['information']} à savoir.")


@contextlib.contextmanager
def contexte(choix, odoo, venv):
    fichier = choix.conf or os.environ.get(instance.CONF)
    sauvegardes = choix.sauvegardes or os.environ.get(DOSSIER)
    commun = {
        "racine": RACINE, "url": choix.url, "autorite": choix.autorite,
        "sauvegardes": Path(sauvegardes).expanduser() if sauvegardes else None,
    }
    if fichier:
        options = instance.lire_conf(fichier)
        for variable in postgres.VARIABLES:
            os.environ.pop(variable, None)
        ctx = Contexte(
            options=options, conf=Path(fichier).absolute(), serveur=instance.serveur_de(options),
            base=choix.base or instance.base_de(options), donnees=instance.donnees_de(options), **commun)
        with relie(ctx):
            yield ctx
        return
    with service.atelier(choix, odoo, venv) as atelier:
        ctx = Contexte(
            options=instance.lire_conf(atelier.conf), conf=atelier.conf, serveur=atelier.serveur,
            base=choix.base or service.BASE, donnees=atelier.dossier, production=False, **commun)
        with relie(ctx):
            yield ctx


@contextlib.contextmanager
def relie(ctx):
    """Open the database if it opens; the checks only read."""
    import psycopg2

    try:
        if not ctx.base:
            ctx.panne = "odoo.conf ne dit pas quelle base servir (db_name)"
        else:
            ctx.lien = ctx.serveur.connexion(ctx.base)
            ctx.lien.autocommit = False
            ctx.lien.set_session(readonly=True)
            if not ctx.table("ir_module_module"):
                ctx.panne = "ce n'est pas une base d'Odoo"
                ctx.lien.close()
                ctx.lien = None
    except psycopg2.Error as erreur:
        ctx.lien = None
        ctx.panne = (str(erreur).strip().splitlines() or ["refus"])[-1].strip()
        if "Is the server running" in ctx.panne:
            ctx.panne = "PostgreSQL n'écoute pas à cet endroit (arrêté ?)"
    try:
        if ctx.lien is not None and not ctx.url and ctx.production:
            url = ctx.parametre("web.base.url") or ""
            ctx.url = url if url.startswith("https://") else None
        yield ctx
    finally:
        if ctx.lien is not None:
            ctx.lien.close()
