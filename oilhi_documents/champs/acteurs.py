"""Who: authority, service, signatory, persons, addressee."""

from odoo.addons.oilhi_lhi.moteur.controles import regle_observations
from odoo.addons.oilhi_lhi.moteur.francais import liste
from odoo.addons.oilhi_lhi.moteur.lecture import regles_livrees

from . import redaction as r
from .catalogue import champ
from .redaction import service_de

POLICE = "fiche de la commune et de l’EPCI : transfert de la police"
SERVICE = "fiche du service, menu Configuration, Services"
PERSONNES = "dossier, page Personnes"


def _epci(c):
    return c.service.epci_id if c.service.type == "epci" else c.commune.epci_id


def _chef(c):
    """The mayor or president in office: the authority in whose name the act is taken."""
    types = {"maire": ("maire",), "president_epci": ("president_epci",)}.get(c.autorite, ())
    return c.service._signataire_valide(c.jour, types)[:1] if types else c.signataire.browse()


@champ("autorite.collectivite", ou=POLICE)
def collectivite(c):
    if c.autorite == "maire":
        return f"Commune {c.commune.nom_avec_de}"
    if c.autorite == "president_epci" and _epci(c):
        return _epci(c).name
    return None


@champ("autorite.collectivite_avec_de", ou=POLICE)
def collectivite_avec_de(c):
    nom = collectivite(c)
    return r.avec_de(nom) if nom else None


@champ("autorite.qualite", ou=POLICE)
def autorite_qualite(c):
    civilite = _chef(c).civilite
    if c.autorite == "maire":
        return f"{'La' if civilite == 'madame' else 'Le'} maire {c.commune.nom_avec_de}"
    if c.autorite == "president_epci" and _epci(c):
        titre = "La présidente" if civilite == "madame" else "Le président"
        return f"{titre} {r.avec_de(_epci(c).name)}"
    return None


@champ("autorite.qualite_courante", ou=POLICE)
def autorite_qualite_courante(c):
    return r.minuscule(autorite_qualite(c))


@champ("autorite.adresse", ou=SERVICE)
def autorite_adresse(c):
    partenaire = c.service.partner_id
    rue = ", ".join(filter(None, (partenaire.street, partenaire.street2)))
    return r.adresse_ligne(rue, partenaire.zip, partenaire.city)


@champ("autorite.est_president_epci", ou=POLICE)
def est_president_epci(c):
    return {"maire": False, "president_epci": True}.get(c.autorite)


@champ("service.nom", ou=SERVICE)
def service_nom(c):
    """The letterhead of the service, its name when it has none."""
    lignes = (c.service.en_tete or c.service.name or "").strip().splitlines()
    return "\n".join(r.propre(ligne) for ligne in lignes if ligne.strip()) or None


@champ("service.coordonnees", ou=SERVICE)
def service_coordonnees(c):
    p = c.service.partner_id
    if not autorite_adresse(c):
        return None
    ville = " ".join(filter(None, (p.zip, p.city)))
    return "\n".join(filter(None, (p.street, p.street2, ville, p.phone, p.email)))


@champ("service.contact", ou=SERVICE)
def service_contact(c):
    p = c.service.partner_id
    moyens = [f"au {r.insecable(p.phone)}" if p.phone else "", f"à {p.email}" if p.email else ""]
    moyens = [m for m in moyens if m]
    if moyens:
        return liste(moyens, "ou")
    adresse = autorite_adresse(c)
    return f"à l’adresse suivante : {adresse}" if adresse else None


@champ("contact.nom")
def contact_nom(c):
    return c.dossier.user_id.name or ""


@champ("signature.ville", ou=SERVICE)
def signature_ville(c):
    return c.service.commune_id.name or c.service.partner_id.city or None


@champ("signature.date")
def signature_date(c):
    # In a parapheur, nothing can be written after the signature, which bears its own hour.
    texte = c.signature.get("texte_date")
    return texte or r.jour(c.signature.get("date")) or "(date de la signature)"


@champ("signature.delegation")
def signature_delegation(c):
    signataire = c.signataire
    if not signataire or signataire.type in ("maire", "president_epci"):
        return ""  # no signatory at all: signature.nom says it
    texte = r.sans_point(signataire.delegation)
    if not texte:
        return None
    return texte if texte.lower().startswith(("l’", "l'", "le ", "la ")) else f"l’{r.minuscule(texte)}"


@champ("agent.nom")
def agent_nom(c):
    return c.agent.name or None


@champ("agent.qualite")
def agent_qualite(c):
    """His function as his own card says it, else « agent du service habitat »."""
    return r.sans_point(c.agent.partner_id.function) or service_de(c)


@champ("signature.qualite", ou=SERVICE)
def signature_qualite(c):
    return r.avec_article(c.signataire.qualite, c.signataire.civilite) if c.signataire else None


@champ("signature.nom", ou="fiche du service : un signataire dont le pouvoir est valable à cette date")
def signature_nom(c):
    return c.signataire.name or None


@champ("epci.nom")
def epci_nom(c):
    epci = c.commune.epci_id
    return r.minuscule(epci.name) if epci and epci.competence_habitat else ""


# ---- persons -----------------------------------------------------------------------------------


def personnes_visees(c):
    """Held persons that this act names: the syndic alone when only common parts are concerned."""
    syndics = c.tenues.filtered(lambda p: p.role == "syndic")
    if c.parties_communes_seules and syndics:
        return syndics
    if not c.parties_communes and c.copropriete:
        return c.tenues - syndics
    return c.tenues


def nom_syndicat(c):
    nom = r.propre(c.procedure.syndicat_nom)
    if nom:
        return nom
    adresse = c.dossier.batiment_id.name
    return f"syndicat des copropriétaires de l’immeuble situé {adresse}" if adresse else None


def _item_personne(c, p):
    inconnue = not r.adresse_personne(p)
    if p.role == "syndic":
        nom, identification = nom_syndicat(c), f"pris en la personne de son syndic, {r.nom_personne(p)}"
        qualite = ""
    else:
        nom = r.nom_personne(p) or "personne non identifiée"
        identification, qualite = "", r.qualite_personne(p)
    return {
        "nom_complet": nom,
        "identification": identification,
        "qualite": qualite,
        "adresse": r.adresse_personne(p) or "",
        "adresse_inconnue": bool(p.adresse_inconnue) if inconnue else False,
    }


@champ("personnes", ou=PERSONNES)
def personnes(c):
    return [_item_personne(c, p) for p in personnes_visees(c)]


@champ("affichage.requis", ou=PERSONNES)
def affichage_requis(c):
    return any(p.adresse_inconnue for p in personnes_visees(c))


@champ("affichage.lieu")
def affichage_lieu(c):
    lieu = c.commune.nom_avec_de
    return f"à la mairie {lieu}" if lieu else None


# ---- addressee of a letter ---------------------------------------------------------------------


@champ("destinataire.nom_complet", ou=PERSONNES)
def destinataire_nom(c):
    """The person, or the partner: his body first, then the one who reads his mail there."""
    if c.contact:
        organisme = c.contact.commercial_partner_id
        noms = [organisme.name, c.contact.name if c.contact != organisme else ""]
        return "\n".join(r.propre(nom) for nom in noms if nom) or None
    return r.nom_personne(c.destinataire) if c.destinataire else None


@champ("destinataire.adresse", ou=f"{PERSONNES}, ou fiche du partenaire, menu Annuaire")
def destinataire_adresse(c):
    p = c.destinataire
    if c.contact:
        return _adresse_contact(c.contact)
    if p and p.adresse_inconnue:
        return "Adresse actuelle inconnue"
    if not p or not r.adresse_personne(p):
        return None
    ville = " ".join(filter(None, (p.code_postal, p.ville)))
    return f"{p.rue.strip()}\n{ville}"


def _adresse_contact(contact):
    """Postal address, else the electronic one: many bodies of the directory give only that."""
    p = contact if contact.city else contact.commercial_partner_id
    return "\n".join(r.lignes_postales(p)) or contact.email or p.email or None


@champ("destinataire.appel")
def destinataire_appel(c):
    return {"madame": "Madame", "monsieur": "Monsieur"}.get(
        c.destinataire.civilite if c.destinataire else None, "Madame, Monsieur"
    )


@champ("destinataire.qualite", ou=PERSONNES)
def destinataire_qualite(c):
    return r.qualite_personne(c.destinataire) or None if c.destinataire else None


@champ("destinataire.syndicat", ou=PERSONNES)
def destinataire_syndicat(c):
    return nom_syndicat(c) if c.destinataire and c.destinataire.role == "syndic" else ""


@champ("envoi.mode")
def envoi_mode(c):
    mode = c.options.get("mode") or "lrar"
    if c.destinataire and c.destinataire.adresse_inconnue:
        mode = "affichage"  # R. 511-3: the text of the letter is what is posted
        if c.famille_procedure in ("ABAN", "TNE"):
            return "Notification faite à la mairie"  # CGCT L. 2243-2, L. 2213-25
    return {
        "affichage": "Affichage à la mairie et sur la façade de l’immeuble",
        "main_propre": "Remise en main propre contre signature",
        "signification": "Signification par commissaire de justice",
    }.get(mode, "Lettre recommandée avec demande d’avis de réception")


@champ("observations.delai", ou="délai laissé dans la lettre (étape MSO-08)")
def observations_delai(c):
    return r.duree(*delai_observations(c, c.destinataire))


def delai_observations(c, personne=None):
    """Time granted by the agent, else the legal minimum that applies to that addressee."""
    if c.options.get("delai_nombre"):
        return c.options["delai_nombre"], c.options["delai_unite"]
    fait = c.fait("MSO-08", personne) if personne else c.fait("MSO-08")
    if fait.delai_nombre:
        return fait.delai_nombre, fait.delai_unite
    return minimum_observations(c, personne)


def minimum_observations(c, personne=None):
    copropriete = next(iter(c.reponses.get("Q10", ())), None)
    sorte = None
    if personne:
        sorte = "syndic" if personne.role == "syndic" else "personne"
    choix = regle_observations(c.procedure.code or "MSO", copropriete, destinataire=sorte)
    if not choix.code:
        return None, None
    regle = regles_livrees()[choix.code]
    return int(regle.nombre), regle.unite
