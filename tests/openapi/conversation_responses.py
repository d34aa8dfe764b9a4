"""Every response of a conversation, success or refusal, obtained through the checking client."""

from uuid import uuid4

from tests.openapi.contract import CheckedApi
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.people import People


def talk(api: CheckedApi, people: People, database: Database) -> None:
    """Talk, draft, resume, make mistakes, and read the conversation back as candidate and as reviewer."""
    interview = make_conversation_interview(database, "Ask about Kafka.")
    recruiter = people.member(interview.organization_id)
    begun = start_talk(api, people.candidate(), {"interview_id": str(interview.interview_id), "topic": "Streams"})
    message_id = uuid4()
    begun.say("Hello.", message_id).ok()
    begun.say("Hello.", message_id).ok()
    begun.say("Something else.", message_id).refused(409, "message_id_taken")
    begun.say("x" * 20_001).refused(413, "payload_too_large")
    begun.beat("half a").ok()
    begun.resume().ok()
    api.call("active", begun.person, {}).ok()
    streamed = {"session_id": str(begun.session_id), "lease": 1, "message_id": str(uuid4()), "content": "Again."}
    headers = api.headers(begun.person) | {"accept": "text/event-stream"}
    assert "event: reply" in api.request("POST", "/message", json=streamed, headers=headers).text
    database.execute(
        "update reprise.conversations set candidate_messages = 500, last_seq = 501 where session_id = %s",
        begun.session_id,
    )
    begun.say("One too many.").refused(409, "limit_reached")
    begun.finish().ok()
    begun.say("Too late.").refused(409, "session_closed")
    for person in (begun.person, recruiter):
        begun.page(person=person).ok()
        api.call("results", person, {"session_id": begun.session_id}).ok()
