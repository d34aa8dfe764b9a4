"""POST /heartbeat: keep the session live, save the draft, get the server's time."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import HeartbeatRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def heartbeat(call: Call) -> Response:
    """HeartbeatRequest → 200 HeartbeatResponse."""
    body = await call.body(HeartbeatRequest)
    arguments = {
        "session_id": body.session_id,
        "lease": body.lease,
        "draft_position": body.draft.position if body.draft else None,
        "draft_text": body.draft.text if body.draft else None,
    }
    return answer(await call.database.rpc("heartbeat", arguments))
