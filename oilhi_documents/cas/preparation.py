"""Service, signatory and users of a case: prepared by the system only where none exists."""

from dataclasses import dataclass, field

from odoo import api

from .lecture import CasInvalide


@dataclass
class Acteurs:
    commune: object
    service: object
    env_agent: api.Environment
    env_responsable: api.Environment
    anciennes: list = field(default_factory=list)

    def retablir(self):
        """Real facts of the territory, replaced for the time of the play, come back."""
        for enregistrement, valeurs in self.anciennes:
            enregistrement.write(valeurs)


def preparer(env, cas):
    """Only this function runs as the system: the case itself is played by the agent."""
    commune = env["oilhi.commune"].search([("code_insee", "=", cas["commune"])])
    if not commune:
        raise CasInvalide([(
            cas.ligne("commune"),
            f"la commune {cas['commune']} n’est pas dans la base : chargez son département.",
        )])
    if cas["service"] == "epci" and not commune.epci_id:
        raise CasInvalide([(cas.ligne("service"), "cette commune n’appartient à aucun EPCI.")])
    service = _service(env, commune, cas["service"] or "mairie")
    anciennes = _police(commune, cas) if ("police",) in cas.lignes else []
    agent = _utilisateur(env, service, "agent", commune)
    responsable = _utilisateur(env, service, "responsable", commune)
    contexte = {"lang": "fr_FR", "allowed_company_ids": service.company_id.ids}
    return Acteurs(
        commune=commune,
        service=service,
        env_agent=api.Environment(env.cr, agent.id, contexte),
        env_responsable=api.Environment(env.cr, responsable.id, contexte),
        anciennes=anciennes,
    )


def _service(env, commune, sorte):
    services = env["oilhi.service"]
    if sorte == "epci":
        domaine = [("type", "=", "epci"), ("epci_id", "=", commune.epci_id.id)]
    else:
        domaine = [("type", "=", "mairie"), ("commune_id", "=", commune.id)]
    service = services.search(domaine, limit=1)
    if service:
        return service
    if sorte == "epci":
        nom = f"{commune.epci_id.name}, service habitat"
        signataire = {
            "name": "Dominique EXEMPLE",
            "qualite": f"Président de la {commune.epci_id.name[:1].lower()}{commune.epci_id.name[1:]}",
            "type": "president_epci",
        }
        siege = {"type": "epci", "epci_id": commune.epci_id.id, "commune_id": commune.id}
    else:
        nom = f"Mairie {commune.nom_avec_de}"
        signataire = {
            "name": "Camille EXEMPLE",
            "qualite": f"Maire {commune.nom_avec_de}",
            "type": "maire",
        }
        siege = {"type": "mairie", "commune_id": commune.id}
    partenaire = env["res.partner"].create({
        "name": nom,
        "is_company": True,
        "street": "1 place des Exemples",
        "zip": (commune.codes_postaux or "").split("|")[0],
        "city": commune.name,
        "phone": "03 00 00 00 00",
        "email": "habitat@exemple.fr",
    })
    service = services.create({"name": nom, "partner_id": partenaire.id, **siege})
    env["oilhi.service.signataire"].create({
        **signataire, "civilite": "monsieur", "service_id": service.id,
    })
    return service


def _police(commune, cas):
    """Facts of the transfer of police as the case states them; real ones are given back after."""
    police, anciennes = cas["police"], []
    trois = {True: "oui", False: "non", None: False}
    valeurs = [(commune, {
        "predecesseur_exercait": trois[police["predecesseur_exercait"]],
        "opposition_le": police["opposition"] or False,
        "autre_maire_oppose": trois[police["autre_maire_oppose"]],
    })]
    if commune.epci_id:
        valeurs.append((commune.epci_id, {
            "election_president_le": police["election_president"] or False,
            "renonciation_le": False,
        }))
    for enregistrement, nouvelles in valeurs:
        avant = {champ: enregistrement[champ] for champ in nouvelles}
        if any(avant.values()):
            anciennes.append((enregistrement, avant))
        enregistrement.write(nouvelles)
    return anciennes


def _utilisateur(env, service, role, commune):
    groupe = env.ref(f"oilhi_partenaires.group_{role}")
    autre = env.ref("oilhi_partenaires.group_responsable")
    candidats = service.user_ids.filtered(
        lambda u: groupe in u.all_group_ids and (role != "agent" or autre not in u.all_group_ids)
    )
    if candidats:
        return candidats[0]
    identifiant = f"{role}.{service.type}.{commune.code_insee}"
    utilisateurs = env["res.users"].with_context(no_reset_password=True)
    utilisateur = utilisateurs.search([("login", "=", identifiant)]) or utilisateurs.create({
        "name": {"agent": "Claude Agent", "responsable": "Sacha Responsable"}[role],
        "login": identifiant,
        "lang": "fr_FR",
        "tz": "Europe/Paris",
        "company_id": service.company_id.id,
        "company_ids": [(6, 0, service.company_id.ids)],
        "group_ids": [(4, groupe.id)],
    })
    service.write({"user_ids": [(4, utilisateur.id)]})
    return utilisateur
