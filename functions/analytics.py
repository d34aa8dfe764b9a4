"""GET /analytics: the caller's own statistics, or those of an interview of their organization."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.reviews import AnalyticsQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def analytics(call: Call) -> Response:
    """AnalyticsQuery → 200 CandidateAnalytics or InterviewAnalytics."""
    query = call.query(AnalyticsQuery)
    return answer(await call.database.rpc("get_analytics", query.model_dump()))
