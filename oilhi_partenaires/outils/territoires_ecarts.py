"""What a load of a département changes, from the files and from the state of the database.

Pure Python, no Odoo: a preview and a load say the same thing. The state (``etat``) is the dict that
``oilhi.commune._etat_territoire`` reads:

- ``communes``, ``epci``: {code INSEE or SIREN: record as a dict, with ``textes`` (its columns
  written as the source writes them) and ``donnees_source`` (the row that the last load read)};
- ``anciennes``: {code: record as a dict};
- ``ids``: {code INSEE: id}, targets of the merges included;
- ``par_departement``: {code of département: codes of the communes that the database has there};
- ``disparues``: codes of the database that the source has no more.
"""

from dataclasses import dataclass, field

COLONNES_EPCI = ("name", "type", "departement", "population")
LIBELLES_COMMUNE = {
    "name": "nom",
    "departement": "département",
    "epci": "EPCI",
    "ept": "établissement public territorial",
    "codes_postaux": "codes postaux",
    "population": "population",
    "siren": "SIREN",
    "latitude": "latitude",
    "longitude": "longitude",
}
VIDES = ("", "0", None)


@dataclass
class Changements:
    """Counts and sentences for one département."""

    code: str
    communes: int = 0
    epci: int = 0
    nouvelles: int = 0
    renommees: int = 0
    reunies: int = 0
    epci_changes: int = 0
    autres: int = 0
    epci_modifies: int = 0
    anciennes: int = 0
    corrections: int = 0
    details: list = field(default_factory=list)

    @property
    def total(self):
        """What changes; corrections that stay are no change."""
        return (
            self.nouvelles + self.renommees + self.reunies + self.epci_changes + self.autres
            + self.epci_modifies + self.anciennes
        )


@dataclass
class Ecritures:
    """What is to be written; columns named in the source's words."""

    epci: dict = field(default_factory=dict)
    communes: dict = field(default_factory=dict)
    anciennes: list = field(default_factory=list)
    perimees: list = field(default_factory=list)
    reunions: list = field(default_factory=list)


def ecart(ligne, present, colonnes):
    """Columns to write on a record, and columns corrected by hand that stay.

    A column is written only when the source has changed it since the last load; before a first
    load, only when the record has nothing there. ``present``: None for a record to create.
    """
    if present is None:
        return list(colonnes), []
    lue = present["donnees_source"] or {}
    ecrire, gardees = [], []
    for colonne in colonnes:
        valeur, presente = ligne[colonne], present["textes"][colonne]
        if valeur == presente:
            continue
        corrigee = lue[colonne] == valeur if colonne in lue else presente not in VIDES
        (gardees if corrigee else ecrire).append(colonne)
    return ecrire, gardees


def comparer(code, source, etat):
    """(Changements, Ecritures) of the département ``code``."""
    changements, ecritures = Changements(code), Ecritures()
    lignes = source.par_departement[code]
    changements.communes = len(lignes)
    _comparer_epci(lignes, source, etat, changements, ecritures)
    for ligne in lignes:
        _comparer_commune(ligne, source, etat, changements, ecritures)
        _comparer_anciennes(ligne["code_insee"], source, etat, changements, ecritures)
    _comparer_disparues(code, source, etat, changements, ecritures)
    return changements, ecritures


def _comparer_epci(lignes, source, etat, changements, ecritures):
    sirens = sorted({ligne[colonne] for ligne in lignes for colonne in ("epci", "ept")} - {""})
    changements.epci = len(sirens)
    for siren in sirens:
        present, ligne = etat["epci"].get(siren), source.epci[siren]
        colonnes, gardees = ecart(ligne, present, COLONNES_EPCI)
        changements.corrections += len(gardees)
        if present is None or colonnes or not present["active"]:
            changements.epci_modifies += 1
            ecritures.epci[siren] = colonnes
        elif present["donnees_source"] != ligne:
            ecritures.epci[siren] = colonnes


def _comparer_commune(ligne, source, etat, changements, ecritures):
    code, nom = ligne["code_insee"], ligne["name"]
    present = etat["communes"].get(code)
    colonnes, gardees = ecart(ligne, present, LIBELLES_COMMUNE)
    if present is None:
        changements.nouvelles += 1
        ecritures.communes[code] = colonnes
        return
    retablie = bool(present["remplacee_par_id"])
    if colonnes or retablie or present["donnees_source"] != ligne:
        ecritures.communes[code] = colonnes
    if retablie:
        changements.details.append(f"{nom} ({code}) est rétablie.")
    if "name" in colonnes:
        changements.renommees += 1
        changements.details.append(f"« {present['name']} » ({code}) devient « {nom} ».")
    if "epci" in colonnes:
        changements.epci_changes += 1
        changements.details.append(_phrase_epci(ligne, present, source))
    if retablie or set(colonnes) - {"name", "epci"}:
        changements.autres += 1
    if gardees:
        changements.corrections += len(gardees)
        changements.details.append(
            f"{nom} ({code}) : corrigé sur place, gardé : "
            f"{', '.join(LIBELLES_COMMUNE[c] for c in gardees)}."
        )


def _phrase_epci(ligne, present, source):
    def nom(siren):
        if not siren:
            return "aucun EPCI"
        return source.epci[siren]["name"] if siren in source.epci else f"EPCI {siren}"

    phrase = (
        f"{ligne['name']} ({ligne['code_insee']}) : {nom(present['textes']['epci'])}, puis "
        f"{nom(ligne['epci'])}."
    )
    if present["predecesseur_exercait"] or present["opposition_le"]:
        phrase += " Les faits de police saisis concernaient l’EPCI précédent : à revoir."
    return phrase


def _comparer_anciennes(code, source, etat, changements, ecritures):
    """Former communes and arrondissements of the commune ``code``."""
    commune = etat["communes"].get(code)
    for ligne in source.anciennes_par_commune.get(code, ()):
        present = etat["anciennes"].get(ligne["code_insee"])
        a_jour = (
            present and commune and present["commune_id"] == commune["id"]
            and present["type"] == ligne["type"]
            and (present["codes_postaux"] or "") == ligne["codes_postaux"]
            # The source has lost the name of many: a name known here stays.
            and ligne["name"] in ("", present["name"])
        )
        if not a_jour:
            changements.anciennes += 1
            ecritures.anciennes.append(ligne)
    if code in etat["anciennes"]:
        changements.anciennes += 1
        ecritures.perimees.append(etat["anciennes"][code]["id"])


def _comparer_disparues(code, source, etat, changements, ecritures):
    """Communes of the database that the source has no more, here or merged into one of here."""
    for ancien in sorted(etat["disparues"]):
        present = etat["communes"][ancien]
        ici = ancien in etat["par_departement"].get(code, ())
        cible = source.anciennes.get(ancien, {}).get("commune")
        if not cible:
            if ici and present["active"] and present["donnees_source"]:
                changements.details.append(
                    f"{present['name']} ({ancien}) n’est plus dans la source, qui ne dit pas ce "
                    "qui la remplace : elle est gardée. Vérifiez-la."
                )
            continue
        ligne = source.communes[cible]
        if ligne["departement"] != code and not (ici and cible in etat["ids"]):
            if ici and present["active"]:
                changements.details.append(
                    f"{present['name']} ({ancien}) a rejoint {ligne['name']}, dans le département "
                    f"{ligne['departement']} : chargez aussi ce département."
                )
            continue
        if present["active"] or present["remplacee_par_id"] != etat["ids"].get(cible):
            changements.reunies += 1
            changements.details.append(
                f"{present['name']} ({ancien}) est réunie à {ligne['name']} : ses services et ses "
                "dossiers restent, sa fiche est archivée."
            )
            ecritures.reunions.append((ancien, cible))
