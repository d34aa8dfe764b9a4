"""Guards that replies and generated material are written in turns: a flood of one payer delays nobody else's."""

import asyncio
import json
import threading
from collections.abc import Callable

import pytest

from shared.llm import slots as slots_module
from shared.llm.budget import Budget
from shared.llm.chat import ChatRequest, open_chat
from shared.llm.errors import ModelFailure
from shared.llm.reply_format import ModelReply
from shared.llm.slots import InteractiveSlots, Payer, RunSlots, Slots
from shared.settings import LlmSettings
from tests.support.counted_tokens import CountedTokens
from tests.support.model_behaviours import completion
from tests.support.model_server import Answered, ModelServer

PATIENCE_SECONDS = 60


class Greeting(ModelReply):
    """A reply to read."""

    text: str


REQUEST = ChatRequest("a-model", "greeting-0", [{"role": "user", "content": "Hello!"}], Greeting, 100)
REPLY = completion(json.dumps({"text": "Good morning."}))


def user(number: int) -> Payer:
    return Payer(f"user {number}", None)


def candidate(organization: str, number: int) -> Payer:
    return Payer(f"candidate {number}", organization)


async def call(url: str, slots: Slots, payer: Payer) -> None:
    """Ask the model once, as one reply does: with a budget and a client of its own."""
    budget = Budget(CountedTokens(payer=payer), ahead=0)
    async with open_chat(LlmSettings("a-key", url), budget, slots=slots) as chat:
        assert chat is not None
        await chat.complete(REQUEST)


async def test_user_has_one_call_in_progress_at_a_time() -> None:
    with ModelServer(lambda asked: Answered(REPLY, delay_seconds=0.02)) as server:
        slots = InteractiveSlots(8)
        await asyncio.gather(*(call(server.url, slots, user(1)) for _ in range(4)))
        assert (len(server.asked), server.most_at_once) == (4, 1)


async def test_organizations_get_half_of_the_slots_however_many_users_ask() -> None:
    held = threading.Event()
    with ModelServer(lambda asked: Answered(REPLY, held=held)) as server:
        slots = InteractiveSlots(8)
        flood = [asyncio.create_task(call(server.url, slots, user(number))) for number in range(20)]
        await asyncio.to_thread(server.wait_until_asked, 4)
        replies = [asyncio.create_task(call(server.url, slots, candidate("A", number))) for number in range(4)]
        await asyncio.to_thread(server.wait_until_asked, 8)
        assert server.most_at_once == 8
        held.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*flood, *replies)


@pytest.mark.parametrize(("slots", "most"), [(8, 4), (3, 1), (1, 1)])
async def test_organization_holds_at_most_half_of_the_slots(slots: int, most: int) -> None:
    with ModelServer(lambda asked: Answered(REPLY, delay_seconds=0.05)) as server:
        interactive = InteractiveSlots(slots)
        await asyncio.gather(*(call(server.url, interactive, candidate("A", number)) for number in range(10)))
        assert server.most_at_once == most


async def finished_before(slots: Slots, flood: Callable[[int], Payer], calls: int = 40) -> int:
    """How many calls of a flood end before the one call of an organization that comes last."""
    done = 0
    with ModelServer(lambda asked: Answered(REPLY, delay_seconds=0.01)) as server:

        async def one(payer: Payer) -> None:
            nonlocal done
            await call(server.url, slots, payer)
            done += 1

        tasks = [asyncio.create_task(one(flood(number))) for number in range(calls)]
        await asyncio.to_thread(server.wait_until_asked, 1)
        await call(server.url, slots, candidate("B", 1))
        before = done
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*tasks)
    return before


@pytest.mark.parametrize("flood", [user, lambda number: candidate("A", number)])
async def test_flood_of_replies_delays_an_organizations_reply_by_one_turn(flood: Callable[[int], Payer]) -> None:
    assert await finished_before(InteractiveSlots(2), flood) <= 6


@pytest.mark.prove
async def test_control_first_come_first_served_delays_the_reply_behind_the_flood() -> None:
    assert await finished_before(RunSlots(2), lambda number: candidate("A", number)) > 20


async def test_call_that_gets_no_slot_in_time_fails_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    with ModelServer(lambda asked: Answered(REPLY, held=held)) as server:
        slots = InteractiveSlots(2)
        first = asyncio.create_task(call(server.url, slots, user(1)))
        await asyncio.to_thread(server.wait_until_asked, 1)
        monkeypatch.setattr(slots_module, "WAIT_SECONDS", 0.05)
        for payer in (user(1), user(2)):
            with pytest.raises(ModelFailure) as failure:
                await call(server.url, slots, payer)
            assert (failure.value.code, failure.value.cost_nothing) == ("busy", True)
        assert len(server.asked) == 1
        held.set()
        await first
        # The calls that gave up hold nothing.
        monkeypatch.undo()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(call(server.url, slots, payer) for payer in (user(1), user(2), candidate("A", 3))))
