from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median, quantiles

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import OilhiLhiCommon

MODELES = ("dossier", "flux", "desordre", "procedure", "etape", "nuit", "delai", "mesure")
# Case of Arras or Béthune: reported, procedures (code, opened, closed, state), filed, disorders.
DOSSIERS = (
    ("arras", "2027-01-10", [("MSO", "2027-01-20", None, "en_cours")], None, ("STR-02", "STR-02", "TOI-03")),
    ("arras", "2027-01-25", [("MSO", "2027-02-01", "2027-06-01", "close")], None, ("STR-02",)),
    ("arras", "2027-03-02", [("MSU", "2027-03-03", "2027-03-20", "close"),
                             ("MSO", "2027-03-20", "2027-12-20", "close")], None, ("TOI-03",)),
    ("arras", "2028-02-05", [("RSHS", "2028-02-06", "2028-02-26", "abandonnee")], "2028-03-01", ()),
    ("arras", "2028-02-09", [], None, ("STR-02",)),
    ("arras", "2028-03-01", [("RSHS", "2028-03-10", "2028-08-07", "close")], None, ()),
    ("bethune", "2027-02-01", [("MSO", "2027-02-02", "2027-02-12", "close")], None, ("STR-02", "TOI-03")),
    ("bethune", "2028-05-01", [("MSU", "2028-05-02", None, "en_cours")], None, ("TOI-03",)),
)  # fmt: skip
ETAPES = {"MSO-01": 1, "MSO-04": 3, "MSO-08": 10, "MSO-12": 45}
# (procedure, steps done, how it ended, a demolition was carried out) -> outcome
ISSUES = (
    # The owner repaired after the letter: closed at MSO-11, no order was taken (CCH L. 511-10).
    ("MSO", ("MSO-08", "MSO-11"), "close", False, "avant"),
    # Works found done, order lifted (CCH L. 511-14).
    ("MSO", ("MSO-12", "MSO-17a", "MSO-18a"), "close", False, "mainlevee"),
    # The order is lifted too, but the mayor had to do the works (CCH L. 511-16).
    ("MSO", ("MSO-12", "MSO-17b", "MSO-19b", "MSO-17a", "MSO-18a"), "close", False, "office"),
    ("MSU", ("MSU-07", "MSU-12", "MSU-14"), "close", True, "office"),
    # The owner demolished as the order said.
    ("MSO", ("MSO-12", "MSO-17a", "MSO-18a"), "close", True, "demolition"),
    # The order was withdrawn, then the procedure ended in writing.
    ("MSO", ("MSO-12", "MSO-23"), "abandonnee", False, "abroge"),
    ("MSO", ("MSO-08",), "abandonnee", False, "abandonnee"),
    ("MSO", ("MSO-04",), "relayee", False, "relayee"),
    # The danger is no more imminent, the ordinary procedure goes on (CCH L. 511-21).
    ("MSU", ("MSU-07", "MSU-15"), "close", False, "relayee"),
    ("MSU", ("MSU-07", "MSU-14"), "close", False, "mainlevee"),
    ("MSO", ("MSO-12",), "en_cours", False, "en_cours"),
    ("PGI", ("PGI-02", "PGI-06"), "close", False, "mainlevee"),
    ("INS-ORD", ("INS-08", "INS-10"), "close", False, "mainlevee"),
    # The step says « verify, and execute if need be »: nothing tells which of the two was done.
    ("DSP", ("DSP-03", "DSP-04"), "close", False, "autre"),
    ("RSHS", ("RSHS-04", "RSHS-13"), "close", False, "avant"),
    ("RSHS", ("RSHS-08", "RSHS-13"), "close", False, "apres"),
    ("TNE", ("TNE-04", "TNE-06", "TNE-07"), "close", False, "office"),
    ("ERP-HEB", ("ERP-02", "ERP-07"), "close", False, "apres"),
    ("ABAN", ("ABAN-03", "ABAN-11"), "close", False, "avant"),
    # An heir came forward after the order: neither works nor a lifting.
    ("BSM", ("BSM-02", "BSM-05"), "close", False, "autre"),
    # No order in this procedure.
    ("INC", ("INC-01", "INC-07"), "close", False, "sans_arrete"),
)  # fmt: skip


def _centile(valeurs):
    """Ninth decile, by the standard library."""
    return quantiles(valeurs, n=10, method="inclusive")[-1] if len(valeurs) > 1 else valeurs[0]


@tagged("post_install", "-at_install")
class TestPilotageAnalyse(OilhiLhiCommon):
    """Figures of steering against a second count, made from the facts typed here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lieux = {
            "arras": (cls.service_mairie_arras, cls.commune_arras),
            "bethune": (cls.service_autre, cls.commune_bethune),
        }
        cls.desordres = {"STR-02": cls.desordre_mur, "TOI-03": cls.desordre_cheminee}
        cls.dossiers = cls.env["oilhi.dossier"]
        for lieu, jour, procedures, classe, desordres in DOSSIERS:
            service, commune = cls.lieux[lieu]
            dossier = cls.env["oilhi.dossier"].create({
                "name": "Essai du pilotage",
                "service_id": service.id,
                "batiment_id": cls._batiment(rue=f"{len(cls.dossiers) + 1} rue Comptée", commune=commune).id,
                "date_signalement": jour,
                "desordre_ids": [
                    Command.create({"desordre_id": cls.desordres[code].id, "gravite": "3", "date": jour})
                    for code in desordres
                ],
            })
            for code, ouverte, close, etat in procedures:
                cls._procedure(dossier, code, ouverte, ETAPES if code == "MSO" else {}).write(
                    {"etat": etat, "date_cloture": close}
                )
            if classe:
                dossier.write({"classe_le": classe, "motif_classement": "Rien à faire"})
            cls.dossiers |= dossier
        cls.env.flush_all()

    @classmethod
    def _procedure(cls, dossier, code, ouverte, faites):
        """`faites`: {code: days after the opening}; the other steps are set aside."""
        reference = cls.env.ref(f"oilhi_lhi.procedure_{code.replace('-', '_')}")
        ouverte = fields.Date.to_date(ouverte)
        procedure = cls.env["oilhi.dossier.procedure"].create({
            "dossier_id": dossier.id, "procedure_id": reference.id, "date_ouverture": ouverte,
        })
        cls.env["oilhi.dossier.etape"].create([
            {
                "dossier_id": dossier.id,
                "dossier_procedure_id": procedure.id,
                "etape_id": etape.id,
                "etat": "faite" if etape.code in faites else "ecartee",
                "date": ouverte + timedelta(days=faites[etape.code]) if etape.code in faites else False,
            }
            for etape in reference._etapes()
        ])
        return procedure

    def _utilisateurs(self):
        """Who asks -> the cases that he may read, of those made here."""
        arras = self.dossiers.filtered(lambda d: d.service_id == self.service_mairie_arras)
        return (
            (self.responsable, arras),
            (self.agent_autre, self.dossiers - arras),
            (self.coordinateur, self.dossiers),
        )

    def _modele(self, nom, user):
        return self.env[f"oilhi.pilotage.{nom}"].with_user(user)

    @property
    def _miens(self):
        return [("dossier_id", "in", self.dossiers.ids)]

    @staticmethod
    def _sortie(dossier):
        """Day on which the case left, from its procedures."""
        if dossier.phase != "clos":
            return None
        return dossier.classe_le or max(dossier.procedure_ids.mapped("date_cloture"))

    # -- Stock ---------------------------------------------------------------

    def test_stock(self):
        """Open, closed, age and total time, by commune and in all, for each who asks."""
        jour = fields.Date.context_today(self.dossiers)
        mesures = [
            "dossiers:sum", "ouverts:sum", "clos:sum", "age_median:median", "duree_mediane:median",
            "duree_p90:p90", "phase_mediane:median", "phase_p90:p90",
        ]
        for recul, dossier in enumerate(self.dossiers):
            dossier.phase_depuis = jour - timedelta(days=7 * recul)
        for user, dossiers in self._utilisateurs():
            with self.subTest(user=user.login):
                totaux, communes = self._modele("dossier", user)._read_grouping_sets(
                    self._miens, [[], ["commune_id"]], mesures
                )
                self.assertEqual(
                    {commune for commune, *_lu in communes}, set(dossiers.commune_id.with_env(user.env))
                )
                for groupe, *lu in [(dossiers.commune_id, *totaux[0]), *communes]:
                    siens = dossiers.filtered(lambda d, c=groupe: d.commune_id.id in c.ids)
                    sorties = [(self._sortie(d), d) for d in siens if self._sortie(d)]
                    durees = [(sortie - d.date_signalement).days for sortie, d in sorties]
                    ages = [(jour - d.date_signalement).days for d in siens if not self._sortie(d)]
                    self.assertEqual(lu[:3], [len(siens), len(ages), len(durees)])
                    phases = [(jour - d.phase_depuis).days for d in siens if not self._sortie(d)]
                    attendus = (
                        median(ages), median(durees), _centile(durees), median(phases), _centile(phases)
                    )
                    for valeur, attendu in zip(lu[3:], attendus, strict=True):
                        self.assertAlmostEqual(valeur, attendu, 6)

    def test_mediane_jamais_de_medianes(self):
        """The total is worked out on the cases: it is not what the groups would give."""
        # As the pivot, the graph and the grouped list of the web client ask for it.
        modele = self._modele("dossier", self.coordinateur)
        totaux, groupes = modele.formatted_read_grouping_sets(
            self._miens, [[], ["commune_id"]], ["duree_mediane:median", "__count"]
        )
        graphe = modele.formatted_read_group(self._miens, ["commune_id"], ["duree_mediane:median"])
        liste = modele.web_read_group(self._miens, ["commune_id"], ["duree_mediane:median"])["groups"]
        lues = [g["duree_mediane:median"] for g in groupes]
        self.assertEqual(lues, [g["duree_mediane:median"] for g in graphe])
        self.assertEqual(lues, [g["duree_mediane:median"] for g in liste])
        durees = sorted((self._sortie(d) - d.date_signalement).days for d in self.dossiers if self._sortie(d))
        self.assertEqual(totaux[0]["duree_mediane:median"], median(durees))
        self.assertNotEqual(median(lues), median(durees))
        # A group without a closed case has no median; sorting by it is possible.
        ouverts = [*self._miens, ("phase", "!=", "clos")]
        self.assertEqual(modele._read_group(ouverts, [], ["duree_mediane:median"]), [(False,)])
        tri = modele._read_group(
            self._miens, ["commune_id"], ["duree_mediane:median"], order="duree_mediane:median desc"
        )
        self.assertEqual([valeur for _c, valeur in tri], sorted(lues, reverse=True))
        self.assertEqual(modele._read_group([("id", "in", [])], [], ["duree_mediane:p90"]), [(False,)])

    def test_procedure_principale_et_issue(self):
        """The open procedure, else the one brought to its end; filing without a procedure is said."""
        lues = {r.id: r for r in self._modele("dossier", self.coordinateur).search(self._miens)}
        d = self.dossiers
        self.assertEqual(
            [lues[x.id].procedure_id.code or "" for x in d],
            ["MSO", "MSO", "MSO", "RSHS", "", "RSHS", "MSO", "MSU"],
        )
        self.assertEqual(
            [lues[x.id].issue for x in d],
            ["en_cours", "autre", "autre", "classe", "en_cours", "autre", "autre", "en_cours"],
        )
        self.assertEqual(
            (lues[d[0].id].annee, lues[d[0].id].mois_annee, lues[d[0].id].epci_id),
            ("2027", "01", self.commune_arras.epci_id),
        )

    def test_pas_encore_ecrit(self):
        """What was just changed, and not written yet, counts."""
        modele = self._modele("dossier", self.coordinateur)
        avant = modele._read_group(self._miens, [], ["clos:sum"])[0][0]
        self.dossiers[4].write({"classe_le": "2028-06-01", "motif_classement": "Rien à faire"})
        self.assertEqual(modele._read_group(self._miens, [], ["clos:sum"])[0][0], avant + 1)
        self.dossiers[4].batiment_id.copropriete = "oui"
        self.assertEqual(modele.search_count([*self._miens, ("copropriete", "=", "oui")]), 1)
        self.dossiers[4].desordre_ids.gravite = "4"
        graves = self._modele("desordre", self.coordinateur).search([*self._miens, ("gravite", "=", "4")])
        self.assertEqual(graves.dossier_id, self.dossiers[4])
        self.dossiers.active = False
        for nom in MODELES:
            self.assertFalse(self._modele(nom, self.coordinateur).search_count(self._miens), nom)

    # -- Flow ----------------------------------------------------------------

    def test_flux(self):
        """Entries and closings of each month; added up, they give the cases open at its end."""
        for user, dossiers in self._utilisateurs():
            with self.subTest(user=user.login):
                lus = self._modele("flux", user)._read_group(
                    self._miens, ["mois:month"], ["entrees:sum", "sorties:sum", "solde:sum"]
                )
                entrees = Counter(d.date_signalement.replace(day=1) for d in dossiers)
                sorties = Counter(self._sortie(d).replace(day=1) for d in dossiers if self._sortie(d))
                self.assertEqual({mois: n for mois, n, *_r in lus if n}, dict(entrees))
                self.assertEqual({mois: n for mois, _e, n, _s in lus if n}, dict(sorties))
                stock = 0
                for mois, _e, _s, solde in lus:
                    stock += solde
                    fin = mois + relativedelta(months=1)
                    self.assertEqual(stock, sum(
                        d.date_signalement < fin and (not self._sortie(d) or self._sortie(d) >= fin)
                        for d in dossiers
                    ), mois)

    def test_annees_comparees(self):
        """The same months of two years, side by side."""
        domaine = [*self._miens, ("annee", "in", ["2027", "2028"]), ("mois_annee", "<=", "03")]
        lus = self._modele("flux", self.coordinateur)._read_group(
            domaine, ["mois_annee", "annee"], ["entrees:sum", "sorties:sum"]
        )
        self.assertEqual(lus, [
            ("01", "2027", 2, 0), ("02", "2027", 1, 1), ("02", "2028", 2, 0), ("03", "2027", 1, 0),
            ("03", "2028", 1, 1),
        ])

    # -- Disorders -----------------------------------------------------------

    def test_desordres(self):
        """A case with two gables counts once under gables, once under its category, once in all."""
        for user, dossiers in self._utilisateurs():
            with self.subTest(user=user.login):
                totaux, groupes = self._modele("desordre", user)._read_grouping_sets(
                    self._miens, [[], ["desordre_id"]],
                    ["dossiers:count_distinct", "dossiers_ouverts:count_distinct", "constats:sum"],
                )
                par_desordre = defaultdict(list)
                for ligne in dossiers.desordre_ids:
                    par_desordre[ligne.desordre_id.id].append(ligne.dossier_id)
                attendu = {
                    desordre: (len(set(vus)), len({d for d in vus if d.phase != "clos"}), len(vus))
                    for desordre, vus in par_desordre.items()
                }
                self.assertEqual({r.id: tuple(n) for r, *n in groupes}, attendu)
                avec = dossiers.filtered("desordre_ids")
                self.assertEqual(totaux[0], (
                    len(avec), len(avec.filtered(lambda d: d.phase != "clos")), len(dossiers.desordre_ids),
                ))

    # -- Steps and procedures ------------------------------------------------

    def test_etapes(self):
        """Days since the opening, days since the step before, by step."""
        attendues = {"MSO-01": (1, 1), "MSO-04": (3, 2), "MSO-08": (10, 7), "MSO-12": (45, 35)}
        lentes = self.dossiers[0].etape_ids.filtered(lambda e: e.code == "MSO-12")
        lentes.date += timedelta(days=100)
        for user, dossiers in self._utilisateurs():
            with self.subTest(user=user.login):
                lus = self._modele("etape", user)._read_group(
                    self._miens, ["etape_id"],
                    ["faites:sum", "ouverture_mediane:median", "ouverture_p90:p90",
                     "precedente_mediane:median", "precedente_p90:p90"],
                )
                self.assertEqual({etape.code for etape, *_r in lus}, set(attendues if lus else ()))
                mso = dossiers.procedure_ids.filtered(lambda p: p.code == "MSO")
                for etape, *lu in lus:
                    plus = [
                        100 * (etape.code == "MSO-12" and p.dossier_id == self.dossiers[0]) for p in mso
                    ]
                    attendu = [len(mso)]
                    for base in attendues[etape.code]:
                        jours = [base + p for p in plus]
                        attendu += [median(jours), _centile(jours)]
                    for valeur, juste in zip(lu, attendu, strict=True):
                        self.assertAlmostEqual(valeur, juste, 6, etape.code)

    def test_durees_des_procedures(self):
        for user, dossiers in self._utilisateurs():
            with self.subTest(user=user.login):
                lus = self._modele("procedure", user)._read_group(
                    self._miens, ["procedure_id"],
                    ["ouvertes:sum", "en_cours:sum", "terminees:sum", "dossiers:count_distinct",
                     "duree_mediane:median", "duree_p90:p90"],
                )
                procedures = dossiers.procedure_ids
                self.assertEqual({p.id for p, *_r in lus}, set(procedures.procedure_id.ids))
                for reference, *lu in lus:
                    siennes = procedures.filtered(lambda p, r=reference: p.procedure_id.id == r.id)
                    closes = siennes.filtered(lambda p: p.etat != "en_cours")
                    jours = [(p.date_cloture - p.date_ouverture).days for p in closes]
                    self.assertEqual(lu[:4], [
                        len(siennes), len(siennes - closes), len(closes), len(siennes.dossier_id),
                    ])
                    self.assertAlmostEqual(lu[4] or 0, median(jours) if jours else 0, 6)
                    self.assertAlmostEqual(lu[5] or 0, _centile(jours) if jours else 0, 6)

    def test_issues(self):
        """Facts -> outcome, as a jurist reads them."""
        dossier = self.dossiers[4]
        for code, faites, etat, demolition, attendu in ISSUES:
            with self.subTest(procedure=code, faites=faites, etat=etat, demolition=demolition):
                procedure = self._procedure(dossier, code, "2028-03-01", dict.fromkeys(faites, 5))
                self.assertEqual(procedure.etape_ids.filtered(lambda e: e.etat == "faite").mapped("code"),
                                 [e.code for e in procedure.etape_ids if e.code in faites])
                self.assertEqual(len(procedure.etape_ids.filtered(lambda e: e.etat == "faite")), len(faites))
                if demolition:
                    self.env["oilhi.dossier.mesure"].create({
                        "dossier_id": dossier.id, "dossier_procedure_id": procedure.id, "type": "demolition",
                        "texte": "Démolir le pignon.", "delai_nombre": 2,
                    }).date_realisation = "2028-04-01"
                procedure.write({
                    "etat": etat, "date_cloture": False if etat == "en_cours" else "2028-06-01",
                })
                self.env.invalidate_all()
                ligne = self._modele("procedure", self.responsable).browse(procedure.id)
                self.assertEqual(ligne.issue, attendu)
                self.assertEqual(
                    (ligne.offices, ligne.demolitions), (int(attendu == "office"), int(demolition))
                )
                ligne_dossier = self._modele("dossier", self.responsable).browse(dossier.id)
                if etat == "close":
                    procedure.dossier_id.procedure_ids.filtered(lambda p: p.etat == "en_cours").write(
                        {"etat": "abandonnee", "date_cloture": "2028-06-01"}
                    )
                    self.assertEqual(ligne_dossier.issue, attendu, "The case ends as its procedure")

    # -- Who reads, and what the screens ask ---------------------------------

    def test_chacun_ses_services(self):
        for nom in MODELES:
            with self.subTest(modele=nom):
                champs = self.env[f"oilhi.pilotage.{nom}"]._fields
                self.assertFalse({"user_id", "personne_id", "occupant_id", "name"} & set(champs))
                for user, dossiers in self._utilisateurs():
                    modele = self._modele(nom, user)
                    lues = modele.search(self._miens)
                    self.assertLessEqual(set(lues.dossier_id.ids), set(dossiers.ids))
                    tous = modele.search([])
                    self.assertEqual(tous.dossier_id._filtered_access("read"), tous.dossier_id)
                if nom in ("dossier", "flux", "procedure", "etape", "desordre"):
                    lignes = self._modele(nom, self.responsable).search(self._miens)
                    self.assertTrue(lignes)
                    with self.assertRaises(AccessError):
                        lignes[:1].with_user(self.agent_autre).read(["mois"])
                    with self.assertRaises(AccessError):
                        lignes[:1].write({"annee": "2020"})

    def _menus(self):
        racine = self.env.ref("oilhi_lhi.menu_oilhi_pilotage")
        return self.env["ir.ui.menu"].search([("id", "child_of", racine.id), ("action", "!=", False)])

    def test_ecrans(self):
        """What each screen of the menu asks for as it opens, each of its filters: one query a table."""
        jour = date(2028, 6, 15)
        contexte = {
            "context_today": lambda: jour, "relativedelta": relativedelta, "uid": self.responsable.id,
        }
        for menu in self._menus():
            action = menu.action
            if action._name != "ir.actions.act_window" or not action.res_model.startswith("oilhi.pilotage."):
                continue
            modele = self.env[action.res_model].with_user(self.responsable)
            vues = dict(action.views)
            for genre in ("pivot", "graph", "search"):
                vue = next((v for v, g in vues.items() if g == genre), False)
                arbre = etree.fromstring(modele.get_view(vue, genre)["arch"])
                with self.subTest(menu=menu.name, vue=genre):
                    if genre == "search":
                        self._essayer_filtres(modele, arbre, contexte)
                        continue
                    champs = arbre.findall("field")
                    mesures = ["__count"] + [
                        f"{c.get('name')}:{modele._fields[c.get('name')].aggregator}"
                        for c in champs if c.get("type") == "measure"
                    ]
                    groupes = [
                        f"{c.get('name')}:{c.get('interval')}" if c.get("interval") else c.get("name")
                        for c in champs if c.get("type") != "measure"
                    ]
                    ensembles = [groupes[:n] for n in range(len(groupes) + 1)]
                    modele.formatted_read_grouping_sets([], ensembles, mesures)  # warms the caches
                    avec = self._requetes(modele, [], ensembles, mesures)
                    peu = self._requetes(modele, [("dossier_id", "=", self.dossiers[0].id)], ensembles, mesures)
                    self.assertLessEqual(avec, peu + 1, "Not more queries for more cases")

    def _requetes(self, modele, domaine, ensembles, mesures):
        self.env.flush_all()
        self.env.invalidate_all()
        avant = self.env.cr.sql_log_count
        modele.formatted_read_grouping_sets(domaine, ensembles, mesures)
        return self.env.cr.sql_log_count - avant

    def _essayer_filtres(self, modele, arbre, contexte):
        noms = [f.get("name") for f in arbre.iter("filter")]
        self.assertLessEqual({"cette_annee", "annee_passee", "memes_mois", "par_annee", "par_mois_annee"}, set(noms))
        for filtre in arbre.iter("filter"):
            if filtre.get("domain"):
                modele.search_count(safe_eval(filtre.get("domain"), contexte))
            elif filtre.get("context"):
                groupe = safe_eval(filtre.get("context"))["group_by"]
                modele.formatted_read_group([], [groupe], ["__count"])
            else:
                self.assertEqual(modele._fields[filtre.get("date")].type, "date")

    def test_delais_ponderes(self):
        """The share held of a group is that of its deadlines, whatever the groups below it."""
        delai = self.env["oilhi.delai"].search([("retard", "=", True), ("depart_type", "=", "acte")], limit=1)
        execution = self.env["oilhi.delai"].search([("code", "=", "DL-EXEC-MS")], limit=1)
        attendu = {self.dossiers[0]: (delai, 1, 0), self.dossiers[6]: (execution, 1, 3)}
        for dossier, (regle, tenus, tards) in attendu.items():
            self.env["oilhi.dossier.echeance"].create([
                {
                    "dossier_id": dossier.id, "delai_id": regle.id, "nature": regle.nature,
                    "date": "2027-04-01", "tenue_le": tenue, "retard_possible": True,
                    "niveau_preuve": "confirme",
                }
                for tenue in ["2027-04-01"] * tenus + ["2027-04-09"] * tards
            ])
        totaux, services, familles, epci = self._modele("delai", self.coordinateur)._read_grouping_sets(
            [*self._miens, ("code", "in", [delai.code, execution.code])],
            [[], ["service_id"], ["famille"], ["epci_id"]], ["taux:avg", "__count"],
        )
        self.assertEqual(totaux, [(40, 5)], "Two held out of five, not the mean of 100 and 25")
        self.assertEqual(
            {s.id: (taux, n) for s, taux, n in services},
            {self.service_mairie_arras.id: (100, 1), self.service_autre.id: (25, 4)},
        )
        self.assertEqual(dict((f, t) for f, t, _n in familles), {"butoir": 100, "execution": 25})
        self.assertEqual(
            {e.id for e, _t, _n in epci}, {self.commune_arras.epci_id.id, self.commune_bethune.epci_id.id}
        )
