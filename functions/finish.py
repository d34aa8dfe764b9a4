"""POST /finish: complete or cancel the session."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import FinishRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def finish(call: Call) -> Response:
    """FinishRequest → 200 SessionView; repeating it returns the same view."""
    body = await call.body(FinishRequest)
    return answer(await call.database.rpc("finish_session", body.model_dump()))
