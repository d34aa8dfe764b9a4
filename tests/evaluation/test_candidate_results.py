"""Guards that candidates see scores only when and where their interview shows them."""

from typing import Any

import pytest

from shared.models.result_views import CandidateResults
from tests.evaluation.work import Taken, Work, graded, results, review
from tests.support.apis import Api

SCORES = {"score", "grader", "provisional", "reviewed", "feedback"}
KINDS = ("mcq", "open")


def seen_by_candidate(api: Api, taken: Taken) -> dict[str, Any]:
    """The candidate's results, validated strictly against the documented model."""
    reply = api.call("results", taken.run.person, {"session_id": taken.session_id})
    seen = reply.ok()
    CandidateResults.model_validate_json(reply.text, strict=True)
    return seen


def assert_no_scores(seen: dict[str, Any], status: str, total: int, graded_so_far: int) -> None:
    assert (seen["view"], seen["status"], seen["result"]) == ("candidate", status, None)
    assert seen["counts"] == {"total": total, "graded": graded_so_far}
    assert not any(SCORES & answer.keys() for answer in seen["answers"])


def test_running_session_shows_own_answers_and_no_score_even_of_an_mcq(api: Api, work: Work) -> None:
    taken = work.begin(KINDS, visible=True)
    taken.run.submit("b").ok()
    seen = seen_by_candidate(api, taken)
    assert_no_scores(seen, "in_progress", total=1, graded_so_far=1)
    assert [(answer["position"], answer["answer"]) for answer in seen["answers"]] == [(0, "b"), (1, None)]
    assert "evaluation" not in str(seen)


def test_unserved_question_is_not_in_the_results(api: Api, work: Work) -> None:
    taken = work.begin(["open"] * 4)
    taken.run.finish().ok()
    assert [answer["position"] for answer in seen_by_candidate(api, taken)["answers"]] == [0]


def test_no_score_is_shown_while_grading_continues(api: Api, work: Work) -> None:
    taken = work.take(KINDS, visible=True)
    assert_no_scores(seen_by_candidate(api, taken), "grading", total=2, graded_so_far=1)
    (job,) = work.claim()
    assert_no_scores(seen_by_candidate(api, taken), "grading", total=2, graded_so_far=1)
    work.complete(job)
    assert_no_scores(seen_by_candidate(api, taken), "grading", total=2, graded_so_far=2)
    (summary,) = work.claim_summaries()
    assert_no_scores(seen_by_candidate(api, taken), "grading", total=2, graded_so_far=2)
    work.complete_summary(summary)
    assert seen_by_candidate(api, taken)["status"] == "ready"


def test_suspected_answer_looks_like_any_other_until_scores_are_shown(api: Api, work: Work) -> None:
    seen = []
    for status in ("done", "needs_review"):
        taken = work.begin(["open", "open"], visible=True)
        taken.run.submit("an answer").ok()
        (job,) = work.claim()
        flags = ["injection"] if status == "needs_review" else []
        work.complete(job, graded(5, status=status, flags=flags))
        seen.append(seen_by_candidate(api, taken))
    for results_ in seen:
        assert_no_scores(results_, "in_progress", total=1, graded_so_far=1)


@pytest.mark.parametrize("closed", ["completed", "cancelled"])
def test_interview_that_hides_results_shows_none_at_any_time(api: Api, work: Work, closed: str) -> None:
    taken = work.begin(KINDS)
    taken.run.submit("b").ok()
    if closed == "cancelled":
        taken.run.finish("cancelled").ok()
    else:
        taken.run.submit("words").ok()
        assert_no_scores(seen_by_candidate(api, taken), "hidden", total=2, graded_so_far=1)
        work.grade()
    seen = seen_by_candidate(api, taken)
    assert seen["status"] == "hidden"
    assert seen["result"] is None
    assert not any(SCORES & answer.keys() for answer in seen["answers"])


def test_interview_that_shows_results_shows_them_when_all_is_graded(api: Api, work: Work) -> None:
    taken = work.take(KINDS, ["c", "words"], visible=True)
    feedback = {"text": "Good.", "strengths": ["clear"], "improvements": ["shorter"]}
    work.grade(graded(7.5, feedback=feedback))
    seen = seen_by_candidate(api, taken)
    assert (seen["status"], seen["counts"]) == ("ready", {"total": 2, "graded": 2})
    assert seen["result"] == {
        "total": 7.5,
        "maximum": 20,
        "percentage": 37.5,
        "all_graded": True,
        "waiting_points": 0,
        "note": None,
        "summary": "A solid session.",
        "strengths": ["Reads carefully"],
        "improvements": ["Test more"],
        "recommendation": "Hire",
        "advisory": True,
    }
    first, second = seen["answers"]
    assert (first["score"], first["grader"], first["feedback"]) == (0, "key", {"text": "Not correct."})
    assert (second["score"], second["grader"], second["feedback"]) == (7.5, "model", feedback)
    assert (second["provisional"], second["reviewed"]) == (False, False)


def test_ungraded_answer_is_marked_and_has_no_score(api: Api, work: Work) -> None:
    taken = work.take(["open"] * 3, visible=True)
    first, second, third = work.claim()
    work.complete(first, graded(6))
    work.complete(second, graded(9, status="needs_review", feedback={"text": "suspicious"}))
    work.fail(third, permanent=True)
    work.grade()
    seen = seen_by_candidate(api, taken)
    assert (seen["status"], seen["counts"]) == ("ready", {"total": 3, "graded": 1})
    assert (seen["result"]["total"], seen["result"]["all_graded"]) == (6, False)
    assert seen["result"]["note"] == "Not all answers are graded."
    assert [answer["score"] for answer in seen["answers"]] == [6, None, None]
    assert [answer["feedback"] for answer in seen["answers"][1:]] == [{}, {}]


def test_grade_without_a_model_is_marked_provisional_until_a_person_decides(api: Api, work: Work) -> None:
    taken = work.take(["short_answer"], visible=True)
    work.grade(graded(5, grader="keywords", provisional=True))
    (answer,) = seen_by_candidate(api, taken)["answers"]
    assert (answer["grader"], answer["provisional"], answer["reviewed"]) == ("keywords", True, False)
    review(api, taken.recruiter, taken, "override_score", position=0, score=8).ok()
    work.grade()
    (answer,) = seen_by_candidate(api, taken)["answers"]
    assert (answer["score"], answer["provisional"], answer["reviewed"]) == (8, False, True)


def test_results_are_read_without_changing_anything(api: Api, work: Work) -> None:
    taken = work.take(KINDS, visible=True)
    work.grade()
    before = work.evaluations(taken.session_id), work.result(taken.session_id), work.last_event(taken.session_id)
    for person in (taken.run.person, taken.recruiter):
        results(api, person, taken)
    after = work.evaluations(taken.session_id), work.result(taken.session_id), work.last_event(taken.session_id)
    assert after == before


def test_interview_of_an_organization_never_shows_a_solution(api: Api, work: Work) -> None:
    taken = work.begin(KINDS, visible=True)
    why = "Because only b holds."
    work.database.execute(
        "update reprise.session_question_keys set explanation = %s, sample_solution = %s where session_id = %s",
        why,
        why,
        taken.session_id,
    )
    taken.run.submit("b").ok()
    taken.run.submit("words").ok()
    work.grade()
    reply = api.call("results", taken.run.person, {"session_id": taken.session_id})
    assert (reply.ok()["status"], "solution" in reply.text, why in reply.text) == ("ready", False, False)
