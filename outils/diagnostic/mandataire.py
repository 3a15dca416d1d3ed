"""The reverse proxy, seen from outside, as a browser sees it."""
import http.client
import socket
import ssl
import time
from urllib.parse import urlsplit

from . import controle

DELAI = 15
MUET = ("information", "pas vérifié : le site ne répond pas", "voyez le contrôle « https »", "")
ENTETES = {
    "strict-transport-security": "le navigateur pourrait revenir en HTTP",
    "x-content-type-options": "un fichier déposé pourrait être exécuté comme une page",
    "x-frame-options": "une page piégée pourrait afficher OILHI et faire cliquer à votre insu",
    "content-security-policy": "un script venu d'ailleurs pourrait agir au nom de l'agent",
    "referrer-policy": "l'adresse d'un dossier partirait chez les sites visités ensuite",
}


def _tls(ctx):
    contexte = ssl.create_default_context()
    # As a browser does: the Python of Debian 13 also refuses the many internal authorities without « key usage ».
    contexte.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ctx.autorite:
        contexte.load_verify_locations(ctx.autorite)
    return contexte


def _demander(ctx, chemin, schema=None, entetes=None, methode="GET"):
    """``(status, headers, beginning of the body)`` of one request, no redirection followed."""
    lu = urlsplit(ctx.url)
    if (schema or lu.scheme) == "https":
        lien = http.client.HTTPSConnection(lu.hostname, lu.port, timeout=DELAI, context=_tls(ctx))
    else:
        lien = http.client.HTTPConnection(lu.hostname, None if schema else lu.port, timeout=DELAI)
    try:
        lien.request(methode, chemin, headers=entetes or {})
        reponse = lien.getresponse()
        return reponse.status, {c.lower(): v for c, v in reponse.getheaders()}, reponse.read(2000)
    finally:
        lien.close()


def certificat(ctx):
    lu = urlsplit(ctx.url)
    with socket.create_connection((lu.hostname, lu.port or 443), DELAI) as brut:
        with _tls(ctx).wrap_socket(brut, server_hostname=lu.hostname) as prise:
            return prise.getpeercert()


@controle("https", "HTTPS et certificat", "url", "production")
def https(ctx):
    if not ctx.url.startswith("https://"):
        yield ("erreur", f"{ctx.url} n'est pas en HTTPS",
               "mots de passe et dossiers passent en clair sur le réseau",
               "posez nginx et un certificat devant OILHI (deploiement/debian)")
        return
    try:
        _tls(ctx)
    except OSError as erreur:
        yield (
            "erreur", f"l'autorité {ctx.autorite} ne se lit pas ({erreur.strerror or erreur})",
            "le certificat n'a donc pas pu être vérifié",
            "donnez à --autorite un fichier PEM que le compte d'OILHI peut lire",
        )
        return
    try:
        fin = ssl.cert_time_to_seconds(certificat(ctx)["notAfter"])
    except ssl.SSLCertVerificationError as erreur:
        expire = "expired" in str(erreur)
        yield (
            "erreur", "le certificat a expiré" if expire
            else f"le certificat n'est pas reconnu ({erreur.verify_message})",
            "les navigateurs refusent la page, et chacun prend l'habitude de passer outre",
            "renouvelez-le (certbot renew, ou l'installeur avec --certificat et --cle-tls), puis systemctl reload nginx"
            if expire else
            "vérifiez le nom et la chaîne du certificat ; pour une autorité interne, donnez --autorite",
        )
        return
    except OSError as erreur:
        yield (
            "erreur", f"{ctx.url} ne répond pas ({erreur})", "personne n'atteint OILHI",
            "systemctl status nginx, puis le pare-feu et le nom de domaine",
        )
        return
    jours = int((fin - time.time()) // 86400)
    if jours < 21:
        yield (
            "erreur" if jours < 5 else "alerte", f"le certificat expire dans {jours} jours",
            "ce jour-là, plus personne n'entre",
            "renouvelez-le (certbot renew) et vérifiez que le renouvellement est automatique",
        )


@controle("mandataire", "Le serveur mandataire atteint OILHI", "url", "production")
def sante(ctx):
    try:
        statut, _entetes, corps = _demander(ctx, "/web/health")
    except OSError:
        yield MUET
        return
    if statut != 200 or b"pass" not in corps:
        yield (
            "erreur", f"/web/health répond {statut}",
            "nginx tourne, mais pas OILHI derrière lui, ou l'adresse interne est fausse",
            "systemctl status oilhi ; comparez http_port de odoo.conf et « proxy_pass » de nginx",
        )


@controle("websocket", "Messagerie instantanée", "url", "production")
def websocket(ctx):
    try:
        if _demander(ctx, "/web/health")[0] != 200:
            return  # OILHI itself is not there: said by the check before
        statut, entetes, _corps = _demander(ctx, "/websocket?version=19.0-1", entetes={
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "b2lsaGktZG9jdGV1ci0xMg==", "Origin": ctx.url.rstrip("/"),
        })
    except OSError:
        yield MUET
        return
    if statut != 101:
        yield (
            "erreur", f"/websocket répond {statut} au lieu d'ouvrir une connexion",
            "ni notifications immédiates, ni avancement des lots ; le journal se remplit d'erreurs",
            f"dans nginx, /websocket va au port gevent_port ({ctx.entier('gevent_port', 8072)}) avec les entêtes Upgrade et Connection",
        )


@controle("entetes", "Entêtes de sécurité", "url", "production")
def entetes(ctx):
    try:
        statut, recus, _corps = _demander(ctx, "/web/login")
    except OSError:
        yield MUET
        return
    if statut >= 500:
        return  # nginx's own page, OILHI is not there: said by « mandataire »
    for nom, pourquoi in ENTETES.items():
        if nom not in recus:
            yield ("alerte", f"l'entête {nom} est absent", pourquoi,
                   "reprenez le modèle de nginx : deploiement/debian/modeles/nginx.conf")
    politique = recus.get("content-security-policy", "")
    if politique and "default-src" not in politique:
        yield ("alerte", "la politique de contenu (Content-Security-Policy) ne limite pas les scripts",
               "un script venu d'ailleurs pourrait agir au nom de l'agent",
               "reprenez le modèle de nginx : deploiement/debian/modeles/nginx.conf")
    biscuits = recus.get("set-cookie", "")
    if "session_id" in biscuits and "secure" not in biscuits.lower():
        yield (
            "alerte", "le cookie de session n'est pas réservé à HTTPS (Secure)",
            "il partirait en clair à la première adresse http://",
            "proxy_mode = True dans odoo.conf, X-Forwarded-Proto et proxy_cookie_flags dans nginx",
        )


@controle("gestionnaire-ferme", "Gestionnaire de bases hors d'atteinte", "url", "production")
def gestionnaire(ctx):
    for chemin in ("/web/database/manager", "/web/database/selector"):
        try:
            statut, _entetes, corps = _demander(ctx, chemin)
        except OSError:
            yield MUET
            return
        if statut == 200 and b"disabled by the administrator" not in corps:
            yield (
                "erreur", f"{chemin} répond depuis l'extérieur",
                "on y essaie des mots de passe pour emporter ou effacer la base",
                "list_db = False dans odoo.conf, et « location /web/database { return 404; } » dans nginx",
            )


@controle("redirection", "HTTP mène à HTTPS", "url", "production")
def redirection(ctx):
    if not ctx.url.startswith("https://") or urlsplit(ctx.url).port not in (None, 443):
        return
    try:
        statut, recus, _corps = _demander(ctx, "/", schema="http")
    except OSError:
        return  # port closed: nothing passes in clear
    if not (300 <= statut < 400 and recus.get("location", "").startswith("https://")):
        yield (
            "erreur", f"http:// répond {statut} sans mener à https://",
            "un mot de passe peut être tapé en clair", "dans nginx : return 301 https://$host$request_uri;",
        )
