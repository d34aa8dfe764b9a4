"""Assembles a streamed chat completion into the body that it would have had at once."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from shared.llm.errors import ModelFailure


async def read_stream(lines: AsyncIterator[str], on_text: Callable[[str], None]) -> bytes:
    """The body of the completion; `on_text` gets its content in pieces as they arrive.

    Raises ModelFailure if the server reports an error or sends no valid chunk.
    """
    assembly = _Assembly(on_text)
    async for line in lines:
        if line.startswith("data:"):
            assembly.add(line.removeprefix("data:").strip())
    return assembly.body()


class _Assembly:
    """The parts of a completion that have arrived so far."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._content: list[str] = []
        self._refusal: list[str] = []
        self._rest: dict[str, Any] = {}
        self._finish_reason: str | None = None

    def add(self, data: str) -> None:
        if data == "[DONE]" or not data:
            return
        try:
            chunk = json.loads(data)
            if chunk.get("error"):
                raise ModelFailure("server_error")
            self._rest |= {name: chunk[name] for name in ("model", "usage") if chunk.get(name)}
            for choice in chunk.get("choices") or ():
                self._take(choice.get("delta") or {}, choice.get("finish_reason"))
        except (ValueError, AttributeError, TypeError, KeyError):
            raise ModelFailure("unreadable_reply") from None

    def _take(self, delta: dict[str, Any], finish_reason: str | None) -> None:
        self._finish_reason = finish_reason or self._finish_reason
        if isinstance(delta.get("refusal"), str):
            self._refusal.append(delta["refusal"])
        if isinstance(delta.get("content"), str):
            self._content.append(delta["content"])
            self._on_text(delta["content"])

    def body(self) -> bytes:
        message = {"content": "".join(self._content), "refusal": "".join(self._refusal) or None}
        choice = {"finish_reason": self._finish_reason, "message": message}
        return json.dumps({**self._rest, "choices": [choice]}).encode()
