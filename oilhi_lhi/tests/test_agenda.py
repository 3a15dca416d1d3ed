import hashlib
import logging
from datetime import timedelta

from freezegun import freeze_time
from icalendar import Calendar
from werkzeug._internal import _log as journal_du_serveur

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.oilhi_lhi.controllers.agenda import masquer

from .agenda_common import OilhiAgendaCommon
from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_http")
class TestAgenda(OilhiAgendaCommon):
    """The file as it leaves the server, and the secret that opens it."""

    # -- The file --------------------------------------------------------------

    def test_reponse(self):
        reponse = self._lire(self._lien(self.agent))
        self.assertEqual(reponse.status_code, 200)
        self.assertEqual(reponse.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("no-cache", reponse.headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", reponse.headers)
        # read, written again, the same
        self.assertEqual(Calendar.from_ical(reponse.content).to_ical(sorted=False), reponse.content)

    def test_clients(self):
        """Outlook: PRODID, both ends of a same kind, no DURATION; Apple and Thunderbird: UTF-8, CRLF,
        75 octets, a VTIMEZONE for each TZID."""
        contenu = self._lire(self._lien(self.agent)).content
        lignes = contenu.split(b"\r\n")
        self.assertLessEqual(max(map(len, lignes)), 75)
        self.assertNotIn(b"\n", b"".join(lignes))
        contenu.decode("utf-8")
        calendrier = Calendar.from_ical(contenu)
        self.assertTrue(calendrier["PRODID"])
        self.assertEqual(calendrier["METHOD"], "PUBLISH")
        self.assertEqual(calendrier["VERSION"], "2.0")
        decrites = {str(zone["TZID"]) for zone in calendrier.walk("VTIMEZONE")}
        evenements = calendrier.walk("VEVENT")
        self.assertEqual(len(evenements), 3)
        for evenement in evenements:
            debut, fin = evenement["DTSTART"], evenement["DTEND"]
            self.assertIs(type(debut.dt), type(fin.dt))
            self.assertLess(debut.dt, fin.dt)
            self.assertEqual(debut.params.get("VALUE"), fin.params.get("VALUE"))
            self.assertNotIn("DURATION", evenement)
            self.assertIn("DTSTAMP", evenement)
            for date in (debut, fin):
                self.assertTrue({date.params["TZID"]} <= decrites if "TZID" in date.params else True)
        self.assertEqual(decrites, {"Europe/Paris"})

    def test_evenements(self):
        evenements = self._evenements(self._lien(self.agent))
        base = self.env["ir.config_parameter"].get_param("database.uuid")
        legale = evenements[f"echeance-{self.legale.id}@{base}"]
        self.assertEqual(
            str(legale["SUMMARY"]),
            f"{self.dossier.reference} · Observations, mise en sécurité · Arras",
        )
        self.assertEqual(legale["DTSTART"].dt, self.legale.date)
        self.assertEqual(legale["DTEND"].dt, self.legale.date + timedelta(days=1))
        self.assertEqual(str(legale["LOCATION"]), "Arras")
        self.assertIn("reçu le 12/01/2027, un mois", legale["DESCRIPTION"])
        self.assertIn(f"/odoo/dossiers/{self.dossier.id}", legale["URL"])
        self.assertEqual(legale["CATEGORIES"].to_ical().decode(), "Délai légal")
        self.assertEqual([a["TRIGGER"].dt for a in legale.walk("VALARM")], [timedelta(days=-2)])
        heure = evenements[f"echeance-{self.a_l_heure.id}@{base}"]
        self.assertEqual(heure["DTSTART"].dt.strftime("%H:%M"), "16:30")
        self.assertEqual(heure["DTSTART"].params["TZID"], "Europe/Paris")
        conseillee = evenements[f"echeance-{self.conseillee.id}@{base}"]
        self.assertIn("Délai conseillé", conseillee["DESCRIPTION"])
        self.assertEqual(conseillee["CATEGORIES"].to_ical().decode(), "Délai conseillé")
        self.assertFalse(conseillee.walk("VALARM"), "une pratique conseillée ne fait pas sonner")

    def test_niveaux_de_preuve(self):
        self.legale.write({"niveau_preuve": "a_verifier", "preuve": "manquante"})
        base = self.env["ir.config_parameter"].get_param("database.uuid")
        legale = self._evenements(self._lien(self.agent))[f"echeance-{self.legale.id}@{base}"]
        self.assertIn("À vérifier", legale["DESCRIPTION"])
        self.assertIn("date provisoire", legale["DESCRIPTION"])
        self.assertEqual(legale["STATUS"], "TENTATIVE")
        self.assertEqual(legale["CATEGORIES"].to_ical().decode(), "Délai à vérifier")

    def test_outre_mer(self):
        """The hour is that of the territory of the case."""
        self.env.ref("oilhi_partenaires.commune_62041").departement_id.zone_feries = "reunion"
        calendrier = Calendar.from_ical(self._lire(self._lien(self.agent)).content)
        self.assertEqual([str(z["TZID"]) for z in calendrier.walk("VTIMEZONE")], ["Indian/Reunion"])
        heure = next(e for e in calendrier.walk("VEVENT") if "TZID" in e["DTSTART"].params)
        self.assertEqual(heure["DTSTART"].dt.utcoffset(), timedelta(hours=4))

    def test_aucune_donnee_personnelle(self):
        """Neither persons nor places of the case, in any line of the file, unfolded."""
        self.dossier.description = "Signalé par Monsieur Voisin-Modèle"
        for n, personne in enumerate(self.dossier.personne_ids):
            self._echeance("DL_RECOURS", 20 + n, destinataire_id=personne.id)
        texte = self._lire(self._lien(self.agent)).content.decode().replace("\r\n ", "")
        self.assertEqual(texte.count("BEGIN:VEVENT"), 5)
        interdits = {self.dossier.name, self.dossier.description, self.dossier.batiment_id.rue}
        for personne in self.dossier.personne_ids:
            interdits |= {personne.nom, personne.prenom, personne.rue, personne.nom_complet}
        interdits |= {self.agent.name, self.agent.login, self.service_mairie_arras.name}
        self.assertGreaterEqual(len(interdits), 10)
        for mot in interdits:
            self.assertNotIn(mot.lower(), texte.lower())

    def test_un_evenement_pour_plusieurs_destinataires(self):
        premiere, seconde = (
            self._echeance("DL_RECOURS", 20, destinataire_id=personne.id)
            for personne in self.dossier.personne_ids
        )
        lien = self._lien(self.agent)
        vues = self._vues(lien)
        self.assertIn(premiere, vues)
        self.assertNotIn(seconde, vues)
        base = self.env["ir.config_parameter"].get_param("database.uuid")
        evenement = self._evenements(lien)[f"echeance-{premiere.id}@{base}"]
        self.assertIn("2 destinataires", evenement["DESCRIPTION"])

    # -- Moves -----------------------------------------------------------------

    def test_date_deplacee(self):
        """Same UID, next SEQUENCE, new date; what does not move keeps its number."""
        lien = self._lien(self.agent)
        avant = self._evenements(lien)
        self.legale.date += timedelta(days=3)
        apres = self._evenements(lien)
        self.assertEqual(avant.keys(), apres.keys())
        for uid, evenement in apres.items():
            bouge = uid.startswith(f"echeance-{self.legale.id}@")
            self.assertEqual(evenement["SEQUENCE"], avant[uid]["SEQUENCE"] + bouge)
            self.assertEqual(
                evenement["DTSTART"].dt - avant[uid]["DTSTART"].dt, timedelta(days=3 * bouge)
            )

    def test_revisions(self):
        """By date and by hour, only when they change; several rows at once keep their own count."""
        self.legale.write({"date": self.legale.date, "heure": False, "calcul": "autre"})
        self.assertEqual(self.legale.sequence_ics, 0)
        self.a_l_heure.heure = "17:00"
        self.assertEqual(self.a_l_heure.sequence_ics, 1)
        trois = self.legale | self.a_l_heure | self.conseillee
        trois.write({"date": self.conseillee.date.isoformat()})
        self.assertEqual(trois.mapped("sequence_ics"), [1, 2, 0])
        self.legale.date = False
        self.assertEqual(self.legale.sequence_ics, 2)

    # -- Reading again -----------------------------------------------------------

    def test_304(self):
        """Nothing to send as long as nothing changed; a reader who only has a date reads it all, since
        what disappears leaves no date."""
        lien = self._lien(self.agent)
        premiere = self._lire(lien)
        etag = premiere.headers["ETag"]
        self.assertTrue(premiere.headers["Last-Modified"])
        reponse = self._lire(lien, **{"If-None-Match": etag})
        self.assertEqual((reponse.status_code, reponse.content), (304, b""))
        self.assertEqual(reponse.headers["ETag"], etag)
        la_veille = {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}
        self.assertEqual(self._lire(lien, **la_veille).status_code, 200)
        self.legale.tenue_le = self.jour
        reponse = self._lire(lien, **{"If-None-Match": etag})
        self.assertEqual(reponse.status_code, 200)
        self.assertEqual(reponse.content.count(b"BEGIN:VEVENT"), 2)
        self.assertNotEqual(reponse.headers["ETag"], etag)

    def test_derniere_lecture(self):
        lien = self._lien(self.agent)
        abonnement = self.env["oilhi.agenda.abonnement"]._par_jeton(self._jeton(lien))
        self.assertFalse(abonnement.lu_le)
        self._lire(lien)
        abonnement.invalidate_recordset()
        self.assertTrue(abonnement.lu_le)
        # once an hour: the readings between are not written
        abonnement.lu_le = premiere = abonnement.lu_le - timedelta(minutes=50)
        self._lire(lien)
        abonnement.invalidate_recordset()
        self.assertEqual(abonnement.lu_le, premiere)
        abonnement.lu_le = premiere - timedelta(minutes=20)
        self._lire(lien)
        abonnement.invalidate_recordset()
        self.assertGreater(abonnement.lu_le, premiere)

    # -- The secret --------------------------------------------------------------

    def _introuvable(self, lien):
        reponse = self._lire(lien)
        self.assertEqual(reponse.status_code, 404)
        self.assertTrue(reponse.headers["Content-Type"].startswith("text/plain"))
        self.assertIn("Mon agenda", reponse.content.decode())
        return reponse.content

    def test_inconnu_revoque_ferme(self):
        """Three reasons, one answer."""
        lien, autre = self._lien(self.agent), self._lien(self.agent_autre)
        inconnu = self._introuvable(f"/oilhi/agenda/{'x' * 43}.ics")
        self.env["oilhi.agenda.lien"].with_user(self.agent).create({}).action_revoquer()
        self.assertEqual(self._introuvable(lien), inconnu)
        self.assertEqual(self._lire(autre).status_code, 200)
        self.agent_autre.active = False
        self.assertEqual(self._introuvable(autre), inconnu)

    def test_nouveau_lien(self):
        """The former address stops; the subscription of others is untouched."""
        ancien, autre = self._lien(self.agent), self._lien(self.lecteur)
        nouveau = self._lien(self.agent)
        self.assertNotEqual(ancien, nouveau)
        self._introuvable(ancien)
        self.assertEqual(self._lire(nouveau).status_code, 200)
        self.assertEqual(self._lire(autre).status_code, 200)

    def test_secret_jamais_en_clair(self):
        jeton = self._jeton(self._lien(self.agent))
        self.assertGreaterEqual(len(jeton), 43)  # 256 bits
        abonnement = self.env["oilhi.agenda.abonnement"].with_user(self.agent)._mien()
        self.assertEqual(
            abonnement.sudo().jeton_hash, hashlib.sha256(jeton.encode()).hexdigest()
        )
        with self.assertRaises(AccessError):
            abonnement.read(["jeton_hash"])
        for table in ("oilhi_agenda_abonnement", "oilhi_agenda_lien"):
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            lignes = str(self.env.cr.fetchall())
            self.assertGreater(len(lignes), 10)
            self.assertNotIn(jeton, lignes)

    def test_secret_absent_des_journaux(self):
        """The servers write the address of what they serve; not this part of it."""
        lien = self._lien(self.agent)
        self.assertEqual(self._lire(lien).status_code, 200)
        with self.assertLogs("werkzeug", logging.INFO) as journal:
            # as the server does for each request, then in the message itself
            journal_du_serveur("info", '"%s" %s %s', f"GET {lien} HTTP/1.1", "200", "-")
            logging.getLogger("werkzeug").info("GET " + lien)
            logging.getLogger("werkzeug").info("GET %s", "/odoo/dossiers")
        self.assertNotIn(self._jeton(lien), "".join(journal.output))
        self.assertIn('"GET /oilhi/agenda/***.ics HTTP/1.1" 200', journal.output[0])
        self.assertIn("GET /oilhi/agenda/***.ics", journal.output[1])
        self.assertIn("GET /odoo/dossiers", journal.output[2])
        self.assertEqual(masquer("x/oilhi/agenda/abc?d=1"), "x/oilhi/agenda/***?d=1")

    @mute_logger("odoo.http")
    def test_abonnement_reserve(self):
        """Seen by its owner alone, written by nobody."""
        self._lien(self.agent)
        Abonnement = self.env["oilhi.agenda.abonnement"]
        mien = Abonnement.with_user(self.agent)._mien()
        self.assertTrue(mien)
        for user in (self.lecteur, self.responsable, self.coordinateur, self.administrateur):
            self.assertFalse(Abonnement.with_user(user).search([]), user.login)
            with self.assertRaises(AccessError):
                mien.with_user(user).read(["lu_le"])
        for vals in ({"portee": "services"}, {"jeton_hash": "0"}, {"user_id": self.lecteur.id}):
            with self.assertRaises(AccessError):
                mien.write(vals)
        with self.assertRaises(AccessError):
            Abonnement.with_user(self.agent).create({"user_id": self.agent.id, "jeton_hash": "0"})

    def test_dialogue(self):
        """What « Mon agenda » shows and changes."""
        Lien = self.env["oilhi.agenda.lien"].with_user(self.agent)
        self.assertFalse(Lien.new({}).abonnement_id)
        lien = self._lien(self.agent)
        assistant = Lien.create({})
        self.assertEqual(assistant.portee, "miens")
        self.assertTrue(assistant.abonnement_id and assistant.cree_le)
        assistant.portee = "services"
        assistant.action_enregistrer()
        self.assertEqual(Lien.new({}).portee, "services")
        self.assertEqual(self._lire(lien).status_code, 200)  # same address
        with self.assertRaises(AccessError):
            self.env["oilhi.agenda.lien"].with_user(self.juriste).create({}).action_creer()

    # -- Cost ----------------------------------------------------------------------

    def test_requetes(self):
        """As many queries for sixty deadlines in thirty cases as for three in one."""
        abonnement = self.env["oilhi.agenda.abonnement"]._par_jeton(
            self._jeton(self._lien(self.agent, "services"))
        )

        def compter():
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            _nom, evenements = abonnement._contenu()
            return self.env.cr.sql_log_count - avant, len(evenements)

        compter()  # warms the caches of access rights
        peu, trois = compter()
        self.assertEqual(trois, 3)
        dossiers = self.env["oilhi.dossier"].with_user(self.agent).create([
            {
                "name": f"Dossier {n}", "service_id": self.service_mairie_arras.id,
                "batiment_id": self._batiment(
                    f"{n} rue du Volume",
                    self.commune_bethune if n % 2 else self.commune_arras,
                ).id,
            }
            for n in range(30)
        ])
        for dossier in dossiers.with_env(self.env):
            self._echeance("DL_CL", 4, dossier)
            self._echeance("DL_ABF", 5, dossier)
        beaucoup, nombre = compter()
        self.assertEqual(nombre, 63)
        self.assertLessEqual(beaucoup, peu)
        self.assertLessEqual(beaucoup, 16)


@tagged("post_install", "-at_install")
class TestAgendaParcours(OilhiParcoursCommon):
    """From facts entered by an agent to the calendar: what is corrected moves, what is done goes."""

    @freeze_time("2027-01-20 10:00:00")
    def test_fait_corrige_puis_tenu(self):
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier, reception="2027-01-12")
        abonnements = self.env["oilhi.agenda.abonnement"]
        jeton = abonnements.with_user(self.agent)._abonner("miens")
        abonnement = abonnements._par_jeton(jeton)

        def observations():
            _nom, evenements = abonnement._contenu()
            return [e for e in evenements if "Observations" in e.titre]

        (avant,) = observations()
        self.assertEqual(avant.jour.isoformat(), "2027-02-12")
        self.assertIn("12/01/2027", avant.description)
        self.assertEqual(avant.sequence, 0)
        self._faire(dossier, "MSO-08", "2027-01-08", mode="lrar", date_reception="2027-01-14")
        (apres,) = observations()
        self.assertEqual((apres.uid, apres.jour.isoformat()), (avant.uid, "2027-02-15"))
        self.assertEqual(apres.sequence, 1)
        personnes = dossier.personne_ids.mapped("nom") + dossier.personne_ids.mapped("rue")
        for mot in filter(None, personnes):
            self.assertNotIn(mot, repr(apres))
        self._echeance(dossier, "DL-CONTR-MS").with_user(self.agent).tenir("2027-01-19")
        self.assertFalse(observations())
