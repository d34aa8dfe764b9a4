"""The job queues and the token ledger in the database, which decides the state of a job by the token of its claim."""

import asyncio
import json
from collections.abc import Mapping
from time import monotonic
from typing import Any
from uuid import UUID

from shared.grading.outcomes import BudgetRefusal
from shared.problems import Problem
from shared.rpc.database import Database
from shared.rpc.repeating import until_stored

TIMEOUT_SECONDS = 10.0
# More calls would only wait for each other, and each call checks every connection of the pool.
CALLS_AT_ONCE = 8
# The least time for a call that spent almost all of its time in the queue.
LEAST_SECONDS = 0.1

# Tokens reserved for other calls are released after about this time.
HELD_SECONDS = 30.0

RawJob = Mapping[str, Any]


class JobQueue:
    """The queue of one kind of job: `evaluation`, keyed by `answer_id`, or `summary`, keyed by `session_id`.

    Every method raises Problem. A call under a stale token changes nothing, and its return value says so.
    """

    def __init__(self, database: Database, name: str, plural: str, key: str) -> None:
        self._database = database
        self.name = name
        self.key = key
        self._plural = plural
        self._turns = asyncio.Semaphore(CALLS_AT_ONCE)

    async def claim(self, count: int) -> list[RawJob]:
        """Claim up to `count` due jobs, each under its own token."""
        # Not retried: if the response is lost, its jobs become due again when the lease expires.
        name = f"claim_{self._plural}"
        content = await self._database.rpc(name, {"batch_size": count}, TIMEOUT_SECONDS)
        jobs: list[RawJob] = json.loads(content)["jobs"]
        return jobs

    async def complete(self, job: RawJob, result: Mapping[str, Any]) -> bool:
        """Store a result; False if the token is stale."""
        return bool((await self._call("complete", job, {"result": result}))["accepted"])

    async def fail(self, job: RawJob, error: str, wait_seconds: float | None, *, permanent: bool) -> str | None:
        """Record a failed attempt. Returns the new status, "queued" or "failed", or None under a stale token."""
        arguments = {"error": error, "retry_after_seconds": wait_seconds, "permanent": permanent}
        answer = await self._call("fail", job, arguments)
        return str(answer["status"]) if answer["accepted"] else None

    async def release(
        self, job: RawJob, wait_seconds: float = 0.0, error: str | None = None, share: str | None = None
    ) -> bool:
        """Return a job without counting the attempt; `error` is the reason why it has to wait.

        `share` names the budget limit that refused the job. Answers of the same payer that are at least as long then
        wait too.
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
    """The queue of answers to grade."""
    return JobQueue(database, "evaluation", "evaluations", "answer_id")


def summary_queue(database: Database) -> JobQueue:
    """The queue of sessions to summarize."""
    return JobQueue(database, "summary", "summaries", "session_id")


class SpendingLedger:
    """The day's tokens, counted across all runs and in the share of each payer.

    `session_id`, of an interview session or a prep session, identifies the payer. With None, only the daily limit
    applies.
    """

    def __init__(self, database: Database, daily_tokens: int, session_id: UUID | str | None) -> None:
        self._database = database
        self._daily_tokens = daily_tokens
        self._session_id = None if session_id is None else str(session_id)

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Reserve tokens for a run that has used `used` so far. Returns the refusal if a limit is reached."""
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
        """Release all tokens reserved for a run and record what it has used in total."""
        arguments = {"run_id": str(run_id), "used": used}
        await self._database.rpc("settle_tokens", arguments, TIMEOUT_SECONDS)
