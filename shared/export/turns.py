"""A fair queue for jobs of which only a few may run at once, and one per person."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.problems import Problem

OTHERS_FIRST_SECONDS = 5


class Turns:
    """Up to `at_once` jobs run at the same time, one per person.

    One person may have `most_each` jobs running or waiting, and `waiting_all` jobs may wait in total. People take
    turns: after a turn, a person goes to the end of the queue.
    """

    def __init__(self, at_once: int, most_each: int, waiting_all: int) -> None:
        self._at_once = at_once
        self._most_each = most_each
        self._waiting_all = waiting_all
        self._running: set[str] = set()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, person: str, wait_seconds: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it; raises Problem `rate_limited` (own limit) or `export_busy` (limit for all)."""
        await self._take(person, wait_seconds)
        try:
            yield
        finally:
            self._give_back(person)

    async def _take(self, person: str, wait_seconds: float) -> None:
        if len(self._running) < self._at_once and person not in self._running:
            self._running.add(person)
            return
        if len(self._waiting.get(person, ())) + (person in self._running) >= self._most_each:
            fields = {"retry_after_seconds": OTHERS_FIRST_SECONDS}
            raise Problem("rate_limited", reason="own_exports", fields=fields, retry_after_seconds=OTHERS_FIRST_SECONDS)
        if sum(map(len, self._waiting.values())) >= self._waiting_all:
            raise Problem("export_busy", cause="too many wait")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(turn)
        try:
            async with asyncio.timeout(wait_seconds):
                await turn
        except BaseException as error:
            # The turn was granted at the moment the caller gave up.
            if turn.done() and not turn.cancelled():
                self._give_back(person)
            else:
                self._leave(person, turn)
            if isinstance(error, TimeoutError):
                raise Problem("export_busy", cause="waited too long") from None
            raise

    def _give_back(self, person: str) -> None:
        self._running.discard(person)
        if person in self._waiting:
            self._waiting.move_to_end(person)
        while len(self._running) < self._at_once:
            following = next((found for found in self._waiting if found not in self._running), None)
            if following is None:
                return
            turn = self._waiting[following][0]
            self._leave(following, turn)
            # A done future was cancelled, but its task has not woken up yet.
            if not turn.done():
                self._running.add(following)
                turn.set_result(None)

    def _leave(self, person: str, turn: asyncio.Future[None]) -> None:
        line = self._waiting.get(person)
        if line and turn in line:
            line.remove(turn)
        if not line:
            self._waiting.pop(person, None)
