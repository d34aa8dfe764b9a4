"""Guards that a job has a bounded number of attempts at growing intervals, and that no impossible score is stored."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.work import Job, Taken, Work, graded, results, serve
from tests.support.data_api import PROFILE
from tests.support.plain_http import http


def test_always_failing_job_fails_after_exactly_its_maximum_of_attempts(work: Work) -> None:
    taken = work.take(["open"])
    said = []
    for attempt in range(1, 6):
        (job,) = work.claim()
        assert job["attempt"] == attempt
        said.append(work.fail(job)["status"])
        assert work.claim() == []
        work.let_backoff_pass()
    assert said == ["queued"] * 4 + ["failed"]
    assert work.claim() == []
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"], row["error"]) == ("failed", 5, "the model is down")
    assert (row["score"], row["grader"], row["claim_token"]) == (None, None, None)
    assert row["finished_at"] is not None


def test_job_whose_graders_never_return_fails_after_its_maximum_of_attempts(work: Work) -> None:
    taken = work.take(["open"])
    for attempt in range(1, 6):
        assert [job["attempt"] for job in work.claim()] == [attempt]
        work.let_leases_run_out()
    assert work.claim() == []
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"], row["error"]) == ("failed", 5, "the grader did not come back")


def test_backoff_doubles_with_each_attempt_and_has_jitter_of_up_to_half(work: Work) -> None:
    work.take(["open"] * 20)
    for expected in (60, 120, 240, 480):
        waits = [wait_after_failing(work, job) for job in work.claim()]
        assert all(expected <= wait <= expected * 1.5 for wait in waits), (expected, waits)
        assert len({round(wait, 3) for wait in waits}) > 10
        work.let_backoff_pass()


def test_backoff_is_at_most_an_hour_and_at_least_what_the_model_asked_for(work: Work) -> None:
    work.take(["open"] * 4)
    first, second, third, fourth = work.claim()
    work.database.execute(
        "update reprise.evaluations set attempts = 60, max_attempts = 99 where answer_id = %s", first["answer_id"]
    )
    assert 3600 <= wait_after_failing(work, first) <= 5400
    assert wait_after_failing(work, second, 555) == pytest.approx(555, abs=1)
    assert wait_after_failing(work, third, 1e9) == pytest.approx(86400, abs=1)
    assert 60 <= wait_after_failing(work, fourth, -5) <= 90


def test_permanent_failure_is_not_retried(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    assert work.fail(job, permanent=True) == {"accepted": True, "status": "failed"}
    work.let_backoff_pass()
    assert work.claim() == []
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"]) == ("failed", 1)


def test_released_job_is_due_at_once_and_never_loses_an_attempt(work: Work) -> None:
    taken = work.take(["open"])
    for _ in range(12):
        (job,) = work.claim()
        assert job["attempt"] == 1
        assert work.release(job)
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"], row["claim_token"]) == ("queued", 0, None)


def test_postponed_job_waits_as_requested_states_why_and_never_loses_an_attempt(work: Work) -> None:
    taken = work.take(["open"])
    for _ in range(12):
        (job,) = work.claim()
        assert job["attempt"] == 1
        assert work.release(job, wait_seconds=Decimal(30), error="rate_limited")
        assert work.claim() == []
        assert 29 < seconds_until_due(work, job) <= 30
        work.let_backoff_pass()
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"], row["error"]) == ("queued", 0, "rate_limited")
    work.grade()
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, None)


@pytest.mark.parametrize(
    ("said", "seconds"), [("1e9", 86400), ("Infinity", 86400), ("NaN", 86400), ("-5", 0), (None, 0)]
)
def test_job_is_postponed_for_at_most_a_day(work: Work, said: str | None, seconds: float) -> None:
    work.take(["open"])
    (job,) = work.claim()
    assert work.release(job, wait_seconds=None if said is None else Decimal(said), error="x" * 5000)
    assert seconds - 1 < max(seconds_until_due(work, job), 0) <= seconds
    (row,) = work.evaluations(UUID(job["session_id"]))
    assert len(row["error"]) == 1000


def test_postponed_summary_waits_and_loses_no_attempt(work: Work) -> None:
    taken = work.take(["mcq"])
    for _ in range(12):
        (job,) = work.claim_summaries()
        released = serve(
            work.connection,
            "release_summary",
            session_id=taken.session_id,
            token=UUID(job["token"]),
            wait_seconds=Decimal(60),
            error="rejected_401",
        )
        assert released == {"accepted": True}
        assert work.claim_summaries() == []
        work.let_backoff_pass()
    result = work.result(taken.session_id)
    assert (result["status"], result["attempts"], result["error"]) == ("grading", 0, "rejected_401")


def test_only_a_long_error_is_truncated(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    work.connection.execute(
        "select reprise_private.fail_evaluation(%s, %s, repeat('x', 5000), null, true)",
        [UUID(job["answer_id"]), UUID(job["token"])],
    )
    assert len(work.evaluations(taken.session_id)[0]["error"]) == 1000


BAD_RESULTS: dict[str, dict[str, Any]] = {
    "more than the question is worth": {"score": 10.01},
    "less than nothing": {"score": -0.01},
    "not a number": {"score": "NaN"},
    "infinite": {"score": "Infinity"},
    "words": {"score": "ten"},
    "none, but done": {"score": None},
    "without a grader": {"grader": None},
    "by a grader nobody knows": {"grader": "guess"},
    "neither done nor for review": {"status": "failed"},
    "without a status": {"status": None},
    "for review, and out of bounds": {"status": "needs_review", "score": 11},
    "flags that are no list": {"flags": {"a": 1}},
    "tokens that are no number": {"input_tokens": "many"},
}


@pytest.mark.parametrize("bad", BAD_RESULTS)
def test_invalid_result_is_refused_and_leaves_the_job_unchanged(work: Work, bad: str) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    before = work.evaluations(taken.session_id)
    with pytest.raises(psycopg.Error) as refused:
        work.complete(job, graded(**({"score": 5} | BAD_RESULTS[bad])))
    assert (refused.value.diag.sqlstate, refused.value.diag.message_primary) == ("PT422", "invalid_request")
    assert work.evaluations(taken.session_id) == before
    assert work.complete(job)


def test_invalid_result_is_refused_with_422_at_the_gateway(work: Work, stack: Stack) -> None:
    work.take(["open"])
    (job,) = work.claim()
    answer = http.post(
        f"{stack.supabase_url}/rest/v1/rpc/complete_evaluation",
        json={"answer_id": job["answer_id"], "token": job["token"], "result": graded(11)},
        headers={**PROFILE, "apikey": stack.secret_key},
        timeout=30,
    )
    assert (answer.status_code, answer.json()["message"]) == (422, "invalid_request")


@pytest.mark.parametrize(("score", "stored"), [(0, "0"), (10, "10"), (3.335, "3.34"), (6.664, "6.66")])
def test_score_is_stored_with_two_decimals(work: Work, score: float, stored: str) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    assert work.complete(job, graded(score))
    assert float(work.evaluations(taken.session_id)[0]["score"]) == float(stored)


def test_score_waiting_for_review_does_not_count(work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade(graded(4), graded(9, status="needs_review", flags=["suspicious"]))
    result = work.result(taken.session_id)
    assert (result["total"], result["percentage"], result["all_graded"]) == (4, 20, False)
    seen = results(work.api, taken.recruiter, taken)
    assert [answer["score"] for answer in seen["answers"]] == [4, None]
    assert seen["answers"][1]["evaluation"]["machine_score"] == 9
    assert seen["counts"] == {"total": 2, "graded": 1, "open": 0, "needs_review": 1, "failed": 0}
    assert line_of(work, taken)["flags"] == ["needs_review", "suspicious"]


def line_of(work: Work, taken: Taken) -> dict[str, Any]:
    """The session's entry in the recruiters' list."""
    arguments = {"interview_id": taken.interview.interview_id}
    (line,) = work.api.call("sessions", taken.recruiter, arguments).ok()["sessions"]
    assert isinstance(line, dict)
    return line


def wait_after_failing(work: Work, job: Job, retry_after: float | None = None) -> float:
    """Seconds until the job is due again."""
    with work.connection.transaction():
        work.fail(job, retry_after)
        # The service's role lasts until the end of the transaction, and reads no table.
        work.connection.execute("reset role")
        return seconds_until_due(work, job)


def seconds_until_due(work: Work, job: Job) -> float:
    """Seconds until a job may be claimed again."""
    row = work.connection.execute(
        "select extract(epoch from due_at - now()) from reprise.evaluations where answer_id = %s",
        [job["answer_id"]],
    ).fetchone()
    assert row is not None
    return float(row[0])
