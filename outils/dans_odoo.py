"""Functions run inside Odoo, in the environment's Python, by ``Atelier.dans_odoo``.

    python dans_odoo.py CONF DATABASE FUNCTION [ARGUMENT…]
"""
import importlib
import json
import sys
import time
from pathlib import Path


def preparer_modele(env):
    """French country, currency, language and time zone; no call to the outside."""
    env["ir.default"].set("res.partner", "lang", "fr_FR")
    env["ir.default"].set("res.partner", "tz", "Europe/Paris")
    env["res.partner"].with_context(active_test=False).search([]).write(
        {"lang": "fr_FR", "tz": "Europe/Paris"}
    )
    euro = env.ref("base.EUR")
    euro.active = True
    env.company.write({"country_id": env.ref("base.fr").id, "currency_id": euro.id})
    appel = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
    if appel:
        appel.active = False


def nommer_departement(env):
    """What users read at the top of each screen and in mails: Odoo's own names are English."""
    env["res.company"]._nommer_departement()
    admin = env.ref("base.user_admin")
    if admin.name == "Administrator":
        admin.name = "Administrateur"


def preparer_interface(env):
    """Build the web client's bundles now rather than at the first click."""
    env["ir.qweb"]._pregenerate_assets_bundles()


def finir(env):
    nommer_departement(env)
    preparer_interface(env)


def mot_de_passe_admin(env):
    """Read on standard input: a password must not show in the list of processes."""
    env.ref("base.user_admin").password = sys.stdin.readline().strip()


def proteger(env, longueur, inactivite, session):
    """Passwords, sessions, attempts: what nobody has set yet. What the administrator chose stays."""
    parametres, faits = env["ir.config_parameter"], []
    # Odoo's own default is 8: ours replaces it, not a choice.
    if int(parametres.get_param("auth_password_policy.minlength") or 0) in (0, 8):
        parametres.set_param("auth_password_policy.minlength", longueur)
        faits.append(f"mots de passe de {longueur} caractères au moins")
    if not parametres.get_param("base.login_cooldown_duration"):
        parametres.set_param("base.login_cooldown_after", 5)
        parametres.set_param("base.login_cooldown_duration", 300)
        faits.append("cinq essais de mot de passe, puis cinq minutes d'attente")
    interne = env.ref("base.group_user")
    if not any(env["res.groups"].search([]).mapped("lock_timeout_inactivity")):
        interne.lock_timeout_inactivity = int(inactivite)
        faits.append(f"écran verrouillé après {inactivite} minutes sans activité (rien de ce qui est saisi n'est perdu)")
    if not any(env["res.groups"].search([]).mapped("lock_timeout")):
        interne.write({"lock_timeout": int(session), "lock_timeout_mfa": False})
        faits.append(f"session de {int(session) // 60} heures au plus")
    if parametres.get_param("auth_signup.invitation_scope") != "b2b":
        parametres.set_param("auth_signup.invitation_scope", "b2b")
        faits.append("comptes sur invitation seulement")
    for fait in faits:
        print("FAIT", fait)


def regler_oidc(env):
    """Read on standard input: the secret must not show in the list of processes."""
    lu = json.loads(sys.stdin.readline())
    env["auth.oauth.provider"]._regler(lu["document"], lu["client"], lu["secret"], lu["nom"])


def preparer_essai_oidc(env):
    """See outils/essai_oidc.py."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from outils.essai_oidc import preparer_essai_oidc as preparer

    preparer(env)


def preparer_essai_antivirus(env):
    """See outils/essai_antivirus.py."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from outils.essai_antivirus import preparer_essai_antivirus as preparer

    preparer(env)


def analyser_depots(env):
    """What the task of every ten minutes does."""
    env["ir.attachment"]._cron_oilhi_analyser()


def desinstaller(env, nom):
    module = env["ir.module.module"].search([("name", "=", nom)])
    module.button_immediate_uninstall()


def verifier_vide(env, *noms):
    """After an uninstall nothing of ours may remain; print what does, one a line."""
    env.cr.execute(
        "SELECT model || '.' || name FROM ir_model_data WHERE module IN %s", (tuple(noms),)
    )
    restes = [f"enregistrement {r[0]}" for r in env.cr.fetchall()]
    env.cr.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = 'public' AND table_name LIKE 'oilhi%%'"
    )
    restes += [f"table {r[0]}" for r in env.cr.fetchall()]
    env.cr.execute("SELECT model FROM ir_model WHERE model LIKE 'oilhi.%%'")
    restes += [f"modèle {r[0]}" for r in env.cr.fetchall()]
    for reste in restes:
        print("RESTE", reste)
    return 1 if restes else 0


def cas(env, fichier, sortie):
    """Play a case file; the addon reads it, refuses it or plays it."""
    from odoo.addons.oilhi_documents.cas.jeu import jouer

    return jouer(env, Path(fichier), Path(sortie))


def anonymiser(env):
    """Empty this copy of its persons; the password of the class comes on standard input."""
    from odoo.addons.oilhi_documents.anonymisation.copie import anonymiser

    bilan = anonymiser(env, sys.stdin.readline().strip(), _suivi)
    print("BILAN", " ".join(f"{cle}={valeur}" for cle, valeur in bilan.items()), flush=True)


def planter_noms(env, *noms):
    """Write these names where the work of an agent leaves some, file after file, row after row."""
    import io

    from docx import Document
    from reportlab.pdfgen.canvas import Canvas

    dossier = env["oilhi.dossier"].search([], limit=1)
    for rang, nom in enumerate(noms):
        genre = rang % 8
        if genre == 0:
            env["oilhi.dossier.personne"].create({
                "dossier_id": dossier.id, "role": "occupant", "civilite": "madame", "prenom": "Anne", "nom": nom,
                "rue": "1 rue du Test", "ville": "Arras", "email": f"{nom}@exemple.fr"})
        elif genre == 1:
            dossier.message_post(body=f"Rappeler {nom}", subject=nom)
        elif genre == 2:
            fichier, document = io.BytesIO(), Document()
            document.add_paragraph(f"Lettre de {nom}")
            document.save(fichier)
            dossier.message_post(body="Reçu", attachments=[(f"{nom}.docx", fichier.getvalue())])
        elif genre == 3:
            fichier = io.BytesIO()
            page = Canvas(fichier)
            page.drawString(72, 700, f"Lettre de {nom}")
            page.save()
            dossier.message_post(body="Reçu", attachments=[("lettre.pdf", fichier.getvalue())])
        elif genre == 4:
            env["mail.mail"].create({"subject": nom, "body_html": nom, "email_to": f"{nom}@exemple.fr"})
        elif genre == 5:
            env["ir.logging"].create({"name": "essai", "type": "server", "message": nom, "path": nom, "func": "f", "line": "1"})
        elif genre == 6:
            dossier.description = f"{dossier.description or ''} {nom}"
        else:
            env["res.partner"].create({"name": nom, "comment": f"<p>{nom}</p>"})


def chercher_noms(env, *noms):
    """Where these names are, in the tables and in the files; 1 when there are any."""
    from odoo.addons.oilhi_documents.anonymisation.balayage import chercher

    trouves = chercher(env, noms)
    for lieu, nom in trouves:
        print("TROUVE", nom, "dans", lieu, flush=True)
    return 1 if trouves else 0


def essayer_connexion(env):
    """Log in as admin and read a case as a form does; the password comes on standard input."""
    qui = env["res.users"].authenticate(
        {"type": "password", "login": "admin", "password": sys.stdin.readline().strip()}, {"interactive": False})
    dossiers = env(user=qui["uid"])["oilhi.dossier"]
    champs = dossiers.get_views([(False, "form")])["models"]["oilhi.dossier"]["fields"]
    return 0 if dossiers.web_search_read([], {nom: {} for nom in champs}, limit=5)["records"] else 1


def territoire(env, *codes):
    """Load these départements, each kept as soon as loaded; none: list those of the database."""
    Departement, Commune = env["oilhi.departement"], env["oilhi.commune"]
    if not codes:
        charges = Departement.search([("charge_le", "!=", False)])
        nombres = dict(Commune._read_group([], ["departement_id"], ["__count"]))
        for d in charges:
            print(f"{d.code.rjust(3)}  {d.name.ljust(26)} {nombres.get(d, 0):5} communes, "
                  f"{d.millesime}, chargé le {d.charge_le:%d/%m/%Y}", flush=True)
        print(f"{len(charges)} départements chargés sur {Departement.search_count([])}.")
        return
    from odoo.addons.oilhi_partenaires.outils.territoires import Source

    source = Source()
    for code in codes:
        debut = time.monotonic()
        changements, = Commune._importer([code], source)
        env.cr.commit()
        quoi = ", ".join(
            f"{nombre} {nom}" for nombre, nom in (
                (changements.nouvelles, "nouvelles"), (changements.renommees, "renommées"),
                (changements.reunies, "réunies"), (changements.epci_changes, "d'EPCI changé"),
                (changements.autres + changements.epci_modifies + changements.anciennes,
                 "autres changements"),
            ) if nombre
        ) or "rien n'a changé"
        print(f"{code.rjust(3)}  {changements.communes} communes, {changements.epci} EPCI : {quoi} "
              f"({time.monotonic() - debut:.1f} s)".replace(".", ","), flush=True)


def _suivi(texte):
    """Progress, read by the command that started us."""
    print("SUIVI", texte, flush=True)


def charger(env, volume):
    """Fill the database of the benches; print the volumes reached."""
    racine = Path(__file__).resolve().parents[1]
    sys.path += [str(racine / "data" / "charge"), str(racine)]
    import generer

    from outils.bancs.releve import par_dossier

    # Sorts and indexes of millions of rows, one at a time.
    env.cr.execute("SET LOCAL work_mem = '256MB'")
    env.cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    volumes = generer.generer(env, float(volume), _suivi)
    _suivi("contrôle des droits d'accès")
    if ecarts := generer.verifier_acces(env):
        print("ValueError: droits d'accès différents de ceux du code, dossiers", ecarts[:10])
        return 1
    _suivi("contrôle des échéances")
    if ecarts := generer.verifier_moteur(env, par_dossier):
        print("ValueError: étapes ou échéances différentes de celles du moteur, dossiers", ecarts[:10])
        return 1
    print("EMPREINTES", json.dumps(generer.empreintes(env.cr)))
    print("VOLUMES", json.dumps(volumes, ensure_ascii=False))
    return 0


def charger_taches(env):
    """Fill Odoo's own project app in the database of the benches, which holds the cases."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "data" / "charge"))
    import taches

    volumes = taches.generer(env, _suivi)
    print("EMPREINTES", json.dumps(taches.empreintes(env.cr)))
    print("VOLUMES", json.dumps(volumes))


def mesurer(env, banc, sortie, tours, ecrans="[]", qui="[]", *autres):
    """Run one bench of outils/bancs and write what it measured.

    ``ecrans``, ``qui``: JSON, see Chrono; ``autres``: a database to compare with.
    """
    racine = Path(__file__).resolve().parents[1]
    sys.path.append(str(racine))
    from outils.bancs.chrono import Chrono

    resultat = importlib.import_module(f"outils.bancs.{banc}").mesurer(
        env, Chrono(env.registry, int(tours), json.loads(ecrans), json.loads(qui)), _suivi, *autres)
    Path(sortie).write_text(json.dumps(resultat, ensure_ascii=False), encoding="utf-8")


def preparer_banc(env, banc, *arguments):
    """What a bench that runs Odoo from outside asks to be made inside first."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    importlib.import_module(f"outils.bancs.{banc}").preparer(env, *arguments)


def main(conf, base, fonction, *arguments):
    import odoo.cli  # noqa: F401  (sets the process up as odoo-bin does)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.service.server import load_server_wide_modules
    from odoo.tools import config

    config.parse_config(
        ["-c", conf, "-d", base, "--no-http", "--skip-auto-install"], setup_logging=True
    )
    load_server_wide_modules()
    with Registry(base).cursor() as curseur:
        env = api.Environment(curseur, SUPERUSER_ID, {"lang": "fr_FR"})
        code = globals()[fonction](env, *arguments)
        if not code:
            curseur.commit()
        else:
            curseur.rollback()
    return code or 0


if __name__ == "__main__":
    sys.path.pop(0)  # our folder: none of its names may hide a library's
    sys.exit(main(*sys.argv[1:]))
