"""POST /start: begin a session, or get back the one this `session_id` began before."""

import json

import functions_framework.aio
from starlette.responses import Response

from shared.http import Access, Call, answer, endpoint
from shared.models.start import StartRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def start(call: Call) -> Response:
    """StartRequest → 201 StartResponse, 200 when it is a repetition."""
    body = await call.body(StartRequest)
    view = await call.database.rpc("start_session", body.model_dump())
    return answer(view, 200 if json.loads(view)["replayed"] else 201)
