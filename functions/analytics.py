"""GET /analytics: the caller's own statistics, or those of an interview of their organization."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestQuery

analytics = Endpoint("/analytics", Access.SIGNED_IN)


class AnalyticsQuery(RequestQuery):
    """The caller's own statistics, or those of an interview of their organization."""

    interview_id: UUID | None = None


@analytics.operation(
    "GET /analytics",
    summary="Get your own statistics, or those of an interview you review",
    responses={200: Returns("analytics_views.AnalyticsResponse", "The statistics.", "OWN_NUMBERS")},
    refusals=("interview_not_found",),
)
async def get_analytics(call: Call, query: AnalyticsQuery) -> Response:
    """The candidate's or the interview's statistics."""
    return json_response(await call.database.rpc("get_analytics", query.model_dump()))
