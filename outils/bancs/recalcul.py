"""Le droit change : les échéances de 10 000 dossiers refaites par lots, puis remises."""
import statistics
import time

from odoo.sql_db import Cursor

from outils.bancs.releve import par_dossier

MODIFIE = True  # run on a copy of the generated database
DOSSIERS, TAILLES, CIBLE = 10_000, (50, 100, 200, 400), 600  # CIBLE: seconds
CODE, AILLEURS = "DL-CL", 20  # the rule that changes, and to what: everybody knows its fifteen days
SANS_LOTS, TRANCHE = 200, 10  # cases done one by one, so many between two batches
# A calendar is told of each move by a number that only grows: put back, a date keeps its two moves.
RANG = "sequence_ics"
HISTORIQUE = "oilhi_dossier_echeance_historique"


def mesurer(env, chrono, dire):
    """Three passes over the same cases: nothing changed, the rule changed, the rule put back."""
    ids = env["oilhi.dossier"].with_context(active_test=False).search(
        [("procedure_ids.etat", "=", "en_cours")], order="id").ids
    nombre = max(1, min(DOSSIERS, len(ids) - SANS_LOTS))
    banc = Banc(env, ids[:nombre], dire)
    regle = env["oilhi.delai"].search([("code", "=", CODE)])
    livre = regle.nombre
    attendues = banc.compter(
        "SELECT count(*) FROM oilhi_dossier_echeance WHERE code = %s AND depart IS NOT NULL "
        "AND dossier_id = ANY(%s)", CODE, ids[:nombre])
    depart = banc.empreintes("avant")
    passes = [banc.passe("Rien n'a changé", TAILLES)]
    alertes = []
    if banc.empreintes("après") != depart:
        alertes.append("un recalcul sans changement du droit a changé des dossiers.")
    depart = banc.empreintes("avant le changement", RANG)
    regle.nombre = AILLEURS
    passes.append(banc.passe(f"{CODE} : {livre:.0f} puis {AILLEURS} jours",
                             seuls=ids[nombre:nombre + SANS_LOTS]))
    env["oilhi.delai"].browse(regle.id).nombre = livre
    passes.append(banc.passe(f"{CODE} : {AILLEURS} puis {livre:.0f} jours"))
    if banc.empreintes("retour", RANG) != depart:
        alertes.append("la règle remise, les dossiers ne sont pas ce qu'ils étaient.")
    doubles = banc.compter(
        f"SELECT count(*) FROM (SELECT FROM {HISTORIQUE} WHERE id > %s AND dossier_id = ANY(%s) "
        "GROUP BY echeance_id HAVING count(*) <> 2) h", banc.historique, ids[:nombre])
    if doubles:
        alertes.append(f"{doubles} échéances n'ont pas une ligne d'historique par changement.")
    return _resultat(passes, nombre, attendues, alertes)


class Banc:
    """The batches as the scheduled task runs them, with what each of them costs."""

    def __init__(self, env, ids, dire):
        self.env, self.ids, self.dire = env, ids, dire
        self.historique = self.compter(f"SELECT COALESCE(max(id), 0) FROM {HISTORIQUE}")

    def compter(self, requete, *valeurs):
        self.env.cr.execute(requete, valeurs)
        return self.env.cr.fetchone()[0]

    def empreintes(self, quand, *sauf):
        self.dire(f"relevé des dossiers ({quand})")
        releve = {}
        for debut in range(0, len(self.ids), 1000):
            releve |= par_dossier(self.env.cr, self.ids[debut:debut + 1000], sauf={HISTORIQUE, *sauf})
        return releve

    def passe(self, titre, tailles=(), seuls=()):
        """Batches up to the last case; ``seuls``: other cases, worked out one by one in between."""
        env = self.env
        recalcul = env["oilhi.recalcul"]._demander(titre)
        env.cr.commit()
        env.invalidate_all()
        lots, cas = [], []
        while recalcul.faits < len(self.ids) and recalcul.etat != "termine":
            taille = tailles[len(lots) % len(tailles)] if tailles else 200
            taille = min(taille, len(self.ids) - recalcul.faits)
            deja = recalcul.deplacees
            with Lot(env) as lot:
                lot.dossiers = recalcul._traiter_lot(taille)
                env["ir.cron"]._commit_progress()
            env.invalidate_all()
            lot.deplacees = recalcul.deplacees - deja
            lots.append(lot)
            tranche = seuls[len(cas):len(cas) + TRANCHE]
            if tranche:
                cas += [self._seul(recalcul, dossier) for dossier in tranche]
                lot.un_par_un = sum(c.secondes for c in cas[-len(tranche):]) / len(tranche)
            self.dire(f"{titre} : {recalcul.faits} dossiers sur {len(self.ids)}")
        refuses = recalcul.refuses
        recalcul.etat = "termine"  # the cases left over stay as they are
        env.cr.commit()
        return {"titre": titre, "lots": lots, "cas": cas, "refuses": refuses}

    def _seul(self, recalcul, dossier):
        """What a loop over the cases would do: each worked out and kept by itself."""
        with Lot(self.env) as cas:
            recalcul._actualiser(self.env["oilhi.dossier"].browse(dossier))
            self.env.cr.commit()
        self.env.invalidate_all()
        return cas


class Lot:
    """Duration, processor, queries and memory of a block of code."""

    dossiers, deplacees, un_par_un = 1, 0, None

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.lectures = self.ecritures = 0
        self.executer = executer = Cursor.execute

        def compter(curseur, requete, *args, **options):
            mot = str(getattr(requete, "code", requete)).lstrip()[:6].upper()
            self.lectures += mot == "SELECT"
            self.ecritures += mot in ("INSERT", "UPDATE", "DELETE")
            return executer(curseur, requete, *args, **options)

        Cursor.execute = compter
        self.secondes, self.processeur = -time.perf_counter(), -time.process_time()
        return self

    def __exit__(self, *erreur):
        self.secondes += time.perf_counter()
        self.processeur += time.process_time()
        Cursor.execute = self.executer
        with open("/proc/self/status", encoding="ascii") as etat:
            self.memoire = next(int(li.split()[1]) / 1024 for li in etat if li.startswith("VmRSS"))


def _resultat(passes, nombre, attendues, alertes):
    lignes, valeurs = [], {}
    for rang, passe in enumerate(passes):
        v = _valeurs(passe)
        valeurs[passe["titre"]] = v
        lignes.append([
            passe["titre"], len(passe["lots"]), _virgule(v["secondes"], 0),
            f"{_virgule(v['lot_p50'], 2)} / {_virgule(v['lot_p95'], 2)}",
            _virgule(v["ms_par_dossier"], 1), _virgule(v["processeur_ms_par_dossier"], 1),
            _bornes(*v["lectures"]), _bornes(*v["ecritures"]), v["deplacees"],
            f"{v['memoire'][0]:.0f} / {v['memoire'][1]:.0f}",
        ])
        prevues = attendues if rang else 0
        if v["deplacees"] != prevues:
            alertes.append(f"« {passe['titre']} » a déplacé {v['deplacees']} échéances, {prevues} attendues.")
        if v["lectures"][0] != v["lectures"][1]:
            alertes.append(f"« {passe['titre']} » lit la base de {v['lectures'][0]} à "
                           f"{v['lectures'][1]} fois par lot : le nombre devrait être le même.")
        if v["memoire"][1] > 1.2 * v["memoire"][0]:
            alertes.append(f"« {passe['titre']} » : la mémoire croît d'un lot à l'autre.")
        if v["refuses"]:
            alertes.append(f"« {passe['titre']} » a laissé des dossiers : {v['refuses'][:200]}")
        if v["secondes"] > CIBLE:
            alertes.append(f"« {passe['titre']} » a pris {v['secondes']:.0f} s (cible : {CIBLE} s).")
    if nombre < DOSSIERS:
        alertes.append(f"{nombre} dossiers ouverts seulement : la mesure en demande {DOSSIERS}, "
                       "augmentez --volume.")
    un_par_un = _un_par_un(passes[1])
    return {
        "tableaux": [{
            "titre": f"{nombre} dossiers ouverts, {attendues} échéances {CODE} à déplacer "
                     "(lot : médiane / 95e centile ; mémoire : premiers lots / au plus)",
            "colonnes": ["Passage", "lots", "secondes", "s par lot", "ms par dossier", "dont processeur",
                         "lectures par lot", "écritures par lot", "déplacées", "mémoire (Mo)"],
            "lignes": lignes,
        }, {
            "titre": "Une boucle dossier par dossier, dans les mêmes tours",
            "colonnes": ["Mesure", "Valeur"],
            "lignes": [[nom, valeur] for nom, valeur, _brut in un_par_un],
        }],
        "dossiers": nombre, "attendues": attendues, "passes": valeurs,
        "un_par_un": {nom: brut for nom, _valeur, brut in un_par_un}, "alertes": alertes,
    }


def _valeurs(passe):
    lots = passe["lots"]
    # The first batch also reads what the process then keeps (rules, names of models).
    suivants = lots[1:] or lots
    durees = [lot.secondes for lot in lots]
    dossiers = sum(lot.dossiers for lot in lots)
    par_taille = {}
    for lot in suivants:
        par_taille.setdefault(lot.dossiers, set()).add(lot.lectures)
    return {
        "lots": len(lots), "dossiers": dossiers, "secondes": round(sum(durees), 2),
        "lot_p50": round(statistics.median(durees), 3),
        "lot_p95": round(statistics.quantiles(durees, n=20)[-1] if len(durees) > 1 else durees[0], 3),
        "ms_par_dossier": round(1000 * sum(durees) / dossiers, 2),
        "processeur_ms_par_dossier": round(1000 * sum(lot.processeur for lot in lots) / dossiers, 2),
        "lectures": [f(lot.lectures for lot in suivants) for f in (min, max)],
        "lectures_par_taille": {t: sorted(n) for t, n in sorted(par_taille.items())},
        "ecritures": [f(lot.ecritures for lot in suivants) for f in (min, max)],
        "deplacees": sum(lot.deplacees for lot in lots),
        # Sizes take turns in a pass: the first turn has seen the largest of them.
        "memoire": [round(max(lot.memoire for lot in part), 1) for part in (lots[:len(TAILLES)], lots)],
        "refuses": passe["refuses"] or "",
    }


def _un_par_un(passe):
    """Same rounds: what slows one down slows the other."""
    cas = passe["cas"]
    rapports = [lot.un_par_un / (lot.secondes / lot.dossiers)
                for lot in passe["lots"] if lot.un_par_un]
    if len(rapports) < 2:
        return []
    q1, q2, q3 = statistics.quantiles(rapports, n=4)
    duree = statistics.median(c.secondes for c in cas) * 1000
    requetes = [f(c.lectures + c.ecritures for c in cas) for f in (min, max)]
    return [
        ("Dossiers", len(cas), len(cas)),
        ("Millisecondes par dossier (médiane)", _virgule(duree, 1), round(duree, 2)),
        ("Requêtes par dossier", _bornes(*requetes), requetes),
        ("Rapport à un lot [quartiles]",
         f"{_virgule(q2, 1)} [{_virgule(q1, 1)}–{_virgule(q3, 1)}]", [round(q, 2) for q in (q1, q2, q3)]),
    ]


def _virgule(valeur, decimales):
    return f"{valeur:.{decimales}f}".replace(".", ",")


def _bornes(bas, haut):
    return str(bas) if bas == haut else f"{bas}–{haut}"
