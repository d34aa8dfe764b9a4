"""Guards that grading is queued in the transaction that stores the answer; answers that need no judgement end there."""

from uuid import UUID

import pytest

from tests.evaluation.work import Work
from tests.support.database_calls import Connection, become, call


def test_answer_and_its_evaluation_are_stored_in_one_transaction(work: Work, other_connection: Connection) -> None:
    taken = work.begin(["open"])
    count = "select count(*) from reprise.evaluations where session_id = %s"
    with other_connection.transaction(force_rollback=True):
        become(other_connection, taken.run.person)
        submitted = call(
            other_connection,
            "submit_answer",
            session_id=taken.session_id,
            question_position=0,
            answer="an answer",
            lease=1,
            client_submitted_at=None,
            time_expired=False,
        )
        assert submitted["accepted"] is True
        other_connection.execute("reset role")
        assert other_connection.execute(count, [taken.session_id]).fetchone() == (1,)
        assert work.database.value(count, taken.session_id) == 0
    assert work.database.value(count, taken.session_id) == 0
    assert work.database.answers(taken.session_id) == []

    taken.run.submit("an answer").ok()
    assert work.database.value(
        "select a.xmin = e.xmin from reprise.answers a join reprise.evaluations e on e.answer_id = a.id"
        " where a.session_id = %s",
        taken.session_id,
    )


def test_answer_that_needs_judgement_is_queued_and_due_at_once(work: Work) -> None:
    taken = work.take(["short_answer", "code", "open"])
    for row in work.evaluations(taken.session_id):
        assert (row["status"], row["attempts"], row["max_attempts"]) == ("queued", 0, 5)
        assert (row["grader"], row["score"], row["max_score"], row["finished_at"]) == (None, None, 10, None)
        assert row["due_at"] == row["queued_at"]
    assert len(work.claim()) == 3


@pytest.mark.parametrize(("option", "score", "words"), [("b", 10, "Correct."), ("c", 0, "Not correct.")])
def test_mcq_is_graded_by_its_key_when_it_is_stored(work: Work, option: str, score: int, words: str) -> None:
    taken = work.take(["mcq"], [option])
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["grader"], row["score"], row["attempts"]) == ("done", "key", score, 0)
    assert (row["feedback"], row["provisional"]) == ({"text": words}, False)
    assert row["finished_at"] is not None
    assert work.claim() == []


def test_mcq_without_a_key_waits_for_a_person(work: Work) -> None:
    taken = work.begin(["mcq"])
    work.database.execute(
        "update reprise.session_question_keys set correct_option = null where session_id = %s", taken.session_id
    )
    taken.run.submit("b").ok()
    (row,) = work.evaluations(taken.session_id)
    assert (row["status"], row["score"], row["flags"]) == ("needs_review", None, ["unusable_key"])
    assert work.claim() == []


def test_every_answer_of_any_source_has_one_evaluation_and_empty_answers_score_zero(work: Work) -> None:
    taken = work.begin(["open"] * 6)
    run = taken.run
    run.submit("in time").ok()
    run.heartbeat("a draft").ok()
    work.database.let_time_pass(run.session_id, 603)
    run.resume().ok()
    work.database.let_time_pass(run.session_id, 603)
    run.resume().ok()
    run.submit("", time_expired=True).ok()
    run.finish().ok()
    answers = work.database.answers(run.session_id)
    assert [row["source"] for row in answers] == ["submitted", "draft", "expired", "submitted", "skipped", "skipped"]
    rows = work.evaluations(run.session_id)
    assert [row["answer_id"] for row in rows] == [row["id"] for row in answers]
    assert [row["status"] for row in rows] == ["queued", "queued", *["done"] * 4]
    for row in rows[2:]:
        assert (row["grader"], row["score"]) == ("none", 0)
        assert row["feedback"] == {"text": "No answer was given."}


def test_only_a_completed_session_gets_a_result(work: Work) -> None:
    taken = work.take(["mcq", "open"])
    result = work.result(taken.session_id)
    assert (result["status"], result["maximum"], result["total"]) == ("grading", 20, None)
    cancelled = work.begin()
    cancelled.run.finish("cancelled").ok()
    assert results_of(work, cancelled.session_id) == 0


def test_repeated_submit_queues_no_second_evaluation(work: Work) -> None:
    taken = work.take(["open"], ["an answer"])
    (job,) = work.claim()
    assert work.complete(job)
    assert taken.run.submit("an answer", position=0).ok()["replayed"] is True
    assert [row["status"] for row in work.evaluations(taken.session_id)] == ["done"]
    assert work.history(taken.session_id) == []


def results_of(work: Work, session_id: UUID) -> int:
    counted: int = work.database.value("select count(*) from reprise.session_results where session_id = %s", session_id)
    return counted
