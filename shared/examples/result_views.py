"""Examples of results and reviews, on the seed's interview."""

from typing import Any

from shared.examples import CLIENT, NOW
from shared.examples.session_views import SUMMARY

PAGE: dict[str, Any] = {"sessions": [SUMMARY], "next_cursor": None, "server_time": NOW}
GRADING: dict[str, Any] = {
    "view": "candidate",
    "status": "grading",
    "session": SUMMARY
    | {
        "status": "completed",
        "position": 6,
        "completed_at": "2026-01-15T09:36:41.000000Z",
        "closed_reason": "answered",
    },
    "counts": {"total": 6, "graded": 2},
    "decision": None,
    "result": None,
    "answers": [],
    "server_time": NOW,
}
EVENTS: dict[str, Any] = {
    "events": [
        {
            "id": 4711,
            "at": "2026-01-15T09:30:12.000000Z",
            "actor": "8d1f0c52-7a3e-4f6b-9c84-2b5e6a7d9f01",
            "event": "session_resumed",
            "detail": {"client_id": CLIENT, "lease": 1, "takeover": False},
            "repeats": 2,
            "last_at": NOW,
        }
    ],
    "events_next": None,
    "server_time": NOW,
}
