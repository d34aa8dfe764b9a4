"""Requests of authors about the questions of their organization."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.models.fields import RequestBody, RequestQuery, storable

MAX_FILE_BYTES = 1024 * 1024
# Room for a file with escapes and the fields around it.
MAX_IMPORT_BODY_BYTES = 3 * 1024 * 1024
MAX_JOB_DESCRIPTION = 20_000

Label = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=200)]


def _file(content: str) -> str:
    if len(content.encode(errors="surrogatepass")) > MAX_FILE_BYTES:
        raise PydanticCustomError("file_too_large", "A file must be at most 1 MiB of UTF-8")
    return storable(content)


class ImportDefaults(RequestBody):
    """The values that a CSV or Moodle file leaves out; a JSON file has all."""

    interview_type: Label = "imported"
    domain: Label = "imported"
    difficulty: Literal["easy", "medium", "hard"] = "medium"
    time_limit_seconds: int = Field(default=120, ge=5, le=86_400)


class ImportRequest(RequestBody):
    """A file of questions for an organization's bank: our JSON, CSV, or Moodle XML; at most 200 questions."""

    organization_id: UUID
    format: Literal["json", "csv", "moodle_xml"]
    content: Annotated[str, AfterValidator(_file)] = Field(description="The file, at most 1 MiB of UTF-8.")
    defaults: ImportDefaults = Field(default_factory=ImportDefaults)


class QuestionsExportQuery(RequestQuery):
    """The questions of an organization with their keys, as a file that can be imported again."""

    organization_id: UUID
    format: Literal["json", "csv"] = "json"
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=100, description="From the Link header of the page before."
    )


class DraftRequest(RequestBody):
    """Have a model write questions for a job. They stay inactive until a person has accepted each."""

    organization_id: UUID
    job_description: Annotated[str, AfterValidator(storable)] = Field(
        min_length=1, max_length=MAX_JOB_DESCRIPTION, description="A job posting, or one sentence."
    )
    count: int = Field(default=5, ge=1, le=20)
