"""./oilhi guides: the images of the guides taken again, and the page for elected officials as a PDF.

At each release. The images come from the demonstration, made anew: its cases are dated from the
day, so two runs of different days differ by their dates and by nothing else.
"""
import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import bibliotheque_carte, essais, guides_images
from .dossiers import ETAT, RACINE, verrou
from .messages import NBSP, Erreur, Etape, dire, taille
from .service import atelier, odoo_servi, port_libre

IMAGES = RACINE / "docs" / "images"
BASE = "oilhi_guides"
LARGEURS = {"bureau": (1366, 768), "telephone": (390, 844)}
TAILLE_MAX = 120_000  # of one image; a page of the guide must open on a poor line
COULEURS = 256

# What the browser would say of print; LibreOffice reads this when it lays the page out.
FEUILLE = """
@page { size: 21cm 29.7cm; margin: 1.8cm 2cm 1.5cm 2cm; }
body, td, th { font-family: "Liberation Sans", Arial, sans-serif; font-size: 11pt; line-height: 125%; }
h1 { font-family: "Liberation Sans", Arial, sans-serif; font-size: 20pt; margin: 0 0 0.35cm 0; }
p { margin: 0 0 0.28cm 0; }
table { width: 100%; margin: 0 0 0.3cm 0; border-collapse: collapse; }
td, th { border: 0.5pt solid #999999; padding: 0.1cm 0.2cm; vertical-align: top; }
"""


def guides(choix, odoo, venv, debut):
    noms = choix.images or list(guides_images.IMAGES)
    inconnues = [nom for nom in noms if nom not in guides_images.IMAGES]
    if inconnues:
        raise Erreur(
            f"« {inconnues[0]} » n'est pas une image des guides{NBSP}: choisissez parmi "
            f"{', '.join(guides_images.IMAGES)}."
        )
    essais.exiger_outils(("tours",))
    refus = f"Les guides sont déjà en train d'être refaits depuis ce dossier{NBSP}: attendez la fin."
    with verrou(ETAT / "guides.verrou", refus), atelier(choix, odoo, venv) as ouvrage:
        bibliotheque_carte.preparer(exiger=True)
        if choix.base and not ouvrage.serveur.existe(choix.base):
            raise Erreur(f"La base « {choix.base} » n'existe pas.")
        base = choix.base or BASE
        try:
            if not choix.base:
                ouvrage.supprimer(base)
                ouvrage.creer_complete(base, True, {})
            prendre(ouvrage, base, noms)
        finally:
            if not choix.base:
                ouvrage.supprimer(base)
    pdf = ETAT / "presentation.pdf"
    pdf.write_bytes(presentation())
    dire(f"Présentation en une page{NBSP}: {pdf}")
    return 0


# ------------------------------------------------------------------ images
def prendre(ouvrage, base, noms):
    """Serve the base on this machine only, and look at it as its users do."""
    port = port_libre()
    with odoo_servi(ouvrage, base, port, "guides.log"):
        photographier(f"http://127.0.0.1:{port}", noms, lambda cle: _numero(ouvrage, base, cle))


def _numero(ouvrage, base, cle):
    """Number of a record of the demonstration."""
    lignes = ouvrage.serveur.executer(
        "SELECT res_id FROM ir_model_data WHERE module = 'oilhi_documents' AND name = %s", (cle,),
        base=base)
    if not lignes:
        raise Erreur(
            f"La base n'a pas la démonstration ({cle} manque){NBSP}: lancez la commande sans --base."
        )
    return lignes[0][0]


def photographier(adresse, noms, numero):
    from playwright.sync_api import Error, sync_playwright

    programme = next(filter(None, map(shutil.which, essais.CHROMIUM[0])))
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as outil:
        # The dates that the browser itself writes follow its own language, not the page's.
        navigateur = outil.chromium.launch(
            executable_path=programme, args=["--no-sandbox", "--lang=fr"], env=dict(os.environ, LANGUAGE="fr"))
        ouvertes = {}
        for nom in noms:
            image = guides_images.IMAGES[nom]
            cle = (image.compte, image.ecran)
            with Etape("Image", f"{nom}.png") as etape:
                try:
                    if cle not in ouvertes:
                        ouvertes[cle] = _connecter(navigateur, adresse, *cle)
                    page = guides_images.Page(ouvertes[cle], adresse, numero)
                    image.gestes(page)
                    octets = compresser(page.photo())
                except Error as erreur:
                    raise Erreur(
                        f"L'image {nom} n'a pas pu être prise{NBSP}: "
                        f"{str(erreur).splitlines()[0][:300]}"
                    ) from erreur
                if len(octets) > TAILLE_MAX:
                    raise Erreur(f"L'image {nom} pèse {taille(len(octets))}, c'est trop.")
                (IMAGES / f"{nom}.png").write_bytes(octets)
                etape.suivre(taille(len(octets)))
        navigateur.close()


def _connecter(navigateur, adresse, compte, ecran):
    largeur, hauteur = LARGEURS[ecran]
    contexte = navigateur.new_context(
        viewport={"width": largeur, "height": hauteur}, locale="fr-FR", timezone_id="Europe/Paris",
        reduced_motion="reduce", has_touch=ecran == "telephone",
    )
    page = contexte.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{adresse}/web/login")
    page.fill("input[name=login]", f"{compte}@demo.oilhi.fr")
    page.fill("input[name=password]", "demo")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_web_client .o_action_manager > *")
    return page


def compresser(octets):
    """256 colours are enough for a screen, and a third of the size."""
    from PIL import Image

    sortie = io.BytesIO()
    image = Image.open(io.BytesIO(octets)).convert("RGB")
    image.quantize(COULEURS, dither=Image.Dither.NONE).save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


# ------------------------------------------------------------ presentation
def presentation():
    """docs/presentation.md as a PDF to print and leave on the table of a council."""
    import sys

    sys.path.insert(0, str(RACINE / "oilhi_documents"))
    from aide import page

    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if not programme:
        raise Erreur("LibreOffice n'est pas installé sur cette machine.")
    lue = page("presentation")
    # Writer reads the widths of a table from its cells.
    corps = lue.corps.replace("<tr>\n<th>", '<tr>\n<th width="20%">')
    with tempfile.TemporaryDirectory(prefix="oilhi-") as dossier:
        source = Path(dossier) / "presentation.html"
        source.write_text(
            f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{lue.titre}</title>'
            f"<style>{FEUILLE}</style></head><body>{corps}</body></html>", encoding="utf-8")
        code = subprocess.run(
            [programme, f"-env:UserInstallation={(Path(dossier) / 'profil').as_uri()}", "--headless",
             "--norestore", "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export",
             "--outdir", dossier, source],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180, check=False,
        ).returncode
        resultat = source.with_suffix(".pdf")
        if code or not resultat.is_file():
            raise Erreur("LibreOffice n'a pas pu faire le PDF de la présentation.")
        return resultat.read_bytes()
