"""One chat completion, at once or streamed; either way the result is the same bytes."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.grading.completion import Declined
from shared.grading.outcomes import ModelFailure
from shared.model.client import open_client
from shared.model.faults import fault_of
from shared.settings import GradingSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MAX_RESPONSE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """A request to the model."""

    model: str
    messages: Sequence[dict[str, str]]
    response_format: dict[str, Any]
    max_output_tokens: int


async def ask(settings: GradingSettings, question: Question, hear: Callable[[str], None] | None) -> bytes:
    """The body of a chat completion; `hear` gets its content in pieces while it is written.

    Raises ModelFailure. The response of a server that does not stream is read as a whole.
    """
    import httpx2
    import openai

    async with open_client(settings, 4, MAX_RESPONSE_BYTES) as client:
        if client is None:
            raise ModelFailure("no_key", permanent=True)
        try:
            async with asyncio.timeout(settings.timeout_seconds):
                return await (_whole(client, question) if hear is None else _streamed(client, question, hear))
        except TimeoutError:
            raise ModelFailure("timeout") from None
        except httpx2.HTTPError:
            raise ModelFailure("connection_lost") from None
        except openai.OpenAIError as error:
            fault = fault_of(error)
            raise ModelFailure("declined") if isinstance(fault, Declined) else fault from None


async def _whole(client: "AsyncOpenAI", question: Question) -> bytes:
    response = await client.chat.completions.with_raw_response.create(**_arguments(question))
    content: bytes = response.content
    return content


async def _streamed(client: "AsyncOpenAI", question: Question, hear: Callable[[str], None]) -> bytes:
    arguments = _arguments(question) | {"stream": True, "stream_options": {"include_usage": True}}
    async with client.chat.completions.with_streaming_response.create(**arguments) as response:
        if "text/event-stream" not in response.headers.get("content-type", ""):
            content: bytes = await response.read()
            return content
        assembly = _Assembly(hear)
        async for line in response.iter_lines():
            if line.startswith("data:"):
                assembly.add(line.removeprefix("data:").strip())
        return assembly.body()


def _arguments(question: Question) -> dict[str, Any]:
    return {
        "model": question.model,
        "messages": question.messages,
        "max_completion_tokens": question.max_output_tokens,
        "extra_body": {"response_format": question.response_format},
    }


class _Assembly:
    """Assembles the chunks of a stream into the completion they are parts of."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        self._hear = hear
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
            self._hear(delta["content"])

    def body(self) -> bytes:
        message = {"content": "".join(self._content), "refusal": "".join(self._refusal) or None}
        choice = {"finish_reason": self._finish_reason, "message": message}
        return json.dumps({**self._rest, "choices": [choice]}).encode()
