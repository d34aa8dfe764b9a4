"""GET /resume: look up a session to continue. POST /resume: continue it on this device."""

from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from shared.examples import CLIENT, OTHER_CLIENT, SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response, with_member
from shared.models.fields import ClientId, RequestBody, RequestQuery
from shared.sealing.sealing_keys import published_key

resume = Endpoint("/resume", Access.SIGNED_IN)


class ResumeQuery(RequestQuery):
    """Which tab asks, so that its own session is not reported as live elsewhere."""

    client_id: ClientId | None = None


class ResumeRequest(RequestBody):
    """Continue a session on this device: the live one, or the one named."""

    client_id: ClientId
    session_id: UUID | None = None
    takeover: bool = Field(default=False, description="Take over a session that is live in another tab or device.")


@resume.operation(
    "GET /resume",
    summary="Get the session that can be resumed",
    responses={
        200: Returns("session_views.ActiveSessionResponse", "The session that can be resumed, or null.", "ACTIVE")
    },
)
async def find_session(call: Call, query: ResumeQuery) -> Response:
    """Return the session that can be resumed; writes nothing."""
    view = await call.database.rpc("get_active_session", query.model_dump())
    return json_response(with_member(view, "sealed_file_key", published_key(call.settings.sealed_file_keys)))


@resume.operation(
    "POST /resume",
    summary="Resume a session on this device",
    examples={
        "live_session": {"client_id": CLIENT},
        "takeover": {"session_id": SESSION, "client_id": OTHER_CLIENT, "takeover": True},
    },
    responses={200: Returns("session_views.ResumeResponse", "The current state of the session.", "RESUMED")},
    refusals=("no_session", "live_elsewhere", "session_in_progress"),
)
async def resume_session(call: Call, body: ResumeRequest) -> Response:
    """Give the caller the lease."""
    view = await call.database.rpc("resume_session", body.model_dump())
    return json_response(with_member(view, "sealed_file_key", published_key(call.settings.sealed_file_keys)))
