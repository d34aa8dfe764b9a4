"""What callers send to get a file."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.models.requests import RequestQuery


class ExportQuery(RequestQuery):
    """Which session's results, and as what."""

    session_id: UUID
    format: Literal["json", "md", "pdf", "docx"] = Field(default="pdf", description="JSON, Markdown, PDF or Word.")
