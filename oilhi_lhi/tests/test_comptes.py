import itertools
import random
from collections import Counter
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from ..models.oilhi_dossier_phase import GRAVITES
from ..models.tableau.oilhi_dossier_comptes import COMPTES
from .test_tableau import JOUR, OilhiTableauCommon

EN_COURS = [("phase", "!=", "clos")]
COULEURS = {"field": "gravite", "colors": {code: "info" for code, _nom in GRAVITES}}
# What the kept numbers answer: the filters of the screens, and how they may be joined.
TENUS = (
    [],
    EN_COURS,
    [("phase", "=", "clos")],
    [("phase", "=", False)],
    [("urgence", "=", True)],
    [("urgence", "=", False), *EN_COURS],
    [("urgence", "!=", True)],
    [("sous_arrete", "=", True)],
    [("gravite", "in", ["3", "4", False])],
    ["|", ("gravite", "=", False), ("phase", "in", ["arrete", "signalement"])],
    ["!", ("gravite", "=", "4")],
    [("active", "=", False)],
    [("active", "in", [True, False]), ("urgence", "=", True)],
    [(0, "=", 1)],
)
# And what they do not: what is not kept, what is not kept together, what has to be looked for.
AUTRES = (
    [("name", "ilike", "tableau")],
    [("service_id.name", "!=", "x"), *EN_COURS],
    [("phase", "ilike", "clo")],
    [("lisible", "=", True)],
    [("id", ">", 0)],
    [("commune_id", "ilike", "arr")],
    [("commune_id.name", "=", "Arras")],
    Domain.custom(to_sql=lambda modele, alias, requete: modele._field_to_sql(alias, "urgence", requete)),
)


@tagged("post_install", "-at_install")
class TestComptes(OilhiTableauCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.societe = cls.env["res.company"].create({"name": "Département voisin"})
        cls.deux = cls._nouvel_utilisateur("coordinateur", "oilhi_deux_departements")
        cls.deux.write({"company_ids": [Command.set((cls.company | cls.societe).ids)]})
        cls.service_voisin = cls.env["oilhi.service"].create({
            "name": "Service voisin", "company_id": cls.societe.id, "type": "mairie", "commune_id": cls.commune_arras.id,
        })
        cls.batiment_voisin = cls.env["oilhi.batiment"].create({
            "rue": "7 rue du Voisin", "commune_id": cls.commune_arras.id, "company_id": cls.societe.id,
        })

    @classmethod
    def _cas_voisin(cls):
        return cls.env["oilhi.dossier"].with_company(cls.societe).create({
            "name": "Cas voisin du tableau", "company_id": cls.societe.id, "service_id": cls.service_voisin.id,
            "batiment_id": cls.batiment_voisin.id, "date_signalement": "2027-01-05",
        })

    def _qui(self):
        """{who: (cases as he asks for them, whether his numbers are kept)}"""
        dossiers = self.env["oilhi.dossier"]
        return {
            "coordinateur": (dossiers.with_user(self.coordinateur), True),
            "deux départements": (dossiers.with_user(self.deux).with_context(
                allowed_company_ids=[self.company.id, self.societe.id]), True),
            "le second seul": (dossiers.with_user(self.deux).with_context(
                allowed_company_ids=[self.societe.id]), True),
            "agent": (dossiers.with_user(self.agent), False),
            "responsable": (dossiers.with_user(self.responsable), False),
        }

    def _verifier_comptes(self, dossiers, domaine):
        """Each number against the cases themselves, found and read one by one."""
        lus = dossiers.search(domaine)
        self.assertEqual(dossiers.search_count(domaine), len(lus))
        self.assertEqual(dossiers.search_count(domaine, limit=2), min(2, len(lus)))
        for champs in (["phase"], ["gravite"], ["phase", "gravite"], ["urgence", "phase"], ["commune_id"],
                       ["commune_id", "phase"]):
            attendus = Counter(tuple(d[c] for c in champs) for d in lus)
            comptes = dossiers._read_group(domaine, champs, ["__count"])
            self.assertEqual({tuple(v): n for *v, n in comptes}, attendus, champs)
            self.assertEqual(len(comptes), len(attendus))
        ensembles = [[], ["commune_id"], ["phase"], ["commune_id", "phase"]]
        for champs, lignes in zip(ensembles, dossiers._read_grouping_sets(domaine, ensembles, ["__count"]), strict=True):
            attendus = Counter(tuple(d[c] for c in champs) for d in lus)
            self.assertEqual({tuple(v): n for *v, n in lignes if n}, attendus, champs)
        barres = dossiers.read_progress_bar(domaine, "phase", COULEURS)
        attendus = Counter((str(d.phase), d.gravite) for d in lus if d.gravite)
        self.assertEqual(
            {(phase, g): n for phase, valeurs in barres.items() for g, n in valeurs.items() if n}, attendus
        )

    def test_egaux_aux_dossiers(self):
        """Whatever was just written, in the same transaction and below the ORM too, for each reader."""
        hasard = random.Random(11)
        cas = self._cas_voisin()
        for service in self.services:
            cas |= self._dossier(service) | self._dossier(service)

        def danger(dossier):
            dossier.write({"desordre_ids": [Command.clear(), Command.create({
                "desordre_id": self.desordre_mur.id, "gravite": hasard.choice("1234"), "date": "2027-01-05",
            })]})

        def corriger(dossier):
            self.env["oilhi.dossier"].flush_model()
            self.env.cr.execute(
                "UPDATE oilhi_dossier SET phase = %s, gravite = NULL WHERE id = %s",
                (hasard.choice(["carence", "clos", None]), dossier.id),
            )
            self.env.invalidate_all()

        gestes = {
            "danger": danger,
            "sql": corriger,
            "filed": lambda d: d.write({"classe_le": False if d.classe_le else "2027-05-01"}),
            "archived": lambda d: d.write({"active": not d.active}),
            "commune": lambda d: d.company_id == self.company and d.write(
                {"batiment_id": hasard.choice(self.batiments).id}),
            "opened": lambda d: d.procedure_ids or d.company_id != self.company or self._ouvrir(d, "MSO", ("MSO-12",)),
            "order": lambda d: d.etape_ids.write({"etat": "faite", "date": JOUR - timedelta(days=9)}),
            "created": lambda d: self._dossier(hasard.choice(self.services)),
            "deleted": lambda d: d.procedure_ids or d.unlink(),
            "added up": lambda d: self.env["oilhi.tableau.chiffre"]._replier(JOUR),
            "counted again": lambda d: self.env["oilhi.tableau.chiffre"]._recompter(),
        }
        domaines = itertools.cycle([*TENUS, *AUTRES])
        for rang, nom in enumerate([*gestes, *hasard.choices(list(gestes), k=5)]):
            gestes[nom](hasard.choice(cas.exists()))
            for domaine in (next(domaines), next(domaines)):
                for qui, (dossiers, _tenus) in self._qui().items():
                    with self.subTest(rang=rang, nom=nom, qui=qui, domaine=domaine):
                        self._verifier_comptes(dossiers, domaine)

    def test_qui_les_lit(self):
        """Kept numbers that are made wrong show who reads them, and for what; nobody else does."""
        self._cas_voisin()
        for service in self.services:
            self._dossier(service)
        self.env["oilhi.tableau.chiffre"]._replier(JOUR)
        for table in map(self.env.__getitem__, COMPTES):
            self.env.cr.execute(f"UPDATE {table._table} SET nombre = nombre + 1000")
        for qui, (dossiers, tenus) in self._qui().items():
            for domaine in [*TENUS, *AUTRES]:
                reels = len(dossiers.search(domaine))
                lisent = tenus and domaine in TENUS and bool(reels)
                with self.subTest(qui=qui, domaine=domaine):
                    self.assertEqual(dossiers.search_count(domaine) > 999, lisent)
                    groupes = dossiers._read_group(domaine, ["phase"], ["__count"])
                    self.assertEqual(any(n > 999 for _phase, n in groupes), lisent)
            with self.subTest(qui=qui):
                tableau = dossiers.web_read_group(EN_COURS, ["phase"], auto_unfold=True)
                self.assertEqual(any(g["__count"] > 999 for g in tableau["groups"]), tenus)
                croise = dossiers.formatted_read_grouping_sets(
                    EN_COURS, [[], ["commune_id", "phase"]], ["__count"])
                self.assertEqual(croise[0][0]["__count"] > 999, tenus)
                # A measure of the cases is no number of them; a commune and an urgency are not kept together.
                for groupes, agregats in ((["phase"], ["__count", "id:max"]), (["commune_id", "urgence"], ["__count"])):
                    self.assertFalse(any(ligne[len(groupes)] > 999 for ligne in dossiers._read_group(
                        EN_COURS, groupes, agregats)))
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier"].with_user(self.juriste).search_count([])

    def test_regle_ajoutee(self):
        """A host who narrows what a coordinateur sees narrows what is counted for him."""
        self._dossier(self.services[0])
        garde = self._dossier(self.services[1])
        dossiers = self.env["oilhi.dossier"].with_user(self.coordinateur)
        self.assertTrue(dossiers._comptes([]))
        self.env["ir.rule"].create({
            "name": "Un seul dossier", "model_id": self.env["ir.model"]._get_id("oilhi.dossier"),
            "domain_force": [("id", "=", garde.id)],
        })
        self.assertFalse(dossiers._comptes([]))
        self.assertEqual(dossiers.search_count([]), 1)

    def test_ecarts_reportes(self):
        """Adding up leaves one row for each set of values, and none for nothing."""
        cas = self._dossier(self.services[0]) | self._dossier(self.services[0])
        cas[0].classe_le = "2027-05-01"
        self.env["oilhi.tableau.chiffre"]._replier(JOUR)
        for modele in COMPTES:
            compte = self.env[modele].with_context(active_test=False)
            lignes = compte.search([])
            self.assertFalse(any(lignes.mapped("ecart")), modele)
            self.assertFalse([ligne.nombre for ligne in lignes if ligne.nombre <= 0], modele)
            cles = [tuple(ligne[c] for c in compte._champs) for ligne in lignes]
            self.assertEqual(len(cles), len(set(cles)), modele)
        with self.assertNoLogs("odoo.addons.oilhi_lhi.models.tableau", "WARNING"):
            self.env["oilhi.tableau.chiffre"]._cron_recompter()
