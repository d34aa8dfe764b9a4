"""Guards that a job has one grader at a time, and that a grader whose lease expired changes nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.evaluation.work import Job, Work, graded, serve
from tests.support.database import Row
from tests.support.database_calls import Connection, call


class Careless(Work):
    """Completes by answer id alone, without checking the claim's token."""

    def complete(self, job: Job, result: dict[str, Any] | None = None) -> bool:
        statement = "update reprise.evaluations set score = %s where answer_id = %s"
        return bool(self.database.execute(statement, (result or graded())["score"], UUID(job["answer_id"])))


def test_job_contains_everything_a_grader_needs_and_no_identity(work: Work) -> None:
    taken = work.take(["short_answer"], ["my words"])
    question_id = taken.interview.question_ids[0]
    (job,) = work.claim()
    (row,) = work.evaluations(taken.session_id)
    assert job == {
        "answer_id": str(row["answer_id"]),
        "token": str(row["claim_token"]),
        "attempt": 1,
        "max_attempts": 5,
        "session_id": str(taken.session_id),
        "position": 0,
        "kind": "short_answer",
        "prompt": f"prompt-0-{question_id}",
        "points": 10,
        "answer": "my words",
        "late": False,
        "shows_feedback": False,
        "grade": None,
        "keywords": [{"keyword": f"keyword-{question_id}", "synonyms": []}],
        "keywords_needed": None,
        "sample_solution": f"solution-{question_id}",
        "criteria": [],
    }
    assert row["status"] == "running"


def test_claim_skips_jobs_another_grader_is_claiming_without_waiting(work: Work, other_connection: Connection) -> None:
    work.take(["open"] * 5)
    with other_connection.transaction():
        other_connection.execute("select set_config('role', 'service_role', true)")
        theirs = call(other_connection, "claim_evaluations", batch_size=2)["jobs"]
        work.connection.execute("set lock_timeout = '1s'")
        ours = work.claim()
        work.connection.execute("reset lock_timeout")
    assert (len(theirs), len(ours)) == (2, 3)
    assert not {job["answer_id"] for job in theirs} & {job["answer_id"] for job in ours}
    assert work.claim() == []


def test_batch_is_bounded_and_claims_answers_in_order(work: Work) -> None:
    work.take(["open"] * 4)
    assert [job["position"] for job in work.claim(2)] == [0, 1]
    assert work.claim(0) == []
    assert work.claim(-1) == []


def test_jobs_are_not_claimed_before_they_are_due(work: Work) -> None:
    taken = work.take(["open"])
    work.database.execute(
        "update reprise.evaluations set due_at = now() + interval '1 minute' where session_id = %s", taken.session_id
    )
    assert work.claim() == []


def test_claim_lasts_exactly_as_long_as_its_lease(work: Work) -> None:
    taken = work.take(["open"])
    (first,) = work.claim()
    (row,) = work.evaluations(taken.session_id)
    seconds = work.database.value(
        "select extract(epoch from claimed_until - now()) from reprise.evaluations where answer_id = %s",
        row["answer_id"],
    )
    assert 110 < seconds <= 120
    assert work.claim() == []
    work.let_leases_run_out()
    (second,) = work.claim()
    assert second["token"] != first["token"]
    assert (first["attempt"], second["attempt"]) == (1, 2)


def test_grader_past_its_lease_may_complete_a_job_nobody_else_claimed(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    work.let_leases_run_out()
    assert work.complete(job)
    assert [row["status"] for row in work.evaluations(taken.session_id)] == ["done"]


def test_grader_with_an_expired_claim_can_neither_complete_fail_nor_release_the_job(work: Work) -> None:
    taken = work.take(["open"])
    (zombie,) = work.claim()
    work.let_leases_run_out()
    (job,) = work.claim()
    assert changes_by(work, taken.session_id, zombie) == []
    assert work.complete(job, graded(7))
    assert changes_by(work, taken.session_id, zombie) == []
    # The grader that completed the job cannot do so twice.
    assert changes_by(work, taken.session_id, job) == []


@pytest.mark.prove
def test_harness_catches_a_completion_that_does_not_check_the_token(work: Work) -> None:
    taken = work.take(["open"])
    (zombie,) = work.claim()
    work.let_leases_run_out()
    (job,) = work.claim()
    assert work.complete(job, graded(7))
    careless = Careless(work.database, work.connection, work.people, work.api)
    assert changes_by(careless, taken.session_id, zombie) == ["complete"]


def test_replaced_job_refuses_its_previous_grader(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    with work.connection.transaction():
        work.connection.execute(
            "select reprise_private.queue_evaluation(%s, null, null, 'a test')", [UUID(job["answer_id"])]
        )
    assert changes_by(work, taken.session_id, job) == []
    assert [row["status"] for row in work.evaluations(taken.session_id)] == ["queued"]
    assert [row["evaluation"]["status"] for row in work.history(taken.session_id)] == ["running"]


def test_unknown_jobs_are_refused_identically(work: Work) -> None:
    nobody = {"answer_id": str(UUID(int=1)), "token": str(UUID(int=2))}
    assert not work.complete(nobody)
    assert work.fail(nobody) == {"accepted": False, "status": None}
    assert not work.release(nobody)


def test_summary_has_one_writer_at_a_time_and_an_expired_writer_changes_nothing(
    work: Work, other_connection: Connection
) -> None:
    taken = work.take(["mcq"])
    with other_connection.transaction():
        other_connection.execute("select set_config('role', 'service_role', true)")
        (zombie,) = call(other_connection, "claim_summaries", batch_size=5)["jobs"]
        assert work.claim_summaries() == []
    assert work.claim_summaries() == []
    work.let_leases_run_out()
    (job,) = work.claim_summaries()
    assert (zombie["attempt"], job["attempt"]) == (1, 2)
    running = work.result(taken.session_id)
    assert not work.complete_summary(zombie, summary="by a zombie")
    assert work.fail_summary(zombie) == {"accepted": False, "status": None}
    released = serve(
        work.connection,
        "release_summary",
        session_id=taken.session_id,
        token=UUID(zombie["token"]),
    )
    assert released == {"accepted": False}
    assert work.result(taken.session_id) == running
    assert work.complete_summary(job)
    assert work.result(taken.session_id)["summary"] == "A solid session."


def changes_by(work: Work, session_id: UUID, job: Job) -> list[str]:
    """The calls with this token that change something or report success."""
    ways: dict[str, Callable[[], bool]] = {
        "complete": lambda: work.complete(job, graded(10)),
        "fail": lambda: work.fail(job, permanent=True)["accepted"],
        "release": lambda: work.release(job),
    }

    def stored() -> list[Row]:
        return work.evaluations(session_id)

    found = []
    for name, attempt in ways.items():
        before = stored()
        if attempt() or stored() != before:
            found.append(name)
    return found
