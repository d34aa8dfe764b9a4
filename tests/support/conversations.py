"""One candidate's conversation through one API; tracks session id and lease as a client would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from tests.support.apis import Api, Reply
from tests.support.database import Database, Row
from tests.support.interviews import Interview, make_interview
from tests.support.people import Person

TOPIC = "Locks in PostgreSQL"


@dataclass
class Talk:
    """A conversation and its lease holder."""

    api: Api
    person: Person
    session_id: UUID
    client_id: UUID = field(default_factory=uuid4)
    lease: int = 1
    view: dict[str, Any] = field(default_factory=dict)

    def say(self, content: str = "I built a queue.", message_id: UUID | None = None, **fields: Any) -> Reply:
        """Send a message, under a new id unless one is given."""
        arguments = {
            "session_id": self.session_id,
            "lease": self.lease,
            "message_id": message_id or uuid4(),
            "content": content,
        }
        return self.api.call("message", self.person, arguments | fields)

    def page(self, after: int = 0, limit: int = 50, person: Person | None = None) -> Reply:
        """Fetch a page of the transcript."""
        arguments = {"session_id": self.session_id, "after": after, "limit": limit}
        return self.api.call("messages", person or self.person, arguments)

    def transcript(self, limit: int = 7) -> list[dict[str, Any]]:
        """Fetch every message, page by page."""
        found: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            page = self.page(after, limit).ok()
            found += page["messages"]
            after = page["next_after"]
        return found

    def call(self, function: str, **arguments: Any) -> Reply:
        """Call a function with the session's id and lease."""
        return self.api.call(function, self.person, {"session_id": self.session_id, "lease": self.lease} | arguments)

    def beat(self, draft: str) -> Reply:
        """Send a heartbeat with a draft."""
        return self.call("heartbeat", draft={"position": 0, "text": draft})

    def finish(self, outcome: str = "completed") -> Reply:
        """End the conversation."""
        return self.call("finish", outcome=outcome)

    def resume(self, **fields: Any) -> Reply:
        """Resume on this client, or on another `client_id`."""
        arguments = {"session_id": self.session_id, "client_id": self.client_id}
        return self.api.call("resume", self.person, arguments | fields)


def start_talk(api: Api, person: Person, conversation: Mapping[str, Any] | None = None, **fields: Any) -> Talk:
    """Start a conversation as this person; the opening line has arrived."""
    talk = Talk(api, person, uuid4())
    arguments = {
        "session_id": talk.session_id,
        "client_id": talk.client_id,
        "conversation": conversation or {"topic": TOPIC},
    }
    talk.view = api.call("start", person, arguments | fields).ok(201)
    return talk


def make_conversation_interview(
    database: Database, instructions: str | None = None, agenda: Sequence[str] = (), **columns: Any
) -> Interview:
    """Create a published interview of mode conversation, with or without instructions and an agenda."""
    interview = make_interview(database, (), **columns)
    database.execute("update reprise.interviews set mode = 'conversation' where id = %s", interview.interview_id)
    if instructions is not None or agenda:
        database.execute(
            "insert into reprise.interview_instructions (interview_id, instructions, agenda) values (%s, %s, %s)",
            interview.interview_id,
            instructions,
            list(agenda),
        )
    return interview


def stored(database: Database, session_id: UUID) -> list[Row]:
    """The stored transcript."""
    return database.rows("select * from reprise.messages where session_id = %s order by seq", session_id)


def kept(database: Database, session_id: UUID) -> list[tuple[str, str]]:
    """The late texts of the conversation and their reasons, in order of arrival."""
    rows = database.rows(
        "select content, reason from reprise.late_messages where session_id = %s order by received_at, id", session_id
    )
    return [(row["content"], row["reason"]) for row in rows]
