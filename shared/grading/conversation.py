"""Assesses a conversation: a model grades each criterion, with quotes of the candidate's messages as evidence.

The interviewer's words are context, never evidence. A quote counts only if it occurs verbatim in the message that it
is said to be from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from shared.grading.chat_requests import grading_request
from shared.grading.conversation_jobs import ConversationJob, Turn
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.evidence import is_verbatim
from shared.grading.grades import AssessedCriterionReply, ConversationReply, FeedbackReply, QuoteReply
from shared.grading.off_loop import off_loop
from shared.grading.points import exact
from shared.grading.scores import bounded, evaluation_of
from shared.grading.suspicion import hints, vetoes
from shared.llm.chat import ChatClient, ChatReply, ChatRequest
from shared.llm.errors import ModelFailure, ModelRefused
from shared.llm.presentable import presentable
from shared.settings import GradingSettings

IN_REVIEW = "A person will look at this conversation."
MAX_QUOTES = 5


async def assess_conversation(job: ConversationJob, chat: ChatClient | None, settings: GradingSettings) -> Evaluation:
    """The assessment of a conversation, without a model's feedback; raises ModelFailure or BudgetSpent.

    Without a model it goes to a person, as does a conversation in which the candidate hides characters or imitates our
    messages: no model reads that.
    """
    if flags := await off_loop(_flags_of, job, vetoes):
        return _for_review(*flags)
    if chat is None:
        return _for_review("no_model")
    data = {
        "interview": job.title,
        "criteria": [
            {"id": c.id, "title": c.title, "description": c.description, "points": float(c.points)}
            for c in job.criteria
        ],
    }
    request = grading_request(
        settings.model_for("conversation"), "conversation", data, job.transcript(), ConversationReply
    )
    try:
        evaluation = await off_loop(_by_model, job, await chat.complete(request, job.session_id))
    except ModelRefused as refusal:
        evaluation = replace(for_review("model_refused", usage=refusal.usage), text=IN_REVIEW)
    return replace(evaluation, flags=(*evaluation.flags, *await off_loop(_flags_of, job, hints)))


def conversation_feedback_request(
    job: ConversationJob, result: Mapping[str, Any], model: str
) -> ChatRequest[FeedbackReply]:
    """The request for feedback to the candidate: transcript, titles and scores, and nothing else of the assessment.

    What the descriptions say, and what a call wrote that knew them, does not get into it.
    """
    scores = {grade["id"]: grade["score"] for grade in result["feedback"]["criteria"]}
    data = {
        "criteria": [
            {"title": criterion.title, "score": f"{scores[criterion.id]:g} of {criterion.points.normalize():f}"}
            for criterion in job.criteria
        ]
    }
    return grading_request(model, "conversation_feedback", data, job.transcript(), FeedbackReply)


def _for_review(*flags: str) -> Evaluation:
    return replace(for_review(*flags), text=IN_REVIEW)


def _flags_of(job: ConversationJob, check: Callable[[str, str], list[str]]) -> list[str]:
    """The sorted flags that a check finds in any text of the candidate."""
    return sorted({flag for text in job.said for flag in check(text, job.title or "")})


def _by_model(job: ConversationJob, reply: ChatReply[ConversationReply]) -> Evaluation:
    """The evaluation that the model's grades add up to."""
    given = {grade.id: grade for grade in reply.content.criteria}
    if len(given) != len(reply.content.criteria) or given.keys() != {criterion.id for criterion in job.criteria}:
        raise ModelFailure("wrong_criteria")
    turns = job.candidate_turns()
    total = Fraction(0)
    faults: set[str] = set()
    graded: list[dict[str, object]] = []
    for criterion in job.criteria:
        grade = given[criterion.id]
        points = bounded(grade.score, exact(criterion.points))
        total += points
        quotes, found = _evidence(grade, turns, needed=points > 0)
        faults |= found
        graded.append(
            {
                "id": criterion.id,
                "score": float(points),
                "points": float(criterion.points),
                "evidence": quotes,
                "comment": presentable(grade.comment),
            }
        )
    cut = [turn.left_out for turn in job.turns if turn.left_out]
    evaluation = evaluation_of(
        job,
        reply.content,
        grader="model",
        score=total,
        faults=sorted(faults),
        details={"criteria": graded, "messages_cut": len(cut), "characters_left_out": sum(cut)},
        usage=reply.usage,
    )
    return replace(evaluation, text=IN_REVIEW) if faults else evaluation


def _evidence(
    grade: AssessedCriterionReply, turns: dict[int, Turn], *, needed: bool
) -> tuple[Sequence[dict[str, Any]], set[str]]:
    """The quotes that are verbatim in the message they name, and the flags for what is missing or is not."""
    quotes = [quote for quote in grade.evidence[:MAX_QUOTES] if quote.quote.strip()]
    proven = [quote for quote in quotes if _occurs(quote, turns)]
    faults = {"evidence_not_verbatim"} if len(proven) < len(quotes) else set()
    if needed and not quotes:
        faults.add("evidence_missing")
    return [
        {
            "message_id": str(turns[quote.message].message_id),
            "seq": quote.message,
            "quote": presentable(quote.quote),
        }
        for quote in proven
    ], faults


def _occurs(quote: QuoteReply, turns: dict[int, Turn]) -> bool:
    turn = turns.get(quote.message)
    return turn is not None and is_verbatim(quote.quote, turn.content)
