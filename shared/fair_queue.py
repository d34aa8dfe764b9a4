"""A queue for a fixed number of slots, fair between callers.

Waiting callers take turns, and the calls of one caller stay in order. While every caller has one call waiting, that is
first come, first served. A caller with a thousand calls delays the others by one call per turn.
"""

import asyncio
from collections import Counter, OrderedDict


class FairQueue:
    """Grants `slots`, at most `slots_each` of them to one caller at a time; for one event loop.

    Each step takes constant time, however many calls wait.
    """

    def __init__(self, slots: int, slots_each: int) -> None:
        self._free = slots
        self._slots_each = slots_each
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, OrderedDict[asyncio.Future[None], None]] = {}
        # Callers whose call may be next. Empty while a slot is free.
        self._turns: OrderedDict[str, None] = OrderedDict()

    async def enter(self, caller: str) -> None:
        """Wait for a slot; each return requires one call of `leave`. A cancelled wait leaves nothing behind."""
        if self._free and self._held[caller] < self._slots_each:
            self._take(caller)
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, OrderedDict())[place] = None
        self._line_up(caller)
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                self._withdraw(caller, place)
            else:
                # The slot was granted in the same iteration of the event loop in which the call gave up.
                self.leave(caller)
            raise

    def leave(self, caller: str) -> None:
        """Release the slot; the next call gets it at once."""
        self._free += 1
        self._held[caller] -= 1
        if not self._held[caller]:
            del self._held[caller]
        self._line_up(caller)
        while self._free and self._turns:
            following, _ = self._turns.popitem(last=False)
            places = self._waiting[following]
            place, _ = places.popitem(last=False)
            # A call that gave up in this iteration of the event loop has not removed its place yet.
            while place.cancelled() and places:
                place, _ = places.popitem(last=False)
            if not places:
                del self._waiting[following]
            if not place.cancelled():
                self._take(following)
                place.set_result(None)
            self._line_up(following)

    def _take(self, caller: str) -> None:
        self._free -= 1
        self._held[caller] += 1

    def _line_up(self, caller: str) -> None:
        """Put the caller at the end of the turns, unless it already has a turn or can't have one."""
        if caller in self._waiting and self._held[caller] < self._slots_each:
            self._turns.setdefault(caller)

    def _withdraw(self, caller: str, place: asyncio.Future[None]) -> None:
        places = self._waiting.get(caller)
        if places is None or place not in places:
            return
        del places[place]
        if not places:
            del self._waiting[caller]
            self._turns.pop(caller, None)
