"""Records how a claimed job ended: in its queue, in the tally of the run and in the log."""

from collections.abc import Mapping
from typing import Any

from shared import logs
from shared.grading.job_queue import JobQueue, RawJob
from shared.grading.tally import Outcome, Tally
from shared.llm.errors import BudgetSpent, ServerRefusal
from shared.problems import Problem


class JobRecorder:
    """Records the ends of the jobs of one queue. No method raises Problem: an unavailable database costs the job."""

    def __init__(self, queue: JobQueue, tally: Tally) -> None:
        self._queue = queue
        self._tally = tally
        self._of_answers = queue.name == "evaluation"

    def claimed(self, count: int) -> None:
        """Count jobs that were claimed."""
        if self._of_answers:
            self._tally.claimed += count

    def cut_off(self, count: int) -> None:
        """Count jobs whose end could not be recorded before the run ended."""
        if self._of_answers:
            self._tally.lost += count

    async def complete(self, job: RawJob, result: Mapping[str, Any]) -> None:
        """Store a result."""
        try:
            accepted = await self._queue.complete(job, result)
        except Problem as problem:
            self.log(job, problem.cause or problem.code)
            if problem.code == "invalid_request":
                await self.fail(job, "result_refused", None, permanent=True)
            else:
                self._tally.count(Outcome.LOST)
            return
        if not accepted:
            self._tally.count(Outcome.LOST)
        elif not self._of_answers:
            self._tally.summaries += 1
        else:
            self._tally.count(Outcome.GRADED if result["status"] == "done" else Outcome.NEEDS_REVIEW)

    async def fail(self, job: RawJob, error: str, wait_seconds: float | None, *, permanent: bool = False) -> None:
        """Record a failed attempt; the database decides whether the job is tried again."""
        self.log(job, error)
        try:
            status = await self._queue.fail(job, error, wait_seconds, permanent=permanent)
        except Problem as problem:
            self.log(job, problem.cause or problem.code)
            status = None
        self._count({"queued": Outcome.RETRIED, "failed": Outcome.FAILED}.get(status or "", Outcome.LOST))

    async def put_off(self, job: RawJob, refusal: ServerRefusal) -> None:
        """Release a job until the model server may accept requests again."""
        self.log(job, refusal.code)
        released = await self._give_back(job, refusal.wait_seconds, refusal.code)
        self._count(Outcome.RETRIED if released else Outcome.LOST)

    async def pass_over(self, job: RawJob, spent: BudgetSpent, wait_seconds: float) -> None:
        """Release a job that the budget refuses."""
        self.log(job, spent.code)
        released = await self._give_back(job, wait_seconds, spent.code, spent.refusal.share)
        self._count(Outcome.RELEASED if released else Outcome.LOST)

    async def release(self, job: RawJob) -> None:
        """Release a job untried."""
        self._count(Outcome.RELEASED if await self._give_back(job) else Outcome.LOST)

    def log(self, job: RawJob, cause: str) -> None:
        """Log what happened to a job."""
        log_job(self._queue, job, cause)

    async def _give_back(
        self, job: RawJob, wait_seconds: float = 0.0, error: str | None = None, share: str | None = None
    ) -> bool:
        try:
            return await self._queue.release(job, wait_seconds, error, share)
        except Problem as problem:
            self.log(job, problem.cause or problem.code)
            return False

    def _count(self, outcome: Outcome) -> None:
        if self._of_answers:
            self._tally.count(outcome)


def log_job(queue: JobQueue, job: RawJob, cause: str) -> None:
    """Log what happened to a job, by its id and attempt."""
    fields = {queue.key: job[queue.key], "attempt": job["attempt"]}
    logs.logger.warning("%s: %s", queue.name, cause, extra={"fields": fields})
