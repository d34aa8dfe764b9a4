"""Examples of one interview session."""

from typing import Any

from shared.examples import CLIENT, INTERVIEW, NOW, OTHER_CLIENT, SESSION

SUMMARY: dict[str, Any] = {
    "id": SESSION,
    "mode": "timed",
    "interview_id": INTERVIEW,
    "title": "Full Stack Developer",
    "status": "in_progress",
    "position": 0,
    "question_count": 6,
    "time_limits": [60, 120, 120, 300, 240, 60],
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
    "time_credits": [],
}
TIME_CREDIT: dict[str, Any] = {
    "kind": "outage",
    "seconds": 12.4,
    "reason": "The service was not reachable",
    "at": NOW,
}
NEXT_QUESTION = QUESTION | {
    "position": 1,
    "kind": "short_answer",
    "prompt": "What does a database index cost?",
    "options": None,
    "time_limit_seconds": 120,
    "served_at": NOW,
    "deadline_at": "2026-01-15T09:30:41.508213Z",
    "remaining_seconds": 120,
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
    "previous": None,
}
ANSWER: dict[str, Any] = {
    "position": 0,
    "answer": "a",
    "source": "submitted",
    "receipt": RECEIPT,
    "transcription": None,
}
SEALING_KEY: dict[str, Any] = {
    "kty": "EC",
    "crv": "P-256",
    "x": "eaEpRy0ZndYk-DYoMXRXpAbyGsWbjvayO2e2UUgzKFE",
    "y": "yLY-c6KXcMtUaIQo9PmY8vMCtnF1ShzEimQkKUTgmoo",
    "kid": "YYYhiUIyWE0ExAK5G9TPa-VF2Mw86bC_IR-kwWO3p8Y",
}
VIEW: dict[str, Any] = {
    "session": SUMMARY,
    "question": QUESTION,
    "break": None,
    "break_seconds_left": 0,
    "lease": LEASE,
    "answers": [],
    "conversation": None,
    "server_time": "2026-01-15T09:28:01.240112Z",
    "sealed_file_key": SEALING_KEY,
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
SUBMITTED = {name: part for name, part in VIEW_AFTER_ANSWER.items() if name != "answers"} | {
    "receipt": RECEIPT,
    "accepted": True,
    "replayed": False,
    "late": False,
    "completed": False,
    "is_answer": True,
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
        "break": None,
    },
    "server_time": NOW,
    "sealed_file_key": SEALING_KEY,
}
SEALED_FILE_STORED: dict[str, Any] = {
    "session_id": SESSION,
    "stored": 1,
    "already_stored": 0,
    "accepted": 0,
    "open": 0,
    "server_time": NOW,
}
BEAT: dict[str, Any] = {
    "lease": LEASE,
    "position": 0,
    "status": "in_progress",
    "deadline_at": "2026-01-15T09:29:13.634567Z",
    "remaining_seconds": 32.126,
    "draft_saved_at": NOW,
    "extra_time_percent": 0,
    "time_credits": [TIME_CREDIT],
    "server_time": NOW,
}
CLEARED: dict[str, Any] = {
    "cleared": True,
    "session": SUMMARY | {"status": "abandoned", "closed_reason": "cleared"},
    "server_time": NOW,
}
