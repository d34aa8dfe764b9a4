"""Examples of a conversation."""

from typing import Any

from shared.examples import CONVERSATION, MESSAGE_ID, NOW
from shared.examples.session_views import LEASE, SUMMARY

SESSION: dict[str, Any] = SUMMARY | {
    "id": CONVERSATION,
    "mode": "conversation",
    "interview_id": None,
    "title": "Conversation: Locks in PostgreSQL",
    "question_count": 0,
    "time_limits": [],
}
MESSAGE: dict[str, Any] = {
    "seq": 2,
    "message_id": MESSAGE_ID,
    "role": "candidate",
    "content": "Hello! I built a job queue on advisory locks.",
    "source": "candidate",
    "replies_to_seq": None,
    "sha256": "d9a55bb3eb3e3ea0e5a80c7a4d9f9ad8dbd8f2e5c0f4cf2f5bd6a4b9d3b7d5c1",
    "created_at": NOW,
}
REPLY: dict[str, Any] = {
    "seq": 3,
    "message_id": "b7f4e2d1-0c93-4a58-9b6e-3d8a1c5f7e40",
    "role": "interviewer",
    "content": "What made you choose advisory locks over row locks with skip locked?",
    "source": "model",
    "replies_to_seq": 2,
    "sha256": "0f4a1d7c9b3e5a2d6c8f0b1e3d5a7c9e1b3d5f7a9c0e2b4d6f8a1c3e5b7d9f02",
    "created_at": NOW,
}
PROFILE: dict[str, Any] = {
    "summary": "Built a job queue on advisory locks.",
    "strengths": ["PostgreSQL"],
    "gaps": [],
    "topics": ["queues"],
}
SAID: dict[str, Any] = {
    "session": SESSION,
    "lease": LEASE,
    "message": MESSAGE,
    "reply": REPLY,
    "reply_status": "ready",
    "state": "exploring",
    "profile": PROFILE,
    "last_seq": 3,
    "replayed": False,
    "retry_after_seconds": None,
    "server_time": NOW,
}
TRANSCRIPT: dict[str, Any] = {
    "session": SESSION,
    "messages": [MESSAGE, REPLY],
    "next_after": None,
    "conversation": {
        "topic": "Locks in PostgreSQL",
        "state": "exploring",
        "profile": PROFILE,
        "last_seq": 3,
        "messages_left": 499,
        "unanswered": None,
        "reply_status": "ready",
    },
    "server_time": NOW,
}
