"""What authors receive about their interviews and questions."""

from typing import Literal
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
    """What an import did. `question_ids` are in the order of the file, those that were there already included."""

    imported: int
    already_there: int = Field(description="Questions that the bank held already, equal in every member.")
    question_ids: list[UUID]
    server_time: AwareDatetime
