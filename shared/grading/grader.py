"""Grades one answer of any kind. An answer that addresses the grader goes to a person, not to a model."""

from shared.grading.criteria import grade_by_criteria
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.jobs import EvaluationJob, SummaryJob
from shared.grading.off_loop import off_loop
from shared.grading.short_answer import grade_short_answer
from shared.grading.summary import Summary, plain_summary, sum_up
from shared.grading.suspicion import suspicions
from shared.llm.chat import ChatClient
from shared.llm.errors import ModelRefused
from shared.settings import GradingSettings


class Grader:
    """Grades answers and summarizes sessions; `chat` is None without an API key."""

    def __init__(self, chat: ChatClient | None, settings: GradingSettings) -> None:
        self._chat = chat
        self._settings = settings

    async def grade(self, job: EvaluationJob) -> Evaluation:
        """The evaluation of an answer; raises ModelFailure or BudgetSpent."""
        if flags := await off_loop(suspicions, job.answer, job.prompt):
            return for_review(*flags)
        try:
            if job.kind == "short_answer":
                return await grade_short_answer(job, self._chat, self._settings)
            return await grade_by_criteria(job, self._chat, self._settings)
        except ModelRefused as refusal:
            return for_review("model_refused", usage=refusal.usage)

    async def sum_up(self, job: SummaryJob) -> Summary:
        """The summary of a session; raises ModelFailure or BudgetSpent."""
        if self._chat is None:
            return plain_summary(job)
        try:
            return await sum_up(job, self._chat, self._settings)
        except ModelRefused:
            return plain_summary(job)
