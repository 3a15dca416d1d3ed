"""Codes that a case may use, read from the data files of the addons (no database needed)."""

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class References:
    """Codes that a case may use."""

    desordres: frozenset = frozenset()
    reponses: dict = field(default_factory=dict)  # {question: (codes, several allowed)}
    procedures: frozenset = frozenset()
    etapes: frozenset = frozenset()
    delais: frozenset = frozenset()
    documents: frozenset = frozenset()

    @property
    def faits(self):
        return self.etapes | self.delais | self.documents


@lru_cache(maxsize=1)
def references_livrees():
    """Codes shipped by the addons."""

    def lignes(modele, addon="oilhi_lhi"):
        # One file or several: « oilhi.etape.csv », « oilhi.etape-hygiene.csv »…
        trouvees = []
        for chemin in sorted((ADDONS / addon / "data").glob(f"{modele}[.-]*csv")):
            if chemin.name.split("-")[0].removesuffix(".csv") != modele:
                continue  # « oilhi.regle.clause.csv » is not « oilhi.regle »
            with open(chemin, encoding="utf-8", newline="") as fichier:
                trouvees += csv.DictReader(fichier)
        return trouvees

    etapes = lignes("oilhi.etape")
    documents = {c.strip() for e in etapes for c in (e["document_codes"] or "").split(",")}
    # A file may complete those of another one, without repeating their codes.
    modeles = lignes("oilhi.document.modele", "oilhi_documents")
    documents |= {m["code"] for m in modeles if "code" in m}
    questions = {q["id"]: q for q in lignes("oilhi.question")}
    reponses = {q["code"]: ({"inconnu"}, q["multiple"] == "1") for q in questions.values()}
    for reponse in lignes("oilhi.reponse"):
        reponses[questions[reponse["question_id:id"]]["code"]][0].add(reponse["code"])
    return References(
        desordres=frozenset(d["code"] for d in lignes("oilhi.desordre")),
        reponses=reponses,
        procedures=frozenset(p["code"] for p in lignes("oilhi.procedure")),
        etapes=frozenset(e["code"] for e in etapes),
        delais=frozenset(d["code"] for d in lignes("oilhi.delai")),
        documents=frozenset(documents - {""}),
    )
