"""Titles of recovery: what is demanded, from whom, read in the account of the case."""

from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.astreinte import en_montant, forfait_office
from odoo.addons.oilhi_lhi.moteur.francais import euros
from odoo.addons.oilhi_lhi.moteur.recouvrement_droit import (
    ASTREINTE,
    CHAPITRE_511,
    FRAIS,
    HEBERGEMENT,
    OBJETS,
)
from odoo.addons.oilhi_lhi.moteur.regles import Refus

from . import lecture as lu
from .registre import a_verifier, bloquant, controle, en_ordre, noms

OBJET_DE = {"D-FIN-02": FRAIS, "D-FIN-03": HEBERGEMENT}
# What is only recovered once the authority has put itself in the place of the person held.
SUBSTITUEES = ("travaux", "securite", "demolition", "moe")


@controle("FORFAIT", "Forfait de 8 % ajouté aux frais", "CCH L. 543-2, R. 511-9", ("titre",), ("MSO", "MSU", "ERP", "DSP"))  # fmt: skip
def forfait(c):
    """The account adds it where the text says so; without any row, the amounts of the facts."""
    if c.modele.code == "D-FIN-03":
        yield a_verifier(
            "Frais d’hébergement ou de relogement : l’application du forfait de 8 % n’est pas confirmée (à "
            "vérifier).",
            "CCH L. 521-3-2, L. 543-2",
        )
        return
    compte, refus = _compte(c)
    if refus:
        yield a_verifier("Le compte du dossier ne peut pas être établi : le forfait non plus.", lien=c.dossier)
        return
    if compte.depenses:
        dettes = _dettes(compte, FRAIS)
        for dette in dettes:
            # The calculation of the debt, beside it, says what was added, and to what.
            yield en_ordre(f"{_qui(c, dette.debiteurs)} : forfait de {euros(dette.forfait)}.")
        if not dettes:
            yield a_verifier("Le compte du dossier ne retient aucun frais : rien à majorer.", lien=c.dossier)
        return
    frais = sum(f.montant for f in lu.faits(c, "recouvrement", "mesure") if f.montant)
    calcul = forfait_office(frais) if frais else None
    if calcul and not isinstance(calcul, Refus):
        yield en_ordre(f"Frais enregistrés : {calcul.calcul}.")
    else:
        yield a_verifier(
            "Aucun frais n’est enregistré : additionnez les dépenses, puis ajoutez le forfait de 8 %.",
            lien=lu.etape(c, "recouvrement"),
        )


@controle("CREANCE", "Créance établie : dépenses, débiteurs, rien de titré deux fois", "CCH L. 511-17, L. 521-3-2", ("titre",), ("MSO", "MSU", "ERP", "DSP"))  # fmt: skip
def creance(c):
    """What the row of the title would refuse, said before the document is written."""
    compte, refus = _compte(c)
    if refus:
        yield bloquant(refus, lien=c.dossier)
        return
    objet = OBJET_DE.get(c.modele.code, FRAIS)
    if not compte.depenses:
        yield a_verifier(
            "Rien n’est inscrit au compte du dossier : inscrivez-y chaque dépense, ou chaque nuit, avec son "
            "justificatif ; il dit ce qui se recouvre, et de qui.",
            lien=c.dossier,
        )
        return
    lignes = [ligne for ligne in compte.depenses if ligne.regime.objet == objet]
    for ligne in lignes:
        if not ligne.retenue:
            yield a_verifier(
                f"« {ligne.depense.libelle} », {euros(ligne.depense.ttc)}, n’est pas dans ce titre : "
                f"{ligne.explication}.",
                ligne.regime.base or None,
                _fiche(c, ligne),
            )
    if objet == FRAIS:
        yield from _sans_decision(c, [ligne for ligne in lignes if ligne.retenue])
    yield from _titres(c, compte, objet)
    sans_piece = [
        fiche for ligne in lignes if ligne.retenue and (fiche := _fiche(c, ligne))
        and "piece_ids" in fiche._fields and not fiche.piece_ids
    ]  # fmt: skip
    if sans_piece:
        yield a_verifier(
            f"Sans justificatif : {noms(f'« {fiche.display_name} »' for fiche in sans_piece)}. Joignez la "
            "facture, le comptable la demandera (pratique).",
            "",
            sans_piece[0],
            "piece_ids",
        )


def titre_astreinte(c, decidees, exigibles):
    """D-FIN-01: a title asks for what a liquidation has decided, and nothing else."""
    if not decidees:
        yield bloquant(
            "Aucune liquidation n’est décidée : le titre demande la somme d’une liquidation décidée (arrêté "
            "D-MSO-24). Décidez-la d’abord.",
            "CCH L. 511-15 II",
            lu.astreintes(c)[-1:],
        )
        return
    if exigibles:
        yield a_verifier(
            "Des trimestres échus ne sont pas décidés : ce titre ne peut pas les demander.",
            "CCH L. 511-15 II",
        )
    compte, refus = _compte(c)
    if refus:
        yield bloquant(refus, lien=c.dossier)
    else:
        yield from _titres(c, compte, ASTREINTE)


def _compte(c):
    """(account, refusal in words)."""
    try:
        return c.dossier._compte_moteur(), ""
    except UserError as erreur:
        return None, str(erreur)


def _dettes(compte, objet):
    return [d for d in compte.dettes if d.objet == objet]


def _qui(c, codes):
    return noms(lu.nom(p) for p in c.personnes.filtered(lambda p: str(p.id) in codes))


def _fiche(c, ligne):
    """Row of the case behind a line of the account."""
    modele, _virgule, ident = ligne.depense.code.partition(",")
    return c.env[modele].browse(int(ident)) if modele in c.env and ident.isdigit() else None


def _sans_decision(c, lignes):
    """L. 511-17: costs advanced when the authority has put itself in the place of the persons held."""
    for ligne in lignes:
        code = ligne.depense.procedure
        if ligne.depense.nature not in SUBSTITUEES or code not in CHAPITRE_511:
            continue
        procedures = c.dossier.procedure_ids.filtered(lambda p, code=code: p.code == code)
        if procedures.procedure_id.filtered(lambda p: p.titulaire == "prefet"):
            continue  # another authority decides there
        decisions = procedures.etape_ids.filtered(lambda e: e.etape_id.nature == "office").fait_ids
        decidee = min(decisions.filtered("active").mapped("date"), default=None)
        fiche = _fiche(c, ligne)
        if not decidee:
            yield bloquant(
                f"« {ligne.depense.libelle} » : aucune décision d’exécution d’office n’est enregistrée. Les "
                "frais avancés ne se recouvrent que si l’autorité s’est substituée à la personne tenue, par "
                "une décision motivée.",
                "CCH L. 511-17, L. 511-16",
                fiche,
            )
        elif ligne.depense.le < decidee:
            yield a_verifier(
                f"« {ligne.depense.libelle} », dépense du {lu.courte(ligne.depense.le)}, précède la décision "
                f"d’exécution d’office du {lu.courte(decidee)} : vérifiez qu’elle s’y rattache.",
                "CCH L. 511-17, L. 511-16",
                fiche,
            )


def _titres(c, compte, objet):
    dettes = _dettes(compte, objet)
    if not dettes:
        yield bloquant(
            f"{OBJETS[objet]} : le compte ne retient aucune somme, ou ne sait pas qui la doit. Complétez les "
            "dépenses et leurs débiteurs.",
            lien=c.dossier,
        )
    brouillons = c.dossier.titre_ids.filtered(lambda t: t.etat == "brouillon" and not t.annulee)
    for dette in dettes:
        qui = _qui(c, dette.debiteurs)
        yield en_ordre(f"{qui} : {euros(dette.du)} dus. Calcul : {dette.calcul}.", dette.base)
        titre = brouillons.filtered(lambda t, cle=dette.cle: t.dette == cle)[:1]
        if titre and en_montant(titre.montant) > dette.a_titrer:
            yield bloquant(
                f"{qui} : le titre préparé demande {euros(en_montant(titre.montant))}, il ne reste à titrer "
                f"que {euros(max(dette.a_titrer, en_montant(0)))}.",
                dette.base,
                titre,
                "montant",
            )
        elif dette.a_titrer < 0:
            yield a_verifier(
                f"{qui} : {euros(-dette.a_titrer)} titrés de trop. Enregistrez la réduction du titre émis.",
                dette.base,
                _emis(c, dette),
            )
        elif not dette.a_titrer:
            yield a_verifier(
                f"{qui} : tout est déjà titré. Un second titre demanderait deux fois la même somme.",
                dette.base,
                _emis(c, dette),
            )
        for mention in dette.mentions:
            yield a_verifier(mention, dette.base)


def _emis(c, dette):
    return c.dossier.titre_ids.filtered(lambda t: t.etat == "emis" and t.dette == dette.cle)[-1:]
