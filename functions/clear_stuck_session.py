"""POST /clear-stuck-session: free a user whose browser crashed, in one call."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import EmptyRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def clear_stuck_session(call: Call) -> Response:
    """EmptyRequest → 200 ClearStuckSessionResponse; safe to repeat."""
    body = await call.body(EmptyRequest)
    return answer(await call.database.rpc("clear_stuck_session", body.model_dump()))
