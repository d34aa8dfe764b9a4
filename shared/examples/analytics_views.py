"""Examples of analytics."""

from typing import Any

from shared.examples import NOW

PRACTISED: dict[str, Any] = {
    "interview_type": "backend",
    "domain": "databases",
    "sessions": 2,
    "completed": 1,
    "completion_rate": 0.5,
    "average_duration_seconds": 431.7,
    "average_percentage": 72.5,
    "response_seconds": {"count": 11, "average": 41.3, "minimum": 6.1, "maximum": 120.0},
}
OWN_NUMBERS: dict[str, Any] = {
    "sessions": 3,
    "completed": 2,
    "completion_rate": 0.6667,
    "average_duration_seconds": 512.4,
    "response_seconds": {"count": 14, "average": 48.2, "minimum": 6.1, "maximum": 241.0},
    "by_mode": {"timed": {"sessions": 3, "completed": 2, "average_duration_seconds": 512.4}},
    "by_type": [PRACTISED],
    "server_time": NOW,
}
