"""Examples of results, reviews and analytics, on the seed's interview."""

from typing import Any

from shared.openapi.examples import INTERVIEW, NOW, SESSION
from shared.openapi.practice_examples import PRACTISED

_REASON = "The question was ambiguous; the answer is right as well."
REVIEW: dict[str, Any] = {
    "override_score": {
        "session_id": SESSION,
        "action": "override_score",
        "position": 1,
        "score": 12.5,
        "reason": _REASON,
    },
    "retry_evaluation": {
        "session_id": SESSION,
        "action": "retry_evaluation",
        "reason": "The grader was not configured yet.",
    },
    "regrade": {
        "action": "regrade",
        "interview_id": INTERVIEW,
        "reason": "The key of question 1 was corrected.",
    },
}
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
    "session": {
        "id": SESSION,
        "mode": "timed",
        "interview_id": INTERVIEW,
        "title": "Full Stack Developer",
        "status": "completed",
        "position": 6,
        "question_count": 6,
        "time_limits": [60, 90, 90, 300, 120, 60],
        "started_at": "2026-01-15T09:28:01.234567Z",
        "resume_until": "2026-01-16T09:28:01.234567Z",
        "completed_at": "2026-01-15T09:36:41.000000Z",
        "closed_reason": "answered",
        "extra_time_percent": 0,
        "practice": None,
    },
    "counts": {"total": 6, "graded": 2},
    "result": None,
    "answers": [],
    "server_time": NOW,
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
