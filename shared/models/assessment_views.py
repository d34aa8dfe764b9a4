"""The assessment of a conversation, as reviewers and candidates read it."""

from typing import Any, Literal
from uuid import UUID

from shared.models.evaluation_views import EarlierEvaluation, Evaluation
from shared.models.session_views import ResponseBody


class Quote(ResponseBody):
    """A passage that occurs verbatim in a message of the candidate."""

    message_id: UUID
    seq: int
    quote: str


class AssessedCriterion(ResponseBody):
    """One criterion with its scores.

    `score` counts, and is null while nobody has decided. `machine_score` is the model's, or what it proposes while the
    assessment waits for a person. `reviewed` criteria have a person's score.
    """

    id: str
    title: str
    description: str
    points: int
    score: float | None
    machine_score: float | None
    reviewed: bool
    evidence: list[Quote]
    comment: str | None


class Assessment(ResponseBody):
    """How a conversation was assessed. `evaluation.feedback` holds the explanation and how much was left out."""

    score: float | None
    max_score: int
    reviewed: bool
    criteria: list[AssessedCriterion]
    evaluation: Evaluation
    history: list[EarlierEvaluation]


class ShownCriterion(ResponseBody):
    """The title and score of a criterion; null if a person scored the whole."""

    title: str
    points: int
    score: float | None


class CandidateAssessment(ResponseBody):
    """The assessment as its candidate reads it; only with `assessed` there is more than the status.

    `too_short`: the candidate wrote too little for an assessment. `not_assessed`: a person has to decide, if the
    interview belongs to an organization. `hidden`: the interview shows no results.
    """

    status: Literal["grading", "assessed", "too_short", "not_assessed", "hidden"]
    score: float | None = None
    max_score: int | None = None
    reviewed: bool | None = None
    criteria: list[ShownCriterion] | None = None
    feedback: dict[str, Any] | None = None
