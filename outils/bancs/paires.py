"""Our screens, and beside each the nearest one of Odoo's own project app, as the web client asks for them.

Both are in the same database, with as many records for whoever looks (see data/charge/taches.py). What
has no counterpart is compared with what costs a user of Odoo as much of his time: it is said beside it.
"""
import json
import re
from collections import Counter
from datetime import date
from itertools import cycle

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

from outils.bancs.chrono import Appel, Enchaine, Ensemble, societes
from outils.bancs.vues import limite_de_compte, lire_vue, pages_du_carnet, recherche, specification

EN_COURS = [("phase", "!=", "clos")]
# The action « All Tasks », as it opens.
TACHES = [("has_template_ancestor", "=", False)]
OUVERTES = [*TACHES, ("is_closed", "=", False)]
LISTE = {"offset": 0, "order": "", "limit": 80, "count_limit": 10001, "contexte": {"bin_size": True}}
FICHES = 5  # records opened in turn
EXPORT = 10_000
TOUT_LISTE, TOUT_TABLEAU = "project.open_view_all_tasks_list_view", "project.view_task_kanban_inherit_all_task"
RECHERCHE = "project.view_task_search_form"
INCONNU = "zwyxqk"
QUI = ("agent", "coordinateur", "superutilisateur")


class Paires:
    """``{screen: (ours, theirs, what theirs is)}``: functions of who looks that return calls.

    ``registre``: of the database to play them on, when several are measured together.
    """

    def __init__(self, env, acteurs, registre=None):
        self.env, self.acteurs, self.registre = env, acteurs, registre
        self.agent = env(user=acteurs["agent"])
        self.dossiers = self.agent["oilhi.dossier"].search(EN_COURS, limit=FICHES)
        self.taches = self.agent["project.task"].search(OUVERTES, limit=FICHES)
        self.absents = []
        self.ecrans = {}
        self._tableaux()
        self._recherches()
        self._fiches()
        self._gestes()
        self._ensemble()

    def de(self, qui):
        return SUPERUSER_ID if qui == "superutilisateur" else self.acteurs[qui]

    def variantes(self, nom, registre, joueurs=QUI):
        """``{(who, side): calls}`` of this screen, for those who have it and may open it."""
        _nous, eux, _quoi = self.ecrans[nom]
        resultat = {}
        for qui in joueurs:
            ici, ailleurs = self.siens(nom, qui, registre), eux(self.de(qui))
            if ici and ailleurs:
                resultat[qui, "oilhi"], resultat[qui, "project"] = ici, ailleurs
        return resultat

    def siens(self, nom, qui, registre):
        """Our calls of this screen; none for who may not make them, which is told."""
        appels = self.ecrans[nom][0](self.de(qui))
        try:
            for appel in appels or ():
                appel.jouer(registre)
        except UserError as refus:
            self.absents.append(f"{nom}, {qui} : {str(refus).splitlines()[0]}")
            return []
        return appels

    def _ajouter(self, nom, nous, eux, quoi):
        self.ecrans[nom] = (nous, eux, quoi)

    def _appel(self, modele, methode, domaine=None, args=(), **options):
        if domaine is not None:
            options["domain"] = domaine
        return lambda uid: [Appel(uid, modele, methode, args, registre=self.registre, **options)]

    # -- kanban, lists --------------------------------------------------------
    def _tableaux(self):
        for nom, modele, groupe, domaine, vue in (
            ("nous", "oilhi.dossier", "phase", EN_COURS, None),
            ("eux", "project.task", "stage_id", OUVERTES, TOUT_TABLEAU),
        ):
            carte = specification(self.agent, modele, "kanban", vue)
            barres = lire_vue(self.agent, modele, "kanban", vue).find(".//progressbar")
            couleurs = {"field": barres.get("field"), "colors": json.loads(barres.get("colors"))}
            setattr(self, f"kanban_{nom}", self._appel(
                modele, "web_read_group", domaine, groupby=[groupe], aggregates=[], offset=0, order="",
                auto_unfold=True, opening_info=[], unfold_read_specification=carte,
                unfold_read_default_limit=20, groupby_read_specification={},
                contexte={"read_group_expand": True}))
            setattr(self, f"barres_{nom}", self._appel(
                modele, "read_progress_bar", domaine, group_by=groupe, progress_bar=couleurs))
        self._ajouter("Tableau par phase", self.kanban_nous, self.kanban_eux, "tableau par étape")
        self._ajouter("Barres du tableau", self.barres_nous, self.barres_eux, "barres du tableau")
        self.liste = {
            "oilhi.dossier": specification(self.agent, "oilhi.dossier", "list"),
            "project.task": specification(self.agent, "project.task", "list", TOUT_LISTE),
        }
        self._ajouter("Liste, première page", self._lire("oilhi.dossier", EN_COURS),
                      self._lire("project.task", OUVERTES), "liste de toutes les tâches")
        self._ajouter("Liste, page 5", self._lire("oilhi.dossier", EN_COURS, offset=320),
                      self._lire("project.task", OUVERTES, offset=320), "la même page")
        self._ajouter("Compte", self._appel("oilhi.dossier", "search_count", EN_COURS),
                      self._appel("project.task", "search_count", OUVERTES), "compte des tâches")
        tard = self._lire("project.task", [*OUVERTES, ("date_deadline", "<", str(date.today()))],
                          order="date_deadline")
        for nom, modele, domaine in (
            ("Échéances à suivre", "oilhi.dossier.echeance", [
                ("dossier_id.active", "=", True), ("tenue_le", "=", False),
                ("sans_objet", "=", False), ("etat", "!=", "echue")]),
            ("Documents, première page", "oilhi.document", []),
        ):
            self.liste[modele] = specification(self.agent, modele, "list")
            self._ajouter(nom, self._lire(modele, domaine), tard, "liste des tâches en retard")

    def _lire(self, modele, domaine, **autres):
        limite = {"count_limit": limite_de_compte(self.agent, modele, TOUT_LISTE if modele == "project.task" else None)}
        return self._appel(modele, "web_search_read", domaine, specification=self.liste[modele],
                           **(LISTE | limite | autres))

    # -- search box ------------------------------------------------------------
    def _recherches(self):
        mots = Counter(m for d in self.agent["oilhi.dossier"].search(EN_COURS, limit=400)
                       for m in set(re.findall(r"\w{6,}", d.name or "")))
        courant = max(sorted(mots), key=mots.get, default=INCONNU)
        # Each looks for one of his own: a task begins with the reference of a case.
        rare = self.dossiers[-1:].reference or INCONNU
        sienne = (self.taches[-1:].name or INCONNU).split(" – ")[0]
        for nom, mot, leur in (("un mot", courant, courant), ("une référence", rare, sienne),
                               ("rien de tel", INCONNU, INCONNU)):
            self._ajouter(
                f"Recherche : {nom}",
                self._lire("oilhi.dossier", [
                    *EN_COURS, *recherche(self.agent, "oilhi.dossier", mot)]),
                self._lire("project.task", [
                    *OUVERTES, *recherche(self.agent, "project.task", leur, RECHERCHE)]),
                "le même mot" if mot == leur else "celle d'une de ses tâches")
        self._ajouter(
            "Liste déroulante : une référence",
            self._appel("oilhi.dossier", "name_search", [], name=rare, limit=8),
            self._appel("project.task", "name_search", [], name=sienne, limit=8),
            "celle d'une de ses tâches")

    # -- one record --------------------------------------------------------------
    def _fiches(self):
        self.fiche = {m: specification(self.agent, m, "form") for m in ("oilhi.dossier", "project.task")}

        def ouvrir(enregistrements):
            return self._chaque(enregistrements, "web_read", contexte={"bin_size": True},
                                specification=self.fiche[enregistrements._name])

        self._ajouter("Fiche", ouvrir(self.dossiers), ouvrir(self.taches), "fiche d'une tâche")
        lues = pages_du_carnet(self.agent, "oilhi.dossier")
        self._ajouter(
            "Une page de la fiche",
            lambda uid: [
                Appel(uid, "oilhi.dossier", "web_read", (dossier.ids,), registre=self.registre, specification=page)
                for dossier, page in zip(cycle(self.dossiers), lues, strict=False)],
            ouvrir(self.taches), "fiche d'une tâche")
        self._ajouter("Parcours d'un dossier", self._chaque(self.dossiers, "parcours"),
                      ouvrir(self.taches), "fiche d'une tâche")

    def _chaque(self, enregistrements, methode, *args, **options):
        return lambda uid: [
            Appel(uid, enregistrements._name, methode, ([numero], *args), registre=self.registre, **options)
            for numero in enregistrements.ids]

    # -- what changes the record (undone) ----------------------------------------
    def _gestes(self):
        def ecrire(valeurs):
            return self._chaque(self.taches, "web_save", valeurs, annule=True,
                                specification=self.fiche["project.task"])

        questions = self._cherche(self._question)
        if questions:
            self._ajouter("Guide : l'état", self._suite([
                (d, "etat_guide", (), {}) for d, _code, _reponse in questions]),
                self._chaque(self.taches, "web_read", specification=self.fiche["project.task"]),
                "fiche d'une tâche")
            self._ajouter("Guide : répondre", self._suite([
                (d, "repondre", (code, reponse), {}) for d, code, reponse in questions], annule=True),
                ecrire({"priority": "1"}), "enregistrer une priorité")
            self._ajouter("Guide : confirmer", self._suite([
                (d, "qualifier", (), {}) for d, _code, _reponse in questions], annule=True),
                ecrire({"state": "03_approved"}), "changer l'état")
        else:
            self.absents.append("Guide : aucun dossier de l'agent n'a de question en suspens")
        if etapes := self._cherche(self._etape):
            self._ajouter("Étape faite", self._suite([
                (e, "realiser", (str(date.today()),), {}) for e in etapes], annule=True),
                ecrire({"state": "1_done"}), "tâche terminée")
        else:
            self.absents.append("Étape faite : aucune étape de l'agent ne se fait sans autre saisie")
        if documents := self._cherche(self._document):
            self._ajouter("Document produit (sans PDF)", self._suite([
                (d, "generer_document", (code, personne), {}) for d, code, personne in documents],
                annule=True, contexte={"oilhi_sans_pdf": True}),
                self._courriel(), "courriel d'un modèle, préparé puis envoyé, avec une pièce")
        else:
            self.absents.append("Document : aucun document ne se refait sans autre saisie")

    def _courriel(self):
        """What the app of tasks has nearest to a document: a template of Odoo, filled from the task in the composer,
        then sent with a file. One that fills nothing (`message_post`) takes a third of the time."""
        modele, courriel = "mail.compose.message", specification(self.agent, "mail.compose.message", "form")
        piece = self.agent["ir.attachment"].create({
            "name": "courrier.txt", "raw": b"Un courrier.", "res_model": modele, "res_id": 0})
        self.env.cr.commit()  # read from other transactions
        modele_de_courriel = self.env.ref("project.mail_template_data_project_task").id

        def envoyer(tache):
            valeurs = {"model": "project.task", "res_ids": repr([tache]), "composition_mode": "comment",
                       "template_id": modele_de_courriel}
            return (
                lambda _r: (modele, "onchange", ([], valeurs, ["template_id"], courriel), {}),
                lambda _r: (modele, "web_save", ([], {**valeurs, "attachment_ids": [[4, piece.id]]}),
                            {"specification": {"display_name": {}}}),
                lambda r: (modele, "action_send_mail", ([r[-1][0]["id"]],), {}),
            )

        return lambda uid: [
            Enchaine(uid, modele, "", envoyer(tache), registre=self.registre, annule=True) for tache in self.taches.ids]

    def _suite(self, appels, **options):
        return lambda uid: [
            Appel(uid, e._name, methode, (e.ids, *args), registre=self.registre, **options, **autres)
            for e, methode, args, autres in appels]

    def _cherche(self, essai, nombre=FICHES, parcourus=20):
        """What ``essai`` finds possible on the agent's cases, tried and undone."""
        trouves = []
        for dossier in self.agent["oilhi.dossier"].search(
            [*EN_COURS, ("modifiable", "=", True)], limit=parcourus
        ).with_context(oilhi_sans_pdf=True, lang="fr_FR"):
            if len(trouves) == nombre:
                break
            if (trouve := essai(dossier)) is not None:
                trouves.append(trouve)
        return trouves

    def _possible(self, geste):
        registre = self.registre or self.env.registry
        with registre.cursor() as cr:
            try:
                geste(api.Environment(cr, self.acteurs["agent"], {
                    "lang": "fr_FR", "oilhi_sans_pdf": True,
                    "allowed_company_ids": societes(registre, self.acteurs["agent"])}))
                return True
            except UserError:
                return False
            finally:
                cr.rollback()

    def _question(self, dossier):
        for question in dossier.etat_guide()["questions"]:
            if question["reponses"]:
                code, reponse = question["code"], question["reponses"][0]["code"]
                if self._possible(lambda env, code=code, reponse=reponse: env["oilhi.dossier"].browse(
                        dossier.id).repondre(code, [reponse])):
                    return dossier, code, [reponse]
        return None

    def _etape(self, dossier):
        for etape in dossier.etape_ids.filtered(lambda e: e.etat == "a_faire")[:4]:
            if self._possible(lambda env, numero=etape.id: env["oilhi.dossier.etape"].browse(
                    numero).realiser(str(date.today()))):
                return etape
        return None

    def _document(self, dossier):
        for document in dossier.document_ids[:4]:
            code, personne = document.code, document.destinataire_id.id
            if self._possible(lambda env, code=code, personne=personne: env["oilhi.dossier"].browse(
                    dossier.id).generer_document(code, personne)):
                return dossier, code, personne
        return None

    # -- what reads many records --------------------------------------------------
    def _ensemble(self):
        self._ajouter(
            "Croisé communes × phases",
            self._appel("oilhi.dossier", "formatted_read_grouping_sets", EN_COURS,
                        grouping_sets=[[], ["commune_id"], ["phase"], ["commune_id", "phase"]],
                        aggregates=["__count"]),
            self._appel("project.task", "formatted_read_grouping_sets", OUVERTES,
                        grouping_sets=[[], ["project_id"], ["stage_id"], ["project_id", "stage_id"]],
                        aggregates=["__count"]), "croisé projets × étapes")
        miennes = specification(
            self.agent, "project.task", "list", "project.open_view_my_tasks_list_view")
        self._ajouter(
            "À faire cette semaine",
            lambda uid: [
                Appel(uid, "oilhi.dossier", "a_faire", (perimetre,), registre=self.registre)
                for qui, perimetre in (
                    ("agent", "service"), ("coordinateur", "departement"), ("national", "departement"))
                if uid == self.acteurs[qui]],
            self._appel("project.task", "web_search_read", OUVERTES, specification=miennes,
                        **(LISTE | {"limit": 300})), "« Mes tâches », autant de lignes")
        self._pilotage()
        self._exporter()

    def _pilotage(self):
        projets = specification(self.agent, "project.project", "kanban", "project.view_project_kanban")
        bord = self._appel(
            "project.project", "web_search_read", [("is_template", "=", False)],
            specification=projets, **(LISTE | {"limit": 40}))
        agenda, autant = self._agenda(), "agenda, autant de tâches, et leur liste"
        service = self.dossiers[:1].service_id.id
        for nom, methode, args, eux, quoi in (
            ("Tableau de bord", "tableau", (False,), bord, "projets et leurs comptes"),
            ("Tableau de bord d'un service", "tableau", (service,), bord, "projets et leurs comptes"),
            ("Carte", "carte", (), agenda, autant),
            *((f"Carte, {vue}", "carte", ("ouvert", False, bornes, zoom), self._agenda(nombre), autant)
              for vue, zoom, bornes, nombre in self._fenetres()),
        ):
            if hasattr(self.env["oilhi.dossier"], methode):
                self._ajouter(nom, self._appel("oilhi.dossier", methode, args=args), eux, quoi)
            else:
                self.absents.append(f"{nom} : l'application n'en a pas")
        if "oilhi.pilotage.dossier" not in self.env:
            self.absents.append("Analyse croisée : l'application n'en a pas")
            return

        def analyser(modele):
            champs = [noeud.get("name") for noeud in lire_vue(self.env, modele, "pivot").findall("field")]
            mesures = [f"{c}:{agregat}" for c in champs
                       if (agregat := self.env[modele]._fields[c].aggregator)]
            axe = next(c for c in champs if self.env[modele]._fields[c].type == "many2one")
            return lambda uid: [
                Appel(uid, modele, "formatted_read_grouping_sets", registre=self.registre, domain=[],
                      grouping_sets=[[], [axe]], aggregates=["__count", *mesures])
            ] if self.env(user=uid)[modele].has_access("read") else []

        self._ajouter("Analyse croisée", analyser("oilhi.pilotage.dossier"),
                      analyser("report.project.task.user"), "analyse des tâches")

    def _fenetres(self):
        """``(view, zoom, limits, cases in it)`` around a case of the agent, as wide as his screen at that zoom."""
        place = self.dossiers.filtered("latitude")[:1]
        for vue, zoom in (("un canton", 12), ("une ville", 13), ("un quartier", 15)) if place else ():
            demi = 360 * 3 / 2 ** zoom / 2
            bornes = [place.latitude - demi / 2, place.longitude - demi,
                      place.latitude + demi / 2, place.longitude + demi]
            nombre = self.agent["oilhi.dossier"].search_count([
                ("latitude", ">=", bornes[0]), ("latitude", "<=", bornes[2]),
                ("longitude", ">=", bornes[1]), ("longitude", "<=", bornes[3])])
            yield vue, zoom, bornes, nombre

    def _agenda(self, nombre=None):
        """The calendar that shows every task with its date, as many as the points of a map, and a list beside.

        Odoo’s shows a year at most: its days are widened so that both read as many records.
        """
        arch = lire_vue(self.agent, "project.task", "calendar")
        champs = list(dict.fromkeys([
            "display_name", arch.get("date_start"), *(c.get("name") for c in arch.iterfind(".//field")
                                                      if c.get("name") in self.env["project.task"]._fields)]))
        domaine = [*OUVERTES, ("date_deadline", "!=", False)]
        agenda = self._appel("project.task", "search_read", domaine, fields=champs, limit=nombre)
        liste = self._lire("project.task", domaine, limit=min(50, nombre or 50))
        return lambda uid: [Ensemble(*agenda(uid), *liste(uid))]

    def _exporter(self):
        champs = {
            "oilhi.dossier": ["reference", "name", "service_id/name", "commune_id/name", "user_id/name",
                              "phase", "prochaine_echeance"],
            "project.task": ["priority", "name", "project_id/name", "stage_id/name", "user_ids/name",
                             "state", "date_deadline"],
        }

        def exporter(modele):
            def appels(uid):
                ids = self.env(user=uid)[modele].search([], limit=EXPORT).ids
                return [Appel(uid, modele, "export_data", (ids, champs[modele]), registre=self.registre,
                              contexte={"import_compat": False})]
            return appels

        self._ajouter(f"Export ({EXPORT} lignes au plus)", exporter("oilhi.dossier"),
                      exporter("project.task"), "export des tâches")
