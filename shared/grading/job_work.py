"""What is done with one claimed job, up to the result that is stored."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from shared.grading.conversation_jobs import ConversationJob
from shared.grading.evaluation import for_review
from shared.grading.grader import Grader
from shared.grading.job_queue import JobQueue, RawJob
from shared.grading.job_recorder import log_job
from shared.grading.jobs import EvaluationJob, SummaryJob
from shared.grading.summary import plain_summary
from shared.llm.errors import ModelFailure, ServerRefusal
from shared.problems import Problem

Result = Mapping[str, Any]


class JobWork:
    """Works on one job and returns its result, as `complete_evaluation` and `complete_summary` take it.

    `grade` also stores the grade before it asks for feedback.

    Both methods raise ModelFailure or BudgetSpent if the job has to be tried again.
    """

    def __init__(self, evaluations: JobQueue, summaries: JobQueue, grader: Grader) -> None:
        self._evaluations = evaluations
        self._summaries = summaries
        self._grader = grader

    async def grade(self, raw: RawJob) -> Result:
        """Grade an answer or a conversation, and have feedback written if its candidate may read it."""
        try:
            job = (ConversationJob if raw["kind"] == "conversation" else EvaluationJob).model_validate(raw)
        except ValidationError:
            # Keys are written by hand; the flag shows a person which one is unusable.
            return for_review("unusable_key").as_result()
        result = job.grade or (await self._grader.grade(job)).as_result()
        if not self._grader.can_add_feedback(job, result):
            return result
        if not job.grade and not await self._store_grade(raw, result):
            return result
        try:
            return await self._grader.add_feedback(job, result)
        except ServerRefusal:
            raise
        except ModelFailure as failure:
            # The score needs no feedback: the candidate then reads the points.
            if not failure.permanent and job.attempt < job.max_attempts:
                raise
            log_job(self._evaluations, raw, failure.code)
            return result

    async def _store_grade(self, raw: RawJob, result: Result) -> bool:
        """Store a grade before its feedback is written: whatever becomes of that, nobody pays for the grade twice.

        False if the grade is not stored: it must then be completed at once, without feedback.
        """
        try:
            return await self._evaluations.store_grade(raw, result)
        except Problem as problem:
            log_job(self._evaluations, raw, problem.cause or problem.code)
            return False

    async def sum_up(self, raw: RawJob) -> Result:
        """Summarize a session."""
        job = SummaryJob.model_validate(raw)
        try:
            return (await self._grader.sum_up(job)).as_result()
        except ServerRefusal:
            raise
        except ModelFailure as failure:
            # The plain facts need no model, so that no session is left without a summary.
            if not failure.permanent and job.attempt < job.max_attempts:
                raise
            log_job(self._summaries, raw, failure.code)
            return plain_summary(job).as_result()
