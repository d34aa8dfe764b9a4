"""Attacks of one account through requests: files, patterns, foreign ids, bodies that never end, workspaces, reads."""

import asyncio
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from tests.support.hostile_account import Attack, Connection, HostileAccount, half_sent
from tests.support.hostile_sessions import CONVERSATION, PRACTICE, follow, long_text

# The patterns that took a minute each before statements had a time limit.
PATTERNS = (
    "match." + quote(r"^(.*)(.*)\1\2$"),
    "match." + quote(r"^(a*)(a*)(a*)\1\2\3b$"),
    "like.*" + "a" * 1500 + "b*",
)
NEAR_MISS = "a" * 60_000 + "b"
SOCKETS = 300
ENTRIES = 4_900


class Workspace(Attack):
    """An attack that needs a large workspace; keeps its id and version."""

    def __init__(self, account: HostileAccount) -> None:
        super().__init__(account)
        self.id = ""
        self.version = 0

    async def prepare(self, connection: Connection) -> None:
        reply = await connection.call("POST", "/prep-sessions", {"name": "Mine", "mode": "general"})
        assert reply is not None
        assert reply.status == 201, reply
        self.id, self.version = reply.json()["id"], reply.json()["version"]
        for part in range(3):
            await self.save(connection, {f"p{part}-{n}": "An answer of some words." for n in range(ENTRIES)})

    async def save(self, connection: Connection, answers: dict[str, Any]) -> None:
        """Save entries, with the version read last."""
        reply = await connection.call(
            "PATCH",
            f"/prep-sessions/{self.id}",
            {"document": {"user_answers": answers}},
            headers={"if-match": f'"{self.version}"'},
        )
        if reply is not None:
            view = reply.json()
            self.version = (view.get("prep_session") or view).get("version", self.version)


class Exports(Workspace):
    """Files of a large workspace, in the two formats that take longest; the caller hangs up after three seconds."""

    name = "exports, hung up"

    async def strike(self, connection: Connection) -> None:
        extension = "docx" if connection.number % 2 else "pdf"
        await connection.call("GET", f"/export?prep_session_id={self.id}&format={extension}", hang_up_seconds=3)


class Prep(Workspace):
    """Merges into a large document, and material generated again and again."""

    name = "merges and generation"

    async def strike(self, connection: Connection) -> None:
        await self.save(connection, {f"p0-{n}": str(uuid4()) for n in range(ENTRIES)})
        wanted = {"kind": "questions", "skill": "SQL", "refresh": True, "request_id": str(uuid4())}
        if connection.number < 4:
            await connection.call("POST", f"/prep-sessions/{self.id}/generate", wanted)


class Patterns(Attack):
    """Patterns that take long on the account's own draft, sent to the Data API."""

    name = "patterns at the Data API"
    direct = True

    async def prepare(self, connection: Connection) -> None:
        run = await self.new_run(connection, PRACTICE)
        if run is not None:
            body = {"session_id": run.session_id, "lease": run.lease}
            await connection.call("POST", "/heartbeat", {**body, "draft": {"position": 0, "text": NEAR_MISS}})

    async def strike(self, connection: Connection) -> None:
        pattern = PATTERNS[connection.number % len(PATTERNS)]
        await connection.query("GET", f"/session_questions?select=position&draft={pattern}", hang_up_seconds=25)


class DataApiReads(Attack):
    """Reads of everything the account may select, and RPCs, sent to the Data API."""

    name = "reads at the Data API"
    direct = True

    async def strike(self, connection: Connection) -> None:
        await connection.query("GET", "/interview_sessions?select=*,session_questions(*)&order=started_at")
        await connection.query("POST", "/rpc/list_sessions", {"page_size": 100})
        await connection.query("POST", "/rpc/get_analytics", {})


class Probes(Attack):
    """Ids of others, guessed, and rights that the account does not have, at the functions and at the Data API."""

    name = "foreign ids"

    async def strike(self, connection: Connection) -> None:
        foreign = str(uuid4())
        await connection.call("GET", f"/results?session_id={foreign}")
        await connection.call("POST", "/start", {"session_id": foreign, "client_id": foreign, "interview_id": foreign})
        await connection.call("POST", "/submit", {"session_id": foreign, "position": 0, "answer": "a", "lease": 1})
        retry = {"session_id": foreign, "action": "retry_evaluation", "position": 0, "reason": "I want to"}
        await connection.call("POST", "/review", retry)


class DirectProbes(Attack):
    """The same at the Data API, and an organization of one's own."""

    name = "foreign ids at the Data API"
    direct = True

    async def strike(self, connection: Connection) -> None:
        foreign = str(uuid4())
        await connection.query("POST", "/rpc/get_results", {"session_id": foreign})
        own = {"organization_id": foreign, "user_id": self.account.target.user_id, "role": "owner"}
        await connection.query("POST", "/organizations", {"id": foreign, "name": "Mine"})
        await connection.query("POST", "/organization_members", own)


class Reads(Attack):
    """The largest responses that the account can ask for: its finished runs with their texts, and statistics."""

    name = "large reads"

    async def prepare(self, connection: Connection) -> None:
        run = await self.new_run(connection, PRACTICE)
        for _ in range(20):
            if run is None:
                return
            body = {"session_id": run.session_id, "position": run.position, "lease": run.lease}
            reply = await connection.call("POST", "/submit", {**body, "answer": run.option or long_text()})
            if reply is not None:
                follow(run, reply.json())

    async def strike(self, connection: Connection) -> None:
        await connection.call("GET", "/analytics")
        await connection.call("GET", "/sessions?limit=100")
        await connection.call("GET", "/questions/facets")
        if run := self.account.run:
            await connection.call("GET", f"/results?session_id={run.session_id}")
            await connection.call("POST", "/resume", {"client_id": str(uuid4()), "takeover": True})


class HalfSentBodies(Attack):
    """Requests whose bodies do not end, hundreds at once."""

    name = "half-sent bodies"

    async def strike(self, connection: Connection) -> None:
        target = self.account.target
        each = SOCKETS // 16
        ended = await asyncio.gather(*(half_sent(target.functions_url, target.token, 60) for _ in range(each)))
        self.account.count("half-sent, ended", sum(ended))
        self.account.count("half-sent, open after a minute", each - sum(ended))


class UnreadStreams(Attack):
    """Streams of replies from which the caller hangs up at once."""

    name = "unread streams"

    async def prepare(self, connection: Connection) -> None:
        await self.new_run(connection, CONVERSATION)

    async def strike(self, connection: Connection) -> None:
        run = self.account.run
        if run is None:
            return
        body = {"session_id": run.session_id, "lease": run.lease, "message_id": str(uuid4()), "content": "Hello"}
        await connection.call("POST", "/message", body, headers={"accept": "text/event-stream"}, hang_up_seconds=0.05)
