"""What callers send about prep sessions. Documents pass through; the database checks their shape."""

import json
import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.models.fields import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, RequestBody, RequestQuery, storable

# Room for a document of 1 MiB with escapes and the fields around it.
MAX_PREP_BODY_BYTES = 2 * 1024 * 1024
MAX_LABEL = 200
# The largest double has 309 digits; JavaScript reads any longer integer as Infinity.
# The look-behind tries each run of digits once, not at each of its digits.
LONG_INTEGER = re.compile(r"(?<![0-9])[0-9]{309}")

PrepMode = Literal["job", "skill", "general"]
Kind = Literal["questions", "skill_explanation", "star_story"]
Depth = Literal["brief", "standard", "deep"]


def _double(digits: str) -> float:
    return float(int(digits))


def _storable_json(document: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(document, allow_nan=False, ensure_ascii=False)
        if LONG_INTEGER.search(text):
            json.loads(text, parse_int=_double)
    except (ValueError, OverflowError):
        raise PydanticCustomError("number_out_of_range", "Numbers must be finite") from None
    # Without the escaped backslashes, a backslash before `u0000` begins an escape.
    if "\\u0000" in text.replace("\\\\", ""):
        raise PydanticCustomError("nul_character", "Text must not contain the NUL character")
    return document


Label = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=MAX_LABEL)]
MergePatch = Annotated[
    dict[str, Any],
    AfterValidator(_storable_json),
    Field(description="A JSON merge patch (RFC 7396) with only what changes; null removes an entry."),
]


class PrepSessionsQuery(RequestQuery):
    """A page of the caller's own prep sessions."""

    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=500, description="`next_cursor` of the previous page."
    )
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Prep sessions per page.")


class CreatePrepSession(RequestBody):
    """Create a workspace, empty or from a template; with a `prep_session_id`, the call is safe to repeat."""

    name: Label | None = Field(default=None, description="Required, unless a template has one.")
    mode: PrepMode | None = Field(default=None, description="Required, unless a template has one.")
    job_id: Label | None = None
    skill: Label | None = None
    template: Label | None = Field(default=None, description="An `id` from GET /prep-sessions/templates.")
    prep_session_id: UUID | None = Field(default=None, description="Chosen by the client.")


class PatchPrepSession(RequestBody):
    """The fields to change; null removes `job_id` or `skill`."""

    name: Label = Field(default_factory=str)
    job_id: Label | None = None
    skill: Label | None = None
    document: MergePatch = Field(default_factory=dict)


class GenerateRequest(RequestBody):
    """A request for generated content. Repeating the request returns what is stored, unless `refresh` is set."""

    kind: Kind
    skill: Label | None = Field(default=None, description="Defaults to the skill of the prep session.")
    depth: Depth = "standard"
    count: int | None = Field(
        default=None,
        ge=1,
        le=20,
        description="How many entries; 5 questions or 1 story by default, always 1 explanation.",
    )
    refresh: bool = Field(default=False, description="Call the model again; existing entries stay.")
    request_id: UUID | None = Field(
        default=None, description="Chosen by the client; a refresh repeated with the same id calls the model once."
    )


class ShareRequest(RequestBody):
    """How long a link shares the workspace."""

    expires_in_hours: int = Field(default=168, ge=1, le=720)
