import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..outils.territoires import Source

# Seconds of work before the screen hears of it: each request stays short and keeps what it did.
BUDGET = 4


class OilhiTerritoireInstallation(models.TransientModel):
    """Choose départements, see what would change, load them, read the report."""

    _name = "oilhi.territoire.installation"
    _description = "Installer un territoire"

    etat = fields.Selection(
        [
            ("choix", "Choix"),
            ("apercu", "Ce qui va changer"),
            ("en_cours", "Chargement"),
            ("fini", "Compte rendu"),
        ],
        string="Étape",
        default="choix",
        required=True,
    )
    departement_ids = fields.Many2many("oilhi.departement", string="Départements")
    region_ids = fields.Many2many("oilhi.region", string="Régions entières")
    tout = fields.Boolean(string="Toute la France")
    ligne_ids = fields.One2many(
        "oilhi.territoire.installation.ligne", "installation_id", string="Résultat"
    )
    deja = fields.Text(string="Déjà chargés", compute="_compute_deja")
    mention = fields.Text(string="Source", compute="_compute_mention")
    outremer = fields.Text(string="Outre-mer", compute="_compute_mention")
    resume = fields.Text(string="Résumé", compute="_compute_resume")

    @api.depends("etat")
    def _compute_deja(self):
        charges = self.env["oilhi.departement"].search([("charge_le", "!=", False)])
        if len(charges) > 10:
            texte = self.env._("%s départements sur 101.", len(charges))
        else:
            texte = ", ".join(f"{d.name} ({d.code})" for d in charges) or self.env._("Aucun.")
        self.deja = texte

    @api.depends("etat")
    def _compute_mention(self):
        sources = self.env["oilhi.source.donnees"].search([
            ("code", "in", ("DECOUPAGE", "CONTOURS")),
        ])
        outremer = ", ".join(f"{nom} ({code})" for code, nom in Source().outremer.items())
        for installation in self:
            installation.mention = "\n".join(
                ", ".join(filter(None, [
                    source.name, source.version,
                    source.date and source.date.strftime("%d/%m/%Y"), source.licence,
                ])) + "." for source in sources
            )
            installation.outremer = self.env._(
                "Ne se chargent pas, car le droit de l’habitat indigne n’y est pas celui des "
                "départements : %s.", outremer,
            )

    @api.depends("ligne_ids.etat", "ligne_ids.communes", "etat")
    def _compute_resume(self):
        for installation in self:
            lignes = installation.ligne_ids
            faites = lignes.filtered(lambda ligne: ligne.etat in ("fait", "inchange"))
            echecs = lignes.filtered(lambda ligne: ligne.etat == "erreur")
            if not lignes:
                installation.resume = False
                continue
            if installation.etat == "apercu":
                a_faire = lignes.filtered(lambda ligne: ligne.etat == "a_faire")
                installation.resume = self.env._(
                    "Départements choisis : %(total)s, dont %(a_faire)s à charger et "
                    "%(a_jour)s déjà à jour.", total=len(lignes), a_faire=len(a_faire),
                    a_jour=len(lignes) - len(a_faire),
                )
                continue
            phrases = [self.env._(
                "Départements chargés : %(faits)s sur %(total)s. Communes dans la base : "
                "%(communes)s, dont %(nouvelles)s nouvelles.",
                faits=len(faites), total=len(lignes), communes=sum(faites.mapped("communes")),
                nouvelles=sum(faites.mapped("nouvelles")),
            )]
            if faites and all(ligne.etat == "inchange" for ligne in faites):
                phrases.append(self.env._("Rien n’a changé."))
            if echecs:
                phrases.append(self.env._(
                    "%s en échec : ouvrez la ligne pour en lire la raison, puis relancez.",
                    len(echecs),
                ))
            installation.resume = " ".join(phrases)

    def _departements(self):
        if self.tout:
            return self.env["oilhi.departement"].search([("code", "!=", False)])
        return (self.departement_ids | self.region_ids.departement_ids).sorted("code")

    def action_apercevoir(self):
        """What a load would change in what is chosen."""
        self.ensure_one()
        self.check_access("write")
        departements = self._departements()
        if not departements:
            raise UserError(self.env._(
                "Choisissez au moins un département ou une région, ou « Toute la France »."
            ))
        self.ligne_ids.unlink()
        changements = self.env["oilhi.commune"]._apercevoir(departements.mapped("code"))
        lignes = self.env["oilhi.territoire.installation.ligne"].create([
            {"installation_id": self.id, "departement_id": departement.id}
            for departement in departements
        ])
        for ligne, changement in zip(lignes, changements, strict=True):
            ligne._noter(changement)
            if not changement.total and ligne.millesime:
                ligne.etat = "a_jour"
        self.etat = "apercu"
        return self._rouvrir()

    def action_retour(self):
        """Back to the choice, which is kept."""
        self.ensure_one()
        self.check_access("write")
        self.ligne_ids.unlink()
        self.etat = "choix"
        return self._rouvrir()

    def action_installer(self):
        """Load what has been previewed."""
        self.ensure_one()
        self.check_access("write")
        self.ligne_ids.write({"etat": "a_faire"})
        self.etat = "en_cours"
        return self.action_poursuivre()

    def action_poursuivre(self):
        """Load for a few seconds, say where it stands, and be called again by the client.

        Each request commits what it loaded: an interruption loses a few seconds of work, and the
        same choice made again finds the rest.
        """
        self.ensure_one()
        self.check_access("write")
        debut, source = time.monotonic(), Source()
        restantes = self.ligne_ids.filtered(lambda ligne: ligne.etat == "a_faire")
        for ligne in restantes:
            self._charger(ligne, source)
            if time.monotonic() - debut > BUDGET:
                break
        restantes = restantes.filtered(lambda ligne: ligne.etat == "a_faire")
        if not restantes:
            self.etat = "fini"
            return self._rouvrir()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Installation du territoire"),
                "message": self.env._(
                    "Départements chargés : %(faits)s sur %(total)s…",
                    faits=len(self.ligne_ids) - len(restantes), total=len(self.ligne_ids),
                ),
                "next": {
                    "type": "ir.actions.server",
                    "id": self.env["ir.model.data"]._xmlid_to_res_id(
                        "oilhi_partenaires.oilhi_territoire_installation_poursuivre"
                    ),
                    "context": {"active_model": self._name, "active_id": self.id,
                                "active_ids": self.ids},
                },
            },
        }

    def _charger(self, ligne, source):
        try:
            with self.env.cr.savepoint():
                changements = self.env["oilhi.commune"]._importer(
                    [ligne.departement_id.code], source
                )[0]
        except UserError as erreur:
            ligne.write({"etat": "erreur", "details": str(erreur)})
            return
        ligne._noter(changements)
        ligne.etat = "fait" if changements.total else "inchange"

    def _rouvrir(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Installer un territoire"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }
