"""GET /results: the result of a session, as far as the caller may see it, and its audit trail by page."""

from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestQuery

MAX_EVENTS = 100
MAX_EVENT_ID = 2**53 - 1

results = Endpoint("/results", Access.SIGNED_IN)


class ResultsQuery(RequestQuery):
    """The session whose result to return."""

    session_id: UUID


class EventsQuery(RequestQuery):
    """A page of the audit trail, going back in time."""

    before: int | None = Field(
        default=None, ge=1, le=MAX_EVENT_ID, description="`events_next` of the results or of the previous page."
    )
    limit: int = Field(default=MAX_EVENTS, ge=1, le=MAX_EVENTS, description="Events per page.")


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


@results.operation(
    "GET /results/{session_id}/events",
    summary="List the events of a session you review",
    responses={200: Returns("result_views.EventsResponse", "One page of the audit trail, oldest first.", "EVENTS")},
    refusals=("session_not_found",),
)
async def list_events(call: Call, session_id: UUID, query: EventsQuery) -> Response:
    """One page; the database decides who reviews the session."""
    arguments = {"session_id": session_id, "before": query.before, "page_size": query.limit}
    return json_response(await call.database.rpc("list_events", arguments))
