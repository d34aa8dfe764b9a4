"""GET /shared-prep: the prep session that a link shares, for anyone who has the link."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.prep_sessions import SharedPrepQuery


@functions_framework.aio.http
@endpoint(Access.ANYONE, "GET")
async def shared_prep(call: Call) -> Response:
    """SharedPrepQuery → 200 SharedPrepResponse; unknown, revoked and expired links all give the same 404."""
    query = call.query(SharedPrepQuery)
    return answer(await call.database.rpc("get_shared_prep", query.model_dump()))
