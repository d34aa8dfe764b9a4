"""The shapes of a model's grades, feedback and summaries; the graders check the bounds of scores."""

from typing import Annotated, Literal

from pydantic import Field

from shared.llm.reply_format import ModelReply

Score = Annotated[float, Field(allow_inf_nan=False)]
Recommendation = Literal["Strong Hire", "Hire", "Maybe", "No Hire"]


class AnswerReply(ModelReply):
    """What every grade has: the reason, for reviewers only, and whether the answer addresses the grader."""

    explanation: str
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


class QuoteReply(ModelReply):
    """A passage of one message of a transcript, by the message's number."""

    message: int
    quote: str


class AssessedCriterionReply(ModelReply):
    """The grade of one criterion of a conversation."""

    id: str
    evidence: list[QuoteReply]
    comment: str
    score: Score


class ConversationReply(AnswerReply):
    """The grades of all criteria of a conversation, each once."""

    criteria: list[AssessedCriterionReply]


class FeedbackReply(ModelReply):
    """What a candidate reads about one answer, or about a conversation."""

    feedback: str
    strengths: list[str]
    improvements: list[str]


class SummaryReply(ModelReply):
    """A summary of a session."""

    summary: str
    strengths: list[str]
    improvements: list[str]
    recommendation: Recommendation
