"""The jobs as the database keeps them; it decides what becomes of each, by its claim's token."""

import asyncio
import json
from collections.abc import Mapping
from time import monotonic
from typing import Any
from uuid import UUID

from shared.database import Database
from shared.errors import Problem
from shared.grading.outcomes import BudgetRefusal
from shared.repeating import until_stored

TIMEOUT_SECONDS = 10.0
# More would wait for each other, and for every call all connections are looked through.
CALLS_AT_ONCE = 8
# Of a call that waited for its turn almost to the end.
LEAST_SECONDS = 0.1

# What other calls hold comes back about then.
HELD_SECONDS = 30.0

RawJob = Mapping[str, Any]


class JobQueue:
    """One kind of job: `evaluation` by its `answer_id`, or `summary` by its `session_id`.

    Every call raises Problem. What is done under a token that is no longer current changes nothing
    and says so.
    """

    def __init__(self, database: Database, name: str, plural: str, key: str) -> None:
        self._database = database
        self.name = name
        self.key = key
        self._plural = plural
        self._turns = asyncio.Semaphore(CALLS_AT_ONCE)

    async def claim(self, count: int) -> list[RawJob]:
        """Up to `count` jobs that are due, each under a token of its own."""
        # Not repeated: what a lost answer had claimed comes back when the lease runs out.
        name = f"claim_{self._plural}"
        content = await self._database.rpc(name, {"batch_size": count}, TIMEOUT_SECONDS)
        jobs: list[RawJob] = json.loads(content)["jobs"]
        return jobs

    async def complete(self, job: RawJob, result: Mapping[str, Any]) -> bool:
        """Store a result; False when the token is not the current one any more."""
        return bool((await self._call("complete", job, {"result": result}))["accepted"])

    async def fail(self, job: RawJob, error: str, wait_seconds: float | None, *, permanent: bool) -> str | None:
        """Note a failed attempt: "queued" again or "failed"; None under a stale token."""
        arguments = {"error": error, "retry_after_seconds": wait_seconds, "permanent": permanent}
        answer = await self._call("fail", job, arguments)
        return str(answer["status"]) if answer["accepted"] else None

    async def release(
        self, job: RawJob, wait_seconds: float = 0.0, error: str | None = None, share: str | None = None
    ) -> bool:
        """Give a job back as if it had not been claimed, its attempt not counted; `error` says why it has to wait.

        With `share`, the limit of the budget that it does not fit into, answers of the same payer that are as long
        wait as well.
        """
        arguments: dict[str, Any] = {"wait_seconds": wait_seconds, "error": error}
        if share is not None and self.name == "evaluation":
            arguments["share"] = share
        return bool((await self._call("release", job, arguments))["accepted"])

    async def _call(self, verb: str, job: RawJob, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        name = f"{verb}_{self.name}"
        whole = {self.key: job[self.key], "token": job["token"], **arguments}

        async def once(seconds: float) -> bytes:
            give_up_at = monotonic() + seconds
            try:
                async with asyncio.timeout(seconds):
                    await self._turns.acquire()
            except TimeoutError:
                raise Problem("database_unavailable", cause=f"no turn in time for {name}") from None
            try:
                return await self._database.rpc(name, whole, max(give_up_at - monotonic(), LEAST_SECONDS))
            finally:
                self._turns.release()

        return await until_stored(once, TIMEOUT_SECONDS)


def evaluation_queue(database: Database) -> JobQueue:
    """Answers to grade."""
    return JobQueue(database, "evaluation", "evaluations", "answer_id")


def summary_queue(database: Database) -> JobQueue:
    """Sessions to sum up."""
    return JobQueue(database, "summary", "summaries", "session_id")


class SpendingLedger:
    """The tokens of the day, counted for all runs together, and in the shares of who pays.

    `session_id`, an interview session or a prep session, tells the database who that is; None: only the day's limit
    holds.
    """

    def __init__(self, database: Database, daily_tokens: int, session_id: UUID | str | None) -> None:
        self._database = database
        self._daily_tokens = daily_tokens
        self._session_id = None if session_id is None else str(session_id)

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Set tokens aside for a run that has used so many in all; what refused it where a limit does not allow it."""
        arguments = {
            "run_id": str(run_id),
            "amount": amount,
            "daily_limit": self._daily_tokens,
            "used": used,
            "session_id": self._session_id,
        }
        answer = json.loads(await self._database.rpc("reserve_tokens", arguments, TIMEOUT_SECONDS))
        if answer["reserved"]:
            return None
        left = self._daily_tokens - answer["spent"]
        return BudgetRefusal(answer.get("refused_by", "day"), answer.get("wait_seconds", HELD_SECONDS), left)

    async def settle(self, run_id: UUID, used: int) -> None:
        """Give back all that was set aside for a run and count what it has used in all instead."""
        arguments = {"run_id": str(run_id), "used": used}
        await self._database.rpc("settle_tokens", arguments, TIMEOUT_SECONDS)
