"""A request costs the same tokens by the same rule, whether its reply is streamed or not."""

import asyncio
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from shared.llm.budget import Budget
from shared.llm.chat import ChatReply, ChatRequest, open_chat
from shared.llm.errors import BudgetSpent, ModelFailure, ModelRefused, cost_nothing
from shared.llm.reply_format import ModelReply
from shared.settings import LlmSettings
from tests.support.costs import longest_step
from tests.support.counted_tokens import CountedTokens
from tests.support.model_behaviours import completion, fails
from tests.support.model_server import Answered, Behaviour, ModelServer


class Greeting(ModelReply):
    """A reply to read."""

    text: str


MESSAGES = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello!"}]
REQUEST = ChatRequest("a-model", "greeting-0", MESSAGES, Greeting, 1000)
BOUND = REQUEST.upper_bound(0)
CONTENT = json.dumps({"text": "Good morning."})
ONE_USAGE = {"prompt_tokens": 20, "completion_tokens": 5}


def chunk(**fields: Any) -> bytes:
    return b"data: " + json.dumps(fields).encode() + b"\n\n"


def delta(**fields: Any) -> bytes:
    return chunk(choices=[{"delta": fields, "finish_reason": None}])


def streams(*pieces: bytes) -> Behaviour:
    return lambda asked: Answered(streamed=(*pieces, b"data: [DONE]\n\n"))


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(lambda asked: Answered(completion(CONTENT))) as running:
        yield running


async def ask(url: str, ledger: CountedTokens, shown: list[str] | None, seconds: float = 20.0) -> ChatReply[Greeting]:
    settings = LlmSettings("a-key", url, timeout_seconds=seconds)
    budget = Budget(ledger, ahead=0)
    try:
        async with open_chat(settings, budget) as chat:
            assert chat is not None
            return await chat.complete(REQUEST, on_text=None if shown is None else shown.append)
    finally:
        await budget.close()


async def test_streamed_reply_is_the_same_as_one_at_once_and_arrives_in_pieces(server: ModelServer) -> None:
    server.behave(
        streams(
            chunk(model="served-model", choices=[]),
            *(delta(content=CONTENT[start : start + 5]) for start in range(0, len(CONTENT), 5)),
            chunk(choices=[{"delta": {}, "finish_reason": "stop"}]),
            chunk(choices=[], usage=ONE_USAGE),
        )
    )
    ledger, shown = CountedTokens(), list[str]()
    reply = await ask(server.url, ledger, shown)
    assert "".join(shown) == CONTENT
    assert len(shown) > 3
    assert reply.content == Greeting(text="Good morning.")
    assert (reply.usage.model, reply.usage.prompt_version) == ("served-model", "greeting-0")
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (20, 5)
    assert ledger.spent == 25


async def test_reply_of_a_server_that_does_not_stream_is_read_as_a_whole(server: ModelServer) -> None:
    ledger, shown = CountedTokens(), list[str]()
    assert (await ask(server.url, ledger, shown)).content.text == "Good morning."
    assert shown == []
    assert ledger.spent == 1050


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("status", [400, 401, 404, 409, 429, 500, 503])
async def test_request_that_the_server_refuses_costs_nothing(server: ModelServer, status: int, streamed: bool) -> None:
    server.behave(fails(status))
    ledger = CountedTokens()
    with pytest.raises(ModelFailure) as failure:
        await ask(server.url, ledger, [] if streamed else None)
    assert cost_nothing(failure.value)
    assert ledger.spent == 0


@pytest.mark.parametrize("streamed", [False, True])
async def test_request_that_was_never_sent_costs_nothing(streamed: bool) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        ledger = CountedTokens()
        with pytest.raises(ModelFailure, match="not_connected") as failure:
            await ask(url, ledger, [] if streamed else None)
    assert cost_nothing(failure.value)
    assert ledger.spent == 0


LOST = {
    "timeout": Answered(delay_seconds=30),
    "connection_lost": Answered(reset=True),
    "unreadable_reply": Answered(b"[1, 2, 3]"),
}


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("code", LOST)
async def test_request_whose_reply_is_lost_costs_its_upper_bound(
    server: ModelServer, code: str, streamed: bool
) -> None:
    server.behave(lambda asked: LOST[code])
    ledger = CountedTokens()
    with pytest.raises(ModelFailure, match=code) as failure:
        await ask(server.url, ledger, [] if streamed else None, 1.0 if code == "timeout" else 60.0)
    assert not cost_nothing(failure.value)
    assert ledger.spent == BOUND


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (chunk(error={"message": "overloaded"}), "server_error"),
        (b"data: {\n\n", "unreadable_reply"),
        (b"data: [1]\n\n", "unreadable_reply"),
    ],
)
async def test_stream_that_breaks_after_it_began_costs_its_upper_bound(
    server: ModelServer, last: bytes, code: str
) -> None:
    server.behave(streams(delta(content='{"te'), last))
    ledger, shown = CountedTokens(), list[str]()
    with pytest.raises(ModelFailure) as failure:
        await ask(server.url, ledger, shown)
    assert failure.value.code == code
    assert shown == ['{"te']
    assert ledger.spent == BOUND


@pytest.mark.parametrize("streamed", [False, True])
async def test_reply_that_cannot_be_used_costs_what_the_server_reports(server: ModelServer, streamed: bool) -> None:
    server.behave(lambda asked: Answered(completion("Good morning.")))
    ledger = CountedTokens()
    with pytest.raises(ModelFailure, match="wrong_shape"):
        await ask(server.url, ledger, [] if streamed else None)
    assert ledger.spent == 1050


@pytest.mark.parametrize(
    ("behaviour", "spent"),
    [
        (lambda asked: Answered(completion(None, refusal="No.")), 1050),
        (fails(400, "content_filter"), 0),
    ],
    ids=["model", "filter of the server"],
)
async def test_declined_request_costs_what_was_used(server: ModelServer, behaviour: Behaviour, spent: int) -> None:
    server.behave(behaviour)
    for shown in (None, list[str]()):
        ledger = CountedTokens()
        with pytest.raises(ModelRefused) as refusal:
            await ask(server.url, ledger, shown)
        assert refusal.value.usage.model == "a-model"
        assert ledger.spent == spent


async def test_request_beyond_the_budget_is_not_sent(server: ModelServer) -> None:
    ledger = CountedTokens(limit=BOUND - 1)
    with pytest.raises(BudgetSpent) as spent:
        await ask(server.url, ledger, None)
    assert cost_nothing(spent.value)
    assert (server.asked, ledger.spent, ledger.reservations) == ([], 0, 1)


async def test_next_client_is_opened_in_a_few_milliseconds(server: ModelServer) -> None:
    """Reading the certificates again would take 25 ms, in which nobody else is served."""
    settings, longest = LlmSettings("a-key", server.url), float("inf")
    for _ in range(5):
        with longest_step() as step:
            await asyncio.create_task(_opened(settings))
        longest = min(longest, step.seconds)
    assert longest < 0.01


async def _opened(settings: LlmSettings) -> None:
    async with open_chat(settings, Budget(CountedTokens())) as chat:
        assert chat is not None
