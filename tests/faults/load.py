"""Load of candidates who answer question after question, repeating each call until it succeeds."""

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
import psycopg

from local.stack import Stack
from tests.faults.repair import start_what_ended
from tests.support.apis import Api, FunctionsApi
from tests.support.people import People, Person
from tests.support.stored_answers import Acknowledged, owner

REPEAT_SECONDS = 0.02
LOOK_EVERY_SECONDS = 0.5
GIVE_UP_SECONDS = 240.0
# A person may start 60 interviews an hour; after this many, another one goes on.
INTERVIEWS_EACH = 50


class Load:
    """One thread per candidate, inside `with`. `surprises` collects responses that no honest client should get."""

    def __init__(self, stack: Stack, candidates: int, interview_id: UUID) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.surprises: list[str] = []
        self._stack = stack
        self._interview_id = interview_id
        self._more = threading.Condition()
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(candidates)
        self._candidates = candidates
        self._running: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._running = [self._pool.submit(self._work) for _ in range(self._candidates)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._pool.shutdown()
        if error is None:
            for future in self._running:
                future.result()

    def wait_for_more(self, count: int) -> None:
        """Return when this many more answers have been acknowledged; restarts processes meanwhile."""
        wanted = len(self.acknowledged) + count
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} of {wanted} answers"
            assert not self.surprises, self.surprises
            with self._more:
                arrived = self._more.wait_for(
                    lambda: len(self.acknowledged) >= wanted or bool(self.surprises),
                    LOOK_EVERY_SECONDS,
                )
            if not arrived:
                start_what_ended(self._stack)

    def _work(self) -> None:
        with FunctionsApi(self._stack) as api:
            while (person := self._another_person()) is not None:
                for _ in range(INTERVIEWS_EACH):
                    if not self._stop.is_set():
                        self._take_interview(api, person)

    def _another_person(self) -> Person | None:
        """A new person, once the database is up; None when the load has ended."""
        while not self._stop.is_set():
            try:
                with owner(self._stack) as database:
                    return People(self._stack, database).candidate()
            except psycopg.OperationalError:
                self._stop.wait(REPEAT_SECONDS)
        return None

    def _take_interview(self, api: Api, person: Person) -> None:
        session_id = uuid4()
        names: dict[str, Any] = {"session_id": session_id}
        view = self._insist(
            api,
            "start",
            person,
            {**names, "client_id": uuid4(), "interview_id": self._interview_id},
        )
        while view is not None and view["question"] is not None:
            position = view["question"]["position"]
            text = f"answer {uuid4()} to question {position}"
            view = self._insist(api, "submit", person, {**names, "position": position, "answer": text, "lease": 1})
            if view is not None:
                with self._more:
                    self.acknowledged.append(Acknowledged(session_id, position, text, view["receipt"]))
                    self._more.notify_all()

    def _insist(self, api: Api, function: str, person: Person, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
        """Repeat the same call until it succeeds; returns None when the load has ended."""
        while not self._stop.is_set():
            try:
                reply = api.call(function, person, arguments)
            except httpx.TransportError:
                self._stop.wait(REPEAT_SECONDS)
                continue
            if reply.status in (200, 201):
                return reply.body
            if reply.code != "database_unavailable":
                with self._more:
                    self.surprises.append(f"{function}: {reply.status} {reply.text}")
                    self._more.notify_all()
                self._stop.set()
            self._stop.wait(REPEAT_SECONDS)
        return None
