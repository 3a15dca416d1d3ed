from contextlib import nullcontext

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .parcours_common import OilhiParcoursCommon

# What a line of a scenario may assert, on its day.
ATTENDUS = frozenset({
    "phase", "etat", "maintenant", "echeances", "rappels", "ecartees", "motifs", "refus", "procedure",
    "urgence",
})  # fmt: skip


def communiquer(jour):
    """Lines of the communications of R. 511-7, all made on that day."""
    return tuple(
        (jour, "agent", f"recu D-PART-{rang}", {"date": jour}, {}) for rang in ("01", "02", "06")
    )


class OilhiScenarioCommon(OilhiParcoursCommon):
    """Plays the life of a case from a table: day, who, what, facts, what must then be seen.

    `who`: agent | responsable. `what`: a step (« MSO-08 »), « ouvrir PROC », « basculer PROC »,
    « ecarter STEP », « annuler STEP », « clore [PROC] », « tenir DL », « recu DOC » (a fact that is
    no step), « mesure », « rien » (only look).
    Expected: `echeances` {code: « YYYY-MM-DD état » or None when it must not exist}, for several
    recipients a sorted list; `rappels`: codes of the open reminders (steps and deadlines);
    `maintenant`: codes to be done now; `refus`: words of the refusal that must come; `ecartees`:
    every step set aside, each with a reason; `motifs`: {step: words of that reason}.
    """

    @classmethod
    def _ajouter(cls, dossier, role, **valeurs):
        """One more person, added by the agent."""
        return cls.env(user=cls.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": role, "rue": "1 place du Test",
            "code_postal": "62000", "ville": "Arras", **valeurs,
        })

    @classmethod
    def _logement(cls, reponses, **valeurs):
        """A damp flat, let; nothing is open yet."""
        valeurs.setdefault(
            "batiment_id", cls._batiment("8 rue Basse", protection="non", copropriete="non").id
        )
        dossier = cls._dossier_pignon(**{
            "usage": "habitation",
            "desordre_ids": [(0, 0, {
                "desordre_id": cls.env.ref("oilhi_lhi.desordre_hum_02").id, "gravite": "2",
                "localisation": "chambre", "constat": "Moisissures au plafond.",
                "date": "2027-01-05",
            })],
            **valeurs,
        })
        dossier.qualifier({"Q1": "non", "Q3": ["sante"], "Q9": ["locataire"], **reponses})
        return dossier

    def _jouer(self, dossier, lignes):
        # One clock moved from line to line: freezing it goes through every module in memory.
        with freeze_time(f"{lignes[0][0]} 10:00:00") as horloge:
            self._jouer_lignes(dossier, lignes, horloge)

    def _jouer_lignes(self, dossier, lignes, horloge):
        for rang, (jour, qui, quoi, faits, attendu) in enumerate(lignes, start=1):
            with self.subTest(ligne=rang, jour=jour, quoi=quoi):
                horloge.move_to(f"{jour} 10:00:00")
                self.assertFalse(attendu.keys() - ATTENDUS, "unknown expectation")
                self._passer(dossier, qui, quoi, dict(faits), attendu.get("refus"))
                self._constater(dossier, attendu)

    def _passer(self, dossier, qui, quoi, faits, refus):
        user = {"agent": self.agent, "responsable": self.responsable}[qui]
        cas = dossier.with_user(user)
        verbe, _espace, objet = quoi.partition(" ")
        self.env.invalidate_all()
        garde = self.assertRaisesRegex(UserError, refus) if refus else nullcontext()
        with garde, self.env.cr.savepoint():
            self._faire_ligne(cas, verbe, objet, faits)

    def _faire_ligne(self, cas, verbe, objet, faits):
        ouvertes = cas.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        if verbe == "rien":
            return
        if verbe == "ouvrir":
            cas.ouvrir_procedure(objet, **faits)
        elif verbe == "basculer":
            faits.setdefault("motif", "Les faits ont changé.")
            ouvertes[:1].basculer(objet, faits["motif"])
        elif verbe == "clore":
            ouvertes.filtered(lambda p: objet in ("", p.code))[:1].clore(faits["motif"])
        elif verbe in ("ecarter", "annuler"):
            etape = cas.etape_ids.filtered(lambda e: e.code == objet)[-1:]
            getattr(etape, verbe)(faits["motif"])
        elif verbe == "tenir":
            self._echeance(cas, objet).tenir(faits["date"])
        elif verbe == "recu":
            cas.enregistrer_fait(objet, faits.pop("date"), **self._faits(cas, faits))
        elif verbe == "mesure":
            self.env(user=cas.env.user)["oilhi.dossier.mesure"].create({
                "dossier_id": cas.id, "dossier_procedure_id": ouvertes[-1:].id,
                "type": "travaux", "texte": "Conforter le mur pignon.", **faits,
            })
        elif verbe == "repondre":
            cas.qualifier(faits)
        else:
            date = faits.pop("date", None) or fields.Date.today()
            cas._etape(verbe).realiser(date, **self._faits(cas, faits))

    def _faits(self, cas, faits):
        """« a »: name of the addressee; « preuve »: a document joined."""
        if "a" in faits:
            nom = faits.pop("a")
            (personne,) = cas.personne_ids.filtered(lambda p: nom in p.nom_complet)
            faits["destinataire_id"] = personne.id
        if faits.pop("preuve", False):
            faits["piece_ids"] = self.env["ir.attachment"].with_user(cas.env.user).create(
                {"name": "avis-de-reception.pdf", "raw": b"%PDF-1.4 essai"}
            ).ids
        return faits

    def _constater(self, dossier, attendu):
        self.env.flush_all()
        self.env.invalidate_all()
        procedures = dossier.procedure_ids
        if "phase" in attendu:
            self.assertEqual(dossier.phase, attendu["phase"])
        if "urgence" in attendu:
            self.assertEqual(dossier.urgence, attendu["urgence"])
        if "procedure" in attendu:
            self.assertEqual({p.code: p.etat for p in procedures}, attendu["procedure"])
        if "maintenant" in attendu:
            self.assertEqual(
                sorted(dossier.etape_ids.filtered("courante").mapped("code")),
                sorted(attendu["maintenant"]),
            )
        if "etat" in attendu:
            self.assertEqual(
                {c: dossier.etape_ids.filtered(lambda e, c=c: e.code == c)[-1:].etat
                 for c in attendu["etat"]},
                attendu["etat"],
            )
        if "ecartees" in attendu:
            ecartees = dossier.etape_ids.filtered(lambda e: e.etat == "ecartee")
            self.assertEqual(sorted(ecartees.mapped("code")), sorted(attendu["ecartees"]))
            self.assertFalse(ecartees.filtered(lambda e: not e.motif), "set aside without a reason")
        for code, mots in attendu.get("motifs", {}).items():
            etape = dossier.etape_ids.filtered(lambda e, c=code: e.code == c)[-1:]
            self.assertEqual(etape.etat, "ecartee", code)
            self.assertIn(mots, etape.motif.replace("\u00a0", " "), code)
        for code, voulu in attendu.get("echeances", {}).items():
            vues = sorted(f"{e.date or 'sans date'} {e.etat}" for e in self._echeance(dossier, code))
            if voulu is None:
                self.assertFalse(vues, code)
            else:
                self.assertEqual(vues, [voulu] if isinstance(voulu, str) else sorted(voulu), code)
        if "rappels" in attendu:
            lignes = (*dossier.etape_ids, *dossier.echeance_ids)
            rappels = [ligne.code for ligne in lignes if ligne.activity_id.active]
            self.assertEqual(sorted(rappels), sorted(attendu["rappels"]))
