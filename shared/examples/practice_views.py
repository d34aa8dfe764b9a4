"""Examples of practice, on the seed's question bank."""

from typing import Any

from shared.examples import NOW

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
