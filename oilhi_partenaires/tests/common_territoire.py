import csv
import tempfile
from pathlib import Path

from odoo.tests import TransactionCase

COLONNES = {
    "communes.csv": (
        "code_insee", "name", "departement", "epci", "ept", "codes_postaux", "population",
        "siren", "latitude", "longitude",
    ),
    "epci.csv": ("siren", "name", "type", "departement", "population"),
    "anciennes.csv": ("code_insee", "name", "type", "commune", "codes_postaux"),
    "outremer.csv": ("code", "name"),
}
TABLES = ("oilhi_commune", "oilhi_epci", "oilhi_commune_ancienne", "oilhi_departement")
CC_UN, CC_DEUX, CC_TROIS = "200069193", "200071751", "200070852"


class TerritoireCommon(TransactionCase):
    """A made-up source for two départements that are not loaded: Ain (01) and Aisne (02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Commune = cls.env["oilhi.commune"]
        cls.Ancienne = cls.env["oilhi.commune.ancienne"]

    def setUp(self):
        super().setUp()
        dossier = tempfile.TemporaryDirectory()
        self.addCleanup(dossier.cleanup)
        self.source = Path(dossier.name)
        self.fichiers = {
            "communes.csv": [
                self._commune("01901", "Saint-Exemple", CC_UN),
                self._commune("01902", "Essai-les-Bains", CC_UN),
                self._commune("01903", "Modèle", CC_DEUX),
                self._commune("01904", "L’Île-Seule"),
                self._commune("02901", "Témoin", CC_TROIS),
            ],
            "epci.csv": [
                self._epci(CC_UN, "Communauté de communes du Premier Essai"),
                self._epci(CC_DEUX, "Communauté de communes du Deuxième Essai"),
                self._epci(CC_TROIS, "Communauté de communes du Témoin", "02"),
            ],
            "anciennes.csv": [
                self._ancienne("01905", "Hameau-Délégué", "deleguee", "01901"),
                self._ancienne("01906", "", "disparue", "01903"),
            ],
            "outremer.csv": [{"code": "975", "name": "Saint-Pierre-et-Miquelon"}],
        }
        self.millesime = "essai 1"

    def _commune(self, code, nom, epci="", **autres):
        return dict.fromkeys(COLONNES["communes.csv"], "") | {
            "code_insee": code, "name": nom, "departement": code[:2], "epci": epci,
            "population": "100", "codes_postaux": f"{code[:2]}000",
        } | autres

    def _epci(self, siren, nom, departement="01", genre="cc"):
        return {"siren": siren, "name": nom, "type": genre, "departement": departement,
                "population": "300"}

    def _ancienne(self, code, nom, genre, commune):
        return {"code_insee": code, "name": nom, "type": genre, "commune": commune,
                "codes_postaux": ""}

    def _modifier(self, code, **valeurs):
        for ligne in self.fichiers["communes.csv"]:
            if ligne["code_insee"] == code:
                ligne.update(valeurs)

    def _retirer(self, code):
        self.fichiers["communes.csv"] = [
            ligne for ligne in self.fichiers["communes.csv"] if ligne["code_insee"] != code
        ]

    def _ecrire_source(self):
        for nom, lignes in self.fichiers.items():
            with (self.source / nom).open("w", encoding="utf-8", newline="") as flux:
                sortie = csv.DictWriter(flux, COLONNES[nom])
                sortie.writeheader()
                sortie.writerows(lignes)
        (self.source / "millesime.txt").write_text(self.millesime, encoding="utf-8")
        return self.source

    def _charger(self, *codes):
        """Changes of the départements, in order."""
        changements = self.Commune._importer(codes or ["01"], self._ecrire_source())
        self.env.flush_all()
        return changements if len(codes) > 1 else changements[0]

    def _code(self, code):
        return self.Commune.with_context(active_test=False).search([("code_insee", "=", code)])

    def _lignes_physiques(self):
        """Where each row lies: any UPDATE moves it, even one that writes the same values."""
        self.env.flush_all()
        lieux = {}
        for table in TABLES:
            self.env.cr.execute(f"SELECT id, ctid::text FROM {table}")  # pylint: disable=E8103
            lieux[table] = dict(self.env.cr.fetchall())
        return lieux
