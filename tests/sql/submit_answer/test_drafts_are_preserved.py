"""Guards that no draft is erased by a client that lost its text or by calls out of order."""

from collections.abc import Iterator

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call
from tests.support.interviews import make_interview, start
from tests.support.people import People


@pytest.fixture
def slow_connection(stack: Stack) -> Iterator[Connection]:
    with psycopg.connect(stack.database_url) as connection:
        yield connection


def test_empty_submit_at_the_deadline_stores_the_draft_and_repeats_return_its_receipt(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.heartbeat("half an hour of work").ok()
    first = run.submit("", position=0, time_expired=True).ok()
    again = run.submit("", position=0, time_expired=True).ok()
    (answer,) = database.answers(run.session_id)
    assert (answer["answer"], answer["source"]) == ("half an hour of work", "draft")
    assert first["accepted"] is again["accepted"] is again["replayed"] is True
    assert first["receipt"] == again["receipt"]


def test_earlier_heartbeat_does_not_overwrite_a_newer_draft(
    functions_api: Api, people: People, database: Database, slow_connection: Connection
) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, ["open"]).interview_id)
    with slow_connection.transaction():
        become(slow_connection, run.person)
        run.heartbeat("newer").ok()
        call(
            slow_connection,
            "heartbeat",
            session_id=run.session_id,
            lease=1,
            draft_position=0,
            draft_text="older",
        )
    assert database.questions(run.session_id)[0]["draft"] == "newer"


def test_earlier_submit_before_the_minimum_time_does_not_overwrite_a_newer_draft(
    functions_api: Api, people: People, database: Database, slow_connection: Connection
) -> None:
    interview = make_interview(database, ["open"], min_seconds=30)
    run = start(functions_api, people.candidate(), interview.interview_id)
    with slow_connection.transaction():
        become(slow_connection, run.person)
        run.heartbeat("newer").ok()
        refused = call(
            slow_connection, "submit_answer", session_id=run.session_id, question_position=0, answer="older", lease=1
        )
    assert refused["problem"]["code"] == "too_fast"
    assert database.questions(run.session_id)[0]["draft"] == "newer"
