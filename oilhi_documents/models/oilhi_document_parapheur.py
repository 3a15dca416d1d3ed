import base64
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres
from odoo.addons.oilhi_partenaires.outils.toponymes import sans_accent

from ..rendu import RenduErreur
from ..rendu.exemplaire import verifier_exemplaire
from ..rendu.pdf import convertir
from ..rendu.signature_pdf import lire_signatures, verifier_signe
from .oilhi_document_generation import PDF_DELAI

PARIS = ZoneInfo("Europe/Paris")


class OilhiDocument(models.Model):
    """The act leaves for a parapheur and comes back signed; or its paper original is scanned.

    What leaves carries its number and says « le jour de sa signature électronique »: nothing can be
    written in it afterwards. The number is kept for this act, whatever happens: no gap.
    """

    _inherit = "oilhi.document"

    exemplaire_ids = fields.One2many(
        "oilhi.document.exemplaire", "document_id", string="Exemplaires", readonly=True
    )
    exemplaire_id = fields.Many2one(
        "oilhi.document.exemplaire", string="Exemplaire signé", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )  # fmt: skip
    exemplaire_genre = fields.Selection(related="exemplaire_id.genre", string="Signature")
    parapheur_le = fields.Date("Au parapheur depuis le", readonly=True, copy=False)
    numero_reserve = fields.Char("Numéro réservé", readonly=True, copy=False)

    def _au_parapheur(self):
        return self.exemplaire_ids.filtered(lambda e: e.etat == "attente")[:1]

    def _exiger_hors_parapheur(self):
        if self.parapheur_le:
            raise UserError(self.env._(
                "Ce document est au parapheur depuis le %s : importez le fichier signé, ou retirez-le "
                "d’abord du parapheur.", date_lettres(self.parapheur_le),
            ))

    def _ouvert(self):
        return super()._ouvert() and not self.parapheur_le

    # ---- it leaves -----------------------------------------------------------------------------

    def action_envoyer_parapheur(self):
        action = self._dialogue("oilhi.document.signature", self.env._("Envoyer au parapheur"))
        action["context"]["default_parapheur"] = True
        return action

    def envoyer_parapheur(self, signataire_id=None):
        """Make the PDF to sign, keep its hash, lock the document until it comes back."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_hors_parapheur()
        jour = fields.Date.context_today(self)
        signataire, contexte = self._preparer_signature(jour, signataire_id)
        self._essayer_decision(jour)
        vals = {"parapheur_le": jour, "state": "a_signer"}
        if self.type == "arrete":
            vals["numero_reserve"] = self._numero_de_signature(jour)
        contexte.signature.update(
            numero=vals.get("numero_reserve"), texte_date=self.env._("jour de sa signature électronique")
        )
        docx, valeurs = self._calculer(contexte)
        try:
            pdf = convertir(docx, delai=PDF_DELAI)
        except RenduErreur as erreur:
            raise UserError(self.env._(
                "Le PDF à signer n’a pas pu être produit : %s Réessayez, faites signer le document Word sur "
                "papier, ou prévenez l’administrateur.",
                str(erreur),
            )) from erreur
        # sudo: signed copies are written by code alone; the right to write was just checked
        exemplaire = self.env["oilhi.document.exemplaire"].sudo().create({
            "document_id": self.id,
            "genre": "parapheur",
            "etat": "attente",
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "signataire_id": signataire.id,
            "valeurs": valeurs,
            "docx": base64.b64encode(docx),
            "pdf": base64.b64encode(pdf),
            "pdf_sha256": self._empreinte(pdf),
            "fichier_nom": f"a-signer_{self._nom_fichier('pdf')}",
        })
        self._ecrire(vals)
        self._message_log(body=self.env._(
            "Envoyé au parapheur%(numero)s ; empreinte du PDF : %(sha)s",
            numero=self.env._(", n° %s", self.numero_reserve) if self.numero_reserve else "",
            sha=exemplaire.pdf_sha256,
        ))
        return {"sha256": exemplaire.pdf_sha256, "numero": self.numero_reserve or None}

    def action_telecharger_parapheur(self):
        self.ensure_one()
        self.check_access("read")
        if not self._au_parapheur():
            raise UserError(self.env._("Ce document n’est pas au parapheur."))
        return self._au_parapheur().action_telecharger()

    def retirer_parapheur(self, motif=None):
        """It comes back unsigned: its text may change again; its number stays its own."""
        self.ensure_one()
        self.check_access("write")
        exemplaire = self._au_parapheur()
        if not exemplaire:
            raise UserError(self.env._("Ce document n’est pas au parapheur."))
        # sudo: see envoyer_parapheur
        exemplaire.sudo().write({"etat": "retire", "motif": (motif or "").strip() or False})
        self._ecrire({"parapheur_le": False, "state": "brouillon"})
        self._message_log(body=self.env._(
            "Retiré du parapheur%s", f" : {motif}" if motif else "."
        ))
        return True

    def action_retirer_parapheur(self):
        self.retirer_parapheur()
        return True

    # ---- it comes back ---------------------------------------------------------------------------

    def action_importer_signe(self):
        self.ensure_one()
        return self._dialogue(
            "oilhi.document.exemplaire.depot", self.env._("Importer le fichier signé")
        )

    def importer_signe(self, fichier, nom=None, date=None, confirme=False, copie=False):
        """The signed PDF (base64): the bytes that left, signed; it signs the act.

        `confirme`: the certificate bears another name (seal of the mairie…) and the user says it is
        right. `copie`: the parapheur rewrote the file; he says that its text is that of the act.
        """
        self.ensure_one()
        self.check_access("write")
        self._exiger_droit_de_signer()
        exemplaire = self._au_parapheur()
        if not exemplaire:
            raise UserError(self.env._("Ce document n’est pas au parapheur."))
        self._verrouiller()
        contenu = self._octets(fichier)
        signatures = self._verifier_signe(exemplaire, contenu, copie)
        jour = self._jour_signature(signatures, date)
        signataire = self._choisir_signataire(jour, exemplaire.signataire_id.id or None)
        if not confirme and not self._au_nom(signataire, signatures):
            raise UserError(self.env._(
                "Le certificat (%(certificat)s) n’est pas au nom du signataire prévu (%(prevu)s). Si "
                "c’est voulu (cachet de la collectivité, nom d’usage), cochez la case qui le confirme ; "
                "sinon retirez le document du parapheur.",
                certificat=", ".join(s.nom for s in signatures) or self.env._("aucun"),
                prevu=signataire.name or self.env._("l’agent"),
            ))
        self._decider_ligne(jour)
        final = f"{self.code}_{(self.numero_reserve or '').replace('/', '-')}_{self.dossier_id.reference}"
        anciens = self.docx_id | self.pdf_id
        self._ecrire({
            **exemplaire._joindre_au_document(final.replace("__", "_").replace("/", "-")),
            "valeurs": exemplaire.valeurs,
            "numero": self.numero_reserve,
            "date_signature": jour,
            "signataire_id": signataire.id,
            "signe_par_id": self.env.uid,
            "parapheur_le": False,
            "state": "signe",
        })
        # sudo: the draft files, replaced here, may have been made by a colleague
        anciens.sudo().unlink()
        # sudo: see envoyer_parapheur
        exemplaire.sudo().write({
            "etat": "signe",
            "genre": "copie" if copie else "parapheur",
            "fichier": base64.b64encode(contenu),
            "fichier_nom": (nom or f"signe_{final}.pdf")[:200],
            "mimetype": "application/pdf",
            "sha256": self._empreinte(contenu),
            "signatures": [en_json(signature) for signature in signatures],
            "attestation": self._attestation(confirme, copie),
        })
        self._ecrire({"exemplaire_id": exemplaire.id})
        self._acte_signe(jour)
        return {**self._resultat_signature(), "signatures": exemplaire.signatures}

    def _verifier_signe(self, exemplaire, contenu, copie):
        try:
            if copie:
                verifier_exemplaire(contenu)
                return lire_signatures(contenu)
            signatures, problemes = verifier_signe(exemplaire._lire("pdf"), contenu)
        except RenduErreur as erreur:
            raise UserError(str(erreur)) from erreur
        if problemes:
            raise UserError(self.env._(
                "Ce fichier n’est pas accepté ; le document reste au parapheur.\n%s",
                "\n".join(f"• {p.message}" for p in problemes),
            ))
        return signatures

    def _jour_signature(self, signatures, date):
        """Day of the last signature, in Paris; the one typed only when the file does not say."""
        moments = [s.date for s in signatures if s.date]
        if moments:
            dernier = max(m if m.tzinfo else m.replace(tzinfo=timezone.utc) for m in moments)
            jour = dernier.astimezone(PARIS).date()
        elif date:
            jour = self._date(date, self.env._("la date de signature"))
        else:
            raise UserError(self.env._("Le fichier ne dit pas quand il a été signé : indiquez la date."))
        if not self.parapheur_le <= jour <= fields.Date.context_today(self):
            raise UserError(self.env._(
                "La signature (%(jour)s) doit être entre l’envoi au parapheur (%(envoi)s) et aujourd’hui.",
                jour=date_lettres(jour), envoi=date_lettres(self.parapheur_le),
            ))
        return jour

    def _au_nom(self, signataire, signatures):
        """Does one certificate bear the family name and a first name of the signatory?"""
        mots = set(sans_accent(signataire.name or self.env.user.name).lower().split())
        return any(
            len(mots & set(sans_accent(s.nom).lower().replace(",", " ").split())) >= min(2, len(mots))
            for s in signatures
        )

    def _attestation(self, confirme, copie):
        phrases = []
        if copie:
            phrases.append(self.env._(
                "le parapheur a réécrit le fichier ; son texte est celui de l’acte"
            ))
        if confirme:
            phrases.append(self.env._("le certificat est bien celui du signataire ou de la collectivité"))
        if not phrases:
            return False
        return self.env._("%(qui)s atteste : %(quoi)s", qui=self.env.user.name, quoi=" ; ".join(phrases))

    # ---- the paper original, scanned -------------------------------------------------------------

    def action_joindre_exemplaire(self):
        self.ensure_one()
        self._exiger_signe()
        return self._dialogue(
            "oilhi.document.exemplaire.depot", self.env._("Joindre l’original signé, numérisé")
        )

    def joindre_exemplaire(self, fichier, nom=None):
        """The scan (base64) of the paper that was signed; a new one replaces it, the first is kept."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_signe()
        if self.exemplaire_id.genre == "parapheur":
            raise UserError(self.env._(
                "Cet acte a été signé électroniquement : son exemplaire signé est déjà là."
            ))
        contenu = self._octets(fichier)
        try:
            mimetype = verifier_exemplaire(contenu)
        except RenduErreur as erreur:
            raise UserError(str(erreur)) from erreur
        self._verrouiller()
        # sudo: see envoyer_parapheur
        exemplaires = self.env["oilhi.document.exemplaire"].sudo()
        exemplaires.browse(self.exemplaire_id.id).write({"etat": "remplace"})
        exemplaire = exemplaires.create({
            "document_id": self.id,
            "genre": "numerise",
            "etat": "signe",
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "signataire_id": self.signataire_id.id,
            "fichier": base64.b64encode(contenu),
            "fichier_nom": (nom or self._nom_fichier(mimetype.rpartition("/")[2]))[:200],
            "mimetype": mimetype,
            "sha256": self._empreinte(contenu),
            "attestation": self.env._(
                "%s atteste : ce fichier est la copie de l’original signé", self.env.user.name
            ),
        })
        self._ecrire({"exemplaire_id": exemplaire.id})
        self._message_log(body=self.env._("Original signé joint ; empreinte : %s", exemplaire.sha256))
        return {"sha256": exemplaire.sha256, "mimetype": mimetype}

    def action_telecharger_signe(self):
        self.ensure_one()
        self.check_access("read")
        if not self.exemplaire_id:
            raise UserError(self.env._("Aucun exemplaire signé n’est joint à ce document."))
        return self.exemplaire_id.action_telecharger()

    def _octets(self, fichier):
        try:
            return base64.b64decode(fichier or b"", validate=True)
        except ValueError:
            raise UserError(self.env._("Ce fichier n’est pas lisible : choisissez-le de nouveau.")) from None

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_parapheur(self):
        """A number that was given to an act is never lost, nor what is being signed."""
        for document in self:
            document._exiger_hors_parapheur()
            if document.numero_reserve:
                raise UserError(self.env._(
                    "Le n° %s du registre est réservé à cet acte depuis son passage au parapheur : "
                    "signez-le, il ne se supprime pas.", document.numero_reserve,
                ))


def en_json(signature):
    """The hour in UTC, as Odoo keeps hours."""
    date = signature.date
    if date:
        date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
        date = fields.Datetime.to_string(date.astimezone(timezone.utc).replace(tzinfo=None))
    return {
        "nom": signature.nom, "organisme": signature.organisme, "date": date or False,
        "intacte": signature.intacte,
    }
