"""Register of the isolation: every model of our addons is classified here by a person.

A new model is one line in MODELES. Pick its class:

- `referentiel`  territory or law, the same for everybody: all roles read, named roles write;
- `dossier`      belongs to a case: `chemin` leads to it (empty for the case itself);
- `lieu`         a building: read by the département, written by who instructs there;
- `service`      read by the département, written by named roles;
- `adaptation`   the text of one service: read by it, the coordinator and the jurist, kept by its responsable;
- `habilitation` who is in a service, or away from it: the responsable and the coordinator;
- `personnel`    belongs to one user: he alone reads it, whatever the roles of the others;
- `demande`      what a service asked for: its members and the coordinator;
- `personne`     a private contact of a case;
- `reserve`      sensitive data of a case: its own group besides the role (roles « …_sensible »);
- `journal`      who read them: the head of the service that instructs, and the administrator;
- `transitoire`  a wizard: each user sees his own rows only;
- `exempte`      holds nothing of a case: `motif` says why, in one sentence.

`droits` gives, by role, what the role may do where it may write (r read, c create, w write,
u unlink). They are written by hand from the design, never read from the code under test.
"""

from typing import NamedTuple


class Modele(NamedTuple):
    classe: str
    chemin: str = ""
    droits: dict = {}
    commentaire: str = ""  # who may post in the chatter: "r" readers, "w" writers, "" no chatter
    # Role and situations that write, when they are not those of the class.
    ecriture: tuple = ()
    # Read by those alone who may write it: neither the readers of the case nor a share to read.
    lu_par_qui_ecrit: bool = False
    motif: str = ""


def _referentiel(**droits):
    return Modele("referentiel", droits=droits)


def _ligne(agent="rcwu", coordinateur=None, administrateur=None, chemin="dossier_id", **plus):
    coordinateur = agent if coordinateur is None else coordinateur
    return Modele(
        "dossier",
        chemin,
        {
            "agent": agent,
            "responsable": agent,
            "coordinateur": coordinateur,
            "administrateur": coordinateur if administrateur is None else administrateur,
        },
        **plus,
    )


TERRITOIRE = {"administrateur": "rcwu"}
COMMUNE = {"coordinateur": "rw", "administrateur": "rcwu"}
LOI = {"juriste": "rcw", "administrateur": "rcw"}

# Fields of an ordinary row of a case that only the group of sensitive data reads: {model: {field: the
# value that the fixture gives}}.
CHAMPS_RESERVES = {
    "oilhi.dossier.infraction": {"vulnerable": True},
}

MODELES = {
    # -- territory, directory, services
    "oilhi.region": _referentiel(**TERRITOIRE),
    "oilhi.departement": _referentiel(**TERRITOIRE),
    "oilhi.epci": _referentiel(**COMMUNE),
    "oilhi.commune": _referentiel(**COMMUNE),
    "oilhi.commune.ancienne": _referentiel(**TERRITOIRE),
    "oilhi.source.donnees": _referentiel(),
    "oilhi.dila.type": _referentiel(**TERRITOIRE),
    "oilhi.type.organisme": _referentiel(juriste="rcw", administrateur="rcwu"),
    "oilhi.type.organisme.regle": _referentiel(juriste="rcw", administrateur="rcwu"),
    "oilhi.matiere": _referentiel(juriste="rcw", administrateur="rcwu"),
    "oilhi.service": Modele("service", droits={"responsable": "rw", "coordinateur": "rcw", "administrateur": "rcwu"}),
    "oilhi.service.signataire": Modele(
        "service",
        droits={"responsable": "rcwu", "coordinateur": "rcwu", "administrateur": "rcwu"},
    ),
    "oilhi.habilitation": Modele("habilitation", droits={
        "responsable": "rcw", "coordinateur": "rcw", "administrateur": "rcw",
    }),
    "oilhi.absence": Modele("habilitation", droits={
        "responsable": "rcwu", "coordinateur": "rcwu", "administrateur": "rcwu",
    }),
    "oilhi.agenda.abonnement": Modele("personnel"),
    "res.partner": Modele("personne"),
    # -- law
    "oilhi.texte": _referentiel(**LOI),
    "oilhi.desordre": _referentiel(**LOI),
    "oilhi.desordre.categorie": _referentiel(**LOI),
    "oilhi.desordre.critere": _referentiel(**LOI),
    "oilhi.question": _referentiel(**LOI),
    "oilhi.reponse": _referentiel(**LOI),
    "oilhi.regle": _referentiel(**LOI),
    "oilhi.regle.clause": _referentiel(**LOI),
    "oilhi.regle.scenario": _referentiel(**LOI),
    "oilhi.infraction": _referentiel(**LOI),
    "oilhi.infraction.element": _referentiel(**LOI),
    "oilhi.taux.legal": _referentiel(juriste="rcw", coordinateur="rcw", administrateur="rcw"),
    # Made by « Préparer une version », frozen by its publication: only a draft is written.
    "oilhi.regle.version": _referentiel(juriste="rw", administrateur="rw"),
    "oilhi.procedure": _referentiel(**LOI),
    "oilhi.procedure.difference": _referentiel(**LOI),
    "oilhi.etape": _referentiel(**LOI),
    "oilhi.delai": _referentiel(**LOI),
    "oilhi.subvention": _referentiel(**LOI),
    "oilhi.document.modele": _referentiel(**LOI),
    "oilhi.document.modele.version": Modele(
        "adaptation",
        droits={"responsable": "rcwu", "juriste": "rcwu", "administrateur": "rcwu"},
        commentaire="w",
    ),
    # -- places
    "oilhi.batiment": Modele("lieu", "dossier_ids", {
        "agent": "rcw", "responsable": "rcw", "coordinateur": "rcw", "administrateur": "rcwu",
    }),
    "oilhi.batiment.parcelle": Modele("lieu", "batiment_id.dossier_ids", {
        "agent": "rcwu", "responsable": "rcwu", "coordinateur": "rcwu", "administrateur": "rcwu",
    }),
    # -- cases
    "oilhi.dossier": _ligne("rcw", administrateur="rcwu", chemin="", commentaire="r"),
    "oilhi.dossier.desordre": _ligne(),
    # Evidence: set aside, never deleted by those who took it.
    "oilhi.dossier.photo": _ligne("rcw", administrateur="rcwu"),
    "oilhi.dossier.visite": _ligne(),
    "oilhi.dossier.visite.point": _ligne(),
    "oilhi.dossier.visite.mesure": _ligne(),
    "oilhi.dossier.personne": _ligne(),
    "oilhi.dossier.reponse": _ligne(),
    "oilhi.dossier.qualification": _ligne("rc"),
    "oilhi.dossier.procedure": _ligne("rcw", administrateur="rcwu"),
    "oilhi.dossier.etape": _ligne("rcw", administrateur="rcwu"),
    "oilhi.dossier.fait": _ligne("rcw", administrateur="rcwu"),
    "oilhi.dossier.echeance": _ligne(),
    "oilhi.dossier.echeance.historique": _ligne("r"),
    "oilhi.dossier.mesure": _ligne(),
    # Written by code alone: findings, and what a corrected date changes.
    "oilhi.dossier.mesure.constat": _ligne("r"),
    "oilhi.dossier.correction": _ligne("r"),
    "oilhi.dossier.correction.ligne": _ligne("r"),
    # Money: liquidations and titles are made by code; payments and changes stay, cancelled at most.
    "oilhi.dossier.astreinte": _ligne(),
    "oilhi.dossier.astreinte.redevable": _ligne(),
    "oilhi.dossier.liquidation": _ligne("rwu"),
    "oilhi.dossier.depense": _ligne(),
    "oilhi.dossier.titre": _ligne("rwu"),
    "oilhi.dossier.titre.ecart": Modele("dossier", "dossier_id", {
        "agent": "r", "responsable": "rcw", "coordinateur": "rcw", "administrateur": "rcw",
    }),
    "oilhi.dossier.paiement": _ligne("rcw"),
    "oilhi.dossier.surete": _ligne(),
    "oilhi.dossier.subvention": _ligne(),
    "oilhi.dossier.occupant": _ligne(),
    "oilhi.dossier.offre": _ligne(),
    "oilhi.dossier.hebergement": _ligne(),
    "oilhi.dossier.occupant.reserve": Modele("reserve", "dossier_id", {
        "agent": "rcwu", "responsable": "rcwu", "coordinateur": "rcwu",
    }),
    "oilhi.journal.reserve": Modele("journal", "dossier_id"),
    "oilhi.dossier.office": _ligne(),
    "oilhi.dossier.devis": _ligne(),
    "oilhi.dossier.substitution": _ligne(),
    "oilhi.dossier.substitution.ligne": _ligne(),
    "oilhi.dossier.infraction": _ligne(lu_par_qui_ecrit=True),
    # Figures: rows of the cases added up, read like them, written by nobody.
    "oilhi.pilotage.dossier": _ligne("r"),
    "oilhi.pilotage.flux": _ligne("r"),
    "oilhi.pilotage.desordre": _ligne("r"),
    "oilhi.pilotage.etape": _ligne("r"),
    "oilhi.pilotage.procedure": _ligne("r"),
    "oilhi.pilotage.nuit": _ligne("r"),
    "oilhi.pilotage.acte": _ligne("r"),
    "oilhi.pilotage.delai": _ligne("r"),
    "oilhi.pilotage.mesure": _ligne("r"),
    # Only the service that instructs opens its case to others.
    "oilhi.dossier.partage": _ligne(ecriture=("proprietaire", "departement")),
    # What a service asked for, without a word of the case: read by those who asked.
    "oilhi.dossier.demande": Modele("demande", commentaire=""),
    "oilhi.document": _ligne("rcwu", "r", commentaire="w"),
    # A file put back is kept as it came: code alone writes it.
    "oilhi.document.revision": _ligne("r"),
    "oilhi.document.exemplaire": _ligne("r"),
    "oilhi.notification": _ligne("rcw", "r"),
    # -- wizards
    "oilhi.habilitation.invitation": Modele("transitoire"),
    "oilhi.habilitation.depart": Modele("transitoire"),
    "oilhi.agenda.lien": Modele("transitoire"),
    "oilhi.annuaire.dila": Modele("transitoire"),
    "oilhi.annuaire.dila.ligne": Modele("transitoire"),
    "oilhi.annuaire.export": Modele("transitoire"),
    "oilhi.annuaire.import": Modele("transitoire"),
    "oilhi.annuaire.import.ligne": Modele("transitoire"),
    "oilhi.contact.recherche": Modele("transitoire"),
    "oilhi.contact.recherche.ligne": Modele("transitoire"),
    "oilhi.dossier.acces.demander": Modele("transitoire"),
    "oilhi.batiment.fusion": Modele("transitoire"),
    "oilhi.dossier.partage.reponse": Modele("transitoire"),
    "oilhi.dossier.confier": Modele("transitoire"),
    "oilhi.dossier.partager": Modele("transitoire"),
    "oilhi.dossier.reevaluer": Modele("transitoire"),
    "oilhi.dossier.photo.ajout": Modele("transitoire"),
    "oilhi.etape.realiser": Modele("transitoire"),
    "oilhi.etape.realiser.mesure": Modele("transitoire"),
    "oilhi.execution.fait": Modele("transitoire"),
    "oilhi.execution.motif": Modele("transitoire"),
    "oilhi.echeance.recevoir": Modele("transitoire"),
    "oilhi.etape.motif": Modele("transitoire"),
    "oilhi.argent.annuler": Modele("transitoire"),
    "oilhi.police.saisie": Modele("transitoire"),
    "oilhi.police.saisie.ligne": Modele("transitoire"),
    "oilhi.procedure.ouvrir": Modele("transitoire"),
    "oilhi.communication.enregistrer": Modele("transitoire"),
    "oilhi.territoire.installation": Modele("transitoire"),
    "oilhi.territoire.installation.ligne": Modele("transitoire"),
    "oilhi.document.lot": _ligne("r"),
    "oilhi.dossier.recueil": _ligne("r"),
    "oilhi.dossier.recueil.preparation": Modele("transitoire"),
    "oilhi.dossier.recueil.preparation.ligne": Modele("transitoire"),
    "oilhi.document.lot.ligne": _ligne("r"),
    "oilhi.document.lot.signature": Modele("transitoire"),
    "oilhi.document.preparation": Modele("transitoire"),
    "oilhi.document.modele.apercu": Modele("transitoire"),
    "oilhi.document.preparation.saisie": Modele("transitoire"),
    "oilhi.document.signature": Modele("transitoire"),
    "oilhi.document.transmission": Modele("transitoire"),
    "oilhi.document.revision.depot": Modele("transitoire"),
    "oilhi.notification.matrice": Modele("transitoire"),
    "oilhi.registre": Modele("transitoire"),
    "oilhi.enquete": Modele("transitoire"),
    "oilhi.enquete.ligne": Modele("transitoire"),
    "oilhi.signal.export": Modele("transitoire"),
    "oilhi.signal.export.ligne": Modele("transitoire"),
    "oilhi.notification.matrice.ligne": Modele("transitoire"),
    "oilhi.document.exemplaire.depot": Modele("transitoire"),
    "oilhi.notification.assistant": Modele("transitoire"),
    "oilhi.notification.reception": Modele("transitoire"),
    "oilhi.rgpd.examen": Modele("transitoire"),
    "oilhi.rgpd.examen.ligne": Modele("transitoire"),
    # -- personal data
    "oilhi.rgpd.traitement": _referentiel(administrateur="rcwu"),
    "oilhi.rgpd.conservation": _referentiel(administrateur="rw"),
    "oilhi.rgpd.trace": _ligne("r"),
    "oilhi.rgpd.passage": Modele(
        "exempte", motif="des comptes et leurs motifs, sans dossier ; lu par l’administrateur seul (TestConservation)"
    ),
    "privacy.lookup.wizard": Modele("exempte", motif="recherche d’une personne, à son auteur seul ; éprouvé dans TestDroitsPersonnes"),
    "privacy.lookup.wizard.line": Modele("exempte", motif="résultat d’une recherche, à son auteur seul ; éprouvé dans TestDroitsPersonnes"),
    "privacy.log": Modele("exempte", motif="journal d’Odoo : un nom masqué, lu par l’administrateur seul"),
    # -- technical
    "oilhi.recalcul": Modele(
        "exempte", motif="avancement d’un recalcul : des comptes, lus par le juriste et le coordinateur"
    ),
    "oilhi.tableau.ecart": Modele("exempte", motif="comptes de dossiers par service, lus par le tableau de bord"),
    "oilhi.tableau.chiffre": Modele("exempte", motif="comptes de dossiers par service, lus par le tableau de bord"),
    "oilhi.compte.dossier": Modele("exempte", motif="comptes de dossiers, lus pour qui voit tout son département"),
    "oilhi.compte.commune": Modele("exempte", motif="comptes de dossiers, lus pour qui voit tout son département"),
    "oilhi.tableau.mois": Modele("exempte", motif="comptes de dossiers par service, lus par le tableau de bord"),
    "oilhi.publication": Modele(
        "exempte", motif="ce que le département publie : deux cases et un choix ; droits éprouvés dans TestPublication"
    ),
    "oilhi.publication.contenu": Modele(
        "exempte", motif="ce que le public lit déjà, sans personne ; écrit par l’application seule"
    ),
    "oilhi.carte.ecart": Modele("exempte", motif="comptes de dossiers par carré de la carte, lus par elle seule"),
    "oilhi.carte.case": Modele("exempte", motif="comptes de dossiers par carré de la carte, lus par elle seule"),
    "oilhi.alerte": Modele("exempte", motif="pannes du serveur, lues par l’administrateur seul ; ni dossier ni personne"),
    "oilhi.mot": Modele("exempte", motif="mots de la recherche, lus par le système seul"),
    # -- core models that we extend
    "base.partner.merge.automatic.wizard": Modele(
        "exempte", motif="assistant d’Odoo : la fusion d’une personne d’un dossier est refusée"
    ),
    "ir.cron": Modele("exempte", motif="tâches d’Odoo : un échec est dit à l’administrateur, aucun champ ajouté"),
    "ir.model.fields": Modele("exempte", motif="libellés d’Odoo dits en français, aucun champ ajouté"),
    "ir.rule": Modele("exempte", motif="règles d’accès d’Odoo : la phrase d’un refus réécrite, aucun champ ajouté"),
    "res.users": Modele("exempte", motif="comptes : noms et services, sans donnée de dossier"),
    "res.company": Modele("exempte", motif="société hôte : un champ de territoire ajouté"),
    "res.groups": Modele("exempte", motif="rôles : les fichiers livrés relus, aucun champ ajouté"),
    "mail.message": Modele(
        "exempte", motif="les messages suivent leur enregistrement : cellules « message_… »"
    ),
    "mail.activity": Modele(
        "exempte", motif="les activités suivent leur enregistrement : cellules « activite_… »"
    ),
    "mail.followers": Modele(
        "exempte", motif="les suiveurs suivent leur enregistrement : cellules « suiveur_… »"
    ),
    "ir.attachment": Modele(
        "exempte", motif="les pièces suivent leur enregistrement : cellules « piece_… »"
    ),
}
