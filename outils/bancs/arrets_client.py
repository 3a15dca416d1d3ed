"""The HTTP side of the trial of the faults: what an agent's browser sends, and what it shows him."""
import base64
import csv
import http.client
import io
import json
import re
import time
import uuid

DELAI = 240


class Client:
    def __init__(self, port, base):
        self.port, self.base, self.sessions, self.jetons = port, base, {}, {}

    def demander(self, methode, chemin, corps=None, entetes=None, session=None):
        """``(status, body)``; status 0: cut without an answer, which the web client calls a lost connection."""
        entetes = dict(entetes or {})
        if session in self.sessions:
            entetes["Cookie"] = f"session_id={self.sessions[session]}"
        lien = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DELAI)
        try:
            lien.request(methode, chemin, corps, entetes)
            reponse = lien.getresponse()
            texte = reponse.read()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            lien.close()
        if session and (trouve := re.search(r"session_id=([^;]+)", reponse.getheader("Set-Cookie") or "")):
            self.sessions[session] = trouve[1]
        return reponse.status, texte.decode("utf-8", "replace")

    def sante(self):
        return self.demander("GET", "/oilhi/sante")[0]

    def rpc(self, session, chemin, params):
        """``(result, sentence shown)``"""
        statut, texte = self.demander(
            "POST", chemin, json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}),
            {"Content-Type": "application/json"}, session)
        try:
            lu = json.loads(texte)
        except ValueError:
            # What the web client does with 502, with nothing, or with what is not JSON.
            return None, "« Connexion perdue, tentative de reconnexion »" + (f" ({statut})" if statut else "")
        if erreur := lu.get("error"):
            nom = erreur.get("data", {}).get("name", "")
            if nom.startswith("odoo.exceptions."):
                return None, f"« {erreur['data']['message']} »"
            return None, f"500, Traceback {nom}"
        return lu.get("result"), "fait"

    def entrer(self, session, login, mot):
        self.sessions.pop(session, None)
        resultat, recu = self.rpc(session, "/web/session/authenticate", {
            "db": self.base, "login": login, "password": mot})
        if not resultat or not resultat.get("uid"):
            raise ValueError(f"{login} n'entre pas : {recu}")

    def dedans(self, session):
        resultat, _recu = self.rpc(session, "/web/session/get_session_info", {})
        return bool(resultat and resultat.get("uid"))

    def appeler(self, session, modele, methode, arguments, **options):
        return self._appeler(session, modele, methode, arguments, **options)[1]

    def _appeler(self, session, modele, methode, arguments, **options):
        contexte = {"lang": "fr_FR", "tz": "Europe/Paris"}
        return self.rpc(session, f"/web/dataset/call_kw/{modele}/{methode}", {
            "model": modele, "method": methode, "args": arguments, "kwargs": {"context": contexte, **options}})

    def importer(self, session, modele, champs, lignes):
        """Odoo's own import: the file, then the import."""
        numero, recu = self._appeler(session, "base_import.import", "create", [{"res_model": modele}])
        if not numero:
            return recu
        limite = uuid.uuid4().hex
        flux = io.StringIO()
        csv.writer(flux).writerows([champs, *lignes])
        corps = (
            f'--{limite}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{numero}\r\n'
            f'--{limite}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.jetons[session]}\r\n'
            f'--{limite}\r\nContent-Disposition: form-data; name="ufile"; filename="essai.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\n{flux.getvalue()}\r\n--{limite}--\r\n").encode()
        statut, texte = self.demander("POST", "/base_import/set_file", corps, {
            "Content-Type": f"multipart/form-data; boundary={limite}"}, session)
        if statut != 200:
            return f"fichier refusé ({statut}) « {re.sub('<[^>]*>', ' ', texte).split('Entity')[-1].strip()[:200]} »"
        options = {"quoting": '"', "separator": ",", "encoding": "utf-8", "has_headers": True, "headers": True,
                   "keep_matches": False, "date_format": "", "datetime_format": "", "float_thousand_separator": " ",
                   "float_decimal_separator": ",", "advanced": False, "skip": 0, "limit": 2000}
        resultat, recu = self._appeler(
            session, "base_import.import", "execute_import", [[numero], champs, champs, options])
        messages = [m.get("message") for m in (resultat or {}).get("messages", []) if m.get("type") == "error"]
        return f"« {messages[0]} »" if messages else recu

    def jeton(self, session):
        _statut, texte = self.demander("GET", "/odoo", session=session)
        trouve = re.search(r'csrf_token:\s*"([^"]+)"', texte)
        return trouve[1] if trouve else ""

    def importer_annuaire(self, session, lignes):
        """Our own import: the file, its check, the agreement, the import."""
        flux = io.StringIO()
        table = csv.DictWriter(flux, fieldnames=list(lignes[0]), delimiter=";")
        table.writeheader()
        table.writerows(lignes)
        modele = "oilhi.annuaire.import"
        numero, recu = self._appeler(session, modele, "create", [{
            "fichier": base64.b64encode(flux.getvalue().encode()).decode(), "nom_fichier": "essai.csv"}])
        if numero:
            _resultat, recu = self._appeler(session, modele, "action_analyser", [[numero]])
        if recu == "fait":
            _resultat, recu = self._appeler(session, modele, "write", [[numero], {"accord": True}])
        if recu == "fait":
            _resultat, recu = self._appeler(session, modele, "action_importer", [[numero]])
        return recu

    def pendant_panne(self):
        """PostgreSQL is stopped: what a page says, and whether the client's own probe logs him out."""
        time.sleep(0.5)
        statut, texte = self.demander("GET", "/odoo", session="responsable")
        titre = re.search(r"<h1>(.*?)</h1>", texte, re.S)
        self.demander("POST", "/web/webclient/version_info", "{}", {"Content-Type": "application/json"}, "responsable")
        return f"{statut} « {titre[1].strip() if titre else texte[:60]} »"
