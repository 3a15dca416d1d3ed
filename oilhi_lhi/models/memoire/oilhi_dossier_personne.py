from odoo import api, models
from odoo.fields import Domain

from odoo.addons.oilhi_partenaires.outils.adresse import cle_adresse
from odoo.addons.oilhi_partenaires.outils.recherche import ENTIER, normaliser

ROLES_PROPRIETAIRE = ("proprietaire", "usufruitier", "nu_proprietaire", "indivisaire", "bailleur")
# A name that a whole département bears would fill the screen, and say nothing.
HOMONYMES_MAX = 200


class OilhiDossierPersonne(models.Model):
    """Found by its name; an owner, with the other buildings where the same name owns."""

    _name = "oilhi.dossier.personne"
    _inherit = ["oilhi.dossier.personne", "oilhi.cle.recherche"]

    _mots_idx = models.Index("USING gin (array_to_tsvector(string_to_array(cle_recherche, ' ')))")

    @api.model
    def _sources_cle(self):
        return (*super()._sources_cle(), "nom_complet")

    def _textes_cle(self):
        return (self.nom_complet,), {}

    def _mots_nom(self):
        """The words of the name, whatever their order; the title of courtesy is none."""
        self.ensure_one()
        return frozenset(normaliser(
            self.raison_sociale or " ".join(filter(None, [self.prenom, self.nom]))
        ).split())

    def _repere(self, autre):
        """What two rows have in common besides the name; empty: perhaps two people."""
        meme_rue = self.rue and cle_adresse(self.rue) == cle_adresse(autre.rue) and (
            (self.code_postal or self.ville) == (autre.code_postal or autre.ville)
        )
        reperes = [
            (meme_rue and not (self.adresse_inconnue or autre.adresse_inconnue), self.env._("même adresse")),
            (self.email and (self.email or "").lower() == (autre.email or "").lower(), self.env._("même courriel")),
            (self.telephone and self._chiffres(self.telephone) == self._chiffres(autre.telephone),
             self.env._("même téléphone")),
        ]
        return [nom for vrai, nom in reperes if vrai]

    @staticmethod
    def _chiffres(telephone):
        return "".join(filter(str.isdigit, telephone or ""))[-9:]

    def autres_batiments(self):
        """Other buildings whose owner bears the name of these persons, in the cases that the user reads.

        Never said to be the same person: the name and what comes with it are shown, the agent judges.
        """
        self.check_access("read")
        noms = {}
        for personne in self.filtered(lambda p: p.role in ROLES_PROPRIETAIRE and p._mots_nom()):
            noms.setdefault((personne._mots_nom(), bool(personne.raison_sociale)), personne)
        if not noms:
            return []
        trouvees = self.search_fetch(
            Domain.OR(self._domaine_groupes([[mot + ENTIER] for mot in mots]) for mots, _m in noms)
            & Domain("role", "in", ROLES_PROPRIETAIRE)
            & Domain("dossier_id", "not in", self.dossier_id.ids),
            ["nom_complet", "prenom", "nom", "raison_sociale", "rue", "code_postal", "ville",
             "adresse_inconnue", "email", "telephone", "role"],
            limit=HOMONYMES_MAX, order="id desc",
        )
        lignes = {}
        for autre in trouvees:
            personne = noms.get((autre._mots_nom(), bool(autre.raison_sociale)))
            dossier = autre.dossier_id
            if not personne or dossier.batiment_id in self.dossier_id.batiment_id:
                continue
            ligne = lignes.setdefault((personne, dossier.batiment_id), {
                "id": dossier.batiment_id.id,
                "nom": dossier.batiment_id.name,
                "personne": personne.nom_complet,
                "reperes": [],
                "dossiers": [],
            })
            ligne["reperes"] += [r for r in personne._repere(autre) if r not in ligne["reperes"]]
            ligne["dossiers"].append({"id": dossier.id, "reference": dossier.reference})
        for (personne, _batiment), ligne in lignes.items():
            nom = self.env._("même raison sociale") if personne.raison_sociale else self.env._("même nom")
            ligne["pourquoi"] = ", ".join([nom, *ligne.pop("reperes")])
        return sorted(lignes.values(), key=lambda ligne: (-ligne["pourquoi"].count(","), ligne["nom"]))
