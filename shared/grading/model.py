"""Sends grading requests to the model server.

Uses Chat Completions because every compatible server supports it. Each call has two messages: our instructions with the
key, and the text to judge, which is only data. It sends no tools, no history and no sampling parameters (reasoning
models reject them). The `openai` client sends, authenticates and classifies errors. Its `parse` is not used: it would
derive the schema anew for every call, and it accepts a reply of any form as a completion.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from shared.grading.budget import Budget, SessionBudgets
from shared.grading.completion import Billed, Declined, read_reply
from shared.grading.outcomes import ModelFailure, ModelRefused, ModelUsage
from shared.grading.prompt import Prompt, load_prompt
from shared.grading.replies import ModelReply
from shared.model.client import open_client
from shared.model.faults import fault_of
from shared.settings import GradingSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

Shape = TypeVar("Shape", bound=ModelReply)

MAX_RESPONSE_BYTES = 1024 * 1024
# A generous bound for what a chat template adds to a prompt.
TOKENS_AROUND = 256


@dataclass(frozen=True, slots=True)
class Reply(Generic[Shape]):
    """The model's reply in its shape, and what it cost."""

    content: Shape
    usage: ModelUsage


@dataclass(slots=True)
class _Cost:
    """The charge for a call: zero before it is sent, then its upper bound, then what the server reports."""

    tokens: int
    input_tokens: int | None = None
    output_tokens: int | None = None

    def tell(self, body: bytes, charged_before: int) -> None:
        """Read the numbers of a completion's `usage`, if it has valid ones."""
        try:
            usage = Billed.model_validate_json(body).usage
        except ValidationError:
            return
        self.input_tokens, self.output_tokens = usage.prompt_tokens, usage.completion_tokens
        self.tokens = usage.prompt_tokens + usage.completion_tokens + charged_before


class Model:
    """Asks models, within the time limit of one call and the token limit of the day."""

    def __init__(self, client: "AsyncOpenAI", settings: GradingSettings, budget: Budget | SessionBudgets) -> None:
        self._client = client
        self._settings = settings
        self._budget = budget
        self._slots = asyncio.Semaphore(settings.concurrency)

    async def ask(
        self,
        model: str,
        prompt: str | Prompt,
        ours: Mapping[str, Any],
        theirs: str,
        shape: type[Shape],
        session_id: UUID | None = None,
    ) -> Reply[Shape]:
        """Ask once: `ours` is the prompt's grading data, `theirs` the text to judge or to work with.

        Waits until fewer than `concurrency` calls are in progress. `session_id` identifies the payer for budgets that
        have several. Raises ModelFailure, ModelRefused or BudgetSpent.
        """
        prompt = prompt if isinstance(prompt, Prompt) else load_prompt(prompt)
        instructions = prompt.text
        if ours:
            data = json.dumps(ours, ensure_ascii=False, indent=1)
            instructions = f"{instructions}\nGrading data (JSON)\n\n{data}\n"
        once = self._upper_bound(instructions, theirs, shape)
        bound = once * (self._settings.max_retries + 1)
        async with self._budget.charged(session_id) as budget:
            # Reserved before waiting for a slot, so that no slot is held while waiting for the ledger.
            await budget.take(bound)
            cost = _Cost(0)
            try:
                async with self._slots:
                    cost.tokens = bound
                    return await self._once(model, prompt, instructions, theirs, shape, cost, once)
            finally:
                budget.give_back(bound - cost.tokens, cost.tokens)

    async def _once(
        self,
        model: str,
        prompt: Prompt,
        instructions: str,
        theirs: str,
        shape: type[Shape],
        cost: _Cost,
        once: int,
    ) -> Reply[Shape]:
        started = perf_counter()

        def usage(answered_by: str) -> ModelUsage:
            latency_ms = round((perf_counter() - started) * 1000)
            tokens = (cost.input_tokens, cost.output_tokens)
            return ModelUsage(answered_by, prompt.version, latency_ms, *tokens)

        try:
            content, answered_by = await self._call(model, instructions, theirs, shape, cost, once)
        except Declined:
            raise ModelRefused(usage(model)) from None
        return Reply(content, usage(answered_by))

    def _upper_bound(self, instructions: str, theirs: str, shape: type[BaseModel]) -> int:
        """The most tokens that one attempt can use: no tokenizer makes more tokens than there are bytes."""
        texts = len(instructions.encode()) + len(theirs.encode()) + _schema_bytes(shape)
        return texts + TOKENS_AROUND + self._settings.max_output_tokens

    async def _call(
        self,
        model: str,
        instructions: str,
        theirs: str,
        shape: type[Shape],
        cost: _Cost,
        once: int,
    ) -> tuple[Shape, str]:
        import openai

        try:
            async with asyncio.timeout(self._settings.timeout_seconds):
                response = await self._client.chat.completions.with_raw_response.create(
                    model=model,
                    messages=[
                        {"role": "system", "content": instructions},
                        {"role": "user", "content": theirs},
                    ],
                    max_completion_tokens=self._settings.max_output_tokens,
                    extra_body={"response_format": response_format(shape)},
                )
        except TimeoutError:
            raise ModelFailure("timeout") from None
        except openai.OpenAIError as error:
            if isinstance(error, openai.APIStatusError):
                cost.tokens = 0
            raise fault_of(error) from None
        content = response.content
        cost.tell(content, response.retries_taken * once)
        return read_reply(content, shape, model)


@asynccontextmanager
async def open_model(settings: GradingSettings, budget: Budget | SessionBudgets) -> AsyncIterator[Model | None]:
    """The configured model server; None without a key, and nothing stands in for it."""
    async with open_client(settings, settings.concurrency, MAX_RESPONSE_BYTES) as client:
        yield None if client is None else Model(client, settings, budget)


@cache
def response_format(shape: type[BaseModel]) -> dict[str, Any]:
    """The strict schema of a shape: its models forbid other fields and have no defaults."""
    schema = {"name": shape.__name__, "schema": shape.model_json_schema(), "strict": True}
    return {"type": "json_schema", "json_schema": schema}


@cache
def _schema_bytes(shape: type[BaseModel]) -> int:
    return len(json.dumps(response_format(shape)))
