"""A big, realistic, deterministic database: see README.md in this folder.

Runs inside Odoo, in one transaction. Dates do not depend on the day, except that whether a share
is over does: ended shares are years old, open ones have no end or one far away.
"""
import math

import copie
import moules

COMMUNES, UTILISATEURS, SERVICES, DOSSIERS, PARTAGES = 35_000, 40_000, 920, 200_000, 300_000
DEPARTEMENT = 20_000  # cases of the biggest; more of them make more départements, as France has a hundred
DATES = 60  # days, of the last five years, at which each mould is worked out
FIN_LOINTAINE, FIN_PASSEE = "2099-12-31", "2020-06-30"
NOMS = ("EXEMPLE", "MODÈLE", "SPÉCIMEN", "FICTIF", "TÉMOIN", "ESSAI", "ÉCHANTILLON", "MAQUETTE")
PRENOMS = ("Camille", "Dominique", "Claude", "Sacha", "Alix", "Charlie", "Maxime", "Andrea")
VOIES = ("rue des Essais", "rue du Modèle", "allée des Exemples", "place de la Maquette")


def generer(env, volume=1.0, dire=lambda texte: None):
    """Fill the database; return the volumes reached."""
    cr = env.cr
    if env["oilhi.dossier"].with_context(active_test=False).search_count([], limit=1):
        raise ValueError("La base contient déjà des dossiers : générez sur une base neuve.")
    dossiers = max(len(moules.RECETTE) * 10, round(DOSSIERS * volume))
    departements = max(1, round(dossiers / DEPARTEMENT))
    services = max(24, round(SERVICES * volume)) // departements  # of each
    nombres = {
        "communes": max(300, round(COMMUNES * min(volume, 1))),  # France has no more
        "utilisateurs": max(60, round(UTILISATEURS * volume)),
        "partages": max(90, round(PARTAGES * volume)),
    }
    dire("dossiers modèles, joués par l'application")
    _polices(env)
    env.company.oilhi_departement_id = env.ref("oilhi_partenaires.departement_62")
    modeles = moules.fabriquer(env)
    partage = _partage_modele(env, modeles[0][0])
    env.flush_all()
    copie.preparer(cr)
    premier = _dater(env, modeles, dire)
    _departements(env, departements)
    with copie.liens_surs(cr):
        _communes(env, nombres["communes"], services, dire)
        _services(env, departements, services, dire)
        _utilisateurs(env, nombres["utilisateurs"], departements, services, dire)
        _dossiers(env, dossiers, departements, services, modeles, premier, dire)
        _partages(env, nombres["partages"], services, partage, dire)
        _acces(env, dire)
    env.invalidate_all()
    env.registry.clear_all_caches()
    dire("chiffres du tableau de bord et de la carte")
    env["oilhi.tableau.chiffre"]._recompter()  # the rows came in without the triggers
    return {m: _compter(cr, env.registry[m]._table) for m in (
        "res.company", "oilhi.commune", "oilhi.service", "res.users", "oilhi.dossier", "oilhi.dossier.partage",
        "oilhi.dossier.personne", "oilhi.dossier.etape", "oilhi.dossier.echeance",
        "oilhi.document", "res.partner", "mail.message",
    )}


def _compter(cr, table):
    cr.execute(f'SELECT count(*) FROM "{table}"')
    return cr.fetchone()[0]


def _partage_modele(env, dossier):
    """One share, written by the application, then multiplied like the rest."""
    service = env["oilhi.service"].create({"name": "CAF (modèle de charge)", "type": "caf"})
    return env["oilhi.dossier.partage"].create({
        "dossier_id": dossier, "service_id": service.id, "etat": "accepte",
    })


def _serie(cr, requete, valeurs=None):
    """The table that drives one series: ``i``, ``moule``, ``decalage`` and what the series needs."""
    cr.execute(f"DROP TABLE IF EXISTS {copie.SERIE}")
    cr.execute(f"CREATE TEMP TABLE {copie.SERIE} AS {requete}", valeurs)
    cr.execute(f"ANALYZE {copie.SERIE}")


def _departements(env, nombre):
    """One company each, the one of the moulds first; ``charge_departement``: their ranks, from 0."""
    premier = env.company.oilhi_departement_id
    autres = env["oilhi.departement"].search([("id", "!=", premier.id)], order="code")[:nombre - 1]
    societes = env.company | env["res.company"].create([
        {"name": f"{d.name} (charge)", "oilhi_departement_id": d.id, "country_id": env.company.country_id.id}
        for d in autres])
    env.flush_all()
    env.cr.execute("DROP TABLE IF EXISTS charge_departement")
    env.cr.execute("CREATE TEMP TABLE charge_departement AS SELECT (rang - 1)::int AS rang, id AS company_id "
                   "FROM unnest(%s) WITH ORDINALITY u (id, rang)", (societes.ids,))


def _polices(env):
    """Everywhere, the mayor has kept the police: without it no act is produced."""
    env.cr.execute("UPDATE oilhi_commune SET predecesseur_exercait = 'non', autre_maire_oppose = 'non', "
                   "opposition_le = '2026-05-20', justificatif_police = 'Délibération fictive'")
    env.cr.execute("UPDATE oilhi_epci SET election_president_le = '2026-04-15', "
                   "justificatif_police = 'Délibération fictive'")
    env.invalidate_all()


def _communes(env, nombre, services, dire):
    """Real ones first; what is missing is made of copies with codes that INSEE never gives, around the
    middle of their département: as many communes as each has services."""
    cr, reelles = env.cr, _compter(env.cr, "oilhi_commune")
    manque = nombre - reelles
    if manque <= 0:
        return
    dire(f"{manque} communes fictives")
    modele = env.ref("oilhi_partenaires.commune_62041")
    lot = copie.Copie(env)
    lot.retenir("oilhi.commune", {modele.id: modele.ids})
    _serie(cr, "SELECT i, %s AS moule, 0 AS decalage FROM generate_series(1, %s) i",
           (modele.id, manque))
    groupe = f"(({reelles} + s.i - 1) / {services})"
    lot.copier({"oilhi.commune": {
        "code_insee": "'Z' || lpad(to_hex(s.i), 4, '0')",
        "name": "'Commune fictive ' || s.i",
        "cle_recherche": "'commune fictive ' || s.i",
        "siren": "NULL",
        "latitude": f"round((43.5 + pg_temp.part({groupe}, 56) * 6 + pg_temp.part(s.i, 51))::numeric, 5)",
        "longitude": f"round((-.5 + pg_temp.part({groupe}, 57) * 6 + pg_temp.part(s.i, 52))::numeric, 5)",
        "departement_id": f"(SELECT min(id) + {groupe} % count(*)::int FROM oilhi_departement)"
        if _contigus(cr, "oilhi_departement") else "t.departement_id",
    }})


def _contigus(cr, table):
    cr.execute(f"SELECT max(id) - min(id) + 1 = count(*) FROM {table}")
    return cr.fetchone()[0]


def _services(env, departements, nombre, dire):
    """In each département: EPCI, departmental services, then mairies; ranks are kept for the draws."""
    cr = env.cr
    dire(f"{departements} départements de {nombre} services")
    modele = env["oilhi.service"].search([("type", "=", "mairie")], order="id", limit=1)
    if not modele.signataire_ids:
        env["oilhi.service.signataire"].create({
            "service_id": modele.id, "name": "Camille EXEMPLE", "civilite": "madame", "qualite": "Maire", "type": "maire"})
        env.flush_all()
    lot = copie.Copie(env)
    lot.retenir("oilhi.service", {modele.id: modele.ids})
    lot.retenir("res.partner", {modele.id: modele.partner_id.ids})
    lot.retenir("ir.sequence", {modele.id: modele.sequence_arrete_id.ids})
    lot.retenir_enfants("oilhi.service", "service_id", sauf={
        "oilhi.dossier", "oilhi.dossier.partage", "oilhi.document", "oilhi.habilitation"})
    epci = max(2, nombre // 40)
    _serie(cr, """
        SELECT i, %s AS moule, 0 AS decalage, p.company_id, p.rang AS departement, r AS place,
               CASE WHEN r <= %s THEN 'epci' WHEN r = %s + 1 THEN 'ars' WHEN r = %s + 2 THEN 'ddtm'
                    WHEN r = %s + 3 THEN 'caf' WHEN r <= %s + 8 THEN 'schs' ELSE 'mairie' END AS type,
               c.id AS commune_id, c.name AS commune, e.id AS epci_id
          FROM charge_departement p CROSS JOIN generate_series(1, %s) r
         CROSS JOIN LATERAL (SELECT p.rang * %s + r AS i) t
          JOIN (SELECT id, name, row_number() OVER (ORDER BY code_insee) AS rang,
                       count(*) OVER () AS total FROM oilhi_commune) c
            ON c.rang = 1 + (i - 1) %% c.total
          JOIN (SELECT id, row_number() OVER (ORDER BY siren) AS rang,
                       count(*) OVER () AS total FROM oilhi_epci) e ON e.rang = 1 + (i - 1) %% e.total
         ORDER BY i
    """, (modele.id, *[epci] * 5, nombre, nombre))
    nom = "upper(s.type) || ' ' || s.commune || ' (charge ' || s.i || ')'"
    lot.copier({
        "oilhi.service": {
            "name": nom, "type": "s.type",
            "commune_id": "CASE WHEN s.type IN ('mairie', 'schs', 'epci') THEN s.commune_id END",
            "epci_id": "CASE WHEN s.type = 'epci' THEN s.epci_id END",
        },
        "res.partner": {"name": nom, "complete_name": nom},
        "ir.sequence": {"name": f"'Arrêtés : ' || {nom}"},
    }, departements=True)
    base, _pas = lot.adresse("oilhi.service")
    cr.execute("DROP TABLE IF EXISTS charge_service")
    cr.execute(f"""
        CREATE TEMP TABLE charge_service AS
        SELECT s.i AS rang, s.place, s.departement, s.company_id, %s + s.i - 1 AS id, s.type, s.commune_id,
               s.epci_id FROM {copie.SERIE} s
    """, (base,))
    cr.execute("""
        INSERT INTO oilhi_service_commune_rel (service_id, commune_id)
        SELECT s.id, c.id FROM charge_service s JOIN oilhi_commune c
            ON (s.type = 'epci' AND c.epci_id = s.epci_id)
            OR (s.type IN ('mairie', 'schs') AND c.id = s.commune_id)
    """)


def _utilisateurs(env, nombre, departements, services, dire):
    """A hundred of each département in turn: agents for the most part, in one to three of its services."""
    cr = env.cr
    dire(f"{nombre} utilisateurs")
    utilisateurs, parts = env["res.users"], (("agent", 0, 93), ("responsable", 93, 98),
                                            ("coordinateur", 98, 100))
    modeles = {}
    for role, _debut, _fin in parts:
        modeles[role] = utilisateurs.with_context(no_reset_password=True).create({
            "name": f"Modèle {role}", "login": f"modele.{role}@charge.invalid", "lang": "fr_FR",
            "tz": "Europe/Paris", "group_ids": [
                (4, env.ref(groupe).id) for groupe in (f"oilhi_partenaires.group_{role}", "base.group_allow_export")],
        })
    # He reads every département; the copies read their own.
    cr.execute("SELECT company_id FROM charge_departement ORDER BY rang")
    modeles["coordinateur"].company_ids = [societe for societe, in cr.fetchall()]
    service = env["oilhi.service"].search([], order="id", limit=1)
    modeles["agent"].oilhi_service_ids = service
    habilitation = modeles["agent"].oilhi_habilitation_ids
    env.flush_all()
    lot = copie.Copie(env)
    lot.retenir("res.users", {u.id: u.ids for u in modeles.values()})
    lot.retenir("res.partner", {u.id: u.partner_id.ids for u in modeles.values()})
    cas = " ".join(
        f"WHEN i % 100 < {fin} THEN {modeles[role].id}" for role, _debut, fin in parts)
    _serie(cr, f"""
        SELECT i, CASE {cas} END AS moule, 0 AS decalage, d.rang AS departement, d.company_id
          FROM generate_series(1, {nombre}) i
          JOIN charge_departement d ON d.rang = (i - 1) / 100 % {departements} ORDER BY i
    """)
    nom = (f"({_tire(PRENOMS, 's.i', 11)}) || ' ' || ({_tire(NOMS, 's.i', 12)}) || ' ' || s.i")
    courriel = "'agent' || lpad(s.i::text, 6, '0') || '@charge.invalid'"
    lot.copier({
        "res.users": {"login": courriel},
        "res.partner": {"name": nom, "complete_name": nom, "email": courriel,
                        "email_normalized": courriel},
    }, departements=True)
    base, _pas = lot.adresse("res.users")
    cr.execute("DELETE FROM res_company_users_rel WHERE user_id >= %s", (base,))
    cr.execute("INSERT INTO res_company_users_rel (cid, user_id) SELECT company_id, id FROM res_users "
               "WHERE id >= %s", (base,))
    # Coordinators belong to no service. One service for 60 %, two for 30 %, three for 10 %.
    cr.execute(f"""
        INSERT INTO oilhi_service_users_rel (service_id, user_id)
        SELECT DISTINCT sv.id, {base} + s.i - 1
          FROM {copie.SERIE} s
          CROSS JOIN generate_series(1, 3) k
          JOIN charge_service sv
            ON sv.rang = s.departement * {services} + 1 + pg_temp.alea(s.i, 20 + k) % {services}
         WHERE s.moule <> {modeles["coordinateur"].id}
           AND k <= CASE WHEN pg_temp.part(s.i, 20) < .6 THEN 1
                         WHEN pg_temp.part(s.i, 20) < .9 THEN 2 ELSE 3 END
    """)
    lot = copie.Copie(env)
    lot.retenir("oilhi.habilitation", {habilitation.id: habilitation.ids})
    _serie(cr, f"""
        SELECT row_number() OVER (ORDER BY user_id, service_id)::int AS i, {habilitation.id} AS moule,
               0 AS decalage, user_id, service_id, sv.company_id
          FROM oilhi_service_users_rel r JOIN charge_service sv ON sv.id = r.service_id
         WHERE user_id >= {base}
    """)
    lot.copier({"oilhi.habilitation": {"user_id": "s.user_id", "service_id": "s.service_id"}}, departements=True)
    cr.execute("DROP TABLE IF EXISTS charge_membre")
    cr.execute("""
        CREATE TEMP TABLE charge_membre AS
        SELECT service_id, user_id, row_number() OVER (PARTITION BY service_id ORDER BY user_id) - 1
               AS rang, count(*) OVER (PARTITION BY service_id) AS total
          FROM oilhi_service_users_rel
    """)
    cr.execute("CREATE INDEX ON charge_membre (service_id, rang)")


def _mots(expression):
    """The words of `texte_cle`: no accent, one space between them."""
    return (f"trim(regexp_replace(lower(translate({expression}, 'ÉÈÀÇéèêëàâîïôûç', 'EEACeeeeaaiiouc')), "
            "'[^0-9a-z]+', ' ', 'g'))")


def _place(axe):
    """The centre of the commune, or a building near it for every other case."""
    canal = 53 if axe == "latitude" else 54
    return (f"(SELECT round((c.{axe} + CASE WHEN s.i % 2 = 0 AND c.{axe} <> 0 THEN "
            f"(pg_temp.part(s.i, {canal}) - .5) * .04 ELSE 0 END)::numeric, 5) "
            "FROM oilhi_commune c WHERE c.id = s.commune_id)")


def _tire(mots, graine, canal):
    """SQL: one of these words."""
    liste = ", ".join("'" + mot.replace("'", "''") + "'" for mot in mots)
    return f"(ARRAY[{liste}])[1 + (pg_temp.alea({graine}, {canal}) % {len(mots)})::int]"


def _retenir_dossiers(env, dossiers):
    """A series of copies of these cases and of all that hangs on them."""
    lot = copie.Copie(env)
    lot.retenir("oilhi.dossier", {d.id: d.ids for d in dossiers})
    lot.retenir("oilhi.batiment", {d.id: d.batiment_id.ids for d in dossiers})
    lot.retenir_liens("oilhi.batiment.parcelle", "batiment_id", "oilhi.batiment")
    lot.retenir("res.partner", {d.id: d.personne_ids.partner_id.ids for d in dossiers})
    lot.retenir_enfants("oilhi.dossier", "dossier_id", sauf={"oilhi.dossier.partage"})
    lot.retenir_suivi(messages=4)
    return lot


def _dater(env, modeles, dire):
    """Each mould at several dates; returns the first of these cases, mould by mould.

    The engine works them out: a month later is not thirty days later, and a Sunday or a holiday
    moves a deadline. What is multiplied afterwards is what the application would have written.
    """
    cr = env.cr
    dire(f"dossiers modèles à {DATES} dates")
    lot = _retenir_dossiers(env, env["oilhi.dossier"].browse(d for d, _part in modeles))
    _serie(cr, """
        SELECT ((m.rang - 1) * %s + k + 1)::int AS i, m.id AS moule,
               -(30 + pg_temp.alea(k, 2) %% 1800)::int AS decalage
          FROM unnest(%s) WITH ORDINALITY m(id, rang), generate_series(0, %s) k
    """, (DATES, [d for d, _part in modeles], DATES - 1))
    with copie.liens_surs(cr):
        lot.copier({
            "oilhi.dossier": {"reference": "t.reference || '-' || s.i"},
            "oilhi.batiment": {"ban_cle": "NULL", "rnb_id": "NULL"},
            "oilhi.document": {"numero": "t.numero || '-' || s.i"},
        })
    premier, _pas = lot.adresse("oilhi.dossier")
    nombre = len(modeles) * DATES
    recalcul = env["oilhi.recalcul"].new({"name": "Date du dossier"})
    for debut in range(0, nombre, 100):
        env.invalidate_all()
        fin = min(debut + 100, nombre)
        dossiers = env["oilhi.dossier"].browse(range(premier + debut, premier + fin))
        dossiers._maj_acces()  # first: who is reminded is somebody who sees the case
        dossiers.personne_ids._maj_acces_contacts()
        recalcul._actualiser(dossiers)
    # Nobody has lived these moves.
    cr.execute("DELETE FROM oilhi_dossier_echeance_historique WHERE dossier_id >= %s", (premier,))
    env.invalidate_all()
    return premier


def _dossiers(env, nombre, departements, services, modeles, premier, dire):
    cr = env.cr
    dire(f"{nombre} dossiers")
    lot = _retenir_dossiers(
        env, env["oilhi.dossier"].browse(range(premier, premier + len(modeles) * DATES)))
    total = sum(part for _dossier, part in modeles)
    cumul, cas = 0, ""
    for rang, (_dossier, part) in enumerate(modeles):
        cumul += part
        cas += f" WHEN pg_temp.part(i, 1) < {cumul / total:.6f} THEN {rang}"
    # Mairies 70 %, EPCI 22 %, departmental services 8 %; some mairies have more than others.
    _serie(cr, f"""
        WITH bornes AS (
            SELECT max(place) FILTER (WHERE type = 'epci') AS epci, max(place) AS tous,
                   min(place) FILTER (WHERE type = 'mairie') AS mairie FROM charge_service
        ), tirage AS (
            SELECT i, pg_temp.alea(i, 55) % {departements} AS departement, (CASE {cas} ELSE {len(modeles) - 1} END * {DATES} + {premier}
                       + pg_temp.alea(i, 2) % {DATES})::int AS moule, 0 AS decalage,
                   CASE WHEN pg_temp.part(i, 3) < .70
                        THEN mairie + floor((tous - mairie + 1) * power(pg_temp.part(i, 4), 1.4))
                        WHEN pg_temp.part(i, 3) < .92 THEN 1 + floor(epci * pg_temp.part(i, 4))
                        ELSE epci + 1 + floor((mairie - epci - 1) * pg_temp.part(i, 4))
                   END::int AS place
              FROM generate_series(1, {nombre}) i, bornes
        )
        SELECT t.i, t.moule, t.decalage, sv.id AS service_id, COALESCE(m.user_id, 2) AS user_id,
               sv.commune_id, sv.company_id, sv.departement
          FROM tirage t JOIN charge_service sv ON sv.rang = t.departement * {services} + t.place
          LEFT JOIN LATERAL (SELECT user_id FROM charge_membre m WHERE m.service_id = sv.id
               AND m.rang = pg_temp.alea(t.i, 5) % m.total) m ON true
         ORDER BY t.i  -- as they come in: those of a département are not side by side
    """)
    rue = (f"(1 + pg_temp.alea(s.i, 6) % 180) || ' ' || {_tire(VOIES, 's.i', 7)} || ' ' || "
           "(1 + pg_temp.alea(s.i, 8) % 900)")
    adresse = f"{rue} || ', ' || (SELECT c.name FROM oilhi_commune c WHERE c.id = s.commune_id)"
    prenom, nom = _tire(PRENOMS, "s.i * 8 + r.rang", 9), (
        f"{_tire(NOMS, 's.i * 8 + r.rang', 10)} || ' ' || s.i")
    complet = f"{prenom} || ' ' || {nom}"
    # One box: the persons and the acts of the case, as their rows are drawn below.
    noms = (f"(SELECT string_agg({complet}, ' ') FROM {copie.RANG} r "
            "WHERE r.modele = 'oilhi.dossier.personne' AND r.moule = s.moule)")
    # Read once for each mould: its documents have no index while rows come in.
    cr.execute("DROP TABLE IF EXISTS charge_numeros")
    cr.execute("""
        CREATE TEMP TABLE charge_numeros AS
        SELECT r.ancien AS moule, string_agg(o.numero || '#', ' ' ORDER BY o.id) AS numeros
          FROM charge_rang r JOIN oilhi_document o ON o.dossier_id = r.ancien
         WHERE r.modele = 'oilhi.dossier' GROUP BY 1
    """)
    cr.execute("CREATE UNIQUE INDEX ON charge_numeros (moule)")
    numeros = ("(SELECT replace(n.numeros, '#', '-C' || s.i) FROM charge_numeros n "
               "WHERE n.moule = t.id)")
    with copie.SansIndex(env, lot.modeles):
        lot.copier({
            "oilhi.dossier": {
                "reference": "'LHI-' || (2022 + s.i % 5) || '-C' || lpad(s.i::text, 7, '0')",
                "name": "t.name || ' n° ' || s.i", "service_id": "s.service_id",
                "user_id": "s.user_id", "commune_id": "s.commune_id",
                "cle_recherche": _mots(
                    f"concat_ws(' ', 'LHI', 2022 + s.i % 5, 'C' || lpad(s.i::text, 7, '0'), t.name, "
                    f"s.i, {adresse}, {noms}, {numeros})"),
                "latitude": _place("latitude"), "longitude": _place("longitude"),
                "position_exacte": f"s.i % 2 = 0 AND {_place('latitude')} <> 0",
            },
            "oilhi.batiment": {
                "rue": rue, "name": adresse, "commune_id": "s.commune_id",
                "cle_adresse": _mots(rue), "cle_recherche": _mots(adresse), "ban_cle": "NULL",
                "rnb_id": "NULL", "latitude": f"CASE WHEN s.i % 2 = 0 THEN {_place('latitude')} END",
                "longitude": f"CASE WHEN s.i % 2 = 0 THEN {_place('longitude')} END",
            },
            "oilhi.dossier.personne": {
                "prenom": prenom, "nom": nom, "nom_complet": complet, "raison_sociale": "NULL",
                "cle_recherche": _mots(complet),
            },
            "res.partner": {"name": complet, "complete_name": complet, "oilhi_prenom": prenom,
                            "oilhi_nom": nom},
            "oilhi.dossier.echeance": {"user_id": "s.user_id", "commune_id": "s.commune_id"},
            "oilhi.document": {
                "service_id": "s.service_id", "commune_id": "s.commune_id",
                "numero": "t.numero || '-C' || s.i",
            },
            "mail.activity": {"user_id": "s.user_id"},
        }, dire, departements=True)
        dire("index")
    base, _pas = lot.adresse("oilhi.dossier")
    cr.execute("DROP TABLE IF EXISTS charge_dossier")
    cr.execute(f"CREATE TEMP TABLE charge_dossier AS SELECT s.i, {base} + s.i - 1 AS id, "
               f"s.service_id, s.departement FROM {copie.SERIE} s")
    cr.execute("CREATE UNIQUE INDEX ON charge_dossier (i)")
    cr.execute("ANALYZE charge_dossier")


def _partages(env, nombre, services, partage, dire):
    """Inside a département, mostly with its own services; six in ten open today."""
    cr = env.cr
    dire(f"{nombre} partages")
    lot = copie.Copie(env)
    lot.retenir("oilhi.dossier.partage", {partage.id: partage.ids})
    # More draws than needed: some fall twice on the same case and service.
    tirages = math.ceil(nombre * 1.4)
    _serie(cr, f"""
        WITH bornes AS (
            SELECT max(place) FILTER (WHERE type = 'epci') AS epci, max(place) AS tous,
                   max(place) FILTER (WHERE type = 'ars') AS ars FROM charge_service
        ), tirage AS (
            SELECT j, 1 + pg_temp.alea(j, 31) % (SELECT count(*) FROM charge_dossier) AS d,
                   CASE WHEN pg_temp.part(j, 32) < .25 THEN ars
                        WHEN pg_temp.part(j, 32) < .45 THEN ars + 1
                        WHEN pg_temp.part(j, 32) < .55 THEN ars + 2
                        WHEN pg_temp.part(j, 32) < .75 THEN 1 + pg_temp.alea(j, 33) % epci
                        ELSE 1 + pg_temp.alea(j, 33) % tous END AS place
              FROM generate_series(1, {tirages}) j, bornes
        ), uniques AS (
            SELECT DISTINCT ON (d.id, sv.id) t.j, d.id AS dossier_id, sv.id AS service_id, sv.company_id
              FROM tirage t JOIN charge_dossier d ON d.i = t.d JOIN charge_service sv
                ON sv.rang = d.departement * {services} + t.place AND sv.id <> d.service_id
             ORDER BY d.id, sv.id, t.j
        )
        SELECT row_number() OVER (ORDER BY j)::int AS i, {partage.id} AS moule, 0 AS decalage,
               dossier_id, service_id, company_id, pg_temp.part(j, 34) AS sort,
               CASE WHEN pg_temp.part(j, 35) < .4 THEN 'contribution' ELSE 'lecture' END AS niveau
          FROM uniques ORDER BY j LIMIT {nombre}
    """)
    lot.copier({"oilhi.dossier.partage": {
        "dossier_id": "s.dossier_id", "service_id": "s.service_id", "niveau": "s.niveau",
        "etat": "CASE WHEN s.sort < .65 THEN 'accepte' WHEN s.sort < .80 THEN 'termine' "
                "WHEN s.sort < .90 THEN 'refuse' ELSE 'demande' END",
        # From .60 to .65: over, not swept yet by the daily job.
        "date_fin": f"CASE WHEN s.sort BETWEEN .3 AND .6 THEN date '{FIN_LOINTAINE}' "
                    f"WHEN s.sort BETWEEN .6 AND .8 THEN date '{FIN_PASSEE}' END",
    }}, departements=True)


def _acces(env, dire):
    """What `_maj_acces` keeps: the owner, and the valid shares; the contacts follow their case."""
    cr = env.cr
    dire("droits d'accès")
    for table, niveau in (("oilhi_dossier_acces_rel", ""),
                          ("oilhi_dossier_acces_ecriture_rel", "AND p.niveau = 'contribution'")):
        cr.execute(f"""
            INSERT INTO {table} (dossier_id, service_id)
            SELECT id, service_id FROM charge_dossier
            UNION
            SELECT p.dossier_id, p.service_id FROM oilhi_dossier_partage p
              JOIN charge_dossier d ON d.id = p.dossier_id
             WHERE p.etat = 'accepte' AND (p.date_fin IS NULL OR p.date_fin >= current_date) {niveau}
        """)
    cr.execute("""
        INSERT INTO oilhi_service_res_partner_rel (partner_id, service_id)
        SELECT DISTINCT pe.partner_id, a.service_id FROM oilhi_dossier_personne pe
          JOIN charge_dossier d ON d.id = pe.dossier_id
          JOIN oilhi_dossier_acces_rel a ON a.dossier_id = d.id
         WHERE pe.partner_id IS NOT NULL
    """)


def empreintes(cr):
    """What a run of the generator decides, table by table: the same on every run."""
    requetes = {
        "utilisateurs": "SELECT login, id FROM res_users",
        "membres": "SELECT service_id, user_id FROM oilhi_service_users_rel",
        "dossiers": "SELECT id, company_id, reference, name, service_id, user_id, commune_id, phase, urgence, "
                    "prochaine_echeance FROM oilhi_dossier",
        "partages": "SELECT dossier_id, service_id, etat, niveau, date_fin FROM oilhi_dossier_partage",
        "accès": "SELECT * FROM oilhi_dossier_acces_rel",
        "accès en écriture": "SELECT * FROM oilhi_dossier_acces_ecriture_rel",
        "contacts": "SELECT * FROM oilhi_service_res_partner_rel",
        "personnes": "SELECT dossier_id, nom_complet, role FROM oilhi_dossier_personne",
        "échéances": "SELECT dossier_id, code, date, tenue_le FROM oilhi_dossier_echeance",
    }
    resultat = {}
    for nom, requete in requetes.items():
        cr.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ({requete}) t")
        resultat[nom] = cr.fetchone()[0]
    return resultat


def _echantillon(env, nombre, domaine=()):
    dossiers = env["oilhi.dossier"].with_context(active_test=False).search(domaine, order="id")
    return dossiers[::max(1, len(dossiers) // nombre)]


def verifier_acces(env, nombre=300):
    """Recompute the access of a sample with the application's own code; return what differs."""
    echantillon = _echantillon(env, nombre)

    def droits():
        env.invalidate_all()
        return {d.id: (set(d.acces_ids.ids), set(d.acces_ecriture_ids.ids),
                       {frozenset(p.oilhi_acces_ids.ids) for p in d.personne_ids.partner_id})
                for d in echantillon}

    avant = droits()
    echantillon._maj_acces()
    echantillon.personne_ids._maj_acces_contacts()
    env.flush_all()
    apres = droits()
    return [d for d in avant if avant[d] != apres[d]]


def verifier_moteur(env, releve, nombre=300):
    """Work out a sample of the open cases again; return those in which something moved."""
    echantillon = _echantillon(env, nombre, [("procedure_ids.etat", "=", "en_cours")])
    avant = releve(env.cr, echantillon.ids)
    env["oilhi.recalcul"].new({"name": "Contrôle"})._actualiser(echantillon)
    env.invalidate_all()
    apres = releve(env.cr, echantillon.ids)
    return [d for d in echantillon.ids if avant.get(d) != apres.get(d)]
