"""Examples of what reviewers receive after an action."""

from typing import Any

from shared.examples import NOW

REGRADED: dict[str, Any] = {
    "sessions": 12,
    "answers": 12,
    "skipped": {"own_sessions": 0, "questions": 0},
    "done": True,
    "next_cursor": None,
    "server_time": NOW,
}
