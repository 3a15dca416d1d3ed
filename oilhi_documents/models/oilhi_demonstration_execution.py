from datetime import timedelta

from odoo import api, fields, models

COPROPRIETAIRES = [
    # last name, first name, title, tantièmes, paid
    ("MODÈLE", "Andrée", "madame", 500, 6000),
    ("SPÉCIMEN", "Ousmane", "monsieur", 300, 0),
    ("FICTIF", "Rosalie", "madame", 200, 1000),
]


class OilhiDemonstration(models.AbstractModel):
    """What follows the order, on a few cases: column `apres` of dossiers.csv.

    Each `_apres_<name>` yields (day, action) like the scenarios, once its own has been played.
    """

    _inherit = "oilhi.demonstration"

    @api.model
    def _charger_habilitations(self):
        """Who reads the restricted data of the households: those of comptes.json, nobody else."""
        groupe = self.env.ref("oilhi_partenaires.group_donnees_sensibles")
        for compte in self._lire_json("comptes.json"):
            if not compte.get("donnees_sensibles"):
                continue
            user = self._trouve("demo_user_" + compte["login"].split("@")[0].replace(".", "_"))
            if user and groupe not in user.group_ids:
                user.group_ids |= groupe

    @api.model
    def _apres(self, dossier, ligne):
        if ligne.get("apres"):
            yield from getattr(self, f"_apres_{ligne['apres']}")(dossier)

    @api.model
    def _mesures_en_plus(self, dossier, ligne, arrete):
        """The interdiction of the case with occupants: written before its order is signed."""
        if ligne.get("apres") in ("occupants", "hebergement"):
            self._interdire(dossier, arrete + timedelta(days=8), arrete + timedelta(days=6))

    @api.model
    def _interdire(self, dossier, effet, offre):
        """The first floor may not be lived in for a time."""
        dossier.env["oilhi.dossier.mesure"].create(
            {
                "dossier_id": dossier.id,
                "dossier_procedure_id": dossier.procedure_ids[-1:].id,
                "type": "interdiction_temporaire",
                "texte": "Interdire temporairement d’habiter le logement du premier étage, "
                "jusqu’à la mainlevée.",
                "partie": "privative",
                "lot": "logement du premier étage",
                "delai_nombre": 0,
                "date_effet": effet,
                "date_offre": offre,
            }
        )

    @api.model
    def _responsable_de(self, dossier):
        return self._utilisateur(dossier.service_id, "responsable")

    @api.model
    def _valider(self, dossier, action, **valeurs):
        """Play the dialog that an action opens, as the agent of the case."""
        saisie = dossier.env[action["res_model"]].with_context(**action["context"]).create(valeurs)
        return saisie.action_realiser() if "etape" in saisie._name else saisie.action_valider()

    # -- Temporary interdiction: two households, an offer, nights, a control ---------------
    @api.model
    def _apres_occupants(self, dossier):
        arrete = dossier._etape("MSO-12").date
        if not arrete:
            return
        occupant = dossier.personne_ids.filtered(lambda p: p.role == "occupant")
        interdiction = dossier.mesure_ids.filtered(lambda m: m.type == "interdiction_temporaire")

        def loger(jour):
            menages = dossier.env["oilhi.dossier.occupant"].create(
                [
                    {
                        "dossier_id": dossier.id,
                        "personne_id": occupant[:1].id,
                        "lot": interdiction.lot,
                        "titre": "habitation",
                        "titre_depuis": arrete - timedelta(days=900),
                        "entree": arrete - timedelta(days=900),
                        "bonne_foi": "oui",
                        "loyer": 540,
                        "charges": 45,
                        "allocation": "caf",
                    },
                    {
                        "dossier_id": dossier.id,
                        "lot": "logement du rez-de-chaussée",
                        "titre": "habitation",
                        "titre_depuis": arrete - timedelta(days=400),
                        "bonne_foi": "oui",
                        "loyer": 480,
                        "allocation": "inconnu",
                    },
                ]
            )
            dossier.env["oilhi.dossier.offre"].create(
                {
                    "occupant_id": menages[0].id,
                    "auteur": "maire",
                    "date": jour,
                    "lieu": "Hôtel de l’Exemple",
                    "adaptee": "oui",
                    "reponse": "acceptee",
                    "reponse_le": jour,
                }
            )
            dossier.env["oilhi.dossier.hebergement"].create(
                {
                    "occupant_id": menages[0].id,
                    "lieu": "Hôtel de l’Exemple",
                    "date_debut": interdiction.date_effet,
                    "date_fin": fields.Date.today(),
                    "places": 2,
                    "prix_nuit": 55,
                    "supporte_par": "commune",
                }
            )
            responsable = self._responsable_de(dossier)
            if responsable.has_group("oilhi_partenaires.group_donnees_sensibles"):
                menages[0].with_user(responsable).action_ouvrir_reserve()
                menages[0].with_user(responsable).reserve_ids.write(
                    {
                        "vulnerable": "oui",
                        "mineurs": 2,
                        "mineurs_ages": "4 et 7 ans",
                        "situation_sociale": "Exemple fictif : suivi par la maison des solidarités.",
                        "travailleur_social": "Sacha ASSISTANCE-EXEMPLE",
                    }
                )

        yield interdiction.date_effet, loger
        yield interdiction.date_effet, self._faire(dossier, "MSO-15")

        def controler(jour):
            visite = dossier.env["oilhi.dossier.visite"].create(
                {"dossier_id": dossier.id, "date": jour, "heure_debut": 10, "nature": "controle"}
            )
            for ligne in visite.controle_ids:
                if ligne.mesure_id == interdiction:
                    ligne.action_executee()
                else:
                    ligne.write(
                        {
                            "resultat": "partielle",
                            "reste": "L’étage est consolidé ; la cage d’escalier reste à reprendre.",
                        }
                    )
            visite.terminer()

        yield arrete + timedelta(days=40), self._noter_loyer(dossier)
        yield arrete + timedelta(days=45), controler
        yield fields.Date.today(), lambda jour: dossier.preparer_titres()

    @api.model
    def _coproprietaires(self, dossier, lignes):
        """Co-owners are called; the syndic alone is held, and has been notified already."""
        return dossier.env["oilhi.dossier.personne"].create(
            [
                {
                    "dossier_id": dossier.id,
                    "role": "proprietaire",
                    "nom": nom,
                    "prenom": prenom,
                    "civilite": civilite,
                    "tantiemes": tantiemes,
                    "rue": "99 avenue de l’Exemple",
                    "code_postal": "62000",
                    "ville": "Arras",
                }
                for nom, prenom, civilite, tantiemes, *_reste in lignes
            ]
        )

    # -- Failure: an astreinte by co-owner, a decided liquidation, a draft -----------------
    @api.model
    def _apres_astreinte(self, dossier):
        carence = dossier._etape("MSO-17b").date
        if not carence:
            return

        def prononcer(jour):
            for personne, montant in zip(
                self._coproprietaires(dossier, COPROPRIETAIRES[1:]), (90, 60), strict=True
            ):
                dossier._etape("MSO-18b").realiser(
                    fields.Date.to_string(jour),
                    mode="lrar",
                    montant=montant,
                    date_reception=fields.Date.to_string(jour + timedelta(days=3)),
                    destinataire_id=personne.id,
                )
            dossier.astreinte_ids.write(
                {
                    "motif_ampleur": "Reprise d’une façade sur un étage, échafaudage compris.",
                    "motif_consequences": "Des éléments peuvent tomber sur le trottoir.",
                }
            )

        def liquider(jour):
            prets = dossier.preparer_liquidations()
            premiere = dossier.env["oilhi.dossier.liquidation"].browse(prets[0]["id"])
            premiere.write(
                {
                    "exoneration": 180,
                    "motif_exoneration": "Deux jours d’arrêt du chantier sur ordre du gestionnaire du "
                    "réseau de gaz, attesté (exemple fictif).",
                }
            )
            premiere.with_user(self._responsable_de(dossier)).decider(
                fields.Date.to_string(premiere.exigible_le)
            )
            dossier.preparer_titres()

        yield carence + timedelta(days=5), prononcer
        yield fields.Date.today(), liquider

    # -- Works by the authority, up to a title partly paid ---------------------------------
    @api.model
    def _entreprise(self, cle, nom):
        return self._trouve(cle) or self._xmlid(
            cle, self.env["res.partner"].create({"name": nom, "is_company": True})
        )

    @api.model
    def _apres_office(self, dossier):
        carence = dossier._etape("MSO-17b").date
        if not carence:
            return
        procedure = dossier.procedure_ids[-1:]
        proprietaire = dossier.personne_ids.filtered("tenue")[:1]

        def jour(nombre):
            return carence + timedelta(days=nombre)

        def preparer(le):
            office = (
                dossier.env["oilhi.dossier.office"]
                .with_context(default_dossier_id=dossier.id)
                .create(
                    {
                        "motifs": "Le pignon n’est pas consolidé à la fin du délai (constat de "
                        "carence) et il surplombe une cour fréquentée (exemple fictif).",
                    }
                )
            )
            devis = dossier.env["oilhi.dossier.devis"].create(
                [
                    {
                        "office_id": office.id,
                        "entreprise_id": self._entreprise(cle, nom).id,
                        "date": le,
                        "montant_ht": ht,
                        "montant_tva": tva,
                    }
                    for cle, nom, ht, tva in (
                        ("demo_entreprise_1", "Maçonnerie EXEMPLE (fictive)", 9200, 920),
                        ("demo_entreprise_2", "Bâti FICTIF et fils (fictive)", 11400, 1140),
                    )
                ]
            )
            devis[0].action_retenir()

        def decider(le):
            dossier._etape("MSO-19b").realiser(
                fields.Date.to_string(le),
                mode="lrar",
                date_reception=fields.Date.to_string(le + timedelta(days=3)),
                destinataire_id=proprietaire.id,
            )

        def executer(le):
            dossier.office_ids.write(
                {"acces": "libre", "date_debut": jour(20), "date_fin": jour(29)}
            )

        def receptionner(le):
            dossier.office_ids.write({"date_reception": le})
            dossier.env["oilhi.dossier.depense"].create(
                [
                    {
                        "dossier_id": dossier.id,
                        "dossier_procedure_id": procedure.id,
                        "nature": nature,
                        "libelle": libelle,
                        "date": le,
                        "ht": ht,
                        "tva": tva,
                    }
                    for nature, libelle, ht, tva in (
                        ("travaux", "Consolidation du pignon", 9200, 920),
                        ("moe", "Maîtrise d’œuvre", 800, 160),
                    )
                ]
            )

        def titrer(le):
            dossier.preparer_titres()
            for titre in dossier.titre_ids.filtered(lambda t: t.etat == "brouillon"):
                titre.with_user(self._responsable_de(dossier)).emettre(
                    fields.Date.to_string(le), f"FICTIF-{titre.id}"
                )

        def payer(le):
            for titre in dossier.titre_ids.filtered(lambda t: t.etat == "emis"):
                dossier.env["oilhi.dossier.paiement"].create(
                    {
                        "titre_id": titre.id,
                        "date": le,
                        "montant": 4000,
                        "personne_id": proprietaire.id,
                        "reference": "Virement (exemple fictif)",
                    }
                )

        yield jour(8), preparer
        yield jour(10), decider
        yield jour(15), self._signaler_refus(dossier)
        yield jour(20), executer
        yield jour(31), receptionner
        yield jour(40), titrer
        yield jour(42), self._garantir(dossier)
        yield jour(55), payer

    # -- Copropriété: what two co-owners did not pay ---------------------------------------
    @api.model
    def _apres_substitution(self, dossier):
        carence = dossier._etape("MSO-17b").date
        if not carence:
            return
        vote = carence + timedelta(days=5)

        def preparer(jour):
            self._coproprietaires(dossier, COPROPRIETAIRES)
            substitution = (
                dossier.env["oilhi.dossier.substitution"]
                .with_context(default_dossier_id=dossier.id)
                .create(
                    {
                        "vote_le": vote,
                        "exigible_le": vote + timedelta(days=10),
                        "montant_vote": 12000,
                        "tantiemes_total": 1000,
                        "motifs": "Travaux votés et non financés en entier ; deux copropriétaires ne "
                        "paient pas (exemple fictif).",
                    }
                )
            )
            substitution.action_repartir()
            verses = {nom: verse for nom, _p, _c, _t, verse in COPROPRIETAIRES}
            for ligne in substitution.ligne_ids:
                if verse := verses.get(ligne.personne_id.nom):
                    ligne.write({"verse": verse, "verse_le": vote + timedelta(days=10)})

        def sommer(jour):
            lignes = dossier.substitution_ids.ligne_ids
            for ligne in lignes.filtered(lambda li: li.verse < li.appele):
                self._valider(
                    dossier,
                    ligne.action_sommation(),
                    date=fields.Date.to_string(jour),
                    date_reception=fields.Date.to_string(jour + timedelta(days=2)),
                )

        yield vote + timedelta(days=12), preparer
        yield vote + timedelta(days=15), sommer

    # -- A date of receipt misread, corrected later ----------------------------------------
    @api.model
    def _apres_correction(self, dossier):
        fait = dossier._etape("MSO-08").fait_ids.filtered("active")[:1]
        if not fait.date_reception:
            return

        def corriger(jour):
            dossier._etape("MSO-08").realiser(
                fields.Date.to_string(fait.date),
                mode=fait.mode,
                destinataire_id=fait.destinataire_id.id,
                date_reception=fields.Date.to_string(fait.date_reception + timedelta(days=4)),
                fait_id=fait.id,
                motif="Avis de réception relu : le jour avait été mal lu (exemple fictif).",
            )

        yield fait.date_reception + timedelta(days=15), corriger
