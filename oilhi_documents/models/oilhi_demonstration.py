import base64
import csv
import io
import json
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import api, fields, models
from odoo.tools import file_open

DOSSIER = "oilhi_documents/demo/"
# Where the visit itself writes the disorders on the case.
VUS_A_LA_VISITE = ("rshs",)


class OilhiDemonstration(models.AbstractModel):
    """Loads the fictitious cases of `demo/` through the methods that agents use."""

    _name = "oilhi.demonstration"
    _description = "Chargement des dossiers de démonstration"

    @api.model
    def _lire_csv(self, nom):
        with file_open(DOSSIER + nom) as flux:
            return list(csv.DictReader(flux))

    @api.model
    def _lire_json(self, nom):
        with file_open(DOSSIER + nom) as flux:
            return json.load(flux)

    @api.model
    def _xmlid(self, cle, record):
        """Register `record` under `oilhi_documents.<cle>` so that a reload finds it."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"oilhi_documents.{cle}", "record": record, "noupdate": True}]
        )
        return record

    @api.model
    def _trouve(self, cle):
        return self.env.ref(f"oilhi_documents.{cle}", raise_if_not_found=False)

    @api.model
    def _commune(self, code):
        return self.env.ref(f"oilhi_partenaires.commune_{code}")

    # -- services and users ---------------------------------------------------------------
    @api.model
    def _charger_services(self):
        departement = self.env.ref("oilhi_partenaires.departement_62")
        self.env.company.write(
            {
                "name": "Pas-de-Calais (démonstration)",
                "oilhi_departement_id": departement.id,
                "country_id": self.env.ref("base.fr").id,
            }
        )
        for ligne in self._lire_json("services.json"):
            if self._trouve(f"demo_service_{ligne['cle']}"):
                continue
            siege = self._commune(ligne["commune"])
            epci = siege.epci_id if ligne["epci"] else self.env["oilhi.epci"]
            partner = self.env["res.partner"].create(
                {
                    "name": ligne["nom"],
                    "is_company": True,
                    "street": "1 place de l’Exemple",
                    "zip": (siege.codes_postaux or "").split("|")[0],
                    "city": siege.name,
                    "country_id": self.env.ref("base.fr").id,
                    "phone": "03 00 00 00 00",
                    "email": f"habitat.{ligne['cle'].replace('_', '.')}@exemple.fr",
                }
            )
            service = self.env["oilhi.service"].create(
                {
                    "name": ligne["nom"],
                    "type": ligne["type"],
                    "partner_id": partner.id,
                    "commune_id": siege.id,
                    "epci_id": epci.id,
                    "commune_ids": [(6, 0, [self._commune(c).id for c in ligne["communes"]])],
                }
            )
            self._xmlid(f"demo_service_{ligne['cle']}", service)
            if ligne["type"] in ("mairie", "epci"):
                epci_signe = ligne["type"] == "epci"
                self.env["oilhi.service.signataire"].create(
                    {
                        "service_id": service.id,
                        "name": "Dominique MAIRE-EXEMPLE",
                        "type": "president_epci" if epci_signe else "maire",
                        "qualite": f"Président de la {ligne['nom'][0].lower()}{ligne['nom'][1:]}"
                        if epci_signe
                        else f"Maire {siege.nom_avec_de}",
                        "date_debut": fields.Date.to_date("2020-07-01"),
                    }
                )

    @api.model
    def _charger_utilisateurs(self):
        """Accounts of comptes.json, then an agent and a responsable for every other service."""
        comptes = self._lire_json("comptes.json")
        pourvus = {(c["groupe"], s) for c in comptes for s in c["services"]}
        for ligne in self._lire_json("services.json"):
            for groupe in ("agent", "responsable"):
                if (groupe, ligne["cle"]) not in pourvus and ligne["type"] != "ddtm":
                    comptes.append(
                        {
                            "groupe": groupe,
                            "mot_de_passe": "demo",
                            "services": [ligne["cle"]],
                            "login": f"{groupe}.{ligne['cle'].replace('_', '.')}@demo.oilhi.fr",
                            "nom": f"{groupe.upper()}-EXEMPLE ({ligne['nom']})",
                        }
                    )
        Users = self.env["res.users"].with_context(no_reset_password=True)
        # Hashed once each: made slow on purpose, it would take half of the loading of the accounts.
        haches = {
            mot: Users._crypt_context().hash(mot)
            for mot in {compte["mot_de_passe"] for compte in comptes}
        }
        for compte in comptes:
            cle = "demo_user_" + compte["login"].split("@")[0].replace(".", "_")
            if self._trouve(cle):
                continue
            user = self._xmlid(
                cle,
                Users.create(
                    {
                        "name": compte["nom"],
                        "login": compte["login"],
                        "lang": "fr_FR",
                        "tz": "Europe/Paris",
                        "email": compte["login"],
                        "group_ids": [
                            (6, 0, [self.env.ref(f"oilhi_partenaires.group_{compte['groupe']}").id])
                        ],
                        "oilhi_service_ids": [
                            (
                                6,
                                0,
                                [self._trouve(f"demo_service_{s}").id for s in compte["services"]],
                            )
                        ],
                    }
                ),
            )
            user._set_encrypted_password(user.id, haches[compte["mot_de_passe"]])

    @api.model
    def _charger_police(self):
        """Facts of CGCT L. 5211-9-2: Saint-Omer's president holds the police, the others' not."""
        saint_omer = self.env.ref("oilhi_partenaires.epci_200069037")
        communes = self.env["oilhi.commune"]
        for ligne in self._lire_json("services.json"):
            for code in ligne["communes"]:
                communes |= self._commune(code)
        # Permis de louer: where two cases show it.
        (self._commune("62498") | self._commune("62119")).write({"permis_louer": True})
        communes.epci_id.write({"election_president_le": "2026-04-15", "competence_habitat": True})
        transferees = communes.filtered(lambda c: c.epci_id == saint_omer)
        transferees.write({"predecesseur_exercait": "oui"})
        (communes - transferees).write(
            {
                "predecesseur_exercait": "non",
                "opposition_le": "2026-06-30",
                "justificatif_police": "Courrier d’opposition du maire (exemple fictif).",
            }
        )

    # -- cases ----------------------------------------------------------------------------
    @api.model
    def _charger(self):
        """Create what is missing; a second call changes nothing."""
        self._charger_services()
        self._charger_utilisateurs()
        self._charger_habilitations()
        self._charger_police()
        self._charger_annuaire()
        constats = {ligne["code"]: ligne for ligne in self._lire_csv("desordres.csv")}
        suites = [
            self._charger_dossier(ligne, [constats[code] for code in ligne["desordre"].split()])
            for ligne in self._lire_csv("dossiers.csv")
            if not self._trouve(ligne["cle"])
        ]
        self._derouler(suites)

    @api.model
    def _utilisateur(self, service, groupe):
        """The user of `service` who has exactly that role."""
        groupe = self.env.ref(f"oilhi_partenaires.group_{groupe}")
        return service.user_ids.filtered(lambda u: groupe in u.group_ids)[:1]

    @api.model
    def _personnes(self, ligne):
        def personne(role, texte, **plus):
            nom, prenom, civilite = texte.split("|")
            return (
                0,
                0,
                {
                    "role": role,
                    "nom": nom,
                    "prenom": prenom,
                    "civilite": civilite,
                    "rue": "99 avenue de l’Exemple",
                    "code_postal": "62000",
                    "ville": "Arras",
                    **plus,
                },
            )

        personnes = []
        if ligne["copropriete"] == "parties_communes":
            personnes.append(
                (
                    0,
                    0,
                    {
                        "role": "syndic",
                        "raison_sociale": "Syndic EXEMPLE ET FICTIFS",
                        "rue": "5 boulevard de l’Exemple",
                        "code_postal": "62000",
                        "ville": "Arras",
                    },
                )
            )
        elif ligne["proprietaire"] == "indivision":
            personnes.append(personne("indivisaire", ligne["personne"]))
            personnes.append(personne("indivisaire", "EXEMPLE-FRÈRE|Lucien|monsieur"))
        elif ligne["proprietaire"] == "introuvable":
            personnes.append(
                personne(
                    "proprietaire",
                    ligne["personne"],
                    rue=False,
                    code_postal=False,
                    ville=False,
                    adresse_inconnue=True,
                )
            )
        else:
            personnes.append(personne("proprietaire", ligne["personne"]))
        if ligne["scenario"] == "erp":
            personnes.append((0, 0, {
                "role": "exploitant",
                "tenue": True,
                "raison_sociale": "Hôtel de l’Exemple (fictif)",
                "rue": ligne["adresse"],
                "code_postal": ligne["code_postal"],
                "ville": self._commune(ligne["commune"]).name,
            }))
        if ligne["occupation"] == "locataire":
            personnes.append(
                personne(
                    "occupant",
                    ligne["occupant"],
                    rue=ligne["adresse"],
                    lot="logement du premier étage",
                )
            )
        return personnes

    @api.model
    def _charger_dossier(self, ligne, constats):
        """`constats`: rows of desordres.csv, the first one gives the case its name."""
        service = self._trouve(f"demo_service_{ligne['service']}")
        agent = self._utilisateur(service, "agent")
        debut = fields.Date.today() - timedelta(days=int(ligne["jours"]))
        env = self.with_user(agent).env
        batiment = env["oilhi.batiment"].create(
            {
                "rue": ligne["adresse"],
                "code_postal": ligne["code_postal"],
                "commune_id": self._commune(ligne["commune"]).id,
                "protection": "non",
                "copropriete": "oui" if ligne["copropriete"] == "parties_communes" else "non",
                "parcelle_ids": [(0, 0, {"name": ligne["parcelle"]})],
            }
        )
        dossier = env["oilhi.dossier"].create(
            {
                "name": f"{constats[0]['objet']} – {ligne['adresse']}",
                "service_id": service.id,
                "commune_id": batiment.commune_id.id,
                "batiment_id": batiment.id,
                "user_id": agent.id,
                "date_signalement": debut,
                "usage": ligne["usage"],
                "erp_hebergement": ligne["scenario"] == "erp",
                "origine": "voisin",
                "personne_ids": self._personnes(ligne),
                "desordre_ids": [
                    (
                        0,
                        0,
                        {
                            "desordre_id": env["oilhi.desordre"]
                            .search([("code", "=", constat["code"])])
                            .id,
                            "gravite": ligne["gravite"],
                            "constat": constat["constat"],
                            "localisation": constat["localisation"],
                            "date": debut,
                        },
                    )
                    for constat in constats
                    if ligne["scenario"] not in VUS_A_LA_VISITE
                ],
            }
        )
        self._xmlid(ligne["cle"], dossier.sudo())
        if ligne["cle"] == "demo_dossier_pignon":
            self._dessiner_photos(dossier, debut)
        if ligne["jusqua"] == "signalement" or int(ligne["jours"]) == 1:
            return iter(())
        return self._jouer(dossier, ligne, debut)

    @api.model
    def _dessiner_photos(self, dossier, jour):
        """Two drawn pictures, plainly no photographs: a real façade would designate someone."""
        for legende, decalage in (
            ("Pignon ouest, vue de la rue", 60),
            ("Détail du ventre, à mi-hauteur", 130),
        ):
            image = Image.new("RGB", (800, 600), "#d7e3ee")
            trait = ImageDraw.Draw(image)
            trait.polygon(
                [(250, 590), (250, 250), (400, 90), (550, 250), (550, 590)],
                fill="#b5654a",
                outline="#5a2d1e",
            )
            for hauteur in range(270, 590, 24):
                trait.line([(250, hauteur), (550, hauteur)], fill="#e0b7a5", width=2)
            trait.ellipse(
                [(250 - decalage // 2, 330), (340, 330 + 2 * decalage)],
                fill="#a3563d",
                outline="#5a2d1e",
                width=3,
            )
            trait.text((20, 20), f"DESSIN DE DÉMONSTRATION : {legende}", fill="#222222")
            flux = io.BytesIO()
            image.save(flux, "PNG")
            dossier.env["oilhi.dossier.photo"].create(
                {
                    "dossier_id": dossier.id,
                    "name": legende,
                    "date": jour,
                    "image": base64.b64encode(flux.getvalue()),
                }
            )
