from odoo.tests import TransactionCase, new_test_user

ROLES = ("lecteur", "agent", "responsable", "coordinateur", "juriste", "administrateur")


class OilhiCommon(TransactionCase):
    """Two services, one user a role in the first, one agent in the second."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(
            tracking_disable=True, no_reset_password=True, mail_create_nosubscribe=True
        ).env
        cls.company = cls.env.company
        cls.departement = cls.env.ref("oilhi_partenaires.departement_62")
        cls.company.oilhi_departement_id = cls.departement
        cls.epci = cls.env.ref("oilhi_partenaires.epci_200033579")
        cls.commune_arras = cls.env.ref("oilhi_partenaires.commune_62041")
        cls.commune_bethune = cls.env.ref("oilhi_partenaires.commune_62119")
        for role in ROLES:
            setattr(cls, role, cls._nouvel_utilisateur(role, f"oilhi_{role}"))
        cls.agent_autre = cls._nouvel_utilisateur("agent", "oilhi_agent_autre")
        cls.service_mairie_arras = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat",
            "type": "mairie",
            "commune_id": cls.commune_arras.id,
            "user_ids": [(6, 0, (cls.lecteur | cls.agent | cls.responsable).ids)],
            "signataire_ids": [(0, 0, {
                "civilite": "madame",
                "name": "Camille Exemple",
                "qualite": "Maire d’Arras",
                "type": "maire",
            })],
        })
        cls.signataire_arras = cls.service_mairie_arras.signataire_ids
        cls.service_autre = cls.env["oilhi.service"].create({
            "name": "Mairie de Béthune, service hygiène",
            "type": "mairie",
            "commune_id": cls.commune_bethune.id,
            "user_ids": [(6, 0, cls.agent_autre.ids)],
        })

    @classmethod
    def _nouvel_utilisateur(cls, role, login):
        return new_test_user(
            cls.env,
            login,
            groups=f"oilhi_partenaires.group_{role}",
            name=login.replace("_", " ").capitalize(),
            lang="fr_FR" if cls.env["res.lang"]._get_data(code="fr_FR") else "en_US",
        )

    @classmethod
    def _personne(cls, service, **valeurs):
        """A private person, seen by the users of the service only."""
        return cls.env["res.partner"].create({
            "name": "Dominique Personne",
            "oilhi_prive": True,
            "company_id": service.company_id.id,
            "oilhi_acces_ids": [(6, 0, service.ids)],
            **valeurs,
        })
