"""What a deposited file must pass before it is kept: its nature, then the antivirus."""
import configparser
import contextlib
import functools
import hashlib
import logging
from contextvars import ContextVar
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from ...outils import clamav, nature

_logger = logging.getLogger(__name__)
_produit = ContextVar("oilhi_fichier_produit", default=False)
MEMOIRE = "oilhi_depot"  # in the cursor's own cache: what this transaction has already examined
ATTENTE, INFECTE = "attente", "infecte"


class Reglages(NamedTuple):
    clamav: str  # "" : no antivirus
    absent: str  # "differer" or "refuser" when clamd does not answer
    delai: float


@functools.cache
def _reglages(fichier):
    """``[oilhi]`` of odoo.conf: Odoo complains of what it does not know in ``[options]``."""
    lu = configparser.RawConfigParser(strict=False)
    lu.read([fichier] if fichier else [])
    section = lu["oilhi"] if lu.has_section("oilhi") else {}
    try:
        delai = float(section.get("clamav_delai", clamav.DELAI))
    except ValueError:
        delai = clamav.DELAI
    absent = section.get("clamav_absent", "differer").strip()
    return Reglages(
        section.get("clamav", "").strip(), "refuser" if absent == "refuser" else "differer", delai)


def reglages():
    return _reglages(config["config"])


@contextlib.contextmanager
def fichier_produit():
    """Around what OILHI writes itself: a letter must be made even when clamd is down.

    A variable of this thread and not a key of the context, which a caller by RPC chooses.
    """
    jeton = _produit.set(True)
    try:
        yield
    finally:
        _produit.reset(jeton)


class OilhiDepot(models.AbstractModel):
    _name = "oilhi.depot"
    _description = "Examen des fichiers déposés"

    @api.model
    def _examiner(self, nom, contenu, macros_lues=False, differer=False):
        """Refuse with a sentence, or return ``"attente"`` when clamd could not be asked, else False.

        ``macros_lues``: the caller reads macros itself and says more. ``differer``: whatever the
        setting, a file that comes by e-mail waits rather than being lost.
        """
        if not contenu or _produit.get():
            return False
        vus = self.env.cr.cache.setdefault(MEMOIRE, {})
        cle = (nom, hashlib.sha256(contenu).digest(), macros_lues)
        if cle not in vus:
            raison = nature.refuser(nom, contenu, self._extensions_en_plus())
            if raison and not (macros_lues and raison == "macros"):
                _logger.info("Deposit refused (%s): %r, user %s", raison, nom, self.env.uid)
                raise UserError(self._phrase(raison, nom))
            vus[cle] = self._antivirus(nom, contenu, differer)
        return vus[cle]

    @api.model
    def _antivirus(self, nom, contenu, differer):
        regles = reglages()
        if not regles.clamav:
            return False
        try:
            trouve = clamav.examiner(regles.clamav, contenu, regles.delai)
        except clamav.TropGrand:
            raise UserError(self._phrase("grand", nom)) from None
        except clamav.Injoignable as erreur:
            _logger.error("clamd could not examine %r: %s", nom, erreur)
            if regles.absent == "refuser" and not differer:
                raise UserError(self._phrase("absent", nom)) from None
            return ATTENTE
        if trouve:
            _logger.warning("Infected deposit refused: %r (%s), user %s", nom, trouve, self.env.uid)
            if trouve.startswith("Heuristics.Limits"):
                raise UserError(self._phrase("grand", nom))
            raise UserError(self._phrase("infecte", nom, trouve))
        return False

    @api.model
    def _extensions_en_plus(self):
        # sudo: a setting of the whole installation, read for whoever deposits
        texte = self.env["ir.config_parameter"].sudo().get_param("oilhi.extensions_admises") or ""
        return {e.strip(" .").lower() for e in texte.split(",")} - nature.PROGRAMMES - nature.PAGES

    @api.model
    def _phrase(self, raison, nom, trouve=""):
        """What, where, what to do; the rest of the screen stays as typed."""
        nom = nom or self.env._("sans nom")
        phrases = {
            "infecte": lambda: self.env._(
                "Le fichier « %(nom)s » est refusé : l’antivirus y a reconnu « %(trouve)s ». Rien n’a été enregistré. "
                "Ne l’ouvrez pas ; prévenez le service informatique, puis demandez un autre exemplaire à qui vous "
                "l’a transmis.", nom=nom, trouve=trouve),
            "grand": lambda: self.env._(
                "Le fichier « %(nom)s » est trop volumineux pour être examiné par l’antivirus : il est refusé. "
                "Réduisez-le (photos plus petites, PDF compressé) ou déposez-le en plusieurs parties.", nom=nom),
            "absent": lambda: self.env._(
                "L’antivirus ne répond pas : le fichier « %(nom)s » n’a pas pu être examiné et n’est pas enregistré. "
                "Gardez-le et recommencez dans quelques minutes ; si cela dure, prévenez l’administrateur.", nom=nom),
            "programme": lambda: self.env._(
                "Le fichier « %(nom)s » est un programme : il est refusé. Déposez le document lui-même (PDF, Word, "
                "image…).", nom=nom),
            "page": lambda: self.env._(
                "Le fichier « %(nom)s » est une page web : elle est refusée, car elle peut agir à votre place. "
                "Imprimez-la en PDF et déposez le PDF.", nom=nom),
            "svg": lambda: self.env._(
                "Le dessin « %(nom)s » (SVG) contient un programme : il est refusé. Enregistrez-le en PNG ou en PDF.",
                nom=nom),
            "macros": lambda: self.env._(
                "Le fichier « %(nom)s » contient des macros, c’est-à-dire un programme : il est refusé. "
                "Enregistrez-le sans macro (.docx, .xlsx, .odt, .ods) ou en PDF.", nom=nom),
            "chiffre": lambda: self.env._(
                "Le fichier « %(nom)s » est protégé par un mot de passe : son contenu ne peut pas être examiné. "
                "Enlevez la protection, puis déposez-le de nouveau.", nom=nom),
            "archive": lambda: self.env._(
                "L’archive « %(nom)s » contient un programme, une page web ou des macros : elle est refusée. "
                "Déposez un à un les documents qu’elle contient.", nom=nom),
            "extension": lambda: self.env._(
                "Les fichiers « .%(extension)s » ne sont pas admis (« %(nom)s »). Déposez un PDF, une image, un "
                "document Word, Excel ou LibreOffice, un texte, un courriel (.eml), un son ou une vidéo.",
                extension=nature.extension(nom), nom=nom),
            "discordance": lambda: self.env._(
                "Le contenu du fichier « %(nom)s » n’est pas celui que son nom annonce (.%(extension)s) : il est "
                "refusé. Ouvrez-le pour vérifier, puis enregistrez-le sous son vrai format.",
                extension=nature.extension(nom), nom=nom),
        }
        return phrases[raison]()
