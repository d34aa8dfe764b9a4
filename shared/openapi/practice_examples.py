"""Examples of practice, on the seed's question bank."""

from typing import Any

from shared.openapi.examples import CLIENT, NOW

START: dict[str, Any] = {
    # Used last, when no other session is live.
    "practice": {
        "client_id": CLIENT,
        "practice": {"interview_type": "backend", "domain": "databases", "question_count": 5, "time_limits": False},
    },
}
FACETS: dict[str, Any] = {
    "types": [
        {
            "interview_type": "backend",
            "count": 28,
            "domains": [
                {"domain": "api_design", "count": 13, "difficulties": {"easy": 4, "medium": 5, "hard": 4}},
                {"domain": "databases", "count": 15, "difficulties": {"easy": 5, "medium": 5, "hard": 5}},
            ],
        }
    ],
    "server_time": NOW,
}
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
