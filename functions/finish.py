"""POST /finish: complete or cancel the session."""

from typing import Literal
from uuid import UUID

from starlette.responses import Response

from shared.examples import SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response, with_member
from shared.models.fields import Lease, RequestBody
from shared.sealing.sealing_keys import published_key

finish = Endpoint("/finish", Access.SIGNED_IN)


class FinishRequest(RequestBody):
    """End the session."""

    session_id: UUID
    lease: Lease
    outcome: Literal["completed", "cancelled"]


@finish.operation(
    "POST /finish",
    summary="Complete or cancel a session",
    examples={"completed": {"session_id": SESSION, "lease": 2, "outcome": "completed"}},
    responses={200: Returns("session_views.SessionView", "The closed session.", "VIEW_AT_THE_END")},
    refusals=("session_not_found", "lease_lost", "session_closed"),
)
async def finish_session(call: Call, body: FinishRequest) -> Response:
    """Close it; a repeat returns the same view."""
    view = await call.database.rpc("finish_session", body.model_dump())
    return json_response(with_member(view, "sealed_file_key", published_key(call.settings.sealed_file_keys)))
