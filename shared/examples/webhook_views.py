"""Examples of webhooks and their deliveries."""

from collections.abc import Mapping
from typing import Any

from shared.examples import NOW, ORGANIZATION, WEBHOOK_URL

EVENT_ID = "3f0c1d2e-4b5a-4697-8879-6a5b4c3d2e1f"

_WEBHOOK: Mapping[str, Any] = {
    "id": "8a7b6c5d-4e3f-4a2b-9c1d-0e9f8a7b6c5d",
    "organization_id": ORGANIZATION,
    "url": WEBHOOK_URL,
    "events": ["result.ready", "session.completed"],
    "status": "enabled",
    "created_at": NOW,
    "failing_since": None,
    "last_delivered_at": None,
    "secrets": 1,
    "waiting": 0,
    "dead": 0,
}
CREATED: Mapping[str, Any] = {
    "webhook": _WEBHOOK,
    "secret": "whsec_Xyt4wAnm8Q2xPZq0tYVn3mJb6bB1mGHq5b2Jw3cE9dQ=",
    "server_time": NOW,
}
ROTATED: Mapping[str, Any] = {**CREATED, "webhook": {**_WEBHOOK, "secrets": 2}}
WEBHOOKS: Mapping[str, Any] = {
    "webhooks": [_WEBHOOK],
    "event_types": [
        *("invitation.created", "invitation.opened", "invitation.accepted", "invitation.revoked"),
        *("session.started", "session.completed", "evaluation.needs_review", "result.ready", "decision.made"),
        *("member.joined", "member.changed", "member.removed", "webhook.disabled"),
    ],
    "server_time": NOW,
}
TESTED: Mapping[str, Any] = {
    "event_id": EVENT_ID,
    "delivered": True,
    "response_status": 204,
    "error": None,
    "duration_ms": 84,
}
DELIVERIES: Mapping[str, Any] = {
    "deliveries": [
        {
            "event_id": EVENT_ID,
            "type": "session.completed",
            "about": "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10",
            "at": NOW,
            "status": "pending",
            "attempts": 2,
            "attempted_at": NOW,
            "response_status": 503,
            "error": "HTTP 503",
            "duration_ms": 61,
            "next_attempt_at": "2026-01-15T09:35:01.234567Z",
        }
    ],
    "next_cursor": None,
    "server_time": NOW,
}
