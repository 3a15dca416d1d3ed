from odoo import models

# What was found once and for all: a procedure that goes on with another does not look again.
CONSTATS = ("signalement", "saisine", "competence", "recherche", "visite", "rapport")


class OilhiDossierEtape(models.Model):
    """What was done in another procedure of the case is not done twice."""

    _inherit = "oilhi.dossier.etape"

    def _reprendre_faits(self):
        """Mark done, from the facts of the other procedures, the steps of one just opened.

        The fact is copied, with its proof and where it comes from: each procedure stays readable
        by itself, and undoing the copy leaves the original alone.
        """
        for dossier, etapes in self.grouped("dossier_id").items():
            faites, suivies = {}, {}
            for autre in (dossier.etape_ids - etapes).filtered(lambda e: e.etat == "faite"):
                faites[autre.code] = autre
                # The same step, in a variant still open or just relayed; not in an old affair.
                if (
                    autre.etape_id.nature in CONSTATS
                    and autre.dossier_procedure_id.etat in ("en_cours", "relayee")
                ):
                    suivies[autre.code] = autre
            valeurs, reprises = [], []
            for etape in etapes:
                source = next(
                    (faites[c] for c in etape._codes("reprise_codes") if c in faites),
                    suivies.get(etape.code),
                )
                if source and source.fait_ids:
                    valeurs.append(etape._fait_repris(source))
                    reprises.append((etape, source))
            for fait, (etape, source) in zip(
                self.env["oilhi.dossier.fait"].create(valeurs), reprises, strict=True
            ):
                etape.write({"etat": "faite", "date": fait.date})
                etape._tracer(self.env._("Repris de l’étape %s", source.display_name))

    def _fait_repris(self, source):
        self.ensure_one()
        fait = source.fait_ids.sorted(lambda f: (f.date, f.id))[-1:]
        return {
            "dossier_id": self.dossier_id.id,
            "dossier_etape_id": self.id,
            "code": self.code,
            "date": fait.date,
            "heure": fait.heure,
            "note": fait.note,
            "piece_ids": [(6, 0, fait.piece_ids.ids)],
            "user_id": self.env.uid,
            "repris_de_id": fait.id,
        }
