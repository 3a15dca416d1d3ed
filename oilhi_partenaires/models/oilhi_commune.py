import csv
import re
from pathlib import Path

from stdnum.fr import siren as stdnum_siren

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..outils import toponymes

DONNEES = Path(__file__).resolve().parents[1] / "data"


class OilhiCommune(models.Model):
    _name = "oilhi.commune"
    _description = "Commune"
    _order = "name, code_insee"

    code_insee = fields.Char(string="Code INSEE", required=True, size=5)
    name = fields.Char(string="Nom", required=True)
    cle_recherche = fields.Char(
        string="Clé de recherche", compute="_compute_cle_recherche", store=True, index="trigram"
    )
    departement_id = fields.Many2one(
        "oilhi.departement", string="Département", required=True, index=True
    )
    epci_id = fields.Many2one("oilhi.epci", string="EPCI", index=True)
    codes_postaux = fields.Char(
        string="Codes postaux", help="Séparés par une barre verticale : 62000|62001."
    )
    population = fields.Integer()
    siren = fields.Char(string="SIREN", size=9)
    latitude = fields.Float(digits=(9, 5), aggregator=None)
    longitude = fields.Float(digits=(9, 5), aggregator=None)
    article_de = fields.Selection(
        [("de", "de"), ("d", "d’")],
        string="Élision de « de »",
        help="À renseigner seulement si l’usage local s’écarte de la règle : « de Harnes ».",
    )
    nom_avec_de = fields.Char(string="Nom avec « de »", compute="_compute_formes")
    nom_avec_a = fields.Char(string="Nom avec « à »", compute="_compute_formes")

    predecesseur_exercait = fields.Selection(
        [("oui", "Oui"), ("non", "Non")],
        string="Le précédent président exerçait la police",
        help="Vide : on ne le sait pas.",
    )
    opposition_le = fields.Date(
        string="Opposition du maire le",
        help="Date de notification de l’opposition du maire au transfert de la police.",
    )
    autre_maire_oppose = fields.Boolean(
        string="Un autre maire s’est opposé",
        help="Au moins un autre maire de l’EPCI s’est opposé au transfert.",
    )
    justificatif_police = fields.Text(
        string="Justificatif", help="Référence et date de l’acte qui établit ces faits."
    )

    _code_insee_uniq = models.Constraint(
        "UNIQUE(code_insee)", "Une commune porte déjà ce code INSEE."
    )
    _population_positive = models.Constraint(
        "CHECK(population >= 0)", "La population ne peut pas être négative."
    )

    @api.constrains("code_insee")
    def _check_code_insee(self):
        for commune in self:
            if not re.fullmatch(r"(\d{2}|2[AB])\d{3}", commune.code_insee or ""):
                raise ValidationError(self.env._(
                    "Le code INSEE « %s » n’est pas valable : cinq caractères sont attendus, "
                    "des chiffres, ou « 2A » ou « 2B » puis trois chiffres en Corse.",
                    commune.code_insee,
                ))

    @api.constrains("siren")
    def _check_siren(self):
        for commune in self:
            if commune.siren and not stdnum_siren.is_valid(commune.siren):
                raise ValidationError(self.env._(
                    "Le SIREN « %(siren)s » de %(nom)s n’est pas valable : neuf chiffres, dont "
                    "une clé de contrôle, sont attendus.",
                    siren=commune.siren, nom=commune.name,
                ))

    @api.constrains("codes_postaux")
    def _check_codes_postaux(self):
        for commune in self:
            if commune.codes_postaux and not re.fullmatch(
                r"\d{5}(\|\d{5})*", commune.codes_postaux
            ):
                raise ValidationError(self.env._(
                    "Les codes postaux « %s » ne sont pas valables : cinq chiffres chacun, "
                    "séparés par une barre verticale.", commune.codes_postaux,
                ))

    @api.depends("name")
    def _compute_cle_recherche(self):
        for commune in self:
            commune.cle_recherche = toponymes.cle_recherche(commune.name)

    @api.depends("name", "article_de")
    def _compute_formes(self):
        for commune in self:
            commune.nom_avec_de = toponymes.avec_de(commune.name, commune.article_de)
            commune.nom_avec_a = toponymes.avec_a(commune.name)

    @api.depends("name", "departement_id.code")
    def _compute_display_name(self):
        for commune in self:
            code = commune.departement_id.code
            commune.display_name = f"{commune.name} ({code})" if code else commune.name

    @api.model
    def _search_display_name(self, operator, value):
        """Accept « henin beaumont », « 62427 », « 62110 » and « Arras (62) »."""
        if operator in ("in", "not in"):
            domaine = Domain.OR(self._domaine_nom(v, exact=True) for v in value)
            return domaine if operator == "in" else ~domaine
        if operator in ("=", "!=", "ilike", "like", "=ilike", "=like", "not ilike", "not like"):
            domaine = self._domaine_nom(value, exact=operator in ("=", "!="))
            return ~domaine if operator in ("!=", "not ilike", "not like") else domaine
        return super()._search_display_name(operator, value)

    @api.model
    def _domaine_nom(self, value, exact=False):
        texte = (value or "").strip() if isinstance(value, str) else ""
        if not texte:
            return Domain.FALSE if exact else Domain.TRUE
        departement = Domain.TRUE
        trouve = re.fullmatch(r"(.*\S)\s*\((\d{2,3}|2[AB])\)", texte)
        if trouve:
            texte = trouve.group(1)
            departement = Domain("departement_id.code", "=", trouve.group(2))
        if re.fullmatch(r"\d[\dABab]\d{0,3}", texte):
            if exact:
                return departement & (
                    Domain("code_insee", "=", texte.upper())
                    | Domain("codes_postaux", "ilike", texte)
                )
            return departement & (
                Domain("code_insee", "=ilike", f"{texte}%")
                | Domain("codes_postaux", "ilike", texte)
            )
        cle = toponymes.cle_recherche(texte)
        if not cle:
            return Domain.FALSE
        return departement & Domain("cle_recherche", "=" if exact else "ilike", cle)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Names that begin with what was typed come first: « Lens » before « Noyelles-lès-Lens »."""
        cle = toponymes.cle_recherche(name)
        if operator != "ilike" or not cle or cle[0].isdigit():
            return super().name_search(name, domain, operator, limit)
        debut = Domain("cle_recherche", "=ilike", f"{cle}%")
        domaine = Domain(domain or Domain.TRUE)
        resultats = super().name_search(name, domaine & debut, operator, limit)
        if limit and len(resultats) >= limit:
            return resultats
        reste = limit - len(resultats) if limit else limit
        return resultats + super().name_search(name, domaine & ~debut, operator, reste)

    @api.model
    def _importer(self, codes_departement, source=None):
        """Load or refresh the EPCI and communes of départements; running it twice changes nothing.

        ``source``: folder of files written by data/territoires/construire.py (default: those of
        this addon). Returns the communes of these départements.
        """
        codes = {str(code).upper() for code in codes_departement}
        dossier = Path(source) if source else DONNEES
        departements = {f"departement_{code}" for code in codes}
        communes = [
            ligne for ligne in self._lire_csv(dossier / "oilhi.commune.csv")
            if ligne["departement_id/id"] in departements
        ]
        trouves = {ligne["departement_id/id"].removeprefix("departement_") for ligne in communes}
        if absents := codes - trouves:
            raise UserError(self.env._(
                "Aucune commune dans les données fournies pour : %s. Construisez d’abord les "
                "fichiers de ces départements.", ", ".join(sorted(absents)),
            ))
        utiles = {ligne["epci_id/id"] for ligne in communes}
        epci = [
            ligne for ligne in self._lire_csv(dossier / "oilhi.epci.csv") if ligne["id"] in utiles
        ]
        self._charger_lignes("oilhi.epci", epci)
        return self._charger_lignes("oilhi.commune", communes)

    @api.model
    def _charger_lignes(self, modele, lignes):
        """noupdate: an update of the addon deletes the data of its own files that left them; what
        a département loaded on its own must survive."""
        identifiants = {}

        def valeur(colonne, texte):
            nom = colonne.removesuffix("/id")
            champ = self.env[modele]._fields[nom]
            if nom == colonne:
                return nom, champ.convert_to_cache(texte or False, self.env[modele])
            if texte and texte not in identifiants:
                identifiants[texte] = self.env.ref(f"oilhi_partenaires.{texte}").id
            return nom, identifiants.get(texte, False)

        return self.env[modele]._load_records([
            {
                "xml_id": f"oilhi_partenaires.{ligne['id']}",
                "noupdate": True,
                "values": dict(valeur(c, t) for c, t in ligne.items() if c != "id"),
            }
            for ligne in lignes
        ])

    @api.model
    def _lire_csv(self, chemin):
        with chemin.open(encoding="utf-8", newline="") as flux:
            return list(csv.DictReader(flux))
