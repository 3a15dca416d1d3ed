from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResUsers(models.Model):
    _inherit = "res.users"

    oilhi_service_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_service_users_rel",
        "user_id",
        "service_id",
        string="Services",
        help="L’utilisateur voit les dossiers de ces services.",
    )
    oilhi_habilitation_ids = fields.One2many(
        "oilhi.habilitation", "user_id", string="Habilitations"
    )

    def _oilhi_lire_noms(self):
        """Read who they are, in one query, and not the hundred columns that a user and his contact have.

        Asked under sudo: names are those of the lines that they wrote, or of who is reminded.
        """
        contacts, liens = self.env["res.partner"], self._fields["partner_id"]._get_cache(self.env)
        nommes = contacts._fields["name"]._get_cache(self.env)
        lus = self.env.execute_query(SQL(
            "SELECT u.id, u.partner_id, u.active, u.share, p.name, p.email, p.tz FROM res_users u "
            "JOIN res_partner p ON p.id = u.partner_id WHERE u.id = ANY(%s)", manquent,
        )) if (manquent := [numero for numero in self.ids if liens.get(numero) not in nommes]) else ()
        if lus:
            ids, partenaires, *valeurs = zip(*lus, strict=True)
            users, personnes = self.browse(ids), contacts.browse(partenaires)
            for nom, colonne in zip(("partner_id", "active", "share"), (partenaires, *valeurs), strict=False):
                self._fields[nom]._insert_cache(users, colonne)
            for nom, colonne in zip(("name", "email", "tz"), valeurs[2:], strict=True):
                contacts._fields[nom]._insert_cache(personnes, colonne)

    def _oilhi_services(self):
        """Services of this user as of now, archived ones included: what the access rules go by."""
        self.ensure_one()
        # sudo: the relation itself decides of access, whatever may be read of the services
        return set(self.sudo().with_context(active_test=False).oilhi_service_ids._ids)

    def _oilhi_domaine(self, champ, operator, value):
        """Domain of a searchable boolean: « one of my services is in this relation »."""
        if operator != "in":
            return NotImplemented
        services = self._oilhi_services()
        domaine = Domain(champ, "in", sorted(services)) if services else Domain.FALSE
        return Domain.OR([domaine if vrai else ~domaine for vrai in value])

    def _oilhi_calculer(self, records, **relations):
        """Set these booleans by one query, which reads neither the services nor their members.

        The rows of a relation are written at once, so the database has the last word; records not
        created yet have the rights of none.
        """
        ids, siens, requetes = [record.id for record in records._origin], self._fields["oilhi_service_ids"], []
        for champ, relation in relations.items():
            lien = records._fields[relation]
            requetes.append(SQL(
                "SELECT %(champ)s, r.%(gauche)s FROM %(relation)s r "
                "JOIN %(membres)s m ON m.%(service)s = r.%(droite)s "
                "WHERE r.%(gauche)s = ANY(%(ids)s) AND m.%(user)s = %(uid)s",
                champ=champ, gauche=SQL.identifier(lien.column1), droite=SQL.identifier(lien.column2),
                relation=SQL.identifier(lien.relation), membres=SQL.identifier(siens.relation),
                service=SQL.identifier(siens.column2), user=SQL.identifier(siens.column1),
                ids=ids, uid=self.id,
            ))
        ouverts = set(self.env.execute_query(SQL(" UNION ALL ").join(requetes)) if ids else ())
        for record in records:
            for champ in relations:
                record[champ] = (champ, record._origin.id) in ouverts
        # A rule looks at them under sudo, a screen without: the same rights, not asked twice.
        reels = records.with_env(records.env(su=not records.env.su)).browse(filter(None, records._ids))
        for champ in relations:
            reels._fields[champ]._insert_cache(reels, [(champ, numero) in ouverts for numero in reels._ids])

    @api.model
    def _oilhi_oublier_droits(self):
        """Drop what this transaction worked out from the members of services.

        Declaring the dependency would do it too, by loading every case and person of the service
        each time someone joins or leaves it.
        """
        self.env["res.partner"].invalidate_model(["oilhi_lisible"], flush=False)

    def _oilhi_paires(self):
        """{(service, user)} of the relation, archived services included."""
        return {
            (service, user.id)
            for user in self.with_context(active_test=False)
            for service in user.oilhi_service_ids.ids
        }

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if any(vals.get("oilhi_service_ids") for vals in vals_list):
            # sudo: every service of these accounts, seen by the author or not
            self.env["oilhi.habilitation"]._depuis_relation(users.sudo()._oilhi_paires(), ())
        return users

    def write(self, vals):
        if "oilhi_service_ids" not in vals:
            return super().write(vals)
        avant = self.sudo()._oilhi_paires()  # sudo: see create()
        resultat = super().write(vals)
        self._oilhi_oublier_droits()
        apres = self.sudo()._oilhi_paires()
        self.env["oilhi.habilitation"]._depuis_relation(apres - avant, avant - apres)
        return resultat

    def _check_uid_passwd(self, uid, passwd):
        # XML-RPC does not go through ir.http
        self.env["oilhi.habilitation"]._clore_si_jour_nouveau()
        return super()._check_uid_passwd(uid, passwd)
