"""Valid requests of each candidate function, to be broken one field at a time."""

from typing import Any

SESSION = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
CLIENT = "5c2d8e0a-4b1f-4f7e-8a53-9d3f0b6c1e22"
INTERVIEW = "11111111-1111-4111-8111-111111111111"

START: dict[str, Any] = {"session_id": SESSION, "client_id": CLIENT, "interview_id": INTERVIEW}
SUBMIT: dict[str, Any] = {"session_id": SESSION, "position": 0, "answer": "a", "lease": 1}
RESUME: dict[str, Any] = {"client_id": CLIENT}
HEARTBEAT: dict[str, Any] = {
    "session_id": SESSION,
    "lease": 1,
    "draft": {"position": 0, "text": "half a sentence"},
}
FINISH: dict[str, Any] = {"session_id": SESSION, "lease": 1, "outcome": "completed"}
MESSAGE: dict[str, Any] = {
    "session_id": SESSION,
    "lease": 1,
    "message_id": "9e0a6b3c-2d41-4c7f-a5d8-1f3b7e9c0d26",
    "content": "hello",
}

BODIES = {
    "start": START,
    "submit": SUBMIT,
    "resume": RESUME,
    "heartbeat": HEARTBEAT,
    "finish": FINISH,
    "message": MESSAGE,
    "clear-stuck-session": {},
}
