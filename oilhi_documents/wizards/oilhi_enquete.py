import base64
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..rendu.classeur import classeur

MINI, MAXI = 2000, 2100


class Indicateur(NamedTuple):
    rubrique: str
    code: str
    nom: str
    definition: str
    modele: str
    domaine: Domain
    dossier: str  # path from the row to its case


class OilhiEnquete(models.TransientModel):
    """The figures of a year, each counted from the steps and acts of the cases, each opening its list.

    Everybody counts what he may read: a service its cases, a coordinator the département.
    """

    _name = "oilhi.enquete"
    _description = "Chiffres pour l’enquête annuelle"

    annee = fields.Integer(
        "Année", required=True, default=lambda self: fields.Date.context_today(self).year - 1
    )
    service_id = fields.Many2one(
        "oilhi.service", string="Service", default=lambda self: self._service_defaut(),
        help="Vide : tous les dossiers que vous pouvez lire.",
    )
    commune_ids = fields.Many2many("oilhi.commune", string="Communes", help="Vide : toutes.")
    ligne_ids = fields.One2many("oilhi.enquete.ligne", "enquete_id", string="Chiffres")
    titre = fields.Char(readonly=True)
    fichier = fields.Binary(attachment=False, readonly=True)

    @api.model
    def _service_defaut(self):
        if self.env.user.has_group("oilhi_partenaires.group_coordinateur"):
            return False
        return self.env["oilhi.service"].search([("user_ids", "in", self.env.uid)], limit=1)

    def _compute_display_name(self):
        self.display_name = self.env._("Enquête annuelle")

    def action_compter(self):
        """Count again, and keep the workbook of what was counted."""
        self.ensure_one()
        self.check_access("write")
        if not MINI <= self.annee < MAXI:
            raise UserError(self.env._("Indiquez une année, comme 2026."))
        lignes = [
            {
                "code": i.code, "rubrique": i.rubrique, "name": i.nom, "definition": i.definition,
                "nombre": self.env[i.modele].search_count(i.domaine & self._perimetre(i)),
            }
            for i in self._indicateurs()
        ]
        self.write({
            "titre": self._titre(),
            "ligne_ids": [Command.clear(), *map(Command.create, lignes)],
            "fichier": base64.b64encode(self._classeur(lignes)),
        })
        return True

    def action_telecharger(self):
        self.ensure_one()
        self.check_access("read")
        if not self.fichier:
            raise UserError(self.env._("Comptez d’abord : il n’y a encore rien à exporter."))
        nom = f"enquete_habitat_indigne_{self.annee}.xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier/{nom}?download=true",
            "target": "download",
        }

    def _titre(self):
        ou = self.commune_ids.mapped("name") or [
            self.service_id.name or self.env._("tous les dossiers que vous pouvez lire")
        ]
        return self.env._(
            "Année %(annee)s – %(ou)s", annee=str(self.annee), ou=", ".join(ou)
        )

    def _classeur(self, lignes):
        return classeur(
            self.env._("Enquête %s", str(self.annee)),
            [
                self._titre(),
                self.env._("Compté le %s.", fields.Date.context_today(self).strftime("%d/%m/%Y")),
                self.env._(
                    "À vérifier : la forme exacte de l’enquête nationale n’est pas publiée ; rapprochez "
                    "chaque chiffre de la question posée par la DDT(M)."
                ),
            ],
            [(self.env._("Rubrique"), 28), (self.env._("Indicateur"), 48), (self.env._("Nombre"), 10),
             (self.env._("Comment il est compté"), 80)],
            [(ligne["rubrique"], ligne["name"], ligne["nombre"], ligne["definition"]) for ligne in lignes],
        )

    # -- what is counted -----------------------------------------------------

    def _perimetre(self, indicateur):
        chemin = f"{indicateur.dossier}." if indicateur.dossier else ""
        domaine = Domain(f"{chemin}active", "=", True)
        if self.service_id:
            domaine &= Domain(f"{chemin}service_id", "=", self.service_id.id)
        if self.commune_ids:
            domaine &= Domain(f"{chemin}commune_id", "in", self.commune_ids.ids)
        return domaine

    def _annee(self, champ):
        return Domain(champ, ">=", date(self.annee, 1, 1)) & Domain(champ, "<=", date(self.annee, 12, 31))

    def _indicateurs(self):
        return [
            *self._indicateurs_dossiers(), *self._indicateurs_arretes(), *self._indicateurs_suites(),
            *self._indicateurs_occupants(),
        ]

    def _clos_avant(self, jour):
        """Closed on that day: set aside, or its last procedure closed."""
        apres = Domain("procedure_ids", "any", [("date_cloture", ">", jour)])
        return Domain("phase", "=", "clos") & (
            Domain("classe_le", "<=", jour)
            | (Domain("classe_le", "=", False) & ~apres)
        )

    def _indicateurs_dossiers(self):
        rubrique, modele = self.env._("Dossiers et visites"), "oilhi.dossier"
        fin, avant = date(self.annee, 12, 31), date(self.annee - 1, 12, 31)
        return [
            Indicateur(
                rubrique, "recus", self.env._("Dossiers reçus"),
                self.env._("Signalés dans l’année."), modele, self._annee("date_signalement"), "",
            ),
            Indicateur(
                rubrique, "clos", self.env._("Dossiers clos"),
                self.env._(
                    "Classés dans l’année, ou dont la dernière procédure s’est close dans l’année."
                ),
                modele, self._clos_avant(fin) & ~self._clos_avant(avant), "",
            ),
            Indicateur(
                rubrique, "en_cours", self.env._("Dossiers en cours au 31 décembre"),
                self.env._("Signalés au plus tard ce jour-là et pas encore clos."), modele,
                Domain("date_signalement", "<=", fin) & ~self._clos_avant(fin), "",
            ),
            Indicateur(
                rubrique, "visites", self.env._("Visites faites"),
                self.env._("Visites terminées, à leur date ; les contrôles de travaux en sont."),
                "oilhi.dossier.visite", self._annee("date") & Domain("etat", "=", "terminee"), "dossier_id",
            ),
        ]

    def _indicateurs_arretes(self):
        """A line a kind of arrêté that was signed; none is listed for nothing."""
        rubrique, modele = self.env._("Arrêtés"), "oilhi.document"
        signes = Domain("type", "=", "arrete") & Domain("numero", "!=", False) & self._annee("date_signature")
        commun = Indicateur(rubrique, "", "", "", modele, signes, "dossier_id")
        groupes = self.env[modele]._read_group(signes & self._perimetre(commun), ["modele_id"])
        modeles = self.env["oilhi.document.modele"].union(*(m for (m,) in groupes)).sorted("sequence")
        return [
            commun._replace(
                code="arretes", nom=self.env._("Arrêtés signés, en tout"),
                definition=self.env._("Numérotés au registre, à la date de signature ; mainlevées comprises."),
            ),
            *(
                commun._replace(
                    code=m.code, nom=m.name, definition=self.env._("Modèle %s.", m.code),
                    domaine=signes & Domain("modele_id", "=", m.id),
                )
                for m in modeles
            ),
            commun._replace(
                code="leves", nom=self.env._("Arrêtés levés"),
                definition=self.env._("À la date de leur mainlevée."),
                domaine=Domain("type", "=", "arrete") & self._annee("date_levee"),
            ),
            Indicateur(
                rubrique, "prefet", self.env._("Arrêtés du préfet reçus"),
                self.env._("Insalubrité et danger sanitaire ponctuel : étape faite dans l’année."),
                "oilhi.dossier.etape",
                self._etapes() & Domain("code", "in", ("INS-08", "DSP-03")), "dossier_id",
            ),
        ]

    def _etapes(self):
        return Domain("etat", "=", "faite") & self._annee("date")

    def _indicateurs_suites(self):
        rubrique = self.env._("Suites")
        return [
            Indicateur(
                rubrique, "office_decidees", self.env._("Exécutions d’office décidées"),
                self.env._("À la date de la décision."), "oilhi.dossier.office",
                self._annee("date_decision"), "dossier_id",
            ),
            Indicateur(
                rubrique, "office_receptionnees", self.env._("Travaux d’office réceptionnés"),
                self.env._("À la date de réception."), "oilhi.dossier.office",
                self._annee("date_reception"), "dossier_id",
            ),
            Indicateur(
                rubrique, "astreintes", self.env._("Astreintes prononcées"),
                self.env._("À la date de l’arrêté d’astreinte."), "oilhi.dossier.astreinte",
                self._annee("date") & Domain("etat", "in", ("en_cours", "close")), "dossier_id",
            ),
            Indicateur(
                rubrique, "substitutions", self.env._("Substitutions à des copropriétaires"),
                self.env._("À la date de la décision."), "oilhi.dossier.substitution",
                self._annee("date_decision"), "dossier_id",
            ),
            Indicateur(
                rubrique, "penal", self.env._("Signalements au procureur"),
                self.env._("Étapes pénales faites dans l’année."), "oilhi.dossier.etape",
                self._etapes() & Domain("etape_id.nature", "=", "penal"), "dossier_id",
            ),
        ]

    def _indicateurs_occupants(self):
        rubrique, modele = self.env._("Occupants"), "oilhi.dossier.hebergement"
        nuits = Domain("date_debut", "<=", date(self.annee, 12, 31)) & (
            Domain("en_cours", "=", True) | Domain("date_fin", ">", date(self.annee, 1, 1))
        )
        return [
            Indicateur(
                rubrique, "hebergements", self.env._("Séjours d’hébergement"),
                self.env._("Séjours du registre qui ont au moins une nuit dans l’année."), modele,
                nuits & Domain("nature", "=", "hebergement"), "dossier_id",
            ),
            Indicateur(
                rubrique, "relogements", self.env._("Relogements"),
                self.env._("Relogements commencés dans l’année."), modele,
                self._annee("date_debut") & Domain("nature", "=", "relogement"), "dossier_id",
            ),
        ]
