import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models import annuaire_echange
from ..outils import annuaire_colonnes, tableur
from ..outils.annuaire_plan import Ligne

TITRES_MAJ = {
    champ: annuaire_colonnes.PAR_CLE[cle].titre
    for cle, champ in (
        *annuaire_echange.CHAMPS.items(), *annuaire_echange.LISTES.items(), ("notes", "comment"),
    )
}


class OilhiAnnuaireImport(models.TransientModel):
    """A file of contacts: always a dry run first, then only what the user agreed to."""

    _name = "oilhi.annuaire.import"
    _description = "Import de l’annuaire"
    _rec_name = "nom_fichier"

    etat = fields.Selection(
        [("fichier", "Fichier"), ("rapport", "Vérification"), ("fait", "Résultat")],
        string="Étape", default="fichier", required=True, readonly=True,
    )
    fichier = fields.Binary(string="Fichier (CSV ou XLSX)", attachment=False)
    nom_fichier = fields.Char(string="Nom du fichier")
    accord = fields.Boolean(
        string="J’ai lu le rapport : importer les lignes valables, sans les lignes en erreur"
    )
    avertissements = fields.Text(readonly=True)
    ligne_ids = fields.One2many("oilhi.annuaire.import.ligne", "import_id", string="Lignes")
    erreur_ids = fields.One2many(
        "oilhi.annuaire.import.ligne", "import_id", string="Lignes en erreur",
        domain=[("etat", "=", "erreur")],
    )
    doublon_ids = fields.One2many(
        "oilhi.annuaire.import.ligne", "import_id", string="Doublons possibles",
        domain=[("etat", "=", "doublon")],
    )
    avertissement_ids = fields.One2many(
        "oilhi.annuaire.import.ligne", "import_id", string="Remarques",
        domain=[("etat", "=", "avertissement")],
    )
    nb_creer = fields.Integer(string="À créer", readonly=True)
    nb_maj = fields.Integer(string="À mettre à jour", readonly=True)
    nb_identique = fields.Integer(string="Identiques", readonly=True)
    nb_erreur = fields.Integer(string="En erreur", readonly=True)
    nb_doublon = fields.Integer(string="Avec un doublon possible", readonly=True)
    nb_valable = fields.Integer(string="Lignes à importer", compute="_compute_nb_valable")
    signature = fields.Json()
    erreurs_csv = fields.Binary(string="Lignes en erreur (CSV)", attachment=False, readonly=True)
    modele_csv = fields.Binary(string="Modèle CSV", compute="_compute_modeles")
    modele_xlsx = fields.Binary(string="Modèle Excel", compute="_compute_modeles")

    @api.depends("nb_creer", "nb_maj")
    def _compute_nb_valable(self):
        for assistant in self:
            assistant.nb_valable = assistant.nb_creer + assistant.nb_maj

    @api.depends("etat")
    def _compute_modeles(self):
        titres = annuaire_colonnes.TITRES
        exemple = [annuaire_colonnes.exemple()]
        csv = tableur.ecrire_csv(titres, exemple)
        xlsx = tableur.ecrire_xlsx([
            ("Annuaire", titres, exemple, [c.largeur for c in annuaire_colonnes.COLONNES]),
            ("Mode d’emploi", ["Colonne", "Ce qu’elle veut dire", "Ce qu’elle accepte", "Exemple"],
             annuaire_colonnes.mode_emploi(), [26, 60, 60, 36]),
        ])
        self.modele_csv = base64.b64encode(csv)
        self.modele_xlsx = base64.b64encode(xlsx)

    # --- dry run --------------------------------------------------------------------------------
    def action_analyser(self):
        """Read the file and report on each row; writes nothing but this report."""
        self.ensure_one()
        self._verifier_droit()
        tableau, rangs, avertissements = self._lire()
        lignes = annuaire_echange.analyser(
            self.env, tableau, rangs, fields.Date.context_today(self)
        )
        self._rapporter(tableau, lignes, avertissements)
        return self._rouvrir()

    def _verifier_droit(self):
        self.check_access("write")
        self.env["res.partner"].check_access("create")

    def _lire(self):
        if not self.fichier:
            raise UserError(self.env._(
                "Choisissez d’abord le fichier à importer, au format CSV ou XLSX."
            ))
        try:
            contenu = base64.b64decode(self.fichier)
            # Not an attachment: nothing else would show it to the antivirus; tableur judges its nature.
            self.env["oilhi.depot"]._antivirus(self.nom_fichier, contenu, False)
            tableau = tableur.lire(contenu, self.nom_fichier or "")
        except tableur.FichierRefuse as refus:
            raise UserError(str(refus)) from refus
        rangs, avertissements, erreurs = annuaire_colonnes.reconnaitre(tableau.entetes)
        if erreurs:
            raise UserError("\n".join(erreurs))
        return tableau, rangs, avertissements + tableau.avertissements

    def _rapporter(self, tableau, lignes, avertissements):
        self.ligne_ids.unlink()
        self.env["oilhi.annuaire.import.ligne"].create([
            {"import_id": self.id, **vals} for ligne in lignes for vals in self._decrire(ligne)
        ])
        nombres = {action: 0 for action in ("creer", "maj", "identique", "erreur")}
        for ligne in lignes:
            nombres[ligne.action] += 1
        fautives = [ligne for ligne in lignes if ligne.action == "erreur"]
        self.write({
            "etat": "rapport",
            "accord": False,
            "avertissements": "\n".join(avertissements) or False,
            "signature": self._signer(lignes),
            "nb_doublon": sum(bool(ligne.doublons) for ligne in lignes),
            "erreurs_csv": self._csv_fautives(tableau, fautives) if fautives else False,
            **{f"nb_{action}": nombre for action, nombre in nombres.items()},
        })

    @api.model
    def _signer(self, lignes):
        """What the user agrees to: the fate of each row, and of which entry."""
        return [[ligne.numero, ligne.action, ligne.fiche.id if ligne.fiche else 0]
                for ligne in lignes]

    def _decrire(self, ligne):
        commun = {"numero": ligne.numero, "name": ligne.nom,
                  "partner_id": ligne.fiche.id if ligne.fiche else False}
        if ligne.action != "erreur":
            titres = ", ".join(TITRES_MAJ[champ] for champ in ligne.changements)
            yield {**commun, "etat": ligne.action, "motif": titres and self.env._(
                "Change : %s", titres)}
        for etat, problemes in (
            ("erreur", ligne.erreurs), ("avertissement", ligne.avertissements),
        ):
            for probleme in problemes:
                yield {**commun, "etat": etat, "colonne": probleme.colonne,
                       "valeur": probleme.valeur, "motif": probleme.motif,
                       "conseil": probleme.conseil}
        for raison, proche in ligne.doublons if ligne.action != "erreur" else ():
            jumelle = isinstance(proche, Ligne)
            yield {
                **commun, "etat": "doublon", "motif": raison,
                "proche_id": False if jumelle else proche.id,
                "proche_numero": proche.numero if jumelle else 0,
                "proche_nom": (
                    self.env._("%(nom)s (ligne %(numero)s)", nom=proche.nom, numero=proche.numero)
                    if jumelle else proche.nom
                ),
            }

    @api.model
    def _csv_fautives(self, tableau, fautives):
        """The faulty rows as they were typed, with the reason: to mend and send again."""
        motif = annuaire_colonnes.MOTIF
        garder = [rang for rang, entete in enumerate(tableau.entetes) if entete != motif]
        lignes = [
            [*(ligne.cellules[rang] if rang < len(ligne.cellules) else "" for rang in garder),
             " ".join(f"{p.colonne} : {p.motif} {p.conseil}" for p in ligne.erreurs)]
            for ligne in fautives
        ]
        entetes = [*(tableau.entetes[rang] for rang in garder), motif]
        return base64.b64encode(tableur.ecrire_csv(entetes, lignes))

    # --- import ---------------------------------------------------------------------------------
    def action_importer(self):
        """Write the rows that the report found valid, all together; the faulty ones stay out."""
        self.ensure_one()
        self._verifier_droit()
        if self.etat != "rapport":
            raise UserError(self.env._("Vérifiez d’abord le fichier, puis importez-le."))
        if not self.accord:
            raise UserError(self.env._(
                "Cochez « J’ai lu le rapport » pour accepter l’import des lignes valables."
            ))
        tableau, rangs, avertissements = self._lire()
        lignes = annuaire_echange.analyser(
            self.env, tableau, rangs, fields.Date.context_today(self)
        )
        if self._signer(lignes) != self.signature:
            # Somebody changed the directory meanwhile: what was agreed to is no longer true.
            self._rapporter(tableau, lignes, [*avertissements, self.env._(
                "L’annuaire a changé depuis la vérification : relisez ce nouveau rapport avant "
                "d’importer. Rien n’a été importé."
            )])
            return self._rouvrir()
        ecrites = annuaire_echange.appliquer(self.env, lignes)
        for ligne in self.ligne_ids:
            ligne.partner_id = ecrites.get(ligne.numero, ligne.partner_id.id)
            if ligne.proche_numero:
                ligne.proche_id = ecrites.get(ligne.proche_numero)
        self.etat = "fait"
        return self._rouvrir()

    def action_recommencer(self):
        self.ensure_one()
        self.check_access("write")
        self.ligne_ids.unlink()
        self.write({"etat": "fichier", "fichier": False, "nom_fichier": False, "accord": False,
                    "erreurs_csv": False, "avertissements": False})
        return self._rouvrir()

    # --- screens and files ----------------------------------------------------------------------
    def _rouvrir(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Importer l’annuaire"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "main",
        }

    def action_lignes(self):
        """Every row of the report, to filter and search."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "oilhi_partenaires.oilhi_annuaire_import_ligne_action"
            ),
            "domain": [("import_id", "=", self.id)],
        }

    def action_annuaire(self):
        """The entries that this import wrote."""
        self.ensure_one()
        self.check_access("read")
        ecrites = self.ligne_ids.filtered(lambda ligne: ligne.etat in ("creer", "maj")).partner_id
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "oilhi_partenaires.res_partner_action_annuaire"
            ),
            "domain": [("id", "in", ecrites.ids)],
        }

    def action_modele_csv(self):
        return self._telecharger("modele_csv", "annuaire_modele.csv")

    def action_modele_xlsx(self):
        return self._telecharger("modele_xlsx", "annuaire_modele.xlsx")

    def action_erreurs_csv(self):
        return self._telecharger("erreurs_csv", "annuaire_lignes_en_erreur.csv")

    def _telecharger(self, champ, nom):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{champ}/{nom}?download=true",
            "target": "download",
        }
