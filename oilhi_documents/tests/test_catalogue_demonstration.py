"""Every document of the catalogue, prepared on the cases of the demonstration.

Run on a database installed with the demonstration (tag `oilhi_demonstration`): nothing is made for
the test, and what a document needs is what an agent would type.
"""

import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.oilhi_lhi.moteur.documents import NOMS

from ..champs import CATALOGUE, saisies
from ..champs.contexte import Contexte

RACINE = Path(__file__).resolve().parents[2]


@tagged("-standard", "-at_install", "post_install", "oilhi_demonstration")
class TestCatalogueDemonstration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, oilhi_sans_pdf=True))
        modele = cls.env["oilhi.document.modele"]
        dossiers = cls.env["oilhi.dossier"].search([], order="id")
        agents = cls.env.ref("oilhi_partenaires.group_agent").all_user_ids
        responsables = cls.env.ref("oilhi_partenaires.group_responsable").all_user_ids
        auteurs = {}
        for service in dossiers.service_id:
            membres = service.user_ids & agents
            auteurs[service] = (membres & responsables or membres)[:1]
        cls.dossiers = [
            (d.id, auteurs[d.service_id], set().union(*map(modele._familles, d.procedure_ids)))
            for d in dossiers
            if auteurs[d.service_id]
        ]

    def _concernes(self, modele):
        """Cases that have a procedure of that document, each as the user who prepares it.

        One by one: read together, the cases of other services would be refused to this user.
        """
        codes = set(modele._codes("procedures"))
        for identifiant, auteur, familles in self.dossiers:
            if not codes or codes & familles:
                yield self.env["oilhi.dossier"].with_user(auteur).browse(identifiant)

    def _saisies(self, dossier, modele):
        """What the case proposes, else the example of the catalogue, as an agent would type it."""
        contexte = Contexte(dossier, modele, dossier.procedure_ids.filtered(modele._sert)[-1:])
        reponses = {}
        for champ, propose in saisies(contexte, modele._cles_saisies()):
            exemple = CATALOGUE[champ.cle].exemple
            if champ.type == "booleen":
                exemple = "oui" if exemple else "non"
            elif champ.type == "liste":
                exemple = "\n".join(item["texte"] for item in exemple)
            reponses[champ.cle] = propose or exemple
        return reponses

    def _preparer(self, dossier, modele):
        """The document, or the reason why this case does not have it."""
        candidats = dossier._candidats_document(modele)
        contacts = dossier._contacts_document(modele)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return dossier.generer_document(
                    modele.code,
                    candidats[:1].id if modele.destinataire not in ("tous", "partenaire") else None,
                    contact_id=contacts[:1].id or None,
                    saisies=self._saisies(dossier, modele),
                ), ""
        except UserError as refus:
            return None, str(refus)

    def _valider(self, dossier):
        """What Word would say of these files: Microsoft's validator, given by `./oilhi test`."""
        sys.path.append(str(RACINE))
        try:
            from outils.validateur_word import valider_tous
        finally:
            sys.path.remove(str(RACINE))
        for nom, erreurs in valider_tous(sorted(Path(dossier).glob("*.docx"))).items():
            with self.subTest(nom):
                self.assertEqual(erreurs, [])

    def test_chaque_document_sur_deux_dossiers(self):
        """Two cases of different kinds each, every file one that Word opens."""
        with tempfile.TemporaryDirectory(prefix="oilhi-documents-") as dossier:
            self._produire_tous(Path(dossier))
            self._valider(dossier)

    def _produire_tous(self, sortie):
        voulus = os.environ.get("OILHI_DOCUMENTS", "").split()  # « D-OCC- D-PART- », while writing
        modeles = self.env["oilhi.document.modele"].search([], order="code")
        if not voulus:
            self.assertEqual(set(modeles.mapped("code")), set(NOMS))
        for modele in modeles:
            if voulus and not modele.code.startswith(tuple(voulus)):
                continue
            with self.subTest(modele.code):
                faits, refus = set(), defaultdict(int)
                for dossier in self._concernes(modele):
                    document, raison = self._preparer(dossier, modele.with_user(dossier.env.user))
                    if document:
                        faits.add((dossier.desordre_ids[:1].desordre_id, dossier.procedure_ids[:1].code))
                        # A form of the web client reads sizes instead of contents (bin_size).
                        fichier = document.docx_id.with_context(bin_size=False)
                        (sortie / f"{modele.code}-{dossier.id}.docx").write_bytes(fichier.raw)
                        if len(faits) == 2:
                            break
                    else:
                        refus[raison] += 1
                plus_frequents = sorted(refus.items(), key=lambda r: -r[1])[:3]
                self.assertEqual(
                    len(faits), 2, f"{modele.code} : {plus_frequents}"
                )
