"""Claims jobs and works on many at once for a bounded time; several runs can overlap safely.

No state that matters is in memory. If a worker is killed, its claims expire and others take the jobs. If it stalls past
that, the database refuses its late results.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from pydantic import ValidationError

from shared import logs
from shared.grading.grader import Grader
from shared.grading.job_queue import JobQueue, RawJob
from shared.grading.jobs import EvaluationJob, SummaryJob
from shared.grading.outcomes import (
    BudgetSpent,
    ModelFailure,
    NotTheJobsFault,
    RateLimited,
    WrongSetup,
    for_review,
)
from shared.grading.summary import plain_summary
from shared.problems import Problem
from shared.rpc.repeating import PATIENCE_SECONDS, TRANSIENT
from shared.settings import GradingSettings

Result = Mapping[str, Any]
Work = Callable[[RawJob], Awaitable[Result]]

# Answers may be claimed for this part of the time and sessions for all of it: otherwise an endless queue of answers
# would hold back every summary.
SHARE_FOR_ANSWERS = 0.75
# An idle run waits out rate limits up to this long; longer ones are left to the next run.
IDLE_SECONDS = 2.0
GIVE_BACK_SECONDS = 5.0
# The minimum pause between two claims while the database is unavailable.
CLAIM_AGAIN_SECONDS = 1.0


@dataclass(slots=True)
class Tally:
    """What a run did; every field but `summaries` counts answers.

    `retried` answers will be tried again: a fault was recorded, or the model server refused every call. `released`
    answers went back untried (no budget, no time). `lost` answers had another owner by then, or their result could not
    be stored.
    """

    claimed: int = 0
    graded: int = 0
    needs_review: int = 0
    retried: int = 0
    failed: int = 0
    released: int = 0
    lost: int = 0
    summaries: int = 0


class Worker:
    """One run over both queues."""

    def __init__(
        self,
        evaluations: JobQueue,
        summaries: JobQueue,
        grader: Grader,
        settings: GradingSettings,
    ) -> None:
        self.tally = Tally()
        self._evaluations = evaluations
        self._summaries = summaries
        self._grader = grader
        self._settings = settings
        # A few more than may be sent at once, so that the model doesn't wait while more are claimed.
        self._at_once = settings.concurrency * 5 // 4
        # Claim in batches; otherwise a claim would follow every result.
        self._batch = max(1, (self._at_once - settings.concurrency) // 2)
        self._storing: set[asyncio.Task[None]] = set()
        self._resume_at = 0.0
        self._claimed_at: float | None = None
        self._halted = False

    async def run(self, limit: int | None = None) -> Tally:
        """Grade up to `limit` answers, then summarize sessions; raises Problem if nothing works."""
        seconds, call = self._settings.run_seconds, self._settings.timeout_seconds
        started = monotonic()
        claiming = max(seconds - call, seconds / 2)
        try:
            async with asyncio.timeout(seconds):
                until = started + claiming * SHARE_FOR_ANSWERS
                await self._drain(self._evaluations, self._grade, limit, until)
                await self._drain(self._summaries, self._sum_up, None, started + claiming)
        except TimeoutError:
            logs.logger.warning("The run ended with jobs under way; they were given back.")
        return self.tally

    async def _drain(self, queue: JobQueue, work: Work, limit: int | None, until: float) -> None:
        """Work until the queue is empty, `limit` jobs are claimed or the time to claim is over."""
        running: set[asyncio.Task[None]] = set()
        left = limit
        try:
            while True:
                wait = self._resume_at - monotonic()
                # Claim no more from a database that is slow to store results.
                crowded = len(self._storing) >= self._at_once
                free = 0 if crowded else self._at_once - len(running)
                count = free if left is None else min(free, left)
                worth_it = free >= self._batch or count == left
                if wait <= 0 and count and worth_it and monotonic() < until and not self._halted:
                    jobs = await self._claim(queue, count, idle=not (running or self._storing))
                    if jobs is None:
                        continue
                    left = None if left is None else left - len(jobs)
                    if queue is self._evaluations:
                        self.tally.claimed += len(jobs)
                    running |= {asyncio.create_task(self._process(queue, job, work)) for job in jobs}
                waited_for = running | self._storing if crowded or not running else running
                if waited_for:
                    await asyncio.wait(
                        waited_for,
                        timeout=wait if wait > 0 else None,
                        return_when=asyncio.FIRST_COMPLETED if running else asyncio.ALL_COMPLETED,
                    )
                    running = {task for task in running if not task.done()}
                elif 0 < wait <= IDLE_SECONDS and not self._halted:
                    await asyncio.sleep(wait)
                else:
                    return
        finally:
            await self._wind_up(queue, running)

    async def _wind_up(self, queue: JobQueue, running: set[asyncio.Task[None]]) -> None:
        """Release the running jobs, and wait a bounded time for results that are being stored."""
        give_up_at = monotonic() + PATIENCE_SECONDS
        for task in running:
            task.cancel()
        late = await _still_running(running, GIVE_BACK_SECONDS)
        # Read after the wait: a job that finished just before its cancellation is being stored by now.
        late |= await _still_running(set(self._storing), give_up_at - monotonic())
        for task in late:
            task.cancel()
        await _still_running(late, GIVE_BACK_SECONDS)
        if queue is self._evaluations:
            self.tally.lost += len(late)

    async def _claim(self, queue: JobQueue, count: int, *, idle: bool) -> list[RawJob] | None:
        """Claim up to `count` jobs; None while the database is unavailable or refuses calls.

        `_resume_at` then holds the time of the next attempt. Raises Problem if the run has nothing in progress (`idle`)
        and no claim has worked for a while.
        """
        try:
            jobs = await queue.claim(count)
        except Problem as problem:
            # Ending the run would cancel model calls that are already paid for, and results that are being stored.
            gone = self._claimed_at is None or monotonic() > self._claimed_at + PATIENCE_SECONDS
            if problem.code not in TRANSIENT or (idle and gone):
                raise
            asked = problem.retry_after_seconds if problem.code == "rate_limited" else None
            self._resume_at = max(self._resume_at, monotonic() + max(CLAIM_AGAIN_SECONDS, asked or 0))
            return None
        self._claimed_at = monotonic()
        return jobs

    async def _process(self, queue: JobQueue, job: RawJob, work: Work) -> None:
        """Work on one claimed job; its outcome is stored in the background while others are worked on.

        Raises nothing but its cancellation.
        """
        try:
            result = await work(job)
        except asyncio.CancelledError:
            await self._release(queue, job)
            raise
        except BudgetSpent as spent:
            end = self._pass_over(queue, job, spent)
        except NotTheJobsFault as fault:
            self._heed(fault)
            end = self._put_off(queue, job, fault)
        except ModelFailure as failure:
            wait = failure.retry_after_seconds
            end = self._fail(queue, job, failure.code, wait, permanent=failure.permanent)
        except Problem as problem:
            self._log(queue, job, problem.cause or problem.code)
            end = self._release(queue, job)
        except Exception as error:  # noqa: BLE001 (logged with its stack trace, and the job is marked)
            self._log(queue, job, logs.stack_trace(error))
            end = self._fail(queue, job, f"internal_error {type(error).__name__}", None)
        else:
            end = self._complete(queue, job, result)
        storing = asyncio.create_task(end)
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)

    async def _grade(self, raw: RawJob) -> Result:
        try:
            job = EvaluationJob.model_validate(raw)
        except ValidationError:
            # Keys are written by hand; the flag shows a person which one is unusable.
            return for_review("unusable_key").as_result()
        return (await self._grader.grade(job)).as_result()

    async def _sum_up(self, raw: RawJob) -> Result:
        job = SummaryJob.model_validate(raw)
        try:
            return (await self._grader.sum_up(job)).as_result()
        except NotTheJobsFault:
            raise
        except ModelFailure as failure:
            # The plain facts need no model, so that no session is left without a summary.
            if not failure.permanent and job.attempt < job.max_attempts:
                raise
            self._log(self._summaries, raw, failure.code)
            return plain_summary(job).as_result()

    def _heed(self, fault: NotTheJobsFault) -> None:
        """Stop or pause the whole run when the model server refuses more than this one job."""
        if isinstance(fault, WrongSetup):
            self._halted = True
        elif isinstance(fault, RateLimited):
            pause = fault.retry_after_seconds or 1.0
            self._resume_at = max(self._resume_at, monotonic() + pause)

    async def _complete(self, queue: JobQueue, job: RawJob, result: Result) -> None:
        try:
            accepted = await queue.complete(job, result)
        except Problem as problem:
            self._log(queue, job, problem.cause or problem.code)
            if problem.code == "invalid_request":
                await self._fail(queue, job, "result_refused", None, permanent=True)
            else:
                self.tally.lost += 1
            return
        if not accepted:
            self.tally.lost += 1
        elif queue is self._summaries:
            self.tally.summaries += 1
        elif result["status"] == "done":
            self.tally.graded += 1
        else:
            self.tally.needs_review += 1

    async def _fail(
        self,
        queue: JobQueue,
        job: RawJob,
        error: str,
        wait_seconds: float | None,
        *,
        permanent: bool = False,
    ) -> None:
        self._log(queue, job, error)
        try:
            status = await queue.fail(job, error, wait_seconds, permanent=permanent)
        except Problem as problem:
            self._log(queue, job, problem.cause or problem.code)
            status = None
        if queue is self._summaries:
            return
        if status == "queued":
            self.tally.retried += 1
        elif status == "failed":
            self.tally.failed += 1
        else:
            self.tally.lost += 1

    async def _put_off(self, queue: JobQueue, job: RawJob, fault: NotTheJobsFault) -> None:
        self._log(queue, job, fault.code)
        accepted = await self._give_back(queue, job, fault.wait_seconds, fault.code)
        if queue is self._evaluations:
            self.tally.retried += accepted
            self.tally.lost += not accepted

    async def _release(self, queue: JobQueue, job: RawJob) -> None:
        accepted = await self._give_back(queue, job)
        if queue is self._evaluations:
            self.tally.released += accepted
            self.tally.lost += not accepted

    async def _pass_over(self, queue: JobQueue, job: RawJob, spent: BudgetSpent) -> None:
        """Release a job that the budget refuses, and stop the run if nothing is left of the day's tokens."""
        refusal, wait = spent.refusal, spent.refusal.wait_seconds
        if refusal.left < self._settings.max_output_tokens:
            # The next run finds the same, or a higher limit.
            self._halted, wait = True, 0.0
            logs.logger.warning("The day's tokens are used up; answers wait.")
        self._log(queue, job, spent.code)
        accepted = await self._give_back(queue, job, wait, spent.code, refusal.share)
        if queue is self._evaluations:
            self.tally.released += accepted
            self.tally.lost += not accepted

    async def _give_back(
        self,
        queue: JobQueue,
        job: RawJob,
        wait_seconds: float = 0.0,
        error: str | None = None,
        share: str | None = None,
    ) -> bool:
        try:
            return await queue.release(job, wait_seconds, error, share)
        except Problem as problem:
            self._log(queue, job, problem.cause or problem.code)
            return False

    def _log(self, queue: JobQueue, job: RawJob, cause: str) -> None:
        fields = {queue.key: job[queue.key], "attempt": job["attempt"]}
        logs.logger.warning("%s: %s", queue.name, cause, extra={"fields": fields})


async def _still_running(tasks: set[asyncio.Task[None]], seconds: float) -> set[asyncio.Task[None]]:
    """The tasks that have not ended within the time."""
    return (await asyncio.wait(tasks, timeout=max(seconds, 0)))[1] if tasks else set()
