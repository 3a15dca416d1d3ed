"""The law data of a database, before and after: what changed, and which cases use it."""
import hashlib
import json
from dataclasses import dataclass, field

# table: (what it is, what names a row for the reader)
DROIT = {
    "oilhi_texte": ("textes", ("code", "article", "date_debut")),
    "oilhi_procedure": ("procédures", ("code",)),
    "oilhi_procedure_difference": ("différences entre procédures", ("code",)),
    "oilhi_delai": ("délais", ("code",)),
    "oilhi_etape": ("étapes", ("code",)),
    "oilhi_question": ("questions du guide", ("code",)),
    "oilhi_reponse": ("réponses du guide", ("code",)),
    "oilhi_regle": ("règles du guide", ("code",)),
    "oilhi_regle_clause": ("clauses des règles", ("code",)),
    "oilhi_infraction": ("infractions", ("code",)),
    "oilhi_taux_legal": ("taux légaux", ("annee", "semestre")),
    "oilhi_subvention": ("subventions", ("code",)),
    "oilhi_document_modele": ("modèles de documents", ("code",)),
}
FEMININS = {
    "oilhi_procedure", "oilhi_procedure_difference", "oilhi_etape", "oilhi_question", "oilhi_reponse",
    "oilhi_regle", "oilhi_regle_clause", "oilhi_infraction", "oilhi_subvention",
}
# (masculine, feminine)
NOUVEAU = (("nouveau", "nouveaux"), ("nouvelle", "nouvelles"))
CHANGE = (("changé", "changés"), ("changée", "changées"))
RETIRE = (("retiré", "retirés"), ("retirée", "retirées"))
TECHNIQUES = {"id", "create_uid", "create_date", "write_uid", "write_date"}
# How a case is reached from a row of the law.
DOSSIERS = {
    "oilhi_delai": "SELECT dossier_id FROM oilhi_dossier_echeance WHERE delai_id IN %s",
    "oilhi_etape": "SELECT dossier_id FROM oilhi_dossier_etape WHERE etape_id IN %s",
    "oilhi_procedure": "SELECT dossier_id FROM oilhi_dossier_procedure "
                       "WHERE etat = 'en_cours' AND procedure_id IN %s",
    "oilhi_document_modele": "SELECT dossier_id FROM oilhi_document WHERE date_signature IS NULL "
                             "AND modele_id IN %s",
}
MONTREES = 12


def _lire(curseur, requete, valeurs=()):
    curseur.execute(requete, valeurs)
    return curseur.fetchall()


def _colonnes(curseur, table):
    return [n for n, in _lire(curseur, (
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s"), (table,))]


def relever(curseur):
    """``{table: {id: (name, {column: hash})}}`` of what is there; ids hold through an update."""
    resultat = {}
    for table, (_titre, noms) in DROIT.items():
        colonnes = _colonnes(curseur, table)
        if not colonnes:
            continue
        lignes = _lire(curseur, f'SELECT to_jsonb(t) FROM "{table}" t')
        resultat[table] = {
            ligne["id"]: (
                " ".join(str(ligne[n]) for n in noms if ligne.get(n)) or f"n° {ligne['id']}",
                {c: hashlib.sha256(json.dumps(v, sort_keys=True).encode()).hexdigest()[:16]
                 for c, v in ligne.items() if c not in TECHNIQUES})
            for ligne, in lignes
        }
    return resultat


def libelles(curseur):
    """``{(table, column): what the screens call it}``, in French."""
    if not _colonnes(curseur, "ir_model_fields"):
        return {}
    modeles = {table.replace("_", "."): table for table in DROIT}
    return {(modeles[modele], colonne): libelle for modele, colonne, libelle in _lire(curseur, (
        "SELECT model, name, COALESCE(field_description ->> 'fr_FR', field_description ->> 'en_US') "
        "FROM ir_model_fields WHERE model IN %s"), (tuple(modeles),)) if libelle}


def situation(curseur):
    """What says whether the law was taken: rules in force, runs asked, adaptations to look at."""
    etat = {"regles": None, "brouillon": None, "recalcul": 0, "a_revoir": 0, "restants": 0}
    if _colonnes(curseur, "oilhi_regle_version"):
        lignes = dict(_lire(curseur, (
            "SELECT etat, max(numero) FROM oilhi_regle_version WHERE etat IN ('publiee', 'brouillon') "
            "GROUP BY etat")))
        etat |= {"regles": lignes.get("publiee"), "brouillon": lignes.get("brouillon")}
    if _colonnes(curseur, "oilhi_recalcul"):
        (etat["recalcul"],), = _lire(curseur, (
            "SELECT count(*) FROM oilhi_recalcul WHERE etat IN ('en_attente', 'en_cours')"))
        (etat["restants"],), = _lire(curseur, (
            "SELECT count(DISTINCT dossier_id) FROM oilhi_dossier_procedure WHERE etat = 'en_cours'"))
    if "a_revoir" in _colonnes(curseur, "oilhi_document_modele_version"):
        (etat["a_revoir"],), = _lire(curseur, (
            "SELECT count(*) FROM oilhi_document_modele_version WHERE a_revoir"))
    return etat


@dataclass
class Ecart:
    table: str
    nouvelles: list = field(default_factory=list)
    retirees: list = field(default_factory=list)
    changees: list = field(default_factory=list)  # [(name, columns)]
    ids: list = field(default_factory=list)  # of the rows changed


def comparer(avant, apres):
    """The tables that differ; a column that one side lacks says nothing of the law."""
    ecarts = []
    for table, lignes in apres.items():
        vieilles = avant.get(table, {})
        ecart = Ecart(
            table, sorted(nom for i, (nom, _v) in lignes.items() if i not in vieilles),
            sorted(nom for i, (nom, _v) in vieilles.items() if i not in lignes))
        for numero in lignes.keys() & vieilles.keys():
            nom, valeurs = lignes[numero]
            anciennes = vieilles[numero][1]
            colonnes = sorted(c for c in valeurs.keys() & anciennes.keys()
                              if valeurs[c] != anciennes[c])
            if colonnes:
                ecart.changees.append((nom, colonnes))
                ecart.ids.append(numero)
        ecart.changees.sort()
        if ecart.nouvelles or ecart.retirees or ecart.changees:
            ecarts.append(ecart)
    return ecarts


def dossiers_touches(curseur, ecarts):
    """``{table: references of the cases}``, not closed, that use a row that changed."""
    resultat = {}
    for ecart in ecarts:
        if ecart.ids and ecart.table in DOSSIERS:
            resultat[ecart.table] = [r for r, in _lire(curseur, (
                f"SELECT COALESCE(reference, name) FROM oilhi_dossier WHERE active AND id IN ({DOSSIERS[ecart.table]}) "
                "ORDER BY 1"), (tuple(ecart.ids),))]
    return resultat


def rediger(versions, ecarts, touches, avant, apres, noms=None):
    """The account, in lines; ``noms``: what ``libelles`` gives."""
    texte = ["Modules"]
    for nom, (vieille, neuve) in sorted(versions.items()):
        texte.append(f"  {nom} : {vieille or 'absent'} → {neuve or 'absent'}"
                     + (" (inchangé)" if vieille == neuve else ""))
    texte.append("")
    if not ecarts:
        texte.append("Droit : rien n'a changé.")
    for ecart in ecarts:
        titre = DROIT[ecart.table][0]
        nouveau, change, retire = (mots[ecart.table in FEMININS] for mots in (NOUVEAU, CHANGE, RETIRE))
        texte.append(f"Droit, {titre} : {_compte(ecart.nouvelles, nouveau)}, {_compte(ecart.changees, change)}, "
                     f"{_compte(ecart.retirees, retire)}")
        texte += _quelques(nouveau[0], ecart.nouvelles)
        texte += _quelques(change[0], [
            f"{n} ({', '.join(dict.fromkeys((noms or {}).get((ecart.table, c), c) for c in colonnes))})"
            for n, colonnes in ecart.changees])
        texte += _quelques(retire[0], ecart.retirees)
        if ecart.table in touches:
            references = touches[ecart.table]
            texte.append(f"  dossiers qui s'en servent : {len(references)}")
            texte += _quelques("dossier", references)
    texte.append("")
    if apres["regles"] != avant["regles"]:
        texte.append(f"Règles du guide : version {apres['regles']} en vigueur (avant : {avant['regles']}).")
    if apres["brouillon"] and apres["brouillon"] != avant["brouillon"]:
        texte.append(f"Règles du guide : la version {apres['brouillon']} attend le référent juridique ; "
                     "les agents gardent celle qui est en vigueur.")
    if apres["recalcul"]:
        restants = apres["restants"]
        texte.append(
            (f"Échéances : {restants} dossiers en cours vont être revus" if restants > 1 else
             f"Échéances : {restants} dossier en cours va être revu")
            + " par lots (Référentiel › Recalculs)."
        )
    if apres["a_revoir"] > avant["a_revoir"]:
        texte.append(f"Modèles adaptés : {apres['a_revoir'] - avant['a_revoir']} de plus à revoir par "
                     "leur service.")
    return texte


def _compte(lignes, mots):
    return f"{len(lignes)} {mots[len(lignes) > 1]}"


def _quelques(mot, noms):
    lignes = [f"    {mot} : {nom}" for nom in noms[:MONTREES]]
    if len(noms) > MONTREES:
        lignes.append(f"    … et {len(noms) - MONTREES} autres")
    return lignes
