import base64
from io import BytesIO

from PIL import Image

from odoo.addons.oilhi_partenaires.tests.common import OilhiCommon


class OilhiLhiCommon(OilhiCommon):
    """Adds cases: a bulging gable in the first service, made by its agent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desordre_mur = cls.env.ref("oilhi_lhi.desordre_str_02")
        cls.desordre_cheminee = cls.env.ref("oilhi_lhi.desordre_toi_03")

    @classmethod
    def _batiment(cls, rue="12 rue des Fours", commune=None, **valeurs):
        return cls.env["oilhi.batiment"].create({
            "rue": rue, "commune_id": (commune or cls.commune_arras).id, **valeurs,
        })

    @classmethod
    def _dossier_pignon(cls, user=None, gravite="3", **valeurs):
        """A gable that leans over the street: owner, tenant, one disorder."""
        env = cls.env(user=user or cls.agent)
        batiment = valeurs.pop("batiment_id", None) or cls._batiment().id
        return env["oilhi.dossier"].create({
            "name": "Mur pignon qui menace la rue",
            "batiment_id": batiment,
            "date_signalement": "2027-01-05",
            "desordre_ids": [(0, 0, {
                "desordre_id": cls.desordre_mur.id,
                "gravite": gravite,
                "localisation": "pignon ouest",
                "constat": "Ventre de 12 cm à mi-hauteur.",
                "date": "2027-01-05",
            })],
            "personne_ids": [
                (0, 0, {
                    "role": "proprietaire", "civilite": "monsieur", "prenom": "Dominique",
                    "nom": "Exemple", "rue": "4 rue du Test", "code_postal": "62000",
                    "ville": "Arras",
                }),
                (0, 0, {
                    "role": "occupant", "civilite": "madame", "prenom": "Claude",
                    "nom": "Modèle", "rue": "12 rue des Fours", "code_postal": "62000",
                    "ville": "Arras",
                }),
            ],
            **valeurs,
        })

    @classmethod
    def _image(cls, format="PNG", taille=(32, 32)):
        flux = BytesIO()
        Image.new("RGB", taille, (120, 60, 30)).save(flux, format)
        return base64.b64encode(flux.getvalue())

    @classmethod
    def _ouvrir(cls, dossier, code="MSO", etapes=()):
        """A procedure and the steps asked for, without the rules of the parcours."""
        procedure = cls.env["oilhi.dossier.procedure"].create({
            "dossier_id": dossier.id,
            "procedure_id": cls.env.ref(f"oilhi_lhi.procedure_{code}").id,
        })
        for etape in etapes:
            cls.env["oilhi.dossier.etape"].create({
                "dossier_id": dossier.id,
                "dossier_procedure_id": procedure.id,
                "etape_id": cls.env.ref(f"oilhi_lhi.etape_{etape.replace('-', '_')}").id,
            })
        return procedure
