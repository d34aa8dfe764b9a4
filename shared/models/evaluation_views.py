"""How an answer or a conversation was graded, as reviewers read it."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.models.session_views import ResponseBody

Grader = Literal["key", "none", "keywords", "keywords+model", "model"]
EvaluationStatus = Literal["queued", "running", "done", "failed", "needs_review"]


class Evaluation(ResponseBody):
    """How an answer was graded, with both the machine's and the person's score."""

    status: EvaluationStatus
    attempts: int
    max_attempts: int
    grader: Grader | None
    provisional: bool
    model: str | None
    prompt_version: str | None
    input_tokens: int | None
    output_tokens: int | None
    latency_ms: int | None
    machine_score: float | None
    overridden_score: float | None
    overridden_by: UUID | None
    override_reason: str | None
    feedback: dict[str, Any]
    flags: list[str]
    error: str | None
    late_answer_id: UUID | None
    finished_at: AwareDatetime | None


class EarlierEvaluation(ResponseBody):
    """The state of an evaluation before it was replaced."""

    replaced_at: AwareDatetime
    actor: UUID | None
    reason: str
    status: EvaluationStatus
    score: float | None
    overridden_score: float | None
    grader: Grader | None
    model: str | None
    prompt_version: str | None
