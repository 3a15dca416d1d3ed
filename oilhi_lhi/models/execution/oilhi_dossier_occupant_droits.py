from dataclasses import replace

from odoo import api, fields, models

from ...moteur.astreinte import ZERO, en_montant
from ...moteur.francais import date_courte, date_lettres, euros
from ...moteur.lecture import regles_livrees
from ...moteur.mesures import lieu
from ...moteur.occupants import (
    Acte,
    Envoi,
    Interdiction,
    Menage,
    Offre,
    defaillances,
    droits,
    effet,
)

TYPES = {
    "interdiction_temporaire": "temporaire",
    "interdiction_definitive": "definitive",
    "cessation": "cessation",
}
# Orders that open nothing of this block: said, so that nobody announces it (droit_procedures § 22).
SANS_EFFET = ("RSHS", "PGI", "PGS", "DSP", "PLOMB")
NIVEAUX = {
    "confirme": ("Texte lu", "fa-check-circle", "text-success"),
    "a_verifier": ("À vérifier", "fa-question-circle", "text-warning-emphasis"),
    "pratique": ("Usage", "fa-info-circle", "text-info-emphasis"),
}
ETATS = {"ouvert": "", "exclu": "Exclu", "surveiller": "À surveiller"}


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _suspend_loyers(self):
        """Steps whose sending stops the rents (CCH L. 521-2 I)."""
        return self.etape_ids.filtered(lambda e: "DL-LOYER-FIN" in e._codes("delai_codes"))


class OilhiDossierOccupant(models.Model):
    """From the facts of the case to the rights of a household: the core computes, nothing here."""

    _name = "oilhi.dossier.occupant"
    _inherit = ["oilhi.dossier.occupant", "oilhi.parcours.source"]

    # What moves the clock of a rent (see _echeances_menages).
    _parcours_champs = frozenset({
        "titre", "personne_id", "bailleur_id", "lot", "plomb", "vacant_depuis", "entree", "fin",
    })  # fmt: skip

    droits_html = fields.Html("Droits", compute="_compute_droits_html", sanitize=False)
    resume = fields.Char("En bref", compute="_compute_resume")

    def droits(self):
        """Rights of the household as plain values, dates in ISO, computed now from the facts."""
        self.ensure_one()
        self.check_access("read")
        return [
            {
                "code": d.code,
                "titre": d.titre,
                "du": d.du and d.du.isoformat(),
                "au": d.au and d.au.isoformat(),
                "montant": None if d.montant is None else float(d.montant),
                "debiteur": d.debiteur,
                "a_defaut": d.a_defaut,
                "base": d.base,
                "niveau": d.niveau,
                "calcul": d.calcul,
                "a_faire": d.a_faire,
                "etat": d.etat,
            }
            for d in self._droits()
        ]

    def _droits(self):
        self.ensure_one()
        return droits(
            self._menage(),
            self._actes(),
            jour=fields.Date.context_today(self),
            regles=self.env["oilhi.delai"]._regles() or None,
        )

    # Everything of the case may move a right; the form computes it when it is opened, no more.
    @api.depends(lambda self: (
        "titre", "bonne_foi", "principale", "loyer", "charges", "loyer_verse_au", "loyer_restitue",
        "entree", "fin", "bail_fin", "eviction", "retour", "nouveau_loyer", "relogeur", "plomb",
        "loyer_previsionnel", "convention_precaire", "inhabitable", "inhabitable_du", "allocation",
        "vacant_depuis", "bail_limite", "suroccupe", "operation", "evacuation_definitive",
        "bailleur_id", "personne_id", "offre_ids.reponse", "offre_ids.adaptee", "offre_ids.auteur",
        "offre_ids.nature", "offre_ids.date", "dossier_id.fait_ids", "dossier_id.mesure_ids",
    ))  # fmt: skip
    def _compute_droits_html(self):
        for menage in self:
            menage.droits_html = self.env["ir.qweb"]._render("oilhi_lhi.occupant_droits", {
                "droits": menage._droits(),
                "niveaux": NIVEAUX,
                "etats": ETATS,
                "date": date_courte,
                "euros": euros,
            })

    @api.depends("droits_html")
    def _compute_resume(self):
        """The dates that matter at first sight, in words."""
        for menage in self:
            morceaux = []
            for d in menage._droits():
                if d.code in ("LOYER", "HEBERGEMENT", "RELOGEMENT", "VACANCE", "PARTI", "AUCUN"):
                    doute = d.niveau == "a_verifier" and "vérifier" not in d.titre
                    morceaux.append("".join([
                        d.titre,
                        self._periode(d),
                        self.env._(" (à vérifier)") if doute else "",
                    ]))
            menage.resume = " ; ".join(morceaux) or self.env._("Aucun arrêté : rien n’est dû à ce titre.")

    def _periode(self, d):
        if not (d.du or d.au):
            return ""
        if not d.au:
            return self.env._(" à partir du %s", date_courte(d.du))
        if not d.du:
            return self.env._(" jusqu’au %s", date_courte(d.au))
        return self.env._(" du %(du)s au %(au)s", du=date_courte(d.du), au=date_courte(d.au))

    # -- What the core reads -------------------------------------------------

    def _menage(self):
        self.ensure_one()

        def somme(champ):
            return en_montant(self[champ]) or None

        return Menage(
            titre=self.titre,
            bonne_foi=self.bonne_foi,
            principale=self.principale,
            loyer=somme("loyer"),
            charges=somme("charges"),
            allocation=self.allocation,
            entree=self.entree or None,
            fin=self.fin or None,
            bail_fin=self.bail_fin or None,
            vacant_depuis=self.vacant_depuis or None,
            eviction=self.eviction or None,
            retour=self.retour or None,
            nouveau_loyer=somme("nouveau_loyer"),
            relogeur=self.relogeur or "",
            loyer_previsionnel=somme("loyer_previsionnel"),
            convention=self.convention_precaire,
            verse_au=self.loyer_verse_au or None,
            restitue=somme("loyer_restitue") or ZERO,
            offres=tuple(
                Offre(o.auteur, o.nature, o.date, o.adaptee, o.reponse)
                for o in self.offre_ids
                if o.date
            ),
        )

    def _actes(self):
        """One Acte per procedure whose order was signed, here or by the préfet."""
        self.ensure_one()
        actes = []
        for procedure in self.dossier_id.procedure_ids:
            pris = procedure._faites("arrete", "decision_tiers")
            suspend = procedure._suspend_loyers()
            if pris and (suspend or procedure.code.startswith(SANS_EFFET)):
                actes.append(self._acte(procedure, pris, suspend))
        return tuple(actes)

    def _defaillances(self, jour):
        """Has the owner failed to lodge this household on that day, order by order?"""
        self.ensure_one()
        return defaillances(self._menage(), self._actes(), jour)

    def _effet_loyer(self, procedure, envois):
        """What the order of that procedure does to this rent, had it left with these sendings."""
        self.ensure_one()
        acte = self._acte(
            procedure, procedure._faites("arrete", "decision_tiers"), procedure._suspend_loyers()
        )
        return effet(
            self._menage(), replace(acte, envois=tuple(envois)),
            self.env["oilhi.delai"]._regles() or regles_livrees(),
        )

    def _effet_loyer_au(self, procedure, jour):
        """The same, by the sendings that are recorded; while there is none, were it sent that day."""
        etapes = procedure._suspend_loyers()
        envois = self._envois(etapes.fait_ids, etapes)
        return self._effet_loyer(procedure, envois or (Envoi(jour),))

    def _recoit_loyer(self, personne):
        """Is that person the one this household pays?"""
        self.ensure_one()
        if not personne:
            return True
        if self.bailleur_id:
            return personne == self.bailleur_id
        return personne.role in self.dossier_id._roles_loueurs() and (
            personne.tenue or personne.role == "bailleur"
        )

    def _acte(self, procedure, pris, suspend):
        code = procedure.procedure_id.code
        mainlevees = procedure._faites("mainlevee")
        leves = mainlevees.fait_ids
        constats = procedure._faites("execution")
        recues = [
            jour for fait in suspend._faits_recus(suspend.fait_ids) if (jour := fait._debut())
        ] if suspend else []  # fmt: skip
        levee_recues = [jour for fait in leves if (jour := fait._debut())]
        siennes = [
            jour for fait in leves
            if fait.destinataire_id == self.personne_id and (jour := fait._debut())
        ]  # fmt: skip
        interdictions = [
            Interdiction(TYPES[m.type], m.date_effet or None, m.date_offre or None, m._levee_seule())
            for m in procedure.mesure_ids
            if m.type in TYPES and self._vise_par(m)
        ]
        if self.evacuation_definitive:
            interdictions.append(Interdiction("evacuation", self.eviction or None))
        return Acte(
            procedure=code,
            libelle=self.env._("l’arrêté du %s", date_lettres(pris[:1].date)) if pris else self.env._("l’arrêté"),
            autorite=self._autorite(procedure),
            envois=self._envois(suspend.fait_ids, suspend),
            levees=self._envois(leves, mainlevees),
            levee_recue=min(siennes or levee_recues, default=None),
            levee_le=min((e.date for e in mainlevees if e.date), default=None),
            notifie_le=min(recues, default=None),
            constat=min((e.date for e in constats if e.date), default=None),
            interdictions=tuple(interdictions),
            leves_seuls=tuple(
                (m._nom_court(), jour) for m in procedure.mesure_ids.filtered(self._est_de_son_lot)
                if (jour := m._levee_seule())
            ),
            inhabitable=self.inhabitable,
            inhabitable_du=self.inhabitable_du or None,
            parties_communes=self.dossier_id._copropriete() == "parties_communes",
            autres_lots=self._hors_mesures(procedure.mesure_ids),
            plomb=self._plomb(procedure),
            contre_occupant=self._contre_occupant(procedure),
            suroccupation=self.suroccupe and code.startswith("INS"),
            operation=self.operation,
            limite=self.bail_limite or None,
        )

    def _vise_par(self, mesure):
        """A measure written for another lot does not bear on this household; unsaid, it does."""
        return not (mesure.lot and self.lot) or self._est_de_son_lot(mesure)

    def _est_de_son_lot(self, mesure):
        """Written for that lot, whatever the capitals and the spaces."""
        return bool(self.lot and mesure.lot) and lieu("privative", mesure.lot) == lieu("privative", self.lot)

    def _hors_mesures(self, mesures):
        """Every measure is for another lot, or for another occupant: is this home « visé »?"""
        return bool(mesures) and not any(
            self._vise_par(m)
            and (m.personne_id.role != "occupant" or m.personne_id == (self.personne_id or m.personne_id))
            for m in mesures
        )

    def _envois(self, faits, etapes):
        """Sendings to the landlord of this household; without one, those to whoever owns."""
        remis = etapes._faits_recus(faits) if etapes else faits
        if not remis:
            return ()
        loueurs = self.dossier_id._roles_loueurs()
        siens = (self.bailleur_id and remis.filtered(lambda f: f.destinataire_id == self.bailleur_id)
                 ) or remis.filtered(  # fmt: skip
            lambda f: not f.destinataire_id or f.destinataire_id.role in loueurs
        )
        return tuple(self._envoi(fait) for fait in siens or remis)

    def _envoi(self, fait):
        affichage = fait.mode == "affichage"
        return Envoi(
            (fait._debut() or fait.date) if affichage else fait.date,
            affichage=affichage,
            prouve=bool(fait.piece_ids),
        )

    def _autorite(self, procedure):
        if procedure.procedure_id.titulaire == "prefet":
            return "prefet"
        epci = (
            self.dossier_id.service_id.type == "epci" or self.dossier_id.autorite == "president_epci"
        )
        return "epci" if epci and procedure._police_habitat() else "maire"

    def _plomb(self, procedure):
        """Said on the household; else, lead in the guide is a ground, perhaps not the only one."""
        if self.plomb:
            return self.plomb
        prefet = procedure.procedure_id.titulaire == "prefet"
        return "partie" if prefet and "oui" in self.dossier_id._reponse_parcours("Q8") else "non"

    def _contre_occupant(self, procedure):
        """Measures taken against the person who has the use of this very home (L. 521-2 I)."""
        contre = procedure.mesure_ids.filtered(
            lambda m: m.personne_id.role == "occupant"
            and (not self.personne_id or m.personne_id == self.personne_id)
        )
        if not contre:
            return "non"
        return "seul" if contre == procedure.mesure_ids else "partie"
