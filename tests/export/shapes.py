"""Workspaces and sessions as a hostile user would export them, of any size, in the form the database returns."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.export.example_results import as_bytes, candidate_results, reviewer_results

ID = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
Document = dict[str, Any]


def workspace(document: Document) -> bytes:
    """The result of get_prep_session."""
    times = dict.fromkeys(("created_at", "updated_at"), "2026-01-15T09:28:01Z")
    return json.dumps({"id": ID, "name": "Mine", "mode": "general", "document": document, **times}).encode()


def _numbered(size: int, value: Any) -> dict[str, Any]:
    return {f"number {number}": value for number in range(size)}


def events(size: int) -> bytes:
    """A session with this many events, as its reviewer sees it."""
    results = reviewer_results()
    event = results["events"][0]
    results["events"] = [event | {"detail": {"number": number}} for number in range(size)]
    return as_bytes(results)


def talk(size: int) -> bytes:
    """A conversation of this many messages."""
    results = candidate_results()
    results["session"]["mode"] = "conversation"
    profile = {"topic": "x", "state": "exploring", "profile": {}, "messages": size, "candidate_messages": size // 2}
    message = {"role": "candidate", "content": "Fine.\nYes.", "source": "model", "created_at": "2026-01-15T09:28:01Z"}
    return as_bytes(results | {"conversation": profile, "messages": [message | {"seq": n} for n in range(size)]})


# Documents with this many values.
DOCUMENTS: Mapping[str, Callable[[int], Document]] = {
    "entries": lambda size: {"questions": _numbered(size // 3, {"question": "Why?", "answer": "Because."})},
    "answers": lambda size: {"user_answers": _numbered(size, "An answer")},
    "practice": lambda size: {"practice_status": _numbered(size, "new")},
    "list entries": lambda size: {"questions": {"q": {"question": "Why?", "tips": ["a tip"] * size}}},
    "fields": lambda size: {"questions": {"q": _numbered(size, 7)}},
    "nested lists": lambda size: {"questions": {"q": {"x": [[[[[n]]]] for n in range(size // 6)]}}},
    "titles": lambda size: {"star_stories": _numbered(size // 2, {"title": "A title of some length"})},
}

# Texts of this many bytes, or slightly fewer.
TEXTS: Mapping[str, Callable[[int], str]] = {
    "one word": lambda size: "x" * size,
    "short lines": lambda size: "a\n" * (size // 2),
    "brackets": lambda size: "[" * size,
    "marks": lambda size: "a" + "\u0345" * (size // 4) + "\u0334" * (size // 4),
    "expansions": lambda size: "\ufdfa" * (size // 3),
    "emoji": lambda size: "👨‍👩‍👧😀" * (size // 22),
    "mixed scripts": lambda size: "ab שלום 汉字 हिन्दी привет ∑ " * (size // 51),
    "turns": lambda size: "אב\nab\n" * (size // 8),
    "controls": lambda size: "\x01\u202e" * (size // 4),
    "near markup": lambda size: "https:www.`1.[&" * (size // 15),
}
