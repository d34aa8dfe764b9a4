"""POST /accept-invitation: an invitation becomes the caller's."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.people_requests import AcceptInvitation

accept_invitation = Endpoint("/accept-invitation", Access.SIGNED_IN)


@accept_invitation.operation(
    "POST /accept-invitation",
    summary="Accept an invitation, or ask for another one",
    examples={
        "with_its_link": {"token": "5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e"},
        "ask_for_another": {
            "token": "5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e",
            "request_new": True,
        },
    },
    responses={200: Returns("people_views.AcceptedInvitation", "What you may take, or what you joined.", "ACCEPTED")},
    refusals=("invitation_not_found", "invitation_expired", "invitation_for_other_address", "no_places_left"),
)
async def accept(call: Call, body: AcceptInvitation) -> Response:
    """Accept it; a repeat returns the same."""
    return json_response(await call.database.rpc("accept_invitation", body.model_dump()))
