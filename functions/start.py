"""POST /start: start a session, or return the one that this `session_id` started before."""

import json

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.start import StartRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def start(call: Call) -> Response:
    """StartRequest → 201 StartResponse, or 200 if repeated."""
    body = await call.body(StartRequest)
    view = await call.database.rpc("start_session", body.model_dump())
    return answer(view, 200 if json.loads(view)["replayed"] else 201)
