"""Guards that an answer sent in time is not late because another call's expiry got the lock first."""

from collections.abc import Iterator

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import clean_up
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People


@pytest.fixture
def candidate_connection(stack: Stack) -> Iterator[Connection]:
    with psycopg.connect(stack.database_url) as connection:
        yield connection


def run_out_just_after(connection: Connection, database: Database, run: Run) -> None:
    """Let the open question expire just after the transaction of `connection` began, and wait until it has."""
    row = connection.execute("select now()").fetchone()
    assert row is not None
    database.execute(
        "update reprise.session_questions set deadline_at = %s::timestamptz + interval '1 millisecond'"
        " where session_id = %s and closed_at is null and served_at is not null",
        row[0],
        run.session_id,
    )
    database.execute("select pg_sleep_until(%s::timestamptz + interval '5 milliseconds')", row[0])


def submit(connection: Connection, run: Run, text: str, lease: int = 1) -> dict[str, object]:
    return call(
        connection, "submit_answer", session_id=run.session_id, question_position=run.position, answer=text, lease=lease
    )


@pytest.mark.parametrize("kinds", [["open", "open"], ["open"]], ids=["middle", "last"])
@pytest.mark.parametrize("draft", [None, "half"], ids=["no draft", "draft"])
def test_answer_sent_in_time_is_accepted_although_cleanup_closed_its_question_first(
    functions_api: Api,
    people: People,
    database: Database,
    candidate_connection: Connection,
    kinds: list[str],
    draft: str | None,
) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, kinds, grace_seconds=0).interview_id)
    if draft:
        run.heartbeat(draft).ok()
    with candidate_connection.transaction():
        become(candidate_connection, run.person)
        run_out_just_after(candidate_connection, database, run)
        assert clean_up(database)["expired_questions"] >= 1
        result = submit(candidate_connection, run, "sent in time")
    assert (result["accepted"], result["late"], result["completed"]) == (True, False, len(kinds) == 1)
    (answer,) = database.answers(run.session_id)
    assert (answer["answer"], answer["source"]) == ("sent in time", "submitted")
    assert "expiry_reversed" in database.events(run.session_id)
    assert database.session(run.session_id)["position"] == 1
    assert (database.live_row(run.person.user_id) is None) == (len(kinds) == 1)


def test_submit_under_a_stale_lease_does_not_reverse_an_expiry(
    functions_api: Api, people: People, database: Database, candidate_connection: Connection
) -> None:
    interview = make_interview(database, ["open", "open"], grace_seconds=0)
    run = start(functions_api, people.candidate(), interview.interview_id)
    with candidate_connection.transaction():
        become(candidate_connection, run.person)
        run_out_just_after(candidate_connection, database, run)
        clean_up(database)
        result = submit(candidate_connection, run, "from a device that was replaced", lease=7)
    assert result["problem"]["code"] == "lease_lost"  # type: ignore[index]
    assert [row["source"] for row in database.answers(run.session_id)] == ["expired"]


def test_expiry_is_final_once_the_next_question_was_served(
    functions_api: Api, people: People, database: Database, candidate_connection: Connection
) -> None:
    interview = make_interview(database, ["open", "open"], grace_seconds=0)
    run = start(functions_api, people.candidate(), interview.interview_id)
    with candidate_connection.transaction():
        become(candidate_connection, run.person)
        run_out_just_after(candidate_connection, database, run)
        functions_api.call("resume", run.person, {"client_id": run.client_id}).ok()
        result = submit(candidate_connection, run, "too late after all")
    assert (result["accepted"], result["late"]) == (False, True)
    assert [row["source"] for row in database.answers(run.session_id)] == ["expired"]
