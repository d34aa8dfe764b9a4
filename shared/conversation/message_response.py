"""Responds to a stored message: with its reply as JSON, or with the reply as a stream of events.

The reply is written in its own task, so that it is stored even if the caller disconnects.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import Response, StreamingResponse

from shared.conversation.replying import write_reply
from shared.http.responses import json_response
from shared.settings import Settings

EVENT_STREAM = "text/event-stream"
# Proxies close a connection that stays silent.
COMMENT_AFTER_SECONDS = 15.0

_writing: set[asyncio.Task[Mapping[str, Any]]] = set()


async def respond_to_message(stored: bytes, settings: Settings, accept: str) -> Response:
    """The result of add_message with its reply: MessageResponse, or server-sent events if `accept` asks for them."""
    result: dict[str, Any] = json.loads(stored)
    if EVENT_STREAM in accept.lower():
        return StreamingResponse(_events(result, settings), media_type=EVENT_STREAM)
    if result["reply_status"] != "pending":
        return json_response(stored)
    return json_response(await asyncio.shield(_write(result, settings, None)))


def _write(
    result: dict[str, Any], settings: Settings, deltas: "asyncio.Queue[str] | None"
) -> "asyncio.Task[Mapping[str, Any]]":
    show = deltas.put_nowait if deltas is not None else None
    task = asyncio.create_task(write_reply(result, settings, show))
    # The event loop holds only a weak reference to a task.
    _writing.add(task)
    task.add_done_callback(_writing.discard)
    return task


async def _events(result: dict[str, Any], settings: Settings) -> AsyncIterator[bytes]:
    yield _event("message", result)
    if result["reply_status"] == "pending":
        deltas: asyncio.Queue[str] = asyncio.Queue()
        task = _write(result, settings, deltas)
        async for piece in _until_done(task, deltas):
            yield piece
        result = dict(task.result())
    yield _event("pending" if result["reply_status"] == "pending" else "reply", result)


async def _until_done(task: "asyncio.Task[Mapping[str, Any]]", deltas: "asyncio.Queue[str]") -> AsyncIterator[bytes]:
    """One event for each delta, and comments as keep-alive, until the task is done and every delta is sent."""
    while not (task.done() and deltas.empty()):
        waiting = asyncio.create_task(deltas.get())
        done, _ = await asyncio.wait(
            {task, waiting}, timeout=COMMENT_AFTER_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if waiting in done:
            yield _event("delta", {"text": waiting.result()})
            continue
        waiting.cancel()
        if not done:
            yield b": still writing\n\n"


def _event(name: str, data: Mapping[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
