"""Grader runs over the real database: every job ends exactly once, graded, failed or handed to a person."""

import asyncio
import json
import threading
from collections import Counter
from dataclasses import replace

import pytest

from shared.grading import job_tasks
from shared.grading.job_queue import evaluation_queue
from shared.grading.run import grade_what_is_due
from shared.grading.tally import Tally
from shared.rpc import repeating
from shared.rpc.database import service_database
from tests.grading.gate import Gate
from tests.grading.rate_limited_gateway import RateLimitedGateway
from tests.support.due_answers import Due
from tests.support.model_behaviours import (
    FAULTS,
    completion,
    fails,
    first,
    graded,
    honest,
)
from tests.support.model_server import Answered, Asked, Behaviour, ModelServer

POISON = "poison"
RATE_LIMITS = {"429 with Retry-After", "429 without Retry-After"}


def choosy(asked: Asked) -> Answered:
    """Fail on one kind of answer."""
    return fails(500)(asked) if POISON in asked.answer else honest(1.0)(asked)


async def test_run_grades_and_summarizes_what_is_due(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["mcq", "short_answer", "code", "open"])
    tally = await due.grade(model_server.url)
    assert (tally.claimed, tally.graded, tally.summaries) == (3, 3, 1)
    rows = due.evaluations(session_id)
    assert [row["status"] for row in rows] == ["done"] * 4
    # mcq 10; short answer 0 of 5 for keywords and 2.5 of 5; code and open 5 of 10 each.
    assert [float(row["score"]) for row in rows] == [10, 2.5, 5, 5]
    assert [row["grader"] for row in rows] == ["key", "keywords+model", "model", "model"]
    assert {row["attempts"] for row in rows[1:]} == {1}
    assert {row["model"] for row in rows[1:]} == {"served-model-1"}
    result = due.result(session_id)
    assert (result["status"], result["grader"]) == ("ready", "model")
    assert (float(result["total"]), float(result["percentage"])) == (22.5, 56.25)
    assert result["recommendation"] == "Maybe"
    assert due.spent() == 4 * 1050
    assert (await due.grade(model_server.url)).claimed == 0


async def test_no_grade_claims_a_model_without_a_model_key(due: Due) -> None:
    session_id = due.session(["short_answer", "code", "open"])
    tally = await due.grade("http://127.0.0.1:9/v1", api_key=None)
    assert (tally.graded, tally.needs_review, tally.summaries) == (1, 2, 1)
    rows = due.evaluations(session_id)
    assert [row["status"] for row in rows] == ["done", "needs_review", "needs_review"]
    assert (rows[0]["grader"], rows[0]["provisional"], rows[0]["score"]) == ("keywords", True, 0)
    assert [row["score"] for row in rows[1:]] == [None, None]
    result = due.result(session_id)
    assert (result["grader"], result["recommendation"]) == ("plain", None)
    assert result["summary"].endswith("Not all answers are graded yet.")
    assert due.spent() == 0


@pytest.mark.everyday(8)
@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - RATE_LIMITS))
async def test_repeated_fault_fails_after_bounded_attempts_and_stores_no_score(
    due: Due, model_server: ModelServer, fault: str
) -> None:
    session_id = due.session(["short_answer", "code"])
    model_server.behave(FAULTS[fault])
    patience = 0.3 if fault == "timeout" else 20.0
    for _ in range(10):
        await due.grade(model_server.url, timeout_seconds=patience)
        due.let_backoff_pass()
    refused = fault in ("refusal", "content filter")
    for row in due.evaluations(session_id):
        assert row["status"] == ("needs_review" if refused else "failed")
        assert row["attempts"] == (1 if refused else row["max_attempts"])
        assert row["score"] is None
        assert refused or row["error"]
    result = due.result(session_id)
    assert (result["status"], result["grader"]) == ("ready", "plain")
    assert (float(result["total"]), result["recommendation"]) == (0, None)


@pytest.mark.prove
async def test_poison_answer_does_not_block_the_others(due: Due, model_server: ModelServer) -> None:
    answers = [f"{POISON if number % 10 == 3 else 'good'} {number}" for number in range(40)]
    sessions = [due.session(["open"] * 40, answers) for _ in range(5)]
    model_server.behave(choosy)
    for _ in range(6):
        await asyncio.gather(*(due.grade(model_server.url, concurrency=8) for _ in range(4)))
        due.let_backoff_pass()
    rows = [row for session_id in sessions for row in due.evaluations(session_id)]
    assert Counter(row["status"] for row in rows) == {"done": 180, "failed": 20}
    assert {row["attempts"] for row in rows if row["status"] == "failed"} == {5}
    assert {float(row["score"]) for row in rows if row["status"] == "done"} == {10}
    asked = Counter(asked.answer for asked in model_server.asked if asked.data)
    assert set(asked.values()) == {5, 25}
    assert {due.result(session_id)["status"] for session_id in sessions} == {"ready"}


async def test_grader_with_an_old_token_changes_nothing(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"])
    zombie = evaluation_queue(service_database(due.settings(model_server.url)))
    (job,) = await zombie.claim(5)
    due.let_leases_run_out()
    await due.grade(model_server.url)
    stored = due.evaluations(session_id)
    assert float(stored[0]["score"]) == 5
    result = {"status": "done", "grader": "model", "score": 10, "feedback": {}, "flags": []}
    assert await zombie.complete(job, result) is False
    assert await zombie.fail(job, "late", None, permanent=True) is None
    assert await zombie.release(job) is False
    assert due.evaluations(session_id) == stored


async def test_run_ends_in_time_and_releases_its_claims(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"] * 5)
    model_server.behave(honest(delay_seconds=30))
    clock = asyncio.get_running_loop().time
    started = clock()
    tally = await due.grade(model_server.url, run_seconds=1.5, timeout_seconds=40)
    assert clock() - started < 4
    assert (tally.claimed, tally.released, tally.graded) == (5, 5, 0)
    for row in due.evaluations(session_id):
        assert (row["status"], row["attempts"]) == ("queued", 0)


async def test_cancelled_run_releases_its_claims(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"] * 5)
    model_server.behave(honest(delay_seconds=30))
    run = asyncio.create_task(due.grade(model_server.url))
    await asyncio.to_thread(model_server.wait_until_asked, 5)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    for row in due.evaluations(session_id):
        assert (row["status"], row["attempts"]) == ("queued", 0)


async def test_grade_being_stored_when_the_run_ends_is_stored(
    due: Due, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = due.session(["open"])
    for module in (repeating, job_tasks):
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 120.0)
    monkeypatch.setattr(job_tasks, "GIVE_BACK_SECONDS", 0.2)
    with Gate(due.stack.supabase_url, "/rpc/complete_evaluation") as gate:
        run = asyncio.create_task(run_through(due, gate, model_server, run_seconds=5))
        await asyncio.to_thread(gate.wait_until_held, 1)
        # Longer than the run's time, plus the time it has for giving jobs back.
        await asyncio.wait({run}, timeout=7)
        assert not run.done()
        gate.open()
        tally = await run
    assert (tally.claimed, tally.graded, tally.lost) == (1, 1, 0)
    assert due.evaluations(session_id)[0]["status"] == "done"


async def test_grade_that_cannot_be_stored_before_the_run_ends_is_reported_as_lost(
    due: Due, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = due.session(["open"])
    monkeypatch.setattr(job_tasks, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(job_tasks, "GIVE_BACK_SECONDS", 0.3)
    with Gate(due.stack.supabase_url, "/rpc/complete_evaluation") as gate:
        tally = await run_through(due, gate, model_server, run_seconds=5)
    assert (tally.claimed, tally.graded, tally.lost) == (1, 0, 1)
    assert due.evaluations(session_id)[0]["status"] == "running"


async def run_through(due: Due, gate: Gate, model_server: ModelServer, **changes: float) -> Tally:
    """A run that reaches the database through a gate."""
    return await grade_what_is_due(replace(due.settings(model_server.url, **changes), supabase_url=gate.url))


async def test_refused_claim_interrupts_no_model_call_in_progress(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"] * 4)
    async with RateLimitedGateway(due.stack.supabase_url, "/rpc/claim_evaluations", refuse=2, retry_after=2) as gateway:
        # The second claim follows the first grade, while the model call for the other answer is in progress.
        under_way = honest(held=gateway.refused)
        model_server.behave(lambda asked: (under_way if "Answer 1," in asked.answer else honest())(asked))
        settings = replace(due.settings(model_server.url, concurrency=2), supabase_url=gateway.url)
        tally = await grade_what_is_due(settings)
    assert (tally.claimed, tally.graded, tally.released, tally.lost) == (4, 4, 0, 0)
    assert {(row["status"], row["attempts"]) for row in due.evaluations(session_id)} == {("done", 1)}
    refused, after = gateway.asked_at[1:3]
    assert after - refused >= 2


async def test_answers_beyond_the_days_tokens_wait_without_losing_an_attempt(
    due: Due, model_server: ModelServer
) -> None:
    session_id = due.session(["open"] * 20)
    tally = await due.grade(model_server.url, daily_tokens=40_000)
    assert 0 < tally.graded < 20
    assert tally.graded + tally.released == tally.claimed
    assert due.spent() == tally.graded * 1050 <= 40_000
    waiting = [row for row in due.evaluations(session_id) if row["status"] != "done"]
    assert {(row["status"], row["attempts"]) for row in waiting} == {("queued", 0)}
    due.let_backoff_pass()
    await due.grade(model_server.url, daily_tokens=10**9)
    assert {row["status"] for row in due.evaluations(session_id)} == {"done"}


@pytest.mark.everyday(3)
@pytest.mark.parametrize("status", [401, 403, 404])
async def test_wrong_setup_stops_the_run_and_never_fails_an_answer(
    due: Due, model_server: ModelServer, status: int
) -> None:
    session_id = due.session(["open"] * 30)
    model_server.behave(fails(status))
    for _ in range(10):
        tally = await due.grade(model_server.url, concurrency=4)
        assert 0 < tally.retried == tally.claimed <= 5
        assert 55 < due.seconds_until_the_last_is_due(session_id) <= 60
        due.let_backoff_pass()
    rows = due.evaluations(session_id)
    assert {(row["status"], row["attempts"]) for row in rows} == {("queued", 0)}
    assert {row["error"] for row in rows} - {None} == {f"rejected_{status}"}
    model_server.behave(honest())
    await due.grade(model_server.url)
    assert {(row["status"], row["attempts"]) for row in due.evaluations(session_id)} == {("done", 1)}


@pytest.mark.prove
@pytest.mark.parametrize(("fault", "error"), [(fails(401), "rejected_401"), (fails(429), "rate_limited")])
async def test_summary_waits_out_a_wrong_setup_or_rate_limit_instead_of_becoming_plain(
    due: Due, model_server: ModelServer, fault: Behaviour, error: str
) -> None:
    session_id = due.session(["mcq"])
    model_server.behave(fault)
    for _ in range(10):
        await due.grade(model_server.url)
        due.let_backoff_pass()
    result = due.result(session_id)
    assert (result["status"], result["attempts"], result["error"]) == ("grading", 0, error)
    assert float(result["total"]) == 10
    model_server.behave(honest())
    assert (await due.grade(model_server.url)).summaries == 1
    result = due.result(session_id)
    assert (result["status"], result["grader"], result["error"]) == ("ready", "model", None)


@pytest.mark.prove
@pytest.mark.parametrize(("fault", "seconds"), [("429 with Retry-After", 7), ("429 without Retry-After", 30)])
async def test_rate_limit_of_any_length_fails_no_answer(
    due: Due, model_server: ModelServer, fault: str, seconds: int
) -> None:
    session_id = due.session(["short_answer", "code"])
    for _ in range(10):
        model_server.behave(FAULTS[fault])
        tally = await due.grade(model_server.url)
        assert (tally.claimed, tally.retried, tally.failed) == (2, 2, 0)
        assert seconds - 5 < due.seconds_until_the_last_is_due(session_id) <= seconds
        for row in due.evaluations(session_id):
            assert (row["status"], row["attempts"], row["error"]) == ("queued", 0, "rate_limited")
        due.let_backoff_pass()
    model_server.behave(honest())
    await due.grade(model_server.url)
    rows = due.evaluations(session_id)
    assert {(row["status"], row["attempts"], row["error"]) for row in rows} == {("done", 1, None)}


async def test_rate_limit_pauses_the_run(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"] * 12)
    model_server.behave(first(*[fails(429, retry_after="1")] * 2, then=honest()))
    tally = await due.grade(model_server.url, concurrency=2)
    assert tally.retried == 2
    # The two may become due again before the run ends.
    assert tally.graded in (10, 11, 12)
    due.let_backoff_pass()
    await due.grade(model_server.url)
    assert {(row["status"], row["attempts"]) for row in due.evaluations(session_id)} == {("done", 1)}


async def test_limit_bounds_what_a_run_claims(due: Due, model_server: ModelServer) -> None:
    due.session(["open"] * 6)
    assert (await due.grade(model_server.url, limit=4)).claimed == 4
    assert (await due.grade(model_server.url)).claimed == 2


async def test_no_more_answers_are_graded_concurrently_than_configured(due: Due) -> None:
    due.session(["open"] * 30)
    all_asked = threading.Event()
    with ModelServer(honest(delay_seconds=0.1, held=all_asked)) as server:
        run = asyncio.create_task(due.grade(server.url, concurrency=7))
        await asyncio.to_thread(server.wait_until_asked, 7)
        all_asked.set()
        await run
        assert server.most_at_once == 7


async def test_unusable_key_sends_the_answer_to_a_person(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"])
    due.database.execute(
        'update reprise.session_question_keys set criteria = \'[{"id": "a"}]\' where session_id = %s',
        session_id,
    )
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["flags"]) == ("needs_review", ["unusable_key"])


async def test_result_refused_by_the_database_is_a_failure(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"])
    queue = evaluation_queue(service_database(due.settings(model_server.url)))
    (job,) = await queue.claim(1)
    due.database.execute("update reprise.evaluations set max_score = 1 where session_id = %s", session_id)
    due.let_leases_run_out()
    tally = await due.grade(model_server.url)
    assert (tally.failed, tally.graded) == (1, 0)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["error"], row["score"]) == ("failed", "result_refused", None)
    assert job["token"]


async def test_stored_text_of_a_model_contains_no_byte_postgres_rejects(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"], visible=True)

    def odd(asked: Asked) -> Answered:
        content = graded(asked, 0.5, explanation="c\x00d", feedback="a\x00b", strengths=["\x00"])
        return Answered(completion(json.dumps(content)))

    model_server.behave(odd)
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["feedback"]["text"], row["feedback"]["explanation"]) == ("done", "ab", "cd")
