from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ...anonymisation.classement import Classement, colonnes
from ...anonymisation.dossiers import ACTES, Modification
from ...models.rgpd.oilhi_rgpd_conservation import ADMINISTRATEUR

# What is kept because it proves something.
JOURNAUX = ("oilhi.journal.reserve", "privacy.log", "oilhi.rgpd.trace")
# Never shown in an export: keys, secrets, and what only the code reads.
TUS = {
    "id", "create_uid", "create_date", "write_uid", "write_date", "cle_recherche", "access_token",
    "password", "totp_secret", "oilhi_recherche",
}
# What hangs to a person of a case: {model: field}.
LIES = {
    "oilhi.dossier.occupant": "personne_id", "oilhi.document": "destinataire_id",
    "oilhi.notification": "personne_id", "oilhi.dossier.occupant.reserve": "occupant_id.personne_id",
}


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's search of a person, also in the cases: our persons have no e-mail, and free texts name them."""

    _inherit = "privacy.lookup.wizard"

    # Most persons of a case have none: empty, the form does not ask for it. Never null: a registry without this
    # module (the tests of the others, played before it is loaded) would look for Odoo's own constraint, and warn.
    email = fields.Char(default="")
    hors_droits = fields.Integer("Fiches hors de vos droits", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([vals | {"email": vals.get("email") or ""} for vals in vals_list])

    def write(self, vals):
        return super().write(vals | {"email": vals["email"] or ""} if "email" in vals else vals)

    def _compute_display_name(self):
        self.display_name = self.env._("Les données d’une personne")

    def _exiger_administrateur(self):
        if not self.env.user.has_group(ADMINISTRATEUR):
            raise AccessError(self.env._("Seul un administrateur répond aux demandes des personnes."))

    # -- Search --------------------------------------------------------------

    def _get_query(self):
        mots = [mot for mot in (self.name or "").split() if len(mot) > 1]
        if len("".join(mots)) < 3:
            raise UserError(self.env._("Écrivez au moins trois lettres du nom cherché."))
        requete = super()._get_query() if (self.email or "").strip() else self._requete_nom()
        for modele, condition in self._conditions(mots):
            requete = SQL(
                "%s UNION ALL SELECT %s AS res_model_id, id AS res_id, TRUE AS is_active FROM %s WHERE %s",
                requete, self.env["ir.model"]._get_id(modele), SQL.identifier(self.env[modele]._table), condition)
        return SQL("SELECT res_model_id, res_id, bool_or(is_active) AS is_active FROM (%s) q GROUP BY 1, 2", requete)

    def _requete_nom(self):
        """Contacts and accounts by their name alone."""
        nom = f"%{self._litteral(self.name.strip())}%"
        return SQL(
            """SELECT %s AS res_model_id, id AS res_id, active AS is_active FROM res_partner WHERE name ILIKE %s
               UNION ALL
               SELECT %s, u.id, u.active FROM res_users u JOIN res_partner p ON p.id = u.partner_id
                WHERE p.name ILIKE %s OR u.login ILIKE %s""",
            self.env["ir.model"]._get_id("res.partner"), nom, self.env["ir.model"]._get_id("res.users"), nom, nom)

    @staticmethod
    def _litteral(texte):
        return texte.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def _conditions(self, mots):
        """``(model, SQL)``: every word of the name, in any order, among the texts that may name somebody."""
        classement, par_table = Classement(self.env), {}
        for colonne in colonnes(self.env.cr):
            sort = classement.sort(colonne)
            if colonne.genre in ("texte", "json") and sort and (
                sort in ("texte", "vider", "json") or sort[0] == "="
            ):
                par_table.setdefault(colonne.table, []).append(colonne.nom)
        par_table |= {"mail_message": ["subject", "body"], "ir_attachment": ["name", "description", "index_content"]}
        formes = [f"%{self._litteral(mot)}%" for mot in mots]
        for table, noms in par_table.items():
            modele = classement.modeles.get(table)
            if not modele or table in classement.assistants or not (
                table.startswith("oilhi_") or table in ("mail_message", "ir_attachment")
            ):
                continue
            texte = SQL("concat_ws(' ', %s)", SQL(", ").join(SQL.identifier(nom) for nom in noms))
            condition = SQL("%s ILIKE ALL (%s)", texte, formes)
            if courriel := (self.email or "").strip():
                condition = SQL("(%s OR %s ILIKE %s)", condition, texte, f"%{self._litteral(courriel)}%")
            if table == "mail_message":
                condition = SQL("starts_with(model, 'oilhi.') AND %s", condition)
            elif table == "ir_attachment":
                condition = SQL("starts_with(res_model, 'oilhi.') AND %s", condition)
            yield modele, condition

    def action_lookup(self):
        self.ensure_one()
        self._exiger_administrateur()
        super().action_lookup()
        # What the search found in another département's cases is neither named nor counted by model.
        for modele, lignes in self.line_ids.grouped("res_model").items():
            trouves = self.env[modele].browse(lignes.mapped("res_id")).exists()
            lisibles = set(trouves._filtered_access("read").ids) if trouves else set()
            ferme = lignes.filtered(lambda li, ids=lisibles: li.res_id not in ids)
            self.hors_droits += len(ferme)
            ferme.sudo().unlink()  # sudo: rows of the user's own search, that nobody else deletes
        if not self.line_ids:
            self.env["privacy.log"].create({
                "anonymized_name": self.name, "anonymized_email": self.email or "",
                "execution_details": self.env._("Recherche sans résultat"),
            })
        return self._action_oilhi()

    def _action_oilhi(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("Les données d’une personne"),
            "res_model": self._name, "res_id": self.id,
            "views": [(self.env.ref("oilhi_documents.privacy_lookup_wizard_view_form_oilhi").id, "form")],
            "target": "current",
        }

    # -- One file, for the person ----------------------------------------------

    def action_exporter(self):
        self.ensure_one()
        self._exiger_administrateur()
        return {"type": "ir.actions.act_url", "url": f"/oilhi/personne/{self.id}", "target": "self"}

    def _page(self):
        """Made when it is asked for, never kept: a copy of everything is what must not lie about."""
        self.ensure_one()
        self._exiger_administrateur()
        with self.env["oilhi.journal.reserve"]._par("personne"):
            page = self.env["ir.qweb"]._render("oilhi_documents.oilhi_rgpd_personne_fichier", {
                "nom": self.name, "societe": self.env.company, "fiches": self._fiches(),
                "jour": format_date(self.env, fields.Date.context_today(self)),
            })
        self.line_ids[:1].execution_details = self.env._("Données exportées")
        self.line_ids[:1]._journaliser()
        return f"<!DOCTYPE html>\n{page}"

    def _fiches(self):
        """``[(kind, name, [(label, value)])]``, by the rights of who exports: he answers for it."""
        trouves = {
            modele: self.env[modele].browse(lignes.mapped("res_id"))
            for modele, lignes in self.line_ids.filtered(lambda li: not li.is_unlinked).grouped("res_model").items()
        }
        personnes = trouves.get("oilhi.dossier.personne")
        for modele, champ in LIES.items() if personnes else ():
            if self.env[modele].has_access("read"):
                lies = self.env[modele].search([(champ, "in", personnes.ids)])
                trouves[modele] = trouves.get(modele, self.env[modele]) | lies
        return [
            (fiche._description, fiche.display_name, self._valeurs(fiche))
            for modele, fiches in sorted(trouves.items()) for fiche in fiches.exists()
        ]

    def _valeurs(self, fiche):
        """Labels and values in words; what is empty, technical or reserved to the code is left out."""
        noms = [
            nom for nom, champ in fiche._fields.items()
            if champ.store and nom not in TUS and champ.type not in ("binary", "one2many", "many2many", "json")
            and champ.exportable
        ]
        libelles = fiche.fields_get(noms, attributes=["string", "selection", "type"])
        valeurs = []
        for nom, libelle in libelles.items():
            valeur = fiche[nom]
            if not valeur:
                continue
            if libelle["type"] == "many2one":
                valeur = valeur.display_name
            elif libelle["type"] == "selection":
                valeur = dict(libelle["selection"]).get(valeur, valeur)
            elif libelle["type"] == "boolean":
                valeur = self.env._("oui")
            elif libelle["type"] == "date":
                valeur = format_date(self.env, valeur)
            valeurs.append((libelle["string"], valeur))
        return valeurs


class PrivacyLookupWizardLine(models.TransientModel):
    """One record found: it may be erased, or the line says why it stays."""

    _inherit = "privacy.lookup.wizard.line"

    oilhi_maintien = fields.Char("Pourquoi elle reste", compute="_compute_oilhi_maintien")

    def _fiche(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _compute_res_name(self):
        """By the rights of the reader: Odoo names any record to whoever writes its number."""
        for ligne in self:
            fiche = ligne._fiche() if ligne.res_model in self.env else None
            lisible = fiche._filtered_access("read") if fiche else None
            ligne.res_name = lisible.display_name if lisible else False

    def _compute_oilhi_maintien(self):
        for ligne in self:
            fiche = ligne._fiche() if ligne.res_model in self.env and not ligne.is_unlinked else None
            ligne.oilhi_maintien = fiche._filtered_access("read") and ligne._maintien(fiche) if fiche else False

    def _maintien(self, fiche):
        """Why the record is not erased; "" when it may be."""
        if fiche._table in ACTES:
            return self.env._("acte, preuve ou décision motivée : archive administrative, jamais effacée ici")
        if fiche._name in JOURNAUX:
            return self.env._("journal : effacé au terme de sa durée")
        if fiche._name == "res.users":
            return self.env._("compte : il s’archive, son nom signe ce qu’il a fait")
        if fiche._name == "res.partner":
            if fiche.oilhi_prive:
                return self.env._("contact d’un dossier : effacez la personne du dossier")
            return self.env._("contact d’un compte : il s’archive avec lui") if fiche.user_ids else ""
        if fiche._name in ("mail.message", "ir.attachment"):
            return self.env._("message ou pièce d’un dossier : suit la durée du dossier")
        dossier = fiche if fiche._name == "oilhi.dossier" else "dossier_id" in fiche._fields and fiche.dossier_id
        if not dossier:
            return self.env._("à rectifier dans la fiche")
        motif = self._maintien_dossier(dossier)
        if not motif and fiche._name != "oilhi.dossier.personne":
            return self.env._("texte d’un dossier : à rectifier dans la fiche, ou anonymisé avec le dossier")
        return motif

    def _maintien_dossier(self, dossier):
        # sudo: durations are read by all, the facts that hold a case are those of the case just read
        duree = self.env.ref("oilhi_documents.conservation_personnes").sudo()
        if dossier.phase != "clos":
            return self.env._("dossier en cours : mission d’intérêt public (RGPD, art. 17, 3, b)")
        if motif := duree._motif_dossier(dossier):
            return motif
        clos = dossier.classe_le or dossier.phase_depuis
        terme = clos and clos + relativedelta(months=duree.mois)
        if not terme or terme > fields.Date.context_today(self):
            return self.env._("gardée jusqu’au %s, durée de conservation", format_date(self.env, terme) if terme else "")
        return ""

    def action_open_record(self):
        """To rectify it: by the rights of who opens it."""
        self._fiche().check_access("read")
        return super().action_open_record()

    def action_unlink(self):
        self.ensure_one()
        fiche = self._fiche()
        if not self.env.user.has_group(ADMINISTRATEUR):
            raise AccessError(self.env._("Seul un administrateur répond aux demandes des personnes."))
        if not fiche or self.is_unlinked:
            raise UserError(self.env._("Cette fiche n’existe plus."))
        fiche.check_access("unlink")
        if motif := self._maintien(fiche):
            raise UserError(self.env._("Cette fiche n’est pas effacée : %s.", motif))
        if fiche._name != "oilhi.dossier.personne":
            return super().action_unlink()
        modification = Modification(self.env, fiche.dossier_id.ids)
        modification.une_personne(fiche.id)
        modification.terminer()
        self.execution_details = self.env._("Personne anonymisée n° %s", fiche.id)
        self.is_unlinked = True
        self._journaliser()
        return None

    def _journaliser(self):
        """Odoo writes its log when it works out the details: now, and not at the end of the request."""
        self.wizard_id.flush_recordset(["execution_details"])

    def _onchange_is_active(self):
        """Odoo archives with the rights of the system: here, with those of the user."""
        for ligne in self:
            if ligne.res_model in self.env and ligne.res_id:
                self.env[ligne.res_model].browse(ligne.res_id).check_access("write")
                if ligne.res_model.startswith("oilhi."):
                    raise UserError(self.env._("Un dossier s’archive dans sa fiche."))
        return super()._onchange_is_active()


class PrivacyLog(models.Model):
    _inherit = "privacy.log"

    def _anonymize_email(self, label):
        """Without an e-mail, Odoo puts the refusal itself in the column."""
        return super()._anonymize_email(label) if label and "@" in label else "–"
