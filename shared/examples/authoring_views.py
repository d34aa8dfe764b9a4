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
        "total_seconds": 900,
        "points": 100,
    },
    "warnings": [
        {"code": "public_question", "position": 2, "question_id": "a1000000-0000-4000-8000-000000000003"},
    ],
    "server_time": NOW,
}
IMPORTED: dict[str, Any] = {
    "imported": 1,
    "already_there": 0,
    "question_ids": ["5b0f2c1e-9d3a-4e6f-8a7b-0c1d2e3f4a5b"],
    "server_time": NOW,
}
DRAFTS: dict[str, Any] = {
    "title": "Nurse, intensive care",
    "questions": [
        {
            "id": "5b0f2c1e-9d3a-4e6f-8a7b-0c1d2e3f4a5b",
            "kind": "short_answer",
            "interview_type": "nursing",
            "domain": "infusions",
            "difficulty": "easy",
            "prompt": "What do you check before you start an infusion?",
            "options": None,
            "points": 5,
            "time_limit_seconds": 90,
            "is_active": False,
            "key": {
                "correct_option": None,
                "keywords": ["patient", "dose", "expiry date"],
                "criteria": [],
                "sample_solution": "The right patient, drug, dose, time and route, and the expiry date.",
                "explanation": "Each of these has harmed patients where nobody checked it.",
            },
        },
    ],
    "server_time": NOW,
}
