"""POST /review: a reviewer corrects, accepts, retries, extends, reopens or regrades."""

import functions_framework.aio
from starlette.responses import Response

from shared.http import Access, Call, answer, endpoint
from shared.models.reviews import ReviewRequest


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "POST")
async def review(call: Call) -> Response:
    """ReviewRequest → 200 ReviewerResults, or RegradeResponse for `regrade`."""
    name, arguments = (await call.body(ReviewRequest)).call()
    return answer(await call.database.rpc(name, arguments))
