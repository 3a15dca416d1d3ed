"""Measure calls fairly: interleaved, several rounds, medians and spread, ratios within one run."""
import statistics
import time

from odoo import api
from odoo.service.model import call_kw

_SOCIETES = {}


def societes(registre, uid):
    """What the web client sends with each call: the companies ticked at the top of the screen, here all of the user's."""
    cle = registre.db_name, uid
    if cle not in _SOCIETES:
        with registre.cursor() as cr:
            _SOCIETES[cle] = api.Environment(cr, uid, {}).user.company_ids.sorted("id").ids
    return _SOCIETES[cle]


class Appel:
    """One call, as the server receives it from the web client.

    ``annule``: it writes, and what it wrote is undone: the next round finds the record as it was.
    ``registre``: of another database than the one measured.
    """

    def __init__(self, uid, modele, methode, args=(), contexte=None, annule=False, registre=None,
                 **options):
        self.uid, self.modele, self.methode = uid, modele, methode
        self.args, self.contexte, self.options = args, contexte or {}, options
        self.annule, self.registre = annule, registre

    def jouer(self, registre):
        """``(milliseconds, number of queries, result)`` in a transaction of its own."""
        registre = self.registre or registre
        contexte = {"lang": "fr_FR", "tz": "Europe/Paris", "uid": self.uid,
                    "allowed_company_ids": societes(registre, self.uid), **self.contexte}
        with registre.cursor() as cr:
            env = api.Environment(cr, self.uid, {})
            requetes, depart = cr.sql_log_count, time.perf_counter()
            resultat = self._appeler(env, contexte)
            if self.annule:
                cr.flush()  # what the end of the request writes: pending values, then history of the changes
            duree = (time.perf_counter() - depart) * 1000
            nombre = cr.sql_log_count - requetes
            if self.annule:
                cr.rollback()
            return duree, nombre, resultat

    def _appeler(self, env, contexte):
        return call_kw(env[self.modele], self.methode, list(self.args), {**self.options, "context": contexte})


class Enchaine(Appel):
    """Calls of one gesture, in one transaction. ``args``: functions of the results so far; each gives the next
    ``(model, method, arguments, options)``."""

    def _appeler(self, env, contexte):
        resultats = []
        for suivant in self.args:
            modele, methode, args, options = suivant(resultats)
            resultats.append(call_kw(env[modele], methode, list(args), {**options, "context": contexte}))
        return resultats[-1]


class Ensemble:
    """Calls that the client makes for one screen, counted together."""

    def __init__(self, *appels):
        self.appels = appels

    def jouer(self, registre):
        durees, nombres, resultats = zip(*(appel.jouer(registre) for appel in self.appels), strict=True)
        return sum(durees), sum(nombres), list(resultats)


class Mesure:
    """Durations of one variant, round by round, in milliseconds."""

    def __init__(self, durees, requetes, resultat):
        self.durees, self.requetes, self.resultat = durees, requetes, resultat

    @property
    def mediane(self):
        return statistics.median(self.durees)

    @property
    def p95(self):
        return statistics.quantiles(self.durees, n=20, method="inclusive")[-1]

    def rapport(self, autre):
        """Quartiles of the ratios of the same rounds: what slows a round slows both."""
        rapports = [a / b for a, b in zip(self.durees, autre.durees, strict=True)]
        return [round(q, 2) for q in statistics.quantiles(rapports, n=4)]

    def valeurs(self):
        quarts = statistics.quantiles(self.durees, n=4)
        return {"mediane_ms": round(quarts[1], 2), "q1_ms": round(quarts[0], 2),
                "q3_ms": round(quarts[2], 2), "p95_ms": round(self.p95, 2), "requetes": self.requetes}


class Chrono:
    """Rounds of several variants of the same screen.

    ``ecrans``: words of the names of the screens to play; ``qui``: who plays them; all of them if empty.
    """

    def __init__(self, registre, tours, ecrans=(), qui=()):
        self.registre, self.tours, self.ecrans, self.qui = registre, tours, ecrans, qui

    def choisir(self, noms):
        """The screens to play, among these."""
        return [nom for nom in noms if not self.ecrans or any(mot.lower() in nom.lower() for mot in self.ecrans)]

    def inconnus(self, noms):
        """What to tell of the words that name no screen."""
        return [f"aucun écran mesuré ne porte le nom « {mot} »." for mot in self.ecrans
                if not any(mot.lower() in nom.lower() for nom in noms)]

    def comparer(self, variantes, froid=False):
        """``{name: Appel}`` to ``{name: Mesure}``; a list of calls: another one at each round.

        One variant after the other in each round, the order turning: what slows the machine down
        slows them all. ``froid``: Odoo's caches are emptied before each call.
        """
        noms, durees, requetes, resultats = list(variantes), {}, {}, {}
        for tour in range(-1, self.tours):  # the first round warms up and does not count
            for rang in range(len(noms)):
                nom = noms[(rang + tour) % len(noms)]
                if froid:
                    self.registre.clear_all_caches()
                appels = variantes[nom]
                appel = appels[tour % len(appels)] if isinstance(appels, list) else appels
                duree, nombre, resultats[nom] = appel.jouer(self.registre)
                if tour >= 0:
                    durees.setdefault(nom, []).append(duree)
                    requetes.setdefault(nom, set()).add(nombre)
        return {
            nom: Mesure(durees[nom], sorted(requetes[nom]), resultats[nom]) for nom in noms
        }

    def debit(self, appels, secondes):
        """Calls a second that one worker serves, playing these calls in turn."""
        fin, nombre, depart = time.perf_counter() + secondes, 0, time.perf_counter()
        while time.perf_counter() < fin:
            appels[nombre % len(appels)].jouer(self.registre)
            nombre += 1
        return nombre / (time.perf_counter() - depart)


