from odoo import models

from ..moteur.blocage import Blocage
from ..moteur.delais import respecte_maximum, verifier_delai_observations
from ..moteur.francais import nombre_groupe

# Deliveries of CCH R. 511-8: posting is for the unknown address only (C.2 rule 23).
REMISES = ("contradictoire", "notification", "mainlevee", "astreinte", "office")
VISITES_CCH = "L. 511-7"


class OilhiDossierEtape(models.Model):
    """What forbids a step as it is typed: dates, hours, amounts, ways of delivery (C.2)."""

    _inherit = "oilhi.dossier.etape"

    def _blocages_saisie(self, saisie):
        blocages = []
        for champ, mot in (
            ("date_reception", self.env._("La réception")),
            ("date_presentation", self.env._("La première présentation")),
            ("date_transmission", self.env._("La transmission au préfet")),
        ):
            debut = saisie["date"]
            if champ == "date_transmission" and (signature := self._signature()):
                debut = signature
            if saisie[champ] and saisie[champ] < debut:
                blocages.append(Blocage("DATES", self.env._(
                    "%(mot)s (%(apres)s) ne peut pas précéder le %(avant)s. Corrigez l’une des deux "
                    "dates.",
                    mot=mot,
                    apres=saisie[champ].strftime("%d/%m/%Y"),
                    avant=debut.strftime("%d/%m/%Y"),
                )))
        blocages += self._blocages_observations(saisie) + self._blocages_affichage(saisie)
        blocages += self._blocages_maximum(saisie)
        habitation = self.dossier_id.usage in ("habitation", "mixte")
        heure = saisie["heure"]
        # What the préfet's services did is a fact: said, not refused.
        prefet = self.dossier_procedure_id.procedure_id.titulaire == "prefet"
        cch = VISITES_CCH in (self.etape_id.base or "")
        visite = cch and self.etape_id.nature == "visite"
        if visite and habitation and heure and not "06:00" <= heure <= "21:00":
            blocages.append(Blocage("C2-22", self.env._(
                "Visite à %s : dans un lieu qui sert à l’habitation, même vide, les visites ont lieu "
                "entre 6 heures et 21 heures (CCH L. 511-7). Un constat fait à une autre heure ne "
                "peut pas fonder l’arrêté : refaites la visite.",
                heure,
            ), justifiable=prefet))
        plafond = self._plafond_astreinte(saisie["date"])
        if plafond and (saisie["montant"] or 0) > plafond.nombre:
            blocages.append(Blocage("ASTREINTE", self.env._(
                "L’astreinte ne peut pas dépasser %(plafond)s € par jour de retard (%(base)s).",
                plafond=nombre_groupe(int(plafond.nombre)),
                base=plafond.base,
            )))
        return blocages

    def _plafond_astreinte(self, jour):
        """Rule of the ceiling per day, None for a step that sets no astreinte."""
        if self.etape_id.nature != "astreinte":
            return None
        delais = self.env["oilhi.delai"]
        regles = [
            delais._version(code, jour).regle
            for code in self._codes("delai_codes")
            if code in delais._versions()
        ]
        return next((r for r in regles if r.unite == "euros" and r.nombre), None)

    def _blocages_astreinte(self, date):
        """No day of astreinte once the execution d’office is notified (C.2 rule 19)."""
        office = self._de_nature("office").fait_ids.filtered(lambda f: f._debut())
        if office and date >= (fin := min(f._debut() for f in office)):
            return [Blocage("C2-19", self.env._(
                "L’exécution d’office a été notifiée le %s : l’astreinte a pris fin ce jour-là et "
                "aucune autre ne peut être prononcée (CCH L. 511-15 III). Liquidez ce qui est dû "
                "avant cette date ; pour enregistrer une liquidation, écrivez-le.",
                fin.strftime("%d/%m/%Y"),
            ), justifiable=True)]
        return []

    def _signature(self):
        """Date on which the act that this step notifies was signed."""
        return min((e.date for e in self._acte() if e.date), default=None)

    def _blocages_observations(self, saisie):
        if self.etape_id.nature != "contradictoire" or not saisie["delai_nombre"]:
            return []
        personne = self.env["oilhi.dossier.personne"].browse(saisie["destinataire_id"] or [])
        copropriete, destinataire = self._cas_copropriete(personne)
        refus = verifier_delai_observations(
            saisie["delai_nombre"],
            saisie["delai_unite"],
            self.dossier_procedure_id.code,
            copropriete,
            destinataire=destinataire,
        )
        return [Blocage("C2-11", self.env._(
            "%s Envoyez une nouvelle lettre avec un délai suffisant.", refus.message
        ), justifiable=self.dossier_procedure_id.procedure_id.titulaire == "prefet")] if refus else []

    def _blocages_maximum(self, saisie):
        """The time that the act gives is never longer than its text allows (L. 126-3: one year)."""
        if not saisie["delai_nombre"] or "delai" not in self._codes("faits_demandes"):
            return []
        delais = self.env["oilhi.delai"]
        versions = [
            delais._version(code, saisie["date"]) for code in self._codes("delai_codes")
            if code in delais._versions()
        ]
        refus = [
            respecte_maximum(saisie["delai_nombre"], saisie["delai_unite"], v.regle)
            for v in versions if v.plafond
        ]
        return [Blocage(r.code, r.message) for r in refus if r]

    def _cas_copropriete(self, personne):
        """(answer to Q10, kind of recipient): what R12 needs to choose between one and two months."""
        copropriete = self.dossier_id._copropriete()
        if personne.role != "syndic":
            return copropriete, "personne" if personne else None
        # Writing to the syndic without more: his own two months (R. 511-10).
        inconnue = copropriete in (None, "non", "parties_privatives")
        return ("parties_communes" if inconnue else copropriete), "syndic"

    def _blocages_affichage(self, saisie):
        # R. 511-8 governs the acts of the CCH alone, not a mise en demeure under the RSHS.
        cch = self.dossier_procedure_id._police_habitat()
        if saisie["mode"] != "affichage" or self.etape_id.nature not in REMISES or not cch:
            return []
        personne = self.env["oilhi.dossier.personne"].browse(saisie["destinataire_id"] or [])
        visees = personne or self.dossier_id.personne_ids.filtered("tenue")
        connues = visees.filtered(lambda p: not p.adresse_inconnue and p.rue)
        # Without a named recipient, one unknown address is enough to justify posting.
        if not connues or (not personne and connues != visees):
            return []
        return [Blocage("C2-23", self.env._(
            "L’adresse de %s est connue : l’affichage ne remplace pas la notification, même en "
            "urgence (CCH L. 511-12, R. 511-8). Envoyez un recommandé avec avis de réception ou "
            "remettez l’acte contre signature ; si les recherches n’ont rien donné, cochez "
            "« Adresse inconnue » dans la fiche de la personne.",
            ", ".join(connues.mapped("nom_complet")),
        ))]
