"""Examples of what reviewers receive after an action."""

from typing import Any

from shared.examples import CLIENT, NOW, SESSION

REGRADED: dict[str, Any] = {
    "dry_run": True,
    "sessions": 1,
    "answers": 1,
    "changes": [
        {
            "session_id": SESSION,
            "candidate": {"user_id": CLIENT, "email": "ada@example.com", "name": "Ada Lovelace"},
            "position": 0,
            "score": 0.0,
            "given_by_a_person": False,
            "new_status": "done",
            "new_score": 10.0,
            "score_by_keywords": None,
        }
    ],
    "unchanged": 11,
    "skipped": {"own_sessions": 0, "questions": 0},
    "done": True,
    "next_cursor": None,
    "server_time": NOW,
}
