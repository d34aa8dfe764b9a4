"""POST /submit: store the answer to a question and serve the next one."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from shared.examples import SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response, with_member
from shared.models.fields import CandidateText, Lease, Position, RequestBody, in_utc
from shared.sealing.sealing_keys import published_key

submit = Endpoint("/submit", Access.SIGNED_IN)


class Transcription(RequestBody):
    """What the candidate said aloud."""

    text: CandidateText
    duration_seconds: float = Field(ge=0.001, le=86_400, allow_inf_nan=False, description="Length of the recording.")


class SubmitRequest(RequestBody):
    """Submit an answer to the current question: text, or the id of an option for kind `mcq`."""

    session_id: UUID
    position: Position
    lease: Lease
    time_expired: bool = Field(
        default=False, description="Whether the client's countdown reached zero; allows an empty answer."
    )
    client_submitted_at: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = Field(
        default=None, description="When the client first tried to send the answer; only logged."
    )
    answer: CandidateText = Field(description="At most 64 KiB of UTF-8; empty only with `time_expired`.")
    transcription: Transcription | None = Field(
        default=None,
        description="Text of a spoken answer; stored with the answer, never graded. The first one is final.",
    )
    serve_next: bool = Field(
        default=True,
        description="False: take a break before the next question, if the interview has time for one.",
    )

    @field_validator("answer")
    @classmethod
    def _empty_only_when_expired(cls, answer: str, info: ValidationInfo) -> str:
        if not answer and info.data.get("time_expired") is False:
            raise PydanticCustomError("empty_answer", "An empty answer is accepted only with time_expired")
        return answer


@submit.operation(
    "POST /submit",
    summary="Submit an answer to the current question",
    examples={
        "option": {
            "session_id": SESSION,
            "position": 0,
            "answer": "a",
            "lease": 1,
            "client_submitted_at": "2026-01-15T09:28:41.207Z",
        },
        "time_expired": {"session_id": SESSION, "position": 1, "answer": "", "lease": 1, "time_expired": True},
        "spoken": {
            "session_id": SESSION,
            "position": 2,
            "answer": "The N+1 problem: one query with a join removes it.",
            "lease": 1,
            "transcription": {"text": "um, N plus one, one query with a join removes it", "duration_seconds": 8.25},
        },
    },
    responses={
        200: Returns(
            "session_views.SubmitResponse",
            "The text is stored. With `accepted: false` it was late, and is stored as a late text.",
            "SUBMITTED",
        )
    },
    refusals=(
        *("session_not_found", "already_answered", "position_ahead", "lease_lost", "session_closed", "too_fast"),
        "limit_reached",
    ),
)
async def store_answer(call: Call, body: SubmitRequest) -> Response:
    """Store the text, serve the next question, and return the receipt; it is issued when the answer is committed."""
    arguments = body.model_dump(exclude={"position"}) | {"question_position": body.position}
    view = await call.database.rpc("submit_answer", arguments)
    return json_response(with_member(view, "sealed_file_key", published_key(call.settings.sealed_file_keys)))
