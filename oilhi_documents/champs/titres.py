"""Titles of recovery and the account of the case: its amounts, its debtors, its words."""

from decimal import Decimal

from odoo.addons.oilhi_lhi.moteur.astreinte import en_montant
from odoo.addons.oilhi_lhi.moteur.francais import euros, liste
from odoo.addons.oilhi_lhi.moteur.recouvrement_droit import ASTREINTE, FRAIS, HEBERGEMENT, OBJETS

from . import redaction as r
from .argent import ARGENT, LIQUIDATIONS, argent, derniere, periode
from .catalogue import champ

TITRES = f"{ARGENT} : « Préparer les titres »"
DOCUMENTS_TITRE = {"D-FIN-01": ASTREINTE, "D-FIN-02": FRAIS, "D-FIN-03": HEBERGEMENT}
# Procedures whose titles L. 541-1 names; the order of the préfet (CSP L. 1311-4) is not.
HORS_L_541_1 = ("DSP",)


# ---- titles ------------------------------------------------------------------------------------


def titre(c):
    if c.ligne._name == "oilhi.dossier.titre":
        return c.ligne
    objet = DOCUMENTS_TITRE.get(c.modele.code)
    lignes = c.dossier.titre_ids.filtered(
        lambda t: not t.annulee and (not objet or t.objet == objet)
    )
    return derniere(lignes, lambda t: t.etat == "brouillon")


def dette(c):
    return next((d for d in c.compte.dettes if titre(c) and d.cle == titre(c).dette), None)


@champ("titre.numero")
def titre_numero(c):
    return titre(c).numero or "(à attribuer à l’émission)"


@champ("titre.date")
def titre_date(c):
    return f"émis le {r.jour(titre(c).date)}" if titre(c).etat == "emis" else "à émettre"


@champ("titre.montant", ou=TITRES)
def titre_montant(c):
    return argent(titre(c).montant) if titre(c) else None


@champ("titre.total", ou=TITRES)
def titre_total(c):
    return euros(dette(c).du) if dette(c) else None


@champ("titre.deja")
def titre_deja(c):
    """What the other titles of the same debt ask for, less what was taken off them."""
    autres = c.dossier.titre_ids.filtered(
        lambda t: t.dette == titre(c).dette and t != titre(c) and t.etat == "emis" and not t.annulee
    )
    somme = sum((en_montant(t.net) for t in autres), Decimal(0))
    return euros(somme) if somme else ""


@champ("titre.calcul", ou=TITRES)
def titre_calcul(c):
    return r.majuscule(r.sans_point(titre(c).calcul))


@champ("titre.base", ou=TITRES)
def titre_base(c):
    return r.propre(titre(c).base)


@champ("titre.forfait")
def titre_forfait(c):
    return euros(dette(c).forfait) if dette(c) and dette(c).forfait else ""


@champ("titre.substitution")
def titre_substitution(c):
    return any(li.depense.nature == "substitution" for li in lignes_de_la_dette(c))


@champ("titre.acquereurs")
def titre_acquereurs(c):
    return _noms(c, dette(c).acquereurs) if dette(c) else ""


@champ("titre.non_suspensive")
def non_suspensive(c):
    procedures = {li.depense.procedure for li in lignes_de_la_dette(c)}
    return not procedures or not procedures <= set(HORS_L_541_1)


def _noms(c, codes):
    noms = {str(p.id): r.nom_personne(p) for p in c.personnes}
    return liste(noms.get(code) or "" for code in codes)


@champ("debiteurs", ou=TITRES)
def debiteurs(c):
    return [
        {"nom_complet": r.nom_personne(p), "adresse": r.adresse_personne(p) or ""}
        for p in titre(c).personne_ids
    ]


@champ("liquidations", ou=LIQUIDATIONS)
def liquidations(c):
    decidees = c.dossier.liquidation_ids.filtered(
        lambda li: li.etat == "decidee" and (not titre(c) or li.personne_ids & titre(c).personne_ids)
    )
    return [
        {
            "periode": periode(li),
            "decidee_le": r.jour(li.decidee_le),
            "calcul": r.sans_point(li.calcul),
        }
        for li in decidees
    ]


def lignes_de_la_dette(c):
    """Expenses of the account that this title asks for, from the debtors of its debt."""
    if not titre(c):
        return []
    codes = {str(p.id) for p in titre(c).personne_ids}
    return [
        ligne
        for ligne in c.compte.depenses
        if ligne.retenue
        and ligne.regime.objet == titre(c).objet
        and any(codes == set(qui) for qui, _poids in ligne.depense.parts)
    ]


@champ("depenses", ou=f"{ARGENT} : dépenses")
def depenses(c):
    return [
        {
            "date": r.jour(ligne.depense.le),
            "objet": r.propre(ligne.depense.libelle),
            "ht": euros(ligne.depense.ht),
            "tva": euros(ligne.depense.tva),
            "ttc": euros(ligne.depense.ttc),
        }
        for ligne in lignes_de_la_dette(c)
    ]


@champ("sejours", ou="dossier, page Occupants : nuits payées à la place du propriétaire")
def sejours(c):
    """For the owner: neither where they sleep nor who they are beyond their own premises."""
    voulus = {ligne.depense.code for ligne in lignes_de_la_dette(c)}
    natures = {"hebergement": "hébergement", "relogement": "relogement"}
    return [
        {
            "objet": f"occupants ({r.minuscule(r.sans_point(s.occupant_id.lot)) or 'logement du bâtiment'}), "
            f"{natures[s.nature]}",
            "duree": f"du {r.jour(s.date_debut)} au {r.jour(s.date_fin or s.date_debut)}, {r.sans_point(s.calcul)}",
            "cout": argent(s.total),
        }
        for s in c.dossier.hebergement_ids
        if f"oilhi.dossier.hebergement,{s.id}" in voulus
    ]


# ---- the whole account -------------------------------------------------------------------------


def _titres(c):
    return c.dossier.titre_ids.filtered(lambda t: not t.annulee)


@champ("titres", ou=TITRES)
def titres(c):
    return [
        {
            "numero": t.numero or "à émettre",
            "objet": r.minuscule(OBJETS[t.objet]),
            "debiteurs": liste(r.nom_personne(p) or "" for p in t.personne_ids),
            "montant": argent(t.montant),
        }
        for t in _titres(c)
    ]


@champ("oppositions")
def oppositions(c):
    return [
        {"texte": f"titre n°\u00a0{t.numero}, opposition reçue le {r.jour(t.opposition_le)}"}
        for t in _titres(c) if t.opposition_le
    ]


@champ("suretes")
def suretes(c):
    etats = {
        "a_demander": ("inscription à demander", None),
        "demandee": ("inscription demandée", "demandee_le"),
        "inscrite": ("inscrite", "inscrite_le"),
        "radiee": ("radiée", "radiee_le"),
    }
    rendues = []
    for surete in c.dossier.surete_ids.filtered(lambda s: not s.annulee):
        mots, date = etats[surete.etat]
        jour = r.jour(surete[date]) if date else None
        nature = dict(surete._fields["nature"].selection)[surete.nature]
        rendues.append({"texte": f"{r.minuscule(nature)}, {mots}{f' le {jour}' if jour else ''}"})
    return rendues


@champ("compte.du")
def compte_du(c):
    return euros(c.compte.totaux["du"])


@champ("compte.paye")
def compte_paye(c):
    return euros(c.compte.totaux["paye"])


@champ("compte.reste")
def compte_reste(c):
    return euros(c.compte.totaux["reste"])


@champ("compte.publication")
def compte_publication(c):
    return r.jour(c.dossier.publication_le) or ""


@champ("compte.acquereurs")
def compte_acquereurs(c):
    codes = dict.fromkeys(a for d in c.compte.dettes for a in d.acquereurs)
    return _noms(c, codes)
