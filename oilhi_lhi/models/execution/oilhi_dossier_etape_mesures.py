from odoo import models
from odoo.exceptions import UserError

from ...moteur.blocage import Blocage
from ...moteur.mesures import (
    INTERDICTIONS,
    refus_carence,
    refus_execution,
    refus_levee,
    refus_mainlevee,
)

# What each kind of step may say of a measure.
PERMIS = {
    "execution": ("executee", "partielle", "non_executee"),
    "carence": ("executee", "partielle", "non_executee"),
    "suivi": ("executee", "partielle", "non_executee", "non_verifiee"),
    "mainlevee": ("executee", "partielle", "non_executee"),
    "modification": ("levee",),
}


class OilhiDossierEtape(models.Model):
    """Steps that find something of the measures: execution, failure, control, lifting."""

    _inherit = "oilhi.dossier.etape"

    # -- What is typed --------------------------------------------------------

    def _lire_saisie(self, date, faits):
        """`mesures`: [{"id", "resultat", "achevement", "reste", "observation"}], one line a measure."""
        autres = {nom: valeur for nom, valeur in faits.items() if nom != "mesures"}
        saisie = super()._lire_saisie(date, autres)
        if "mesures" in faits and faits["mesures"] is not None:
            saisie["mesures"] = self._lire_mesures(faits["mesures"], saisie["date"])
        return saisie

    def _lire_mesures(self, lignes, date):
        permis = self._resultats_permis()
        mesures = {m.id: m for m in self.dossier_procedure_id.mesure_ids}
        if not permis:
            raise UserError(self.env._(
                "L’étape « %s » ne constate rien sur les mesures.", self.etape_id.name
            ))
        if not isinstance(lignes, list | tuple):
            raise UserError(self.env._("Mesures : une liste est attendue, une ligne par mesure."))
        lues = {}
        for ligne in lignes:
            numero = ligne.get("id") if isinstance(ligne, dict) else None
            mesure = mesures.get(numero) if isinstance(numero, int) else None
            if mesure is None:
                raise UserError(self.env._(
                    "Une mesure de ce constat n’est pas de cette procédure. Rechargez la page."
                ))
            lues[numero] = self._lire_mesure(mesure, ligne, permis, date)
        return lues

    def _resultats_permis(self):
        """What this step may say of a measure, () when it finds nothing."""
        nature = self.etape_id.nature
        if nature == "mainlevee" and not self._prend_acte():
            return ()  # L. 511-14: the finding comes before, by its own step
        return PERMIS.get(nature, ())

    def _lire_mesure(self, mesure, ligne, permis, date):
        resultat = ligne.get("resultat") or None
        nom = mesure._nom_court()
        if resultat not in permis:
            raise UserError(self.env._("« %s » : dites ce que vous constatez.", nom))
        achevement = self._lire_date(ligne.get("achevement"), self.env._("Achevée le"))
        reste = (ligne.get("reste") or "").strip() or None
        if resultat == "executee" and achevement and achevement > date:
            raise UserError(self.env._(
                "« %(nom)s » : l’achèvement (%(fin)s) est après le constat (%(jour)s). Corrigez l’une "
                "des deux dates.",
                nom=nom, fin=achevement.strftime("%d/%m/%Y"), jour=date.strftime("%d/%m/%Y"),
            ))
        if resultat == "partielle" and not reste:
            raise UserError(self.env._(
                "« %s » est exécutée en partie : écrivez ce qui reste à faire.", nom
            ))
        return {
            "resultat": resultat,
            "achevement": (achevement or date) if resultat == "executee" else None,
            "reste": reste if resultat == "partielle" else None,
            "observation": (ligne.get("observation") or "").strip() or None,
        }

    def _visite_a_reprendre(self):
        """The last control, when no step recorded anything since and this is what it leads to: its
        dialog, closed too soon, opens again on what the control found."""
        self.ensure_one()
        constats = self.dossier_procedure_id.mesure_ids._en_vigueur()
        dernier = constats.filtered(lambda c: c.resultat != "levee").sorted(lambda c: (c.date, c.id))[-1:]
        visite = dernier.visite_mesure_id.visite_id
        if visite and (self.etape_id.nature == "suivi" or visite._etape_suite() == self):
            return visite
        return visite.browse()

    # -- What forbids it -------------------------------------------------------

    def _prend_acte(self):
        """The act itself takes note of the execution: urgent order (L. 511-21), or the préfet’s."""
        return self.etape_id.nature == "mainlevee" and (
            "L. 511-21" in (self.etape_id.base or "") or self._prefet()
        )

    def _prefet(self):
        return self.dossier_procedure_id.procedure_id.titulaire == "prefet"

    def _blocages_avant(self, date, saisie=None):
        return super()._blocages_avant(date, saisie) + self._blocages_constat(saisie)

    def _blocages_constat(self, saisie=None):
        """What the findings forbid; measures are read only for the steps that they may stop."""
        self.ensure_one()
        nature = self.etape_id.nature
        if nature not in PERMIS or self._prefet():
            return []  # what the préfet did is a fact
        declarees = (saisie or {}).get("mesures")
        dites = {i: d["resultat"] for i, d in (declarees or {}).items()}
        etats = {i: r for i, r in dites.items() if r in ("executee", "partielle")}
        etats.update({i: "a_faire" for i, r in dites.items() if r == "non_executee"})

        def mesures(**options):
            return self.dossier_procedure_id._regles_mesures(declarees=etats, **options)

        refus = []
        if nature == "mainlevee" and "L. 511-14" in (self.etape_id.base or ""):
            acte = self._prend_acte() and not declarees
            refus.append(refus_mainlevee(mesures(constats=acte), acte))
        elif nature == "execution" and declarees is not None:
            refus.append(
                refus_execution(mesures(), [i for i, r in dites.items() if r == "executee"])
            )
        elif nature == "carence" and not self.fait_ids:
            refus.append(refus_carence(mesures()))
        elif nature == "modification" and dites:
            toutes, corrigees = mesures(), self._levees_par(saisie)
            refus += [
                refus_levee(m, toutes) for m in toutes if m.cle in dites and m.cle not in corrigees
            ]
        return [
            Blocage(r.code, r.message, justifiable=r.code == "LEVEE") for r in refus if r
        ]

    def _levees_par(self, saisie):
        """Measures that the fact being corrected had lifted."""
        fait = self.fait_ids.filtered(lambda f: f.id == (saisie or {}).get("remplace_id"))
        return fait.constat_ids.filtered(lambda c: c.resultat == "levee").mesure_id.ids

    # -- What is kept ------------------------------------------------------------

    def _enregistrer_fait(self, saisie):
        declarees = saisie.get("mesures")
        fait = super()._enregistrer_fait({c: v for c, v in saisie.items() if c != "mesures"})
        if self.etape_id.nature in PERMIS:
            self._constater_mesures(fait, declarees)
        return fait

    def _echeances_levee(self, code, faits):
        """A measure of one lot lifted alone: each household of that lot is to be told, on its own clock.

        Kept by the letter sent to it; the lifting of the whole order tells everybody.
        """
        tenu_par = self.env["oilhi.delai"]._version(code).tenu_par
        voulues = []
        for fait in faits:
            levees = fait.constat_ids.filtered(lambda c: c.resultat == "levee").mesure_id
            for menage in fait.dossier_id.occupant_ids if levees else ():
                siennes = levees.filtered(menage._est_de_son_lot)
                if not siennes or (menage.fin and menage.fin < fait.date):
                    continue
                lettres = fait.dossier_id.fait_ids.filtered(
                    lambda f, fait=fait, menage=menage: f.code in tenu_par and f.date >= fait.date
                    and menage.personne_id and f.destinataire_id == menage.personne_id
                )
                dite = min(lettres.mapped("date"), default=False)
                voulues.append({
                    **self._valeurs_echeance(code, fait, fait.date, mentions=[self.env._(
                        "%(lot)s : %(mesures)s. Le reste de l’arrêté demeure (CRPA L. 243-1, à vérifier).",
                        lot=menage.lot, mesures=", ".join(m._nom_court() for m in siennes),
                    )]),
                    "destinataire_id": menage.personne_id.id,
                    "tenue_le": dite,
                    "sans_objet": not dite and bool(self.dossier_procedure_id._faites("mainlevee")),
                })
        return voulues

    def _constater_mesures(self, fait, declarees):
        """Findings of this fact, one row a measure; left out, what such a step says by itself."""
        if declarees is None:
            lignes = self._constats_repris(fait) if fait.remplace_id else self._constats_usuels(fait)
        else:
            mesures = self.env["oilhi.dossier.mesure"]
            lignes = [
                {
                    "mesure_id": numero,
                    "date": self._date_du_constat(fait, mesures.browse(numero)),
                    "resultat": dite["resultat"],
                    "date_achevement": dite["achevement"],
                    "reste": dite["reste"],
                    "observation": dite["observation"],
                }
                for numero, dite in declarees.items()
                if dite["resultat"] != "non_verifiee"
            ]
        self.env["oilhi.dossier.mesure.constat"].create([
            {**ligne, "dossier_id": fait.dossier_id.id, "fait_id": fait.id, "user_id": self.env.uid}
            for ligne in lignes
        ])

    def _constats_repris(self, fait):
        """A corrected fact keeps what it found; a completion that was its own day follows it."""
        ancien = fait.remplace_id
        return [
            {
                "mesure_id": c.mesure_id.id,
                "date": fait.date,
                "resultat": c.resultat,
                "date_achevement": fait.date if c.date_achevement == ancien.date else c.date_achevement,
                "reste": c.reste,
                "observation": c.observation,
            }
            for c in ancien.constat_ids
        ]

    def _date_du_constat(self, fait, mesure):
        """The finding of execution is dated by the completion: it still comes after the controls."""
        if self.etape_id.nature != "execution":
            return fait.date
        return max([fait.date, *mesure._en_vigueur().mapped("date")])

    def _constats_usuels(self, fait):
        """Nothing is said measure by measure: the finding of execution speaks of all of them
        (L. 511-14), that of failure of those that nothing shows to be done (L. 511-15)."""
        nature = self.etape_id.nature
        liees = self.dossier_procedure_id.mesure_ids.filtered(
            lambda m: m.type not in INTERDICTIONS and not m.levee_le and m.execution != "executee"
        )
        if nature == "execution" or self._prend_acte():
            return [
                {
                    "mesure_id": m.id,
                    "date": self._date_du_constat(fait, m),
                    "resultat": "executee",
                    "date_achevement": fait.date,
                }
                for m in liees
            ]
        if nature == "carence":
            return [
                {"mesure_id": m.id, "date": fait.date, "resultat": "non_executee"}
                for m in liees
                if m.execution != "partielle"
            ]
        return []
