"""Requests about webhooks."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from shared.models.fields import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, RequestBody, RequestQuery, in_utc, storable

MAX_URL = 2000
MAX_EVENTS = 50


class WebhooksQuery(RequestQuery):
    """The organization whose webhooks are listed; without one, all that the caller owns."""

    organization_id: UUID | None = None


class CreateWebhook(RequestBody):
    """An address, and the kinds of events that it gets; GET /webhooks lists the kinds."""

    organization_id: UUID
    url: Annotated[str, AfterValidator(storable)] = Field(
        min_length=1, max_length=MAX_URL, description="An https address with a public host name."
    )
    events: list[Annotated[str, AfterValidator(storable), Field(max_length=100)]] = Field(
        min_length=1, max_length=MAX_EVENTS
    )


class ChangeWebhook(RequestBody):
    """Change a webhook; `since` belongs to `replay`."""

    action: Literal["pause", "resume", "rotate_secret", "replay"]
    since: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = Field(
        default=None, description="Events from this time on are sent again, with the same ids."
    )


class DeliveriesQuery(RequestQuery):
    """A page of the deliveries of a webhook."""

    status: Literal["pending", "delivered", "dead"] | None = None
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=100, description="`next_cursor` of the previous page."
    )
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Deliveries per page.")
