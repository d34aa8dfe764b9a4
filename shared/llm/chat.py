"""Sends chat requests to the model server, charged to a budget; the only module that calls a model.

Uses Chat Completions because every compatible server supports it. A request has no tools and no sampling parameters
(reasoning models reject them). The `openai` client sends, authenticates and classifies errors. Its `parse` is not used:
it would derive the schema anew for every request, and it accepts a reply of any form as a completion.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from shared.llm.budget import Budget, SessionBudgets
from shared.llm.client import MAX_RESPONSE_BYTES, open_client
from shared.llm.completion import read_reply
from shared.llm.errors import Declined, ModelFailure, ModelRefused, failure_of
from shared.llm.reply_format import ModelReply, format_bytes, response_format
from shared.llm.slots import Slots, interactive_slots
from shared.llm.streaming import read_stream
from shared.llm.usage import ModelUsage, reported_tokens
from shared.settings import LlmSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Shape = TypeVar("Shape", bound=ModelReply)

# Generous bounds for what a chat template adds to a request, and to each of its messages.
TOKENS_AROUND = 128
TOKENS_AROUND_A_MESSAGE = 64


@dataclass(frozen=True, slots=True)
class ChatRequest(Generic[Shape]):
    """One request to a model; `max_output_tokens`, by default the setting, includes reasoning tokens.

    A message has a `role` and a `content`. Instructions belong in the `system` message; every text that a candidate
    wrote is a message of its own, so that it is only data.
    """

    model: str
    prompt_version: str
    messages: Sequence[Mapping[str, str]]
    shape: type[Shape]
    max_output_tokens: int | None = None

    def upper_bound(self, default_output_tokens: int) -> int:
        """The most tokens that one attempt can use: no tokenizer makes more tokens than there are bytes."""
        texts = sum(len(message["content"].encode()) + TOKENS_AROUND_A_MESSAGE for message in self.messages)
        return texts + format_bytes(self.shape) + TOKENS_AROUND + (self.max_output_tokens or default_output_tokens)

    def arguments(self, default_output_tokens: int) -> dict[str, Any]:
        """The arguments of the client's `create`."""
        return {
            "model": self.model,
            "messages": self.messages,
            "max_completion_tokens": self.max_output_tokens or default_output_tokens,
            "extra_body": {"response_format": response_format(self.shape)},
        }


@dataclass(frozen=True, slots=True)
class ChatReply(Generic[Shape]):
    """The model's reply in its shape, and what it used."""

    content: Shape
    usage: ModelUsage


@dataclass(slots=True)
class _Charge:
    """The tokens charged for a request: zero before it is sent, then its upper bound, then what the server reports."""

    tokens: int = 0


class ChatClient:
    """Sends requests, within the time limit of one request and the token limit of the day."""

    def __init__(
        self, client: "AsyncOpenAI", settings: LlmSettings, budget: Budget | SessionBudgets, slots: Slots
    ) -> None:
        self._client = client
        self._settings = settings
        self._budget = budget
        self._slots = slots

    async def complete(
        self,
        request: ChatRequest[Shape],
        session_id: UUID | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> ChatReply[Shape]:
        """Send a request once; with `on_text` as a stream, whose content `on_text` gets in pieces.

        Waits for a slot. Where a budget has several payers, `session_id` identifies the one. Raises ModelFailure,
        ModelRefused, BudgetSpent, or Problem if the ledger is unavailable.
        """
        once = request.upper_bound(self._settings.max_output_tokens)
        bound = once * (self._settings.max_retries + 1)
        async with self._budget.charged(session_id) as budget:
            # Reserved before waiting for a slot, so that no slot is held while waiting for the ledger.
            await budget.take(bound)
            charge = _Charge()
            try:
                async with self._slots.held(budget.payer):
                    charge.tokens = bound
                    return await self._exchange(request, on_text, charge, once)
            finally:
                budget.give_back(bound - charge.tokens, charge.tokens)

    async def _exchange(
        self,
        request: ChatRequest[Shape],
        on_text: Callable[[str], None] | None,
        charge: _Charge,
        once: int,
    ) -> ChatReply[Shape]:
        started = perf_counter()
        tokens: tuple[int, int] | None = None

        def usage(model: str) -> ModelUsage:
            latency_ms = round((perf_counter() - started) * 1000)
            return ModelUsage(model, request.prompt_version, latency_ms, *(tokens or ()))

        try:
            body, retries = await self._send(request, on_text)
            tokens = reported_tokens(body)
            if tokens is not None:
                charge.tokens = sum(tokens) + retries * once
            content, model = read_reply(body, request.shape, request.model)
        except (ModelFailure, Declined) as failure:
            if failure.cost_nothing:
                charge.tokens = 0
            if isinstance(failure, Declined):
                raise ModelRefused(usage(request.model)) from None
            raise
        return ChatReply(content, usage(model))

    async def _send(self, request: ChatRequest[Shape], on_text: Callable[[str], None] | None) -> tuple[bytes, int]:
        """The body of the completion, and how often the client tried again; raises ModelFailure or Declined."""
        import httpx2
        import openai

        arguments = request.arguments(self._settings.max_output_tokens)
        try:
            async with asyncio.timeout(self._settings.timeout_seconds):
                if on_text is not None:
                    return await self._send_streamed(arguments, on_text)
                response = await self._client.chat.completions.with_raw_response.create(**arguments)
                return response.content, response.retries_taken
        except TimeoutError:
            raise ModelFailure("timeout") from None
        except httpx2.HTTPError:
            raise ModelFailure("connection_lost") from None
        except openai.OpenAIError as error:
            raise failure_of(error) from None

    async def _send_streamed(self, arguments: dict[str, Any], on_text: Callable[[str], None]) -> tuple[bytes, int]:
        """As `_send`; the response of a server that does not stream is read as a whole."""
        arguments = arguments | {"stream": True, "stream_options": {"include_usage": True}}
        async with self._client.chat.completions.with_streaming_response.create(**arguments) as response:
            if "text/event-stream" in response.headers.get("content-type", ""):
                body = await read_stream(response.iter_lines(), on_text)
            else:
                body = await response.read()
            return body, response.retries_taken


@asynccontextmanager
async def open_chat(
    settings: LlmSettings,
    budget: Budget | SessionBudgets,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
    slots: Slots | None = None,
) -> AsyncIterator[ChatClient | None]:
    """A client of the configured model server; None without a key, and nothing stands in for it.

    Without `slots`, its calls take turns with all replies and generations of this process.
    """
    async with open_client(settings, max_response_bytes) as client:
        yield (
            None
            if client is None
            else ChatClient(client, settings, budget, slots or interactive_slots(settings.concurrency))
        )
