"""Fixture of the isolation: one case that holds everything, and every kind of user around it."""

from datetime import timedelta
from typing import NamedTuple

from odoo import Command, fields

from .common import OilhiDocumentsCommon
from .isolation_politique import ROLES_DE_SERVICE, SENSIBLE
from .isolation_registre import MODELES

# A text that stands nowhere else: seen in an answer, it is a leak.
CANARI = "Canariculture"
PARTAGES = {
    "lecture": {"niveau": "lecture"},
    "contribution": {"niveau": "contribution"},
    "demande": {"etat": "demande", "niveau": "contribution"},
    "refuse": {"etat": "refuse", "niveau": "contribution"},
    "expire": {"niveau": "contribution", "date_fin": -1},
    "expire_avant_tache": {"niveau": "lecture", "date_fin": -1},
}


class Acteur(NamedTuple):
    role: str
    situation: str
    user: object

    def __str__(self):
        return f"{self.role} ({self.situation})"


class OilhiIsolationCommon(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.export = cls.env.ref("base.group_allow_export")
        cls.acteurs = []
        cls._creer_dossier()
        cls._creer_acteurs()
        cls.cibles = {nom: cls._cible(nom, modele) for nom, modele in MODELES.items()}
        cls.env.flush_all()

    # -- The case ------------------------------------------------------------

    @classmethod
    def _creer_dossier(cls):
        cls.dossier = cls._dossier(name=f"Pignon {CANARI}", rue="12 rue de la Vigie").with_env(
            cls.env
        )
        cls.dossier.description = f"Faits {CANARI}"
        cls.dossier.personne_ids.filtered(lambda p: p.role == "proprietaire").nom = CANARI
        cls.document = cls._notifier_tous(cls._arrete_signe(cls.dossier.with_user(cls.agent)))
        cls.document = cls.document.with_env(cls.env)
        cls.personne = cls.dossier.personne_ids.filtered(lambda p: p.nom == CANARI)
        cls.photo = cls.env["oilhi.dossier.photo"].create({
            "dossier_id": cls.dossier.id, "image": cls._image(), "name": f"Photo {CANARI}",
        })
        cls.visite = cls.env["oilhi.dossier.visite"].create({
            "dossier_id": cls.dossier.id, "date": "2027-01-06", "heure_debut": 10,
            "observations": CANARI,
            "point_ids": [Command.create({"desordre_id": cls.desordre_cheminee.id})],
        })
        cls.env["oilhi.dossier.mesure.constat"].create({
            "dossier_id": cls.dossier.id, "mesure_id": cls.dossier.mesure_ids[:1].id,
            "date": "2027-03-01", "resultat": "partielle", "reste": CANARI,
        })
        cls.env["oilhi.dossier.correction"].create({
            "dossier_id": cls.dossier.id, "dossier_etape_id": cls.dossier.etape_ids[:1].id,
            "user_id": cls.agent.id, "resume": CANARI,
            "ligne_ids": [Command.create({
                "sorte": "acte", "libelle": CANARI, "portee": "premature", "risque": CANARI,
            })],
        })
        cls.env["oilhi.dossier.echeance.historique"].create({
            "dossier_id": cls.dossier.id, "echeance_id": cls.dossier.echeance_ids[:1].id,
            "date": "2027-03-01", "calcul": CANARI,
        })
        cls._creer_argent()
        cls.menage = cls.env["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": f"Lot {CANARI}", "loyer": 600,
            "offre_ids": [Command.create({"lieu": CANARI, "date": "2027-03-01"})],
            "hebergement_ids": [Command.create({"lieu": CANARI, "date_debut": "2027-03-01"})],
            "reserve_ids": [Command.create({"sante": CANARI, "mineurs": 2})],
        })
        cls.env["oilhi.journal.reserve"].with_user(cls.agent)._noter(cls.menage.reserve_ids)
        cls._creer_office()
        cls._creer_lots()
        cls.env["oilhi.absence"].create({
            "user_id": cls.agent.id, "remplacant_id": cls.responsable.id, "motif": CANARI,
            "date_debut": "2027-08-02", "date_fin": "2027-08-20",
        })
        cls.env["oilhi.agenda.abonnement"].with_user(cls.agent)._abonner("miens")
        for record in (cls.dossier, cls.document, cls.personne.partner_id):
            record.message_post(body=f"Note {CANARI}")
        cls.activite = cls.dossier.activity_schedule(
            "mail.mail_activity_data_todo", summary=f"Appeler {CANARI}", user_id=cls.agent.id,
        )
        cls.pieces = cls.env["ir.attachment"].create([
            {
                "name": f"{CANARI}.txt", "raw": CANARI.encode(),
                "res_model": record._name, "res_id": record.id,
            }
            for record in (cls.dossier, cls.document, cls.personne.partner_id)
        ])
        for record in (cls.dossier, cls.document, cls.personne.partner_id):
            record.message_subscribe(cls.agent.partner_id.ids)

    @classmethod
    def _creer_argent(cls):
        """One row of each kind of money; those that code alone makes are made as code does."""
        commun = {"dossier_id": cls.dossier.id}
        procedure = cls.dossier.procedure_ids[:1]
        astreinte = cls.env["oilhi.dossier.astreinte"].create({
            **commun, "dossier_procedure_id": procedure.id, "montant_jour": 100,
            "motif_ampleur": CANARI,
            "redevable_ids": [Command.create({**commun, "personne_id": cls.personne.id})],
        })
        cls.env["oilhi.dossier.liquidation"].create({
            **commun, "astreinte_id": astreinte.id, "trimestre": "2027-03-31", "groupe": "solidaire",
            "motif_exoneration": CANARI,
        })
        cls.env["oilhi.dossier.depense"].create({
            **commun, "dossier_procedure_id": procedure.id, "libelle": CANARI, "ht": 100,
            "date": "2026-01-15",
        })
        cls.dossier.preparer_titres()
        titre = cls.dossier.titre_ids
        titre.emettre("2026-01-20", CANARI)
        cls.env["oilhi.dossier.titre.ecart"].create({
            "titre_id": titre.id, "montant": 1, "motif": CANARI, "date": "2026-01-21",
        })
        cls.env["oilhi.dossier.paiement"].create({
            "titre_id": titre.id, "montant": 1, "reference": CANARI, "date": "2026-01-21",
        })
        cls.env["oilhi.dossier.surete"].create({**commun, "reference": CANARI})
        cls.env["oilhi.dossier.subvention"].create({
            **commun, "note": CANARI, "subvention_id": cls.env["oilhi.subvention"].search([], limit=1).id,
        })

    @classmethod
    def _creer_office(cls):
        """Works by the authority, a substitution, an offence; the rate that nobody ships."""
        commun = {"dossier_id": cls.dossier.id}
        procedure = cls.dossier.procedure_ids[:1].id
        cls.env["oilhi.dossier.office"].create({
            **commun, "dossier_procedure_id": procedure, "motifs": CANARI,
            "devis_ids": [Command.create({
                "entreprise_id": cls.env["res.partner"].create({"name": "Entreprise d’essai"}).id,
                "montant_ht": 100,
            })],
        })
        cls.env["oilhi.dossier.substitution"].create({
            **commun, "dossier_procedure_id": procedure, "motifs": CANARI,
            "ligne_ids": [Command.create({"personne_id": cls.personne.id, "appele": 100})],
        })
        cls.env["oilhi.dossier.infraction"].create({
            **commun, "infraction_id": cls.env.ref("oilhi_lhi.infraction_INF_REFUS").id,
            "faits": CANARI, "date_faits": "2026-01-05", "personne_id": cls.personne.id,
            "vulnerable": True,
        })
        cls.env["oilhi.taux.legal"].create({
            "date_debut": "2027-01-01", "date_fin": "2027-06-30", "taux": 1, "reference": "Essai",
        })

    @classmethod
    def _creer_lots(cls):
        """Letters in number, and the pieces handed over: made by code alone."""
        commun = {"dossier_id": cls.dossier.id, "name": CANARI, "user_id": cls.agent.id}
        cls.env["oilhi.document.lot"].create({
            **commun, "modele_id": cls.document.modele_id.id,
            "ligne_ids": [Command.create({"destinataire_id": cls.personne.id, "message": CANARI})],
        })
        cls.env["oilhi.document.modele.version"].create({
            "modele_id": cls.document.modele_id.id, "service_id": cls.service.id, "base": CANARI,
        })
        cls.env["oilhi.dossier.recueil"].create({**commun, "date": "2027-03-01", "destinataire": CANARI})
        cls.env["oilhi.rgpd.trace"]._noter("reserve", cls.dossier.ids)
        cls.env["oilhi.document.exemplaire"].create({
            "document_id": cls.document.id, "genre": "numerise", "etat": "signe",
            "user_id": cls.agent.id, "date": "2027-02-15 10:00:00", "fichier": "JVBERi0=",
            "fichier_nom": CANARI, "sha256": CANARI, "attestation": CANARI,
            "signatures": [{"nom": CANARI, "organisme": "", "date": False, "intacte": True}],
        })
        cls.env["oilhi.document.revision"].create({
            "document_id": cls.document.id, "numero": 1, "user_id": cls.agent.id,
            "date": "2027-02-14 10:00:00", "fichier": "UEsDBA==", "fichier_nom": CANARI, "sha256": CANARI,
            "differences": [{"genre": "ajoute", "zone": "Texte", "morceaux": [["+", CANARI]]}],
            "alertes": [{"niveau": "avertissement", "message": CANARI, "base": ""}],
        })

    @classmethod
    def _cible(cls, nom, modele):
        """The record of that model that the users of the matrix try to reach."""
        Model = cls.env[nom].with_context(active_test=False)
        if modele.classe in ("dossier", "lieu", "reserve", "journal"):
            return Model.search([(modele.chemin or "id", "=", cls.dossier.id)], limit=1)
        if nom == "res.partner":
            return cls.personne.partner_id
        if nom == "oilhi.service":
            return cls.service
        if modele.classe == "demande":
            return cls.demande
        if modele.classe in ("habilitation", "personnel"):
            return Model.search([("user_id", "=", cls.agent.id)], limit=1)
        if modele.classe in ("service", "adaptation"):
            return Model.search([("service_id", "=", cls.service.id)], limit=1)
        if modele.classe == "transitoire":
            return cls._assistant(nom)
        if modele.classe == "referentiel":
            return Model.search([], limit=1) or Model.create(cls._valeurs(nom))
        return Model.browse()

    @classmethod
    def _assistant(cls, nom):
        """A row of that wizard, opened by somebody who may."""
        auteur = next(
            user for user in (cls.responsable, cls.administrateur)
            if cls.env[nom].with_user(user).has_access("create")
        )
        # What the wizard computes is written before the next one hangs a row on it.
        cls.env.flush_all()
        return cls.env[nom].with_user(auteur).create(cls._valeurs(nom)).with_env(cls.env)

    @classmethod
    def _valeurs(cls, nom):
        """Smallest values that the model accepts, on the case of the fixture."""
        Model = cls.env[nom]
        defauts = Model.default_get(list(Model._fields))
        valeurs = {}
        for champ in Model._fields.values():
            if not champ.required or champ.name in defauts or champ.compute or champ.related:
                continue
            if champ.type == "many2one":
                chemin = MODELES[champ.comodel_name].chemin or "id"
                valeurs[champ.name] = cls.env[champ.comodel_name].search(
                    [(chemin, "=", cls.dossier.id)]
                    if MODELES[champ.comodel_name].classe == "dossier" else [], limit=1
                ).id
            elif champ.type == "selection":
                valeurs[champ.name] = champ.get_values(cls.env)[0]
            elif champ.type in ("date", "datetime"):
                valeurs[champ.name] = "2027-03-01"
            elif champ.type in ("char", "text"):
                valeurs[champ.name] = "EX"
        return valeurs

    # -- The users -----------------------------------------------------------

    @classmethod
    def _acteur(cls, role, situation, service=None, company=None, groupes=None):
        groupes = groupes or [f"oilhi_partenaires.group_{role}"]
        user = cls._nouvel_utilisateur("lecteur", f"iso_{role}_{situation}")
        ids = [cls.env.ref(groupe).id for groupe in groupes]
        valeurs = {"group_ids": [Command.set(ids + cls.export.ids * (role != "portail"))]}
        if company:
            valeurs.update(company_ids=[Command.set(company.ids)], company_id=company.id)
        user.write(valeurs)
        if service:
            service.user_ids |= user
        cls.acteurs.append(Acteur(role, situation, user))
        return user

    @classmethod
    def _service(cls, nom, **valeurs):
        return cls.env["oilhi.service"].create({
            "name": f"Service {nom}", "type": "autre", "epci_id": cls.epci.id, **valeurs,
        })

    @classmethod
    def _partager(cls, service, **valeurs):
        jours = valeurs.pop("date_fin", None)
        if jours is not None:
            valeurs["date_fin"] = fields.Date.today() + timedelta(days=jours)
        return cls.env["oilhi.dossier.partage"].create({
            "dossier_id": cls.dossier.id, "service_id": service.id, **valeurs,
        })

    @classmethod
    def _creer_acteurs(cls):
        cls.departement_voisin = cls.env["res.company"].create({"name": "Département voisin"})
        services = {nom: cls._service(nom) for nom in PARTAGES}
        services.update(
            voisin=cls._service("voisin"),
            proprietaire=cls.service,
            ancien=cls.service,
            sans_service=None,
            autre_departement=cls._service("loin", company_id=cls.departement_voisin.id),
        )
        for situation, service in services.items():
            loin = cls.departement_voisin if situation == "autre_departement" else None
            for role in ROLES_DE_SERVICE:
                cls._acteur(role, situation, service, loin)
        for role in ("coordinateur", "administrateur"):
            cls._acteur(role, "departement")
            cls._acteur(role, "autre_departement", company=cls.departement_voisin)
        cls._acteur("cumul", "departement", groupes=(
            "oilhi_partenaires.group_responsable", "oilhi_partenaires.group_coordinateur",
        ))
        cls._acteur("juriste", "sans_service")
        cls._creer_acteurs_sensibles(services)
        cls._acteur("interne", "sans_service", groupes=["base.group_user"])
        cls._acteur("portail", "sans_service", groupes=["base.group_portal"])
        cls.acteurs.append(Acteur("public", "sans_service", cls.env.ref("base.public_user")))
        cls._ouvrir_les_partages(services)
        anciens = [a.user.id for a in cls.acteurs if a.situation == "ancien"]
        cls.dossier.message_subscribe([
            a.user.partner_id.id for a in cls.acteurs if a.situation == "ancien"
        ])
        cls.service.user_ids = [Command.unlink(user_id) for user_id in anciens]

    @classmethod
    def _creer_acteurs_sensibles(cls, services):
        """The same roles with the group of sensitive data: only the class « reserve » tries them."""
        voulus = [
            ("agent", situation) for situation in (
                "proprietaire", "contribution", "lecture", "expire", "voisin", "ancien",
                "autre_departement",
            )
        ] + [
            ("lecteur", "proprietaire"), ("responsable", "proprietaire"),
            ("coordinateur", "departement"), ("coordinateur", "autre_departement"),
            ("juriste", "proprietaire"),
        ]  # fmt: skip
        for role, situation in voulus:
            loin = cls.departement_voisin if situation == "autre_departement" else None
            cls._acteur(f"{role}{SENSIBLE}", situation, services.get(situation), loin, groupes=[
                f"oilhi_partenaires.group_{role}", "oilhi_partenaires.group_donnees_sensibles",
            ])

    @classmethod
    def _ouvrir_les_partages(cls, services):
        """A share that ends today is open; the clock then passes, with the nightly task or not."""
        expires = cls.env["oilhi.dossier.partage"]
        for situation, valeurs in PARTAGES.items():
            jours = valeurs.get("date_fin")
            partage = cls._partager(services[situation], **dict(valeurs, date_fin=jours and 0))
            if situation == "expire":
                expires |= partage
                cls._vieillir(partage)
        cls.env["oilhi.dossier"]._cron_fin_partages()
        cls.demande = cls.env["oilhi.dossier.demande"].create({
            "reference": cls.dossier.reference, "service_id": services["demande"].id,
            "niveau": "contribution", "motif": "Suivi social", "user_id": cls.agent_autre.id,
        })
        avant = cls.env["oilhi.dossier.partage"].search([
            ("service_id", "=", services["expire_avant_tache"].id),
        ])
        cls._vieillir(avant)

    @classmethod
    def _vieillir(cls, partage):
        """Time passes without a write: what was open stays as the last write left it."""
        partage.flush_recordset()
        cls.env.cr.execute(
            "UPDATE oilhi_dossier_partage SET date_fin = %s WHERE id = %s",
            [fields.Date.today() - timedelta(days=1), partage.id],
        )
        partage.invalidate_recordset()

    @classmethod
    def _user(cls, role, situation):
        return next(
            a.user for a in cls.acteurs if (a.role, a.situation) == (role, situation)
        )
