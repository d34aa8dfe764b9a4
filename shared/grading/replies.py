"""The shapes a model must reply in. Strict: "7", true and NaN are not scores."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Score = Annotated[float, Field(allow_inf_nan=False)]
Recommendation = Literal["Strong Hire", "Hire", "Maybe", "No Hire"]


class ModelReply(BaseModel):
    """A JSON object with exactly these fields; the graders check the bounds of scores."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class AnswerReply(ModelReply):
    """What every grade has: feedback for the candidate, and whether the answer addresses the grader."""

    feedback: str
    strengths: list[str]
    improvements: list[str]
    addresses_grader: bool


class ShortAnswerReply(AnswerReply):
    """The grade of a short answer."""

    evidence: str
    score: Score


class CriterionReply(ModelReply):
    """The grade of one criterion."""

    id: str
    evidence: str
    comment: str
    score: Score


class CriteriaReply(AnswerReply):
    """The grades of all criteria, each once."""

    criteria: list[CriterionReply]


class SummaryReply(ModelReply):
    """A summary of a session."""

    summary: str
    strengths: list[str]
    improvements: list[str]
    recommendation: Recommendation
