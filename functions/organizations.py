"""/organizations: the caller's organizations, a new one, and the members of one."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.people_requests import CreateOrganization

MEMBERS = "/organizations/{organization_id}/members"

organizations = Endpoint("/organizations", Access.SIGNED_IN)


@organizations.operation(
    "GET /organizations",
    summary="List your organizations, and the invitations to organizations that wait for you",
    responses={200: Returns("people_views.OrganizationsResponse", "All of them.", "ORGANIZATIONS")},
)
async def list_organizations(call: Call) -> Response:
    """Memberships with their roles, oldest first."""
    return json_response(await call.database.rpc("list_organizations", {}))


@organizations.operation(
    "POST /organizations",
    summary="Create an organization that you own",
    examples={"named": {"name": "Northwind"}},
    responses={201: Returns("people_views.OrganizationResponse", "The organization was created.", "ORGANIZATION")},
    refusals=("organizations_closed", "limit_reached"),
)
async def create_organization(call: Call, body: CreateOrganization) -> Response:
    """A new organization; the caller is its owner."""
    return json_response(await call.database.rpc("create_organization", body.model_dump()), 201)


@organizations.operation(
    f"GET {MEMBERS}",
    summary="List the members of your organization",
    responses={200: Returns("people_views.MembersResponse", "At most 500, oldest membership first.", "MEMBERS")},
    refusals=("organization_not_found",),
)
async def list_members(call: Call, organization_id: UUID) -> Response:
    """Names, addresses and roles, for members only."""
    return json_response(await call.database.rpc("list_members", {"organization_id": organization_id}))
