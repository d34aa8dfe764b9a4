"""Attacks of one account through its sessions: texts that cost much to store or grade, events, starts, messages."""

from abc import abstractmethod
from typing import Any
from uuid import uuid4

from tests.support.hostile_account import Attack, Connection, Run, first_option

LONGEST = 64 * 1024
COMBINING_MARKS = "a" + "\u0345" * 16_383 + "\u0334" * 16_383
PROSE = "I would first look at the plan of the query and then at the index that it does not use. "
PRACTICE = {"practice": {"interview_type": "frontend", "question_count": 30, "time_limits": False}}
CONVERSATION = {"conversation": {"topic": "Locks in PostgreSQL"}}


def long_text() -> str:
    """A text of the largest size, different each time."""
    return f"{uuid4()} {PROSE * (LONGEST // len(PROSE) + 1)}"[:LONGEST]


class PracticeAnswers(Attack):
    """Practice runs answered with one kind of text, from all connections at once: one is accepted, others are late."""

    @abstractmethod
    def text(self) -> str:
        """The next answer."""

    async def strike(self, connection: Connection) -> None:
        run = self.account.run or await self.new_run(connection, PRACTICE)
        if run is None:
            return
        body = {"session_id": run.session_id, "position": run.position, "lease": run.lease}
        reply = await connection.call("POST", "/submit", {**body, "answer": run.option or self.text()})
        if reply is None:
            return
        view = reply.json()
        follow(run, view)
        if view.get("completed") or view.get("code") in ("session_closed", "session_not_found"):
            await self.new_run(connection, PRACTICE)


class SuperlinearAnswers(PracticeAnswers):
    """Answers of combining marks, which a careless normalization sorts in quadratic time."""

    name = "answers of combining marks"

    def text(self) -> str:
        return f"{COMBINING_MARKS}{uuid4()}"[-LONGEST // 2 :]


class BudgetBurn(PracticeAnswers):
    """Answers as long as allowed, which a model bills by the token."""

    name = "long practice answers"

    def text(self) -> str:
        return long_text()


class Events(Attack):
    """Takeovers and heartbeats, each of which leaves a row or a late draft."""

    name = "resumes and heartbeats"

    async def strike(self, connection: Connection) -> None:
        run = self.account.run or await self.new_run(connection, PRACTICE)
        if run is None:
            return
        names = {"session_id": run.session_id}
        reply = await connection.call("POST", "/resume", {**names, "client_id": str(uuid4()), "takeover": True})
        if reply is not None:
            follow(run, reply.json())
        draft = {"position": max(0, run.position - 1), "text": f"{uuid4()}"}
        await connection.call("POST", "/heartbeat", {**names, "lease": run.lease, "draft": draft})


class Storage(Attack):
    """Texts of the largest size wherever one is stored: late, with a transcription, as a draft."""

    name = "late texts, transcriptions and drafts"

    async def strike(self, connection: Connection) -> None:
        run = self.account.run or await self.new_run(connection, PRACTICE)
        if run is None:
            return
        names = {"session_id": run.session_id, "lease": run.lease}
        spoken = {"text": long_text(), "duration_seconds": 60}
        late = {"position": max(0, run.position - 1), "answer": long_text(), "transcription": spoken}
        await connection.call("POST", "/submit", {**names, **late})
        draft = {"position": run.position, "text": long_text()}
        await connection.call("POST", "/heartbeat", {**names, "draft": draft})
        reply = await connection.call(
            "POST",
            "/submit",
            {**names, "position": run.position, "answer": run.option or long_text(), "transcription": spoken},
        )
        if reply is not None and (view := reply.json()):
            follow(run, view)
            if view.get("completed"):
                await self.new_run(connection, PRACTICE)


class Starts(Attack):
    """Sessions of 50 questions, started over and over."""

    name = "starts"

    async def strike(self, connection: Connection) -> None:
        choice: dict[str, Any] = PRACTICE if connection.number % 2 else CONVERSATION
        names = {"session_id": str(uuid4()), "client_id": str(uuid4()), "start_over": True}
        await connection.call("POST", "/start", {**names, **choice})


class Messages(Attack):
    """Messages of the largest size in a conversation, each of which wants a reply."""

    name = "messages"

    async def strike(self, connection: Connection) -> None:
        run = self.account.run or await self.new_run(connection, CONVERSATION)
        if run is None:
            return
        body = {"session_id": run.session_id, "lease": run.lease, "message_id": str(uuid4())}
        reply = await connection.call("POST", "/message", {**body, "content": long_text()[:20_000]})
        await connection.call("GET", f"/message?session_id={run.session_id}&limit=100")
        if reply is not None and reply.status in (404, 409):
            await self.new_run(connection, CONVERSATION)


def follow(run: Run, view: dict[str, Any]) -> None:
    """Take lease and position from a response, as a client would."""
    lease, question = view.get("lease"), view.get("question")
    if isinstance(lease, dict) and lease.get("number"):
        run.lease = max(run.lease, lease["number"])
    if question and question["position"] >= run.position:
        run.position, run.option = question["position"], first_option(view)
