"""A record made without a database, and the export of its session."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from shared.record.jws import new_key, public_key, sign
from tests.support.records import digest

SESSION = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
KEY = new_key()
KEYS = [public_key(KEY)]
# Position, kind, source and text, in the order in which they were stored.
TEXTS = [
    (0, "answer", "submitted", "b"),
    (0, "late_text", "already_answered", "another text"),
    (1, "answer", "draft", "half of an answer"),
    (1, "late_text", "late", "the whole answer — ünïcode 🙂"),
    (2, "answer", "expired", ""),
    (3, "answer", "submitted", "x = 1\n"),
]

Statement = dict[str, Any]


def statement() -> Statement:
    """What a right record states."""
    texts: list[dict[str, Any]] = []
    previous = None
    for number, (position, kind, source, text) in enumerate(TEXTS):
        receipt = {
            "answer_id": f"7d4f0a52-3c1c-4c58-9d0e-0a8f5a2f7e{number:02}",
            "received_at": f"2026-01-15T09:30:{number:02}.345678Z",
            "sha256": sha256(text.encode()).hexdigest(),
            "late_by_seconds": 7.25 if source == "late" else 0,
            "previous": previous,
        }
        previous = digest(receipt)
        texts.append(
            {"position": position, "kind": kind, "source": source, "withdrawn": False, "receipt": receipt},
        )
    return {
        "iss": "https://abc.supabase.co",
        "session_id": SESSION,
        "candidate_id": "8a1f0c3e-2b4d-4e6f-9a0b-1c2d3e4f5a6b",
        "interview_id": "11111111-1111-4111-8111-111111111111",
        "title": "Full Stack Developer",
        "status": "completed",
        "started_at": "2026-01-15T09:28:01.234567Z",
        "closed_at": "2026-01-15T09:40:01.234567Z",
        "issued_at": "2026-01-15T10:00:00.000000Z",
        "head": previous,
        "receipts": texts,
    }


def signed(stated: Mapping[str, Any], key: Mapping[str, Any] = KEY) -> str:
    """A record that states this, with a right signature whatever it states."""
    return sign(json.dumps(stated).encode(), key)


def rechained(texts: Sequence[Mapping[str, Any]]) -> Statement:
    """A right record of other texts: every hash is made anew, as only the operator could do."""
    previous, chain = None, []
    for text in texts:
        receipt = {**text["receipt"], "previous": previous}
        previous = digest(receipt)
        chain.append({**text, "receipt": receipt})
    return {**statement(), "receipts": chain, "head": previous}


def export() -> dict[str, Any]:
    """The JSON export of the session for a reviewer, as far as it is compared."""
    answers, late_texts = [], []
    for text, (position, kind, source, content) in zip(statement()["receipts"], TEXTS, strict=True):
        receipt = text["receipt"]
        shared = {name: receipt[name] for name in ("received_at", "sha256")}
        shared |= {"position": position, "answer": content}
        if kind == "answer":
            answers.append({**shared, "answer_id": receipt["answer_id"], "source": source, "score": 5})
        else:
            late_texts.append({**shared, "id": receipt["answer_id"], "reason": source, "accepted_at": None})
    answers.append({"position": 4, "answer": None, "source": None, "answer_id": None, "score": None})
    late_texts.append({**late_texts[0], "id": "a-draft", "reason": "late_draft", "answer": "not covered"})
    return {
        "view": "reviewer",
        "session": {"id": SESSION, "title": "Full Stack Developer"},
        "answers": answers,
        "late_answers": late_texts,
        "late_answers_left_out": 0,
    }
