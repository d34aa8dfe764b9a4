"""What the interviewer may say: the agenda that an organization writes beside its instructions."""

import json

import pytest

from shared.conversation.direction import MAX_AGENDA
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviewer_model import direction, interviewer
from tests.support.model_server import ModelServer
from tests.support.people import People

AGENDA = ["A service that you built", '"What broke?"']


@pytest.mark.parametrize(
    ("row", "loc"),
    [
        ({"agenda": ["x"] * (MAX_AGENDA + 1)}, ["agenda"]),
        ({"agenda": [["x"], ["y"]]}, ["agenda"]),
        ({"agenda": ["x", "\u200b "]}, ["agenda", 1]),
        ({"agenda": ["x" * 501]}, ["agenda", 0]),
        ({"agenda": [None]}, ["agenda", 0]),
    ],
)
def test_agenda_is_a_short_list_of_short_texts(
    rpc_api: RpcApi, people: People, database: Database, row: dict[str, object], loc: list[object]
) -> None:
    interview = make_conversation_interview(database, "Be strict.")
    recruiter = people.member(interview.organization_id, "recruiter")
    path = f"/interview_instructions?interview_id=eq.{interview.interview_id}"
    headers = rpc_api.headers(recruiter) | {"prefer": "return=representation"}
    refusal = rpc_api.http.patch(path, json=row, headers=headers)
    assert (refusal.status_code, refusal.json()["message"]) == (422, "invalid_request")
    assert [error["loc"] for error in json.loads(refusal.json()["details"])["errors"]] == [loc]
    longest = {"agenda": ["x" * 500] * MAX_AGENDA, "instructions": None}
    assert rpc_api.http.patch(path, json=longest, headers=headers).json()[0]["agenda"] == longest["agenda"]
    assert not rpc_api.http.patch(path, json={"agenda": []}, headers=headers).is_success, "then the row says nothing"


def test_running_conversation_keeps_its_agenda_and_only_reviewers_read_it(
    api: Api, people: People, database: Database
) -> None:
    interview = make_conversation_interview(database, agenda=AGENDA)
    talk = start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id)})
    database.execute(
        "update reprise.interview_instructions set agenda = array['x'] where interview_id = %s", interview.interview_id
    )
    reviewer = people.member(interview.organization_id, "reviewer")
    session = {"session_id": talk.session_id}
    conversation = api.call("results", reviewer, session).ok()["conversation"]
    assert (conversation["instructions"], conversation["agenda"]) == (None, AGENDA)
    own = api.call("results", talk.person, session)
    assert {"instructions", "agenda"}.isdisjoint(own.ok()["conversation"])
    assert AGENDA[0] not in own.text


def test_speaker_gets_the_agenda_and_the_item_that_the_director_chose(
    talking_api: FunctionsApi, people: People, database: Database, model_server: ModelServer
) -> None:
    interview = make_conversation_interview(database, "Ask about failures early.", AGENDA)
    talk = start_talk(talking_api, people.candidate(), {"interview_id": str(interview.interview_id)})
    model_server.behave(interviewer(directed=direction("open_item", 1)))
    talk.say().ok()
    director, speaker = (
        json.loads(asked.instructions.partition("Interview data (JSON)\n")[2]) for asked in model_server.asked
    )
    assert director["agenda"] == [{"item": 0, "text": AGENDA[0]}, {"item": 1, "text": AGENDA[1]}]
    assert (speaker["agenda"], speaker["move"], speaker["item"]) == (AGENDA, "open_item", AGENDA[1])
