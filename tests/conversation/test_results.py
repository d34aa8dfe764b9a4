"""What candidates and recruiters can read of a conversation afterwards: results, history and export."""

import io
import json
import zipfile
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.support.apis import Api, FunctionsApi
from tests.support.conversations import Talk, make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.people import People, Person

INSTRUCTIONS = "Care about Kafka and nothing else."
ITEM = "Queues in production"


@pytest.fixture
def finished(functions_api: Api, people: People, database: Database) -> tuple[Talk, Person]:
    """A finished conversation with one late message, and a recruiter of its organization."""
    interview = make_conversation_interview(database, INSTRUCTIONS, [ITEM])
    recruiter = people.member(interview.organization_id)
    talk = start_talk(
        functions_api, people.candidate(), {"interview_id": str(interview.interview_id), "topic": "Streams"}
    )
    talk.say("# I said *this*.").ok()
    talk.finish().ok()
    talk.say("too late").refused(409, "session_closed")
    return talk, recruiter


def test_results_for_a_candidate_contain_no_instructions(finished: tuple[Talk, Person], api: Api) -> None:
    talk, _ = finished
    reply = api.call("results", talk.person, {"session_id": talk.session_id})
    body = reply.ok()
    # The interview hides results, but the candidate may still read the transcript.
    assert (body["status"], body["result"], body["answers"]) == ("hidden", None, [])
    assert body["conversation"] == {
        "topic": "Streams",
        "state": "exploring",
        "profile": None,
        "messages": 3,
        "candidate_messages": 1,
        "assessment": {"status": "too_short"},
    }
    assert "Kafka" not in reply.text


def test_results_for_a_recruiter_contain_outline_instructions_and_late_texts(
    finished: tuple[Talk, Person], api: Api
) -> None:
    talk, recruiter = finished
    body = api.call("results", recruiter, {"session_id": talk.session_id}).ok()
    assert (body["view"], body["status"], body["result"]) == ("reviewer", "grading", None)
    conversation = body["conversation"]
    assert (conversation["instructions"], conversation["agenda"]) == (INSTRUCTIONS, [ITEM])
    assert conversation["messages"] == 3
    assert [(late["content"], late["reason"]) for late in conversation["late_messages"]] == [
        ("too late", "session_closed")
    ]
    assert [event["event"] for event in body["events"]] == [
        "session_started",
        "conversation_moved",
        "session_completed",
        "message_kept",
    ]
    assert [m["seq"] for m in talk.page(person=recruiter).ok()["messages"]] == [1, 2, 3]
    assert "draft" not in talk.page(person=recruiter).ok()["conversation"]


def test_transcript_and_results_are_not_found_by_other_users(
    finished: tuple[Talk, Person], api: Api, people: People, database: Database
) -> None:
    talk, _ = finished
    talk.api = api
    stranger = people.candidate()
    outsider = people.member(make_conversation_interview(database).organization_id)
    unknown = api.call("messages", stranger, {"session_id": uuid4()}).body
    for person in (stranger, outsider):
        refusal = talk.page(person=person).refused(404, "session_not_found")
        assert {**refusal, "request_id": ""} == {**unknown, "request_id": ""}
        talk.api.call(
            "message",
            person,
            {"session_id": talk.session_id, "lease": 1, "message_id": uuid4(), "content": "intruder"},
        ).refused(404, "session_not_found")


def test_history_and_analytics_include_conversations(finished: tuple[Talk, Person], api: Api) -> None:
    talk, recruiter = finished
    (listed,) = api.call("sessions", talk.person, {"mode": "conversation"}).ok()["sessions"]
    assert (listed["id"], listed["mode"], listed["question_count"]) == (str(talk.session_id), "conversation", 0)
    numbers = api.call("analytics", talk.person, {}).ok()
    assert numbers["by_mode"]["conversation"]["completed"] == 1
    interview_id = talk.view["session"]["interview_id"]
    (row,) = api.call("sessions", recruiter, {"interview_id": interview_id}).ok()["sessions"]
    assert row["status"] == "completed"
    assert api.call("analytics", recruiter, {"interview_id": interview_id}).ok()["sessions"] == 1


def test_reopening_a_conversation_is_refused_with_the_reason(
    finished: tuple[Talk, Person], api: Api, database: Database
) -> None:
    talk, recruiter = finished
    arguments = {"action": "reopen", "session_id": talk.session_id, "reason": "Finished by mistake."}
    refusal = api.call("review", recruiter, arguments).refused(409, "session_not_reopenable")
    assert "A conversation cannot be reopened" in refusal["detail"]
    assert database.session(talk.session_id)["status"] == "completed"


def file_of(api: FunctionsApi, talk: Talk, person: Person, extension: str) -> bytes:
    """Fetch an export."""
    query = {"session_id": str(talk.session_id), "format": extension}
    response = api.http.get("/export", params=query, headers=api.headers(person))
    assert response.status_code == 200, response.text
    return response.content


@pytest.mark.everyday(4)
@pytest.mark.parametrize("extension", ["json", "md", "pdf", "docx"])
def test_export_contains_the_whole_transcript(
    finished: tuple[Talk, Person], functions_api: FunctionsApi, extension: str
) -> None:
    talk, recruiter = finished
    own = text_of(file_of(functions_api, talk, talk.person, extension), extension)
    theirs = text_of(file_of(functions_api, talk, recruiter, extension), extension)
    for text in (own, theirs):
        assert "Hello, and welcome." in text
        assert "I said" in text
        assert "fixed script" in text
    assert "Kafka" not in own
    assert "too late" not in own
    assert ITEM not in own
    assert INSTRUCTIONS in theirs
    assert ITEM in theirs
    assert "too late" in theirs


def text_of(content: bytes, extension: str) -> str:
    """The visible text of a file, in one line."""
    if extension == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif extension == "docx":
        text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    elif extension == "json":
        text = " ".join([content.decode(), *(message["content"] for message in json.loads(content)["messages"])])
    else:
        text = content.decode()
    return " ".join(text.split())


def test_export_of_many_pages_contains_each_message_once(
    rpc_api: Api, functions_api: FunctionsApi, people: People
) -> None:
    talk = start_talk(rpc_api, people.candidate())
    for number in range(105):
        talk.say(f"message {number}").ok()
    found = json.loads(file_of(functions_api, talk, talk.person, "json"))["messages"]
    assert [message["seq"] for message in found] == list(range(1, 107))
