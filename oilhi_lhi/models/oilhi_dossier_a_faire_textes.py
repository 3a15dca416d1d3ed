from datetime import date, datetime

from odoo import api, models
from odoo.fields import Domain

from ..moteur.francais import JOURS, date_courte, jour_date
from .oilhi_dossier_a_faire_lecture import INACTIF, SECTIONS, SOURCES

LIGNES_COURRIEL = 20  # lines of a section in the weekly mail
# (icon, tone) of a section: the tone is never alone, the words of the date say the same.
ASPECTS = {
    "retard": ("fa-exclamation-triangle", "danger"),
    "aujourdhui": ("fa-bell", "attention"),
    "semaine": ("fa-clock-o", "info"),
    "prochaine": ("fa-calendar-o", "neutre"),
    "bloques": ("fa-lock", "attention"),
    "preuves": ("fa-envelope-o", "attention"),
    "inactifs": ("fa-pause-circle-o", "neutre"),
    "ensuite": ("fa-calendar-o", "neutre"),
}


def simple(domaine):
    """A domain as the web client takes it: lists, texts, and no operator that skips the rules."""
    if isinstance(domaine, Domain):
        return [
            element if isinstance(element, str) else [
                element[0], element[1].replace("any!", "any"), simple(element[2])
            ]
            for element in domaine
        ]
    if isinstance(domaine, datetime):
        return domaine.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(domaine, date):
        return domaine.isoformat()
    return domaine if isinstance(domaine, str | bool | int | float) or domaine is None else list(domaine)


class OilhiDossier(models.Model):
    """The words of « À faire cette semaine »."""

    _inherit = "oilhi.dossier"

    @api.model
    def _presenter_a_faire(self, lu, liste):
        """Plain data of the sections. `liste`: domain of the cases, for the lists of the client."""
        lu, blocages = self._ecarter_bloquees(lu)
        lignes = [ligne for section in lu.sections.values() for ligne in section.lignes]
        textes = self._decrire([*lignes, *lu.ensuite], lu.jour)
        return {
            "jour": lu.jour.isoformat(),
            "jour_texte": jour_date(lu.jour),
            "sections": [
                {
                    **self._decrire_section(code, lu.jour),
                    "nombre": lu.sections[code].total,
                    "plus": lu.sections[code].plus,
                    "lignes": [
                        {**textes[ligne], "blocages": blocages.get(ligne, [])}
                        for ligne in lu.sections[code].lignes
                    ],
                    "suites": [
                        self._suite(code, source, nombre, liste, lu.jour)
                        for source, nombre in lu.sections[code].nombres.items() if nombre
                    ],
                }
                for code in SECTIONS
            ],
            "ensuite": [{**textes[ligne], "blocages": []} for ligne in lu.ensuite],
        }

    @api.model
    def _titre_section(self, code):
        return {
            "retard": self.env._("En retard"),
            "aujourdhui": self.env._("Aujourd’hui"),
            "semaine": self.env._("Cette semaine"),
            "prochaine": self.env._("La semaine prochaine"),
            "bloques": self.env._("Bloqué, ou en attente d’une réponse"),
            "preuves": self.env._("Preuves attendues"),
            "inactifs": self.env._("Sans activité depuis %s jours", INACTIF),
        }[code]

    @api.model
    def _decrire_section(self, code, jour):
        aide = ""
        if code in ("semaine", "prochaine"):
            aide = self.env._("Jusqu’au dimanche %s.", date_courte(self._bornes(code, jour)[1]))
        elif code == "bloques":
            aide = self.env._("Ce qui ne peut pas se faire aujourd’hui, et qui peut y remédier.")
        elif code == "preuves":
            aide = self.env._(
                "Lettres recommandées dont la réception n’est pas notée : le délai ne court pas."
            )
        elif code == "inactifs":
            aide = self.env._("Dossiers ouverts sans procédure : rien d’autre ne les rappelle.")
        icone, ton = ASPECTS[code]
        return {
            "code": code, "titre": self._titre_section(code), "aide": aide,
            "icone": icone, "ton": ton,
        }

    # -- Lines ---------------------------------------------------------------

    @api.model
    def _decrire(self, lignes, jour):
        """{line: plain values}; every record is read once, with the rights of the user."""
        dossiers = self.browse(dict.fromkeys(ligne.dossier for ligne in lignes))
        responsables = dossiers._responsables_rappels(jour)
        objets = {
            source: self.env[SOURCES[source][0]].browse(
                dict.fromkeys(ligne.id for ligne in lignes if ligne.source == source)
            )
            for source in SOURCES
        }
        textes = {}
        for ligne in lignes:
            dossier = dossiers.browse(ligne.dossier).with_prefetch(dossiers.ids)
            objet = objets[ligne.source].browse(ligne.id).with_prefetch(objets[ligne.source].ids)
            icone, ton = ASPECTS[ligne.section]
            textes[ligne] = {
                "cle": f"{ligne.section}-{ligne.source}-{ligne.id}",
                "source": ligne.source,
                "dossier_id": dossier.id,
                "reference": dossier.reference,
                "commune": dossier.commune_id.name,
                "objet": dossier.name,
                "date": ligne.date.isoformat(),
                "icone": icone,
                "ton": ton,
                "qui": self._decrire_qui(dossier, responsables[dossier.id]),
                **getattr(self, f"_decrire_{ligne.source}")(ligne, objet, jour),
            }
        return textes

    @api.model
    def _decrire_qui(self, dossier, agissant):
        # sudo: a name among the colleagues, which may belong to a former one
        suiveur, agissant = dossier.user_id.sudo(), agissant.sudo()
        qui = self.env._("Vous") if agissant == self.env.user else agissant.name
        if not suiveur:
            return qui or self.env._("Personne")
        if not agissant or agissant == suiveur:
            return qui or suiveur.name
        return self.env._("%(qui)s, pour %(suiveur)s", qui=qui, suiveur=suiveur.name)

    @api.model
    def _decrire_echeance(self, ligne, echeance, jour):
        conseil = echeance.niveau_preuve == "pratique"
        heure = (echeance.heure or "").replace(":", "\u00a0h\u00a0")
        quand = self._jour_en_clair(ligne.date, jour, heure)
        if ligne.section == "retard":
            texte = self.env._("Dépassée depuis le %s", quand)
        elif ligne.section == "aujourdhui":
            texte = self.env._("Aujourd’hui, jusqu’à %s", heure) if heure \
                else self.env._("Aujourd’hui, dernier jour")
        elif ligne.section == "bloques":
            texte = self.env._("Réponse attendue jusqu’au %s", quand)
        elif echeance.retard_possible:
            texte = self.env._("Au plus tard %s", quand)
        else:
            texte = self.env._("Se termine %s", quand)
        if ligne.nombre > 1:
            precision = self.env._("%s destinataires ou mesures", ligne.nombre)
        else:
            precision = echeance.destinataire_id.nom_complet or ""
        return {
            "genre": self.env._("Délai conseillé") if conseil else self.env._("Échéance"),
            "quoi": self._sans_conseille(echeance.delai_id.name) if conseil else echeance.delai_id.name,
            "quand": texte,
            "precision": precision,
            "niveau": echeance.niveau_preuve,
            "niveau_texte": self._niveau_en_clair(echeance.niveau_preuve),
        }

    @api.model
    def _sans_conseille(self, nom):
        """« Conseillé : visite… » → « Visite… »: the line says beside it that it is advice."""
        suite = nom.removeprefix("Conseillé\u00a0: ")
        return suite[:1].upper() + suite[1:]

    @api.model
    def _decrire_etape(self, ligne, etape, jour):
        reference = etape.etape_id
        quand = self._jour_en_clair(ligne.date, jour)
        if ligne.section == "bloques":
            texte = self.env._("Bloquée : prévue le %s", date_courte(ligne.date))
        elif ligne.section == "retard":
            texte = self.env._("À faire depuis le %s", quand)
        elif ligne.section == "aujourdhui":
            texte = self.env._("À faire aujourd’hui")
        elif reference.garde_codes:  # a deadline of the law must be over before
            texte = self.env._("Possible dès %s", quand)
        else:
            texte = self.env._("À faire d’ici %s", quand)
        return {
            "genre": self.env._("Étape"),
            "quoi": reference.name,
            "quand": texte,
            "precision": "",
            "niveau": reference.niveau_preuve,
            "niveau_texte": self._niveau_en_clair(reference.niveau_preuve),
        }

    @api.model
    def _decrire_fait(self, ligne, fait, jour):
        etape = fait.dossier_etape_id.etape_id.name
        return {
            "genre": self.env._("Preuve"),
            "quoi": self.env._("Noter la réception : %s", etape) if etape
            else self.env._("Noter la réception du courrier %s", fait.code),
            "quand": self.env._("Envoyée le %s", self._jour_en_clair(ligne.date, jour)),
            "precision": self.env._("%s lettres", ligne.nombre) if ligne.nombre > 1
            else fait.destinataire_id.nom_complet or "",
            "niveau": "confirme",
            "niveau_texte": "",
        }

    @api.model
    def _decrire_dossier(self, ligne, dossier, jour):
        return {
            "genre": self.env._("Dossier"),
            "quoi": self.env._("Répondre au guide, ou classer le dossier")
            if dossier.phase == "signalement"
            else self.env._("Ouvrir une procédure, ou classer le dossier"),
            "quand": self.env._("Rien depuis le %s", self._jour_en_clair(ligne.date, jour)),
            "precision": "",
            "niveau": "confirme",
            "niveau_texte": "",
        }

    @api.model
    def _jour_en_clair(self, quand, jour, heure=""):
        """« 08/01/2027 (il y a 4 jours) », « vendredi 15/01/2027 à 15 h 00 »."""
        texte = date_courte(quand)
        if heure:
            texte = self.env._("%(jour)s à %(heure)s", jour=texte, heure=heure)
        ecart = (quand - jour).days
        if ecart >= 0:
            return f"{JOURS[quand.weekday()]} {texte}"
        passe = self.env._("hier") if ecart == -1 else self.env._("il y a %s jours", -ecart)
        return f"{texte} ({passe})"

    @api.model
    def _niveau_en_clair(self, niveau):
        """Advice is never called a legal deadline; what must be checked says so."""
        return {
            "pratique": self.env._("Conseillé, aucun texte ne l’impose"),
            "a_verifier": self.env._("À vérifier"),
        }.get(niveau, "")

    @api.model
    def _resumer(self, lu, code):
        """A section for the mail: no name of a person of the case, no words of its author."""
        section = lu.sections[code]
        lignes = section.lignes[:LIGNES_COURRIEL]
        textes = self._decrire(lignes, lu.jour)
        tues = ("objet", "precision")
        return {
            **self._decrire_section(code, lu.jour),
            "nombre": section.total,
            "plus": section.plus,
            "lignes": [
                {cle: valeur for cle, valeur in textes[ligne].items() if cle not in tues}
                for ligne in lignes
            ],
            "reste": section.total - len(lignes),
        }

    # -- The whole list --------------------------------------------------------

    @api.model
    def _suite(self, section, source, nombre, liste, jour):
        """Button that opens all of it in a list of Odoo."""
        domaine = self._domaine_section(section, source, jour)
        titre = self._titre_section(section)
        if source == "dossier":
            modele, domaine = self._name, domaine & liste
            texte = self.env._("Tous les dossiers sans procédure")
        elif source == "fait":
            modele, domaine = self._name, Domain("fait_ids", "any", domaine) & liste
            texte = self.env._("Ces dossiers, en liste")
        else:
            modele = SOURCES[source][0]
            domaine &= Domain("dossier_id", "any", liste)
            texte = {
                "echeance": self.env._("Ces échéances, en liste"),
                "etape": self.env._("Ces étapes, en liste"),
            }[source]
        return {
            "source": source,
            "texte": texte,
            "action": {
                "type": "ir.actions.act_window",
                "name": titre,
                "res_model": modele,
                "views": [[False, "list"], [False, "kanban"], [False, "form"]],
                "domain": simple(domaine),
            },
        }
