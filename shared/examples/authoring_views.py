"""Examples of what authors receive."""

from typing import Any

from shared.examples import INTERVIEW, NOW

PUBLISHED: dict[str, Any] = {
    "interview": {
        "id": INTERVIEW,
        "organization_id": "e0000000-0000-4000-8000-000000000001",
        "title": "Full Stack Developer",
        "mode": "timed",
        "status": "published",
        "is_public": False,
        "question_count": 6,
        "total_seconds": 720,
        "points": 100,
    },
    "warnings": [
        {"code": "public_question", "position": 2, "question_id": "a1000000-0000-4000-8000-000000000003"},
    ],
    "server_time": NOW,
}
