"""GET /sessions: the caller's own sessions, or those of an interview under review; newest first, by page."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import SessionsQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def sessions(call: Call) -> Response:
    """SessionsQuery → 200 SessionsResponse, or with `interview_id` ResultsPage."""
    query = call.query(SessionsQuery)
    page = {"cursor": query.cursor, "page_size": query.limit, "status": query.status}
    if query.interview_id is not None:
        arguments = {**page, "interview_id": query.interview_id}
        return answer(await call.database.rpc("list_results", arguments))
    own = {"mode": query.mode, "interview_type": query.interview_type, "domain": query.domain}
    return answer(await call.database.rpc("list_sessions", {**page, **own}))
