"""GET /sessions: the caller's own sessions, newest first, a page at a time."""

import functions_framework.aio
from starlette.responses import Response

from shared.http import Access, Call, answer, endpoint
from shared.models.requests import SessionsQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def sessions(call: Call) -> Response:
    """SessionsQuery → 200 SessionsResponse."""
    query = call.query(SessionsQuery)
    arguments = {
        "cursor": query.cursor,
        "page_size": query.limit,
        "status": query.status,
        "mode": query.mode,
    }
    return answer(await call.database.rpc("list_sessions", arguments))
