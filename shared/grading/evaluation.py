"""What grading an answer results in: an evaluation, with a score or for a person to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from shared.llm.usage import NO_USAGE, ModelUsage

IN_REVIEW = "A person will look at this answer."


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is stored for an answer.

    `text` may be shown to the candidate, so the model that grades never writes it: that model knows the key. A call
    without the key may replace it later (`shared.grading.feedback`).
    `reviewer` holds what only members of the organization read: the model's
    explanation, evidence, criteria and keywords. Only status `done` has a score; an evaluation in doubt has a
    `proposed_score` in `reviewer` instead.
    """

    status: Literal["done", "needs_review"]
    grader: Literal["keywords", "keywords+model", "model", "none"]
    score: Decimal | None
    text: str
    reviewer: Mapping[str, Any] = field(default_factory=dict)
    flags: Sequence[str] = ()
    provisional: bool = False
    usage: ModelUsage | None = None

    def as_result(self) -> dict[str, Any]:
        """The JSON that `complete_evaluation` takes."""
        return {
            "status": self.status,
            "grader": self.grader,
            "provisional": self.provisional,
            "score": None if self.score is None else float(self.score),
            "feedback": {**self.reviewer, "text": self.text},
            "flags": sorted(set(self.flags)),
            **(self.usage.as_fields() if self.usage else NO_USAGE),
        }


def for_review(
    *flags: str,
    grader: Literal["keywords+model", "model", "none"] = "none",
    reviewer: Mapping[str, Any] | None = None,
    usage: ModelUsage | None = None,
) -> Evaluation:
    """An evaluation without a score, for a person to decide; the candidate learns nothing else."""
    return Evaluation("needs_review", grader, None, IN_REVIEW, reviewer=reviewer or {}, flags=flags, usage=usage)
