"""Responses about webhooks."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.models.session_views import ResponseBody


class Webhook(ResponseBody):
    """A webhook. `failing_since` is null while deliveries succeed; `secrets` counts those that sign.

    `waiting` counts events that it has yet to get, up to 1,000; `dead` those that it will not get.
    """

    id: UUID
    organization_id: UUID
    url: str
    events: list[str]
    status: Literal["enabled", "paused", "disabled_gone", "disabled_failing"]
    created_at: AwareDatetime
    failing_since: AwareDatetime | None
    last_delivered_at: AwareDatetime | None
    secrets: int
    waiting: int
    dead: int


class WebhooksResponse(ResponseBody):
    """The webhooks of an organization, and the kinds of events that one can get."""

    webhooks: list[Webhook]
    event_types: list[str]
    server_time: AwareDatetime


class CreatedWebhook(ResponseBody):
    """A new webhook. `secret` verifies its deliveries, and is returned this once."""

    webhook: Webhook
    secret: str
    server_time: AwareDatetime


class ChangedWebhook(ResponseBody):
    """The webhook as it is now; `secret` only after `rotate_secret`."""

    webhook: Webhook
    secret: str | None = None
    server_time: AwareDatetime


class TestedWebhook(ResponseBody):
    """What became of a test. `error` says why it was not delivered."""

    event_id: UUID
    delivered: bool
    response_status: int | None
    error: str | None
    duration_ms: int


class Delivery(ResponseBody):
    """What became of one event at a webhook. `about` is the session, invitation, member or webhook."""

    event_id: UUID
    type: str
    about: UUID
    at: AwareDatetime
    status: Literal["pending", "delivered", "dead"]
    attempts: int
    attempted_at: AwareDatetime
    response_status: int | None
    error: str | None
    duration_ms: int
    next_attempt_at: AwareDatetime | None


class DeliveriesResponse(ResponseBody):
    """One page of deliveries, newest event first."""

    deliveries: list[Delivery]
    next_cursor: str | None
    server_time: AwareDatetime
