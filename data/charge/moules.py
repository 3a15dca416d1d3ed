"""The moulds: a few cases of each phase, played by the application from the example case files."""
import tempfile
from pathlib import Path

CAS = Path(__file__).resolve().parents[1] / "cas"
# (case file, how far it is played: number of facts, None for all of them; share, in percent)
RECETTE = (
    ("pignon_arras.json", "signalement", 12),
    ("mainlevee_complete.json", "instruction", 14),
    ("mainlevee_complete.json", 2, 8),
    ("mainlevee_complete.json", 4, 16),
    ("mainlevee_complete.json", 9, 14),
    ("cheminee_urgente.json", None, 8),
    ("escalier_copropriete.json", None, 4),
    ("mainlevee_complete.json", None, 24),
)


def fabriquer(env):
    """Play the recipe; return ``[(dossier id, share)]``."""
    from odoo.addons.oilhi_documents.cas.jeu import Partie
    from odoo.addons.oilhi_documents.cas.lecture import lire_fichier

    class Moule(Partie):
        """Letters without PDF: what is measured is not the word processor."""

        def _generer(self, modele, personne=None, pdf=True, **options):
            return super()._generer(modele, personne, pdf=False, **options)

        def _qualifier(self):
            return super()._qualifier() if self.cas["reponses"] else {}

    moules = []
    with tempfile.TemporaryDirectory() as sortie:
        for rang, (nom, jusque, part) in enumerate(RECETTE):
            cas = lire_fichier(CAS / nom)
            cas.donnees["adresse"] = f"{rang + 1} rue du Moule"
            if isinstance(jusque, str):
                cas.donnees.update(faits=[], procedures=[], mesures=[])
            elif jusque is not None:
                cas.donnees["faits"] = cas["faits"][:jusque]
            if jusque == "signalement":
                cas.donnees["reponses"] = {}
            if jusque is not None:
                cas.donnees["documents"] = []
            partie = Moule(env, cas, Path(sortie) / str(rang))
            signer = partie.acteurs.env_responsable
            partie.acteurs.env_responsable = signer(
                context=dict(signer.context, oilhi_sans_pdf=True))
            partie.jouer()
            _completer(env["oilhi.dossier"].browse(partie.dossier.id))
            moules.append((partie.dossier.id, part))
    return moules


def _completer(dossier):
    """What the case files do not tell: a household for each occupant, a proof joined to the last fact."""
    env = dossier.env
    env["oilhi.dossier.occupant"].create([{
        "dossier_id": dossier.id, "personne_id": personne.id, "lot": f"Logement {rang}",
        "nombre_personnes": 3, "titre": "habitation", "loyer": 480.0, "entree": "2020-03-01",
    } for rang, personne in enumerate(dossier.personne_ids.filtered(
        lambda p: p.role == "occupant"), start=1)])
    if fait := dossier.fait_ids[-1:]:
        fait.piece_ids = env["ir.attachment"].create({
            "name": "Avis de réception.txt", "raw": b"Avis de reception", "res_model": dossier._name,
            "res_id": dossier.id,
        })
