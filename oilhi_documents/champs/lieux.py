"""Where: building, parcels, protection, court."""

import re

from odoo.addons.oilhi_lhi.moteur.francais import liste

from . import redaction as r
from .catalogue import champ

BATIMENT = "fiche du bâtiment"
MOT_LOT = re.compile(r"^lots?\s+(?:n°\s*|num[ée]ro\s+)?(?=\w)", re.IGNORECASE)


@champ("commune.nom_avec_de")
def commune_nom_avec_de(c):
    return c.commune.nom_avec_de or None


@champ("dossier.reference")
def dossier_reference(c):
    return c.dossier.reference or None


@champ("batiment.adresse", ou=BATIMENT)
def batiment_adresse(c):
    batiment = c.dossier.batiment_id
    codes = (c.commune.codes_postaux or "").split("|")
    code_postal = batiment.code_postal or (codes[0] if len(codes) == 1 else "")
    return r.adresse_ligne(batiment.rue, code_postal, c.commune.name)


@champ("batiment.cadastre", ou=f"{BATIMENT} : parcelles cadastrales")
def batiment_cadastre(c):
    """« sections AB, numéro 123 et AC, numéro 7 » from « AB 123 » and « AC 7 »."""
    references = [p.name.strip() for p in c.dossier.batiment_id.parcelle_ids if p.name]
    if not references:
        return None
    morceaux = []
    for reference in references:
        section, _espace, numero = reference.rpartition(" ")
        morceaux.append(f"section {section}, numéro\u00a0{numero}" if section else reference)
    return liste(morceaux)


@champ("batiment.lots")
def batiment_lots(c):
    if not c.copropriete:
        return ""
    # « Lot 2 » is how a lot is called; « lots numéros Lot 1 et Lot 2 » is nobody's French.
    lots = sorted({MOT_LOT.sub("", p.lot.strip()) for p in c.tenues if p.lot})
    if not lots:
        return ""
    return f"lot numéro\u00a0{lots[0]}" if len(lots) == 1 else f"lots numéros {liste(lots)}"


@champ("batiment.description")
def batiment_description(c):
    return r.minuscule(r.sans_point(c.procedure.batiment_description)) or ""


@champ("batiment.usage_habitation", ou="dossier : usage des lieux")
def usage_habitation(c):
    return c.habitation if c.dossier.usage else None


@champ("batiment.livre_foncier")
def livre_foncier(c):
    return bool(c.commune.departement_id.livre_foncier)


@champ("copropriete.parties_communes")
def parties_communes(c):
    return c.parties_communes


@champ("copropriete.seules_parties_communes")
def seules_parties_communes(c):
    return c.parties_communes_seules


@champ("propriete.indivision")
def indivision(c):
    return c.indivision


@champ("occupation.occupe")
def occupe(c):
    return c.occupe


@champ("recours.tribunal", ou="fiche du département : tribunal administratif")
def tribunal(c):
    return r.propre(c.commune.departement_id.tribunal_administratif)


@champ("recours.adresse_tribunal")
def adresse_tribunal(c):
    return ""  # not in the reference data: the name of the court is what the law asks for
