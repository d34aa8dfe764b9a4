"""Turns a model's reply about an answer into what is stored: feedback, evidence, flags and a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from shared.grading.evaluation import Evaluation, for_review
from shared.grading.grades import AnswerReply
from shared.grading.jobs import EvaluationJob
from shared.grading.key_guard import KeyGuard
from shared.grading.points import exact, rounded
from shared.llm.errors import ModelFailure
from shared.llm.presentable import presentable
from shared.llm.usage import ModelUsage

MAX_ITEMS = 5
# With one of these flags a person decides, because the score may not be what the answer deserves.
DOUBTS = frozenset({"evidence_missing", "evidence_not_verbatim", "key_recited", "manipulation_reported"})


@dataclass(frozen=True, slots=True)
class ClearedFeedback:
    """The feedback that the candidate may read, and flags for what was withheld."""

    text: str
    strengths: Sequence[str]
    improvements: Sequence[str]
    flags: frozenset[str]


def bounded(score: float, most: Fraction) -> Fraction:
    """A model's score, exactly as it was given; raises ModelFailure outside 0 to `most`."""
    points = exact(score)
    if not 0 <= points <= most:
        raise ModelFailure("out_of_bounds")
    return points


def cleared_feedback(job: EvaluationJob, reply: AnswerReply) -> ClearedFeedback:
    """The model's feedback without sentences that reveal the key; empty if it reveals the key as a whole."""
    guard = KeyGuard(job)
    written = _texts_of(reply)
    cleared = [[guard.cleared(text) for text in part] for part in written]
    flags = {"key_words_withheld"} if cleared != written else set()
    texts = [text for part in written for text in part]
    recited = any(guard.recites(text) for text in (*texts, " ".join(texts)))
    if recited or guard.reveals(" ".join(text for part in cleared for text in part)):
        flags = {"withheld", "key_recited"} if recited else {"withheld"}
        cleared = [[], [], []]
    text, strengths, improvements = ([text for text in part if text] for part in cleared)
    return ClearedFeedback(" ".join(text), strengths, improvements, frozenset(flags))


def evaluation_of(
    job: EvaluationJob,
    reply: AnswerReply,
    *,
    grader: Literal["keywords+model", "model"],
    score: Fraction,
    faults: Sequence[str],
    details: Mapping[str, Any],
    usage: ModelUsage,
) -> Evaluation:
    """The evaluation for a model's reply: done, or for review if a flag casts doubt on it."""
    shown = cleared_feedback(job, reply)
    flags = {*shown.flags, *faults}
    if reply.addresses_grader:
        flags.add("manipulation_reported")
    points = rounded(score)
    if flags & DOUBTS:
        proposal = {"proposed_score": float(points), "proposed_text": presentable(reply.feedback)}
        return for_review(*flags, grader=grader, reviewer={**details, **proposal}, usage=usage)
    return Evaluation(
        "done",
        grader,
        points,
        shown.text or f"{points.normalize():f} of {job.points.normalize():f} points.",
        shown.strengths,
        shown.improvements,
        details,
        tuple(flags),
        usage=usage,
    )


def _texts_of(reply: AnswerReply) -> list[list[str]]:
    return [
        [presentable(reply.feedback)],
        [presentable(text) for text in reply.strengths[:MAX_ITEMS]],
        [presentable(text) for text in reply.improvements[:MAX_ITEMS]],
    ]
