"""How grading one answer can end: with an evaluation, or with an exception that says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

IN_REVIEW = "A person will look at this answer."


class ModelFailure(Exception):  # noqa: N818 (named for what happened, like RateLimited)
    """The model returned nothing usable. Unless `permanent`, the job is retried a bounded number of times.

    `code` names the fault in the job's record and holds nothing that a model or candidate wrote.
    """

    def __init__(self, code: str, *, permanent: bool = False, retry_after_seconds: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds


class NotTheJobsFault(ModelFailure):
    """A fault that would have hit any job: this one waits as often as needed and loses no attempt."""

    default_wait_seconds: ClassVar[float]

    @property
    def wait_seconds(self) -> float:
        """How long the job has to wait: what the server asks for, if it does."""
        return self.retry_after_seconds or self.default_wait_seconds


class RateLimited(NotTheJobsFault):
    """The model server asks for fewer calls."""

    default_wait_seconds = 30.0


class WrongSetup(NotTheJobsFault):
    """The key, its permissions or the model's name is wrong until a person fixes it."""

    default_wait_seconds = 60.0


class ModelRefused(Exception):  # noqa: N818 (an outcome, not an error)
    """The model declined to grade this answer; a person has to."""

    def __init__(self, usage: "ModelUsage") -> None:
        super().__init__("model_refused")
        self.usage = usage


@dataclass(frozen=True, slots=True)
class BudgetRefusal:
    """Why tokens were not reserved.

    `share` is the limit that refused: `day`, or the share of `users` together, a `user`, an `organization` or a
    `candidate`. Retry after `wait_seconds`. `left` is the number of tokens that remain of the day.
    """

    share: str
    wait_seconds: float
    left: int


class BudgetSpent(Exception):  # noqa: N818 (an outcome, not an error)
    """The call does not fit into the tokens left of the day or of a share; the job waits."""

    def __init__(self, refusal: BudgetRefusal) -> None:
        super().__init__(f"budget_{refusal.share}")
        self.refusal = refusal

    @property
    def code(self) -> str:
        """The reason that is recorded for a job that waits for the budget."""
        return f"budget_{self.refusal.share}"


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Which model was asked with which prompt, and what it cost; tokens are None if not reported."""

    model: str
    prompt_version: str
    latency_ms: int
    input_tokens: int | None = None
    output_tokens: int | None = None

    def as_fields(self) -> dict[str, Any]:
        """The usage as fields of a stored result."""
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

    `text`, `strengths` and `improvements` may be shown to the candidate. `reviewer` holds further feedback for members
    of the organization only, because it names criteria and keywords. Only status `done` has a score; an evaluation in
    doubt has a `proposed_score` in `reviewer` instead.
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
    """An evaluation without a score, for a person to decide; the candidate learns nothing else."""
    return Evaluation("needs_review", grader, None, IN_REVIEW, reviewer=reviewer or {}, flags=flags, usage=usage)
