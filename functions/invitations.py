"""/invitations: invite people by e-mail address or link, see the state of invitations, and change them."""

from uuid import UUID

from starlette.responses import Response

from shared.examples import INTERVIEW, INVITATION_END
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.invitations.links import with_links
from shared.models.people_requests import ChangeInvitation, CreateInvitations, InvitationsQuery

ALL = "/invitations"
ONE = "/invitations/{invitation_id}"
NOT_YOURS = ("interview_not_found", "organization_not_found")

invitations = Endpoint(ALL, Access.SIGNED_IN)


@invitations.operation(
    f"GET {ALL}",
    summary="List the invitations to an interview or an organization, with the state of each",
    responses={200: Returns("people_views.InvitationsResponse", "One page of invitations.", "PAGE")},
    refusals=NOT_YOURS,
)
async def list_invitations(call: Call, query: InvitationsQuery) -> Response:
    """One page, newest first."""
    arguments = query.model_dump(exclude={"q", "limit"}) | {"query": query.q, "page_size": query.limit}
    return json_response(await call.database.rpc("list_invitations", arguments))


@invitations.operation(
    f"POST {ALL}",
    summary="Invite people to an interview or to your organization",
    examples={
        "by_email": {"interview_id": INTERVIEW, "emails": ["kim@example.com", "sam@example.com"]},
        "by_link": {"interview_id": INTERVIEW, "link": {"places": 50}, "expires_at": INVITATION_END},
    },
    responses={201: Returns("people_views.CreatedInvitations", "The invitations, with their links.", "INVITED")},
    refusals=(*NOT_YOURS, "interview_not_published", "limit_reached"),
)
async def invite(call: Call, body: CreateInvitations) -> Response:
    """Invite; e-mails go out with the next run of /notify, if a mail server is configured."""
    arguments = body.model_dump(exclude={"link"}) | {
        "places": body.link.places if body.link else None,
        "send": _sends(call),
    }
    created = await call.database.rpc("create_invitations", arguments)
    return json_response(with_links(created, call.settings.web_url), 201)


@invitations.operation(
    f"POST {ONE}",
    summary="Resend, extend, change or revoke an invitation",
    examples={
        "extend": {"action": "extend", "expires_at": INVITATION_END},
        "change": {"action": "change", "extra_time_percent": 25, "attempts_allowed": 2},
        "resend": {"action": "resend"},
        "revoke": {"action": "revoke"},
    },
    responses={200: Returns("people_views.ChangedInvitation", "The invitation as it is now.", "CHANGED")},
    refusals=("invitation_not_found", "invitation_closed", "limit_reached"),
)
async def change(call: Call, invitation_id: UUID, body: ChangeInvitation) -> Response:
    """Change one invitation; `resend` returns another link."""
    arguments = {
        "invitation_id": invitation_id,
        "action": body.action,
        "expires_at": body.expires_at,
        "terms": body.model_dump(exclude={"action", "expires_at"}, exclude_unset=True) or None,
        "send": _sends(call),
    }
    return json_response(with_links(await call.database.rpc("change_invitation", arguments), call.settings.web_url))


def _sends(call: Call) -> bool:
    """Whether e-mails go out: there is a sender, and the address of the page that they link to."""
    return call.settings.sends_mail and call.settings.web_url is not None
