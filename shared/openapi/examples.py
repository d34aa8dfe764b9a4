"""Examples of one interview; the requests work in this order on the seed, as the candidate."""

from typing import Any

INTERVIEW = "11111111-1111-4111-8111-111111111111"
SESSION = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
CLIENT = "5c2d8e0a-4b1f-4f7e-8a53-9d3f0b6c1e22"
OTHER_CLIENT = "e1b6a4c8-2f3d-4c5e-9b7a-1d2c3b4a5f60"
NOW = "2026-01-15T09:28:41.508213Z"

# Requests: the name of the example and its body.
START: dict[str, Any] = {
    "safe_to_repeat": {"session_id": SESSION, "client_id": CLIENT, "interview_id": INTERVIEW},
    # Used last: it would abandon the session of the other examples.
    "start_over": {"client_id": CLIENT, "interview_id": INTERVIEW, "start_over": True},
}
HEARTBEAT: dict[str, Any] = {
    "alive": {"session_id": SESSION, "lease": 1},
    "draft": {"session_id": SESSION, "lease": 1, "draft": {"position": 0, "text": "a"}},
}
SUBMIT: dict[str, Any] = {
    "option": {
        "session_id": SESSION,
        "position": 0,
        "answer": "a",
        "lease": 1,
        "client_submitted_at": "2026-01-15T09:28:41.207Z",
    },
    "time_expired": {
        "session_id": SESSION,
        "position": 1,
        "answer": "",
        "lease": 1,
        "time_expired": True,
    },
    "spoken": {
        "session_id": SESSION,
        "position": 2,
        "answer": "The N+1 problem: one query with a join removes it.",
        "lease": 1,
        "transcription": {"text": "um, N plus one, one query with a join removes it", "duration_seconds": 8.25},
    },
}
RESUME: dict[str, Any] = {
    "live_session": {"client_id": CLIENT},
    "takeover": {"session_id": SESSION, "client_id": OTHER_CLIENT, "takeover": True},
}
FINISH: dict[str, Any] = {
    "completed": {"session_id": SESSION, "lease": 2, "outcome": "completed"},
}
EVALUATE: dict[str, Any] = {"all": {}, "some": {"limit": 100}}
EMPTY: dict[str, Any] = {"empty": {}}

# Responses.
SUMMARY: dict[str, Any] = {
    "id": SESSION,
    "mode": "timed",
    "interview_id": INTERVIEW,
    "title": "Full Stack Developer",
    "status": "in_progress",
    "position": 0,
    "question_count": 6,
    "time_limits": [60, 90, 90, 300, 120, 60],
    "started_at": "2026-01-15T09:28:01.234567Z",
    "resume_until": "2026-01-16T09:28:01.234567Z",
    "completed_at": None,
    "closed_reason": None,
    "extra_time_percent": 0,
    "practice": None,
}
QUESTION: dict[str, Any] = {
    "position": 0,
    "kind": "mcq",
    "prompt": "Which HTTP method is defined as idempotent?",
    "options": [{"id": "a", "text": "PUT"}, {"id": "b", "text": "POST"}],
    "points": 10,
    "time_limit_seconds": 60,
    "served_at": "2026-01-15T09:28:01.234567Z",
    "deadline_at": "2026-01-15T09:29:01.234567Z",
    "grace_seconds": 2,
    "remaining_seconds": 60,
    "draft": None,
}
NEXT_QUESTION = QUESTION | {
    "position": 1,
    "kind": "short_answer",
    "prompt": "What does a database index cost?",
    "options": None,
    "time_limit_seconds": 90,
    "served_at": NOW,
    "deadline_at": "2026-01-15T09:30:11.508213Z",
    "remaining_seconds": 90,
}
LEASE: dict[str, Any] = {
    "client_id": CLIENT,
    "number": 1,
    "expires_at": "2026-01-15T09:29:41.508213Z",
    "heartbeat_seconds": 30,
    "draft_seconds": 5,
}
RECEIPT: dict[str, Any] = {
    "answer_id": "7d4f0a52-3c1c-4c58-9d0e-0a8f5a2f7e11",
    "received_at": NOW,
    "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
    "late_by_seconds": 0,
}
ANSWER: dict[str, Any] = {
    "position": 0,
    "answer": "a",
    "source": "submitted",
    "receipt": RECEIPT,
    "transcription": None,
}
VIEW: dict[str, Any] = {
    "session": SUMMARY,
    "question": QUESTION,
    "lease": LEASE,
    "answers": [],
    "conversation": None,
    "server_time": "2026-01-15T09:28:01.240112Z",
}
VIEW_AFTER_ANSWER = VIEW | {
    "session": SUMMARY | {"position": 1},
    "question": NEXT_QUESTION,
    "answers": [ANSWER],
    "conversation": None,
    "server_time": NOW,
}
VIEW_AT_THE_END = VIEW_AFTER_ANSWER | {
    "session": SUMMARY | {"position": 2, "status": "completed", "completed_at": NOW, "closed_reason": "finished"},
    "question": None,
    "lease": None,
}
STARTED = VIEW | {"replayed": False}
STARTED_BEFORE = VIEW | {"replayed": True}
SUBMITTED = VIEW_AFTER_ANSWER | {
    "receipt": RECEIPT,
    "accepted": True,
    "replayed": False,
    "late": False,
    "completed": False,
}
RESUMED = VIEW_AFTER_ANSWER | {
    "lease": LEASE | {"client_id": OTHER_CLIENT, "number": 2},
    "expired": [],
}
ACTIVE: dict[str, Any] = {
    "active_session": SUMMARY
    | {
        "position": 2,
        "question_number": 3,
        "time_remaining_seconds": 45.2,
        "time_expired": False,
        "live_elsewhere": False,
        "can_start_over": True,
    },
    "server_time": NOW,
}
BEAT: dict[str, Any] = {
    "lease": LEASE,
    "position": 0,
    "status": "in_progress",
    "deadline_at": "2026-01-15T09:29:01.234567Z",
    "remaining_seconds": 19.726,
    "draft_saved_at": NOW,
    "extra_time_percent": 0,
    "server_time": NOW,
}
CLEARED: dict[str, Any] = {
    "cleared": True,
    "session": SUMMARY | {"status": "abandoned", "closed_reason": "cleared"},
    "server_time": NOW,
}
PAGE: dict[str, Any] = {"sessions": [SUMMARY], "next_cursor": None, "server_time": NOW}
CLEANED: dict[str, Any] = {
    "deleted": 3,
    "expired_questions": 5,
    "abandoned_sessions": 1,
    "errors": 0,
    "duration_ms": 12.4,
    "oldest_live_seconds": 42.0,
}
EVALUATED: dict[str, Any] = {
    "claimed": 24,
    "graded": 20,
    "needs_review": 2,
    "retried": 1,
    "failed": 1,
    "released": 0,
    "lost": 0,
    "summaries": 4,
    "duration_ms": 8431.2,
}
HEALTHY: dict[str, Any] = {
    "status": "ok",
    "version": "0.1.0",
    "database": "ok",
    "migration": "20260115090000",
    "cleanup": {"last_run_at": NOW, "oldest_overdue_seconds": None},
    "evaluation": {"queued": 3, "running": 1, "failed": 0, "oldest_queued_seconds": 4.2},
}
UNHEALTHY = HEALTHY | {
    "status": "unavailable",
    "database": "unreachable",
    "migration": None,
    "cleanup": None,
    "evaluation": None,
}
