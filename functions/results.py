"""GET /results: the result of a session, as far as the caller may see it."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.reviews import ResultsQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def results(call: Call) -> Response:
    """ResultsQuery → 200 CandidateResults or ReviewerResults; the database decides which."""
    query = call.query(ResultsQuery)
    return answer(await call.database.rpc("get_results", query.model_dump()))
