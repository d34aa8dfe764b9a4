"""No existing row stops a migration."""

import psycopg
from psycopg.types.json import Jsonb

from tests.schema.databases import SUPABASE, ProjectServer

CHECKS = "20261201080000_check_questions.sql"
MARKED = [{"id": "a", "text": "Alpha", "correct": True}, {"id": 2, "text": "Beta"}, {"text": "no id"}]


def test_questions_that_would_be_refused_do_not_stop_the_migration_that_checks_them(projects: ProjectServer) -> None:
    migrations = sorted((SUPABASE / "migrations").glob("*.sql"))
    assert CHECKS in [path.name for path in migrations]
    with projects.empty_database() as url, psycopg.connect(url, autocommit=True) as connection:
        for path in migrations:
            if path.name == CHECKS:
                before = store(connection)
            connection.execute(path.read_text().encode())
        assert connection.execute("select to_jsonb(q) from public.questions q order by prompt").fetchall() == before
        drawn = connection.execute("select count(*) from private.shelf_places").fetchone()
        counted = connection.execute("select sum(active_count) from private.question_shelves").fetchone()
        assert (drawn, counted) == ((0,), (0,))
        shown = connection.execute("select options from public.session_questions order by position").fetchall()
        assert shown == [([],), ([{"id": "a", "text": "Alpha"}, {"id": "2", "text": "Beta"}],)]


def store(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Store invalid questions in the public bank, a key that fits none of them, and a session that uses them."""
    connection.execute(
        "insert into auth.users (id, email, aud, role)"
        " values (gen_random_uuid(), 'a@example.com', 'authenticated', 'authenticated')"
    )
    for prompt, options in ((" ", None), ("Which?", Jsonb(MARKED))):
        connection.execute(
            "insert into public.questions (interview_type, domain, difficulty, kind, prompt, options, points,"
            " time_limit_seconds) values ('', 'd', 'easy', 'mcq', %s, %s, 10, 60)",
            (prompt, options),
        )
    connection.execute(
        "insert into public.question_keys (question_id, correct_option) select id, 'z' from public.questions"
    )
    connection.execute(
        "insert into public.interview_sessions (user_id, mode, title, question_count, time_limits, grace_seconds,"
        " start_over_allowed, resume_until, interview_type) select id, 'practice', 'Practice', 2, '{60,60}', 2, true,"
        " now() + interval '1 day', 'd' from auth.users"
    )
    connection.execute(
        "insert into public.session_questions (session_id, position, question_id, kind, prompt, options, points)"
        " select s.id, row_number() over (order by q.prompt) - 1, q.id, q.kind, q.prompt, q.options, q.points"
        " from public.interview_sessions s, public.questions q"
    )
    return connection.execute("select to_jsonb(q) from public.questions q order by prompt").fetchall()
