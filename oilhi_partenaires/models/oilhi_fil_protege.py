from odoo import api, models, tools

# Odoo's models that hang on a record, with the field that names its model.
ANNEXES = {"mail.message": "model", "mail.activity": "res_model", "mail.followers": "res_model"}


class OilhiFilProtege(models.AbstractModel):
    """A record with a thread, of which nothing leaves towards who may not read it."""

    _name = "oilhi.fil.protege"
    _description = "Fil de discussion réservé à ceux qui voient l’enregistrement"
    _inherit = ["oilhi.nom.protege", "mail.thread"]

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """A follower who has lost his access is not written to any more."""
        destinataires = super()._notify_get_recipients(message, msg_vals, **kwargs)
        return [d for d in destinataires if not d["uid"] or self._lisible_par(d["uid"])]

    def _lisible_par(self, uid):
        """True for an account that reads the record. One thread has few followers."""
        return self.with_user(uid).has_access("read")


class OilhiAnnexeProtegee(models.AbstractModel):
    """Messages, activities, followers of a protected record: for those who read the record.

    Odoo makes exceptions for the author, the person notified, the one in charge, and lists the
    followers of everything: all outlive a right withdrawn.
    """

    _name = "oilhi.annexe.protegee"
    _description = "Message, activité ou suiveur d’un enregistrement protégé"

    @api.model
    @tools.ormcache("len(self.env.registry)")
    def _modeles_proteges(self):
        """Asked at each message, activity or follower read: hundreds of models to go through."""
        return frozenset({"res.partner", *(
            nom for nom, classe in self.env.registry.items()
            if not classe._abstract
            and hasattr(classe, "_compute_nom_protege")
            and "message_ids" in classe._fields
        )})

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        query = super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )
        if self.env.su or bypass_access or query.is_empty():
            return query
        trouves = self.browse(query)
        lisibles = trouves - trouves._annexes_interdites("read")
        return query if lisibles == trouves else lisibles._as_query(order)

    def _check_access(self, operation):
        resultat = super()._check_access(operation)
        reste = (self - resultat[0]) if resultat else self
        interdites = reste._annexes_interdites(operation)
        if not interdites:
            return resultat
        if resultat:
            return resultat[0] + interdites, resultat[1]
        return interdites, lambda: self.env["ir.rule"]._make_access_error(operation, interdites)

    def _annexes_interdites(self, operation):
        """Those that hang on a protected record which the user may not read (or post on)."""
        interdites = self.browse()
        proteges = self._modeles_proteges()
        # sudo: only to know where they hang
        for nom, annexes in self.sudo().grouped(ANNEXES[self._name]).items():
            if nom not in proteges:
                continue
            Modele = self.env[nom]
            acces = "read"
            if self._name == "mail.message" and operation == "create":
                acces = Modele._mail_post_access
            documents = Modele.browse({a.res_id for a in annexes if a.res_id}).exists()
            ids = set(documents._filtered_access(acces)._ids)
            interdites += annexes.filtered(
                lambda a, ids=ids: a.res_id and a.res_id not in ids
            ).with_env(self.env)
        return interdites


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "oilhi.annexe.protegee"]


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "oilhi.annexe.protegee"]


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "oilhi.annexe.protegee"]
