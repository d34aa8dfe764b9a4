"""The queues of jobs in the database, which decides the state of a job by the token of its claim."""

from collections.abc import Mapping
from typing import Any

from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database

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

    async def claim(self, count: int) -> list[RawJob]:
        """Claim up to `count` due jobs, each under its own token."""
        # Not repeated: if the response is lost, its jobs become due again when the lease expires.
        claimed = await self._database.rpc_object(
            f"claim_{self._plural}", {"batch_size": count}, SERVICE_TIMEOUT_SECONDS
        )
        jobs: list[RawJob] = claimed["jobs"]
        return jobs

    async def complete(self, job: RawJob, result: Mapping[str, Any]) -> bool:
        """Store a result; False if the token is stale."""
        return bool((await self._call("complete", job, {"result": result}))["accepted"])

    async def store_grade(self, job: RawJob, grade: Mapping[str, Any]) -> bool:
        """Store the grade of an answer whose feedback has yet to be written; False if the token is stale."""
        claimed = {self.key: job[self.key], "token": job["token"]}
        return bool((await self._database.rpc_repeatable("store_grade", {**claimed, "grade": grade}))["accepted"])

    async def fail(self, job: RawJob, error: str, wait_seconds: float | None, *, permanent: bool) -> str | None:
        """Record a failed attempt. Returns the new status, "queued" or "failed", or None under a stale token."""
        arguments = {"error": error, "retry_after_seconds": wait_seconds, "permanent": permanent}
        failed = await self._call("fail", job, arguments)
        return str(failed["status"]) if failed["accepted"] else None

    async def release(
        self, job: RawJob, wait_seconds: float = 0.0, error: str | None = None, share: str | None = None
    ) -> bool:
        """Return a job without counting the attempt; `error` is the reason why it has to wait.

        `share` names the budget limit that refused the job. Answers of the same payer that are at least as long then
        wait too. Returns False under a stale token.
        """
        arguments: dict[str, Any] = {"wait_seconds": wait_seconds, "error": error}
        if share is not None and self.name == "evaluation":
            arguments["share"] = share
        return bool((await self._call("release", job, arguments))["accepted"])

    async def _call(self, verb: str, job: RawJob, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        claimed = {self.key: job[self.key], "token": job["token"]}
        return await self._database.rpc_repeatable(f"{verb}_{self.name}", {**claimed, **arguments})


def evaluation_queue(database: Database) -> JobQueue:
    """The queue of answers to grade."""
    return JobQueue(database, "evaluation", "evaluations", "answer_id")


def summary_queue(database: Database) -> JobQueue:
    """The queue of sessions to summarize."""
    return JobQueue(database, "summary", "summaries", "session_id")
