"""POST /interviews/{id}/publish: check everything about an interview, and open it to candidates."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response

ALL = "/interviews"
PUBLISH = "/interviews/{interview_id}/publish"

interviews = Endpoint(ALL, Access.SIGNED_IN)


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
