"""What callers send to get a file."""

from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shared.models.requests import RequestQuery


class ExportQuery(RequestQuery):
    """Export a session's results or a prep session, in one format; send exactly one of the two ids."""

    session_id: UUID | None = None
    prep_session_id: UUID | None = None
    format: Literal["json", "md", "pdf", "docx"] = Field(default="pdf", description="JSON, Markdown, PDF or Word.")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.session_id is None) == (self.prep_session_id is None):
            raise PydanticCustomError("one_id", "Exactly one of session_id and prep_session_id is needed")
        return self
