"""Complete, fictitious values for the shipped templates, and their variants."""

from copy import deepcopy

import construire as script

PERSONNE = {
    "nom_complet": "Mme Marie Exemple",
    "identification": "née le 3 mars 1970 à Lens",
    "qualite": "propriétaire",
    "adresse": "1 place des Essais, 59000 Lille",
    "adresse_inconnue": False,
}
CONTRADICTOIRE = {
    "destinataire": "Mme Marie Exemple",
    "date_courrier": "11 janvier 2027",
    "affiche": False,
    "date_reception": "14 janvier 2027",
    "date_affichage": "",
    "delai": "un mois",
    "date_fin": "15 février 2027",
    "observations": True,
    "date_observations": "2 février 2027",
    "resume": "les travaux de reprise du pignon seraient commandés et commenceraient au printemps",
    "reponse": "aucun devis accepté ni calendrier n’a été produit, et les désordres se sont aggravés",
}
ANNEXES = [
    {
        "titre": f"Article {numero} du code de la construction et de l’habitation",
        "texte": "Premier alinéa du texte officiel de l’article.\n\nSecond alinéa.",
    }
    for numero in (
        "L. 511-22",
        "L. 521-1",
        "L. 521-2",
        "L. 521-3-1",
        "L. 521-3-2",
        "L. 521-3-3",
        "L. 521-3-4",
        "L. 521-4",
    )
]



def exemples():
    """One value for each key, from the catalogue itself: the starting point of every variant."""
    champs = script.lire_champs()
    valeurs = {}
    for champ in champs:
        exemple = champ["exemple"].replace("↵", "\n")
        if champ["type"] == "booleen":
            exemple = exemple == "oui"
        liste, separateur, propriete = champ["cle"].partition("[].")
        if separateur:
            valeurs[liste][0][propriete] = exemple
        else:
            valeurs[champ["cle"]] = [{}] if champ["type"] == "liste" else exemple
    return valeurs


PROPRIETAIRE_UNIQUE = exemples() | {
    "autorite.collectivite": "Commune d’Arras",
    "autorite.collectivite_avec_de": "de la commune d’Arras",
    "autorite.qualite": "Le maire d’Arras",
    "autorite.qualite_courante": "le maire d’Arras",
    "autorite.adresse": "6 place Guy-Mollet, 62000 Arras",
    "autorite.est_president_epci": False,
    "service.nom": "Service habitat",
    "service.coordonnees": "6 place Guy-Mollet\n62000 Arras\n03 00 00 00 00 – habitat@exemple.fr",
    "service.contact": "au 03 00 00 00 00 ou à habitat@exemple.fr",
    "contact.nom": "Claude Exemple",
    "commune.nom_avec_de": "d’Arras",
    "affichage.lieu": "à la mairie d’Arras",
    "affichage.requis": False,
    "dossier.reference": "LHI-2027-00012",
    "document.numero": "2027-014",
    "batiment.adresse": "12 rue des Exemples, 62000 Arras",
    "batiment.cadastre": "section AB, numéro 123",
    "batiment.lots": "",
    "batiment.description": "maison de deux niveaux en maçonnerie de briques",
    "batiment.usage_habitation": True,
    "batiment.livre_foncier": False,
    "copropriete.parties_communes": False,
    "copropriete.seules_parties_communes": False,
    "propriete.indivision": False,
    "occupation.occupe": True,
    "loyers.suspendus": True,
    "loyers.meuble_tourisme": False,
    "fondement.solidite": True,
    "fondement.equipements": False,
    "fondement.matieres": False,
    "rapport.date": "8 janvier 2027",
    "rapport.auteur": "Dominique Constat, technicienne du service habitat",
    "rapport.date_visite": "5 janvier 2027",
    "rapport.expert": False,
    "rapport.date_ordonnance": "",
    "rapport.joint": True,
    "rapport.consultation": (
        "au service habitat, 6 place Guy-Mollet, du lundi au vendredi de 9 heures à 12 heures"
    ),
    "abf.requis": True,
    "abf.protection": "situé dans les abords d’un monument historique",
    "abf.date_reception": "9 janvier 2027",
    "abf.avis_rendu": False,
    "abf.date_avis": "",
    "abf.sens": "",
    "abf.prescriptions": "",
    "desordres": [
        {
            "nom": "Fissures structurelles",
            "localisation": "pignon ouest",
            "constat": "fissure traversante de trois centimètres, ouverte sur toute la hauteur",
            "date": "5 janvier 2027",
        },
        {
            "nom": "Cheminée instable",
            "localisation": "couverture, côté rue",
            "constat": "souche penchée vers le trottoir, mortier pulvérulent",
            "date": "5 janvier 2027",
        },
    ],
    "danger.description": (
        "la chute de maçonneries sur le trottoir et dans le logement du rez-de-chaussée"
    ),
    "danger.occupants": True,
    "danger.tiers": True,
    "danger.imminence": "le pignon a pris un dévers de huit centimètres depuis la veille",
    "danger.manifeste": True,
    "cause.description": "le défaut d’entretien de la couverture et des chaînages",
    "motivation.mesures": "",
    "contradictoires": [CONTRADICTOIRE],
    "personnes": [PERSONNE],
    "mesures": [
        {
            "texte": "Reprendre la maçonnerie du pignon ouest selon les règles de l’art",
            "delai": "trois mois",
        },
        {
            "texte": "Déposer ou consolider la souche de cheminée côté rue et remettre la "
            "couverture hors d’eau",
            "delai": "deux mois",
        },
    ],
    "interdiction.presente": False,
    "interdiction.nature": "d’habiter et d’utiliser",
    "interdiction.locaux": "le logement du rez-de-chaussée",
    "interdiction.date_effet": "1er avril 2027",
    "interdiction.motif": (
        "la stabilité du plancher ne peut être assurée tant que le pignon n’est pas repris"
    ),
    "hebergement.du": False,
    "hebergement.date_offre": "20 mars 2027",
    "arrete_initial.numero": "2027-009",
    "arrete_initial.date": "22 février 2027",
    "arrete_initial.intitule": "arrêté de mise en sécurité",
    "arrete_initial.urgence": False,
    "arrete_initial.date_notification": "25 février 2027",
    "arrete_initial.publie": True,
    "arrete_initial.references_publication": "volume 2027 P, numéro 456",
    "arrete_initial.interdiction": True,
    "realisations": [
        {
            "texte": "Reprise de la maçonnerie du pignon ouest",
            "preuve": "facture de l’entreprise Exemple du 10 mai 2027",
        },
        {"texte": "Dépose de la souche de cheminée côté rue", "preuve": ""},
    ],
    "constat.date": "17 mai 2027",
    "constat.auteur": "Dominique Constat, technicienne du service habitat",
    "achevement.date": "12 mai 2027",
    "epci.nom": "communauté urbaine d’Arras",
    "recours.tribunal": "tribunal administratif de Lille",
    "recours.adresse_tribunal": "5 rue des Essais, 59000 Lille",
    "signature.ville": "Arras",
    "signature.date": "22 février 2027",
    "signature.delegation": "",
    "signature.qualite": "Le maire d’Arras",
    "signature.nom": "Camille Exemple",
    "envoi.mode": "Lettre recommandée avec demande d’avis de réception",
    "destinataire.nom_complet": "Mme Marie Exemple",
    "destinataire.adresse": "1 place des Essais\n59000 Lille",
    "destinataire.appel": "Madame",
    "destinataire.qualite": "propriétaire",
    "destinataire.syndicat": ("syndicat des copropriétaires de l’immeuble Résidence des Exemples"),
    "observations.delai": "un mois",
    "annexes": ANNEXES,
    "service.collectivite": "Commune d’Arras",
    "visite.date": "5 janvier 2027",
    "visite.horaire": "de 10 h à 11 h 30",
    "visite.auteur": "Dominique Constat, agent de la mairie d’Arras",
    "visite.acces": "les lieux ont été ouverts et visités",
    "visite.accord_ecrit": True,
    "visite.sans_desordre": "affaissement de plancher, cheminée instable",
    "visite.non_verifie": "installation électrique vétuste",
    "visite.observations": "L’occupant déclare que le plafond est tombé en novembre.",
    "presents": [
        {"nom": "M. Jean Exemple", "qualite": "occupant"},
        {"nom": "Alex Exemple, voisin", "qualite": ""},
    ],
    "releves": [
        {
            "nom": "Fissures structurelles",
            "lieu": "pignon ouest (le bâtiment entier)",
            "criteres": "fissure qui traverse le mur\nbords décalés",
            "constat": "Trois centimètres en haut du pignon.",
            "photos": "1 et 3",
        },
        {"nom": "Cheminée instable", "lieu": "", "criteres": "", "constat": "", "photos": ""},
    ],
    "photos": [
        {
            "numero": str(numero),
            "legende": "pignon ouest vu de la rue",
            "date": "prise le 5 janvier 2027 à 10 h 42",
            "auteur": "Dominique Constat",
            "empreinte": "0f3a5c7e" * 8,
            "ecartee": numero == 2,
            "motif": "floue" if numero == 2 else "",
        }
        for numero in (1, 2, 3)
    ],
    "menage.logement": "2e étage gauche",
    "menage.arrete": "l’arrêté du 15 février 2027",
    "menage.levee": "«\u00a0Interdire d’habiter le lot 2\u00a0» (le 12 avril 2027)",
    "menage.a_confirmer": "frais de déménagement",
    "droits": [
        {
            "titre": "Loyer suspendu",
            "periode": "à partir du 1er mars 2027",
            "explication": "Vous ne devez plus de loyer pour cette période.",
            "base": "CCH L. 521-2 I",
        },
        {
            "titre": "Ni résiliation ni expulsion du fait de l’arrêté",
            "periode": "",
            "explication": "Votre bail n’est pas résilié par l’arrêté.",
            "base": "CCH L. 521-2 III",
        },
    ],
}


def variante(**changements):
    """Values of the single owner with some keys changed; `__` stands for the dot."""
    valeurs = deepcopy(PROPRIETAIRE_UNIQUE)
    for cle, valeur in changements.items():
        cle = cle.replace("__", ".")
        assert cle in valeurs, cle
        valeurs[cle] = valeur
    return valeurs


COPROPRIETE = variante(
    batiment__description="immeuble collectif de quatre niveaux",
    copropriete__parties_communes=True,
    copropriete__seules_parties_communes=True,
    loyers__suspendus=False,
    abf__avis_rendu=True,
    abf__date_avis="20 janvier 2027",
    abf__sens="favorable",
    abf__prescriptions="employer des briques de même format et un mortier de chaux.",
    rapport__joint=False,
    signature__delegation=(
        "l’arrêté du 5 avril 2026 portant délégation de fonctions et de signature"
    ),
    signature__qualite="L’adjointe chargée de l’habitat",
    personnes=[
        {
            "nom_complet": "Syndicat des copropriétaires de l’immeuble Résidence des Exemples",
            "identification": "pris en la personne de son syndic, la société Syndic Exemple",
            "qualite": "",
            "adresse": "3 avenue des Modèles, 62000 Arras",
            "adresse_inconnue": False,
        }
    ],
    contradictoires=[
        {
            **CONTRADICTOIRE,
            "destinataire": "syndicat des copropriétaires, pris en la personne de son syndic",
            "delai": "deux mois",
            "date_fin": "15 mars 2027",
            "observations": False,
        }
    ],
    destinataire__nom_complet="Société Syndic Exemple",
    destinataire__adresse="3 avenue des Modèles\n62000 Arras",
    destinataire__appel="Madame, Monsieur",
    observations__delai="deux mois",
)
INDIVISION = variante(
    propriete__indivision=True,
    abf__requis=False,
    interdiction__presente=True,
    hebergement__du=True,
    personnes=[
        {**PERSONNE, "qualite": "indivisaire"},
        {
            **PERSONNE,
            "nom_complet": "M. Jean Exemple",
            "identification": "né le 4 avril 1975 à Lens",
            "qualite": "indivisaire",
            "adresse": "2 rue du Modèle, 75001 Paris",
        },
    ],
    contradictoires=[
        {**CONTRADICTOIRE, "observations": False},
        {**CONTRADICTOIRE, "destinataire": "M. Jean Exemple"},
    ],
    destinataire__qualite="indivisaire",
)
PRESIDENT_EPCI = variante(
    autorite__collectivite="Communauté urbaine d’Arras",
    autorite__collectivite_avec_de="de la communauté urbaine d’Arras",
    autorite__qualite="Le président de la communauté urbaine d’Arras",
    autorite__qualite_courante="le président de la communauté urbaine d’Arras",
    autorite__est_president_epci=True,
    rapport__auteur="Alix Constat",
    rapport__expert=True,
    rapport__date_ordonnance="4 janvier 2027",
    interdiction__presente=True,
    hebergement__du=True,
    signature__qualite="Le président de la communauté urbaine d’Arras",
    motivation__mesures="La reprise du seul enduit ne suffirait pas à rétablir la stabilité.",
)
INTROUVABLE = variante(
    affichage__requis=True,
    batiment__usage_habitation=False,
    batiment__livre_foncier=True,
    occupation__occupe=False,
    loyers__suspendus=False,
    abf__requis=False,
    danger__occupants=False,
    contact__nom="",
    personnes=[
        {
            "nom_complet": "Ayants droit non identifiés de M. Paul Exemple",
            "identification": "décédé le 2 février 2020 à Arras",
            "qualite": "propriétaires présumés",
            "adresse": "",
            "adresse_inconnue": True,
        }
    ],
    contradictoires=[
        {
            **CONTRADICTOIRE,
            "destinataire": "ayants droit non identifiés de M. Paul Exemple",
            "affiche": True,
            "date_reception": "",
            "date_affichage": "12 janvier 2027",
            "observations": False,
        }
    ],
    recours__adresse_tribunal="",
    annexes=[],
)
URGENCE = variante(
    batiment__lots="lots numéros 3 et 4",
    mesures=[
        {
            "texte": "Étayer le pignon ouest et le plancher haut du rez-de-chaussée",
            "delai": "quarante-huit heures",
        },
        {
            "texte": "Purger les éléments instables et interdire l’accès au trottoir par un périmètre",
            "delai": "vingt-quatre heures",
        },
    ],
    interdiction__presente=True,
    interdiction__date_effet="5 janvier 2027 à 18 heures",
    hebergement__du=True,
    hebergement__date_offre="6 janvier 2027",
    rapport__date="5 janvier 2027",
    signature__date="5 janvier 2027",
)
DEUX_DEBITEURS = [
    {"nom_complet": "Mme Marie Exemple", "adresse": "1 place des Essais, 59000 Lille"},
    {"nom_complet": "M. Jean Exemple", "adresse": ""},
]
# Passages that only some documents have: read by the tables of mentions.
CAS = {
    "astreinte_indivision": variante(astreinte__indivision=True, propriete__indivision=True),
    "titre_indivision": variante(
        astreinte__indivision=True, propriete__indivision=True, debiteurs=DEUX_DEBITEURS
    ),
    # L. 541-2-1 does not name the urgent order.
    "titre_indivision_urgence": variante(
        procedure__urgence=True, propriete__indivision=True, debiteurs=DEUX_DEBITEURS
    ),
    "copropriete_defaillants": {**COPROPRIETE, "astreinte.defaillants": True},
    "reduction": variante(
        liquidation__reduction="300 €", liquidation__exoneration="", liquidation__rectificative=True
    ),
    "demolition": variante(office__demolition=True),
    "procedure_urgente": {**URGENCE, "procedure.urgence": True, "demolitions": []},
    "retrait": variante(saisie__retrait=True),
    "abrogation": variante(saisie__abrogation=True),
    "sans_forfait": variante(titre__forfait="", titre__non_suspensive=False),
    "poursuite": {**URGENCE, "saisie.durable": False},
    "interdiction": variante(interdiction__presente=True),
}
# Letters about occupants and to partners: the other use of one text.
MAINLEVEE = variante(
    communique__mainlevee=True,
    communique__designation="arrêté de mainlevée n° 2027-031 du 12 juin 2027",
    interdiction__presente=True,
)
RELOGEMENT = variante(menage__relogement=True, menages__relogement_du=True, menage__interdiction="")
MEUBLE_TOURISME = variante(loyers__meuble_tourisme=True)
AUTRE_PARTENAIRE = variante(
    partenaire__epci=False,
    partenaire__prefet=False,
    partenaire__bailleur=False,
    saisie__accord_occupant=False,
    saisie__rapport_incendie=True,
    saisie__pieces=[],
    menage__loge="",
    menage__leve="12 juin 2027",
    occupation__occupe=False,
)
REFUS = variante(saisie__remise_refus=True)
GRANDE_COMMUNE = variante(commune__transmission_electronique=True)
CHIFFRAGE = variante(saisie__critere_technique=False, definitive__presente=True)
ACHEVE = variante(execution__complete=True)
CARENCE_URGENTE = variante(arrete_initial__urgence=True)
VARIANTES = {
    "proprietaire_unique": PROPRIETAIRE_UNIQUE,
    "copropriete": COPROPRIETE,
    "indivision": INDIVISION,
    "president_epci": PRESIDENT_EPCI,
    "introuvable": INTROUVABLE,
    "urgence": URGENCE,
}
# What only one document looks at: read for its mentions, not for every template.
CAS |= {
    "mainlevee": MAINLEVEE,
    "relogement": RELOGEMENT,
    "meuble_tourisme": MEUBLE_TOURISME,
    "autre_partenaire": AUTRE_PARTENAIRE,
    "refus": REFUS,
    "grande_commune": GRANDE_COMMUNE,
    "chiffrage": CHIFFRAGE,
    "acheve": ACHEVE,
    "carence_urgente": CARENCE_URGENTE,
    "terrain": variante(fondement__salubrite=False, fondement__terrain=True),
    "sans_convention": variante(abandon__convention=""),
    "dix_jours": variante(lettre__delai="dix jours"),
    "sans_amende": variante(saisie__amende=""),
    "refus_autorisation": variante(saisie__autorisation=False),
    "declaration": variante(saisie__regime_declaration=True),
}
