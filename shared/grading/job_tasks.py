"""A bounded group of tasks that work on claimed jobs and store their results.

An asyncio.TaskGroup does not do this: when it is cancelled, it also cancels results that are being stored, and waits
for its tasks without a limit.
"""

import asyncio
from collections.abc import Coroutine
from time import monotonic

from shared.rpc.repeating import PATIENCE_SECONDS

GIVE_BACK_SECONDS = 5.0


class JobTasks:
    """Jobs that are worked on, and results that are stored in the background meanwhile.

    `concurrency` is the number of requests that the model gets at once.
    """

    def __init__(self, concurrency: int) -> None:
        # A few more jobs than that, so that the model doesn't wait while more are claimed.
        self._limit = concurrency * 5 // 4
        # Claim in batches; otherwise a claim would follow every result.
        self._batch = max(1, (self._limit - concurrency) // 2)
        self._working: set[asyncio.Task[None]] = set()
        self._storing: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        """Whether nothing is in progress."""
        return not (self._working or self._storing)

    def room(self, left: int | None) -> int:
        """How many jobs to claim now, at most `left`; 0 unless that is a batch, or all that are left."""
        if self._crowded:
            return 0
        free = self._limit - len(self._working)
        count = free if left is None else min(free, left)
        return count if free >= self._batch or count == left else 0

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Work on a job in a task of its own."""
        self._working.add(asyncio.create_task(work))

    def store(self, end: Coroutine[object, object, None]) -> None:
        """Store how a job ended, without holding its place."""
        task = asyncio.create_task(end)
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)

    async def wait(self, seconds: float) -> bool:
        """Wait until a job has ended, or for `seconds` if that is positive; False if nothing is in progress.

        If no job is worked on, waits until all results are stored.
        """
        waited_for = self._working | self._storing if self._crowded or not self._working else self._working
        if not waited_for:
            return False
        await asyncio.wait(
            waited_for,
            timeout=seconds if seconds > 0 else None,
            return_when=asyncio.FIRST_COMPLETED if self._working else asyncio.ALL_COMPLETED,
        )
        self._working = {task for task in self._working if not task.done()}
        return True

    async def wind_up(self) -> int:
        """Cancel the work, and wait a bounded time for results that are being stored.

        Returns how many tasks had not ended by then; they are cancelled.
        """
        give_up_at = monotonic() + PATIENCE_SECONDS
        for task in self._working:
            task.cancel()
        late = await _still_running(self._working, GIVE_BACK_SECONDS)
        # Read after the wait: a job that finished just before its cancellation is being stored by now.
        late |= await _still_running(set(self._storing), give_up_at - monotonic())
        for task in late:
            task.cancel()
        await _still_running(late, GIVE_BACK_SECONDS)
        return len(late)

    @property
    def _crowded(self) -> bool:
        """Whether so many results are being stored that no more jobs should be claimed from a slow database."""
        return len(self._storing) >= self._limit


async def _still_running(tasks: set[asyncio.Task[None]], seconds: float) -> set[asyncio.Task[None]]:
    """The tasks that have not ended within the time."""
    return (await asyncio.wait(tasks, timeout=max(seconds, 0)))[1] if tasks else set()
