"""Calls a method as the web client does, and looks at what came out and what changed."""

import json

from psycopg2 import Error as ErreurSQL

from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.service.model import call_kw, get_public_method
from odoo.tools import SQL, mute_logger

from .isolation_jeu import CANARI
from .isolation_registre import MODELES

NOTRE = "odoo.addons.oilhi_"


def methodes_publiques(modele):
    """Names of the public methods that our addons add to the model."""
    return sorted({
        nom
        for classe in type(modele).__mro__
        if classe.__module__.startswith(NOTRE)
        for nom, valeur in vars(classe).items()
        if callable(valeur) and not nom.startswith("_") and not hasattr(BaseModel, nom)
        and not isinstance(valeur, type) and _appelable(modele, nom)
    })


def _appelable(modele, nom):
    try:
        return get_public_method(modele, nom)
    except (UserError, AttributeError):
        return None


class Banc:
    """Calls as another user, with nothing kept."""

    def __init__(self, test):
        self.test = test
        self.env = test.env
        self.appels = 0
        self.fuites = []
        self.tables = self._tables()
        # Every call is undone: what it is compared with is read once.
        self.avant = self.etat()

    def _tables(self):
        """One query that sums up every row of the case."""
        morceaux = [
            SQL(
                "SELECT %s AS nom, md5(string_agg(t::text, '|' ORDER BY id)) AS h FROM %s t",
                nom, SQL.identifier(self.env[nom]._table),
            )
            for nom, modele in MODELES.items()
            if modele.classe in (
                "dossier", "lieu", "habilitation", "demande", "service", "reserve",
            )
            and self.env[nom]._auto  # the figures of the steering are computed, nothing is kept
        ]
        morceaux += [
            SQL(
                "SELECT %s, md5(string_agg(t::text, '|' ORDER BY id)) FROM %s t WHERE %s LIKE %s",
                table, SQL.identifier(table), SQL.identifier(champ), "oilhi.%",
            )
            for table, champ in (
                ("mail_message", "model"), ("mail_followers", "res_model"),
                ("mail_activity", "res_model"), ("ir_attachment", "res_model"),
            )
        ]
        morceaux.append(SQL(
            "SELECT 'personne', md5(string_agg(t::text, '|' ORDER BY id)) FROM res_partner t "
            "WHERE oilhi_prive"
        ))
        return SQL(" UNION ALL ").join(morceaux)

    def etat(self):
        self.env.flush_all()
        return dict(self.env.execute_query(self.tables))

    @mute_logger("odoo.sql_db", "odoo.models", "odoo.addons.mail.models.mail_thread")
    def appeler(self, acteur, record, nom, args=(), kwargs=None, lit=False):
        """Call, roll back; note what leaked. `lit`: the user may read the record, not write."""
        self.appels += 1
        etiquette = f"{record._name}.{nom} · {acteur}"
        modele = record.with_user(acteur.user).browse()
        methode = _appelable(modele, nom)
        if not methode:
            return
        positions = list(args) if getattr(methode, "_api_model", False) else [record.ids, *args]
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                resultat = call_kw(modele, nom, positions, kwargs or {})
                self._juger(etiquette, resultat, lit)
                raise _Retour
        except (_Retour, UserError, ErreurSQL):
            return
        except (TypeError, ValueError, KeyError, AttributeError, IndexError, AssertionError) as e:
            # An argument that the method does not take: it went no further.
            self.test.assertNotIn(CANARI, str(e), etiquette)

    def _juger(self, etiquette, resultat, lit):
        texte = json.dumps(resultat, default=str, ensure_ascii=False)
        if CANARI in texte and not lit:
            self.fuites.append(f"{etiquette} : rend des données du dossier")
        apres = self.etat()
        if changes := [nom for nom, h in apres.items() if self.avant[nom] != h]:
            self.fuites.append(f"{etiquette} : modifie {', '.join(changes)}")


class _Retour(Exception):
    """Rolls back the savepoint."""
