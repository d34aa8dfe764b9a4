"""Guards cleanup: what it frees, what it closes, and what it does not touch."""

from uuid import UUID, uuid4

import httpx
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import batches, clean_up, clean_up_through, post_cleanup, put_others_off, rpc_cleanup
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.plain_http import http

MINUTE = 60


@pytest.fixture(autouse=True)
def _nothing_is_due(database: Database) -> None:
    put_others_off(database)


def silent(api: Api, people: People, database: Database, minutes: float, limit: int = 7200) -> Run:
    """A session without a heartbeat for this many minutes; its question lasts `limit` seconds."""
    interview = make_interview(database, ["open"] * 3, time_limit_seconds=limit)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, minutes * MINUTE)
    return run


def test_marker_silent_for_16_minutes_is_deleted_and_one_of_14_minutes_is_not(
    api: Api, stack: Stack, people: People, database: Database
) -> None:
    old, young = (silent(api, people, database, minutes) for minutes in (16, 14))
    clean_up_through(api, stack)
    assert database.live_row(old.person.user_id) is None
    assert database.live_row(young.person.user_id) is not None
    assert database.events(old.session_id)[-1] == "live_marker_expired"
    assert database.session(old.session_id)["status"] == "in_progress"


def test_any_activity_preserves_the_live_marker(api: Api, people: People, database: Database) -> None:
    runs = [silent(api, people, database, 16) for _ in range(3)]
    runs[0].heartbeat().ok()
    runs[1].submit("still here").ok()
    runs[2].resume().ok()
    assert clean_up(database)["deleted"] == 0


def test_session_with_a_deleted_marker_can_be_resumed_on_any_device(
    api: Api, people: People, database: Database
) -> None:
    run = silent(api, people, database, 16)
    assert clean_up(database)["deleted"] == 1
    summary = run.active().ok()["active_session"]
    assert (summary["id"], summary["live_elsewhere"]) == (str(run.session_id), False)
    resumed = run.resume(client_id=uuid4()).ok()
    assert (resumed["question"]["position"], resumed["lease"]["number"]) == (0, 2)


def test_session_with_a_deleted_marker_still_accepts_an_answer_under_its_old_lease(
    api: Api, people: People, database: Database
) -> None:
    run = silent(api, people, database, 16)
    assert clean_up(database)["deleted"] == 1
    body = run.submit("typed while the laptop slept").ok()
    assert (body["accepted"], body["lease"]["number"]) == (True, 1)
    assert database.live_row(run.person.user_id) is not None


def test_old_lease_stays_invalid_once_its_user_is_live_in_another_session(
    api: Api, people: People, database: Database
) -> None:
    run = silent(api, people, database, 16)
    clean_up(database)
    other = start(api, run.person, make_interview(database).interview_id)
    assert run.submit("from the first one").refused(409, "lease_lost")["kept"] is True
    live = database.live_row(run.person.user_id)
    assert live is not None
    assert live["session_id"] == other.session_id


def test_cleanup_returns_counts_of_what_it_did(api: Api, people: People, database: Database) -> None:
    silent(api, people, database, 16)
    silent(api, people, database, 2, limit=60)
    gone = silent(api, people, database, 2, limit=60)
    database.execute(
        "update reprise.interview_sessions set resume_until = now() - interval '1 second' where id = %s",
        gone.session_id,
    )
    assert clean_up(database) == {
        "deleted": 1,
        "expired_questions": 2,
        "abandoned_sessions": 1,
        "errors": 0,
    }
    assert clean_up(database) == dict.fromkeys(clean_up(database), 0)
    assert database.session(gone.session_id)["status"] == "abandoned"
    assert database.live_row(gone.person.user_id) is None


@pytest.mark.parametrize("batch_size", [1, 2, 3, 7])
def test_small_batches_process_every_row_exactly_once(
    functions_api: Api, people: People, database: Database, batch_size: int
) -> None:
    expired = [silent(functions_api, people, database, 16, limit=60) for _ in range(3)]
    running = [silent(functions_api, people, database, 16) for _ in range(2)]
    total = clean_up(database, batch_size)
    assert total == {"deleted": 5, "expired_questions": 3, "abandoned_sessions": 0, "errors": 0}
    for run in expired + running:
        assert database.live_row(run.person.user_id) is None
        assert database.events(run.session_id).count("live_marker_expired") == 1
    for run in expired:
        assert database.events(run.session_id).count("question_expired") == 1


def test_batch_returns_where_the_next_one_continues(functions_api: Api, people: People, database: Database) -> None:
    runs = [silent(functions_api, people, database, 16 + number) for number in range(3)]
    deleted = []
    for batch in batches(database, batch_size=2):
        deleted.append(batch["deleted"])
    assert deleted == [2, 1]
    assert all(database.live_row(run.person.user_id) is None for run in runs)


def test_row_of_a_deleted_session_is_ignored_and_not_counted(database: Database) -> None:
    nobody = (UUID(int=1), UUID(int=2))
    assert database.rows("select * from reprise_private.settle_overdue_session(%s, %s)", *nobody) == []
    assert database.value("select reprise_private.expire_overdue_row(%s, %s)", *nobody) == 0


def test_cleanup_endpoint_accepts_only_the_scheduler(
    stack: Stack, functions_api: Api, people: People, database: Database
) -> None:
    run = silent(functions_api, people, database, 16)
    for secret in (None, "wrong", stack.publishable_key, stack.secret_key, run.person.token):
        refusal = post_cleanup(stack, secret)
        assert refusal.status_code == httpx.codes.UNAUTHORIZED, refusal.text
        assert refusal.json()["code"] == "not_authenticated"
    assert database.live_row(run.person.user_id) is not None
    body = post_cleanup(stack, stack.scheduler_secret).raise_for_status().json()
    assert (body["deleted"], body["errors"]) == (1, 0)
    assert set(body) >= {"expired_questions", "abandoned_sessions", "duration_ms"}
    assert "oldest_live_seconds" in body
    assert database.live_row(run.person.user_id) is None


def test_cleanup_rpc_accepts_only_the_service_role(
    stack: Stack, functions_api: Api, people: People, database: Database
) -> None:
    run = silent(functions_api, people, database, 16)
    assert rpc_cleanup(stack, stack.publishable_key).status_code in (401, 403, 404)
    refusal = http.post(
        f"{stack.supabase_url}/rest/v1/rpc/run_cleanup",
        json={},
        headers={
            **PROFILE,
            "apikey": stack.publishable_key,
            "authorization": f"Bearer {run.person.token}",
        },
        timeout=60,
    )
    assert refusal.status_code in (401, 403, 404)
    assert database.live_row(run.person.user_id) is not None
    assert rpc_cleanup(stack, stack.secret_key).raise_for_status().json()["deleted"] == 1


def test_every_batch_is_recorded_in_cleanup_runs_and_old_records_are_deleted(database: Database) -> None:
    database.execute(
        "insert into reprise.cleanup_runs (started_at, duration_ms, deleted, expired_questions,"
        " abandoned_sessions, errors) values (now() - interval '31 days', 1, 0, 0, 0, 0)"
    )
    before = database.value("select max(id) from reprise.cleanup_runs")
    clean_up(database)
    newer = database.rows("select * from reprise.cleanup_runs where id > %s", before)
    assert len(newer) == 1
    assert (
        database.value("select count(*) from reprise.cleanup_runs where started_at < now() - interval '30 days'") == 0
    )
