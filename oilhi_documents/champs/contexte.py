"""What the field functions and the controls look at: one case, one procedure, one document."""

from datetime import date, datetime
from functools import cached_property

from odoo import fields

from ..controles import actes, controler
from ..rendu import texte

TYPES_SIGNATAIRE = {
    "maire": ("maire", "adjoint"),
    "president_epci": ("president_epci", "vice_president"),
}


def lire_date(valeur):
    """A date from a date or from « 2027-01-08 », else None: nothing is guessed."""
    if isinstance(valeur, datetime):
        return valeur.date()
    if isinstance(valeur, date):
        return valeur
    if not isinstance(valeur, str) or len(valeur) != 10:
        return None
    try:
        return date.fromisoformat(valeur)
    except ValueError:
        return None


class Contexte:
    """Read with the rights of the user: no sudo here, a document shows what its author may see."""

    def __init__(
        self,
        dossier,
        modele,
        procedure,
        destinataire=None,
        options=None,
        signature=None,
        acte=None,
        visite=None,
        contact=None,
        ligne=None,
    ):
        self.dossier = dossier
        self.env = dossier.env
        self.modele = modele
        self.procedure = procedure
        self.destinataire = destinataire
        self.options = options or {}
        self.signature = signature or {}
        self._acte = acte
        self.document = self.env["oilhi.document"]  # the one that exists already
        self.contact = contact or self.env["res.partner"]
        self.visite = visite or self.env["oilhi.dossier.visite"]
        # Row of the money or of the works that the document is about, when it was chosen.
        self.ligne = ligne if ligne is not None else self.env["oilhi.dossier"]

    def controler(self):
        return controler(self)

    @property
    def saisies(self):
        """{key: text} typed by the agent for this document."""
        return self.options.get("saisies") or {}

    # ---- who -------------------------------------------------------------------------------

    @cached_property
    def service(self):
        return self.dossier.service_id

    @cached_property
    def commune(self):
        return self.dossier.commune_id

    @cached_property
    def signataire(self):
        """The one who signs; for a draft, the one who could sign today."""
        if self.signature.get("signataire"):
            return self.signature["signataire"]
        types = self.types_signataire
        if not types:
            # An agent signs in his own name; a third party fills the model that he was given.
            return self.env["oilhi.service.signataire"]
        return self.service._signataire_valide(self.jour, types)[:1]

    @cached_property
    def agent(self):
        """Who writes: the one who made the visit, else the author of the document."""
        return self.visite.user_id or self.document.create_uid or self.env.user

    @cached_property
    def types_signataire(self):
        """Functions that may sign: those of the police authority, unless an agent's letter."""
        if self.modele.signataire in ("agent", "tiers"):
            return None
        autorite = "maire" if self.modele.signataire == "maire" else self.autorite
        return TYPES_SIGNATAIRE.get(autorite, ())

    @cached_property
    def autorite(self):
        """Police authority on the day of the act (CGCT L. 5211-9-2)."""
        if self.police_du_maire:
            return "maire"
        selon_service = "president_epci" if self.service.type == "epci" else "maire"
        if self.famille in actes.SELON_SERVICE or self.acte_controle.sorte in ("courrier", "signalement"):
            return selon_service
        autorite = self.police[0]
        if autorite == "inconnu" and self.competence_justifiee:
            # The agent checked and wrote why: the service that acts is the competent one.
            return selon_service
        return autorite

    @cached_property
    def police(self):
        """(authority, sentence that says why and since when) for « mise en sécurité »."""
        return self.commune._police(self.jour)

    @cached_property
    def police_du_maire(self):
        """General police and what goes with it: never transferred."""
        police = self.etape_acte.etape_id.police
        return (
            police == "generale"
            or self.modele.signataire == "maire"
            or (not police and self.famille in actes.DU_MAIRE)
        )

    @cached_property
    def competence_justifiee(self):
        """What the agent wrote after checking who is competent, when the facts do not tell."""
        return self.faits_de("MSO-02").filtered("justification")[-1:].justification or ""

    @cached_property
    def personnes(self):
        return self.dossier.personne_ids

    @cached_property
    def tenues(self):
        return self.personnes.filtered("tenue")

    @cached_property
    def occupants(self):
        return self.personnes.filtered(lambda p: p.role == "occupant")

    # ---- what ------------------------------------------------------------------------------

    @cached_property
    def famille(self):
        """MSO, MSU, PGI, RSHS…: prefix of the step codes; else that of the procedure."""
        return (
            self.etape_acte.code or self.acte_controle.etape or f"{self.famille_procedure or 'MSO'}-"
        ).rpartition("-")[0]

    @cached_property
    def famille_procedure(self):
        famille = (self.procedure.code or "").split("-")[0]
        return "MSO" if famille == "MS" else famille  # MS-FUN takes the steps of MSO

    @cached_property
    def acte_controle(self):
        return actes.decrire(self.modele)

    @cached_property
    def etape_acte(self):
        """Step that the act accomplishes in this procedure: its own, else the one that produces it."""
        propre = self.etape(self.acte_controle.etape)
        if propre or self.acte_controle.sorte not in actes.DECISIONS | actes.PREALABLES:
            return propre
        code = self.modele.code
        return self.procedure.etape_ids.filtered(lambda e: code in e._codes("document_codes"))[:1]

    @cached_property
    def releve(self):
        """Does the act belong to the procedure that is looked at?"""
        voulues = self.acte_controle.procedures
        return bool(self.procedure) and (
            not voulues
            or bool({self.procedure.code, self.famille_procedure} & set(voulues))
            or bool(self.etape_acte)
        )

    @cached_property
    def urgent(self):
        return self.famille == "MSU"

    @cached_property
    def compte(self):
        """The recovery account of the case, read once for all the fields of a document."""
        return self.dossier._compte_moteur()

    @cached_property
    def mesures(self):
        return self.procedure.mesure_ids.sorted(lambda m: (m.sequence, m.id))

    @cached_property
    def desordres(self):
        return self.dossier.desordre_ids.sorted(lambda d: (d.date, d.id))

    def mesures_de_type(self, *types):
        return self.mesures.filtered(lambda m: m.type in types)

    @cached_property
    def travaux(self):
        """Measures of repair or demolition: those that R. 511-6 protects with one month."""
        return self.mesures_de_type("travaux", "demolition", "securisation")

    @cached_property
    def interdictions(self):
        return self.mesures_de_type("interdiction_temporaire", "interdiction_definitive")

    @cached_property
    def reponses(self):
        """Answers of the case to the guide: {question: {codes}}; « je ne sais pas » is absent."""
        reponses = self.dossier._reponses_guide()
        copropriete = self.dossier._copropriete()
        return {**reponses, "Q10": {copropriete}} if copropriete else reponses

    def repond(self, question, *codes):
        return bool(self.reponses.get(question, set()) & set(codes))

    @cached_property
    def parties_communes_seules(self):
        return self.repond("Q10", "parties_communes")

    @cached_property
    def copropriete(self):
        return self.repond("Q10", "parties_communes", "parties_privatives", "les_deux", "sans_syndic")

    @cached_property
    def parties_communes(self):
        return self.repond("Q10", "parties_communes", "les_deux", "sans_syndic")

    @cached_property
    def indivision(self):
        return self.repond("Q11", "indivision") or bool(
            self.personnes.filtered(lambda p: p.role == "indivisaire")
        )

    @cached_property
    def protege(self):
        return self.repond("Q12", "inscrit_abords_spr_site") or (
            self.dossier.batiment_id.protection == "inscrit_abords_spr_site"
        )

    @cached_property
    def occupe(self):
        return bool(self.occupants) or self.repond(
            "Q9", "locataire", "proprietaire_occupant", "sans_titre"
        )

    @cached_property
    def effets_loyers(self):
        """{household: what the order of this procedure does to its rent}; empty until one is known.

        Before the order leaves, as if it left on the day of the act.
        """
        if not self.procedure:
            return {}
        return {
            m: m._effet_loyer_au(self.procedure, self.jour) for m in self.dossier.occupant_ids
        }

    @cached_property
    def habitation(self):
        return self.dossier.usage in ("habitation", "mixte")

    # ---- when ------------------------------------------------------------------------------

    @cached_property
    def jour(self):
        """Day of the document: signature, date asked for, else today or the last fact if later
        (a training case may be played ahead of time)."""
        impose = self.signature.get("date") or lire_date(self.options.get("date"))
        if impose:
            return impose
        dates = [f.date for f in self.faits] + [fields.Date.context_today(self.dossier)]
        return max(dates)

    @cached_property
    def faits(self):
        """Valid facts of this procedure and of the case, oldest first; corrected ones left out."""
        return self.dossier.fait_ids.filtered("active").filtered(
            lambda f: not f.dossier_etape_id
            or f.dossier_etape_id.dossier_procedure_id == self.procedure
            or not self.procedure
        ).sorted(lambda f: (f.date, f.id))

    def faits_de(self, code):
        return self.faits.filtered(lambda f: f.code == code)

    def fait(self, code, personne=None):
        """Last fact of that step, for that person when asked."""
        faits = self.faits_de(code)
        if personne is not None:
            faits = faits.filtered(lambda f: f.destinataire_id == personne)
        return faits[-1:]

    def etape(self, code):
        return self.procedure.etape_ids.filtered(lambda e: e.code == code)[:1]

    def echeances(self, code):
        return self.dossier.echeance_ids.filtered(
            lambda e: e.code == code
            and not e.sans_objet
            and e.dossier_etape_id.dossier_procedure_id == self.procedure
        )

    @cached_property
    def acte(self):
        """The arrêté that this document lifts, follows or notifies."""
        if self._acte:
            return self._acte
        if not self.releve:
            return self.dossier.document_ids.browse()
        return self.dossier.document_ids.filtered(
            lambda d: d.state not in ("brouillon", "a_signer", "leve", "abroge")
            and d.dossier_procedure_id == self.procedure
            and actes.decrire(d.modele_id).sorte == "arrete"
        ).sorted(lambda d: (d.date_signature, d.id))[-1:]

    @cached_property
    def texte_modele(self):
        """Text of the template in force: mentions are checked where they are written."""
        version = (
            self.modele._version_valide(self.jour, self.service) or self.modele.version_courante_id
        )
        # Typography out of the way: « L. 511-15 » is searched with plain spaces.
        contenu = texte(version._contenu()) if version else ""
        return contenu.replace("\u00a0", " ").replace("\u202f", " ")

    @cached_property
    def cles_modele(self):
        """Keys that the template in force uses."""
        version = (
            self.modele._version_valide(self.jour, self.service) or self.modele.version_courante_id
        )
        return version._cles() if version else ()

    @cached_property
    def texte_acte(self):
        """Words of the order in force, when it was made here."""
        contenu = self.acte.docx_id.with_context(bin_size=False).raw if self.acte else None
        return (texte(contenu) if contenu else "").replace("\u00a0", " ").replace("\u202f", " ")

    @cached_property
    def texte_document(self):
        """Words of the document as it was made, whatever they come from; nothing before that."""
        # A form of the web client reads sizes instead of contents (bin_size).
        contenu = self.document.docx_id.with_context(bin_size=False).raw
        return texte(contenu) if contenu else ""

    @cached_property
    def au_plus_tot(self):
        """First day on which the signature is possible, from the clocks of the procedure."""
        code = self.modele.etape_signature
        if not code or not self.procedure:
            return None
        return lire_date(self.procedure._date_au_plus_tot(code))
