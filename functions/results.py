"""GET /results: the result of a session, as far as the caller may see it."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestQuery

results = Endpoint("/results", Access.SIGNED_IN)


class ResultsQuery(RequestQuery):
    """The session whose result to return."""

    session_id: UUID


@results.operation(
    "GET /results",
    summary="Get the result of a session",
    responses={
        200: Returns(
            "result_views.ResultsResponse",
            "The part of the result that the caller may see; no scores while `hidden` or `grading`.",
            "GRADING",
        )
    },
    refusals=("session_not_found",),
)
async def get_results(call: Call, query: ResultsQuery) -> Response:
    """The candidate's or the reviewer's view; the database decides which."""
    return json_response(await call.database.rpc("get_results", query.model_dump()))
