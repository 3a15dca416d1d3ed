"""The images of the guides, one by one: who looks, on what, and what is done before the shot."""
from collections import namedtuple

Image = namedtuple("Image", "compte ecran gestes")
FOIS, PAUSE = 30, 700  # shots at most, and the milliseconds between two
AGENT, RESPONSABLE, COORDINATEUR = "agent.arras", "responsable.arras", "coordinateur"


class Page:
    """A page of the browser, with the few gestures that the images need."""

    def __init__(self, page, adresse, numero):
        self.page, self.adresse, self.numero = page, adresse, numero

    def aller(self, chemin, attendre):
        self.page.goto(f"{self.adresse}/odoo/{chemin}")
        self.page.wait_for_selector(attendre)

    def dossier(self, cle, onglet=None):
        self.aller(f"oilhi.dossier/{self.numero(cle)}", ".o_form_view .o_notebook")
        if onglet:
            self.cliquer(f".o_notebook a[name={onglet}]")
            self.page.wait_for_selector(f".o_notebook a[name={onglet}].active")

    def cliquer(self, *selecteurs):
        for selecteur in selecteurs:
            self.page.locator(selecteur).first.click()

    def remplir(self, selecteur, texte):
        self.page.fill(selecteur, texte)

    def voir(self, selecteur):
        self.page.wait_for_selector(selecteur)

    def deplier(self, selecteur):
        self.page.locator(selecteur).evaluate_all("tous => tous.forEach(e => e.open = true)")

    def monter(self, selecteur):
        """That element at the top: what is above it says nothing to the reader."""
        self.page.locator(selecteur).first.evaluate("e => e.scrollIntoView({block: 'start'})")

    def photo(self):
        """Taken when two in a row are the same: nothing on its way, no caret that blinks."""
        self.page.mouse.move(0, 0)
        self.page.evaluate("() => document.activeElement?.blur()")
        self.page.wait_for_function("() => !document.querySelector('.o_loading_indicator')")
        avant, apres = None, self.page.screenshot()
        for _fois in range(FOIS):
            if avant == apres:
                break
            self.page.wait_for_timeout(PAUSE)
            avant, apres = apres, self.page.screenshot()
        return apres


def semaine(page):
    page.aller("a-faire-cette-semaine", ".o_oilhi_semaine li")


def signalement(page):
    page.aller("dossiers", ".o_kanban_view .o_kanban_record")
    page.cliquer(".o-kanban-button-new:visible")
    page.voir(".modal .o_form_view")
    page.remplir(".modal .o_field_widget[name=name] textarea, .modal .o_field_widget[name=name] input",
                 "Mur qui se bombe au-dessus du trottoir")
    page.remplir(".modal .o_field_widget[name=description] textarea",
                 "Appel de la voisine d’en face : le mur a bougé depuis les pluies.")


def faits(page):
    page.dossier("demo_dossier_pignon", "faits")
    page.monter(".o_field_widget[name=desordre_ids]")


def visite(page):
    page.dossier("demo_dossier_02")
    page.cliquer(".o-form-buttonbox .o_button_more:visible, button[name=action_visites]:visible")
    page.cliquer("button[name=action_visites]:visible")
    page.voir("button[name=action_preparer_liste]:visible, .o_field_widget[name=heure_debut]")


def _guide(page, cle, vue):
    page.dossier(cle)
    page.cliquer("button[name=action_ouvrir_guide]:visible", f".o_oilhi_etape[data-vue={vue}]")
    page.voir(f".o_oilhi_etape[data-vue={vue}].o_oilhi_courante")


def guide(page):
    _guide(page, "demo_dossier_02", "questions")
    page.voir(".o_oilhi_guide .o_oilhi_avancement")


def guide_resultat(page):
    _guide(page, "demo_dossier_pignon", "resultat")


def dossier_parcours(page):
    page.dossier("demo_dossier_pignon", "parcours")
    page.voir(".o_oilhi_parcours h2")
    page.monter(".o_oilhi_parcours")


def etape(page):
    dossier_parcours(page)
    page.cliquer(".o_oilhi_parcours button:has-text('C’est fait')")
    page.voir(".modal button[name=action_realiser]")


def preparer(page):
    page.dossier("demo_dossier_pignon", "documents")
    page.cliquer("button[name=action_preparer_document]")
    page.voir(".modal button[name=action_preparer]")


def controle(page):
    page.dossier("demo_dossier_19", "parcours")
    page.voir(".o_oilhi_parcours h2")
    page.deplier(".o_oilhi_parcours details")
    page.cliquer(".o_oilhi_parcours [data-action=controler]:visible")
    page.voir(".o_oilhi_page_controle h1")


def notifications(page):
    page.dossier("demo_dossier_31", "documents")
    page.cliquer(".o_field_widget[name=document_ids] tr:has-text('Arrêté') button[name=action_ouvrir]",
                 ".o_notebook a[name=notifications]", "button[name=action_matrice]:visible")
    page.voir(".o_field_widget[name=ligne_ids] .o_data_row")


def mesures(page):
    page.dossier("demo_dossier_31", "mesures")
    page.monter(".o_field_widget[name=mesure_ids]")


def tableau(page):
    page.aller("dossiers", ".o_kanban_view .o_kanban_record")


def tableau_de_bord(page):
    page.aller("tableau-de-bord", ".o_oilhi_tableau")


IMAGES = {
    "semaine": Image(AGENT, "bureau", semaine),
    "signalement": Image(AGENT, "bureau", signalement),
    "faits": Image(AGENT, "bureau", faits),
    "visite": Image(AGENT, "telephone", visite),
    "guide": Image(AGENT, "bureau", guide),
    "guide_resultat": Image(AGENT, "bureau", guide_resultat),
    "dossier_parcours": Image(AGENT, "bureau", dossier_parcours),
    "etape": Image(AGENT, "bureau", etape),
    "preparer": Image(AGENT, "bureau", preparer),
    "controle": Image(RESPONSABLE, "bureau", controle),
    "notifications": Image(AGENT, "bureau", notifications),
    "mesures": Image(AGENT, "bureau", mesures),
    "tableau": Image(AGENT, "bureau", tableau),
    "tableau_de_bord": Image(COORDINATEUR, "bureau", tableau_de_bord),
}
