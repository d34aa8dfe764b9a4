"""Turns a model's grade of an answer into what is stored: a score, or a proposed score for a person to decide."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from shared.grading.conversation_jobs import ConversationJob
from shared.grading.evaluation import Evaluation, for_review
from shared.grading.grades import AnswerReply
from shared.grading.jobs import EvaluationJob
from shared.grading.points import exact, rounded
from shared.llm.errors import ModelFailure
from shared.llm.presentable import presentable
from shared.llm.usage import ModelUsage


def bounded(score: float, most: Fraction) -> Fraction:
    """A model's score, exactly as it was given; raises ModelFailure outside 0 to `most`."""
    points = exact(score)
    if not 0 <= points <= most:
        raise ModelFailure("out_of_bounds")
    return points


def evaluation_of(
    job: EvaluationJob | ConversationJob,
    reply: AnswerReply,
    *,
    grader: Literal["keywords+model", "model"],
    score: Fraction,
    faults: Sequence[str],
    details: Mapping[str, Any],
    usage: ModelUsage,
) -> Evaluation:
    """The evaluation for a model's grade: done, or for review if `faults` names a fault of its evidence."""
    points = rounded(score)
    flags = [*faults, *(["manipulation_reported"] if reply.addresses_grader else [])]
    reviewer = {**details, "explanation": presentable(reply.explanation)}
    if faults:
        proposal = {"proposed_score": float(points)}
        return for_review(*flags, grader=grader, reviewer={**reviewer, **proposal}, usage=usage)
    return Evaluation("done", grader, points, in_points(points, job.points), reviewer, tuple(flags), usage=usage)


def in_points(score: Decimal, points: Decimal) -> str:
    """The score as a sentence."""
    return f"{score.normalize():f} of {points.normalize():f} points."
