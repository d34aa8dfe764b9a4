"""GET /interviews: what the caller may take."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.people_requests import InterviewsQuery

interviews = Endpoint("/interviews", Access.SIGNED_IN)


@interviews.operation(
    "GET /interviews",
    summary="List the interviews that you may take, and what became of each",
    responses={200: Returns("people_views.InterviewsResponse", "One page of interviews.", "INTERVIEWS")},
)
async def list_interviews(call: Call, query: InterviewsQuery) -> Response:
    """One page: those with an invitation first. Invitations to the caller's confirmed address become theirs."""
    return json_response(await call.database.rpc("list_interviews", {"cursor": query.cursor, "page_size": query.limit}))
