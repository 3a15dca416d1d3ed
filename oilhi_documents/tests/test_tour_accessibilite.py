import json
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from odoo.tests import common, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import Navigateur, OilhiTour

from .common import OilhiDocumentsCommon

# Parts of the screen that Odoo draws by itself: whole, then {rule of axe: where Odoo alone breaks it}.
ENTIERES = [".o_searchview", ".o-mail-Chatter", ".o_pivot"]
D_ODOO = {
    "aria-allowed-attr": [".o-dropdown"],
    "aria-required-parent": [".o_notebook_headers"],
    "autocomplete-valid": [".o_select_menu"],
    "button-name": [".o_optional_columns_dropdown", ".o_control_panel", ".o_statusbar_buttons"],
    "label": [".o_list_record_selector"],
}
SEMAINE = {"nom": "À faire cette semaine", "ouvrir": "oilhi_lhi.action_oilhi_semaine",
           "attendre": ".o_oilhi_semaine [data-section]"}
TABLEAU = {"nom": "Tableau de bord", "ouvrir": "oilhi_lhi.action_oilhi_tableau",
           "attendre": ".o_oilhi_tableau .o_oilhi_tableau_corps"}
CARTE = {"nom": "Carte", "ouvrir": "oilhi_lhi.action_oilhi_carte", "attendre": ".o_oilhi_carte[aria-busy=false]"}
PHASES = {"nom": "Tableau des dossiers", "ouvrir": "oilhi_lhi.action_oilhi_dossier",
          "attendre": ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)"}
ECHEANCES = {"nom": "Échéances", "ouvrir": "oilhi_lhi.action_oilhi_dossier_echeance",
             "attendre": ".o_data_row, .o_kanban_record"}
DOCUMENTS = {"nom": "Documents", "ouvrir": "oilhi_documents.oilhi_document_action",
             "attendre": ".o_data_row, .o_kanban_record"}


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAccessibilite(OilhiDocumentsCommon, OilhiTour):
    """axe finds nothing serious in what OILHI draws, on a screen and on a telephone (RGAA, WCAG 2.1 AA)."""

    def _controler(self, login, *ecrans):
        trouve = find_spec("axe_playwright_python")
        if not trouve:
            self.skipTest("axe est absent : paquet axe-playwright-python (requirements-dev.txt).")
        code = "\n".join([
            Path(trouve.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8"),
            Path(__file__).with_name("accessibilite.js").read_text(encoding="utf-8"),
            f"controler({', '.join(map(json.dumps, (ecrans, ENTIERES, D_ODOO)))})"
            ".catch((erreur) => console.error(erreur.message));",
        ])
        with patch.object(common, "ChromeBrowser", Navigateur):
            self.browser_js("/odoo", code, "odoo.isReady === true", login=login, timeout=300)

    def _fiche(self, dossier, nom, cliquer, attendre):
        return {
            "nom": nom, "attendre": attendre, "cliquer": cliquer,
            "ouvrir": {"type": "ir.actions.act_window", "res_model": "oilhi.dossier", "res_id": dossier.id,
                       "views": [[False, "form"]]},
        }

    def _ecrans(self):
        arrete = self._arrete_signe()
        dossier = arrete.dossier_id
        arrete.transmettre("2027-02-16")
        arrete.notifier(None, "lrar", "2027-02-17", "2027-02-19", personne_id=self._proprietaire(dossier).id)
        return (
            PHASES, ECHEANCES, DOCUMENTS, CARTE,
            *(
                self._fiche(dossier, f"Fiche, page {page}", f".o_notebook_headers [name={page}]", attendre)
                for page, attendre in (
                    ("faits", "[name=desordre_ids]"), ("parcours", ".o_oilhi_parcours [data-groupe]"),
                    ("documents", "[name=document_ids] :is(.o_data_row, .o_kanban_record)"),
                )
            ),
            self._fiche(dossier, "Guide", "button[name=action_ouvrir_guide]", ".o_oilhi_guide [data-question]"),
        )

    def test_agent(self):
        self._controler(self.agent.login, SEMAINE, *self._ecrans())

    def test_agent_telephone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self._controler(self.agent.login, SEMAINE, *self._ecrans())

    def test_coordinateur(self):
        self._ecrans()
        self._controler(self.coordinateur.login, TABLEAU, CARTE)
