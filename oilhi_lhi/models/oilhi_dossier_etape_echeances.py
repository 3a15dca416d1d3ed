from datetime import datetime, time

from odoo import models

from ..moteur.delais import calculer, regle_observations, respecte_minimum
from .oilhi_dossier_mesure import TRAVAUX

# Where each clock starts. The others in the `delai_codes` of a step are only information.
DEPUIS_RECEPTION = ("DL-ABF", "DL-RECOURS")
DEPUIS_ACTE = ("DL-CL", "DL-RETRAIT")  # signature: one per step, whoever receives it
DEPUIS_ENVOI = ("DL-LOYER-FIN", "DL-LOYER-REP", "DL-LOYER-MEUB")
EXECUTION = ("DL-EXEC-MS", "DL-EXEC-MSU")
OBSERVATIONS = ("DL-CONTR-MS", "DL-CONTR-COPRO")
# Deadline -> steps that keep it.
TENUE_PAR = {
    "DL-CONTR-MS": ("MSO-12", "MSO-11"),
    "DL-CONTR-COPRO": ("MSO-12", "MSO-11"),
    "DL-ABF": ("MSO-12",),
    "DL-EXEC-MS": ("MSO-17a",),
    "DL-EXEC-MSU": ("MSU-11",),
    "DL-EXPERT": ("MSU-04",),
}
# Deadline -> step that establishes that it was missed: it is no more to be watched.
MANQUEE_PAR = {"DL-EXEC-MS": "MSO-17b"}
# Documents whose sending proves the transmission to the préfet.
TRANSMISSIONS = ("D-COM-12", "D-PART-03", "DL-CL")


class OilhiDossierEtape(models.Model):
    """From facts to clocks: chooses the rule, the start and the length; the core counts."""

    _inherit = "oilhi.dossier.etape"

    def _echeances_voulues(self):
        """Values of every deadline that the facts of these steps start."""
        voulues = []
        for etape in self.filtered(lambda e: e.etat == "faite"):
            faits = etape.fait_ids.sorted(lambda f: (f.date, f.id))
            for code in etape._codes("delai_codes"):
                if code in OBSERVATIONS:
                    continue
                if code in DEPUIS_ACTE:
                    voulues += [etape._valeurs_echeance(code, f, f.date) for f in faits[:1]]
                elif code in EXECUTION:
                    voulues += etape._echeances_execution(code, faits)
                elif code in DEPUIS_ENVOI:
                    voulues += etape._echeances_loyer(code, faits)
                elif code in DEPUIS_RECEPTION:
                    voulues += [
                        etape._valeurs_echeance(code, fait, fait._debut())
                        for fait in etape._faits_recus(faits)
                    ]
                elif code == "DL-EXPERT":
                    voulues += [
                        etape._valeurs_echeance(code, f, etape._moment(f.date, f.heure))
                        for f in faits[-1:]
                    ]
                elif code == "DL-ASTR-MAX":
                    voulues += [etape._valeurs_echeance(code, f, f._debut()) for f in faits]
            if set(etape._codes("delai_codes")) & set(OBSERVATIONS):
                voulues += [etape._echeance_observations(fait) for fait in faits]
        return voulues

    # -- Choice of the rule and of the start ---------------------------------

    def _moment(self, jour, heure):
        """A start with its hour, so that periods in hours run from clock time to clock time."""
        if not (jour and heure):
            return jour or None
        heures, minutes = heure.split(":")
        return datetime.combine(jour, time(int(heures), int(minutes)))

    def _faits_recus(self, faits):
        """A signature is no notification: facts without any delivery start nothing by reception,
        unless the step knows no other fact."""
        remis = faits.filtered(lambda f: f.destinataire_id or f.mode or f.date_reception)
        return remis or faits

    def _echeance_observations(self, fait):
        """R12: two months for the syndic, one otherwise; a longer time granted is kept."""
        copropriete, destinataire = self._cas_copropriete(fait.destinataire_id)
        choix = regle_observations(
            self.dossier_procedure_id.code, copropriete, destinataire=destinataire
        )
        regle = self.env["oilhi.delai"]._regles()[choix.code][1]
        nombre, unite = fait.delai_nombre or None, fait.delai_unite or None
        if nombre and respecte_minimum(nombre, unite, int(regle.nombre), regle.unite):
            nombre = unite = None  # shorter than the law: refused when typed, never computed
        return self._valeurs_echeance(
            choix.code, fait, fait._debut(), nombre, unite, mentions=choix.avertissements
        )

    def _echeances_execution(self, code, faits):
        """One clock per recipient who is held and per measure that he must carry out."""
        mesures = self.dossier_procedure_id.mesure_ids.filtered(lambda m: m.type in TRAVAUX)
        voulues = []
        for fait in self._faits_recus(faits):
            personne = fait.destinataire_id
            if personne and not personne.tenue:
                continue
            depart = fait._debut()
            if code == "DL-EXEC-MSU":
                depart = self._moment(depart, fait.heure)
            siennes = mesures.filtered(lambda m, p=personne: not (m.personne_id and p)
                                       or m.personne_id == p)
            for mesure in siennes:
                voulues.append(self._valeurs_echeance(
                    code, fait, depart, mesure.delai_nombre or None, mesure.delai_unite, mesure
                ))
            if not mesures and not self.dossier_procedure_id.mesure_ids:
                voulues.append(self._valeurs_echeance(
                    code, fait, depart, fait.delai_nombre or None, fait.delai_unite or None,
                    mentions=[self.env._(
                        "Aucune mesure n’est saisie : le délai de l’arrêté est à vérifier."
                    )],
                ))
        return voulues

    def _echeances_loyer(self, code, faits):
        """Rents stop by themselves, from the sending (CCH L. 521-2); only if there is a tenant."""
        dossier = self.dossier_id
        tourisme = code == "DL-LOYER-MEUB"
        if tourisme != dossier.meuble_tourisme or not dossier._loue():
            return []
        return [
            self._valeurs_echeance(code, fait, fait.date)
            for fait in self._faits_recus(faits)
            if not fait.destinataire_id
            or fait.destinataire_id.tenue
            or fait.destinataire_id.role == "bailleur"
        ]

    # -- Values --------------------------------------------------------------

    def _valeurs_echeance(
        self, code, fait, depart, nombre=None, unite=None, mesure=None, mentions=()
    ):
        """Values of a deadline: the pure core computes, nothing is counted here."""
        delai_id, regle = self.env["oilhi.delai"]._regles()[code]
        echeance = calculer(
            regle,
            depart,
            territoire=fait.dossier_id._territoire_feries(),
            nombre=nombre,
            unite=unite,
        )
        tenue_le, sans_objet = self._tenue(code, fait, mesure)

        def jour(moment):
            return moment.date() if isinstance(moment, datetime) else (moment or False)

        def heure(moment):
            return moment.strftime("%H:%M") if isinstance(moment, datetime) else False

        return {
            "dossier_id": fait.dossier_id.id,
            "dossier_etape_id": self.id,
            "fait_id": fait.id,
            "mesure_id": mesure.id if mesure else False,
            "delai_id": delai_id,
            "destinataire_id": fait.destinataire_id.id,
            "depart": jour(echeance.depart),
            "depart_heure": heure(echeance.depart),
            "date": jour(echeance.date),
            "heure": heure(echeance.date),
            "au_plus_tot": jour(echeance.au_plus_tot),
            "nature": echeance.type,
            "calcul": echeance.calcul,
            "avertissements": "\n".join((*echeance.avertissements, *mentions)) or False,
            "preuve": fait._preuve(depart),
            "base": echeance.base,
            "niveau_preuve": echeance.niveau_preuve,
            "tenue_le": tenue_le or False,
            "sans_objet": sans_objet,
            "retard_possible": code in EXECUTION
            or (echeance.type in ("maximum", "butoir") and code != "DL-RETRAIT"),
        }

    def _tenue(self, code, fait, mesure):
        """(date on which it was kept, no more to be watched)."""
        if code == "DL-CL":
            return self._transmis_le(), False
        if mesure and mesure.date_realisation:
            return mesure.date_realisation, False
        dates = [
            etape.date
            for attendue in TENUE_PAR.get(code, ())
            if (etape := self._voisine(attendue)).etat == "faite"
        ]
        if dates:
            return min(dates), False
        manquee = self._voisine(MANQUEE_PAR.get(code, ""))
        return None, manquee.etat == "faite"

    def _transmis_le(self):
        """Transmission to the préfet of the act of this step, however it was recorded."""
        # The order of MSO-12 is transmitted at MSO-13, MSU-07 at MSU-09, PGI-02 at PGI-03.
        suite = self._voisine({"MSO-12": "MSO-13", "PGI-02": "PGI-03"}.get(self.code, ""))
        dates = [f.date_transmission for f in (self | suite).fait_ids if f.date_transmission]
        if self.code == "MSU-07" and (partenaires := self._voisine("MSU-09")).etat == "faite":
            dates.append(partenaires.date)
        dates += [
            fait.date
            for fait in self.dossier_id.fait_ids
            if fait.code in TRANSMISSIONS and fait.date >= self.date
        ]
        return min(dates, default=None)
