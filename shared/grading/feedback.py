"""The feedback that a candidate reads about an answer, written by a model that never saw the key.

A model that has seen the key can be made to repeat it, in any language and any disguise. The call that grades
therefore writes for reviewers only. The call that writes for the candidate gets the question, the answer and the score,
and not a word of what the first call wrote.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.grading.chat_requests import grading_request
from shared.grading.conversation_jobs import ConversationJob
from shared.grading.grades import FeedbackReply
from shared.grading.jobs import EvaluationJob
from shared.llm.chat import ChatReply, ChatRequest
from shared.llm.presentable import presentable

MAX_ITEMS = 5


def feedback_request(
    model: str, question: str, answer: str, score: Decimal, points: Decimal
) -> ChatRequest[FeedbackReply]:
    """The request for feedback. It takes no job, so that nothing of a key can get into it."""
    data = {"question": question, "score": f"{score.normalize():f} of {points.normalize():f}"}
    return grading_request(model, "feedback", data, answer, FeedbackReply)


def needs_feedback(job: EvaluationJob | ConversationJob, result: Mapping[str, Any]) -> bool:
    """Whether a model is to write feedback: it has graded the answer, and the candidate may read its words."""
    return job.shows_feedback and result["status"] == "done" and result["model"] is not None


def with_feedback(result: Mapping[str, Any], written: ChatReply[FeedbackReply]) -> dict[str, Any]:
    """The result of an evaluation with the feedback, and with what that call used as well."""
    words, usage = written.content, written.usage
    feedback = dict(result["feedback"])
    if text := presentable(words.feedback):
        feedback["text"] = text
    feedback["strengths"] = [shown for item in words.strengths[:MAX_ITEMS] if (shown := presentable(item))]
    feedback["improvements"] = [shown for item in words.improvements[:MAX_ITEMS] if (shown := presentable(item))]
    return {
        **result,
        "feedback": feedback,
        "prompt_version": f"{result['prompt_version']}+{usage.prompt_version}",
        "input_tokens": _sum(result["input_tokens"], usage.input_tokens),
        "output_tokens": _sum(result["output_tokens"], usage.output_tokens),
        "latency_ms": result["latency_ms"] + usage.latency_ms,
    }


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
