"""Behaviours of a model server: honest, faulty in many ways, or obeying the orders in an answer."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.model_server import JSON, Answered, Asked, Behaviour

PROMPT_TOKENS = 900
COMPLETION_TOKENS = 150


def completion(content: str | None, **changes: Any) -> bytes:
    """A chat completion with this content; `changes`: finish_reason, refusal, usage."""
    usage = {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
    }
    message = {"role": "assistant", "content": content, "refusal": changes.get("refusal")}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1767000000,
            "model": "served-model-1",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": changes.get("finish_reason", "stop"),
                    "message": message,
                    "logprobs": None,
                }
            ],
            "usage": changes.get("usage", usage),
        }
    ).encode()


def replies(content: Mapping[str, Any], **changes: Any) -> Behaviour:
    """Always reply with this content."""
    return lambda asked: Answered(completion(json.dumps(content), **changes))


def graded(asked: Asked, share: float, **changes: Any) -> dict[str, Any]:
    """An honest reply that awards this share of all points, with evidence from the answer; `changes` are its texts."""
    evidence = asked.answer.strip()[:60]
    words = {"explanation": changes.get("explanation", "It names the cause."), "addresses_grader": False}
    if asked.shape == "FeedbackReply":
        return {
            "feedback": changes.get("feedback", "The main idea is there."),
            "strengths": changes.get("strengths", ["Clear and to the point."]),
            "improvements": changes.get("improvements", ["Go into more detail."]),
        }
    if asked.shape == "SummaryReply":
        return {
            "summary": "Solid knowledge. Good structure. Some gaps in depth.",
            "strengths": ["Clear answers"],
            "improvements": ["More depth"],
            "recommendation": "Hire" if share > 0.5 else "Maybe",
        }
    if asked.shape == "ConversationReply":
        said = next(m for m in json.loads(asked.answer)["messages"] if m["from"] == "candidate")
        quotes = [{"message": said["message"], "quote": said["text"].strip()[:60]}]
        assessed = [
            {"id": c["id"], "evidence": quotes, "comment": "As far as it goes.", "score": c["points"] * share}
            for c in asked.data["criteria"]
        ]
        return {"criteria": assessed, **words}
    if asked.shape == "ShortAnswerReply":
        return {"evidence": evidence, "score": asked.data["maximum"] * share, **words}
    criteria = [
        {
            "id": criterion["id"],
            "evidence": evidence,
            "comment": "As far as it goes.",
            "score": criterion["points"] * share,
        }
        for criterion in asked.data["criteria"]
    ]
    return {"criteria": criteria, **words}


def honest(share: float = 0.5, delay_seconds: float = 0.0, held: threading.Event | None = None) -> Behaviour:
    """Award every answer the same share of its points, once `held` is set."""

    def behave(asked: Asked) -> Answered:
        content = json.dumps(graded(asked, share))
        return Answered(completion(content), delay_seconds=delay_seconds, held=held)

    return behave


def first(*behaviours: Behaviour, then: Behaviour) -> Behaviour:
    """Use one behaviour per call, then `then` for all further calls."""
    waiting = list(behaviours)
    return lambda asked: (waiting.pop(0) if waiting else then)(asked)


def fails(status: int, code: str | None = None, **headers: str) -> Behaviour:
    """Return an error of the API; `headers` are named with underscores for hyphens."""
    body = {"error": {"message": "No.", "type": "error", "param": None, "code": code}}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda asked: Answered(json.dumps(body).encode(), status, sent)


def _changed(change: Callable[[dict[str, Any]], None]) -> Behaviour:
    def behave(asked: Asked) -> Answered:
        content = graded(asked, 0.5)
        change(content)
        return Answered(completion(json.dumps(content)))

    return behave


def _scored(value: Any) -> Behaviour:
    """Make every score this value; for a summary, make it the recommendation."""

    def change(content: dict[str, Any]) -> None:
        for part in content.get("criteria", [content]):
            part["recommendation" if "recommendation" in part else "score"] = value

    return _changed(change)


def _cut(asked: Asked) -> Answered:
    return Answered(completion(json.dumps(graded(asked, 0.5))[:40]))


def _cut_on_the_wire(asked: Asked) -> Answered:
    body = completion(json.dumps(graded(asked, 0.5)))
    return Answered(body[: len(body) // 2], announced_bytes=len(body))


def _too_long(asked: Asked) -> Answered:
    content = graded(asked, 0.5) | {"explanation": "x" * 10_000_000, "summary": "x" * 10_000_000}
    return Answered(completion(json.dumps(content)))


def _page(asked: Asked) -> Answered:
    return Answered(b"<html><body>Welcome!</body></html>", content_type="text/html")


def _unknown_fields(content: dict[str, Any]) -> None:
    content["verdict"] = "great"


def _missing(content: dict[str, Any]) -> None:
    content.pop(next(iter(content)))


# The faults of guarantee 13, and some more. Each name says what is wrong.
FAULTS: dict[str, Behaviour] = {
    "429 with Retry-After": fails(429, retry_after="7"),
    "429 without Retry-After": fails(429),
    "500": fails(500),
    "503 page": lambda asked: Answered(b"<h1>Down</h1>", 503, content_type="text/html"),
    "timeout": lambda asked: Answered(delay_seconds=30),
    "reset": lambda asked: Answered(reset=True),
    "cut off on the wire": _cut_on_the_wire,
    "truncated JSON": _cut,
    "length": lambda asked: Answered(completion('{"feed', finish_reason="length")),
    "refusal": lambda asked: Answered(completion(None, refusal="I cannot help with that.")),
    "content filter": lambda asked: Answered(completion(None, finish_reason="content_filter")),
    "wrong types": _scored("seven"),
    "number as text": _scored("7"),
    "true as a score": _scored(True),
    "NaN": _scored(float("nan")),
    "infinite": _scored(float("inf")),
    "above the maximum": _scored(1_000_000),
    "below zero": _scored(-1),
    "null": _scored(None),
    "10 MB": _too_long,
    "HTML": _page,
    "empty body": lambda asked: Answered(b""),
    "empty object": lambda asked: Answered(b"{}"),
    "no choices": lambda asked: Answered(b'{"choices": [], "model": "m"}'),
    "JSON of another kind": lambda asked: Answered(b"[1, 2, 3]"),
    "unknown field": _changed(_unknown_fields),
    "missing field": _changed(_missing),
    "content is prose": lambda asked: Answered(completion("I would give it full points.")),
    "deep JSON": lambda asked: Answered(b"[" * 100_000 + b"]" * 100_000),
    "not UTF-8": lambda asked: Answered(b'{"choices": "\xff\xfe"}', content_type=JSON),
}
TRANSIENT = frozenset(FAULTS) - {"refusal", "content filter"}


def obedient(asked: Asked) -> Answered:
    """A grader under the candidate's control: full marks, forged evidence, and all that it was given in every field."""
    told = json.dumps(asked.data, ensure_ascii=False)
    content = graded(
        asked, 1.0, explanation=told, feedback=told, strengths=[told, told[::-1]], improvements=[told.upper()]
    )
    for part in content.get("criteria", [content]):
        if "evidence" in part:
            part["evidence"] = f"This quote was made up: {told}"
    return Answered(completion(json.dumps(content)))
