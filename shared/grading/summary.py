"""The summary of a session: written by a model if there is one, otherwise the plain facts.

The model reads questions, scores and the feedback for the candidate, which was written without the key. It gets no
answers, no keys and nothing that a model wrote which knew a key, so it can reveal neither. Its recommendation is
advice.
"""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shared.grading.chat_requests import grading_request
from shared.grading.feedback import MAX_ITEMS
from shared.grading.grades import SummaryReply
from shared.grading.jobs import GradedAnswer, SummaryJob
from shared.grading.off_loop import off_loop
from shared.grading.suspicion import hints, vetoes
from shared.llm.chat import ChatClient
from shared.llm.errors import ModelFailure
from shared.llm.presentable import presentable
from shared.llm.usage import NO_USAGE, ModelUsage
from shared.settings import GradingSettings

NOT_ALL_GRADED = "Not all answers are graded yet."
NOT_ASSESSED = "this conversation has not been assessed."


@dataclass(frozen=True, slots=True)
class Summary:
    """What is stored for a session; only a model recommends."""

    grader: str
    text: str
    strengths: list[str] = field(default_factory=list)
    improvements: list[str] = field(default_factory=list)
    recommendation: str | None = None
    usage: ModelUsage | None = None

    def as_result(self) -> dict[str, Any]:
        """The JSON that `complete_summary` takes."""
        return {
            "grader": self.grader,
            "summary": self.text,
            "strengths": self.strengths,
            "improvements": self.improvements,
            "recommendation": self.recommendation,
            **(self.usage.as_fields() if self.usage else NO_USAGE),
        }


async def sum_up(job: SummaryJob, chat: ChatClient, settings: GradingSettings) -> Summary:
    """A summary written by a model; raises what `ChatClient.complete` raises."""
    facts = await off_loop(_facts, job)
    request = grading_request(settings.summary_model, "summary", {}, facts, SummaryReply)
    reply = await chat.complete(request, job.session_id)
    content = reply.content
    text = presentable(content.summary)
    if not text:
        raise ModelFailure("wrong_shape")
    if not job.all_graded:
        text = f"{text} {NOT_ALL_GRADED}"
    return Summary(
        "model",
        text,
        [presentable(item) for item in content.strengths[:MAX_ITEMS]],
        [presentable(item) for item in content.improvements[:MAX_ITEMS]],
        content.recommendation,
        reply.usage,
    )


def plain_summary(job: SummaryJob) -> Summary:
    """The facts in a few sentences, without an opinion."""
    if job.mode == "conversation":
        return Summary("plain", _points(job) if job.all_graded else f"{job.title}: {NOT_ASSESSED}")
    graded = [answer for answer in job.answers if answer.score is not None]
    empty = sum(answer.source in (None, "expired", "skipped") for answer in job.answers)
    sentences = [
        _points(job),
        f"{len(graded)} of {len(job.answers)} questions are graded"
        + (f", {empty} {'was' if empty == 1 else 'were'} left without an answer." if empty else "."),
    ]
    full = sum(answer.score == answer.points for answer in graded)
    none = sum(answer.score == 0 for answer in graded)
    sentences.append(f"Full points for {full}, none for {none} of them.")
    if not job.all_graded:
        sentences.append(NOT_ALL_GRADED)
    return Summary("plain", " ".join(sentences))


def _points(job: SummaryJob) -> str:
    share = "" if job.percentage is None else f" ({_number(job.percentage)} %)"
    return f"{job.title}: {_number(job.total or Decimal(0))} of {_number(job.maximum)} points{share}."


def _facts(job: SummaryJob) -> str:
    return json.dumps(
        {
            "title": job.title,
            "mode": job.mode,
            "total": _float(job.total),
            "maximum": float(job.maximum),
            "percentage": _float(job.percentage),
            "all_graded": job.all_graded,
            "questions": [_question(answer) for answer in job.answers],
        },
        ensure_ascii=False,
        indent=1,
    )


def _question(answer: GradedAnswer) -> dict[str, Any]:
    feedback = []
    if answer.status == "done":
        said = answer.feedback
        parts = (said.get("text"), *said.get("strengths", ()), *said.get("improvements", ()))
        feedback = [part for part in parts if isinstance(part, str) and part]
    # An answer may have made the model write instructions into its feedback, aimed at the next model.
    words = "\n".join(feedback)
    if vetoes(words, answer.prompt) or hints(words, answer.prompt):
        feedback = []
    return {
        "number": answer.position + 1,
        "kind": answer.kind,
        "question": answer.prompt,
        "score": _float(answer.score),
        "points": float(answer.points),
        "answered": answer.source in ("submitted", "draft"),
        "feedback": feedback,
    }


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"
