"""Behaviours of a model server as interviewer and its director; replies are whole or streamed, as requested."""

import json
import threading
from collections.abc import Iterator
from typing import Any

from tests.support.model_behaviours import COMPLETION_TOKENS, FAULTS, PROMPT_TOKENS, completion, fails
from tests.support.model_server import Answered, Asked, Behaviour

PROFILE = {"summary": "Builds queues.", "strengths": ["PostgreSQL"], "gaps": [], "topics": ["queues"]}
REPLY = (
    "That sounds like a solid piece of work, and I would like to understand it in more detail before we go on to"
    " anything else. You said that it runs on advisory locks: what happens to a job when the worker that holds its"
    " lock dies?"
)


def content(reply: str = REPLY, state: str = "exploring", profile: Any = None) -> str:
    """The JSON content of an interviewer's reply."""
    return json.dumps({"reply": reply, "state": state, "profile": PROFILE if profile is None else profile})


def direction(move: str = "ask_for_reasons", item: int | None = None) -> str:
    """The JSON content of a director's reply."""
    return json.dumps({"move": move, "item": item})


def interviewer(
    reply: str = REPLY,
    state: str = "exploring",
    profile: Any = None,
    hold: threading.Event | None = None,
    directed: str | None = None,
) -> Behaviour:
    """Always give this reply, and this direction to a director; a stream pauses in the middle until `hold` is set."""

    def behave(asked: Asked) -> Answered:
        if asked.shape == "Direction":
            return Answered(completion(direction() if directed is None else directed))
        text = content(reply, state, profile)
        if not asked.body.get("stream"):
            return Answered(completion(text))
        return Answered(streamed=tuple(chunks(text, hold)))

    return behave


def chunks(text: str, hold: threading.Event | None = None) -> Iterator[bytes | threading.Event]:
    """The chunks of a streamed completion, with the text in pieces of a few characters."""
    size = max(7, len(text) // 200)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    for number, piece in enumerate(pieces):
        if hold is not None and number == len(pieces) * 2 // 3:
            yield hold
        yield _chunk({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
    yield _chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _chunk({"choices": [], "usage": {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": COMPLETION_TOKENS}})
    yield b"data: [DONE]\n\n"


def _chunk(fields: dict[str, Any]) -> bytes:
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1767000000, "model": "served-model-1"}
    return b"data: " + json.dumps(chunk | fields).encode() + b"\n\n"


def _says(text: str) -> Behaviour:
    """Return this text as the content, valid or not."""

    def behave(asked: Asked) -> Answered:
        return Answered(streamed=tuple(chunks(text))) if asked.body.get("stream") else Answered(completion(text))

    return behave


def _changed(**fields: Any) -> Behaviour:
    return _says(json.dumps({**json.loads(content()), **fields}))


def _stream_breaks(asked: Asked) -> Answered:
    """A stream that breaks off in the middle but is terminated as if complete."""
    if not asked.body.get("stream"):
        return Answered(completion(content()[:60]))
    return Answered(streamed=tuple(chunks(content()))[:6])


def _stream_fails(asked: Asked) -> Answered:
    """A stream in which the server reports an error in the middle."""
    if not asked.body.get("stream"):
        return fails(500)(asked)
    return Answered(streamed=(*tuple(chunks(content()))[:6], b'data: {"error": {"message": "overloaded"}}\n\n'))


def _stream_is_garbled(asked: Asked) -> Answered:
    if not asked.body.get("stream"):
        return Answered(b"[1, 2, 3]")
    return Answered(streamed=(b"data: [1, 2\n\n", b'data: {"choices": 7}\n\n'))


GENERAL = (
    *("429 with Retry-After", "429 without Retry-After", "500", "503 page", "reset", "length", "HTML", "empty body"),
    *("empty object", "no choices", "JSON of another kind", "content is prose", "deep JSON", "not UTF-8"),
)
# The faults of an interviewer: those of every model, and its own.
WRONG: dict[str, Behaviour] = {
    **{name: FAULTS[name] for name in GENERAL},
    "no reply": _says('{"state": "exploring"}'),
    "empty reply": _changed(reply="  "),
    "reply of another type": _changed(reply=7),
    "unknown state": _changed(state="hired"),
    "profile of another type": _changed(profile="a genius"),
    "further field": _changed(score=10),
    "5 MB": _says(content("x" * 5_000_000)),
    "stream breaks": _stream_breaks,
    "stream fails": _stream_fails,
    "stream is garbled": _stream_is_garbled,
}
DECLINED: dict[str, Behaviour] = {
    **{name: FAULTS[name] for name in ("refusal", "content filter")},
    "filter of the server": fails(400, "content_filter"),
}
