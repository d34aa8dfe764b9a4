"""Interviews made for one test, and helpers that bring a session into a given state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.people import Person

FULL_STACK = UUID("11111111-1111-4111-8111-111111111111")
OPTIONS = [{"id": "a", "text": "Alpha"}, {"id": "b", "text": "Beta"}, {"id": "c", "text": "Gamma"}]


@dataclass(frozen=True)
class Interview:
    """An interview and the organization that owns it."""

    interview_id: UUID
    organization_id: UUID
    question_ids: list[UUID]


def make_organization(database: Database, name: str = "Test organization") -> UUID:
    """Create an organization without members."""
    organization_id = uuid4()
    database.execute("insert into reprise.organizations (id, name) values (%s, %s)", organization_id, name)
    return organization_id


def make_interview(
    database: Database,
    kinds: Sequence[str] = ("mcq", "short_answer", "code", "open"),
    *,
    organization_id: UUID | None = None,
    time_limit_seconds: int = 60,
    min_seconds: int = 0,
    is_public: bool = True,
    **columns: Any,
) -> Interview:
    """Create a published interview with one question per kind; each prompt and key has a text of its own.

    `columns` go into reprise.interviews: grace_seconds, start_over_allowed, attempts_allowed, …
    """
    organization_id = organization_id or make_organization(database)
    interview_id = uuid4()
    values = {"start_over_allowed": True, "grace_seconds": 2, "resume_window_minutes": 1440, "attempts_allowed": None}
    values |= {"results_visible_to_candidate": False, "break_seconds": 0}
    assert values.keys() >= columns.keys()
    values |= columns
    database.execute(
        "insert into reprise.interviews (id, organization_id, title, is_public, status, start_over_allowed,"
        " grace_seconds, resume_window_minutes, attempts_allowed, results_visible_to_candidate, break_seconds)"
        " values (%s, %s, %s, %s, 'published', %s, %s, %s, %s, %s, %s)",
        interview_id,
        organization_id,
        "Test interview",
        is_public,
        values["start_over_allowed"],
        values["grace_seconds"],
        values["resume_window_minutes"],
        values["attempts_allowed"],
        values["results_visible_to_candidate"],
        values["break_seconds"],
    )
    question_ids = []
    for position, kind in enumerate(kinds):
        question_id = uuid4()
        question_ids.append(question_id)
        database.execute(
            "insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind, prompt,"
            " options, points, time_limit_seconds, min_seconds)"
            " values (%s, %s, 'test', 'test', 'easy', %s, %s, %s, 10, %s, %s)",
            question_id,
            organization_id,
            kind,
            f"prompt-{position}-{question_id}",
            Jsonb(OPTIONS) if kind == "mcq" else None,
            time_limit_seconds,
            min_seconds,
        )
        database.execute(
            "insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution)"
            " values (%s, %s, %s, %s)",
            question_id,
            "b" if kind == "mcq" else None,
            Jsonb([{"keyword": f"keyword-{question_id}", "synonyms": []}]),
            f"solution-{question_id}",
        )
        database.execute(
            "insert into reprise.interview_questions (interview_id, position, question_id) values (%s, %s, %s)",
            interview_id,
            position,
            question_id,
        )
    return Interview(interview_id, organization_id, question_ids)


def invite(database: Database, interview: Interview, person: Person, **columns: Any) -> None:
    """Invite a person; `columns`: extra_time_percent, attempts_allowed, expires_at."""
    values = {"extra_time_percent": 0, "attempts_allowed": 1, "expires_at": None} | columns
    database.execute(
        "insert into reprise.interview_invitations"
        " (interview_id, user_id, extra_time_percent, attempts_allowed, expires_at)"
        " values (%s, %s, %s, %s, %s)",
        interview.interview_id,
        person.user_id,
        values["extra_time_percent"],
        values["attempts_allowed"],
        values["expires_at"],
    )


@dataclass
class Run:
    """One candidate's session through one API; tracks session id and lease as a client would."""

    api: Api
    person: Person
    session_id: UUID
    client_id: UUID = field(default_factory=uuid4)
    lease: int = 1
    view: dict[str, Any] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """The current position, according to the latest view."""
        return int(self.view["session"]["position"])

    def right_text(self) -> str:
        """A text that the current question accepts."""
        kind = self.view["question"]["kind"]
        return "b" if kind == "mcq" else f"my answer to question {self.position}"

    def submit(self, text: str | None = None, position: int | None = None, **fields: Any) -> Reply:
        """Submit to a position; by default, a good answer to the current one."""
        arguments = {
            "session_id": self.session_id,
            "position": self.position if position is None else position,
            "answer": self.right_text() if text is None else text,
            "lease": self.lease,
        }
        return self._remember(self.api.call("submit", self.person, arguments | fields))

    def heartbeat(self, draft: str | None = None, position: int | None = None, **fields: Any) -> Reply:
        """Send a heartbeat, with a draft for a position, by default the current one."""
        arguments: dict[str, Any] = {"session_id": self.session_id, "lease": self.lease}
        if draft is not None:
            arguments["draft"] = {"position": self.position if position is None else position, "text": draft}
        return self.api.call("heartbeat", self.person, arguments | fields)

    def resume(self, **fields: Any) -> Reply:
        """Resume on this client, or on another `client_id`."""
        arguments = {"session_id": self.session_id, "client_id": self.client_id}
        return self._remember(self.api.call("resume", self.person, arguments | fields))

    def finish(self, outcome: str = "completed", **fields: Any) -> Reply:
        """Finish early."""
        arguments = {"session_id": self.session_id, "lease": self.lease, "outcome": outcome}
        return self._remember(self.api.call("finish", self.person, arguments | fields))

    def clear(self) -> Reply:
        """Clear the stuck session."""
        return self.api.call("clear-stuck-session", self.person, {})

    def active(self) -> Reply:
        """The response that the welcome-back dialog is drawn from."""
        return self.api.call("active", self.person, {})

    def _remember(self, reply: Reply) -> Reply:
        if reply.status == 200 and "session" in reply.body:
            self.view = reply.body
        return reply


def start(api: Api, person: Person, interview_id: UUID, **fields: Any) -> Run:
    """Start an interview as this person, up to its first question."""
    run = Run(api, person, uuid4())
    arguments = {"session_id": run.session_id, "client_id": run.client_id, "interview_id": interview_id}
    run.view = api.call("start", person, arguments | fields).ok(201)
    return run


def start_and_answer(api: Api, person: Person, interview_id: UUID, answers: int) -> Run:
    """Start an interview and answer the first `answers` questions."""
    run = start(api, person, interview_id)
    for _ in range(answers):
        run.submit().ok()
    return run


def finish_all(api: Api, person: Person, interview_id: UUID) -> Run:
    """Start an interview and answer every question."""
    run = start(api, person, interview_id)
    while run.view["question"] is not None:
        run.submit().ok()
    return run
