"""A candidate who takes the seed's interview while others attack, and what became of each of their calls."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.stack import Stack
from tests.support.interviews import FULL_STACK
from tests.support.people import People
from tests.support.raw_http import RawConnection, RawReply
from tests.support.seed_answers import SEED_ANSWERS
from tests.support.stored_answers import Acknowledged

# Seconds between two calls of one candidate, so that the bystander is no load themself.
PAUSE_SECONDS = 0.15
PATIENCE_SECONDS = 60.0
GRADED_WITHIN_SECONDS = 120.0
FORMATS = ("md", "pdf")


@dataclass
class Observed:
    """What bystanders saw. Seconds of every call and of every export, from the first attempt to the response."""

    calls: list[float] = field(default_factory=list)
    exports: list[float] = field(default_factory=list)
    graded: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    finished: int = 0

    @property
    def graded_late(self) -> int:
        """How many were not graded within two minutes."""
        return sum(seconds > GRADED_WITHIN_SECONDS for seconds in self.graded)


class Bystander:
    """One new account on two devices; each takes the interview once."""

    def __init__(self, stack: Stack, people: People, observed: Observed) -> None:
        self._observed = observed
        authorization = {"authorization": f"Bearer {people.candidate().token}"}
        self._connections = [RawConnection(stack.functions_url, authorization) for _ in range(2)]
        self._device = 0
        self._session_id = uuid4()
        self._names: dict[str, Any] = {"session_id": str(self._session_id)}
        self._client_ids = [str(uuid4()), str(uuid4())]

    async def take_interview(self) -> None:
        """Start, answer six questions, and continue on the other device after the third."""
        await self._call("GET", "/resume")
        choice = {"client_id": self._client_ids[0], "interview_id": str(FULL_STACK)}
        view = await self._call("POST", "/start", {**self._names, **choice}, expected=201)
        for position, answer in enumerate(SEED_ANSWERS):
            if position == len(SEED_ANSWERS) // 2:
                self._device = 1
                await self._call("GET", "/resume")
                names = {**self._names, "client_id": self._client_ids[1], "takeover": True}
                view = await self._call("POST", "/resume", names)
            lease = view["lease"]["number"]
            draft = {"position": position, "text": answer}
            await self._call("POST", "/heartbeat", {**self._names, "lease": lease, "draft": draft})
            body = {**self._names, "position": position, "answer": answer, "lease": lease}
            view = {**view, **await self._call("POST", "/submit", body)}
            acknowledged = Acknowledged(self._session_id, position, answer, view["receipt"])
            self._observed.acknowledged.append(acknowledged)

    async def wait_for_result(self) -> None:
        """Ask for the result every second until it is graded, then download it; gives up after two minutes."""
        began = time.monotonic()
        status = ""
        while status != "ready":
            if time.monotonic() - began > GRADED_WITHIN_SECONDS:
                self._observed.graded.append(float("inf"))
                return
            await asyncio.sleep(1)
            found = await self._call("GET", f"/results?session_id={self._session_id}")
            status = found["status"] if found["result"] is None or found["result"]["all_graded"] else "not graded"
        self._observed.graded.append(time.monotonic() - began)
        for extension in FORMATS:
            await self._export(extension)
        self._observed.finished += 1

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections:
            connection.close()

    async def _call(self, method: str, path: str, body: Any = None, expected: int = 200) -> dict[str, Any]:
        reply, seconds = await self._repeated(method, path, body, expected)
        self._observed.calls.append(seconds)
        await asyncio.sleep(PAUSE_SECONDS)
        found: dict[str, Any] = reply.json()
        return found

    async def _export(self, extension: str) -> None:
        _, seconds = await self._repeated("GET", f"/export?session_id={self._session_id}&format={extension}", None, 200)
        self._observed.exports.append(seconds)

    async def _repeated(self, method: str, path: str, body: Any, expected: int) -> tuple[RawReply, float]:
        """The response to a call that is repeated, as a client does, until it succeeds; each refusal is counted."""
        began = time.monotonic()
        while True:
            outcome = ""
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    reply = await self._connections[self._device].call(method, path, body)
                if reply.status in (200, expected):
                    return reply, time.monotonic() - began
                outcome = f"{reply.status} {reply.json().get('code')}"
            except (OSError, EOFError) as error:
                outcome = type(error).__name__
            self._observed.refused[f"{method} {path.partition('?')[0]}: {outcome}"] += 1
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise RuntimeError(f"{method} {path}: {outcome}")
            await asyncio.sleep(1)
