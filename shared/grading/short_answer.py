"""Short answers: half of the points for keywords, half for the understanding that a model finds.

Without a model, the keywords decide all points and the score is provisional. Without keywords, the model decides all.
"""

from fractions import Fraction

from shared.grading.chat_requests import grading_request
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.evidence import evidence_fault
from shared.grading.grades import ShortAnswerReply
from shared.grading.jobs import EvaluationJob
from shared.grading.keyword_score import UnusableKeyError, by_keywords, usable_match
from shared.grading.keywords import KeywordMatch
from shared.grading.off_loop import off_loop
from shared.grading.points import exact
from shared.grading.scores import bounded, evaluation_of
from shared.llm.chat import ChatClient, ChatReply
from shared.llm.presentable import presentable
from shared.settings import GradingSettings


async def grade_short_answer(job: EvaluationJob, chat: ChatClient | None, settings: GradingSettings) -> Evaluation:
    """Grade a short answer; raises what `ChatClient.complete` raises."""
    try:
        match = await off_loop(usable_match, job)
    except UnusableKeyError:
        return for_review("unusable_key")
    if chat is None:
        return by_keywords(job, match) if match else for_review("no_model")
    points = exact(job.points)
    most = points / 2 if match else points
    data = {
        "question": job.prompt,
        "sample_solution": job.sample_solution,
        "maximum": float(most),
    }
    request = grading_request(settings.model_for("short_answer"), "short_answer", data, job.answer, ShortAnswerReply)
    reply = await chat.complete(request, job.session_id)
    return await off_loop(_by_both, job, match, reply, most)


def _by_both(
    job: EvaluationJob, match: KeywordMatch | None, reply: ChatReply[ShortAnswerReply], most: Fraction
) -> Evaluation:
    """The evaluation from keywords and the model's reply; `most` is the maximum that the model may give."""
    content = reply.content
    understood = bounded(content.score, most)
    matched = match.share * exact(job.points) / 2 if match else Fraction(0)
    details = {
        **(match.as_fields() if match else {}),
        "keyword_score": float(matched) if match else None,
        "model_score": float(understood),
        "evidence": presentable(content.evidence),
    }
    fault = evidence_fault(content.evidence, job.answer, needed=understood > 0)
    return evaluation_of(
        job,
        content,
        grader="keywords+model" if match else "model",
        score=matched + understood,
        faults=[fault] if fault else [],
        details=details,
        usage=reply.usage,
    )
