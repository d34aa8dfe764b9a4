"""How grading one answer can end: with an evaluation, or with an exception that says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

IN_REVIEW = "A person will look at this answer."


class ModelFailure(Exception):  # noqa: N818 (so is RateLimited: they say what happened)
    """The model gave nothing to rely on; the job is tried again, a bounded number of times, unless `permanent`.

    `code` names the fault for the job's record and holds nothing a model or candidate wrote.
    """

    def __init__(self, code: str, *, permanent: bool = False, retry_after_seconds: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


class NotTheJobsFault(ModelFailure):
    """It would have met any other job too: this one waits, however often, and loses no attempt."""

    default_wait_seconds: ClassVar[float]

    @property
    def wait_seconds(self) -> float:
        """How long to leave the job alone: what the server asks for, if it asks."""
        return self.retry_after_seconds or self.default_wait_seconds


class RateLimited(NotTheJobsFault):
    """The model server asks for fewer calls."""

    default_wait_seconds = 30.0


class WrongSetup(NotTheJobsFault):
    """The key, the rights or the model's name is wrong, until a person puts it right."""

    default_wait_seconds = 60.0


class ModelRefused(Exception):  # noqa: N818 (it is an answer, not an error)
    """The model declined to grade this answer; a person has to."""

    def __init__(self, usage: "ModelUsage") -> None:
        super().__init__("model_refused")
        self.usage = usage


@dataclass(frozen=True, slots=True)
class BudgetRefusal:
    """Why tokens were not set aside.

    `share` is the limit that did not allow it: `day`, or the share of `users` together, a `user`, an `organization` or
    a `candidate`. It is worth another try after `wait_seconds`. `left` is what nobody has used of the day.
    """

    share: str
    wait_seconds: float
    left: int


class BudgetSpent(Exception):  # noqa: N818 (nothing went wrong)
    """The call does not fit into what is left of the day's tokens or of a share in them; the job waits."""

    def __init__(self, refusal: BudgetRefusal) -> None:
        super().__init__(f"budget_{refusal.share}")
        self.refusal = refusal

    @property
    def code(self) -> str:
        """What is noted with a job that waits for the budget."""
        return f"budget_{self.refusal.share}"


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Which model was asked with which prompt, and what it cost; tokens are None when not told."""

    model: str
    prompt_version: str
    latency_ms: int
    input_tokens: int | None = None
    output_tokens: int | None = None

    def as_fields(self) -> dict[str, Any]:
        """As the fields of a stored result."""
        return {
            "model": self.model,
            "prompt_version": self.prompt_version,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "latency_ms": self.latency_ms,
        }


NO_MODEL: Mapping[str, Any] = dict.fromkeys(("model", "prompt_version", "input_tokens", "output_tokens", "latency_ms"))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is stored for an answer.

    `text`, `strengths` and `improvements` may be shown to the candidate; `reviewer` holds further
    fields of the feedback, for members of the organization only: they name criteria and keywords. A
    score exists only with status `done`; what is in doubt has a `proposed_score` there.
    """

    status: Literal["done", "needs_review"]
    grader: Literal["keywords", "keywords+model", "model", "none"]
    score: Decimal | None
    text: str
    strengths: Sequence[str] = ()
    improvements: Sequence[str] = ()
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
            "feedback": {
                "text": self.text,
                "strengths": list(self.strengths),
                "improvements": list(self.improvements),
                **self.reviewer,
            },
            "flags": sorted(set(self.flags)),
            **(self.usage.as_fields() if self.usage else NO_MODEL),
        }


def for_review(
    *flags: str,
    grader: Literal["keywords+model", "model", "none"] = "none",
    reviewer: Mapping[str, Any] | None = None,
    usage: ModelUsage | None = None,
) -> Evaluation:
    """An evaluation without a score, for a person to decide; the candidate reads only that."""
    return Evaluation("needs_review", grader, None, IN_REVIEW, reviewer=reviewer or {}, flags=flags, usage=usage)
