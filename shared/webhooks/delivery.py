"""Delivers what waits for webhooks, at least once, and in order for each session.

A webhook is claimed with its next messages, which are sent one after another; each outcome is stored before the next
message is sent. A sender that is killed therefore loses nothing: what it had not stored is sent again, with the same
id. Different webhooks are served at the same time, so that a slow receiver delays only itself.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from time import monotonic
from typing import Any

from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database
from shared.webhooks.attempt import Attempt, attempt, connection_to

RUN_SECONDS = 20.0
# After which a webhook leaves its place to another one.
TURN_SECONDS = 8.0
WORKERS = 16
IDLE_SECONDS = 0.2


class Run:
    """One run of the sender."""

    def __init__(self, database: Database, seconds: float = RUN_SECONDS) -> None:
        self._database = database
        self._stop_at = monotonic() + seconds
        self._claiming = asyncio.Lock()
        self._serving = 0
        self._done: Counter[str] = Counter()

    async def deliver(self) -> Counter[str]:
        """Deliver until nothing is due or the time is over; counts `delivered`, `retried` and `failed` attempts.

        Raises Problem if the database is unavailable.
        """
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(WORKERS):
                    workers.create_task(self._work())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return self._done

    async def _work(self) -> None:
        while monotonic() < self._stop_at:
            async with self._claiming:
                claimed = await self._database.rpc_object("claim_webhook", {}, SERVICE_TIMEOUT_SECONDS)
                if claimed["target"]:
                    self._serving += 1
            if claimed["target"]:
                try:
                    await self._serve(claimed["target"], claimed["messages"])
                finally:
                    self._serving -= 1
            elif self._serving == 0:
                return
            else:
                # What others serve now may be due again, or let another webhook of its organization have a turn.
                await asyncio.sleep(IDLE_SECONDS)

    async def _serve(self, target: Mapping[str, Any], messages: list[Mapping[str, Any]]) -> None:
        claim = {"webhook_id": target["webhook_id"], "claim_token": target["claim_token"]}
        until = min(self._stop_at, monotonic() + TURN_SECONDS)
        held: set[str] = set()
        async with connection_to(target) as pool:
            for message in messages:
                if monotonic() > until:
                    break
                if message["about"] in held:
                    continue
                outcome = await attempt(pool, target, message)
                stored = await self._database.rpc_repeatable(
                    "finish_webhook_attempt", {**claim, "event_number": message["number"], "attempt": outcome}
                )
                self._count(outcome, dead=stored.get("dead", False))
                if outcome["outcome"] != "delivered":
                    held.add(message["about"])
                if not stored["go_on"]:
                    break
        await self._database.rpc_repeatable("release_webhook", claim)

    def _count(self, outcome: Attempt, *, dead: bool) -> None:
        name = "delivered" if outcome["outcome"] == "delivered" else "failed" if dead else "retried"
        self._done[name] += 1
