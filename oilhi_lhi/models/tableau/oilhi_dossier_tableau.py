from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...moteur.francais import INSECABLE, MOIS, date_courte, jour_date, nombre_groupe
from ..oilhi_dossier_a_faire_textes import simple
from ..oilhi_service_rappels import RESPONSABLE
from . import chiffres

LIGNES = 10  # of each table; the list is a click away
HAUSSE_MAUVAISE = {"urgent", "retard", "endormi"}
HAUSSE_BONNE = {"mainlevee"}


class OilhiDossier(models.Model):
    """The dashboard, in one request and a constant number of queries: see `oilhi.tableau.chiffre`."""

    _inherit = "oilhi.dossier"

    @api.model
    def tableau(self, service_id=None):
        """A coordinateur: his département, or one of its services; a responsable: his services."""
        self.browse().check_access("read")
        choix = self._services_tableau()
        ids = self._perimetre_tableau(choix, service_id)
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        societes = self.env.companies.ids
        liste = Domain.TRUE if ids is None else Domain("service_id", "in", ids)
        valeurs = self.env["oilhi.tableau.chiffre"]._lire(jour, societes, ids)
        mois = self.env["oilhi.tableau.mois"]._lire(jour, societes, ids)
        return {
            "jour_texte": jour_date(jour),
            "departement": self._coordonne(),
            "societe": ", ".join(self.env.companies.mapped("name")),
            "services": [{"id": numero, "nom": nom} for numero, nom in choix],
            "service_id": ids[0] if ids is not None and len(ids) == 1 else False,
            "chiffres": [
                {
                    "code": code,
                    "valeur": valeurs[code],
                    "valeur_texte": nombre_groupe(valeurs[code]),
                    **self._libelle_chiffre(code),
                    **self._tendance(code, valeurs[code], mois[code]),
                    "action": self._liste_chiffre(code, jour, liste),
                }
                for code in chiffres.CODES
            ],
            "retards": self._retards_par_service(jour, societes, ids),
            "endormis": self._endormis(jour, liste),
        }

    # -- Whose ---------------------------------------------------------------

    @api.model
    def _services_tableau(self):
        """[(id, name)] of the services that the user may look at one by one."""
        if self._coordonne():
            # Their names and nothing else, and no record for each: a département has a thousand of them.
            service = self.env["oilhi.service"]
            lus = service._search([("company_id", "in", self.env.companies.ids)], order=service._order)
            return self.env.execute_query(lus.select(
                SQL.identifier(lus.table, "id"), service._field_to_sql(lus.table, "name", lus)
            ))
        if not self.env.user.has_group(RESPONSABLE):
            raise AccessError(self.env._(
                "Le tableau de bord est celui des responsables de service et des coordinateurs. Ce qui "
                "vous attend est dans « À faire cette semaine »."
            ))
        return [(s.id, s.name) for s in self.env.user.oilhi_service_ids.filtered(
            lambda s: s.active and s.company_id in self.env.companies
        ).sorted("name")]

    @api.model
    def _perimetre_tableau(self, choix, service_id):
        """Services that are counted, by their id; None: the whole département."""
        siens = [numero for numero, _nom in choix]
        if service_id:
            if service_id in siens:
                return [service_id]
            raise AccessError(self.env._("Ce service n’est pas l’un des vôtres."))
        return None if self._coordonne() else siens

    # -- Words ---------------------------------------------------------------

    @api.model
    def _libelle_chiffre(self, code):
        titre, aide, icone = {
            "ouvert": (
                self.env._("Dossiers ouverts"),
                self.env._("Tous ceux qui ne sont pas clos."),
                "fa-folder-open-o",
            ),
            "urgent": (
                self.env._("Dossiers urgents"),
                self.env._("Procédure urgente, danger imminent déclaré ou désordre de gravité 4."),
                "fa-bolt",
            ),
            "retard": (
                self.env._("En retard sur un délai légal"),
                self.env._(
                    "Le dernier jour fixé par un texte est passé. Les délais conseillés ne comptent pas ; "
                    "ceux dont la source reste à vérifier comptent."
                ),
                "fa-exclamation-triangle",
            ),
            "endormi": (
                self.env._("Sans activité depuis %s jours", chiffres.ENDORMI),
                self.env._("Dossiers ouverts où personne n’a rien fait."),
                "fa-pause-circle-o",
            ),
            "arrete": (
                self.env._("Sous arrêté en vigueur"),
                self.env._("Arrêté de police, ou décision d’une autre autorité, que rien n’a encore levé."),
                "fa-gavel",
            ),
            "mainlevee": (
                self.env._("Mainlevées sur douze mois"),
                self.env._("Dossiers dont un arrêté a été levé."),
                "fa-check-circle-o",
            ),
        }[code]
        return {"titre": titre, "aide": aide, "icone": icone}

    @api.model
    def _tendance(self, code, valeur, mois):
        """The twelve months that are over, then today; the difference in words and with its sign."""
        points = [
            {
                "nom": f"{MOIS[fin.month - 1]}{INSECABLE}{fin.year}",
                "valeur": nombre,
                "reconstitue": reconstitue,
            }
            for fin, nombre, reconstitue in mois
        ]
        if not points:
            return {
                "points": [], "ton": "stable", "signe": "",
                "ecart_texte": self.env._("Pas encore de mois entier à comparer"),
            }
        nombre, quand = points[-1]["valeur"], points[-1]["nom"]
        ecart = valeur - nombre
        points.append({"nom": self.env._("aujourd’hui"), "valeur": valeur, "reconstitue": False})
        if not ecart:
            texte = self.env._("Autant qu’à la fin du mois précédent (%s)", quand)
        else:
            texte = self.env._(
                "%(ecart)s depuis la fin du mois précédent (%(quand)s : %(nombre)s)",
                ecart=("+" if ecart > 0 else "\u2212") + nombre_groupe(abs(ecart)),
                quand=quand, nombre=nombre_groupe(nombre),
            )
        ton = "stable"
        if ecart and code in HAUSSE_MAUVAISE | HAUSSE_BONNE:
            ton = "bon" if (ecart > 0) == (code in HAUSSE_BONNE) else "mauvais"
        return {
            "points": points, "ton": ton, "signe": "hausse" if ecart > 0 else "baisse" if ecart else "egal",
            "ecart_texte": texte,
        }

    # -- Lists ---------------------------------------------------------------

    @api.model
    def _liste_chiffre(self, code, jour, liste):
        return {
            "type": "ir.actions.act_window",
            "name": self._libelle_chiffre(code)["titre"],
            "res_model": self._name,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": simple(chiffres.domaine(code, jour) & liste),
            "context": {},
        }

    @api.model
    def _retards_par_service(self, jour, societes, ids):
        lus = self.env["oilhi.tableau.chiffre"]._lire_services("retard", jour, societes, ids, LIGNES)
        if not lus:
            return []
        # By service and by day in the index: the first one only.
        anciens = dict(self.env.execute_query(SQL(
            """SELECT s.id, (SELECT MIN(d.delai_legal_le) FROM oilhi_dossier d
                              WHERE d.service_id = s.id AND d.active IS TRUE
                                AND d.delai_legal_le IS NOT NULL)
                 FROM UNNEST(%s) s (id)""",
            [service for service, _nombre in lus],
        )))
        services = self.env["oilhi.service"].browse(anciens)
        noms = dict(zip(services.ids, services.mapped("display_name"), strict=True))
        return [
            {
                "service_id": service,
                "nom": noms[service],
                "nombre": nombre,
                "nombre_texte": nombre_groupe(nombre),
                "ancien": date_courte(anciens[service]),
                "ancien_jours": nombre_groupe((jour - anciens[service]).days),
                "action": self._liste_chiffre("retard", jour, Domain("service_id", "=", service)),
            }
            for service, nombre in lus
        ]

    @api.model
    def _endormis(self, jour, liste):
        dossiers = self.search(
            chiffres.domaine("endormi", jour) & liste, order="dernier_mouvement, id", limit=LIGNES
        )
        return [
            {
                "dossier_id": dossier.id,
                "nom": dossier.display_name,
                "commune": dossier.commune_id.name,
                "service": dossier.service_id.name,
                "depuis": date_courte(dossier.dernier_mouvement),
                "jours": nombre_groupe((jour - dossier.dernier_mouvement).days),
            }
            for dossier in dossiers
        ]
