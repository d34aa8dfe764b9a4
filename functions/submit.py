"""POST /submit: store the answer to a question and hand out the next one."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import SubmitRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def submit(call: Call) -> Response:
    """SubmitRequest → 200 SubmitResponse; its receipt is issued when the answer is committed."""
    body = await call.body(SubmitRequest)
    arguments = body.model_dump(exclude={"position"}) | {"question_position": body.position}
    return answer(await call.database.rpc("submit_answer", arguments))
