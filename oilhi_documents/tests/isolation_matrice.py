"""The matrix itself: each operation of the web client, tried by each user on each model."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

from .isolation_politique import SENSIBLE, attendu
from .isolation_registre import MODELES

DONNEES = (
    "dossier", "lieu", "service", "habilitation", "demande", "personne", "transitoire", "personnel",
    "reserve", "journal", "adaptation",
)
REFUS = (AccessError, MissingError)


def _domaine(record):
    return [("id", "=", record.id)]


def _groupes(groupes):
    return sum(groupe["__count"] for groupe in groupes)


# -- Reading: each returns something true when the record was reached ---------


LECTURES = {
    # A stored field too: a name made of nothing stored is not a reading.
    "read": lambda r: r.read(["display_name", "create_date"]),
    "search": lambda r: r.search(_domaine(r)),
    "search_count": lambda r: r.search_count(_domaine(r)),
    "search_read": lambda r: r.search_read(_domaine(r), ["display_name"]),
    "name_search": lambda r: r.name_search("", _domaine(r)),
    "web_name_search": lambda r: r.web_name_search("", {"display_name": {}}, _domaine(r)),
    "web_search_read": lambda r: r.web_search_read(_domaine(r), {"display_name": {}})["records"],
    "web_read": lambda r: r.web_read({"display_name": {}, "create_date": {}}),
    "formatted_read_group": lambda r: _groupes(
        r.formatted_read_group(_domaine(r), ["create_uid"], ["__count"])
    ),
    "web_read_group": lambda r: _groupes(
        r.web_read_group(_domaine(r), ["create_uid"], ["__count"])["groups"]
    ),
    "export_data": lambda r: r.export_data(["create_date"])["datas"],
}


# The same law for everybody, a row of one's own: fewer doors tell as much.
BREVES = ("read", "search", "web_search_read", "formatted_read_group", "export_data")


def portes_du_champ(champ, valeur):
    """Every door through which the value of one field comes out."""
    trouve = [(champ, "=", valeur)]
    return {
        "read": lambda r: r.read([champ])[0][champ],
        "search": lambda r: r.search(_domaine(r) + trouve),
        "search_order": lambda r: r.search(_domaine(r), order=champ),
        "search_read": lambda r: any(v[champ] for v in r.search_read(_domaine(r), [champ])),
        "web_read": lambda r: r.web_read({champ: {}})[0][champ],
        "web_search_read": lambda r: any(
            v[champ] for v in r.web_search_read(_domaine(r), {champ: {}})["records"]
        ),
        "formatted_read_group": lambda r: _groupes(
            r.formatted_read_group(_domaine(r) + trouve, [champ], ["__count"])
        ),
        "export_data": lambda r: any(v[0] for v in r.export_data([champ])["datas"]),
        "filtered_domain": lambda r: r.filtered_domain(trouve),
        "mapped": lambda r: r.mapped(champ)[0],
    }


def _lie(record, modele, **plus):
    """What hangs on the record in another model of Odoo, as the user finds it."""
    return record.env[modele].search([
        ("res_model", "=", record._name), ("res_id", "=", record.id),
        *((champ, "=", valeur) for champ, valeur in plus.items()),
    ])


def _messages(record):
    return record.env["mail.message"].search([
        ("model", "=", record._name), ("res_id", "=", record.id),
    ])


def _par_id(modele, champ_modele="res_model"):
    """Read by id what the user was not given by a search."""
    def lire(record):
        tous = record.sudo().env[modele].search([
            (champ_modele, "=", record._name), ("res_id", "=", record.id),
        ])
        lisibles = []
        for ligne in tous.with_env(record.env):
            try:
                lisibles += ligne.read(["display_name"])
            except REFUS:
                continue
        return lisibles

    return lire


FIL = {
    "message_search": _messages,
    "message_read": _par_id("mail.message", "model"),
    "message_group": lambda r: _groupes(r.env["mail.message"].formatted_read_group(
        [("model", "=", r._name), ("res_id", "=", r.id)], ["model"], ["__count"]
    )),
    "suiveur_search": lambda r: _lie(r, "mail.followers"),
    "suiveur_read": _par_id("mail.followers"),
    "piece_search": lambda r: _lie(r, "ir.attachment"),
    "piece_read": _par_id("ir.attachment"),
    "piece_contenu": lambda r: [p["raw"] for p in _lie(r, "ir.attachment").read(["raw"])],
}
ACTIVITES = {
    "activite_search": lambda r: _lie(r, "mail.activity"),
    "activite_read": _par_id("mail.activity"),
}

# -- Writing -----------------------------------------------------------------


def _ecrire(record):
    return record.write({"comment": "Modifié"} if record._name == "res.partner" else {})


ECRITURES = {"c": "create", "w": "write", "u": "unlink"}
# What a stranger really tries, beyond what the rules say.
TENTATIVES = {"w": _ecrire, "u": lambda r: r.unlink()}


class Matrice:
    """Runs cells and keeps the gaps between the policy and what Odoo answers."""

    def __init__(self, test):
        self.test = test
        self.env = test.env
        self.cellules = 0
        self.ecarts = []

    def _oublier(self):
        """What one user read must not serve the next one. Between two doors of the same user there
        is nothing to forget: he has read nothing that he may not."""
        self.env.invalidate_all(flush=False)

    def _lire(self, action, record):
        try:
            return bool(action(record))
        except UserError:  # of access or not, nothing was read
            return False

    def _cellule(self, acteur, nom, operation, permis, obtenu):
        self.cellules += 1
        if permis != obtenu:
            verbe = "obtient ce qui lui est fermé" if obtenu else "se voit refuser son droit"
            self.ecarts.append(f"{nom} · {operation} · {acteur} : {verbe}")

    @staticmethod
    def _portes(modele, acteur):
        """Every door for an agent; the other roles go by the same rules, fewer tell it."""
        if modele.classe == "reserve":
            return LECTURES
        partout = modele.classe in ("dossier", "lieu", "personne") and (
            not modele.chemin or acteur.role in ("agent", "coordinateur", "interne")
        )
        return LECTURES if partout else BREVES

    def modele(self, nom, acteurs, portes=None, tentatives=True):
        """Every cell of one model for these users."""
        modele = MODELES[nom]
        cible = self.test.cibles[nom].with_context(active_test=False)
        for acteur in acteurs:
            self._oublier()
            record = cible.with_user(acteur.user)
            droits = attendu(modele, acteur.role, acteur.situation)
            for operation in portes or self._portes(modele, acteur):
                self._cellule(
                    acteur, nom, operation, "r" in droits,
                    self._lire(LECTURES[operation], record),
                )
            if modele.classe not in ("personne", "transitoire"):
                self._droits(acteur, nom, record, droits)
            if tentatives:
                self._tenter(acteur, nom, record, droits)

    def champ(self, nom, champ, valeur, acteurs):
        """A reserved field: for who may read the row and holds the group, by no door for others."""
        modele = MODELES[nom]
        for acteur in acteurs:
            self._oublier()
            droits = attendu(modele, acteur.role.removesuffix(SENSIBLE), acteur.situation)
            permis = "r" in droits and acteur.role.endswith(SENSIBLE)
            record = self.test.cibles[nom].with_user(acteur.user)
            for porte, lire in portes_du_champ(champ, valeur).items():
                self._cellule(acteur, f"{nom}.{champ}", porte, permis, self._lire(lire, record))

    def _droits(self, acteur, nom, record, droits):
        for lettre, operation in ECRITURES.items():
            self._cellule(acteur, nom, operation, lettre in droits, record.has_access(operation))

    @mute_logger("odoo.sql_db")
    def _tenter(self, acteur, nom, record, droits):
        """Real writes of who may not write: one savepoint for both, nothing may come through."""
        for lettre, action in TENTATIVES.items():
            if lettre in droits:
                continue
            try:
                with self.env.cr.savepoint():
                    action(record)
                    obtenu = True
            except UserError:
                obtenu = False
            except IntegrityError:  # the rules let it through, the database stopped it
                obtenu = True
            self._cellule(acteur, nom, f"{ECRITURES[lettre]} (réel)", False, obtenu)

    def fil(self, nom, acteurs):
        """Chatter, attachments, followers, activities of the record."""
        modele = MODELES[nom]
        record_systeme = self.test.cibles[nom]
        lectures = dict(FIL)
        if "activity_ids" in record_systeme._fields and record_systeme.activity_ids:
            lectures.update(ACTIVITES)
        for acteur in acteurs:
            self._oublier()
            record = record_systeme.with_user(acteur.user)
            droits = attendu(modele, acteur.role, acteur.situation)
            for operation, lire in lectures.items():
                self._cellule(acteur, nom, operation, "r" in droits, self._lire(lire, record))
            if modele.commentaire:
                self._cellule(
                    acteur, nom, "message_post", modele.commentaire in droits,
                    self._commenter(record),
                )

    def _commenter(self, record):
        try:
            with self.env.cr.savepoint():
                record.message_post(body="Vu.")
                raise _Retour
        except _Retour:
            return True
        except UserError:
            return False


class _Retour(Exception):
    """Rolls the savepoint back once the answer is known."""
