"""Guards that a member who takes an interview of their own organization is a candidate there, not a reviewer."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.stack import Stack
from shared.models.result_views import CandidateResults
from shared.models.review_views import RegradeResponse
from tests.evaluation.work import Taken, Work, results
from tests.support.apis import Api
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import finish_all, make_interview, start
from tests.support.people import People, Person
from tests.support.plain_http import CONTEXT

ROLES = ("owner", "recruiter", "reviewer")
# The number of rows that the candidate of a two-question session can read: during its first question, and at the end.
READ_WHILE_RUNNING = {
    "session_questions": 1,
    "session_question_keys": 0,
    "session_events": 0,
    "evaluations": 0,
    "session_results": 0,
    "active_interview_sessions": 1,
}
READ_AFTERWARDS = {
    "session_questions": 2,
    "session_question_keys": 0,
    "session_events": 0,
    "answers": 2,
    "evaluations": 0,
    "session_results": 0,
    "evaluation_history": 0,
}


@pytest.fixture
def data_api(stack: Stack) -> Iterator[httpx.Client]:
    """The Data API, for reading tables."""
    with httpx.Client(
        verify=CONTEXT,
        base_url=f"{stack.supabase_url}/rest/v1",
        headers={**PROFILE, "apikey": stack.publishable_key},
        timeout=60,
    ) as client:
        yield client


def rows(data_api: httpx.Client, person: Person, table: str) -> list[dict[str, Any]]:
    """Every row of a table that a person reads."""
    response = data_api.get(f"/{table}", headers={"authorization": f"Bearer {person.token}"})
    found: list[dict[str, Any]] = response.raise_for_status().json()
    return found


def own_run(work: Work, role: str, *, finished: bool) -> Taken:
    """A member takes an interview of their own organization; that member is also its recruiter."""
    interview = make_interview(work.database, ["mcq", "mcq"], time_limit_seconds=600)
    member = work.people.member(interview.organization_id, role)
    run = (finish_all if finished else start)(work.api, member, interview.interview_id)
    return Taken(interview, run, member)


def test_member_cannot_review_their_own_session(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["mcq"])
    member = people.member(interview.organization_id)
    run = finish_all(api, member, interview.interview_id)
    arguments = {
        "session_id": run.session_id,
        "action": "override_score",
        "reason": "I did well",
        "position": 0,
        "score": 0,
    }
    api.call("review", member, arguments).refused(403, "not_allowed")
    colleague = people.member(interview.organization_id)
    api.call("review", colleague, arguments).ok()


@pytest.mark.everyday(2)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("finished", [False, True])
def test_member_gets_the_candidates_view_of_their_own_session(
    api: Api, work: Work, role: str, *, finished: bool
) -> None:
    taken = own_run(work, role, finished=finished)
    reply = api.call("results", taken.run.person, {"session_id": taken.session_id})
    seen = reply.ok()
    CandidateResults.model_validate_json(reply.text, strict=True)
    assert (seen["view"], seen["status"]) == ("candidate", "hidden" if finished else "in_progress")
    assert len(seen["answers"]) == (2 if finished else 1)
    assert "correct_option" not in reply.text
    colleague = work.people.member(taken.interview.organization_id)
    assert results(api, colleague, taken)["view"] == "reviewer"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("finished", [False, True])
def test_member_cannot_read_keys_unserved_questions_or_scores_of_their_own_session(
    data_api: httpx.Client, work: Work, role: str, *, finished: bool
) -> None:
    taken = own_run(work, role, finished=finished)
    expected = READ_AFTERWARDS if finished else READ_WHILE_RUNNING
    assert {table: len(rows(data_api, taken.run.person, table)) for table in expected} == expected
    assert [row["id"] for row in rows(data_api, taken.run.person, "interview_sessions")] == [str(taken.session_id)]
    colleague = work.people.member(taken.interview.organization_id)
    assert len(rows(data_api, colleague, "session_question_keys")) == 2


def test_members_own_session_is_not_in_the_list_and_analytics_they_review(api: Api, work: Work) -> None:
    taken = own_run(work, "recruiter", finished=True)
    interview = {"interview_id": taken.interview.interview_id}
    colleague = work.people.member(taken.interview.organization_id)
    for person, sessions in ((taken.run.person, 0), (colleague, 1)):
        assert len(api.call("sessions", person, interview).ok()["sessions"]) == sessions
        numbers = api.call("analytics", person, interview).ok()
        assert (numbers["sessions"], len(numbers["questions"])) == (sessions, 2 * sessions)
    own = api.call("sessions", taken.run.person, {}).ok()["sessions"]
    assert [line["id"] for line in own] == [str(taken.session_id)]


def test_regrade_skips_the_callers_own_session_and_reports_it(api: Api, work: Work) -> None:
    taken = own_run(work, "recruiter", finished=False)
    taken.run.submit("c").ok()
    other = start(work.api, work.people.candidate(), taken.interview.interview_id)
    other.submit("c").ok()
    statement = "update reprise.question_keys set correct_option = 'c' where question_id = %s"
    work.database.execute(statement, taken.interview.question_ids[0])
    colleague = work.people.member(taken.interview.organization_id)
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "It is c."}
    for person, sessions, own, score in ((taken.run.person, 1, 1, 0), (colleague, 1, 0, 10)):
        reply = api.call("review", person, arguments)
        seen = reply.ok()
        RegradeResponse.model_validate_json(reply.text, strict=True)
        assert (seen["sessions"], seen["skipped"]["own_sessions"]) == (sessions, own)
        assert work.evaluations(taken.session_id)[0]["score"] == score
    assert work.evaluations(other.session_id)[0]["score"] == 10
