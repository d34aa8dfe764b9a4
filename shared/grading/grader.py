"""Grades one answer of any kind or a conversation, and has feedback written by a second call that never sees the key.

An answer that hides characters or imitates our messages goes to a person, not to a model.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from shared.grading.conversation import assess_conversation, conversation_feedback_request
from shared.grading.conversation_jobs import ConversationJob
from shared.grading.criteria import grade_by_criteria
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.feedback import feedback_request, needs_feedback, with_feedback
from shared.grading.jobs import EvaluationJob, SummaryJob
from shared.grading.off_loop import off_loop
from shared.grading.short_answer import grade_short_answer
from shared.grading.summary import Summary, plain_summary, sum_up
from shared.grading.suspicion import hints, vetoes
from shared.llm.chat import ChatClient
from shared.llm.errors import ModelRefused
from shared.settings import GradingSettings


class Grader:
    """Grades answers and summarizes sessions; `chat` is None without an API key."""

    def __init__(self, chat: ChatClient | None, settings: GradingSettings) -> None:
        self._chat = chat
        self._settings = settings

    async def grade(self, job: EvaluationJob | ConversationJob) -> Evaluation:
        """The evaluation of an answer or a conversation, without a model's feedback.

        Raises ModelFailure or BudgetSpent.
        """
        if isinstance(job, ConversationJob):
            return await assess_conversation(job, self._chat, self._settings)
        if flags := await off_loop(vetoes, job.answer, job.prompt):
            return for_review(*flags)
        try:
            if job.kind == "short_answer":
                evaluation = await grade_short_answer(job, self._chat, self._settings)
            else:
                evaluation = await grade_by_criteria(job, self._chat, self._settings)
        except ModelRefused as refusal:
            evaluation = for_review("model_refused", usage=refusal.usage)
        return replace(evaluation, flags=(*evaluation.flags, *await off_loop(hints, job.answer, job.prompt)))

    def can_add_feedback(self, job: EvaluationJob | ConversationJob, result: Mapping[str, Any]) -> bool:
        """Whether a model is to write feedback for the candidate to this result of `grade`."""
        return self._chat is not None and needs_feedback(job, result)

    async def add_feedback(self, job: EvaluationJob | ConversationJob, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """The result with feedback for the candidate; unchanged if the model declines to write it.

        Raises ModelFailure or BudgetSpent.
        """
        if self._chat is None:
            return result
        model = self._settings.model_for(job.kind)
        request = (
            conversation_feedback_request(job, result, model)
            if isinstance(job, ConversationJob)
            else feedback_request(model, job.prompt, job.answer, Decimal(str(result["score"])), job.points)
        )
        try:
            return with_feedback(result, await self._chat.complete(request, job.session_id))
        except ModelRefused:
            return result

    async def sum_up(self, job: SummaryJob) -> Summary:
        """The summary of a session; raises ModelFailure or BudgetSpent."""
        # Of a conversation that nobody has assessed yet, there is nothing to say.
        if self._chat is None or (job.mode == "conversation" and not job.all_graded):
            return plain_summary(job)
        try:
            return await sum_up(job, self._chat, self._settings)
        except ModelRefused:
            return plain_summary(job)
