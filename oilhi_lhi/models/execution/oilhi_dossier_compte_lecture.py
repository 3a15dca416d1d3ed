import csv
import io

from odoo import api, fields, models

from odoo.addons.oilhi_partenaires.outils.tableur import proteger

from ...moteur.astreinte import ZERO, en_montant
from ...moteur.francais import date_courte, euros, liste
from ...moteur.recouvrement_donnees import ECARTS
from ...moteur.recouvrement_droit import OBJETS

ENTETES = (
    "Dossier", "Type", "Date", "Objet", "Débiteurs", "Numéro", "Hors taxes", "TVA", "Montant",
    "Base légale", "Calcul ou motif",
)  # fmt: skip
TOTAUX = (
    ("depense", "Dépensé"),
    ("recuperable", "dont récupérable"),
    ("forfait", "Forfait de 8 %"),
    ("astreinte", "Astreinte liquidée"),
    ("du", "Dû en tout"),
    ("titre", "Titré"),
    ("paye", "Payé"),
    ("remis", "Remis"),
    ("reste", "Reste dû"),
    ("a_titrer", "Reste à titrer"),
    ("subventions", "Subventions versées"),
    ("a_charge", "Reste à la charge de qui a payé"),
)


class OilhiDossier(models.Model):
    """The account as it is read: plain values, a page, a file for the accountant."""

    _inherit = "oilhi.dossier"

    compte_html = fields.Html("Compte", compute="_compute_compte_html", sanitize=False)
    argent_visible = fields.Boolean(compute="_compute_argent_visible")
    astreinte_compteur = fields.Char("Compteur d’astreinte", compute="_compute_astreinte_compteur")

    @api.depends("astreinte_ids", "depense_ids", "titre_ids", "procedure_ids", "phase")
    def _compute_argent_visible(self):
        """The page shows once there is money, or an order that may bring some."""
        for dossier in self:
            dossier.argent_visible = bool(
                dossier.phase in ("arrete", "execution", "carence")
                or dossier.astreinte_ids or dossier.depense_ids or dossier.titre_ids
                or dossier.surete_ids or dossier.subvention_ids
            )

    @api.depends("astreinte_ids.jours", "astreinte_ids.montant", "astreinte_ids.etat")
    def _compute_astreinte_compteur(self):
        for dossier in self:
            mots = []
            for procedure in dossier.astreinte_ids.dossier_procedure_id:
                derniere = procedure.astreinte_ids.filtered(
                    lambda a: a.etat in ("en_cours", "close")
                ).sorted("date")[-1:]
                if not derniere:
                    continue
                texte = self.env._(
                    "Astreinte : %(jours)s jours, %(montant)s (%(part)s du plafond de %(plafond)s)",
                    jours=derniere.jours, montant=euros(en_montant(derniere.montant)),
                    part=f"{round(derniere.atteint)}\u00a0%",
                    plafond=euros(en_montant(derniere.plafond)),
                )
                if derniere.etat == "close":
                    texte += self.env._(". Astreinte close")
                mots.append(texte + ".")
            dossier.astreinte_compteur = " ".join(mots)

    def compte(self):
        """Plain values of the account: spent, due by whom and why, titled, paid, what remains."""
        self.ensure_one()
        self.check_access("read")
        compte = self._compte_moteur()
        noms = {str(p.id): p.nom_complet for p in self.personne_ids}

        def qui(codes):
            return [noms.get(code, code) for code in codes]

        return {
            "dossier": self.reference,
            "depenses": [
                {
                    "date": ligne.depense.le.isoformat(),
                    "objet": ligne.depense.libelle,
                    "par": ligne.depense.par,
                    "ht": float(ligne.depense.ht),
                    "tva": float(ligne.depense.tva),
                    "ttc": float(ligne.depense.ttc),
                    "retenue": ligne.retenue,
                    "explication": ligne.explication,
                    "base": ligne.regime.base,
                    "niveau": ligne.regime.niveau,
                }
                for ligne in compte.depenses
            ],
            "dettes": [
                {
                    "cle": dette.cle,
                    "objet": OBJETS[dette.objet],
                    "debiteurs": qui(dette.debiteurs),
                    "acquereurs": qui(a for a in dette.tenus if a not in dette.debiteurs),
                    "du": float(dette.du),
                    "forfait": float(dette.forfait),
                    "titre": float(dette.titre),
                    "paye": float(dette.paye),
                    "remis": float(dette.remis),
                    "reste": float(dette.reste),
                    "a_titrer": float(dette.a_titrer),
                    "calcul": dette.calcul,
                    "base": dette.base,
                    "mentions": list(dette.mentions),
                }
                for dette in compte.dettes
            ],
            "debiteurs": [
                {
                    "nom": noms.get(part.code, part.code),
                    "seul": float(part.seul),
                    "solidaire": float(part.solidaire),
                }
                for part in compte.debiteurs
            ],
            "totaux": {nom: float(montant) for nom, montant in compte.totaux.items()},
            "par": {nom: float(montant) for nom, montant in compte.par.items()},
            "mentions": list(compte.mentions),
            # Decided on facts that have changed since: which acts, and what to do.
            "ecarts": [
                {"liquidation": li.display_name, "ecart": li.ecart}
                for li in self.liquidation_ids if li.ecart
            ],
        }

    # -- Page ----------------------------------------------------------------

    @api.depends(
        "depense_ids.ttc", "depense_ids.annulee", "liquidation_ids.etat", "titre_ids.etat",
        "ecart_ids.montant", "paiement_ids.montant", "subvention_ids.montant_verse",
    )
    def _compute_compte_html(self):
        for dossier in self:
            dossier.compte_html = dossier._origin and self.env["ir.qweb"]._render(
                "oilhi_lhi.compte_dossier", dossier._origin._valeurs_compte()
            )

    def _valeurs_compte(self):
        lu = self.compte()

        def argent(montant):
            return euros(en_montant(montant) or ZERO)

        return {
            "compte": lu,
            "argent": argent,
            "jour": lambda iso: date_courte(fields.Date.to_date(iso)),
            "liste": liste,
            "phrase": lambda mots: mots[:1].upper() + mots[1:],
            "totaux": [
                (libelle, argent(lu["totaux"][nom]), nom in ("du", "reste")) for nom, libelle in TOTAUX
            ],
            "titres": self.titre_ids.filtered(lambda t: t.etat == "emis"),
            "suretes": self.surete_ids.filtered(lambda s: not s.annulee),
            "subventions": self.subvention_ids.filtered(lambda s: not s.annulee),
        }

    def action_compte(self):
        """The account of the case, to read."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compte de %s", self.reference),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref("oilhi_lhi.oilhi_dossier_view_compte").id, "form"]],
            "context": {"form_view_initial_mode": "readonly"},
        }

    # -- File for the accountant ---------------------------------------------

    def action_exporter_compte(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/compte/{self.id}.csv",
            "target": "download",
        }

    def _compte_csv(self):
        """Bytes of the account, line by line: UTF-8 with BOM, « ; », comma, dd/mm/yyyy."""
        self.ensure_one()
        self.check_access("read")
        compte = self._compte_moteur()
        noms = {str(p.id): p.nom_complet for p in self.personne_ids}

        def qui(codes):
            return liste(noms.get(code, code) for code in codes)

        def nombre(montant):
            return "" if montant is None else f"{en_montant(montant):.2f}".replace(".", ",")

        lignes = []

        def ligne(genre, jour, objet, debiteurs, numero, montant, base="", mots="", ht=None, tva=None):
            # Texts come from people: none may be run as a formula. Amounts are ours.
            lignes.append([
                proteger(self.reference or ""), proteger(genre), jour and date_courte(jour) or "",
                proteger(objet or ""), proteger(debiteurs or ""), proteger(numero or ""),
                nombre(ht), nombre(tva), nombre(montant), proteger(base or ""), proteger(mots or ""),
            ])

        for d in compte.depenses:
            ligne(
                "Dépense", d.depense.le, d.depense.libelle,
                qui(sorted({c for parts, _poids in d.depense.parts for c in parts})), "",
                d.depense.ttc, d.regime.base, d.explication, d.depense.ht, d.depense.tva,
            )
        for li in self.liquidation_ids.filtered(lambda li: li.etat == "decidee"):
            ligne(
                "Liquidation", li.decidee_le, li.display_name,
                liste(li.personne_ids.mapped("nom_complet")), "", li.net, li.base, li.calcul,
            )
        for dette in compte.dettes:
            ligne("Dû", None, OBJETS[dette.objet], qui(dette.tenus), "", dette.du, dette.base, dette.calcul)
        for t in self.titre_ids.filtered(lambda t: t.etat == "emis"):
            ligne(
                "Titre", t.date, OBJETS[t.objet], liste(t.personne_ids.mapped("nom_complet")),
                t.numero, t.montant, t.base, t.calcul,
            )
            for e in t.ecart_ids.filtered(lambda e: not e.annulee):
                ligne(ECARTS[e.nature], e.date, OBJETS[t.objet], "", t.numero, -e.montant, "", e.motif)
            for p in t.paiement_ids.filtered(lambda p: not p.annulee):
                ligne(
                    "Paiement", p.date, OBJETS[t.objet], p.personne_id.nom_complet, t.numero,
                    p.montant, "", p.reference,
                )
        for s in self.subvention_ids.filtered(lambda s: not s.annulee and s.etat == "versee"):
            ligne("Subvention", s.versee_le, s.display_name, s.organisme, "", s.montant_verse)
        for dette in compte.dettes:
            ligne("Reste dû", None, OBJETS[dette.objet], qui(dette.tenus), "", dette.reste)
        ligne("Total dû", None, "", "", "", compte.totaux["du"])
        ligne("Total reste dû", None, "", "", "", compte.totaux["reste"])
        sortie = io.StringIO(newline="")
        ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
        ecrivain.writerow(ENTETES)
        ecrivain.writerows(lignes)
        return b"\xef\xbb\xbf" + sortie.getvalue().encode()
