"""The jobs that the database hands out: one answer to grade, or one session to summarize."""

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["short_answer", "code", "open"]
Inflected = Literal["ar", "de", "el", "en", "es", "fr", "he", "hi", "it", "pt", "ru", "tr"]


class Job(BaseModel):
    """A job claimed under `token`: only the holder of the token may complete, fail or release it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    token: str
    attempt: int
    max_attempts: int


class Keyword(BaseModel):
    """A keyword matches if it or one of its synonyms occurs; with `inflections`, in any form of that language."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    keyword: str = Field(min_length=1)
    synonyms: tuple[str, ...] = ()
    inflections: Inflected | None = None


class Criterion(BaseModel):
    """One thing that a good answer does, and its points."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    points: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]


def _keywords(value: Any) -> Any:
    """Keys are written by hand: a plain string is a keyword without synonyms."""
    if not isinstance(value, list):
        return value or ()
    return [{"keyword": entry} if isinstance(entry, str) else entry for entry in value]


def _none_is_empty(value: Any) -> Any:
    return value or ()


class EvaluationJob(Job):
    """One answer with the key that grades it. `points` is the maximum score.

    `shows_feedback` is true if the candidate may read feedback. `grade` is the result that an earlier attempt stored
    before its feedback was written.
    """

    answer_id: UUID
    session_id: UUID
    position: int
    kind: Kind
    prompt: str
    points: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
    answer: str
    keywords: Annotated[tuple[Keyword, ...], BeforeValidator(_keywords)] = ()
    keywords_needed: Annotated[int, Field(ge=1)] | None = None
    sample_solution: str | None = None
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(_none_is_empty)] = ()
    shows_feedback: bool = False
    grade: dict[str, Any] | None = None


class GradedAnswer(BaseModel):
    """The outcome of one question; `score` is None if nobody has decided or there is no answer to grade."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    position: int
    kind: str
    prompt: str
    points: Decimal
    score: Decimal | None = None
    status: str | None = None
    source: str | None = None
    feedback: Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})] = {}


class SummaryJob(Job):
    """A session whose answers are all graded, failed or waiting for a person."""

    session_id: UUID
    title: str
    mode: str
    total: Decimal | None
    maximum: Decimal
    percentage: Decimal | None
    all_graded: bool
    answers: Annotated[tuple[GradedAnswer, ...], BeforeValidator(_none_is_empty)] = ()
