"""Responses about organizations, invitations and the interviews that a caller may take."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.models.people_requests import InvitationState, Role
from shared.models.session_views import ResponseBody

InterviewKind = Literal["timed", "conversation"]


class Organization(ResponseBody):
    """An organization, and the caller's role in it."""

    id: UUID
    name: str
    role: Role
    created_at: AwareDatetime


class OrganizationResponse(ResponseBody):
    """A new organization."""

    organization: Organization
    server_time: AwareDatetime


class OrganizationName(ResponseBody):
    """An organization that the caller is no member of."""

    id: UUID
    name: str


class WaitingInvitation(ResponseBody):
    """An invitation to an organization that waits for the caller's confirmed address; accept it by its id."""

    id: UUID
    organization: OrganizationName
    role: Role
    expires_at: AwareDatetime


class OrganizationsResponse(ResponseBody):
    """The caller's organizations, and invitations to others; at most 200 of each."""

    organizations: list[Organization]
    invitations: list[WaitingInvitation]
    server_time: AwareDatetime


class InvitedPerson(ResponseBody):
    """A person with an account."""

    user_id: UUID
    email: str | None
    name: str


class Member(InvitedPerson):
    """A member of an organization."""

    role: Role
    member_since: AwareDatetime


class MembersResponse(ResponseBody):
    """The members of an organization, oldest membership first; at most 500."""

    members: list[Member]
    server_time: AwareDatetime


class Invitation(ResponseBody):
    """An invitation as members see it: of an address (`email`), a link (`places`), or a place of a link (`link_id`).

    `state` is computed: `completed` or `started` by its session, else `revoked`, `expired`, `opened` or `invited`.
    `asked_at` says when somebody who could not accept it asked for another one.
    """

    id: UUID
    organization_id: UUID
    interview_id: UUID | None
    role: Role | None
    email: str | None
    places: int | None
    places_taken: int | None
    link_id: UUID | None
    person: InvitedPerson | None = Field(description="The person who accepted it; null before that.")
    state: InvitationState
    extra_time_percent: int
    attempts_allowed: int | None = Field(description="null: no limit.")
    note: str
    created_at: AwareDatetime
    created_by: InvitedPerson | None
    expires_at: AwareDatetime
    opened_at: AwareDatetime | None
    accepted_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    asked_at: AwareDatetime | None
    asked_by: InvitedPerson | None
    session_id: UUID | None = Field(description="The newest session that it led to.")
    delivery: Literal["email", "copy_link"] = Field(description="copy_link: no e-mail goes out; send the link.")
    email_status: Literal["queued", "sent", "failed", "uncertain", "cancelled"] | None = Field(
        description="uncertain: the mail server may have taken the e-mail over; `resend` sends another one."
    )
    sent_at: AwareDatetime | None


class InvitationWithLink(Invitation):
    """An invitation with a new link, which is not shown again. `url` is null if WEB_URL is not set."""

    token: str
    url: str | None


class InvitationProblem(ResponseBody):
    """An address that was not invited."""

    email: str
    code: Literal["invalid_address", "already_member", "mails_to_address"]


class CreatedInvitations(ResponseBody):
    """The invitations, new or made before, in the order of the addresses, and the addresses that were not invited."""

    invitations: list[InvitationWithLink]
    problems: list[InvitationProblem]
    server_time: AwareDatetime


class ChangedInvitation(ResponseBody):
    """The invitation; `resend` also returns another link."""

    invitation: Invitation
    token: str | None = None
    url: str | None = None
    server_time: AwareDatetime


class InvitationsResponse(ResponseBody):
    """One page, newest first."""

    invitations: list[Invitation]
    next_cursor: str | None
    server_time: AwareDatetime


class InvitedInterview(ResponseBody):
    """The interview that an invitation is for. `total_seconds` is without extra time; null in a conversation."""

    id: UUID
    title: str
    description: str
    kind: InterviewKind
    question_count: int
    total_seconds: int | None
    results_visible: bool = Field(description="Whether candidates see their result.")


class ShownInvitation(ResponseBody):
    """An invitation, as an invited person should know it before they sign up."""

    email: str | None = Field(description="The only address that can accept it; null for a link.")
    organization: str
    role: Role | None
    interview: InvitedInterview | None
    note: str
    extra_time_percent: int
    attempts_allowed: int | None
    expires_at: AwareDatetime
    accepted: bool
    places_left: int | None
    recorded: list[Literal["account", "answers", "drafts", "times", "devices"]] = Field(
        description="What is stored about who accepts it."
    )


class InvitationResponse(ResponseBody):
    """An invitation that can be accepted, or was."""

    invitation: ShownInvitation
    server_time: AwareDatetime


class InterviewItem(ResponseBody):
    """An interview that the caller may take, or is taking. `total_seconds` is without extra time.

    `state`: `open` can be started, `in_progress` has a running session, `taken` has no attempt left. `expires_at` is
    the end of the invitation.
    """

    id: UUID
    title: str
    description: str
    organization: str
    kind: InterviewKind
    invited: bool
    question_count: int
    total_seconds: int | None
    attempts_left: int | None = Field(description="null: no limit.")
    expires_at: AwareDatetime | None
    extra_time_percent: int
    state: Literal["open", "in_progress", "taken"]
    session_id: UUID | None = Field(description="The running session, else the newest.")


class InterviewsResponse(ResponseBody):
    """One page: interviews with an invitation first, then public ones; newest first."""

    interviews: list[InterviewItem]
    next_cursor: str | None
    server_time: AwareDatetime


class AcceptedInvitation(ResponseBody):
    """The interview or the organization that an accepted invitation gave; null if it was taken back since."""

    interview: InterviewItem | None
    organization: Organization | None
    server_time: AwareDatetime
