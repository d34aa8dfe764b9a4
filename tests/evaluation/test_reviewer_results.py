"""Guards that members see everything about their organization's sessions, and others cannot tell that they exist."""

from typing import Any
from uuid import uuid4

import pytest

from shared.models.result_views import ResultsPage, ReviewerResults
from tests.evaluation.work import Taken, Work, graded, results
from tests.support.apis import Api
from tests.support.interviews import start
from tests.support.people import Person


def test_reviewer_sees_answers_keys_evaluations_late_texts_and_events(api: Api, work: Work) -> None:
    taken = work.begin(["mcq", "open"])
    taken.run.submit("c").ok()
    work.database.let_time_pass(taken.session_id, 603)
    taken.run.submit("too late", position=1).ok()
    work.grade()
    reply = api.call("results", taken.recruiter, {"session_id": taken.session_id})
    seen = reply.ok()
    ReviewerResults.model_validate_json(reply.text, strict=True)
    assert (seen["view"], seen["status"]) == ("reviewer", "ready")
    assert seen["candidate"]["user_id"] == str(taken.run.person.user_id)
    assert seen["candidate"]["email"] == taken.run.person.email
    first, second = seen["answers"]
    assert (first["key"]["correct_option"], first["answer"], first["score"]) == ("b", "c", 0)
    assert second["key"]["sample_solution"].startswith("solution-")
    assert (second["source"], second["evaluation"]["grader"]) == ("expired", "none")
    (kept,) = seen["late_answers"]
    assert (kept["position"], kept["answer"], kept["reason"], kept["accepted_at"]) == (1, "too late", "late", None)
    assert kept["late_by_seconds"] > 0
    stored = work.database.events(taken.session_id)
    assert [event["event"] for event in seen["events"]] == stored
    assert "claim_token" not in reply.text


@pytest.mark.parametrize("role", ["owner", "recruiter", "reviewer"])
def test_every_role_of_the_organization_reads_results(api: Api, work: Work, role: str) -> None:
    taken = work.take(["mcq"])
    member = work.people.member(taken.interview.organization_id, role)
    assert results(api, member, taken)["view"] == "reviewer"


def test_session_of_another_organization_gets_the_same_bytes_as_a_missing_one(api: Api, work: Work) -> None:
    taken, other = work.take(["mcq"]), work.take(["mcq"])
    for person in (other.recruiter, other.run.person):
        assert_alike(api, person, taken)


def assert_alike(api: Api, person: Person, taken: Taken) -> None:
    """Assert that for this person, the session and its interview look like unknown ids."""
    for name, theirs in (("session_id", taken.session_id), ("interview_id", taken.interview.interview_id)):
        functions = ("results",) if name == "session_id" else ("sessions", "analytics")
        for function in functions:
            refusals = []
            for some_id in (theirs, uuid4()):
                reply = api.call(function, person, {name: some_id})
                code = "session_not_found" if name == "session_id" else "interview_not_found"
                reply.refused(404, code)
                refusals.append(reply.text.replace(str(reply.body.get("request_id")), ""))
            assert refusals[0] == refusals[1]


def test_removed_recruiter_with_a_valid_token_loses_access_at_once(api: Api, work: Work) -> None:
    taken = work.take(["open"])
    work.grade()
    everything: list[tuple[str, dict[str, Any], str]] = [
        ("results", {"session_id": taken.session_id}, "session_not_found"),
        ("sessions", {"interview_id": taken.interview.interview_id}, "interview_not_found"),
        ("analytics", {"interview_id": taken.interview.interview_id}, "interview_not_found"),
    ]
    for function, arguments, _ in everything:
        api.call(function, taken.recruiter, arguments).ok()
    work.database.execute("delete from reprise.organization_members where user_id = %s", taken.recruiter.user_id)
    for function, arguments, code in everything:
        api.call(function, taken.recruiter, arguments).refused(404, code)
    assert_alike(api, taken.recruiter, taken)


def test_list_has_one_entry_a_session_newest_first_without_answers(api: Api, work: Work) -> None:
    taken = work.take(["open"], ["words of the first"])
    work.grade(graded(8))
    later = work.begin(["open"])
    work.database.execute(
        "update reprise.interview_sessions set interview_id = %s, organization_id = %s where id = %s",
        taken.interview.interview_id,
        taken.interview.organization_id,
        later.session_id,
    )
    interview = {"interview_id": taken.interview.interview_id}
    reply = api.call("sessions", taken.recruiter, interview)
    page = reply.ok()
    ResultsPage.model_validate_json(reply.text, strict=True)
    assert [line["id"] for line in page["sessions"]] == [str(later.session_id), str(taken.session_id)]
    newest, oldest = page["sessions"]
    assert (newest["results_status"], newest["score"], newest["recommendation"]) == ("in_progress", None, None)
    assert {name: oldest[name] for name in ("results_status", "score", "maximum", "percentage", "all_graded")} == {
        "results_status": "ready",
        "score": 8,
        "maximum": 10,
        "percentage": 80,
        "all_graded": True,
    }
    assert (oldest["recommendation"], oldest["flags"]) == ("Hire", [])
    assert oldest["candidate"]["email"] == taken.run.person.email
    assert "words of the first" not in reply.text
    only = api.call("sessions", taken.recruiter, interview | {"status": "completed"}).ok()["sessions"]
    assert [line["id"] for line in only] == [str(taken.session_id)]


def test_pages_contain_every_session_once(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    for _ in range(6):
        candidate = work.people.candidate()
        start(work.api, candidate, taken.interview.interview_id)
    seen: list[str] = []
    arguments: dict[str, Any] = {"interview_id": taken.interview.interview_id, "limit": 3}
    while True:
        page = api.call("sessions", taken.recruiter, arguments).ok()
        seen += [line["id"] for line in page["sessions"]]
        if page["next_cursor"] is None:
            break
        arguments["cursor"] = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"cursor": "1.x"}, {"status": "asleep"}])
def test_list_refuses_invalid_arguments(api: Api, work: Work, wrong: dict[str, object]) -> None:
    taken = work.begin()
    arguments = {"interview_id": taken.interview.interview_id} | wrong
    api.call("sessions", taken.recruiter, arguments).refused(422, "invalid_request")
