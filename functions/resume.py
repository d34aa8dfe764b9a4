"""GET /resume: look up a session to continue. POST /resume: continue it on this device."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import ResumeQuery, ResumeRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET", "POST")
async def resume(call: Call) -> Response:
    """GET ResumeQuery → 200 ActiveSessionResponse; POST ResumeRequest → 200 ResumeResponse."""
    if call.method == "GET":
        query = call.query(ResumeQuery)
        return answer(await call.database.rpc("get_active_session", query.model_dump()))
    body = await call.body(ResumeRequest)
    return answer(await call.database.rpc("resume_session", body.model_dump()))
