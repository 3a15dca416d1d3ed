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
            moules.append((partie.dossier.id, part))
    return moules
