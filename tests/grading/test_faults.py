"""A misbehaving model server causes no crash and no invented score, and the budget holds."""

import asyncio
import json
from uuid import uuid4

import pytest

from shared.grading.jobs import EvaluationJob
from shared.llm.errors import BudgetSpent, ModelFailure, RateLimited, WrongSetup
from tests.support.counted_tokens import CountedTokens
from tests.support.grading_jobs import (
    code,
    open_grader,
    settings,
    short_answer,
    summary,
)
from tests.support.model_behaviours import FAULTS, TRANSIENT, fails, first, honest
from tests.support.model_server import Answered, Asked, ModelServer

ROUNDS = 20
JOBS = {"short_answer": short_answer("It is N+1."), "code": code(), "open": code(kind="open")}
BOUND = 40_000


@pytest.mark.everyday(4)
@pytest.mark.parametrize("kind", JOBS)
@pytest.mark.parametrize("fault", sorted(TRANSIENT))
async def test_model_fault_is_a_retryable_failure_and_never_a_score(
    model_server: ModelServer, fault: str, kind: str
) -> None:
    model_server.behave(FAULTS[fault])
    ledger = CountedTokens()
    patience = 0.5 if fault == "timeout" else 120.0
    # A call that an earlier test abandoned may arrive only now.
    mark = uuid4().hex
    job = JOBS[kind].model_copy(update={"answer": f"{JOBS[kind].answer} {mark}"})
    async with open_grader(settings(model_server.url, timeout_seconds=patience), ledger) as grader:

        async def one() -> ModelFailure:
            with pytest.raises(ModelFailure) as failure:
                await grader.grade(job)
            return failure.value

        failures = await asyncio.gather(*(one() for _ in range(ROUNDS)))
    assert not any(failure.permanent for failure in failures)
    arrived = sum(mark in asked.answer for asked in model_server.asked)
    # On a busy machine, a call may time out before it is sent.
    assert arrived == ROUNDS or (fault == "timeout" and arrived < ROUNDS)
    assert 0 <= ledger.spent <= ROUNDS * BOUND
    if fault.startswith(("429", "5")):
        assert ledger.spent == 0
    if fault == "429 with Retry-After":
        assert {failure.retry_after_seconds for failure in failures} == {7.0}


@pytest.mark.parametrize("fault", ["refusal", "content filter"])
@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
async def test_model_refusal_sends_the_answer_to_a_person(
    model_server: ModelServer, fault: str, job: EvaluationJob
) -> None:
    model_server.behave(FAULTS[fault])
    async with open_grader(settings(model_server.url)) as grader:
        evaluation = await grader.grade(job)
    assert (evaluation.status, evaluation.score) == ("needs_review", None)
    assert evaluation.flags == ("model_refused",)
    result = evaluation.as_result()
    assert (result["input_tokens"], result["output_tokens"]) == (900, 150)


@pytest.mark.parametrize("fault", sorted(TRANSIENT))
async def test_model_fault_during_a_summary_is_a_failure(model_server: ModelServer, fault: str) -> None:
    model_server.behave(FAULTS[fault])
    patience = 0.5 if fault == "timeout" else 120.0
    async with open_grader(settings(model_server.url, timeout_seconds=patience)) as grader:
        with pytest.raises(ModelFailure):
            await grader.sum_up(summary())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
async def test_rejected_call_fails_permanently_unless_the_setup_is_wrong(
    model_server: ModelServer, status: int
) -> None:
    model_server.behave(fails(status))
    ledger = CountedTokens()
    async with open_grader(settings(model_server.url), ledger) as grader:
        with pytest.raises(ModelFailure) as failure:
            await grader.grade(JOBS["code"])
    wrong_setup = status in (401, 403, 404)
    assert failure.value.permanent is not wrong_setup
    assert isinstance(failure.value, WrongSetup) is wrong_setup
    assert failure.value.code == f"rejected_{status}"
    assert ledger.spent == 0


async def test_content_policy_error_sends_the_answer_to_a_person(model_server: ModelServer) -> None:
    model_server.behave(fails(400, "content_filter"))
    async with open_grader(settings(model_server.url)) as grader:
        assert (await grader.grade(JOBS["code"])).flags == ("model_refused",)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("-3", 0.0), ("1e9", 3600.0), ("soon", None), ("nan", None)],
)
async def test_retry_after_is_read_and_bounded(model_server: ModelServer, header: str, seconds: float | None) -> None:
    model_server.behave(fails(429, retry_after=header))
    async with open_grader(settings(model_server.url)) as grader:
        with pytest.raises(RateLimited) as failure:
            await grader.grade(JOBS["code"])
    assert failure.value.retry_after_seconds == seconds


async def test_retry_after_may_be_a_date(model_server: ModelServer) -> None:
    model_server.behave(fails(503, retry_after="Wed, 21 Oct 2065 07:28:00 GMT"))
    async with open_grader(settings(model_server.url)) as grader:
        with pytest.raises(ModelFailure) as failure:
            await grader.grade(JOBS["code"])
    assert failure.value.retry_after_seconds == 3600


async def test_client_retries_as_often_as_the_settings_say(model_server: ModelServer) -> None:
    model_server.behave(first(fails(500), then=honest()))
    ledger = CountedTokens()
    async with open_grader(settings(model_server.url, max_retries=1), ledger) as grader:
        assert (await grader.grade(JOBS["code"])).status == "done"
    assert len(model_server.asked) == 2
    # The failed attempt is charged at its upper bound, because its true cost was not reported.
    assert ledger.spent > 1050


async def test_slow_response_is_cut_off_at_the_deadline(model_server: ModelServer) -> None:
    model_server.behave(lambda asked: Answered(b"{", announced_bytes=100))
    async with open_grader(settings(model_server.url, timeout_seconds=0.4)) as grader:
        started = asyncio.get_running_loop().time()
        with pytest.raises(ModelFailure):
            await grader.grade(JOBS["code"])
    assert asyncio.get_running_loop().time() - started < 20


async def test_no_model_call_exceeds_the_days_limit(model_server: ModelServer) -> None:
    ledger = CountedTokens(limit=30_000)
    async with open_grader(settings(model_server.url), ledger) as grader:

        async def one() -> bool:
            try:
                await grader.grade(JOBS["code"])
            except BudgetSpent:
                return False
            return True

        graded = sum(await asyncio.gather(*(one() for _ in range(20))))
        assert 0 < graded < 20
        assert len(model_server.asked) == graded
        assert ledger.most <= 30_000
    assert ledger.spent == graded * 1050


async def test_usage_is_counted_while_a_run_continues(model_server: ModelServer) -> None:
    ledger = CountedTokens()
    async with open_grader(settings(model_server.url), ledger) as grader:
        while ledger.reservations < 2:
            await grader.grade(JOBS["code"])
        assert ledger.counted.total() == (len(model_server.asked) - 1) * 1050 > 0
    assert ledger.spent == len(model_server.asked) * 1050


@pytest.mark.parametrize(
    "usage",
    [None, {}, {"prompt_tokens": "many", "completion_tokens": 1}, {"prompt_tokens": -5}, [1], 7],
)
async def test_unknown_usage_is_charged_at_the_upper_bound(model_server: ModelServer, usage: object) -> None:
    def behave(asked: Asked) -> Answered:
        completion = json.loads(honest()(asked).body)
        return Answered(json.dumps(completion | {"usage": usage}).encode())

    model_server.behave(behave)
    ledger = CountedTokens()
    async with open_grader(settings(model_server.url), ledger) as grader:
        evaluation = await grader.grade(JOBS["code"])
    assert evaluation.status == "done"
    assert evaluation.usage is not None
    assert evaluation.usage.input_tokens is None
    assert 8192 < ledger.spent < BOUND
