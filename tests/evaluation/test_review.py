"""Guards that only members review, always with a reason, and that each action adds one line to the audit trail."""

from typing import Any
from uuid import uuid4

import pytest

from shared.models.result_views import ReviewerResults
from tests.evaluation.work import Taken, Work, graded, review
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.people import Person
from tests.support.table_fingerprints import snapshot

ACTIONS: dict[str, dict[str, Any]] = {
    "override_score": {"position": 0, "score": 3},
    "accept_late": {"late_answer_id": str(uuid4())},
    "retry_evaluation": {"position": 0},
    "extend_time": {"extra_time_percent": 50},
    "reopen": {},
}


def bytes_of_refusal(api: Api, person: Person, arguments: dict[str, Any], code: str) -> str:
    reply = api.call("review", person, arguments)
    reply.refused(404, code)
    return reply.text.replace(str(reply.body.get("request_id")), "")


@pytest.mark.parametrize("action", ACTIONS)
def test_review_without_permission_reveals_and_changes_nothing(
    api: Api, work: Work, database: Database, action: str
) -> None:
    taken = work.begin(["open", "open"])
    taken.run.submit("an answer").ok()
    former, outsider = taken.recruiter, work.people.member(work.begin().interview.organization_id, "owner")
    database.execute("delete from reprise.organization_members where user_id = %s", former.user_id)
    before = snapshot(database)
    for person in (taken.run.person, work.people.candidate(), outsider, former):
        refusals = {
            bytes_of_refusal(
                api,
                person,
                {"session_id": session_id, "action": action, "reason": "I want it", **ACTIONS[action]},
                "session_not_found",
            )
            for session_id in (taken.session_id, uuid4())
        }
        assert len(refusals) == 1
    assert snapshot(database) == before


def test_regrade_without_permission_reveals_and_changes_nothing(api: Api, work: Work, database: Database) -> None:
    taken = work.take(["mcq"])
    statement = "update reprise.question_keys set correct_option = 'c' where question_id = %s"
    database.execute(statement, taken.interview.question_ids[0])
    reviewer = work.people.member(taken.interview.organization_id, "reviewer")
    before = snapshot(database)
    for person in (taken.run.person, work.people.candidate(), reviewer):
        refusals = {
            bytes_of_refusal(
                api,
                person,
                {"interview_id": interview_id, "action": "regrade", "reason": "I want it", "dry_run": dry_run},
                "interview_not_found",
            )
            for interview_id in (taken.interview.interview_id, uuid4())
            for dry_run in (False, True)
        }
        assert len(refusals) == 1
    assert snapshot(database) == before


@pytest.mark.everyday(4)
@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001])
@pytest.mark.parametrize("action", [*ACTIONS, "regrade"])
def test_review_reason_is_required(api: Api, work: Work, database: Database, action: str, reason: str) -> None:
    taken = work.begin(["open", "open"])
    taken.run.submit("an answer").ok()
    before = snapshot(database)
    if action == "regrade":
        arguments = {"interview_id": taken.interview.interview_id, "action": action, "reason": reason}
    else:
        arguments = {"session_id": taken.session_id, "action": action, "reason": reason, **ACTIONS[action]}
    reply = api.call("review", taken.recruiter, arguments)
    refused = reply.refused(422, "invalid_request")
    assert refused["errors"][0]["loc"][-1] == "reason"
    assert snapshot(database) == before


@pytest.mark.parametrize("role", ["owner", "recruiter", "reviewer"])
def test_every_review_action_writes_one_event_with_actor_and_reason_and_returns_the_session(
    api: Api, work: Work, role: str
) -> None:
    taken = work.begin(["open", "open"])
    taken.run.submit("an answer").ok()
    member = work.people.member(taken.interview.organization_id, role)
    late_id = keep_a_text(work, taken)
    for action, changes, detail in (
        ("override_score", {}, {"position": 0, "score": 3, "machine_score": None, "previous_override": None}),
        ("accept_late", {"late_answer_id": late_id}, {"position": 0, "late_answer_id": late_id}),
        ("retry_evaluation", {}, {"positions": [0]}),
        ("extend_time", {}, {"from_percent": 0, "to_percent": 50}),
        ("reopen", {}, {"position": 1, "was": "cancelled"}),
    ):
        if action == "reopen":
            taken.run.finish("cancelled").ok()
        count = len(work.database.events(taken.session_id))
        reply = review(api, member, taken, action, **ACTIONS[action] | changes)
        seen = reply.ok()
        ReviewerResults.model_validate_json(reply.text, strict=True)
        assert (seen["view"], seen["session"]["id"]) == ("reviewer", str(taken.session_id))
        event = work.last_event(taken.session_id)
        assert len(work.database.events(taken.session_id)) == count + 1
        assert (event["event"], event["actor"]) == (action, member.user_id)
        assert event["detail"] == {**detail, "reason": f"because of {action}"}


@pytest.mark.everyday(2)
@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("override_score", {"position": 0, "score": 10.01}),
        ("override_score", {"position": 0, "score": -1}),
        ("override_score", {"position": 0}),
        ("override_score", {"position": 1, "score": 1}),
        ("override_score", {"position": 99, "score": 1}),
        ("override_score", {"score": 1}),
        ("accept_late", {}),
        ("accept_late", {"late_answer_id": str(uuid4())}),
        ("retry_evaluation", {"position": 1}),
        ("extend_time", {}),
        ("extend_time", {"extra_time_percent": -1}),
        ("extend_time", {"extra_time_percent": 401}),
        ("promote", {}),
        ("", {}),
    ],
)
def test_invalid_review_action_is_refused_and_changes_nothing(
    api: Api, work: Work, database: Database, action: str, arguments: dict[str, Any]
) -> None:
    taken = work.begin(["open", "open"])
    taken.run.submit("an answer").ok()
    before = snapshot(database)
    review(api, taken.recruiter, taken, action, **arguments).refused(422, "invalid_request")
    assert snapshot(database) == before


def test_late_text_of_another_session_cannot_be_accepted(api: Api, work: Work) -> None:
    taken, other = work.take(["open"]), work.take(["open"])
    late_id = keep_a_text(work, other)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=late_id).refused(422, "invalid_request")


def test_override_counts_and_the_machines_score_is_retained(api: Api, work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade(graded(4), graded(5))
    reply = review(api, taken.recruiter, taken, "override_score", position=0, score=9.5, reason="It is right.")
    first = reply.ok()["answers"][0]
    assert (first["score"], first["max_score"], first["provisional"]) == (9.5, 10, False)
    evaluation = first["evaluation"]
    assert (evaluation["machine_score"], evaluation["overridden_score"]) == (4, 9.5)
    assert (evaluation["overridden_by"], evaluation["override_reason"]) == (
        str(taken.recruiter.user_id),
        "It is right.",
    )
    (before,) = first["history"]
    assert (before["score"], before["overridden_score"], before["actor"]) == (4, None, str(taken.recruiter.user_id))
    work.grade()
    assert work.result(taken.session_id)["total"] == 14.5
    again = review(api, taken.recruiter, taken, "override_score", position=0, score=0).ok()["answers"][0]
    assert [line["overridden_score"] for line in again["history"]] == [None, 9.5]
    work.grade()
    assert work.result(taken.session_id)["total"] == 5


@pytest.mark.parametrize("status", ["needs_review", "failed"])
def test_override_resolves_an_answer_no_grader_could_grade(api: Api, work: Work, status: str) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    if status == "failed":
        work.fail(job, permanent=True)
    else:
        work.complete(job, graded(2, status="needs_review"))
    work.grade()
    assert work.result(taken.session_id)["all_graded"] is False
    seen = review(api, taken.recruiter, taken, "override_score", position=0, score=6).ok()
    assert seen["counts"] == {"total": 1, "graded": 1, "open": 0, "needs_review": 0, "failed": 0}
    work.grade()
    assert (work.result(taken.session_id)["total"], work.result(taken.session_id)["all_graded"]) == (6, True)
    line = api.call("sessions", taken.recruiter, {"interview_id": taken.interview.interview_id}).ok()["sessions"][0]
    assert line["flags"] == []


def test_override_of_a_running_job_does_not_stop_it_and_counts_instead_of_its_score(api: Api, work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    review(api, taken.recruiter, taken, "override_score", position=0, score=1).ok()
    assert work.complete(job, graded(8))
    work.grade()
    assert work.result(taken.session_id)["total"] == 1
    (row,) = work.evaluations(taken.session_id)
    assert (row["score"], row["overridden_score"]) == (8, 1)


def test_retry_of_all_queues_only_failed_and_waiting_evaluations(api: Api, work: Work) -> None:
    taken = work.take(["open"] * 3)
    first, second, third = work.claim()
    work.complete(first, graded(5))
    work.complete(second, graded(5, status="needs_review"))
    work.fail(third, permanent=True)
    work.grade()
    review(api, taken.recruiter, taken, "retry_evaluation").ok()
    assert work.last_event(taken.session_id)["detail"]["positions"] == [1, 2]
    assert [row["status"] for row in work.evaluations(taken.session_id)] == ["done", "queued", "queued"]
    assert [(row["position"], row["reason"]) for row in work.history(taken.session_id)] == [
        (1, "retry_evaluation: because of retry_evaluation"),
        (2, "retry_evaluation: because of retry_evaluation"),
    ]
    assert [job["attempt"] for job in work.claim()] == [1, 1]


def test_retry_of_all_skips_overridden_answers(api: Api, work: Work) -> None:
    taken = work.take(["open"] * 3)
    first, second, third = work.claim()
    work.complete(first, graded(5, status="needs_review"))
    work.fail(second, permanent=True)
    work.complete(third, graded(5, grader="keywords", provisional=True))
    for position in range(3):
        review(api, taken.recruiter, taken, "override_score", position=position, score=7).ok()
    review(api, taken.recruiter, taken, "retry_evaluation").ok()
    assert work.last_event(taken.session_id)["detail"]["positions"] == []
    assert [row["overridden_score"] for row in work.evaluations(taken.session_id)] == [7, 7, 7]
    work.grade()
    assert work.result(taken.session_id)["total"] == 21
    review(api, taken.recruiter, taken, "retry_evaluation", position=1).ok()
    assert [row["overridden_score"] for row in work.evaluations(taken.session_id)] == [7, None, 7]


def test_retry_of_all_queues_answers_graded_only_by_keywords(api: Api, work: Work) -> None:
    taken = work.take(["short_answer", "short_answer"])
    work.grade(graded(5, grader="keywords", provisional=True), graded(5, grader="keywords+model"))
    review(api, taken.recruiter, taken, "retry_evaluation").ok()
    assert work.last_event(taken.session_id)["detail"]["positions"] == [0]
    work.grade(graded(9, grader="keywords+model"))
    assert work.result(taken.session_id)["total"] == 14


def test_retry_of_one_answer_grades_it_again_even_if_done(api: Api, work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade(graded(4), graded(5))
    review(api, taken.recruiter, taken, "retry_evaluation", position=0).ok()
    work.grade(graded(10))
    assert work.result(taken.session_id)["total"] == 15
    (before,) = work.history(taken.session_id)
    assert (before["evaluation"]["score"], before["actor"]) == (4, taken.recruiter.user_id)


def keep_a_text(work: Work, taken: Taken) -> str:
    """Store a late text for the first question."""
    return str(
        work.database.value(
            "insert into reprise.late_answers (session_id, position, answer, reason, sha256, late_by)"
            " values (%s, 0, 'a late text', 'late', reprise_private.sha256_hex('a late text'), '7"
            " seconds') returning id",
            taken.session_id,
        )
    )
