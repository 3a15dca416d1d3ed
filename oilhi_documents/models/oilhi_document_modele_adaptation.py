"""A service adapts a document in its word processor: file given back, checked, compared, validated."""

import base64
import binascii

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.annules import articles_annules

from ..champs.modeles import LIBELLES, NOMS, attendus
from ..rendu import RenduErreur, comparer_modeles, controles, examiner, lignes_de_modele
from ..rendu.examen import BLOQUANT
from ..rendu.typographie import typographier
from .oilhi_document_modele_version import sha256_de

ACTIVITE = "mail.mail_activity_data_todo"
# Unchanged paragraphs shown around a change, so that it can be found in the page.
CONTEXTE = 1


class OilhiDocumentModeleVersion(models.Model):
    _name = "oilhi.document.modele.version"
    _inherit = ["oilhi.document.modele.version", "oilhi.fil.protege", "mail.activity.mixin"]

    _oilhi_macros_lues = ("depot",)  # by rendu/, which says more than the deposit would
    depot = fields.Binary("Fichier modifié", attachment=True, copy=False)
    depot_nom = fields.Char(copy=False)
    # Read again at each upload; kept, so that a refusal is found again the next day.
    constats = fields.Json(compute="_compute_constats", store=True, copy=False)
    depot_refuse = fields.Boolean(compute="_compute_constats", store=True, copy=False)
    constats_texte = fields.Html(
        "Vérification", compute="_compute_constats_texte", sanitize=False
    )
    remplace_id = fields.Many2one(
        "oilhi.document.modele.version", "Remplace", readonly=True, copy=False,
        index="btree_not_null", ondelete="set null",
    )  # fmt: skip
    livree_id = fields.Many2one(
        "oilhi.document.modele.version", "Version livrée relue", readonly=True, copy=False,
        index="btree_not_null", ondelete="set null",
        help="Le texte livré avec OILHI au regard duquel cette adaptation a été relue.",
    )  # fmt: skip
    comparaison = fields.Html(
        "Comparaison", compute="_compute_comparaison", sanitize=False
    )
    comparaison_livree = fields.Html(
        "Ce qui change dans le texte livré", compute="_compute_comparaison_livree", sanitize=False
    )
    soumise = fields.Boolean("Validation demandée", readonly=True, copy=False)
    soumise_par_id = fields.Many2one("res.users", "Demandée par", readonly=True, copy=False)
    remarque = fields.Text("Remarque du référent juridique", copy=False)
    a_revoir = fields.Boolean("À revoir", readonly=True, copy=False, index="btree_not_null")
    a_revoir_motif = fields.Text("Pourquoi la revoir", readonly=True, copy=False)
    suite = fields.Char("À faire", compute="_compute_suite")
    motif_revue = fields.Text("Motif pour la garder", copy=False)
    historique = fields.Text("Relectures", readonly=True, copy=False)

    # ---- what was brought back ---------------------------------------------------------------

    @api.depends("depot", "modele_id")
    def _compute_constats(self):
        for version in self:
            if not version.depot:
                version.constats, version.depot_refuse = False, False
                continue
            examen = version._examiner(version._octets_deposes())
            version.constats = [
                {"niveau": c.niveau, "ou": c.ou, "quoi": c.quoi, "que_faire": c.que_faire, "base": c.base}
                for c in examen.constats
            ]
            version.depot_refuse = examen.contenu is None

    def _octets_deposes(self):
        """Bytes that were brought back; what cannot be read is no Word file, and is said so."""
        self.ensure_one()
        try:
            return base64.b64decode(self.with_context(bin_size=False).depot or self.depot or b"")
        except (binascii.Error, ValueError):
            return b""

    def _examiner(self, contenu):
        """Examen of that file as a template of this document."""
        self.ensure_one()
        livree = self._livree()
        return examiner(
            contenu,
            catalogue=LIBELLES,
            attendus=attendus(self.modele_id.code),
            reference=livree._contenu() if livree else None,
            annules=articles_annules,
        )

    def _livree(self):
        """The last text that OILHI shipped for this document."""
        self.ensure_one()
        return self.search(
            [("modele_id", "=", self.modele_id.id), ("livree", "=", True)],
            order="numero desc", limit=1,
        )  # fmt: skip

    @api.depends("constats", "depot", "depot_refuse")
    def _compute_constats_texte(self):
        for version in self:
            version.constats_texte = version._html_constats() if version.depot else False

    def _html_constats(self):
        self.ensure_one()
        constats = self.constats or []
        bloquants = [c for c in constats if c["niveau"] == BLOQUANT]
        autres = [c for c in constats if c["niveau"] != BLOQUANT]
        if bloquants:
            points = self.env._("%s points", len(bloquants)) if len(bloquants) > 1 else self.env._("1 point")
            titre = self.env._("Fichier refusé : %s à corriger. Votre fichier est gardé ; le modèle ne change pas tant "
                               "qu’il n’est pas corrigé.", points)
        else:
            titre = self.env._("Fichier accepté : il peut servir de modèle.")
        html = Markup('<p role="status"><strong>%s</strong></p>') % titre
        for nom, liste in (
            (self.env._("À corriger"), bloquants), (self.env._("À vérifier"), autres)
        ):
            if liste:
                lignes = Markup("").join(self._html_constat(c) for c in liste)
                html += Markup("<h4>%s</h4><ul>%s</ul>") % (nom, lignes)
        return html

    def _html_constat(self, constat):
        dits = {nom: typographier(constat[nom]) for nom in ("quoi", "base", "ou", "que_faire")}
        base = Markup(" <em>(%s)</em>") % dits["base"] if dits["base"] else ""
        return Markup("<li><strong>%s</strong>%s<br/>%s<br/>→ %s</li>") % (
            dits["quoi"], base, dits["ou"], dits["que_faire"],
        )

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        for version in versions.filtered(lambda v: not v.livree):
            en_vigueur = version.modele_id._version_valide(
                fields.Date.context_today(version), version.service_id
            )
            version._ecrire({
                "remplace_id": en_vigueur.id,
                "livree_id": (en_vigueur.livree_id or version._livree()).id,
            })
        versions.filtered("depot")._adopter_depot()
        return versions

    def write(self, vals):
        resultat = super().write(vals)
        if "depot" in vals:
            self._adopter_depot()
        return resultat

    def _adopter_depot(self):
        """An accepted file becomes the template; a refused one is kept beside it."""
        for version in self.filtered("depot"):
            examen = version._examiner(version._octets_deposes())
            if examen.contenu is not None:
                version._ecrire({
                    "fichier": base64.b64encode(examen.contenu),
                    "sha256": sha256_de(examen.contenu),
                })
        # What was shown to the jurist is no more what is in the file.
        self.filtered("soumise")._ecrire({"soumise": False})

    # ---- comparison --------------------------------------------------------------------------

    @api.depends("fichier", "depot", "remplace_id")
    def _compute_comparaison(self):
        for version in self:
            avant = version.remplace_id
            version.comparaison = (
                version._html_comparaison(avant._contenu(), version._contenu())
                if avant and version.fichier
                else False
            )

    @api.depends("livree_id", "a_revoir")
    def _compute_comparaison_livree(self):
        for version in self:
            derniere = version._livree() if version.a_revoir else version.browse()
            version.comparaison_livree = (
                version._html_comparaison(version.livree_id._contenu(), derniere._contenu())
                if version.livree_id and derniere and derniere != version.livree_id
                else False
            )

    def _html_comparaison(self, avant, apres):
        """Changes alone, with signs: read without colour, by a screen reader too."""
        try:
            lignes = comparer_modeles(lignes_de_modele(avant, NOMS), lignes_de_modele(apres, NOMS))
            champs = self._html_champs(controles(avant), controles(apres))
        except RenduErreur as erreur:
            return Markup("<p>%s</p>") % str(erreur)
        if all(ligne.sorte == "egal" for ligne in lignes):
            return Markup("<p>%s</p>") % self.env._("Le texte est le même.")
        legende = self.env._("− retiré, + ajouté. Les champs sont entre accolades.")
        html = Markup("<p>%s</p>%s<ol class='o_oilhi_comparaison list-unstyled'>") % (legende, champs)
        proches = {
            rang + ecart
            for rang, ligne in enumerate(lignes) if ligne.sorte != "egal"
            for ecart in range(-CONTEXTE, CONTEXTE + 1)
        }
        passes = 0
        for rang, ligne in enumerate(lignes):
            if rang not in proches:
                passes += 1
                continue
            html += self._html_passes(passes) + self._html_ligne(ligne)
            passes = 0
        return html + self._html_passes(passes) + Markup("</ol>")

    def _html_passes(self, nombre):
        if not nombre:
            return Markup("")
        return Markup("<li class='text-body-secondary'>%s</li>") % (
            self.env._("… %s paragraphes inchangés …", nombre)
            if nombre > 1 else self.env._("… 1 paragraphe inchangé …")
        )

    def _html_ligne(self, ligne):
        debut = {
            "egal": "",
            "ajout": self.env._("Paragraphe ajouté : "),
            "retrait": self.env._("Paragraphe retiré : "),
            "change": self.env._("Paragraphe modifié : "),
        }[ligne.sorte]
        morceaux = Markup("").join(
            Markup("<ins class='text-success'>+ %s</ins> ") % texte if sorte == "ajout"
            else Markup("<del class='text-danger'>− %s</del> ") % texte if sorte == "retrait"
            else escape(texte)
            for sorte, texte in ligne.morceaux
        )
        classe = "text-body-secondary" if ligne.sorte == "egal" else "border-start border-3 ps-2"
        return Markup("<li class='mb-2 %s'><strong>%s</strong>%s</li>") % (classe, debut, morceaux)

    def _html_champs(self, avant, apres):
        """Fields and passages that only one of the two uses."""
        html = Markup("")
        for titre, cles in (
            (self.env._("Champs retirés (−) :"), avant.keys() - apres.keys()),
            (self.env._("Champs ajoutés (+) :"), apres.keys() - avant.keys()),
        ):
            if cles:
                noms = sorted({NOMS.get(cle.split(":")[-1], cle) for cle in cles})
                html += Markup("<p><strong>%s</strong> %s</p>") % (titre, ", ".join(noms))
        return html

    @api.depends("a_revoir", "soumise")
    def _compute_suite(self):
        for version in self:
            version.suite = (
                self.env._("À revoir") if version.a_revoir
                else self.env._("Validation demandée") if version.soumise
                else False
            )

    # ---- who decides -------------------------------------------------------------------------

    def action_soumettre(self):
        """Ask the jurist: the adaptation can be compared and validated."""
        self.check_access("write")
        for version in self:
            if version.state != "brouillon":
                raise UserError(self.env._("Cette version est déjà validée."))
            version._verifier_fichier()
            version._ecrire({"soumise": True, "soumise_par_id": self.env.uid})
            version._demander(
                version._juristes(),
                self.env._("Modèle à valider : %s", version.display_name),
                self.env._("Un service a adapté ce modèle. Comparez-le, puis validez-le."),
            )

    def action_renvoyer(self):
        """The jurist gives the adaptation back, with what has to change."""
        self.check_access("write")
        for version in self:
            if version.state != "brouillon" or not version.soumise:
                raise UserError(self.env._("Aucune validation n’est demandée."))
            if not (version.remarque or "").strip():
                raise UserError(self.env._("Écrivez d’abord, dans la remarque, ce qui doit changer."))
            demandeur = version.soumise_par_id
            version._clore_signalement()
            version._ecrire({"soumise": False})
            version._demander(
                demandeur,
                self.env._("Modèle à corriger : %s", version.display_name),
                version.remarque,
            )

    def _valeurs_validation(self):
        """Validated with the last shipped text at hand."""
        self.ensure_one()
        return {
            "soumise": False,
            "a_revoir": False,
            "a_revoir_motif": False,
            "livree_id": self._livree().id,
        }

    def _juristes(self):
        # sudo: members of a group, to give them something to do
        juristes = self.env.ref("oilhi_partenaires.group_juriste").sudo().all_user_ids
        return juristes.filtered(
            lambda u: u.active and not u.share
            and (not self.company_id or self.company_id in u.company_ids)
        )

    def _responsables(self):
        """Who keeps the adaptation: the responsables of the service; the jurists otherwise."""
        self.ensure_one()
        groupe = self.env.ref("oilhi_partenaires.group_responsable")
        # sudo: members of the service, to give them something to do
        membres = self.sudo().service_id.user_ids.filtered(lambda u: u.active and groupe in u.all_group_ids)
        return membres or self._juristes()

    def _demander(self, users, resume, note):
        for user in users:
            self.activity_schedule(ACTIVITE, user_id=user.id, summary=resume, note=note)

    def _clore_signalement(self):
        self.activity_unlink([ACTIVITE])

    # ---- the law changes ---------------------------------------------------------------------

    def _signaler(self, motif):
        """To be reviewed: the screen says it, and somebody has it to do."""
        for version in self:
            deja = version.a_revoir
            motifs = [m for m in (version.a_revoir_motif or "").splitlines() if m]
            if motif not in motifs:
                motifs.append(motif)
            version._ecrire({"a_revoir": True, "a_revoir_motif": "\n".join(motifs)})
            if not deja:
                version._demander(
                    version._responsables(),
                    self.env._("Modèle à revoir : %s", version.display_name),
                    motif,
                )

    def action_garder(self):
        """The adaptation was read again and stays; why is kept."""
        self.check_access("write")
        for version in self:
            motif = (version.motif_revue or "").strip()
            if not version.a_revoir:
                raise UserError(self.env._("Cette adaptation n’est pas à revoir."))
            if not motif:
                raise UserError(self.env._("Écrivez pourquoi votre adaptation peut être gardée."))
            ligne = self.env._(
                "%(jour)s, %(nom)s garde l’adaptation. %(raison)s Motif : %(motif)s",
                jour=fields.Date.context_today(self).strftime("%d/%m/%Y"),
                nom=self.env.user.name,
                raison=" ".join((version.a_revoir_motif or "").splitlines()),
                motif=motif,
            )
            version._ecrire({
                "a_revoir": False,
                "a_revoir_motif": False,
                "motif_revue": False,
                "livree_id": version._livree().id,
                "historique": "\n".join(filter(None, [version.historique, ligne])),
            })
            version._clore_signalement()

    # ---- files -------------------------------------------------------------------------------

    def action_telecharger_a_modifier(self):
        self.ensure_one()
        self.check_access("read")
        return self._adresse("a-modifier.docx")

    def action_telecharger_livree(self):
        """The shipped text, to start again from it."""
        self.ensure_one()
        self.check_access("read")
        livree = self._livree()
        if not livree:
            raise UserError(self.env._("Aucun texte n’est livré pour ce document."))
        return livree._adresse("a-modifier.docx")

    def action_apercu_exemple(self):
        self.ensure_one()
        self.check_access("read")
        return {**self._adresse("apercu.pdf"), "target": "new"}

    def _adresse(self, nom):
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/modele/version/{self.id}/{nom}",
            "target": "self",
        }

    def action_adapter(self):
        """Start again from this document."""
        self.ensure_one()
        return self.modele_id.action_adapter()
