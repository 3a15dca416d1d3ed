import logging

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .isolation_jeu import OilhiIsolationCommon
from .isolation_matrice import DONNEES, Matrice
from .isolation_politique import ROLES_DE_DEPARTEMENT, SENSIBLE
from .isolation_registre import CHAMPS_RESERVES, MODELES

_logger = logging.getLogger(__name__)
# Raised when the matrix grows: it must never lose cells in silence.
CELLULES_MIN = 20000
NOTRE = "odoo.addons.oilhi_"
# What is enough to see that a rule is missing.
ESSENTIEL = ("search", "read")


@tagged("post_install", "-at_install", "oilhi_isolation")
class TestIsolation(OilhiIsolationCommon):
    def setUp(self):
        super().setUp()
        # Odoo looks for the rule that refused, to write its message: a third of the time here,
        # where only the refusal counts (TestIsolationRpc goes through the real one).
        self.patch(
            self.registry["ir.rule"], "_make_access_error",
            lambda regles, operation, records: AccessError(operation),
        )

    # -- Nothing forgotten ---------------------------------------------------

    def _nos_modeles(self):
        """Concrete models that our addons define or extend; not what only has a mixin of Odoo that they extend."""
        return {
            nom for nom, cls in self.env.registry.items()
            if not cls._abstract and any(
                base.__module__.startswith(NOTRE) and (base._name == nom or base._name.startswith("oilhi."))
                for base in cls.__mro__
            )
        }

    def test_chaque_modele_est_classe(self):
        absents = self._nos_modeles() - MODELES.keys()
        self.assertFalse(
            absents,
            f"Modèles à classer dans isolation_registre.py (voir CONTRIBUTING.md) : {absents}",
        )
        perimes = MODELES.keys() - self._nos_modeles()
        self.assertFalse(perimes, f"Modèles du registre qui n’existent plus : {perimes}")
        for nom, modele in MODELES.items():
            if modele.classe == "exempte":
                self.assertGreater(len(modele.motif), 20, f"{nom} : dites pourquoi il est exempté")
            elif modele.classe == "transitoire":
                self.assertTrue(self.env[nom]._transient, nom)
            else:
                self.assertFalse(self.env[nom]._transient, f"{nom} est un assistant")

    def test_chaque_modele_a_droits_et_regles(self):
        """An ACL for a named group; a company rule; group rules for each operation."""
        for nom, modele in MODELES.items():
            if modele.classe == "exempte":
                continue
            acces = self.env["ir.model.access"].search([("model_id.model", "=", nom)])
            with self.subTest(modele=nom):
                self.assertTrue(acces, "aucun droit (ir.model.access.csv)")
                self.assertFalse(acces.filtered(lambda a: not a.group_id), "droit sans groupe")
                regles = self.env["ir.rule"].search([("model_id.model", "=", nom)])
                generales = regles.filtered("global")
                domaines = [(regle.domain_force or "").strip() for regle in generales]
                if modele.classe == "transitoire":
                    self.assertIn("create_uid", str(domaines))
                elif modele.classe == "personnel":
                    self.assertIn("[('user_id', '=', user.id)]", domaines)
                elif modele.classe == "personne":
                    self.assertIn("oilhi_lisible", str(domaines))
                elif modele.classe == "adaptation":
                    # The text shared by all has no service, so no département.
                    self.assertIn(
                        "['|', ('service_id', '=', False), ('company_id', 'in', company_ids)]", domaines
                    )
                elif modele.classe != "referentiel":
                    self.assertIn(
                        "[('company_id', 'in', company_ids)]", domaines,
                        "règle de société absente",
                    )
                if modele.classe == "dossier":
                    self._un_verrou_par_operation(regles)

    def _un_verrou_par_operation(self, regles):
        lecteur = self.env.ref("oilhi_partenaires.group_lecteur")
        agents = regles.filtered(lambda r: lecteur in r.groups)
        for operation in ("perm_read", "perm_write", "perm_create", "perm_unlink"):
            self.assertEqual(len(agents.filtered(operation)), 1, operation)

    def test_donnees_de_societe(self):
        """What bears a company without a rule on it would cross the départements."""
        for nom in self._nos_modeles():
            champ = self.env[nom]._fields.get("company_id")
            if champ and champ.store and MODELES[nom].classe == "referentiel":
                self.fail(f"{nom} a une société : ce n’est pas un référentiel commun.")

    def test_chaque_modele_a_un_cas(self):
        for nom, modele in MODELES.items():
            if modele.classe != "exempte":
                self.assertTrue(self.cibles[nom].exists(), f"{nom} : isolation_jeu.py n’en crée aucun")

    def _acteurs(self, modele):
        """The law knows no service: one user of each role, here and in another département."""
        if modele.classe == "reserve":
            return self.acteurs
        ordinaires = [a for a in self.acteurs if not a.role.endswith(SENSIBLE)]
        if modele.classe != "referentiel":
            return ordinaires
        return [
            a for a in ordinaires
            if a.situation in ("voisin", "departement", "sans_service", "autre_departement")
        ]

    # -- The matrix ----------------------------------------------------------

    def test_matrice(self):
        matrice = Matrice(self)
        for nom, modele in MODELES.items():
            if modele.classe != "exempte":
                matrice.modele(nom, self._acteurs(modele))
        for nom in ("oilhi.dossier", "oilhi.document", "res.partner"):
            matrice.fil(nom, self._acteurs(MODELES[nom]))
        _logger.info("Isolation : %s cellules, %s écarts", matrice.cellules, len(matrice.ecarts))
        self.assertFalse(matrice.ecarts, "\n" + "\n".join(matrice.ecarts))
        self.assertGreaterEqual(matrice.cellules, CELLULES_MIN)

    def test_champs_reserves(self):
        """What concerns a household on a row that others read: nothing of it comes out to them."""
        matrice = Matrice(self)
        for nom, champs in CHAMPS_RESERVES.items():
            for champ, valeur in champs.items():
                self.assertEqual(self.cibles[nom][champ], valeur)
                matrice.champ(nom, champ, valeur, self.acteurs)
        self.assertFalse(matrice.ecarts, "\n" + "\n".join(matrice.ecarts))
        self.assertGreaterEqual(matrice.cellules, 10 * len(self.acteurs))

    # -- The matrix itself is tried ------------------------------------------

    def test_une_regle_retiree_se_voit(self):
        """Each rule of our addons, removed alone, opens a gap that the matrix finds."""
        regles = self.env["ir.model.data"].search([
            ("model", "=", "ir.rule"), ("module", "=like", "oilhi\\_%"),
        ])
        # The roles that a rule may touch, without the repetitions of the whole matrix.
        acteurs = [
            a for a in self.acteurs
            if a.role in ("responsable", "juriste", *ROLES_DE_DEPARTEMENT) or a.situation == "voisin"
            or a.role.endswith(SENSIBLE)
        ]
        aveugles = []
        for donnee in regles:
            regle = self.env["ir.rule"].browse(donnee.res_id)
            nom = regle.model_id.model
            if nom not in MODELES or MODELES[nom].classe not in DONNEES:
                continue
            matrice = Matrice(self)
            with self.env.cr.savepoint():
                regle.active = False
                self.env.flush_all()
                for acteur in self._acteurs(MODELES[nom]):
                    if acteur in acteurs and not matrice.ecarts:  # one gap is enough
                        matrice.modele(nom, [acteur], ESSENTIEL, tentatives=False)
                regle.active = True
            if not matrice.ecarts:
                aveugles.append(donnee.complete_name)
        _logger.info("Isolation : %s règles retirées une à une", len(regles))
        self.assertGreaterEqual(len(regles), 60)
        self.assertFalse(aveugles, f"La matrice ne voit pas l’absence de : {aveugles}")
