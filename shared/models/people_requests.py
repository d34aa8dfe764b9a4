"""Requests about organizations, invitations and the interviews that a caller may take."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from shared.models.fields import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, RequestBody, RequestQuery, in_utc, storable

INVITATION_TOKEN = re.compile(r"[0-9a-f]{64}")
MAX_EMAILS = 200
MAX_PLACES = 1000
MAX_NOTE = 1000

Role = Literal["owner", "recruiter", "reviewer"]
InvitationState = Literal["invited", "opened", "started", "completed", "expired", "revoked"]
Cursor = Annotated[
    str,
    AfterValidator(storable),
    Field(min_length=1, max_length=500, description="`next_cursor` of the previous page."),
]
Time = Annotated[AwareDatetime, AfterValidator(in_utc)]
ExtraTime = Annotated[int, Field(ge=0, le=400, description="25 makes every time limit a quarter longer.")]
Attempts = Annotated[int, Field(ge=1, le=100)]
Note = Annotated[
    str,
    AfterValidator(storable),
    Field(max_length=MAX_NOTE, description="Shown on the page of the link; not part of the e-mail."),
]
ToInterview = Annotated[UUID, Field(description="Invite to this interview.")]
ToOrganization = Annotated[UUID, Field(description="Invite to this organization, with `role`.")]


class CreateOrganization(RequestBody):
    """Create an organization; its name is one line."""

    name: Annotated[str, AfterValidator(storable)] = Field(min_length=1, max_length=200)


class Link(RequestBody):
    """One link for several people."""

    places: int = Field(ge=1, le=MAX_PLACES, description="How many people can accept it.")


class CreateInvitations(RequestBody):
    """Invite to an interview or to an organization: addresses, or for an interview one link."""

    interview_id: ToInterview | None = None
    organization_id: ToOrganization | None = None
    role: Role | None = None
    emails: list[Annotated[str, AfterValidator(storable), Field(max_length=1000)]] | None = Field(
        default=None, min_length=1, max_length=MAX_EMAILS
    )
    link: Link | None = None
    extra_time_percent: ExtraTime = 0
    attempts_allowed: Attempts | None = Field(default=1, description="Sessions that each may start; null: no limit.")
    expires_at: Time | None = Field(default=None, description="At most a year ahead; by default in 30 days.")
    note: Note = ""


class InvitationsQuery(RequestQuery):
    """A page of the invitations to an interview, or of those to an organization.

    With `state` or `q` a page can be short, or empty, and still have a `next_cursor`.
    """

    interview_id: UUID | None = Field(default=None, description="The invitations to this interview.")
    organization_id: UUID | None = Field(default=None, description="The invitations to this organization.")
    state: InvitationState | None = None
    q: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, max_length=200, description="A part of the address or name, in any case."
    )
    cursor: Cursor | None = None
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Invitations per page.")


class ChangeInvitation(RequestBody):
    """Change an invitation. `extend` takes `expires_at`; `change` the terms, until a session has begun."""

    action: Literal["resend", "extend", "change", "revoke"]
    expires_at: Time | None = None
    extra_time_percent: ExtraTime | None = None
    attempts_allowed: Attempts | None = None
    note: Note | None = None


class AcceptInvitation(RequestBody):
    """Accept the invitation of a link, or one that GET /organizations lists. Safe to repeat."""

    token: Annotated[str, AfterValidator(storable)] | None = Field(default=None, min_length=1, max_length=200)
    invitation_id: UUID | None = None
    request_new: bool = Field(
        default=False, description="If it cannot be accepted, store that you ask its organization for another one."
    )


class InterviewsQuery(RequestQuery):
    """A page of the interviews that the caller may take."""

    cursor: Cursor | None = None
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Interviews per page.")
