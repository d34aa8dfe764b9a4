"""A fair queue for what may run only a few times at once, and once for each person."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.errors import Problem

OTHERS_FIRST = "Your other files are still being made. Please try again when they are there."
OTHERS_FIRST_SECONDS = 5


class Turns:
    """Turns for up to `at_once` jobs in all, and one for a person at a time.

    One person may run or wait with `most_each` jobs; `waiting_all` jobs may wait in all. Persons take turns: after a
    turn, a person goes behind everybody who waits.
    """

    def __init__(self, at_once: int, most_each: int, waiting_all: int) -> None:
        self._at_once = at_once
        self._most_each = most_each
        self._waiting_all = waiting_all
        self._running: set[str] = set()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, person: str, wait_seconds: float) -> AsyncIterator[None]:
        """Waits for a turn, and holds it; raises Problem `rate_limited` (of one person) or `export_busy` (of all)."""
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
            raise Problem("rate_limited", OTHERS_FIRST, fields=fields, retry_after_seconds=OTHERS_FIRST_SECONDS)
        if sum(map(len, self._waiting.values())) >= self._waiting_all:
            raise Problem("export_busy", cause="too many wait")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(turn)
        try:
            async with asyncio.timeout(wait_seconds):
                await turn
        except BaseException as error:
            # Given a turn in the very moment in which it was no longer wanted.
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
            # Cancelled, and not woken yet.
            if not turn.done():
                self._running.add(following)
                turn.set_result(None)

    def _leave(self, person: str, turn: asyncio.Future[None]) -> None:
        line = self._waiting.get(person)
        if line and turn in line:
            line.remove(turn)
        if not line:
            self._waiting.pop(person, None)
