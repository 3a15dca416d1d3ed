"""What a play leaves behind: `resultat.json` beside the documents, Word and PDF."""

import json

from ..models.oilhi_dossier_controle import sans_liens

CLES_ECHEANCE = (
    "code", "etape", "destinataire", "depart", "date", "au_plus_tot", "type", "preuve", "calcul",
)  # fmt: skip


def ecrire(partie, qualification):
    """Write everything into the folder of the play; return what `resultat.json` says."""
    partie.sortie.mkdir(parents=True, exist_ok=True)
    dossier = partie.dossier
    resultat = {
        "dossier": dossier.reference,
        "qualification": qualification,
        "procedures": [
            {"code": procedure.code, "etapes": [_etape(e) for e in procedure.etape_ids]}
            for procedure in dossier.procedure_ids
        ],
        "echeances": [
            {cle: valeurs.get(cle) for cle in CLES_ECHEANCE}
            for valeurs in (e._resultat() for e in dossier.echeance_ids)
        ],
        "documents": _fichiers(partie),
        "controles": _sans_doublon(
            c for cs in partie.controles.values() for c in sans_liens(cs)
        ),
        "refus": partie.refus,
    }
    texte = json.dumps(resultat, ensure_ascii=False, indent=2, default=str)
    (partie.sortie / "resultat.json").write_text(texte + "\n", encoding="utf-8")
    return resultat


def _etape(etape):
    return {
        "code": etape.code,
        "etat": etape.etat,
        "motif": etape.motif or None,
        "date": str(etape.date) if etape.date else None,
    }


def _fichiers(partie):
    compte, sortis = {}, []
    for entree in partie.documents:
        document = entree["document"]
        fichiers = {"docx": None, "pdf": None}
        if document:
            rang = compte[entree["code"]] = compte.get(entree["code"], 0) + 1
            nom = entree["code"] + (f"-{rang}" if rang > 1 else "")
            for extension, piece in (("docx", document.docx_id), ("pdf", document.pdf_id)):
                if piece:
                    fichiers[extension] = f"{nom}.{extension}"
                    (partie.sortie / fichiers[extension]).write_bytes(piece.raw)
        sortis.append({"code": entree["code"], **fichiers, "manquants": entree["manquants"]})
    return sortis


def _sans_doublon(controles):
    """Two letters of the same case say the same thing once."""
    return list({tuple(c.values()): c for c in controles}.values())
