"""Examples of notices."""

from collections.abc import Mapping
from typing import Any

from shared.examples import INTERVIEW, NOTICE, NOW, ORGANIZATION, SESSION

NOTICES: Mapping[str, Any] = {
    "notices": [
        {
            "id": NOTICE,
            "type": "result.ready",
            "at": NOW,
            "read": False,
            "organization": {"id": ORGANIZATION, "name": "Northwind"},
            "interview": {"id": INTERVIEW, "title": "Full Stack Developer"},
            "session_id": SESSION,
        }
    ],
    "unread": 1,
    "next_cursor": None,
    "server_time": NOW,
}
READ: Mapping[str, Any] = {"server_time": NOW}
PREFERENCES: Mapping[str, Any] = {
    "preferences": {
        "session.completed": "off",
        "result.ready": "daily",
        "evaluation.needs_review": "daily",
        "decision.made": "daily",
        "webhook.disabled": "soon",
        "reminder": "soon",
    },
    "server_time": NOW,
}
UNSUBSCRIBED: Mapping[str, Any] = {"unsubscribed": True}
