"""Guarantee 33: an outage costs nobody time: each gets back what it took, and nobody else's clock moves."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.outages import OUTAGES, frozen
from tests.support.people import People
from tests.support.stored_answers import owner

LIMIT, GRACE, BEFORE_THE_DEADLINE = 6.0, 2.0, 1.0
STALL_SECONDS = 4.0
# What a functions process may err by: the time between two of its tests, and one of them.
MEASURED_WITHIN = 1.5


def repeat_while_unavailable(call: Callable[[], Reply]) -> Reply:
    """Call, and repeat while the reply is 503, as it asks."""
    deadline = time.monotonic() + 60
    while True:
        reply = call()
        if reply.status != 503 or time.monotonic() > deadline:
            return reply
        time.sleep(1)


def credits_of(database: Database, session_id: UUID | str) -> list[dict[str, Any]]:
    """A session's rows in the time ledger."""
    return database.rows("select * from reprise.time_credits where session_id = %s order by created_at", session_id)


def sleep_until_before_the_deadline(run: Run) -> None:
    left = run.view["question"]["remaining_seconds"] - BEFORE_THE_DEADLINE
    served = time.monotonic()
    while time.monotonic() < served + left:
        time.sleep(0.02)


@pytest.mark.everyday(4)
@pytest.mark.parametrize("still", ["gateway", "database"])
@pytest.mark.parametrize("questions", [2, 1], ids=["a later question", "the last question"])
def test_answer_sent_a_second_before_its_deadline_into_a_stall_is_the_answer_on_time(
    stack: Stack, api: Api, database: Database, people: People, still: str, questions: int
) -> None:
    interview = make_interview(database, ["open"] * questions, time_limit_seconds=int(LIMIT), grace_seconds=int(GRACE))
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("an older draft").ok()
    service = {"gateway": stack.gateway, "database": stack.database}[still]
    sleep_until_before_the_deadline(run)
    with ThreadPoolExecutor(1) as pool:
        with frozen(service):
            answered = pool.submit(repeat_while_unavailable, partial(run.submit, "the final text", 0))
            time.sleep(STALL_SECONDS)
        body = answered.result().ok()
    assert wait_until(lambda: bool(credits_of(database, run.session_id)), 60, every=0.2)
    assert (body["accepted"], body["late"]) == (True, False), body
    [answer, *_] = database.answers(run.session_id)
    assert (answer["answer"], answer["source"], answer["late_by"].total_seconds()) == ("the final text", "submitted", 0)
    [credit] = credits_of(database, run.session_id)
    assert (credit["position"], credit["kind"]) == (0, "outage")
    assert float(credit["seconds"]) == pytest.approx(STALL_SECONDS, abs=MEASURED_WITHIN)


@pytest.mark.everyday(2)
@pytest.mark.parametrize("outage", OUTAGES)
def test_outage_gives_back_exactly_its_time_to_those_whose_clock_ran_and_moves_no_other_clock(
    stack: Stack, api: Api, database: Database, people: People, outage: str
) -> None:
    interview = make_interview(database, ["open"] * 2, time_limit_seconds=600, grace_seconds=2)
    writing, silent, done, expired = (start(api, people.candidate(), interview.interview_id) for _ in range(4))
    for _ in range(2):
        done.submit().ok()
    # Their question expired before the outage, and nothing has closed it yet.
    database.let_time_pass(expired.session_id, 603)
    before = [database.questions(run.session_id) for run in (writing, silent, done, expired)]
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        with OUTAGES[outage](stack):
            answered = pool.submit(repeat_while_unavailable, partial(writing.heartbeat, "a draft"))
            time.sleep(3)
        answered.result().ok()
        lasted = time.monotonic() - began
    with owner(stack) as after:
        runs = (writing, silent)
        assert wait_until(lambda: all(credits_of(after, run.session_id) for run in runs), 60, every=0.2)
        for run, questions in zip(runs, before, strict=False):
            [credit] = credits_of(after, run.session_id)
            measured = after.row("select * from reprise.outages where id = %s", credit["outage_id"])
            seconds = (measured["ended_at"] - measured["began_at"]).total_seconds()
            assert float(credit["seconds"]) == pytest.approx(seconds, abs=0.001)
            assert 3 - MEASURED_WITHIN <= seconds <= lasted + MEASURED_WITHIN
            moved = after.questions(run.session_id)[0]["deadline_at"] - questions[0]["deadline_at"]
            assert moved.total_seconds() == pytest.approx(seconds, abs=0.001)
        assert [after.questions(run.session_id) for run in (done, expired)] == before[2:]
        assert [credits_of(after, run.session_id) for run in (done, expired)] == [[], []]
    reply = silent.heartbeat().ok()
    assert [(one["kind"], one["seconds"]) for one in reply["time_credits"]] == [("outage", float(credit["seconds"]))]


def test_question_that_closed_only_because_of_an_outage_is_open_again_with_its_draft(
    stack: Stack, api: Api, database: Database, people: People
) -> None:
    interview = make_interview(database, ["open"] * 2, time_limit_seconds=int(LIMIT), grace_seconds=0)
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("what was typed").ok()
    sleep_until_before_the_deadline(run)
    with ThreadPoolExecutor(1) as pool:
        with frozen(stack.gateway):
            beating = pool.submit(repeat_while_unavailable, run.heartbeat)
            time.sleep(STALL_SECONDS)
        beating.result()
    assert wait_until(lambda: bool(credits_of(database, run.session_id)), 60, every=0.2)
    view = run.resume().ok()
    assert (view["question"]["position"], view["question"]["draft"]) == (0, "what was typed")
    assert view["question"]["remaining_seconds"] == pytest.approx(BEFORE_THE_DEADLINE, abs=MEASURED_WITHIN)
    assert run.submit("finished").ok()["accepted"]
