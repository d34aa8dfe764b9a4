"""Guards that a submit counts from when the server began with it; no wait and no client can change that."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import clean_up
from tests.support.database import Database
from tests.support.database_calls import candidate_locked, wait_for_lock
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.traces import events

FORGED = ["1970-01-01T00:00:00Z", "2999-12-31T23:59:59Z"]


def test_lock_wait_past_the_deadline_does_not_make_an_answer_late(
    api: Api, stack: Stack, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open", "open"], grace_seconds=0).interview_id)
    with psycopg.connect(stack.database_url, autocommit=True) as holder, ThreadPoolExecutor(1) as pool:
        with candidate_locked(holder, run.person.user_id):
            reply = pool.submit(run.submit, "sent in time")
            wait_for_lock(database.connection)
            # The submit has arrived; from now on it would be late.
            database.execute(
                "update reprise.session_questions set deadline_at = now() where session_id = %s and position = 0",
                run.session_id,
            )
            clean_up(database)
        body = reply.result(timeout=120).ok()
    assert (body["accepted"], body["late"]) == (True, False)
    assert_waited(database, run)


def assert_waited(database: Database, run: Run) -> None:
    """The answer counts from its arrival, although its deadline had passed when it was stored."""
    question, following = database.questions(run.session_id)
    (answer,) = database.answers(run.session_id)
    assert answer["source"] == "submitted"
    assert answer["received_at"] <= question["deadline_at"]
    # The wait does not shorten the next question's time either.
    assert following["served_at"] > question["deadline_at"]
    assert (following["deadline_at"] - following["served_at"]).total_seconds() == 60


@pytest.mark.parametrize("forged", FORGED)
def test_forged_client_time_does_not_change_whether_an_answer_is_late(
    api: Api, people: People, database: Database, forged: str
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    in_time = run.submit("in time", client_submitted_at=forged).ok()
    assert (in_time["accepted"], in_time["late"]) == (True, False)
    assert in_time["receipt"]["received_at"][:4] not in forged
    database.let_time_pass(run.session_id, 90)
    late = run.submit("late", client_submitted_at=forged).ok()
    assert (late["accepted"], late["late"]) == (False, True)
    assert late["receipt"]["late_by_seconds"] >= 30
    (submitted,) = [row for row in events(database, run.session_id) if row["event"] == "answer_submitted"]
    assert submitted["detail"]["client_submitted_at"][:4] == forged[:4]


def test_clients_claim_of_expiry_neither_closes_a_question_early_nor_reopens_it_late(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    assert run.submit("early", time_expired=True).ok()["accepted"] is True
    database.let_time_pass(run.session_id, 90)
    assert run.submit("late", time_expired=True).ok()["accepted"] is False
    assert [row["source"] for row in database.answers(run.session_id)] == ["submitted", "expired"]
