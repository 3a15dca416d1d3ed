"""Who may do what: the policy that the matrix compares with what Odoo answers.

A table of the design (conception §3), not of the code: a cell is
class of the model × role of the user × situation of the user towards the case.
"""

# What a situation opens on a case: "ecriture", "lecture" or nothing.
SITUATIONS = {
    "proprietaire": "ecriture",  # member of the service that instructs
    "contribution": "ecriture",  # shared, to contribute
    "lecture": "lecture",  # shared, to read
    # The last day has passed: open until the first request of the new day, which closes it.
    "expire_avant_tache": "lecture",
    "expire": "",
    "demande": "",
    "refuse": "",
    "voisin": "",  # another service of the same EPCI
    "ancien": "",  # was a member of the service that instructs
    "sans_service": "",
    "departement": "ecriture",  # coordinator of the département, by the company
    "autre_departement": "",
}

ROLES_DE_SERVICE = ("lecteur", "agent", "responsable")
ROLES_DE_DEPARTEMENT = ("coordinateur", "administrateur", "cumul")
HORS_ROLE = ("interne", "portail", "public")


def attendu(modele, role, situation):
    """Operations allowed, as a set of r, c, w, u.

    :param modele: line of the register
    :param role: role of the user
    :param situation: key of SITUATIONS
    """
    if role in HORS_ROLE:
        return set()
    return POLITIQUES[modele.classe](modele, role, situation)


def _ecrit(modele, role):
    if role == "cumul":
        return _ecrit(modele, "responsable") | _ecrit(modele, "coordinateur")
    return set(modele.droits.get(role, "")) | {"r"}


def _dossier(modele, role, situation):
    if role == "juriste" or not (portee := SITUATIONS[situation]):
        return set()
    ecriture = modele.ecriture or ("proprietaire", "contribution", "departement")
    droits = {"r"}
    if portee == "ecriture" and situation in ecriture:
        droits = _ecrit(modele, role)
    return set() if modele.lu_par_qui_ecrit and droits == {"r"} else droits


def _lieu(modele, role, situation):
    """The address is known to the whole département; its facts belong to who instructs there."""
    if role == "juriste" or situation == "autre_departement":
        return set()
    return _ecrit(modele, role) if SITUATIONS[situation] == "ecriture" else {"r"}


def _service(modele, role, situation):
    if situation == "autre_departement":
        return set()
    if role in ROLES_DE_SERVICE and situation != "proprietaire":
        return {"r"}
    return _ecrit(modele, role)


def _adaptation(modele, role, situation):
    """The document as one service words it: nothing of it for the other services, shares or not."""
    if situation == "autre_departement":
        return set()
    if role in ROLES_DE_SERVICE:
        return _ecrit(modele, role) if situation == "proprietaire" else set()
    return {"r"} if role == "cumul" else _ecrit(modele, role)


def _habilitation(modele, role, situation):
    """Not the user's own: that of an agent of the service that instructs."""
    dirige = role == "responsable" and situation == "proprietaire"
    if dirige or (role in ROLES_DE_DEPARTEMENT and situation == "departement"):
        return _ecrit(modele, role)
    return set()


def _demande(modele, role, situation):
    """Of the service of the situation « demande »: entered by the application."""
    if role == "juriste":
        return set()
    return {"r"} if situation in ("demande", "departement") else set()


def _personne(modele, role, situation):
    """The contact of a person of a case: read with the case, kept by the application alone."""
    if role == "juriste" or not SITUATIONS[situation]:
        return set()
    return {"r"}


SENSIBLE = "_sensible"


def _reserve(modele, role, situation):
    """The group opens nothing alone: what the role may do on the case, for who holds the group."""
    if not role.endswith(SENSIBLE):
        return set()
    return _dossier(modele, role.removesuffix(SENSIBLE), situation)


def _journal(modele, role, situation):
    """Read by who answers for the service, never written."""
    lit = (role, situation) in (("responsable", "proprietaire"), ("administrateur", "departement"))
    return {"r"} if lit else set()


def _referentiel(modele, role, situation):
    return _ecrit(modele, role)


POLITIQUES = {
    "dossier": _dossier,
    "lieu": _lieu,
    "service": _service,
    "habilitation": _habilitation,
    "adaptation": _adaptation,
    "demande": _demande,
    "personne": _personne,
    "reserve": _reserve,
    "journal": _journal,
    "referentiel": _referentiel,
    # The rows of the matrix belong to another user than the one who tries.
    "transitoire": lambda modele, role, situation: set(),
    "personnel": lambda modele, role, situation: set(),
}
