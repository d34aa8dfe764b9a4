"""POST /clear-stuck-session: free a user whose browser crashed, in one call."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import EmptyRequest

clear_stuck_session = Endpoint("/clear-stuck-session", Access.SIGNED_IN)


@clear_stuck_session.operation(
    "POST /clear-stuck-session",
    summary="Clear a stuck session",
    examples={"empty": {}},
    responses={
        200: Returns("session_views.ClearStuckSessionResponse", "The caller has no live session (any more).", "CLEARED")
    },
)
async def clear(call: Call, body: EmptyRequest) -> Response:
    """Abandon the live session, if there is one."""
    return json_response(await call.database.rpc("clear_stuck_session", body.model_dump()))
