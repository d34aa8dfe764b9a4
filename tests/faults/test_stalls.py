"""After a gateway or database stall, functions serve the first call, without a restart."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.settings import ROOT
from local.stack import Stack
from tests.support.outages import frozen
from tests.support.people import People, Person
from tests.support.raw_http import RawConnection

CALLERS = 400
PEOPLE = 40
STALL_SECONDS = 4.0
# Damage to a pool may only show after a second stall.
STALLS = 2


@contextmanager
def functions_of_their_own(stack: Stack) -> Iterator[str]:
    """The address of a functions process that no other test needs."""
    with ReservedPort(0, "FUNCTIONS_PORT") as port:
        environ = {
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
        }
        log = stack.logs_dir / "functions-in-a-stall.log"
        host = FunctionsHost(ROOT, stack.data_dir, log, port.number, environ)
        host.start()
        try:
            yield host.url
        finally:
            host.stop()


def caller(url: str, person: Person) -> RawConnection:
    return RawConnection(url, {"authorization": f"Bearer {person.token}"})


@pytest.mark.everyday(2)
@pytest.mark.parametrize("still", ["gateway", "database"])
async def test_first_call_after_a_stall_with_many_callers_succeeds(stack: Stack, people: People, still: str) -> None:
    persons = [people.candidate() for _ in range(PEOPLE)]
    service = {"gateway": stack.gateway, "database": stack.database}[still]
    with functions_of_their_own(stack) as url, ExitStack() as held:
        callers = [held.enter_context(caller(url, persons[number % PEOPLE])) for number in range(CALLERS)]
        for connection in callers[:PEOPLE]:
            assert (await connection.call("GET", "/resume")).status == 200
        for _ in range(STALLS):
            with frozen(service):
                # Every caller sends one request and gets a response; the stall lasts at least STALL_SECONDS.
                asked = asyncio.gather(*(connection.call("GET", "/resume") for connection in callers))
                replies, _ = await asyncio.gather(asked, asyncio.sleep(STALL_SECONDS))
            assert {reply.status for reply in replies} == {503}
            first = await callers[0].call("GET", "/resume")
            assert first.status == 200, first.content
        later = [await connection.call("GET", "/resume") for connection in callers[:PEOPLE]]
        assert {reply.status for reply in later} == {200}
        assert (await callers[0].call("GET", "/health")).status == 200
