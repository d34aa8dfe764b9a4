"""A queue for a fixed number of slots, fair between callers.

Waiting callers take turns, and the calls of one caller stay in order. While every caller has one call waiting, that is
first come, first served. A caller with a thousand calls delays the others by one call per turn, and with an Allowance,
no longer than that uses slots for more than its share of the time.
"""

import asyncio
from collections import Counter, OrderedDict
from math import inf
from time import monotonic


class Allowance:
    """The time for which each caller may hold slots while others call too: `share` of a slot in the long run.

    A caller that has used `saved_seconds` more than that waits until its share has paid for them. Use is counted per
    slot, at most `most_seconds` a call: what a hanging database takes is not the caller's doing. A caller that has been
    alone for ALONE_SECONDS does not wait. Each step takes constant time, and callers are forgotten once they have paid.
    """

    ALONE_SECONDS = 1.0

    def __init__(self, share: float, saved_seconds: float, most_seconds: float) -> None:
        self._share = share
        self._saved = saved_seconds / share
        self._most_seconds = most_seconds
        # When the use of a caller is paid for; in the order of the last use.
        self._paid_at: OrderedDict[str, float] = OrderedDict()
        # The caller that was granted a slot last, and when anybody else was.
        self._last = ""
        self._last_at = self._other_at = -inf

    def wait_seconds(self, caller: str) -> float:
        """How long the caller has to wait before it is asked again; 0 if it may hold a slot now."""
        now = monotonic()
        wait = self._paid_at.get(caller, 0.0) - self._saved - now
        other_at = self._other_at if caller == self._last else self._last_at
        alone = now - other_at >= self.ALONE_SECONDS
        return 0.0 if wait <= 0 or alone else min(wait, self.ALONE_SECONDS)

    def begin(self, caller: str) -> None:
        """Note that the caller got a slot."""
        now = monotonic()
        if caller != self._last:
            self._last, self._other_at = caller, self._last_at
        self._last_at = now

    def use(self, caller: str, seconds: float) -> None:
        """Count a slot held for this time."""
        now = monotonic()
        paid_at = max(now, self._paid_at.get(caller, 0.0)) + min(seconds, self._most_seconds) / self._share
        self._paid_at[caller] = paid_at
        self._paid_at.move_to_end(caller)
        for _ in range(2):
            oldest = next(iter(self._paid_at))
            if self._paid_at[oldest] > now:
                break
            del self._paid_at[oldest]


class FairQueue:
    """Grants `slots`, at most `slots_each` of them to one caller at a time; for one event loop.

    Each step takes constant time, however many calls wait.
    """

    def __init__(self, slots: int, slots_each: int, allowance: Allowance | None = None) -> None:
        self._free = slots
        self._slots_each = slots_each
        self._allowance = allowance
        self._paused: set[str] = set()
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, OrderedDict[asyncio.Future[None], None]] = {}
        # Callers whose call may be next. Empty while a slot is free.
        self._turns: OrderedDict[str, None] = OrderedDict()

    async def enter(self, caller: str) -> None:
        """Wait for a slot; each return requires one call of `leave`. A cancelled wait leaves nothing behind."""
        follows = caller in self._waiting or self._held[caller] >= self._slots_each
        if self._free and not follows and not self.wait_seconds(caller):
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

    def leave(self, caller: str, used_seconds: float = 0.0) -> None:
        """Release the slot, and count its use; the next call gets it at once."""
        if self._allowance and used_seconds:
            self._allowance.use(caller, used_seconds)
        self._free += 1
        self._held[caller] -= 1
        if not self._held[caller]:
            del self._held[caller]
        self._line_up(caller)
        self._grant()

    def wait_seconds(self, caller: str) -> float:
        """How long the caller waits because it has used more than its share; 0 if it need not."""
        return self._allowance.wait_seconds(caller) if self._allowance else 0.0

    def _grant(self) -> None:
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
        if self._allowance:
            self._allowance.begin(caller)

    def _line_up(self, caller: str) -> None:
        """Put the caller at the end of the turns, unless it already has a turn or can't have one."""
        if caller not in self._waiting or self._held[caller] >= self._slots_each or caller in self._paused:
            return
        wait = self.wait_seconds(caller)
        if wait:
            self._paused.add(caller)
            asyncio.get_running_loop().call_later(wait, self._resume, caller)
        else:
            self._turns.setdefault(caller)

    def _resume(self, caller: str) -> None:
        self._paused.discard(caller)
        self._line_up(caller)
        self._grant()

    def _withdraw(self, caller: str, place: asyncio.Future[None]) -> None:
        places = self._waiting.get(caller)
        if places is None or place not in places:
            return
        del places[place]
        if not places:
            del self._waiting[caller]
            self._turns.pop(caller, None)
