from dataclasses import replace
from datetime import datetime, time, timedelta

from odoo import models

from ..moteur.delais import (
    calculer,
    calculer_depuis,
    estimer,
    regle_observations,
    respecte_minimum,
)
from .oilhi_dossier_mesure import TRAVAUX

# Documents whose sending proves the transmission to the préfet.
TRANSMISSIONS = ("D-COM-12", "D-PART-03", "DL-CL")
# Clocks that run from the day somebody is reached: the mode of delivery proves it, or not (R7).
RECEPTIONS = ("reception", "observations", "execution")


class OilhiDossierEtape(models.Model):
    """From facts to clocks: chooses the rule, the start and the length; the core counts."""

    _inherit = "oilhi.dossier.etape"

    def _echeances_voulues(self):
        """Values of every deadline that the facts of these steps start."""
        voulues = []
        for etape in self.filtered(lambda e: e.etat == "faite"):
            voulues += etape._echeances_des_faits(etape.fait_ids.sorted(lambda f: (f.date, f.id)))
        return voulues

    def _echeances_des_faits(self, faits):
        """What these facts of the step start; they may be only typed, and not recorded yet."""
        voulues = []
        delais = self.env["oilhi.delai"]
        connus = delais._versions()
        observations = False
        for code in filter(connus.get, self._codes("delai_codes")):
            depart = delais._version(code).depart_type
            if depart == "observations":
                observations = True
            elif depart not in ("aucun", "libre"):
                voulues += getattr(self, f"_echeances_{depart}")(code, faits)
        if observations:
            voulues += filter(None, map(self._echeance_observations, faits))
        return voulues

    def _echeances_acte(self, code, faits):
        """One per step, whoever receives it: the act is signed once."""
        filtre = self.env["oilhi.delai"]._version(code).filtre
        if filtre == "occupe" and self.dossier_procedure_id._condition_occupe()[0] is False:
            return []
        # list(): a slice of a recordset would be read apart from the others.
        return [self._valeurs_echeance(code, fait, fait.date) for fait in list(faits)[:1]]

    def _echeances_moment(self, code, faits):
        return [
            self._valeurs_echeance(code, f, self._moment(f.date, f.heure)) for f in list(faits)[-1:]
        ]

    def _echeances_fait(self, code, faits):
        return [
            self._valeurs_echeance(code, f, f._debut() or f.date, *self._duree_accordee(code, f))
            for f in faits
        ]

    def _echeances_reception(self, code, faits):
        return [
            self._valeurs_echeance(code, fait, fait._debut(), *self._duree_accordee(code, fait))
            for fait in self._faits_recus(faits)
        ]

    def _duree_accordee(self, code, fait):
        """Length that the act gives, where the step asks for it; the core keeps to the minimum.

        No act sets the time to go to court: what it gives is the time to carry out.
        """
        franc = self.env["oilhi.delai"]._version(code).regle.nature == "franc"
        if franc or "delai" not in self._codes("faits_demandes"):
            return None, None
        return fait.delai_nombre or None, fait.delai_unite or None

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
        if not choix.code:
            return None  # no text fixes a period here
        regle = self.env["oilhi.delai"]._version(choix.code, fait._debut()).regle
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
            if self.dossier_procedure_id.procedure_id.urgente:
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

    def _echeances_envoi(self, code, faits):
        """Rents stop by themselves, from the sending (CCH L. 521-2); only if there is a tenant."""
        dossier = self.dossier_id
        remis = self._faits_recus(faits)
        filtre = self.env["oilhi.delai"]._version(code).filtre
        if not filtre:
            return [self._valeurs_echeance(code, fait, fait.date) for fait in remis]
        if dossier.occupant_ids:
            return self._echeances_menages(code, remis)
        regime = (
            "loyer_meuble" if dossier.meuble_tourisme
            else "loyer_erp" if filtre == "loyer_erp" and dossier.erp_hebergement
            else "loyer"
        )
        if filtre != regime or not self._suspend_un_loyer():
            return []
        loueurs = dossier._roles_loueurs()
        return [
            self._valeurs_echeance(code, fait, fait.date)
            for fait in remis
            if not (personne := fait.destinataire_id)
            or (personne.role in loueurs and (personne.tenue or personne.role == "bailleur"))
        ]

    def _suspend_un_loyer(self):
        """Not for a measure on the use made of the place, nor for lead alone (L. 521-2 I)."""
        dossier, procedure = self.dossier_id, self.dossier_procedure_id
        mesures = procedure.mesure_ids
        usage = mesures and all(m.personne_id.role == "occupant" for m in mesures)
        plomb = "oui" in dossier._reponse_parcours("Q8") and (
            procedure.procedure_id.titulaire == "prefet"
        )
        return not usage and not plomb and dossier._loue()

    # -- Values --------------------------------------------------------------

    def _valeurs_echeance(
        self, code, fait, depart, nombre=None, unite=None, mesure=None, mentions=()
    ):
        """Values of a deadline: the pure core computes, nothing is counted here."""
        moment = depart.date() if isinstance(depart, datetime) else depart
        version = self.env["oilhi.delai"]._version(code, moment or fait.date)
        preuve = fait._preuve(depart)
        a_prouver = version.depart_type in (*RECEPTIONS, "envoi")
        provisoire = bool(depart) and a_prouver and preuve != "jointe"
        options = {
            "territoire": fait.dossier_id._territoire_feries(), "nombre": nombre, "unite": unite,
        }
        if self and version.depart_type in RECEPTIONS:  # an event that is no step is its own start
            remise = fait._depart()
            if remise.date:
                remise = replace(remise, date=depart)  # with its hour
            echeance = calculer_depuis(version.regle, remise, provisoire=provisoire, **options)
            if not remise.date and not fait.issue_pli:
                estimation = estimer(version.regle, fait.date, **options)
                if estimation.estimee:
                    echeance = replace(estimation, avertissements=tuple(dict.fromkeys(
                        (*echeance.avertissements, *estimation.avertissements)
                    )))
        else:
            echeance = calculer(version.regle, depart, provisoire=provisoire, **options)
        tenue_le, sans_objet = self._tenue(code, fait, mesure)

        if isinstance(echeance.date, datetime) and not isinstance(echeance.depart, datetime):
            # Counted from 24 h for want of an hour: it ends at 24 h, which is that whole day.
            echeance = replace(echeance, date=echeance.date.date() - timedelta(days=1))

        def jour(moment):
            return moment.date() if isinstance(moment, datetime) else (moment or False)

        def heure(moment):
            return moment.strftime("%H:%M") if isinstance(moment, datetime) else False

        return {
            "dossier_id": fait.dossier_id.id,
            "dossier_etape_id": self.id,
            "fait_id": fait.id,
            "mesure_id": mesure.id if mesure else False,
            "delai_id": version.id,
            "destinataire_id": fait.destinataire_id.id,
            "depart": jour(echeance.depart),
            "depart_heure": heure(echeance.depart),
            "date": jour(echeance.date),
            "heure": heure(echeance.date),
            "au_plus_tot": jour(echeance.au_plus_tot),
            "nature": echeance.type,
            "calcul": echeance.calcul,
            "date_estimee": jour(echeance.estimee),
            "avertissements": "\n".join((*echeance.avertissements, *mentions)) or False,
            "preuve": preuve,
            "provisoire": provisoire or (a_prouver and not depart),
            "base": echeance.base,
            "niveau_preuve": echeance.niveau_preuve,
            "tenue_le": tenue_le or False,
            "sans_objet": sans_objet,
            "retard_possible": version.retard,
        }

    def _tenue(self, code, fait, mesure):
        """(date on which it was kept, no more to be watched)."""
        if code == "DL-CL":
            return self._transmis_le(), False
        if mesure and mesure.levee_le and not mesure.date_realisation:
            return None, True  # an act took it out of the order: nobody is late any more
        faites = [e for e in self.dossier_procedure_id.etape_ids if e.etat == "faite"]
        tenants = [e for e in faites if code in e._codes("tient_codes")]
        manques = [e.date for e in faites if code in e._codes("manque_codes")]
        if mesure and (fin := mesure.date_realisation) and not any(m < fin for m in manques):
            return fin, False  # found missed before, it stays missed, whoever did the works since
        if manques or any(e._silence() for e in tenants):
            return None, True
        dates = [e.date for e in tenants]
        tenu_par = self.env["oilhi.delai"]._version(code).tenu_par
        dates += [
            f.date for f in fait.dossier_id.fait_ids if f.code in tenu_par and f.date >= fait.date
        ]
        return min(dates, default=None), False

    def _silence(self):
        """Nobody answered: the answer that was awaited is missed, it is not kept."""
        return self.etape_id.nature == "observations" and set(
            self.fait_ids.mapped("observations")
        ) == {"aucune"}

    def _transmis_le(self):
        """Transmission to the préfet of the act of this step, however it was recorded."""
        porteurs = self._porteurs()
        dates = [f.date_transmission for f in (self | porteurs).fait_ids if f.date_transmission]
        # « Transmis au préfet le » is the date of the step itself where it asks for no other.
        dates += [
            etape.date
            for etape in porteurs
            if etape.etat == "faite"
            and etape.etape_id.nature == "transmission"
            and "transmission" not in etape._codes("faits_demandes")
        ]
        dates += [
            fait.date
            for fait in self.dossier_id.fait_ids
            if fait.code in TRANSMISSIONS and self.date and fait.date >= self.date
        ]
        return min(dates, default=None)
