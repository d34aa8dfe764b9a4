"""What callers send. Strict: "1" is not a number, true is not 1, an unknown field is an error.

The field names are those of the RPC arguments, so `model_dump()` is passed to the database as it is.
`client_submitted_at` is only logged, never trusted.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

MAX_TEXT_BYTES = 64 * 1024
MAX_POSITION = 999
MAX_LEASE = 2**31 - 1
DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_EVALUATIONS = 100_000
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


def _in_utc(time: datetime) -> datetime:
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
Lease = Annotated[int, Field(ge=1, le=MAX_LEASE, description="Number of the lease the caller believes to hold.")]
ClientId = Annotated[UUID, Field(description="Minted once by the tab or device.")]
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


class Transcription(RequestBody):
    """What the candidate said aloud."""

    text: CandidateText
    duration_seconds: float = Field(ge=0.001, le=86_400, allow_inf_nan=False, description="Length of the recording.")


class SubmitRequest(RequestBody):
    """Answer the current question: text, or the id of an option for kind `mcq`."""

    session_id: UUID
    position: Position
    lease: Lease
    time_expired: bool = Field(default=False, description="The client's clock ran out; allows an empty answer.")
    client_submitted_at: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = Field(
        default=None, description="When the client first tried to send it; only logged."
    )
    answer: CandidateText = Field(description="At most 64 KiB of UTF-8; empty only with `time_expired`.")
    transcription: Transcription | None = Field(
        default=None, description="Of a spoken answer; stored beside it, never graded. The first one stays."
    )

    @field_validator("answer")
    @classmethod
    def _empty_only_when_expired(cls, answer: str, info: ValidationInfo) -> str:
        if not answer and info.data.get("time_expired") is False:
            raise PydanticCustomError("empty_answer", "An empty answer is accepted only with time_expired")
        return answer


class ResumeQuery(RequestQuery):
    """Which tab asks, so that its own session is not reported as live elsewhere."""

    client_id: ClientId | None = None


class ResumeRequest(RequestBody):
    """Continue a session on this device: the live one, or the one named."""

    client_id: ClientId
    session_id: UUID | None = None
    takeover: bool = Field(default=False, description="Take the session over from a tab or device that is live.")


class Draft(RequestBody):
    """Text typed but not submitted."""

    position: Position
    text: CandidateText


class HeartbeatRequest(RequestBody):
    """A sign of life, with the draft if it changed."""

    session_id: UUID
    lease: Lease
    draft: Draft | None = None


class FinishRequest(RequestBody):
    """End the session."""

    session_id: UUID
    lease: Lease
    outcome: Literal["completed", "cancelled"]


class EvaluateRequest(RequestBody):
    """Grade what is due, for as long as one run may take."""

    limit: int | None = Field(
        default=None,
        ge=1,
        le=MAX_EVALUATIONS,
        description="Answers to grade at most; by default all.",
    )


OF_ONES_OWN = "Of the caller's own sessions; not with `interview_id`."


class SessionsQuery(RequestQuery):
    """A page of the caller's own sessions, or of the sessions of an interview they review."""

    interview_id: UUID | None = Field(
        default=None, description="For members of its organization: everybody's sessions."
    )
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=500, description="`next_cursor` of the page before."
    )
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Sessions a page.")
    status: SessionStatus | None = None
    mode: SessionMode | None = Field(default=None, description=OF_ONES_OWN)
    interview_type: FacetName | None = Field(default=None, description=OF_ONES_OWN)
    domain: FacetName | None = Field(default=None, description=OF_ONES_OWN)

    @field_validator("mode", "interview_type", "domain")
    @classmethod
    def _only_of_own_sessions(cls, wanted: str | None, info: ValidationInfo) -> str | None:
        if wanted is not None and info.data.get("interview_id") is not None:
            raise PydanticCustomError("filter_of_own", "Filters only your own sessions: omit it with interview_id")
        return wanted
