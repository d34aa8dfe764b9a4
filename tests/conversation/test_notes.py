"""Guards the interviewer's notes: reviewers read them, and candidates only where the interview shows its results."""

from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.conversations import Talk, make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviewer_model import PROFILE
from tests.support.people import People, Person

SUMMARY = str(PROFILE["summary"])


def noted(database: Database, session_id: UUID) -> None:
    """The interviewer has taken notes."""
    database.execute("insert into reprise.conversation_profiles values (%s, %s)", session_id, Jsonb(PROFILE))


def profiles(talk: Talk) -> dict[str, Any]:
    """The notes in every response that a candidate gets of a conversation."""
    session = {"session_id": talk.session_id}
    return {
        "message": talk.say().ok()["profile"],
        "messages": talk.page().ok()["conversation"]["profile"],
        "resume": talk.resume().ok()["conversation"]["profile"],
        "results": talk.api.call("results", talk.person, session).ok()["conversation"]["profile"],
    }


def rows(rpc_api: RpcApi, person: Person) -> str:
    """What a person reads of conversations and notes through the Data API, row by row."""
    paths = ("conversations", "conversation_profiles", "conversations?select=*,conversation_profiles(*)")
    return "".join(rpc_api.http.get(f"/{path}", headers=rpc_api.headers(person)).text for path in paths)


def exported(api: FunctionsApi, talk: Talk, person: Person) -> str:
    """An export of the conversation, as JSON."""
    query = {"session_id": str(talk.session_id), "format": "json"}
    return api.http.get("/export", params=query, headers=api.headers(person)).raise_for_status().text


@pytest.mark.parametrize("visible", [True, False])
def test_candidate_gets_notes_only_where_the_interview_shows_results(
    api: Api, functions_api: FunctionsApi, rpc_api: RpcApi, people: People, database: Database, visible: bool
) -> None:
    interview = make_conversation_interview(database, results_visible_to_candidate=visible)
    talk = start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id)})
    assert talk.view["conversation"]["profile"] == ({} if visible else None)
    noted(database, talk.session_id)
    seen = profiles(talk)
    assert seen == dict.fromkeys(seen, PROFILE if visible else None)
    talk.finish().ok()
    assert (SUMMARY in exported(functions_api, talk, talk.person)) is visible
    assert SUMMARY not in rows(rpc_api, talk.person), "the rows show no one's notes to a candidate"


def test_candidate_gets_the_notes_of_a_conversation_without_an_interview(
    api: Api, people: People, database: Database
) -> None:
    talk = start_talk(api, people.candidate())
    assert talk.view["conversation"]["profile"] == {}
    noted(database, talk.session_id)
    seen = profiles(talk)
    assert seen == dict.fromkeys(seen, PROFILE)


def test_notes_are_hidden_as_soon_as_the_interview_hides_results(api: Api, people: People, database: Database) -> None:
    interview = make_conversation_interview(database, results_visible_to_candidate=True)
    talk = start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id)})
    noted(database, talk.session_id)
    statement = "update reprise.interviews set results_visible_to_candidate = false where id = %s"
    database.execute(statement, interview.interview_id)
    assert set(profiles(talk).values()) == {None}


def test_reviewer_gets_the_notes_that_the_candidate_does_not(
    api: Api, functions_api: FunctionsApi, rpc_api: RpcApi, people: People, database: Database
) -> None:
    interview = make_conversation_interview(database)
    reviewer = people.member(interview.organization_id, "reviewer")
    talk = start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id)})
    noted(database, talk.session_id)
    assert talk.page(person=reviewer).ok()["conversation"]["profile"] == PROFILE
    session = {"session_id": talk.session_id}
    assert api.call("results", reviewer, session).ok()["conversation"]["profile"] == PROFILE
    talk.finish().ok()
    assert SUMMARY in exported(functions_api, talk, reviewer)
    assert SUMMARY in rows(rpc_api, reviewer)
    outsider = people.member(make_conversation_interview(database).organization_id, "owner")
    assert SUMMARY not in rows(rpc_api, outsider)


def test_member_who_takes_the_interview_is_a_candidate_like_any_other(
    api: Api, rpc_api: RpcApi, people: People, database: Database
) -> None:
    interview = make_conversation_interview(database)
    talk = start_talk(
        api, people.member(interview.organization_id, "owner"), {"interview_id": str(interview.interview_id)}
    )
    noted(database, talk.session_id)
    assert set(profiles(talk).values()) == {None}
    assert SUMMARY not in rows(rpc_api, talk.person)


def test_interview_that_shows_no_results_has_notes_that_the_model_goes_on_with(
    talking_api: FunctionsApi, people: People, database: Database
) -> None:
    interview = make_conversation_interview(database)
    talk = start_talk(talking_api, people.candidate(), {"interview_id": str(interview.interview_id)})
    assert talk.say().ok()["profile"] is None
    stored = database.value("select profile from reprise.conversation_profiles where session_id = %s", talk.session_id)
    assert stored == PROFILE
    assert talk.say().ok()["profile"] is None
