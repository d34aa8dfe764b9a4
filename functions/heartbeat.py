"""POST /heartbeat: keep the session live, save the draft, get the server's time."""

from uuid import UUID

from starlette.responses import Response

from shared.examples import SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import CandidateText, Lease, Position, RequestBody

heartbeat = Endpoint("/heartbeat", Access.SIGNED_IN)


class Draft(RequestBody):
    """Text typed but not submitted."""

    position: Position
    text: CandidateText


class HeartbeatRequest(RequestBody):
    """A sign of life, with the draft if it changed."""

    session_id: UUID
    lease: Lease
    draft: Draft | None = None


@heartbeat.operation(
    "POST /heartbeat",
    summary="Renew the lease and save the draft",
    examples={
        "alive": {"session_id": SESSION, "lease": 1},
        "draft": {"session_id": SESSION, "lease": 1, "draft": {"position": 0, "text": "a"}},
    },
    responses={
        200: Returns("session_views.HeartbeatResponse", "The server's time and the state of the session.", "BEAT")
    },
    refusals=("session_not_found", "position_ahead", "lease_lost", "session_closed", "limit_reached"),
)
async def stay_live(call: Call, body: HeartbeatRequest) -> Response:
    """Extend the lease and store the draft."""
    arguments = {
        "session_id": body.session_id,
        "lease": body.lease,
        "draft_position": body.draft.position if body.draft else None,
        "draft_text": body.draft.text if body.draft else None,
    }
    return json_response(await call.database.rpc("heartbeat", arguments))
