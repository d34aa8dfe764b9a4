"""Guards that an acknowledgement is permanent: a repeated submit gets the first receipt again, byte for byte.

This holds at any later time, whatever has happened to the session, and under any lease.
"""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start, start_and_answer
from tests.support.people import People

HOUR = 3600
TEXT = 'an answer with "quotes", \\ and ü 🙂\n'
AFTERWARDS: dict[str, Callable[[Run], Reply | None]] = {
    "an hour after the deadline": lambda run: None,
    "the session has moved on": lambda run: run.submit("the next answer"),
    "the session is completed": lambda run: run.finish("completed"),
    "the session is cancelled": lambda run: run.finish("cancelled"),
    "the session is abandoned": lambda run: run.clear(),
    "another device took over": lambda run: run.resume(client_id=uuid4(), takeover=True),
}


def receipts_in(reply: Reply, answer_id: str) -> set[str]:
    """Every receipt for one stored text in a response's body, as raw bytes."""
    found = re.findall(r'"receipt":\s*(\{[^{}]*\})', reply.text)
    return {receipt for receipt in found if answer_id in receipt}


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_repeated_submit_returns_the_first_receipt_after_the_deadline(
    api: Api, people: People, database: Database, afterwards: str
) -> None:
    interview = make_interview(database, ["open"] * 3, time_limit_seconds=60)
    run = start(api, people.candidate(), interview.interview_id)
    first = run.submit(TEXT)
    answer_id = first.ok()["receipt"]["answer_id"]
    database.let_time_pass(run.session_id, HOUR)
    done = AFTERWARDS[afterwards](run)
    assert done is None or done.status == 200, done.text
    rows = database.answers(run.session_id)

    for _ in range(2):
        again = run.submit(TEXT, position=0)
        assert again.ok()["replayed"] is True
        assert again.body["accepted"] is True
        assert again.body["receipt"] == first.body["receipt"]
        assert receipts_in(again, answer_id) == receipts_in(first, answer_id)
    assert len(receipts_in(first, answer_id)) == 1
    assert [row for row in database.answers(run.session_id) if row in rows] == rows
    assert [row["answer"] for row in database.kept(run.session_id) if row["position"] == 0] == []


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_repeated_late_submit_returns_its_first_late_receipt(
    api: Api, people: People, database: Database, afterwards: str
) -> None:
    interview = make_interview(database, ["open"] * 3, time_limit_seconds=60)
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("the draft").ok()
    database.let_time_pass(run.session_id, 67)
    first = run.submit(TEXT)
    receipt = first.ok()["receipt"]
    assert (first.body["accepted"], first.body["late"]) == (False, True)
    assert 7 <= receipt["late_by_seconds"] < 20
    database.let_time_pass(run.session_id, HOUR)
    done = AFTERWARDS[afterwards](run)
    assert done is None or done.status == 200, done.text

    again = run.submit(TEXT, position=0)
    assert (again.ok()["accepted"], again.body["late"]) == (False, True)
    assert again.body["replayed"] is True
    assert receipts_in(again, receipt["answer_id"]) == receipts_in(first, receipt["answer_id"])
    kept = [row for row in database.kept(run.session_id) if row["position"] == 0]
    assert [(row["answer"], row["reason"]) for row in kept] == [(TEXT, "late")]
    assert database.answers(run.session_id)[0]["answer"] == "the draft"


def test_repeated_submit_under_a_stale_lease_returns_only_the_receipt(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    first = run.submit(TEXT)
    run.resume(client_id=uuid4(), takeover=True).ok()
    again = run.submit(TEXT, position=0).ok()
    assert again["receipt"] == first.body["receipt"]
    assert again["lease"] is None


def test_repeated_submit_by_the_same_client_serves_the_question_of_a_lost_response(
    api: Api, people: People, database: Database
) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, 1)
    again = run.submit("b", position=0).ok()
    assert (again["replayed"], again["question"]["position"]) == (True, 1)
    assert again["lease"]["number"] == 1
    assert again["question"]["served_at"] == run.view["question"]["served_at"]
