"""Examples of prep sessions."""

from collections.abc import Mapping
from typing import Any

from shared.examples import NOW, PREP_NOTES, PREP_SESSION

SHARE_ID = "a7c2e9d4-1b3f-4e58-8c6d-0f9b2a7e5d11"
TOKEN = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

SUMMARY: Mapping[str, Any] = {
    "id": PREP_SESSION,
    "name": "Database engineer at Northwind",
    "mode": "job",
    "job_id": "northwind-42",
    "skill": "PostgreSQL",
    "template": None,
    "version": 8,
    "created_at": "2026-01-15T09:28:01.234567Z",
    "updated_at": "2026-01-15T09:31:12.345678Z",
}
SESSION: Mapping[str, Any] = {**SUMMARY, "document": {"notes": PREP_NOTES}, "server_time": NOW}
CREATED: Mapping[str, Any] = {**SESSION, "version": 1, "document": {}, "replayed": False}
CREATED_BEFORE: Mapping[str, Any] = {**SESSION, "replayed": True}
PAGE: Mapping[str, Any] = {"prep_sessions": [SUMMARY], "next_cursor": None, "server_time": NOW}
TEMPLATES: Mapping[str, Any] = {
    "templates": [
        {
            "id": "backend-engineer",
            "name": "Backend engineer",
            "mode": "job",
            "skill": "Backend development",
            "question_count": 6,
        }
    ],
    "server_time": NOW,
}
GENERATED: Mapping[str, Any] = {
    "generation_id": "c1d2e3f4-5a6b-4c7d-8e9f-0a1b2c3d4e5f",
    "kind": "questions",
    "request": {"kind": "questions", "skill": "PostgreSQL", "depth": "standard", "count": 1},
    "content": {
        "questions": {
            "20260115T093000-01-5e1f0a9c": {
                "question": "What does MVCC cost?",
                "answer": "Row versions pile up until vacuum removes them.",
                "tips": ["Name long transactions."],
                "category": "Storage",
                "difficulty": "medium",
                "source": "model",
                "skill": "PostgreSQL",
                "depth": "standard",
            }
        }
    },
    "model": "gpt-6-luna",
    "prompt_version": "questions-1a2b3c4d",
    "generated_at": "2026-01-15T09:30:04.345678Z",
    "version": 9,
    "in_document": True,
    "replayed": False,
    "server_time": NOW,
}
_SHARE: Mapping[str, Any] = {
    "id": SHARE_ID,
    "created_at": "2026-01-15T09:31:12.345678Z",
    "expires_at": "2026-01-16T09:31:12.345678Z",
}
SHARED: Mapping[str, Any] = {
    "share": _SHARE,
    "token": TOKEN,
    "server_time": NOW,
}
SHARES: Mapping[str, Any] = {"shares": [_SHARE], "server_time": NOW}
SHOWN: Mapping[str, Any] = {
    "prep_session": {
        "name": "Database engineer at Northwind",
        "mode": "job",
        "job_id": "northwind-42",
        "skill": "PostgreSQL",
        "document": {"notes": PREP_NOTES},
        "updated_at": "2026-01-15T09:31:12.345678Z",
    },
    "expires_at": "2026-01-16T09:31:12.345678Z",
    "server_time": NOW,
}
