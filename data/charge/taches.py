"""As many tasks of Odoo's own project app as there are cases, so that both are measured in one database.

A project per service, open to its followers only, who are the members of the service: Odoo's own rule
then says who sees a task, as ours says who sees a case. A task stands for a right to see a case, mairies
first: whoever belongs to mairies sees as many tasks as cases. A task has the name of a case (the same
words find as many), a stage a phase, an assignee of the service, and as many messages and activities.
"""
import copie

MESSAGES = 4
ETIQUETTES = ("Humidité", "Structure", "Électricité", "Chauffage", "Saturnisme", "Incendie")
VARIANTES = 3  # tasks of each stage, of other priority and tags


def generer(env, dire=lambda texte: None):
    """Fill the database, which holds the cases; return the volumes reached."""
    cr = env.cr
    if env["project.task"].with_context(active_test=False).search_count([], limit=1):
        raise ValueError("La base contient déjà des tâches : générez sur une base neuve.")
    dire("projets, tâches modèles")
    copie.preparer(cr)
    _droits(env)
    projet, modeles = _modeles(env)
    env.flush_all()
    with copie.liens_surs(cr):
        _projets(env, projet)
        _taches(env, modeles, dire)
    env.invalidate_all()
    env.registry.clear_all_caches()
    volumes = {}
    for modele in ("project.project", "project.task"):
        cr.execute(f'SELECT count(*) FROM "{env.registry[modele]._table}"')
        volumes[modele], = cr.fetchone()
    return volumes


def _droits(env):
    """Agents are users of the app, coordinators its managers."""
    for notre, leur in (("agent", "user"), ("responsable", "user"), ("coordinateur", "manager")):
        env.cr.execute("""
            INSERT INTO res_groups_users_rel (gid, uid)
            SELECT %s, uid FROM res_groups_users_rel WHERE gid = %s ON CONFLICT DO NOTHING
        """, (env.ref(f"project.group_project_{leur}").id, env.ref(f"oilhi_partenaires.group_{notre}").id))


def _modeles(env):
    """A project, and tasks of each stage, written by Odoo: ``(project, [(id, phase)])``."""
    phases = env["oilhi.dossier"]._fields["phase"].get_values(env)
    etapes = env["project.task.type"].create([
        {"name": phase, "sequence": rang, "user_id": False, "fold": phase == "clos"}
        for rang, phase in enumerate(phases)])
    etiquettes = env["project.tags"].create([{"name": nom} for nom in ETIQUETTES])
    muet = {"mail_create_nosubscribe": True, "mail_auto_subscribe_no_notify": True,
            "mail_notify_force_send": False}
    projet = env["project.project"].with_context(**muet).create({
        "name": "Modèle de charge", "privacy_visibility": "followers", "type_ids": etapes.ids,
        "allow_milestones": False})
    taches = env["project.task"].with_context(**muet).create([{
        "name": f"Modèle {phase} {rang}", "project_id": projet.id, "stage_id": etape.id,
        "user_ids": env.user.ids, "priority": str(rang % 2),
        "tag_ids": etiquettes[rang:rang + 2].ids, "date_deadline": "2026-10-15 10:00:00",
        "description": "<p>Visite faite, un courrier attend sa réponse.</p>",
        "state": "1_done" if phase == "clos" else "01_in_progress",
    } for phase, etape in zip(phases, etapes, strict=True) for rang in range(VARIANTES)])
    for tache in taches:
        for rang in range(MESSAGES):
            tache.message_post(body=f"Note {rang + 1} : le propriétaire a été appelé.")
        if tache.state != "1_done":
            tache.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid,
                                    date_deadline="2026-10-15", summary="Relancer")
    return projet, [(t.id, t.stage_id.name) for t in taches]


def _projets(env, projet):
    """One a service; its followers are the members."""
    cr = env.cr
    lot = copie.Copie(env)
    lot.retenir("project.project", {projet.id: projet.ids})
    lot.retenir("mail.alias", {projet.id: projet.alias_id.ids})
    cr.execute(f"DROP TABLE IF EXISTS {copie.SERIE}")
    cr.execute(f"""
        CREATE TEMP TABLE {copie.SERIE} AS
        SELECT row_number() OVER (ORDER BY id)::int AS i, %s AS moule, 0 AS decalage,
               id AS service_id, name, company_id FROM oilhi_service
    """, (projet.id,))
    lot.copier({"project.project": {
        "name": "jsonb_build_object('en_US', s.name, 'fr_FR', s.name)", "company_id": "s.company_id"}})
    base, _pas = lot.adresse("project.project")
    cr.execute("DROP TABLE IF EXISTS charge_projet")
    cr.execute(f"CREATE TEMP TABLE charge_projet AS SELECT service_id, company_id, {base} + i - 1 AS id "
               f"FROM {copie.SERIE}")
    cr.execute("""
        INSERT INTO mail_followers (res_model, res_id, partner_id)
        SELECT 'project.project', p.id, u.partner_id FROM charge_projet p
          JOIN oilhi_service_users_rel r USING (service_id) JOIN res_users u ON u.id = r.user_id
         ORDER BY p.id, u.partner_id
    """)
    cr.execute("DELETE FROM mail_followers WHERE res_model = 'project.task'")


def _taches(env, modeles, dire):
    cr = env.cr
    phases = {}
    for identifiant, phase in modeles:
        phases.setdefault(phase, []).append(identifiant)
    moule = " ".join(f"WHEN '{phase}' THEN (ARRAY{ids})[1 + pg_temp.alea(d.i, 42) % {len(ids)}]"
                     for phase, ids in phases.items())
    cr.execute("DROP TABLE IF EXISTS charge_equipe")
    cr.execute("""
        CREATE TEMP TABLE charge_equipe AS
        SELECT service_id, array_agg(user_id ORDER BY user_id) AS membres
          FROM oilhi_service_users_rel GROUP BY service_id
    """)
    cr.execute("ANALYZE charge_equipe, charge_projet")
    cr.execute(f"DROP TABLE IF EXISTS {copie.SERIE}")
    cr.execute(f"""
        CREATE TEMP TABLE {copie.SERIE} AS
        WITH dossiers AS (
            SELECT row_number() OVER (ORDER BY id)::int AS i, reference || ' – ' || name AS name, phase
              FROM oilhi_dossier
        ), tires AS (
            SELECT *, row_number() OVER (ORDER BY pg_temp.alea(i, 41)) AS rang FROM dossiers
        ), places AS (
            SELECT a.service_id, row_number() OVER (
                   ORDER BY s.type <> 'mairie', a.service_id, a.dossier_id) AS rang
              FROM oilhi_dossier_acces_rel a JOIN oilhi_service s ON s.id = a.service_id
        )
        SELECT d.i, CASE d.phase {moule} END::int AS moule,
               -(pg_temp.alea(d.i, 43) % 1800)::int AS decalage, d.name, p.id AS project_id, p.company_id,
               COALESCE(e.membres[1 + pg_temp.alea(d.i, 44) % cardinality(e.membres)], 2) AS user_id
          FROM tires d JOIN places l USING (rang) JOIN charge_projet p USING (service_id)
          LEFT JOIN charge_equipe e USING (service_id)
         ORDER BY d.i
    """)
    lot = copie.Copie(env)
    lot.retenir("project.task", {i: [i] for i, _phase in modeles})
    lot.retenir_liens("project.task.stage.personal", "task_id", "project.task")
    lot.retenir_suivi(messages=MESSAGES)
    with copie.SansIndex(env, lot.modeles):
        lot.copier({
            "project.task": {"name": "s.name", "project_id": "s.project_id", "company_id": "s.company_id"},
            "project.task.stage.personal": {"user_id": "s.user_id", "stage_id": "NULL"},
            "mail.activity": {"user_id": "s.user_id"},
        }, lambda nom: dire(f"tâches : {nom}"))
        dire("tâches : index")
    # The models stand for no case.
    env["project.task"].browse(i for i, _phase in modeles).active = False


def empreintes(cr):
    """What a run of this generator decides: the same on every run."""
    resultat = {}
    for nom, requete in {
        "tâches": "SELECT id, name, project_id, stage_id, state, priority, date_deadline FROM project_task",
        "assignées": "SELECT task_id, user_id FROM project_task_user_rel",
        "projets": "SELECT res_id, partner_id FROM mail_followers WHERE res_model = 'project.project'",
    }.items():
        cr.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ({requete}) t")
        resultat[nom], = cr.fetchone()
    return resultat
