"""Guards that a session is summarized once nothing is open, with numbers that do not depend on the summary's text."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from tests.evaluation.work import Taken, Work, graded, results, review
from tests.support.apis import Api
from tests.support.database_calls import Connection, call_as
from tests.support.race import rounds, together


def test_summary_waits_until_no_evaluation_is_open(work: Work) -> None:
    taken = work.take(["mcq", "open", "open"])
    assert work.claim_summaries() == []
    first, second = work.claim()
    assert work.claim_summaries() == []
    assert work.complete(first)
    work.fail(second)
    assert work.claim_summaries() == []
    work.let_backoff_pass()
    (second,) = work.claim()
    work.fail(second, permanent=True)
    (job,) = work.claim_summaries()
    assert (job["session_id"], job["all_graded"]) == (str(taken.session_id), False)


def test_running_session_gets_no_summary(work: Work) -> None:
    work.begin(["mcq", "open"]).run.submit("b").ok()
    assert work.claim_summaries() == []


def test_summary_job_contains_scores_and_no_answers(work: Work) -> None:
    taken = work.take(["mcq", "open"], ["b", "words of the candidate"])
    (evaluation,) = work.claim()
    work.complete(evaluation, graded(7.25))
    (job,) = work.claim_summaries()
    assert {name: job[name] for name in ("title", "mode", "total", "maximum", "percentage", "all_graded")} == {
        "title": "Test interview",
        "mode": "timed",
        "total": 17.25,
        "maximum": 20,
        "percentage": 86.25,
        "all_graded": True,
    }
    assert [(line["score"], line["status"], line["source"]) for line in job["answers"]] == [
        (10, "done", "submitted"),
        (7.25, "done", "submitted"),
    ]
    assert "words of the candidate" not in str(job)
    assert f"solution-{taken.interview.question_ids[1]}" not in str(job)


def test_summary_job_contains_only_feedback_that_the_candidate_may_read(work: Work) -> None:
    work.take(["open", "open"])
    first, second = work.claim()
    shown = {"text": "a", "strengths": ["b"], "improvements": ["c"]}
    known = {"explanation": "d", "criteria": [{"comment": "e"}], "evidence": "f", "keywords_missing": ["g"]}
    work.complete(first, graded(feedback=shown | known))
    work.complete(second, graded(None, status="needs_review", feedback=shown | known))
    (job,) = work.claim_summaries()
    assert [line["feedback"] for line in job["answers"]] == [shown, {}]


@pytest.mark.parametrize(
    ("points", "scores", "percentage"),
    [([10, 10, 10], [3.33, 3.33, 3.34], "33.33"), ([7, 7, 7], [2, 2, 1.5], "26.19"), ([3, 3, 3], [1, 1, 0], "22.22")],
)
def test_total_and_percentage_equal_a_hand_count(
    work: Work, points: list[int], scores: list[float], percentage: str
) -> None:
    taken = work.begin(["open"] * 3)
    for position, worth in enumerate(points):
        work.database.execute(
            "update reprise.session_questions set points = %s where session_id = %s and position = %s",
            worth,
            taken.session_id,
            position,
        )
    for _ in scores:
        taken.run.submit().ok()
    work.grade(*(graded(score) for score in scores))
    result = work.result(taken.session_id)
    assert result["total"] == sum(Decimal(str(score)) for score in scores)
    assert (result["percentage"], result["maximum"]) == (Decimal(percentage), sum(points))


def test_scores_remain_when_no_summary_can_be_written(work: Work) -> None:
    taken = work.take(["mcq", "open"])
    (job,) = work.claim()
    work.complete(job, graded(4))
    for _ in range(5):
        (summary,) = work.claim_summaries()
        said = work.fail_summary(summary)
        work.let_backoff_pass()
    assert said == {"accepted": True, "status": "failed"}
    assert work.claim_summaries() == []
    seen = results(work.api, taken.recruiter, taken)
    assert seen["status"] == "failed"
    assert (seen["result"]["total"], seen["result"]["percentage"], seen["result"]["summary"]) == (14, 70, None)


def test_override_resets_the_result_and_revokes_the_claim_of_a_running_summary(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    work.complete(job, graded(4))
    (stale,) = work.claim_summaries()
    assert stale["total"] == 4
    review(work.api, taken.recruiter, taken, "override_score", position=0, score=9).ok()
    assert not work.complete_summary(stale)
    assert work.result(taken.session_id)["status"] == "grading"
    (fresh,) = work.claim_summaries()
    assert (fresh["total"], fresh["attempt"]) == (9, 1)
    assert work.complete_summary(fresh)


def test_summary_of_replaced_scores_is_deleted(work: Work) -> None:
    taken = work.take(["open"])
    work.grade(graded(10))
    assert work.result(taken.session_id)["recommendation"] == "Hire"
    review(work.api, taken.recruiter, taken, "override_score", position=0, score=0).ok()
    (job,) = work.claim_summaries()
    work.fail_summary(job, permanent=True)
    seen = results(work.api, taken.recruiter, taken)["result"]
    assert (seen["total"], seen["summary"], seen["recommendation"], seen["strengths"]) == (0, None, None, [])


def test_retry_revokes_the_claim_of_a_running_summary(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    work.complete(job, graded(4))
    (stale,) = work.claim_summaries()
    review(work.api, taken.recruiter, taken, "retry_evaluation", position=0).ok()
    assert not work.complete_summary(stale)
    assert work.claim_summaries() == []
    work.grade(graded(6))
    assert work.result(taken.session_id)["total"] == 6


@pytest.mark.parametrize("bad", [{"recommendation": "Genius"}, {"grader": "plain"}, {"grader": "guess"}])
def test_summary_with_a_forbidden_recommendation_is_refused(work: Work, bad: dict[str, str]) -> None:
    taken = work.take(["mcq"])
    (job,) = work.claim_summaries()
    with pytest.raises(Exception, match="invalid_request"):
        work.complete_summary(job, **bad)
    assert work.result(taken.session_id)["status"] == "running"
    assert work.complete_summary(job, grader="plain", recommendation=None)


def test_concurrent_override_and_summary_leave_no_outdated_total(work: Work, other_connection: Connection) -> None:
    taken = work.take(["open"])
    work.grade(graded(0))
    with ThreadPoolExecutor(2) as pool:
        for number in rounds(everyday=60):
            score = number % 10 + 1
            work.database.execute("select reprise_private.reset_result(%s)", taken.session_id)

            def override(score: int = score) -> None:
                call_as(
                    other_connection,
                    taken.recruiter,
                    "review_session",
                    session_id=taken.session_id,
                    action="override_score",
                    reason="a race",
                    arguments=f'{{"position": 0, "score": {score}}}',
                )

            def sum_up() -> None:
                for job in work.claim_summaries():
                    work.complete_summary(job)

            together([override, sum_up], pool)
            result = work.result(taken.session_id)
            assert result["status"] == "grading" or result["total"] == score


def test_reset_result_has_no_outdated_total_in_lists_and_averages(api: Api, work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade(graded(5), graded(5))
    interview = {"interview_id": taken.interview.interview_id}
    assert shown(api, taken) == (10, 50, True, 50)
    for action, arguments in (
        ("override_score", {"position": 0, "score": 9}),
        ("retry_evaluation", {"position": 1}),
    ):
        review(api, taken.recruiter, taken, action, **arguments).ok()
        assert shown(api, taken) == (None, None, False, None)
        (line,) = api.call("sessions", taken.recruiter, interview).ok()["sessions"]
        assert (line["results_status"], line["maximum"], line["recommendation"]) == ("grading", 20, None)
        work.grade()
    assert shown(api, taken) == (14, 70, True, 70)


def shown(api: Api, taken: Taken) -> tuple[object, ...]:
    """Total, percentage and completeness of the list's only entry, and the average of the interview."""
    interview = {"interview_id": taken.interview.interview_id}
    (line,) = api.call("sessions", taken.recruiter, interview).ok()["sessions"]
    average = api.call("analytics", taken.recruiter, interview).ok()["percentage"]["average"]
    return line["score"], line["percentage"], line["all_graded"], average
