"""Base classes and field types of requests. Strict: "1" is not a number, true is not 1, an unknown field is an error.

Names equal the RPC's arguments where the endpoint does not rename them.
`client_submitted_at` is only logged, never trusted.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
)
from pydantic_core import PydanticCustomError

MAX_TEXT_BYTES = 64 * 1024
MAX_POSITION = 999
MAX_LEASE = 2**31 - 1
DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
TOO_LARGE = "payload_too_large"


def storable(text: str) -> str:
    """The text, if Postgres can store it."""
    if "\0" in text:
        raise PydanticCustomError("nul_character", "Text must not contain the NUL character")
    return text


def _small_enough(text: str) -> str:
    # A character takes at most four bytes, so short texts need no encoding to be measured.
    if len(text) * 4 > MAX_TEXT_BYTES and len(text.encode()) > MAX_TEXT_BYTES:
        raise PydanticCustomError(TOO_LARGE, "Text must be at most 64 KiB of UTF-8")
    return text


def in_utc(time: datetime) -> datetime:
    """The time in UTC; raises a fault of the request if that has no year."""
    # Postgres accepts fewer offsets than Python; in UTC, only the range of years can still fail.
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("time_out_of_range", "Time is out of range") from None


CandidateText = Annotated[
    str,
    AfterValidator(storable),
    AfterValidator(_small_enough),
    Field(json_schema_extra={"maxLength": MAX_TEXT_BYTES}),
]
Position = Annotated[int, Field(ge=0, le=MAX_POSITION, description="Counted from 0.")]
Lease = Annotated[int, Field(ge=1, le=MAX_LEASE, description="Number of the lease that the caller holds.")]
ClientId = Annotated[UUID, Field(description="Chosen once by the tab or device.")]
FacetName = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=200)]
SessionStatus = Literal["in_progress", "completed", "cancelled", "abandoned"]
SessionMode = Literal["timed", "practice", "conversation"]


# Models are built on first use: a function needs one or two of them, and building all would slow a cold start.
CONFIG = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class RequestBody(BaseModel):
    """A JSON object without unknown fields; errors never repeat what was sent."""

    model_config = CONFIG


class RequestQuery(BaseModel):
    """A query string: all values arrive as text, unknown names are errors."""

    model_config = CONFIG | ConfigDict(strict=False)


class EmptyRequest(RequestBody):
    """`{}`, or no body at all."""


class EmptyQuery(RequestQuery):
    """No query."""
