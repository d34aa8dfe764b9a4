"""Examples of organizations, invitations and interviews that a person may take."""

from collections.abc import Mapping
from typing import Any

from shared.examples import INTERVIEW, NOW

ORGANIZATION_ID = "22222222-2222-4222-8222-222222222222"
TOKEN = "5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e"
UNTIL = "2026-02-14T09:28:01.234567Z"
LINKS = {"token": TOKEN, "url": f"https://app.example.com/invitation.html#{TOKEN}"}

_ORGANIZATION: Mapping[str, Any] = {
    "id": ORGANIZATION_ID,
    "name": "Northwind",
    "role": "owner",
    "created_at": "2026-01-15T09:20:01.234567Z",
}
ORGANIZATION: Mapping[str, Any] = {"organization": _ORGANIZATION, "server_time": NOW}
ORGANIZATIONS: Mapping[str, Any] = {
    "organizations": [_ORGANIZATION],
    "invitations": [
        {
            "id": "7b1e4d2c-5a6f-4e3d-9c8b-0a1f2e3d4c5b",
            "organization": {"id": "6f0e9d8c-7b6a-4958-8776-655443322110", "name": "Contoso"},
            "role": "reviewer",
            "expires_at": UNTIL,
        }
    ],
    "server_time": NOW,
}
MEMBERS: Mapping[str, Any] = {
    "members": [
        {
            "user_id": "9d8c7b6a-5f4e-4d3c-8b2a-190807060504",
            "email": "robin@example.com",
            "name": "Robin",
            "role": "owner",
            "member_since": "2026-01-15T09:20:01.234567Z",
        }
    ],
    "server_time": NOW,
}
_INVITATION: Mapping[str, Any] = {
    "id": "c0ffee00-1d2e-4f3a-8b4c-5d6e7f809a1b",
    "organization_id": ORGANIZATION_ID,
    "interview_id": INTERVIEW,
    "role": None,
    "email": "kim@example.com",
    "places": None,
    "places_taken": None,
    "link_id": None,
    "person": None,
    "state": "invited",
    "extra_time_percent": 0,
    "attempts_allowed": 1,
    "note": "",
    "created_at": "2026-01-15T09:28:01.234567Z",
    "created_by": {
        "user_id": "9d8c7b6a-5f4e-4d3c-8b2a-190807060504",
        "email": "robin@example.com",
        "name": "Robin",
    },
    "expires_at": UNTIL,
    "opened_at": None,
    "accepted_at": None,
    "revoked_at": None,
    "asked_at": None,
    "asked_by": None,
    "session_id": None,
    "delivery": "email",
    "email_status": "queued",
    "sent_at": None,
}
INVITED: Mapping[str, Any] = {
    "invitations": [{**_INVITATION, **LINKS}],
    "problems": [{"email": "kim at example.com", "code": "invalid_address"}],
    "server_time": NOW,
}
PAGE: Mapping[str, Any] = {"invitations": [_INVITATION], "next_cursor": None, "server_time": NOW}
CHANGED: Mapping[str, Any] = {"invitation": _INVITATION, **LINKS, "server_time": NOW}
SHOWN: Mapping[str, Any] = {
    "invitation": {
        "email": "kim@example.com",
        "organization": "Northwind",
        "role": None,
        "interview": {
            "id": INTERVIEW,
            "title": "Full Stack Developer",
            "description": "",
            "kind": "timed",
            "question_count": 6,
            "total_seconds": 900,
            "results_visible": True,
        },
        "note": "We look forward to it.",
        "extra_time_percent": 0,
        "attempts_allowed": 1,
        "expires_at": UNTIL,
        "accepted": False,
        "places_left": None,
        "recorded": ["account", "answers", "drafts", "times", "devices"],
    },
    "server_time": NOW,
}
_INTERVIEW: Mapping[str, Any] = {
    "id": INTERVIEW,
    "title": "Full Stack Developer",
    "description": "",
    "organization": "Northwind",
    "kind": "timed",
    "invited": True,
    "question_count": 6,
    "total_seconds": 900,
    "attempts_left": 1,
    "expires_at": UNTIL,
    "extra_time_percent": 0,
    "state": "open",
    "session_id": None,
}
INTERVIEWS: Mapping[str, Any] = {"interviews": [_INTERVIEW], "next_cursor": None, "server_time": NOW}
ACCEPTED: Mapping[str, Any] = {"interview": _INTERVIEW, "organization": None, "server_time": NOW}
