"""Play a case file as an agent (and a responsable for signatures), through the stable methods."""

import re
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..models.oilhi_document_generation import ManquantsError
from .lecture import NBSP, CasInvalide, lire_fichier
from .preparation import preparer
from .resultat import ecrire

SIGNATURES = ("MSO-12", "MSU-07", "MSO-18a", "MSU-14")
NOTIFICATIONS = {"MSO-13": "MSO-12", "MSU-08": "MSU-07"}
# « (CCH L. 511-11 ; L. 543-1 (copropriété)) »: one level of parentheses inside.
PARENTHESES = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
CODES = re.compile(r"\b(?:CCH|CGCT|CSP|CRPA|CJA|CPC)\b")


def _dire(texte):
    """The player is a command: it answers on the terminal."""
    print(texte)  # pylint: disable=print-used


def _accord(lignes, nom):
    return f"{len(lignes)} {nom}{'s' if len(lignes) > 1 else ''}"


def jouer(env, chemin, sortie):
    """0: played (refusals of law are results); 1: the file cannot be played, nothing is created."""
    sortie = Path(sortie)
    try:
        cas = lire_fichier(chemin)
        partie = Partie(env, cas, sortie)
    except CasInvalide as erreur:
        _dire(f"Le cas {Path(chemin).name} ne peut pas être joué{NBSP}:")
        for ligne, texte in erreur.erreurs:
            _dire(f"  ligne {ligne}{NBSP}: {texte}")
        return 1
    resultat = partie.jouer()
    _dire(
        f"Cas joué{NBSP}: dossier {resultat['dossier']}, {_accord(resultat['documents'], 'document')}, "
        f"{_accord(resultat['echeances'], 'échéance')}, {len(resultat['refus'])} refus. "
        f"Résultat{NBSP}: {sortie / 'resultat.json'}"
    )
    return 0


class Partie:
    """One case being played; `refus` keeps what the law did not let through."""

    def __init__(self, env, cas, sortie):
        self.cas = cas
        self.sortie = sortie
        self.refus = []
        self.documents = []  # {code, document or None, manquants}
        self.controles = {}  # {document: its last controls}
        self.acteurs = preparer(env, cas)
        self.env = self.acteurs.env_agent

    def jouer(self):
        try:
            self._creer_dossier()
            qualification = self._qualifier()
            self._ouvrir()
            self._prescrire()
            for rang, fait in sorted(enumerate(self.cas["faits"]), key=lambda f: (f[1]["date"], f[0])):
                self._fait(rang, fait)
            self._brouillons()
            self.dossier.invalidate_recordset()
            return ecrire(self, qualification)
        finally:
            self.acteurs.retablir()

    # -- facts of the case ---------------------------------------------------

    def _creer_dossier(self):
        cas, env = self.cas, self.env
        self.dossier = env["oilhi.dossier"].create({
            "name": cas["titre"] or f"Signalement, {cas['adresse']}",
            "service_id": self.acteurs.service.id,
            "commune_id": self.acteurs.commune.id,
            "batiment_id": self._batiment().id,
            "date_signalement": cas["date"],
            "usage": cas["logement"]["usage"] or "habitation",
            "meuble_tourisme": bool(cas["logement"]["meuble_tourisme"]),
            "erp_hebergement": bool(cas["logement"]["erp_hebergement"]),
        })
        self.personnes = []
        for personne in cas["personnes"]:
            valeurs = {cle: v for cle, v in personne.items() if cle != "adresse" and v is not None}
            valeurs["rue"] = personne["adresse"]
            valeurs["dossier_id"] = self.dossier.id
            self.personnes.append(env["oilhi.dossier.personne"].create(valeurs))
        for desordre in cas["desordres"]:
            reference = env["oilhi.desordre"].search([("code", "=", desordre["code"])])
            env["oilhi.dossier.desordre"].create({
                "dossier_id": self.dossier.id,
                "desordre_id": reference.id,
                "gravite": str(desordre["gravite"] or max(reference.gravite_min, 1)),
                "localisation": desordre["localisation"],
                "constat": desordre["constat"],
                "date": desordre["date"] or cas["date"],
            })

    def _batiment(self):
        """The building may be known already: its memory is shared, only parcels are added."""
        modele, cas = self.env["oilhi.batiment"], self.cas
        valeurs = {"rue": cas["adresse"], "commune_id": self.acteurs.commune.id}
        if cas["code_postal"]:
            valeurs["code_postal"] = cas["code_postal"]
        cle = modele.new(valeurs).cle_adresse
        batiment = modele.search(
            [("commune_id", "=", self.acteurs.commune.id), ("cle_adresse", "=", cle)], limit=1
        ) or modele.create(valeurs)
        connues = set(batiment.parcelle_ids.mapped("name"))
        for parcelle in dict.fromkeys(p for p in cas["parcelles"] if p):
            if parcelle not in connues:
                self._essayer(
                    f"parcelle {parcelle}",
                    lambda p=parcelle: self.env["oilhi.batiment.parcelle"].create(
                        {"batiment_id": batiment.id, "name": p}
                    ),
                )
        return batiment

    def _qualifier(self):
        qualification = self._essayer(
            "qualification", lambda: self.dossier.qualifier(reponses=self.cas["reponses"])
        )
        return qualification or {}

    def _ouvrir(self):
        for code in self.cas["procedures"]:
            self._essayer(f"procédure {code}", lambda c=code: self.dossier.ouvrir_procedure(c))

    def _prescrire(self):
        if not self.cas["mesures"]:
            return
        procedures = self.dossier.procedure_ids.sorted("id")
        if not procedures:
            self._refuser("mesures", "Aucune procédure n’est ouverte : aucune mesure à prescrire.")
            return
        for rang, mesure in enumerate(self.cas["mesures"], start=1):
            delai = mesure["delai"] or {}
            valeurs = {
                "dossier_id": self.dossier.id,
                "dossier_procedure_id": procedures[:1].id,
                "sequence": rang * 10,
                "type": mesure["type"],
                "texte": mesure["texte"],
                "date_effet": mesure["date_effet"],
                "date_offre": mesure["date_offre"],
                "personne_id": self._personne(mesure["personne"]).id,
            }
            if delai:
                valeurs.update(delai_nombre=delai["nombre"], delai_unite=delai["unite"])
            self._essayer(
                f"mesure {rang}{NBSP}: {mesure['texte']}",
                lambda v=valeurs: self.env["oilhi.dossier.mesure"].create(v),
            )

    # -- dated facts ---------------------------------------------------------

    def _fait(self, rang, fait):
        code, quoi = fait["etape"], f"fait {fait['etape']} du {fait['date'].isoformat()}"
        lettre = self._lettre_demandee(code, fait)
        if lettre and self._lettre(lettre, fait, quoi):
            return
        if code in SIGNATURES and (modele := self._acte_demande(code)):
            if self._signer(modele, fait, quoi):
                return
        if code in NOTIFICATIONS and (acte := self._acte_signe(NOTIFICATIONS[code])):
            if fait["mode"] or fait["destinataire"] is not None or fait["date_reception"]:
                self._essayer(quoi, lambda: self._notifier(acte, fait))
                return
        if code in ("D-COM-12", "DL-CL") and (acte := self._acte_a_transmettre()):
            self._essayer(quoi, lambda: acte.transmettre(str(fait["date"])))
            return
        self._essayer(
            quoi,
            lambda: self.dossier.enregistrer_fait(
                code, str(fait["date"]), **self._faits_bruts(fait)
            ),
        )

    def _faits_bruts(self, fait):
        faits = {
            "heure": fait["heure"],
            "date_reception": fait["date_reception"] and str(fait["date_reception"]),
            "destinataire_id": self._personne(fait["destinataire"]).id,
            "mode": fait["mode"],
            "montant": fait["montant"],
        }
        if fait["delai"]:
            faits["delai_nombre"] = fait["delai"]["nombre"]
            faits["delai_unite"] = fait["delai"]["unite"]
        return {cle: valeur for cle, valeur in faits.items() if valeur}

    def _lettre_demandee(self, code, fait):
        """Letter asked for that this sending carries, chosen by the role of its addressee."""
        personne = self._personne(fait["destinataire"])
        modeles = self._modeles().filtered(
            lambda m: m.type == "courrier" and m.etape_notification == code
        )
        for modele in modeles.sorted(lambda m: m.destinataire == "personne"):
            candidats = self.dossier._candidats_document(modele)
            if (personne and personne in candidats) or (not personne and len(candidats) == 1):
                return modele
        return None

    def _lettre(self, modele, fait, quoi):
        """Prepare, sign and send the letter; False when it cannot be prepared: the fact remains."""
        options = {"date": str(fait["date"])}
        if fait["mode"]:
            options["mode"] = fait["mode"]
        if fait["delai"]:
            options["delai_nombre"] = fait["delai"]["nombre"]
            options["delai_unite"] = fait["delai"]["unite"]
        personne = self._personne(fait["destinataire"])
        avant = len(self.refus)
        document = self._generer(modele, personne, pdf=False, **options)
        if not document:
            # Too short a time is refused once, with the fact that carries it.
            del self.refus[avant:]
            return False

        def envoyer():
            self._signer_document(document, fait["date"])
            self._notifier(document, fait)
            return True

        if not self._essayer(quoi, envoyer):
            self._retirer(document)
        return True

    def _signer(self, modele, fait, quoi):
        document = self._generer(modele, pdf=False, date=str(fait["date"]))
        if not document:
            return False

        def signer():
            self._signer_document(document, fait["date"])
            if fait["mode"] or fait["date_reception"]:
                self._notifier(document, fait)
            return True

        if not self._essayer(quoi, signer):
            self._retirer(document)
        return True

    def _retirer(self, document):
        """What the law refused to sign or send leaves no draft; one may be asked for at the end."""
        self.documents = [d for d in self.documents if d["document"] != document]
        self.controles.pop(document, None)
        document.invalidate_recordset()
        document.unlink()

    def _signer_document(self, document, jour):
        responsable = document.with_env(self.acteurs.env_responsable)
        self.controles[document] = document._controles({"date": jour})
        responsable.signer(str(jour))
        document.invalidate_recordset()

    def _notifier(self, document, fait):
        personne = self._personne(fait["destinataire"]) or document.destinataire_id
        if not personne:
            tenues = self.dossier.personne_ids.filtered("tenue")
            personne = tenues if len(tenues) == 1 else personne
        document.notifier(
            None,
            fait["mode"] or "lrar",
            str(fait["date"]),
            fait["date_reception"] and str(fait["date_reception"]),
            heure=fait["heure"],
            personne_id=personne.id or None,
        )

    def _modeles(self):
        return self.env["oilhi.document.modele"].search([("code", "in", self.cas["documents"])])

    def _acte_demande(self, code):
        """Arrêté asked for whose signature is that step, not signed yet."""
        return self._modeles().filtered(
            lambda m: m.type == "arrete"
            and m.etape_signature == code
            and not self.dossier.document_ids.filtered(
                lambda d: d.modele_id == m and d.date_signature
            )
        )[:1]

    def _acte_signe(self, code):
        return self.dossier.document_ids.filtered(
            lambda d: d.modele_id.etape_signature == code and d.date_signature
        )[:1]

    def _acte_a_transmettre(self):
        return self.dossier.document_ids.filtered(
            lambda d: d.type == "arrete" and d.date_signature and not d.date_transmission
        ).sorted("date_signature")[:1]

    # -- documents -----------------------------------------------------------

    def _brouillons(self):
        """Documents asked for that no fact has carried: prepared as they stand on the last day."""
        jours = [self.cas["date"], *(f["date"] for f in self.cas["faits"])]
        for code in dict.fromkeys(self.cas["documents"]):
            modele = self.env["oilhi.document.modele"].search([("code", "=", code)])
            if not modele:
                self._refuser(f"document {code}", f"Le document {code} n’a pas encore de modèle.")
                self.documents.append({"code": code, "document": None, "manquants": []})
                continue
            faits = [d for d in self.documents if d["code"] == code]
            if modele.destinataire == "tous":
                produit = any(d["document"] for d in faits)
                cibles = [] if produit else [self.env["oilhi.dossier.personne"]]
            else:
                deja = {d["document"].destinataire_id for d in faits if d["document"]}
                candidats = self.dossier._candidats_document(modele)
                cibles = [p for p in candidats if p not in deja]
                if not candidats:
                    self._refuser(f"document {code}", f"Aucun destinataire pour « {modele.name} ».")
            for personne in cibles:
                document = self._generer(modele, personne, date=str(max(jours)))
                self.controles[document or (code, personne)] = (
                    document._controles()
                    if document
                    else self.dossier.controler(code, personne.id or None)
                )

    def _generer(self, modele, personne=None, pdf=True, **options):
        """The document, or None: missing values and refusals are kept in the result.

        `pdf`: not for a draft that is signed at once, since the signature renders it again.
        """
        entree = {"code": modele.code, "document": None, "manquants": []}
        identifiant = personne.id if personne else None
        try:
            with self.env.cr.savepoint():
                entree["document"] = self.dossier.with_context(
                    oilhi_sans_pdf=not pdf
                ).generer_document(modele.code, identifiant, **options)
        except ManquantsError as erreur:
            entree["manquants"] = erreur.manquants
        except UserError as erreur:
            self._refuser(f"document {modele.code}", str(erreur))
        # A later attempt takes the place of a failed one for the same recipient.
        self.documents = [
            d for d in self.documents if d["code"] != modele.code or d["document"]
        ]
        self.documents.append(entree)
        return entree["document"]

    # -- tools ---------------------------------------------------------------

    def _personne(self, rang):
        return self.env["oilhi.dossier.personne"] if rang is None else self.personnes[rang]

    def _essayer(self, quoi, action):
        """A refusal of the law is a result: kept, undone, and the play goes on."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return action()
        except UserError as erreur:
            self._refuser(quoi, str(erreur))
            return None

    def _refuser(self, quoi, message):
        bases = [p[1] for p in PARENTHESES.finditer(message) if CODES.search(p[1])]
        self.refus.append({"quoi": quoi, "message": message, "base": bases[0] if bases else ""})
