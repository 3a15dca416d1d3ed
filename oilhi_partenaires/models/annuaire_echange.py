"""Between the directory's exchange file and res.partner: what is read, compared and written."""

import re

from odoo.fields import Command, Domain
from odoo.tools import html2plaintext, plaintext2html

from ..outils.annuaire_colonnes import COLONNES
from ..outils.annuaire_lignes import TEXTES, References, cle_telephone, valider
from ..outils.annuaire_plan import Fiche, Ligne, Repertoire, planifier
from ..outils.toponymes import cle_recherche

CHAMPS = {
    "identifiant": "oilhi_identifiant_source",
    "name": "name",
    "phone": "phone",
    "telephone_urgence": "oilhi_telephone_urgence",
    "email": "email",
    "website": "website",
    "street": "street",
    "street2": "street2",
    "zip": "zip",
    "city": "city",
    "siret": "company_registry",
    "horaires": "oilhi_horaires",
    "verifie_le": "oilhi_verifie_le",
    "fonction": "function",
}
LISTES = {
    "types": "oilhi_type_ids",
    "matieres": "oilhi_matiere_ids",
    "communes": "oilhi_commune_ids",
    "epci": "oilhi_epci_ids",
    "departements": "oilhi_departement_ids",
    "regions": "oilhi_region_ids",
}
CODES = {"types": "code", "matieres": "name", "communes": "code_insee", "epci": "siren",
         "departements": "code", "regions": "code"}
# Nobody follows nor is told of two thousand entries at once.
SILENCE = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


def prefixe(env):
    """What the identifiers of our own export begin with; another base never takes them for its own."""
    # sudo: a plain user may not read the parameters; only six characters of this one are used
    uuid = env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
    return f"OILHI-{re.sub(r'[^0-9a-z]', '', uuid)[:6]}-"


def domaine_annuaire():
    """Organisations of the directory and the people in them, never a person of a case."""
    return Domain("oilhi_prive", "=", False) & (
        Domain("oilhi_type_ids", "!=", False)
        | (Domain("parent_id.oilhi_type_ids", "!=", False) & Domain("type", "=", "contact"))
    )


def repertoire(env):
    """Everything that recognising a row needs, in one read."""
    partenaires = env["res.partner"].with_context(active_test=False).search_fetch(
        domaine_annuaire(),
        ["name", "city", "phone", "email", "company_registry", "oilhi_identifiant_source",
         "parent_id", "active"],
        order="id",
    )
    return Repertoire(
        Fiche(
            p.id, p.name or "", p.city or "", p.phone or "", p.email or "",
            re.sub(r"\s", "", p.company_registry or ""), p.oilhi_identifiant_source or "", p.parent_id.id or 0,
            p.active,
        )
        for p in partenaires
    )


def references(env, cellules):
    """The types, matters and territories that these rows can name."""
    trouvees = References()
    for cle, modele, champs in (
        ("types", "oilhi.type.organisme", ("code", "name")),
        ("matieres", "oilhi.matiere", ("code", "name")),
        ("epci", "oilhi.epci", ("siren", "name")),
        ("departements", "oilhi.departement", ("code", "name")),
        ("regions", "oilhi.region", ("code", "name")),
    ):
        if any(ligne.get(cle) for ligne in cellules):
            connus = getattr(trouvees, cle)
            for enregistrement in env[modele].search_fetch([], champs):
                for champ in champs:
                    connus.setdefault(cle_recherche(enregistrement[champ]), set()).add(
                        enregistrement.id
                    )
    _references_communes(env, cellules, trouvees.communes)
    return trouvees


def _references_communes(env, cellules, connues):
    mots = {
        mot.strip() for ligne in cellules for mot in re.split(r"[|;\n]", ligne.get("communes", ""))
    } - {""}
    if not mots:
        return
    codes = {m.upper().zfill(5) for m in mots if re.fullmatch(r"\d[\dABab]?\d{2,3}", m)}
    noms = {cle_recherche(re.sub(r"\(\w{2,3}\)$", "", m.strip())) for m in mots} - {""}
    for code, commune in env["oilhi.commune"]._par_codes(codes).items():
        connues.setdefault(cle_recherche(code), set()).add(commune.id)
    communes = env["oilhi.commune"].search_fetch(
        [("cle_recherche", "in", list(noms))], ["name", "cle_recherche", "departement_id"]
    )
    for commune in communes:
        nom = commune.cle_recherche
        connues.setdefault(nom, set()).add(commune.id)
        departement = cle_recherche(commune.departement_id.code)
        connues.setdefault(f"{nom} {departement}", set()).add(commune.id)


def analyser(env, tableau, rangs, aujourd_hui):
    """The planned rows of a table read by ``tableur.lire``; nothing is written."""
    brutes = [
        {cle: cellules[rang] if rang < len(cellules) else "" for rang, cle in rangs.items()}
        for _numero, cellules in tableau.lignes
    ]
    connues = references(env, brutes)
    lignes = []
    for (numero, cellules), brute in zip(tableau.lignes, brutes, strict=True):
        lu = valider(brute, connues, aujourd_hui)
        lignes.append(Ligne(
            numero, lu.valeurs.get("name") or brute.get("name", "")[:200], lu.valeurs, cellules,
            erreurs=lu.erreurs, avertissements=lu.avertissements,
        ))
    planifier(lignes, repertoire(env), prefixe(env))
    comparer(env, lignes)
    return lignes


def comparer(env, lignes):
    """Keep in each updated row only what differs; a row that changes nothing becomes identique."""
    visees = env["res.partner"].browse(
        ligne.fiche.id for ligne in lignes if ligne.action == "maj"
    )
    visees.fetch([*CHAMPS.values(), *LISTES.values(), "comment"])
    pre = prefixe(env)
    for ligne in lignes:
        if ligne.action == "maj":
            partenaire = env["res.partner"].browse(ligne.fiche.id).with_prefetch(visees.ids)
            ligne.changements = changements(partenaire, ligne.valeurs, pre)
            if not ligne.changements:
                ligne.action = "identique"


def changements(partenaire, valeurs, pre=""):
    """Odoo values that bring the entry to what the row says, adding to lists, never emptying."""
    vals = {}
    for cle, champ in CHAMPS.items():
        nouvelle, ancienne = valeurs.get(cle), partenaire[champ]
        if not nouvelle or nouvelle == ancienne:
            continue
        if cle in ("phone", "telephone_urgence") and cle_telephone(nouvelle) == cle_telephone(ancienne):
            continue
        if cle == "identifiant" and (ancienne or nouvelle == f"{pre}{partenaire.id}"):
            continue
        if cle == "verifie_le" and ancienne and ancienne >= nouvelle:
            continue
        if cle in TEXTES and _lignes(nouvelle) == _lignes(ancienne):
            continue
        vals[champ] = nouvelle
    for cle, champ in LISTES.items():
        ajouts = sorted(valeurs.get(cle, set()) - set(partenaire[champ]._ids))
        if ajouts:
            vals[champ] = [Command.link(i) for i in ajouts]
    notes = valeurs.get("notes")
    if notes and _lignes(notes) not in _lignes(texte_notes(partenaire)):
        vals["comment"] = (partenaire.comment or "") + plaintext2html(notes)
    return vals


def _lignes(texte):
    return " ".join((texte or "").split())


def texte_notes(partenaire):
    return html2plaintext(partenaire.comment or "", include_references=False).strip()


def valeurs_creation(ligne, france, parent_id=False):
    """Odoo values of a new entry."""
    vals = {champ: ligne.valeurs[cle] for cle, champ in CHAMPS.items() if ligne.valeurs.get(cle)}
    for cle, champ in LISTES.items():
        if ligne.valeurs.get(cle):
            vals[champ] = [Command.set(sorted(ligne.valeurs[cle]))]
    if ligne.valeurs.get("notes"):
        vals["comment"] = plaintext2html(ligne.valeurs["notes"])
    vals.update(is_company=not ligne.personne, oilhi_source="import")
    if parent_id:
        vals["parent_id"] = parent_id
    elif vals.get("zip") or vals.get("city"):
        vals["country_id"] = france
    return vals


def appliquer(env, lignes):
    """Write the planned rows, organisations before the people in them.

    Returns {row number: partner id} for the rows written.
    """
    Partenaire = env["res.partner"].with_context(**SILENCE)
    ecrites, france = {}, env.ref("base.fr").id
    for ligne in lignes:
        if ligne.action == "maj":
            Partenaire.browse(ligne.fiche.id).write(ligne.changements)
            ecrites[ligne.numero] = ligne.fiche.id
    for personnes in (False, True):
        nouvelles = [
            ligne for ligne in lignes if ligne.action == "creer" and ligne.personne is personnes
        ]
        crees = Partenaire.create([
            valeurs_creation(ligne, france, _parent(ligne, ecrites)) for ligne in nouvelles
        ])
        ecrites.update(
            (ligne.numero, partenaire.id)
            for ligne, partenaire in zip(nouvelles, crees, strict=True)
        )
    return ecrites


def _parent(ligne, ecrites):
    if isinstance(ligne.parent, Ligne):
        return ecrites[ligne.parent.numero]
    return ligne.parent.id if ligne.parent else False


def lignes_export(env, partenaires):
    """Rows of the exchange file: each organisation, then the people in it."""
    pre = prefixe(env)
    champs = [*CHAMPS.values(), *LISTES.values(), "comment", "parent_id", "is_company"]
    personnes = env["res.partner"].search_fetch(
        domaine_annuaire() & Domain("parent_id", "in", partenaires.ids)
        & Domain("id", "not in", partenaires.ids), champs, order="parent_id, name, id",
    )
    par_parent = personnes.grouped("parent_id")
    (partenaires | partenaires.parent_id).fetch(champs)
    lignes = []
    for partenaire in partenaires:
        for fiche in (partenaire, *par_parent.get(partenaire, ())):
            lignes.append([_cellule(fiche, colonne.cle, pre) for colonne in COLONNES])
    return lignes


def identifiant(partenaire, pre):
    return partenaire.oilhi_identifiant_source or f"{pre}{partenaire.id}"


def _cellule(partenaire, cle, pre):
    if cle == "identifiant":
        return identifiant(partenaire, pre)
    if cle == "rattachement":
        return identifiant(partenaire.parent_id, pre) if partenaire.parent_id else ""
    if partenaire.parent_id and cle in ("street", "street2", "zip", "city", "siret"):
        return ""
    if cle in LISTES:
        return " | ".join(sorted(partenaire[LISTES[cle]].mapped(CODES[cle])))
    if cle == "notes":
        return texte_notes(partenaire)
    valeur = partenaire[CHAMPS[cle]]
    if cle == "verifie_le":
        return valeur.strftime("%d/%m/%Y") if valeur else ""
    return valeur or ""
