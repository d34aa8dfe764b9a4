"""Responses about notices."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.models.people_views import OrganizationName
from shared.models.session_views import ResponseBody

Pace = Literal["off", "soon", "daily"]


class NoticeInterview(ResponseBody):
    """The interview that a notice is about."""

    id: UUID
    title: str


class Notice(ResponseBody):
    """Something that happened in an organization of the caller; `interview` and `session_id` may be null."""

    id: UUID
    type: Literal["session.completed", "result.ready", "evaluation.needs_review", "decision.made", "webhook.disabled"]
    at: AwareDatetime
    read: bool
    organization: OrganizationName
    interview: NoticeInterview | None
    session_id: UUID | None


class NoticesResponse(ResponseBody):
    """One page of notices, newest first; `unread` stops at 100."""

    notices: list[Notice]
    unread: int
    next_cursor: str | None
    server_time: AwareDatetime


class ReadResponse(ResponseBody):
    """The notices are read."""

    server_time: AwareDatetime


class Preferences(ResponseBody):
    """A pace for each kind. `daily` is one e-mail a day about everything of that pace."""

    session_completed: Pace = Field(alias="session.completed")
    result_ready: Pace = Field(alias="result.ready")
    evaluation_needs_review: Pace = Field(alias="evaluation.needs_review")
    decision_made: Pace = Field(alias="decision.made")
    webhook_disabled: Pace = Field(alias="webhook.disabled")
    reminder: Pace


class PreferencesResponse(ResponseBody):
    """The e-mail preferences of the caller."""

    preferences: Preferences
    server_time: AwareDatetime


class Unsubscribed(ResponseBody):
    """No more e-mails of this kind will be queued."""

    unsubscribed: bool
