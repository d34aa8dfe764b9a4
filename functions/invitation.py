"""GET /invitation: what an invited person should know before they sign up, for anyone who has the link."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.people_requests import INVITATION_TOKEN
from shared.problems import Problem

TOKEN_HEADER = "x-invitation-token"

invitation = Endpoint("/invitation", Access.PUBLIC)


@invitation.operation(
    "GET /invitation",
    summary="Get what an invitation is for, before signing up",
    responses={200: Returns("people_views.InvitationResponse", "What it is for, and its terms.", "SHOWN")},
    headers={TOKEN_HEADER: "The token of the link: what follows the #. Required; not in the address, for logs."},
    refusals=("invitation_not_found", "invitation_expired", "database_unavailable"),
)
async def open_invitation(call: Call) -> Response:
    """Unknown and revoked tokens give the same 404."""
    token = call.request.headers.get(TOKEN_HEADER, "")
    if not INVITATION_TOKEN.fullmatch(token):
        raise Problem("invitation_not_found")
    return json_response(await call.database.rpc("open_invitation", {"token": token}))
