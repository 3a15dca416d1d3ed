from collections import Counter
from datetime import date
from io import BytesIO
from json import dumps
from statistics import median, quantiles

from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import OilhiDocumentsCommon

# (template, service, state, signed, lifted or abrogated)
ACTES = (
    ("D-MSO-10", "arras", "leve", "2027-02-15", "2027-06-15"),
    ("D-MSO-10", "arras", "leve", "2027-02-20", "2027-03-22"),
    ("D-MSO-10", "arras", "notifie", "2027-03-01", None),
    ("D-MSO-20", "arras", "signe", "2027-06-15", None),
    ("D-MSO-23", "arras", "notifie", "2027-07-01", None),
    ("D-MSO-25", "arras", "signe", "2027-07-02", None),
    ("D-MSU-04", "arras", "abroge", "2027-04-01", None),
    ("D-MSO-10", "arras", "a_signer", None, None),  # not signed: not an act yet
    ("D-MSO-03", "arras", "notifie", "2027-02-01", None),  # a letter
    ("D-MSO-10", "autre", "leve", "2027-02-28", "2027-08-27"),
    ("D-PGI-01", "autre", "executoire", "2027-02-10", None),
)
NATURES = {
    "D-MSO-10": "arrete", "D-MSU-04": "arrete", "D-PGI-01": "arrete", "D-MSO-20": "mainlevee",
    "D-MSO-23": "astreinte", "D-MSO-25": "office",
}  # fmt: skip


@tagged("post_install", "-at_install", "oilhi_http")
class TestPilotageActes(OilhiDocumentsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cas = {}
        for cle, service in (("arras", cls.service_mairie_arras), ("autre", cls.service_autre)):
            dossier = cls.env["oilhi.dossier"].create({
                "name": "Essai des arrêtés", "service_id": service.id,
                "batiment_id": cls._batiment(rue=f"1 rue {cle}", commune=service.commune_id).id,
            })
            cls.cas[cle] = cls._ouvrir(dossier)
        cls.actes = cls.env["oilhi.document"]
        for code, cle, etat, signe, fin in ACTES:
            modele = cls.env["oilhi.document.modele"].search([("code", "=", code)])
            cls.actes |= cls.env["oilhi.document"].create({
                "name": modele.name, "modele_id": modele.id, "version_id": modele.version_ids[:1].id,
                "dossier_id": cls.cas[cle].dossier_id.id, "dossier_procedure_id": cls.cas[cle].id,
                "service_id": cls.cas[cle].dossier_id.service_id.id, "state": etat, "date_signature": signe,
                "date_levee": fin,
            })

    def _domaine(self):
        return [("dossier_id", "in", self.actes.dossier_id.ids)]

    def test_par_type_et_mois(self):
        """Signed, in force, lifted, by kind and by month: for each who asks, his own."""
        for user, cles in (
            (self.responsable, {"arras"}), (self.agent_autre, {"autre"}), (self.coordinateur, {"arras", "autre"}),
        ):
            with self.subTest(user=user.login):
                siens = [a for a in ACTES if a[1] in cles and a[0] in NATURES and a[2] != "a_signer"]
                modele = self.env["oilhi.pilotage.acte"].with_user(user)
                lus = modele._read_group(
                    self._domaine(), ["nature", "mois:month"], ["actes:sum", "en_vigueur:sum", "leves:sum"]
                )
                attendu = Counter()
                for code, _cle, etat, signe, _fin in siens:
                    groupe = NATURES[code], date.fromisoformat(signe).replace(day=1)
                    attendu[(*groupe, "actes")] += 1
                    attendu[(*groupe, "leves")] += etat == "leve"
                    attendu[(*groupe, "en_vigueur")] += NATURES[code] == "arrete" and etat not in ("leve", "abroge")
                self.assertEqual(
                    {(*g, quoi): n for *g, a, v, f in lus
                     for quoi, n in (("actes", a), ("en_vigueur", v), ("leves", f)) if n},
                    dict(+attendu),
                )
                jours = [
                    (date.fromisoformat(fin) - date.fromisoformat(signe)).days
                    for *_a, signe, fin in siens if fin
                ]
                ((mediane, p90),) = modele._read_group(
                    self._domaine(), [], ["duree_mediane:median", "duree_p90:p90"]
                )
                self.assertAlmostEqual(mediane, median(jours), 6)
                self.assertAlmostEqual(
                    p90, quantiles(jours, n=10, method="inclusive")[-1] if len(jours) > 1 else jours[0], 6
                )

    def test_levee(self):
        """An act just lifted counts at once, in the month of its signature."""
        modele = self.env["oilhi.pilotage.acte"].with_user(self.responsable)
        acte = self.actes[2]
        ligne = modele.browse(acte.id)
        self.assertEqual((ligne.etat, ligne.en_vigueur, ligne.modele_id.code), ("en_vigueur", 1, "D-MSO-10"))
        acte._ecrire({"state": "leve", "date_levee": "2027-03-31"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((ligne.etat, ligne.en_vigueur, ligne.duree_mediane), ("leve", 0, 30))
        self.assertEqual(ligne.procedure_id.code, "MSO")

    def test_export_groupe(self):
        """The totals of the exported file are those of the screen: a true median, nothing for nothing."""
        for user in (self.responsable, self.coordinateur):
            user.write({"group_ids": [(4, self.env.ref("base.group_allow_export").id)], "password": "passe-essai-9"})
            self.authenticate(user.login, "passe-essai-9")
            champs = [
                {"name": "dossier_id", "label": "Dossier", "type": "many2one"},
                {"name": "actes", "label": "Signés", "type": "integer"},
                {"name": "duree_mediane", "label": "Durée", "type": "float"},
            ]
            modele = self.env["oilhi.pilotage.acte"].with_user(user)
            reponse = self.url_open("/web/export/xlsx", data={"csrf_token": Request.csrf_token(self), "data": dumps({
                "model": modele._name, "fields": champs, "ids": False, "domain": self._domaine(),
                "groupby": ["nature", "service_id"], "import_compat": False, "context": {},
            })})
            self.assertEqual(reponse.status_code, 200)
            feuille = load_workbook(BytesIO(reponse.content)).active
            lus = [
                (str(nom).strip(), int(nombre), duree)
                for nom, nombre, duree in feuille.iter_rows(min_row=2, values_only=True)
                if str(nom or "").strip().endswith(")")
            ]
            attendu = []
            for nature, n, duree in modele._read_group(
                self._domaine(), ["nature"], ["actes:sum", "duree_mediane:median"]
            ):
                attendu.append((f"{nature} ({n})", n, duree or None))
                attendu += [
                    (f"{service.display_name} ({m})", m, sous or None)
                    for service, m, sous in modele._read_group(
                        [*self._domaine(), ("nature", "=", nature)], ["service_id"],
                        ["actes:sum", "duree_mediane:median"],
                    )
                ]
            self.assertCountEqual(lus, attendu)
