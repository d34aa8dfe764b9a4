"""/interviews: what the caller may take; and publishing one."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.people_requests import InterviewsQuery

ALL = "/interviews"
PUBLISH = "/interviews/{interview_id}/publish"

interviews = Endpoint(ALL, Access.SIGNED_IN)


@interviews.operation(
    f"GET {ALL}",
    summary="List the interviews that you may take, with the state of each",
    responses={200: Returns("people_views.InterviewsResponse", "One page of interviews.", "INTERVIEWS")},
)
async def list_interviews(call: Call, query: InterviewsQuery) -> Response:
    """One page: those with an invitation first. Invitations to the caller's confirmed address become theirs."""
    return json_response(await call.database.rpc("list_interviews", {"cursor": query.cursor, "page_size": query.limit}))


@interviews.operation(
    f"POST {PUBLISH}",
    summary="Publish an interview, or list everything that keeps it from being published",
    responses={
        200: Returns("authoring_views.PublishResponse", "The interview is published.", "PUBLISHED"),
    },
    refusals=("interview_not_found", "not_publishable"),
)
async def publish(call: Call, interview_id: UUID) -> Response:
    """The interview and its warnings; a repeat checks it again."""
    return json_response(await call.database.rpc("publish_interview", {"interview_id": interview_id}))
