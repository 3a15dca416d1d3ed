from odoo import fields, models

from ...moteur.correction import (
    DECISIONS,
    Acte,
    Tenue,
    compte_astreinte,
    consequences,
    suite_echeance,
    tenues_en_retard,
)
from ...moteur.delais import calculer
from ..oilhi_dossier_fait import ISSUES_PLI, MODES

# Values of a fact that a correction changes, in the words of the dialog.
VALEURS = (
    "date", "heure", "date_reception", "date_presentation", "issue_pli", "date_transmission",
    "mode", "destinataire_id", "delai_nombre", "delai_unite", "montant", "observations",
)  # fmt: skip
MOTS = {"mode": dict(MODES), "issue_pli": dict(ISSUES_PLI)}


class OilhiDossierEtape(models.Model):
    """Before a fact is replaced: what its dates had made lawful."""

    _inherit = "oilhi.dossier.etape"

    def _avant_correction(self, saisie):
        """Photograph of the dates, None when nothing is replaced."""
        self.ensure_one()
        if not saisie["remplace_id"]:
            return None
        dossier = self.dossier_id
        return {
            "echeances": {
                e.id: {
                    "libelle": e.display_name, "depart": e.depart, "date": e.date, "heure": e.heure,
                    "au_plus_tot": e.au_plus_tot, "calcul": e.calcul, "tenue_le": e.tenue_le,
                }
                for e in dossier.echeance_ids
            },
            "mesures": {
                m.id: (m.date_limite, m.heure_limite, m.date_limite_calcul)
                for m in dossier.procedure_ids.mesure_ids
            },
            "actes": self.dossier_procedure_id._gardes_des_actes(),
        }

    def _premier_jour(self):
        """(first lawful day, guarded without any proved start) of a step done, from its clocks.

        Those that the finding of failure closed still count: it is on them that it rests.
        """
        self.ensure_one()
        codes = self._codes("garde_codes")
        if not codes:
            return None, False, ""
        gardes = self.dossier_procedure_id.etape_ids.echeance_ids.filtered(
            lambda e: e.code in codes
            and (e.nature == "minimum" or not e.tenue_saisie)
            and not self._sans_attente(e.mesure_id)
        )
        premiers = [e.au_plus_tot for e in gardes if e.au_plus_tot]
        perdu = bool(gardes) and len(premiers) < len(gardes)
        tardive = gardes.filtered(lambda e: e.au_plus_tot == max(premiers, default=None))[:1]
        return max(premiers, default=None), perdu, tardive.base or gardes[:1].base or ""

    def _sans_attente(self, mesure):
        """That measure was already executed, or lifted, when the step was done."""
        fin = mesure.date_realisation or mesure.levee_le
        return bool(fin and self.date and fin <= self.date)

    def _dans_le_desordre(self):
        """Dated before a step that it requires."""
        self.ensure_one()
        exigees = self._codes("exige_codes")
        return any(
            e.code in exigees and e.etat == "faite" and e.date and self.date and self.date < e.date
            for e in self.dossier_procedure_id.etape_ids
        )

    def _limite_de_retrait(self):
        """Four months from the act (CRPA L. 243-3), by the clock of the law."""
        self.ensure_one()
        if self.etape_id.nature not in DECISIONS or not self.date:
            return None
        sienne = self.echeance_ids.filtered(lambda e: e.code == "DL-RETRAIT" and e.date)[:1]
        if sienne:
            return sienne.date
        delais = self.env["oilhi.delai"]
        if "DL-RETRAIT" not in delais._versions():
            return None
        regle = delais._version("DL-RETRAIT", self.date).regle
        return calculer(regle, self.date, territoire=self.dossier_id._territoire_feries()).date


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _gardes_des_actes(self):
        """{step id: (first lawful day, start not proved, article, out of order)} of what is done."""
        self.ensure_one()
        return {
            etape.id: (*etape._premier_jour(), etape._dans_le_desordre())
            for etape in self.etape_ids
            if etape.etat == "faite"
        }


class OilhiDossierFait(models.Model):
    """After: what moved, and which acts rested on the former date."""

    _inherit = "oilhi.dossier.fait"

    def _rapporter_correction(self, avant):
        """Keep « what the correction changes » when a known date moved or an act is touched."""
        self.ensure_one()
        if not avant:
            return self.env["oilhi.dossier.correction"]
        etape = self.dossier_etape_id
        valeurs = self._valeurs_corrigees()
        echeances = self._echeances_deplacees(avant["echeances"])
        mesures = self._mesures_deplacees(avant["mesures"])
        actes = self._actes_touches(avant, valeurs, echeances)
        if not (echeances or mesures or actes):
            return self.env["oilhi.dossier.correction"]
        correction = self.env["oilhi.dossier.correction"].create({
            "dossier_id": self.dossier_id.id,
            "dossier_etape_id": etape.id,
            "fait_id": self.id,
            "ancien_fait_id": self.remplace_id.id,
            "user_id": self.env.uid,
            "motif": self.motif_correction or self.note,
            "resume": self._resume_correction(valeurs),
            "ligne_ids": [
                (0, 0, {**ligne, "sequence": rang})
                for rang, ligne in enumerate([*valeurs, *actes, *echeances, *mesures], start=1)
            ],
        })
        plus = correction._actes_affectes()
        self.env["oilhi.dossier.correction.ligne"].create([
            {**ligne, "correction_id": correction.id, "sequence": 1000 + rang}
            for rang, ligne in enumerate(plus)
        ])
        etape._tracer(self.env._(
            "Ce que la correction change : échéances déplacées %(echeances)s, actes à revoir %(actes)s",
            echeances=len(echeances), actes=correction.acte_count,
        ))
        return correction

    def _resume_correction(self, valeurs):
        etape = self.dossier_etape_id.display_name
        if not valeurs:
            return self.env._("Étape %s corrigée", etape)
        premiere = valeurs[0]
        return self.env._(
            "Étape %(etape)s, %(quoi)s : %(avant)s → %(apres)s",
            etape=etape, quoi=premiere["libelle"][:1].lower() + premiere["libelle"][1:],
            avant=premiere["avant"], apres=premiere["apres"],
        )

    # -- What changed ------------------------------------------------------------

    def _valeurs_corrigees(self):
        ancien, lignes = self.remplace_id, []
        for champ in VALEURS:
            if self[champ] == ancien[champ]:
                continue
            type_champ = self._fields[champ].type
            lignes.append({
                "sorte": "valeur",
                "libelle": self.dossier_etape_id.etape_id.libelle_date
                if champ == "date"
                else self._fields[champ].get_description(self.env, ["string"])["string"],
                "avant": self._mot(champ, ancien[champ]),
                "apres": self._mot(champ, self[champ]),
                "date_avant": ancien[champ] if type_champ == "date" else False,
                "date_apres": self[champ] if type_champ == "date" else False,
            })
        # The date of receipt, when it changes, is what people call the mistake.
        return sorted(lignes, key=lambda ligne: not ligne["date_avant"])

    def _mot(self, champ, valeur):
        if not valeur:
            return self.env._("non renseigné")
        if champ in MOTS:
            return MOTS[champ].get(valeur, valeur)
        if champ == "destinataire_id":
            return valeur.nom_complet or valeur.display_name
        return valeur.strftime("%d/%m/%Y") if hasattr(valeur, "strftime") else str(valeur)

    def _echeances_deplacees(self, avant):
        """Deadlines whose date was known and moved; those that another recipient no longer has."""
        lignes = []
        restantes = {e.id: e for e in self.dossier_id.echeance_ids}
        for numero, ancienne in avant.items():
            if not (ancienne["depart"] or ancienne["date"]):
                continue
            echeance = restantes.get(numero)
            nouvelle = (echeance.date, echeance.heure) if echeance else (False, False)
            if (ancienne["date"], ancienne["heure"]) == nouvelle:
                continue
            suite = suite_echeance(echeance.code) if echeance else None
            lignes.append({
                "sorte": "echeance",
                "libelle": ancienne["libelle"],
                "avant": self._jour_heure(ancienne["date"], ancienne["heure"]),
                "apres": self._jour_heure(*nouvelle),
                "date_avant": ancienne["date"],
                "date_apres": nouvelle[0],
                "calcul_avant": ancienne["calcul"],
                "calcul": echeance.calcul if echeance else self.env._(
                    "Cette échéance n’a plus de fait de départ."
                ),
                "base": echeance.base if echeance else False,
                "niveau_preuve": echeance.niveau_preuve if echeance else False,
                "risque": suite and suite[0],
                "que_faire": suite and suite[1],
                "echeance_id": echeance.id if echeance else False,
                "dossier_etape_id": echeance.dossier_etape_id.id if echeance else False,
            })
        return lignes

    def _mesures_deplacees(self, avant):
        lignes = []
        for mesure in self.dossier_id.procedure_ids.mesure_ids:
            jour, heure, calcul = avant.get(mesure.id, (False, False, False))
            if not jour or (jour, heure) == (mesure.date_limite, mesure.heure_limite):
                continue
            lignes.append({
                "sorte": "mesure",
                "libelle": mesure._nom_court(),
                "avant": self._jour_heure(jour, heure),
                "apres": self._jour_heure(mesure.date_limite, mesure.heure_limite),
                "date_avant": jour,
                "date_apres": mesure.date_limite,
                "calcul_avant": calcul,
                "calcul": mesure.date_limite_calcul,
                "mesure_id": mesure.id,
            })
        return lignes

    def _jour_heure(self, jour, heure):
        if not jour:
            return self.env._("sans date")
        texte = jour.strftime("%d/%m/%Y")
        return self.env._("%(jour)s à %(heure)s", jour=texte, heure=heure) if heure else texte

    # -- Acts already done -----------------------------------------------------------

    def _actes_touches(self, avant, valeurs, echeances):
        aujourdhui = fields.Date.context_today(self)
        procedure = self.dossier_etape_id.dossier_procedure_id
        apres = procedure._gardes_des_actes()
        faites = procedure.etape_ids.filtered(lambda e: e.id in apres).sorted("sequence")
        par_code = {e.code: e.id for e in faites}
        actes = []
        for etape in faites:
            jour_avant, perdu_avant, _base, desordre_avant = avant["actes"].get(
                etape.id, (None, False, "", False)
            )
            jour_apres, perdu, base, desordre = apres[etape.id]
            bouge = (jour_avant, perdu_avant) != (jour_apres, perdu)
            actes.append(Acte(
                cle=etape.id,
                nom=etape.display_name,
                nature=etape.etape_id.nature,
                date=etape.date,
                base=etape.etape_id.base or "",
                garde_base=base,
                avant=jour_avant if bouge else None,
                apres=jour_apres if bouge else None,
                perdu=bouge and perdu and not perdu_avant,
                desordre_avant=desordre_avant,
                desordre_apres=desordre,
                repose_sur=tuple(
                    par_code[c] for c in etape._codes("exige_codes") if c in par_code
                ),
                retrait=etape._limite_de_retrait(),
            ))
        trouvees = consequences(actes, aujourdhui)
        par_echeance = {ligne["echeance_id"]: ligne for ligne in echeances}
        tenues = tenues_en_retard(
            Tenue(
                e.display_name, e.tenue_le, avant["echeances"][e.id]["date"] or None, e.date or None,
                e.base or "",
            )
            for e in self.dossier_id.echeance_ids
            if e.id in par_echeance and e.tenue_le and e.retard_possible
        )
        datee = any(ligne["date_avant"] for ligne in valeurs)
        compte = datee and compte_astreinte(
            self.dossier_etape_id.etape_id.nature, bool(procedure._faites("astreinte"))
        )
        lignes = [(c, c.cle) for c in trouvees] + [(c, False) for c in tenues]
        if compte:
            lignes.append((compte, False))
        return [
            {
                "sorte": "acte",
                "libelle": c.nom,
                "portee": c.sorte,
                "risque": c.risque[:1].upper() + c.risque[1:],
                "que_faire": c.que_faire,
                "base": c.base,
                "niveau_preuve": c.niveau_preuve,
                "dossier_etape_id": etape_id,
            }
            for c, etape_id in lignes
        ]
