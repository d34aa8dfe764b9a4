"""Everything that the documentation tells people to run works: calls in docs/api.md and saved queries."""

import json
import os
import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.documentation import ROOT, pages
from tests.support.interviews import make_interview, start
from tests.support.people import People

SNIPPETS = sorted((ROOT / "supabase" / "snippets").glob("*.sql"))
DEMO_ORGANIZATION = "e0000000-0000-4000-8000-000000000001"
CHOSEN_BY_HAND = "00000000-0000-0000-0000-000000000000"


def test_calls_on_the_api_page_succeed_in_order(stack: Stack, people: People) -> None:
    blocks = pages()["docs/api.md"].blocks("bash")
    calls = [block for block in blocks if "grant_type=password" not in block]
    assert len(blocks) - len(calls) == 1
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\necho\n".join(calls)],
        env={
            "PATH": os.environ["PATH"],
            "TOKEN": people.candidate().token,
            "REVIEWER_TOKEN": people.member(DEMO_ORGANIZATION).token,
            "FUNCTIONS_URL": stack.functions_url,
            "SCHEDULER_SECRET": stack.scheduler_secret,
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines() if line]
    assert len(answers) == len(re.findall(r"^curl ", "\n".join(calls), re.MULTILINE))
    assert [answer for answer in answers if "code" in answer] == []


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.stem)
def test_saved_query_runs_unchanged_and_is_listed(path: Path, database: Database) -> None:
    with database.connection.transaction():
        database.connection.execute(path.read_bytes())
    assert f"(../supabase/snippets/{path.name})" in pages()["docs/operations.md"].text


def test_saved_queries_about_a_session_show_its_rows(functions_api: Api, people: People, database: Database) -> None:
    run = start(functions_api, people.candidate(), make_interview(database).interview_id)
    run.heartbeat("a draft").ok()
    run.submit().ok()
    run.submit("another text", position=0).refused(409, "already_answered")
    story = _chosen(database, "story_of_session", run.session_id)
    assert [row[1] for row in story].count("answer_submitted") == 1
    assert "another text" not in str(story)
    assert "another text" in str(_chosen(database, "kept_texts_of_session", run.session_id))
    assert str(run.session_id) in str(_whole(database, "live_sessions"))
    database.execute(
        "update reprise.active_interview_sessions set lease_expires_at = now() - interval '1 second'"
        " where session_id = %s",
        run.session_id,
    )
    assert str(run.session_id) in str(_whole(database, "stuck_users"))
    # Older than the sessions of other tests: the query shows a limited number, oldest first.
    database.let_time_pass(run.session_id, 100_000_000)
    assert str(run.session_id) in str(_whole(database, "overdue"))


def test_extra_time_granted_in_sql_applies_to_the_open_question(
    functions_api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, time_limit_seconds=60)
    run = start(functions_api, people.candidate(), interview.interview_id)
    for _ in range(2):
        _chosen(database, "give_extra_time", run.session_id)
    beat = run.heartbeat().ok()
    assert beat["extra_time_percent"] == 25
    assert 70 < beat["remaining_seconds"] <= 75
    assert database.events(run.session_id).count("extra_time_given") == 1
    assert 70 < run.submit().ok()["question"]["remaining_seconds"] <= 75


def test_user_freed_in_sql_can_start_another_interview_and_resume_the_first(
    functions_api: Api, people: People, database: Database
) -> None:
    person = people.candidate()
    run = start(functions_api, person, make_interview(database).interview_id)
    for _ in range(2):
        _chosen(database, "free_user", person.user_id)
    assert database.live_row(person.user_id) is None
    assert database.events(run.session_id).count("live_marker_cleared") == 1
    other = start(functions_api, person, make_interview(database).interview_id)
    other.finish("cancelled").ok()
    assert run.resume().ok()["session"]["status"] == "in_progress"


def test_only_failed_evaluations_are_requeued_once_in_sql(
    functions_api: Api, people: People, database: Database
) -> None:
    text = (ROOT / "supabase" / "snippets" / "retry_failed_evaluations.sql").read_text()
    assert text.count("v_days integer := 0;") == 1
    text = text.replace("v_days integer := 0;", "v_days integer := 2;")
    runs = [start(functions_api, people.candidate(), make_interview(database, ["open"] * 4).interview_id) for _ in "ab"]
    for run in runs:
        for _ in range(4):
            run.submit().ok()
    talk = start_talk(functions_api, people.candidate())
    talk.finish().ok()
    # Rolled back afterwards, because other tests have failed evaluations, too.
    with database.connection.transaction(force_rollback=True):
        database.execute(
            "update reprise.evaluations set finished_at = now() - interval '9 days' where status = 'failed'"
        )
        for run in runs:
            database.execute(
                "update reprise.evaluations set status = 'failed', attempts = 5, error = 'timeout',"
                " finished_at = now() - make_interval(days => case position when 1 then 3 else 1 end)"
                " where session_id = %s and position < 3",
                run.session_id,
            )
            database.execute(
                "update reprise.evaluations set overridden_score = 3, overridden_by = %s, overridden_at = now(),"
                " override_reason = 'by hand' where session_id = %s and position = 2",
                run.person.user_id,
                run.session_id,
            )
        database.execute(
            "update reprise.evaluations set status = 'failed', finished_at = now() where answer_id = %s",
            talk.session_id,
        )
        for _ in range(2):
            _rows(database.connection, text)
        history = "select reason from reprise.evaluation_history where conversation_id = %s"
        assert database.value(history, talk.session_id) == "retry_evaluation: why"
        assert database.events(talk.session_id)[-1] == "retry_evaluation"
        for run in runs:
            rows = database.rows(
                "select * from reprise.evaluations where session_id = %s order by position", run.session_id
            )
            assert [row["status"] for row in rows] == ["queued", "failed", "failed", "queued"]
            assert [(row["attempts"], row["error"]) for row in rows[:2]] == [(0, None), (5, "timeout")]
            (before,) = database.rows(
                "select * from reprise.evaluation_history where answer_id = %s", rows[0]["answer_id"]
            )
            assert (before["evaluation"]["status"], before["reason"]) == ("failed", "retry_evaluation: why")
            result = "select status from reprise.session_results where session_id = %s"
            assert database.value(result, run.session_id) == "grading"
            (event,) = database.rows(
                "select * from reprise.session_events where session_id = %s and event = 'retry_evaluation'",
                run.session_id,
            )
            assert event["detail"] == {"positions": [0], "by": "who runs this", "reason": "why"}
        locks = database.value("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")
        assert locks == len(runs) + 1


def test_deleting_a_user_erases_everything_they_wrote(functions_api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    run = start(functions_api, person, make_interview(database).interview_id)
    run.submit().ok()
    run.submit("another text", position=0).refused(409, "already_answered")
    run.heartbeat("a draft").ok()
    database.execute("delete from auth.users where id = %s", person.user_id)
    assert database.events(run.session_id) == []
    assert database.kept(run.session_id) == database.answers(run.session_id) == []
    assert database.questions(run.session_id) == []
    assert database.live_row(person.user_id) is None
    again = {"client_id": run.client_id, "interview_id": make_interview(database).interview_id}
    functions_api.call("start", person, again).refused(401, "not_authenticated")


def _chosen(database: Database, name: str, chosen: object) -> list[tuple[object, ...]]:
    """Run a saved query with the id that a person would fill in."""
    text = (ROOT / "supabase" / "snippets" / f"{name}.sql").read_text()
    assert text.count(CHOSEN_BY_HAND) == 1
    return _rows(database.connection, text.replace(CHOSEN_BY_HAND, str(chosen)))


def _whole(database: Database, name: str) -> list[tuple[object, ...]]:
    return _rows(database.connection, (ROOT / "supabase" / "snippets" / f"{name}.sql").read_text())


def _rows(connection: psycopg.Connection[tuple[object, ...]], text: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(text.encode())
    return cursor.fetchall() if cursor.description else []
