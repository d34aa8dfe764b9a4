"""Examples of results and reviews, on the seed's interview."""

from typing import Any

from shared.examples import NOW
from shared.examples.session_views import SUMMARY

PAGE: dict[str, Any] = {"sessions": [SUMMARY], "next_cursor": None, "server_time": NOW}
REGRADED: dict[str, Any] = {
    "sessions": 12,
    "answers": 12,
    "skipped": {"own_sessions": 0, "questions": 0},
    "done": True,
    "next_cursor": None,
    "server_time": NOW,
}
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
    "result": None,
    "answers": [],
    "server_time": NOW,
}
