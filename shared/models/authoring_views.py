"""Responses to authors: their interviews and questions."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.models.result_views import InterviewWarning
from shared.models.session_views import ResponseBody


class PublishedInterview(ResponseBody):
    """An interview that candidates can take. `total_seconds` are without extra time; 0 for a conversation."""

    id: UUID
    organization_id: UUID
    title: str
    mode: Literal["timed", "conversation"]
    status: Literal["published"]
    is_public: bool
    question_count: int
    total_seconds: int
    points: int = Field(description="The points of all questions.")


class PublishResponse(ResponseBody):
    """The published interview, and what its authors should know although it can be taken."""

    interview: PublishedInterview
    warnings: list[InterviewWarning]
    server_time: AwareDatetime


class ImportResponse(ResponseBody):
    """The result of an import. `question_ids` are in the order of the file, those that were there already included."""

    imported: int
    already_there: int = Field(description="Questions that the bank held already, equal in every member.")
    question_ids: list[UUID]
    server_time: AwareDatetime


class Draft(ResponseBody):
    """A question that a model drafted, with its key, as in an exported file."""

    id: UUID
    kind: Literal["mcq", "short_answer", "code", "open"]
    interview_type: str
    domain: str
    difficulty: Literal["easy", "medium", "hard"]
    prompt: str
    options: list[dict[str, str]] | None
    points: int
    time_limit_seconds: int
    is_active: Literal[False]
    key: dict[str, Any]


class DraftsResponse(ResponseBody):
    """The stored drafts, at most as many as were asked for: what a model got wrong is left out."""

    title: str | None = Field(description="A title for an interview that asks them; null if the model wrote none.")
    questions: list[Draft]
    server_time: AwareDatetime
