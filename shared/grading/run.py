"""One run of grading, for `POST /evaluate` and `python -m shared.grading`; several runs can overlap safely.

No state that matters is in memory. If a run is killed, its claims expire and others take the jobs. If it stalls past
that, the database refuses its late results.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from shared import logs
from shared.grading.grader import Grader
from shared.grading.job_queue import JobQueue, RawJob, evaluation_queue, summary_queue
from shared.grading.job_recorder import JobRecorder
from shared.grading.job_tasks import JobTasks
from shared.grading.job_work import JobWork, Result
from shared.grading.tally import Tally
from shared.llm.budget import SessionBudgets
from shared.llm.chat import open_chat
from shared.llm.errors import BudgetSpent, ModelFailure, RateLimited, ServerRefusal, WrongSetup
from shared.llm.ledger import SpendingLedger
from shared.llm.slots import RunSlots
from shared.problems import Problem
from shared.rpc.database import service_database
from shared.rpc.repeating import PATIENCE_SECONDS, TRANSIENT
from shared.settings import Settings

Work = Callable[[RawJob], Awaitable[Result]]

# Answers may be claimed for this part of the time and sessions for all of it: otherwise an endless queue of answers
# would hold back every summary.
SHARE_FOR_ANSWERS = 0.75
# An idle run waits out rate limits up to this long; longer ones are left to the next run.
IDLE_SECONDS = 2.0
# The minimum pause between two claims while the database is unavailable.
CLAIM_AGAIN_SECONDS = 1.0


async def grade_what_is_due(settings: Settings, limit: int | None = None) -> Tally:
    """Grade up to `limit` answers for a bounded time; raises Problem without a database."""
    database = service_database(settings)
    budget = SessionBudgets(lambda session_id: SpendingLedger(database, settings.llm.daily_tokens, session_id))
    async with open_chat(settings.llm, budget, slots=RunSlots(settings.llm.concurrency)) as chat:
        run = GradingRun(evaluation_queue(database), summary_queue(database), Grader(chat, settings.grading), settings)
        try:
            return await run.work(limit)
        finally:
            await budget.close()


class GradingRun:
    """One run over both queues."""

    def __init__(
        self,
        evaluations: JobQueue,
        summaries: JobQueue,
        grader: Grader,
        settings: Settings,
    ) -> None:
        self._tally = Tally()
        self._evaluations = evaluations
        self._summaries = summaries
        self._work = JobWork(evaluations, summaries, grader)
        self._run_seconds = settings.grading.run_seconds
        self._llm = settings.llm
        self._resume_at = 0.0
        self._claimed_at: float | None = None
        self._halted = False

    async def work(self, limit: int | None = None) -> Tally:
        """Grade up to `limit` answers, then summarize sessions; raises Problem if nothing works."""
        seconds, call = self._run_seconds, self._llm.timeout_seconds
        started = monotonic()
        claiming = max(seconds - call, seconds / 2)
        try:
            async with asyncio.timeout(seconds):
                until = started + claiming * SHARE_FOR_ANSWERS
                await self._drain(self._evaluations, self._work.grade, limit, until)
                await self._drain(self._summaries, self._work.sum_up, None, started + claiming)
        except TimeoutError:
            logs.logger.warning("The run ended with jobs under way; they were given back.")
        return self._tally

    async def _drain(self, queue: JobQueue, work: Work, limit: int | None, until: float) -> None:
        """Work until the queue is empty, `limit` jobs are claimed or the time to claim is over."""
        tasks, recorder = JobTasks(self._llm.concurrency), JobRecorder(queue, self._tally)
        left = limit
        try:
            while True:
                pause = self._resume_at - monotonic()
                count = tasks.room(left)
                if count and pause <= 0 and monotonic() < until and not self._halted:
                    jobs = await self._claim(queue, count, idle=tasks.idle)
                    if jobs is None:
                        continue
                    left = None if left is None else left - len(jobs)
                    recorder.claimed(len(jobs))
                    for job in jobs:
                        tasks.start(self._process(job, work, recorder, tasks))
                if await tasks.wait(pause):
                    continue
                if self._halted or not 0 < pause <= IDLE_SECONDS:
                    return
                await asyncio.sleep(pause)
        finally:
            recorder.cut_off(await tasks.wind_up())

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
            self._pause(max(CLAIM_AGAIN_SECONDS, asked or 0))
            return None
        self._claimed_at = monotonic()
        return jobs

    async def _process(self, job: RawJob, work: Work, recorder: JobRecorder, tasks: JobTasks) -> None:
        """Work on one claimed job; its outcome is stored in the background while others are worked on.

        Raises nothing but its cancellation.
        """
        try:
            result = await work(job)
        except asyncio.CancelledError:
            await recorder.release(job)
            raise
        except BudgetSpent as spent:
            end = recorder.pass_over(job, spent, self._wait_for_budget(spent))
        except ServerRefusal as refusal:
            self._heed(refusal)
            end = recorder.put_off(job, refusal)
        except ModelFailure as failure:
            end = recorder.fail(job, failure.code, failure.retry_after_seconds, permanent=failure.permanent)
        except Problem as problem:
            recorder.log(job, problem.cause or problem.code)
            end = recorder.release(job)
        except Exception as error:  # noqa: BLE001 (logged with its stack trace, and the job is marked)
            recorder.log(job, logs.stack_trace(error))
            end = recorder.fail(job, f"internal_error {type(error).__name__}", None)
        else:
            end = recorder.complete(job, result)
        tasks.store(end)

    def _heed(self, refusal: ServerRefusal) -> None:
        """Stop or pause the whole run when the model server refuses more than this one job."""
        if isinstance(refusal, WrongSetup):
            self._halted = True
        elif isinstance(refusal, RateLimited):
            self._pause(refusal.retry_after_seconds or 1.0)

    def _wait_for_budget(self, spent: BudgetSpent) -> float:
        """How many seconds a job has to wait; stops the run if nothing is left of the day's tokens."""
        if spent.refusal.left >= self._llm.max_output_tokens:
            return spent.refusal.wait_seconds
        self._halted = True
        logs.logger.warning("The day's tokens are used up; answers wait.")
        # The next run finds the same, or a higher limit.
        return 0.0

    def _pause(self, seconds: float) -> None:
        """Claim nothing for that long."""
        self._resume_at = max(self._resume_at, monotonic() + seconds)
