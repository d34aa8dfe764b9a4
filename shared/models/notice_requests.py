"""Requests about notices."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from shared.models.fields import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, RequestBody, RequestQuery, storable


class NoticesQuery(RequestQuery):
    """A page of notices, of one organization or of all of the caller's."""

    organization_id: UUID | None = None
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=100, description="`next_cursor` of the previous page."
    )
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Notices per page.")


class ReadNotices(RequestBody):
    """Mark everything up to one notice as read."""

    through: UUID = Field(description="The id of the newest notice that was seen.")


class SetPreference(RequestBody):
    """When the caller gets e-mails about one kind of event: `off`, `soon` or `daily`; `reminder` is `off` or `soon`."""

    kind: Literal[
        "session.completed", "result.ready", "evaluation.needs_review", "decision.made", "webhook.disabled", "reminder"
    ]
    pace: Literal["off", "soon", "daily"]


class UnsubscribeQuery(RequestQuery):
    """The token of the link in an e-mail."""

    token: Annotated[str, AfterValidator(storable)] = Field(min_length=1, max_length=200)
