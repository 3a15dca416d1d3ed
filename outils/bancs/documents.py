"""Ce que coûtent les documents : remplir un modèle Word, convertir un lot en PDF."""
import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
SANS_BASE = True  # nothing is read from a database
CIBLES = {"remplissage": 1.5, "pdf": 1.3}
# Orders, letters, a notification that reproduces articles, a form of the money.
CODES = ("D-MSO-10", "D-MSO-11", "D-MSU-04", "D-MSO-03", "D-OCC-02", "D-RSHS-05", "D-ABA-03", "D-MSO-24")
VARIANTE = "indivision"
REPETITIONS = 20  # fillings of each template in a round
LOT = 24  # files of a batch
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def mesurer(env, chrono, dire):
    """Each variant in turn within each round; only the ratios of a same round are compared."""
    for dossier in ("oilhi_documents", "data/gabarits", "tests/rendu"):
        if (chemin := str(RACINE / dossier)) not in sys.path:
            sys.path.insert(0, chemin)
    from construire import SORTIE
    from valeurs_exemple import VARIANTES

    modeles = {code: (SORTIE / f"{code}.docx").read_bytes() for code in CODES}
    valeurs = VARIANTES[VARIANTE]
    remplissage, lignes = _remplissage(modeles, valeurs, chrono.tours, dire)
    pdf, tours_pdf = _pdf(modeles, valeurs, max(3, chrono.tours // 3), dire)
    rapports = {
        "remplissage": statistics.median(remplissage["rapports"]),
        "pdf": statistics.median(pdf["rapports"]),
    }
    return {
        "tableaux": [
            {
                "titre": f"Remplir un modèle (médianes en ms, {chrono.tours} tours de {REPETITIONS})",
                "colonnes": ["Modèle", "OILHI", "python-docx nu", "rapport"], "lignes": lignes,
            },
            {
                "titre": f"Convertir {LOT} documents en PDF (médianes en s, {tours_pdf} tours)",
                "colonnes": ["Conversion", "s", "rapport"],
                "lignes": [
                    ["OILHI (profil à part, fichiers vérifiés, PDF balisé)", *_pdf_ligne(pdf, "oilhi")],
                    ["soffice nu, même export", *_pdf_ligne(pdf, "balise")],
                    ["soffice nu", *_pdf_ligne(pdf, "nu")],
                ],
            },
        ],
        "valeurs": {"remplissage": remplissage, "pdf": pdf, "rapports": rapports},
        "alertes": [
            f"{nom} : rapport {rapport:.2f}, au-dessus de {CIBLES[nom]}."
            for nom, rapport in rapports.items() if rapport > CIBLES[nom]
        ],
    }


def _chronometrer(fonction):
    depart = time.perf_counter()
    fonction()
    return time.perf_counter() - depart


# ---- filling -----------------------------------------------------------------------------------

def _remplissage(modeles, valeurs, tours, dire):
    from rendu import remplir

    durees = {(nom, code): [] for nom in ("oilhi", "nu") for code in modeles}
    variantes = {"oilhi": remplir, "nu": python_docx_nu}
    for tour in range(-1, tours):  # the first round warms up and does not count
        dire(f"remplissage, tour {tour + 1}")
        for code, octets in modeles.items():
            for rang in range(2):
                nom = ("oilhi", "nu")[(rang + tour) % 2]
                duree = _chronometrer(lambda nom=nom, octets=octets: [
                    variantes[nom](octets, valeurs) for _ in range(REPETITIONS)
                ])
                if tour >= 0:
                    durees[nom, code].append(duree / REPETITIONS * 1000)
    rapports, lignes = [], []
    for code in modeles:
        propres = [a / b for a, b in zip(durees["oilhi", code], durees["nu", code], strict=True)]
        rapports += propres
        lignes.append([
            code, *(f"{statistics.median(durees[nom, code]):.1f}" for nom in ("oilhi", "nu")),
            f"{statistics.median(propres):.2f}",
        ])
    return {"rapports": rapports, "durees_ms": {f"{n} {c}": d for (n, c), d in durees.items()}}, lignes


def python_docx_nu(octets, valeurs):
    """The least that one can do: open, write each control that is a plain field, save.

    No condition, no repetition, no refusal: every control stands where it was.
    """
    import docx

    document = docx.Document(io.BytesIO(octets))
    racines = [document.element]
    for section in document.sections:
        racines += [section.header._element, section.footer._element]
    for racine in racines:
        for controle in racine.iter(f"{W}sdt"):
            marque = controle.find(f"{W}sdtPr/{W}tag")
            cle = marque.get(f"{W}val", "").rpartition(":")[2] if marque is not None else ""
            valeur = valeurs.get(cle)
            if isinstance(valeur, str):
                textes = controle.findall(f".//{W}t")
                for rang, texte in enumerate(textes):
                    texte.text = valeur if not rang else ""
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


# ---- PDF ---------------------------------------------------------------------------------------

def _pdf(modeles, valeurs, tours, dire):
    from rendu import remplir
    from rendu.pdf import _EXPORT, convertir_lot

    remplis = [remplir(octets, valeurs) for octets in modeles.values()]
    documents = [remplis[n % len(remplis)] for n in range(LOT)]
    variantes = {
        "oilhi": lambda: _exiger(convertir_lot(documents)),
        "balise": lambda: _soffice_nu(documents, _EXPORT),
        "nu": lambda: _soffice_nu(documents, "pdf"),
    }
    durees = {nom: [] for nom in variantes}
    noms = list(variantes)
    for tour in range(tours):
        for rang in range(len(noms)):
            nom = noms[(rang + tour) % len(noms)]
            dire(f"PDF, tour {tour + 1}, {nom}")
            durees[nom].append(_chronometrer(variantes[nom]))
    rapports = [a / b for a, b in zip(durees["oilhi"], durees["nu"], strict=True)]
    balise = [a / b for a, b in zip(durees["oilhi"], durees["balise"], strict=True)]
    return {"rapports": rapports, "rapports_meme_export": balise, "durees_s": durees}, tours


def _pdf_ligne(pdf, nom):
    rapports = {"oilhi": [1.0], "balise": pdf["rapports_meme_export"], "nu": pdf["rapports"]}[nom]
    return [f"{statistics.median(pdf['durees_s'][nom]):.1f}", f"{statistics.median(rapports):.2f}"]


def _exiger(produits):
    if not all(isinstance(p, bytes) for p in produits):
        raise RuntimeError("Un document n'a pas été converti.")


def _soffice_nu(documents, export):
    """One call, its own profile as ours: the same files, nothing checked before nor after."""
    from rendu.pdf import trouver_libreoffice

    with tempfile.TemporaryDirectory(prefix="oilhi-banc-") as chemin:
        dossier = Path(chemin)
        for rang, octets in enumerate(documents):
            (dossier / f"document-{rang:04d}.docx").write_bytes(octets)
        subprocess.run(
            [trouver_libreoffice(), f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
             "--headless", "--convert-to", export, "--outdir", chemin,
             *map(str, sorted(dossier.glob("*.docx")))],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        if len(list(dossier.glob("*.pdf"))) != len(documents):
            raise RuntimeError("soffice n'a pas tout converti.")
