"""Guards that a session stays with its organization when its interview or questions move to another one.

The Data API refuses such a move, so these tests make it as the owner of the database: like an operator in SQL, or like
a client before the rule existed. Members of the new organization get no access to the sessions; those of the old one
keep all of it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from local.stack import Stack
from tests.evaluation.work import Taken, Work, graded
from tests.support.apis import Api
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.interviews import finish_all, make_organization
from tests.support.people import Person
from tests.support.plain_http import http
from tests.support.table_fingerprints import snapshot

REASON = {"reason": "The key was wrong."}
# An empty list of sessions, without `server_time` and `request_id`.
EMPTY: dict[str, Any] = {"sessions": [], "next_cursor": None, "warnings": []}


@dataclass
class Moved:
    """A completed session of ours whose interview and questions have moved to another organization."""

    taken: Taken
    theirs: UUID
    recruiter: Person
    owner: Person

    @property
    def interview_id(self) -> UUID:
        """The interview that was moved."""
        return self.taken.interview.interview_id


@pytest.fixture
def moved(work: Work) -> Moved:
    """An interview moved after its session was completed and every answer graded."""
    taken = work.take(["mcq", "open"], ["c", "words"])
    work.grade(graded(5))
    theirs = make_organization(work.database, "Theirs")
    move(work, taken, theirs)
    return Moved(taken, theirs, work.people.member(theirs), work.people.member(theirs, "owner"))


def move(work: Work, taken: Taken, organization_id: UUID) -> None:
    """Move an interview and its questions to another organization, as only the owner of the database can."""
    work.database.execute(
        "update reprise.interviews set organization_id = %s where id = %s",
        organization_id,
        taken.interview.interview_id,
    )
    work.database.execute(
        "update reprise.questions set organization_id = %s where id = any(%s)",
        organization_id,
        taken.interview.question_ids,
    )


def without_time(body: dict[str, Any]) -> dict[str, Any]:
    """The body without the fields that differ between responses."""
    return {name: value for name, value in body.items() if name not in ("server_time", "request_id")}


def test_members_of_the_new_organization_see_nothing_of_the_old_ones_sessions(
    api: Api, work: Work, moved: Moved
) -> None:
    interview, session = {"interview_id": moved.interview_id}, {"session_id": moved.taken.session_id}
    for person in (moved.recruiter, moved.owner):
        assert without_time(api.call("sessions", person, interview).ok()) == EMPTY
        numbers = api.call("analytics", person, interview)
        assert str(moved.taken.session_id) not in numbers.text
        assert (numbers.ok()["sessions"], numbers.body["candidates"], numbers.body["questions"]) == (0, 0, [])
        assert (numbers.body["funnel"]["started"], numbers.body["funnel"]["reached"]) == (0, {})
        api.call("results", person, session).refused(404, "session_not_found")
    before = work.evaluations(moved.taken.session_id)
    for action in ("reopen", "retry_evaluation"):
        arguments = session | REASON | {"action": action}
        api.call("review", moved.recruiter, arguments).refused(404, "session_not_found")
    assert work.evaluations(moved.taken.session_id) == before


def test_lists_of_the_new_organization_contain_only_its_own_sessions(api: Api, work: Work, moved: Moved) -> None:
    own = finish_all(work.api, work.people.candidate(), moved.interview_id)
    interview = {"interview_id": moved.interview_id}
    for person, session_id in ((moved.recruiter, own.session_id), (moved.taken.recruiter, moved.taken.session_id)):
        listed = api.call("sessions", person, interview).ok()["sessions"]
        assert [session["id"] for session in listed] == [str(session_id)]
        numbers = api.call("analytics", person, interview).ok()
        assert (numbers["sessions"], numbers["candidates"], len(numbers["questions"])) == (1, 1, 2)
        assert [question["served"] for question in numbers["questions"]] == [1, 1]


def test_old_organization_can_still_read_and_review_its_sessions(api: Api, work: Work, moved: Moved) -> None:
    recruiter, session_id = moved.taken.recruiter, moved.taken.session_id
    interview = {"interview_id": moved.interview_id}
    (listed,) = api.call("sessions", recruiter, interview).ok()["sessions"]
    assert (listed["id"], listed["candidate"]["email"]) == (str(session_id), moved.taken.run.person.email)
    numbers = api.call("analytics", recruiter, interview).ok()
    assert (numbers["sessions"], numbers["funnel"]["completed"]) == (1, 1)
    assert api.call("results", recruiter, {"session_id": session_id}).ok()["view"] == "reviewer"
    override = {"session_id": session_id, "action": "override_score", "position": 0, "score": 7} | REASON
    assert api.call("review", recruiter, override).ok()["view"] == "reviewer"
    arguments: dict[str, Any] = interview | REASON | {"action": "regrade"}
    assert api.call("review", recruiter, arguments).ok()["done"] is True
    stranger = work.people.member(make_organization(work.database))
    for function in ("sessions", "analytics"):
        api.call(function, stranger, interview).refused(404, "interview_not_found")
    api.call("review", stranger, arguments).refused(404, "interview_not_found")


@pytest.mark.parametrize("questions_stay", [False, True])
def test_recruiter_of_the_new_organization_cannot_regrade_sessions_of_the_old_one(
    api: Api, work: Work, moved: Moved, questions_stay: bool
) -> None:
    if questions_stay:
        work.database.execute(
            "update reprise.questions set organization_id = %s where id = any(%s)",
            moved.taken.interview.organization_id,
            moved.taken.interview.question_ids,
        )
    work.database.execute(
        "update reprise.question_keys set correct_option = 'c' where question_id = %s",
        moved.taken.interview.question_ids[0],
    )
    before = snapshot(work.database)
    arguments: dict[str, Any] = {"interview_id": moved.interview_id, "action": "regrade"} | REASON
    for person in (moved.recruiter, moved.owner):
        for dry_run in (True, False):
            body = api.call("review", person, arguments | {"dry_run": dry_run}).ok()
            assert (body["sessions"], body["answers"], body["changes"], body["done"]) == (0, 0, [], True)
    assert snapshot(work.database) == before


def test_key_changed_by_another_organization_does_not_affect_our_sessions(api: Api, work: Work, moved: Moved) -> None:
    """The question and its key no longer belong to us, whichever organization regrades."""
    work.database.execute(
        "update reprise.question_keys set correct_option = 'c' where question_id = %s",
        moved.taken.interview.question_ids[0],
    )
    before = work.evaluations(moved.taken.session_id)
    arguments = {"interview_id": moved.interview_id, "action": "regrade"} | REASON
    body = api.call("review", moved.taken.recruiter, arguments).ok()
    assert (body["sessions"], body["answers"], body["skipped"]["questions"]) == (0, 0, 1)
    assert work.evaluations(moved.taken.session_id) == before
    # The same change takes effect once the question is back.
    move(work, moved.taken, moved.taken.interview.organization_id)
    body = api.call("review", moved.taken.recruiter, arguments).ok()
    assert (body["sessions"], body["answers"], body["skipped"]["questions"]) == (1, 1, 0)
    assert work.evaluations(moved.taken.session_id)[0]["score"] == 10


def test_setting_of_the_new_organization_does_not_reveal_results_of_the_old_one(
    api: Api, work: Work, moved: Moved
) -> None:
    work.database.execute(
        "update reprise.interviews set results_visible_to_candidate = true where id = %s", moved.interview_id
    )
    session = {"session_id": moved.taken.session_id}
    shown = api.call("results", moved.taken.run.person, session).ok()
    assert (shown["view"], shown["status"], shown["result"]) == ("candidate", "hidden", None)
    assert all("score" not in answer for answer in shown["answers"])
    move(work, moved.taken, moved.taken.interview.organization_id)
    shown = api.call("results", moved.taken.run.person, session).ok()
    assert shown["status"] != "hidden"
    assert [answer["score"] for answer in shown["answers"]] == [0, 5]


def test_transcript_stays_with_the_organization_of_its_session(api: Api, work: Work) -> None:
    ours, theirs = make_organization(work.database), make_organization(work.database)
    interview = make_conversation_interview(work.database, "Ask about queues.", organization_id=ours)
    talk = start_talk(work.api, work.people.candidate(), conversation={"interview_id": str(interview.interview_id)})
    work.database.execute(
        "update reprise.interviews set organization_id = %s where id = %s", theirs, interview.interview_id
    )
    old, new = work.people.member(ours), work.people.member(theirs)
    session = {"session_id": talk.session_id}
    assert len(api.call("messages", old, session).ok()["messages"]) == 1
    assert api.call("results", old, session).ok()["conversation"]["instructions"] == "Ask about queues."
    for function in ("messages", "results"):
        api.call(function, new, session).refused(404, "session_not_found")
    assert api.call("sessions", new, {"interview_id": interview.interview_id}).ok()["sessions"] == []


def test_export_stays_with_the_organization_of_its_session(stack: Stack, moved: Moved) -> None:
    for person, status in ((moved.taken.recruiter, 200), (moved.recruiter, 404), (moved.owner, 404)):
        answer = http.get(
            f"{stack.functions_url}/export",
            params={"session_id": str(moved.taken.session_id), "format": "json"},
            headers={"authorization": f"Bearer {person.token}"},
            timeout=60,
        )
        assert answer.status_code == status, answer.text
