"""Connections to the gateway are reused when that is safe, and never otherwise; tested on real sockets."""

import asyncio
import contextlib
import json
import random
import socket
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from shared.fair_queue import FairQueue
from shared.rpc import transport
from shared.rpc.transport import GatewayClient, deadline
from tests.support.gateway_server import OK, Server, always, post, serving


class Stall:
    """Withholds every response of a server until it ends."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    async def serve(self, _: bytes, writer: asyncio.StreamWriter) -> None:
        await self.over.wait()
        writer.write(OK)


async def given_up(server: Server, client: GatewayClient, seconds: float, **call: Any) -> bool:
    """Whether the call gave up instead of succeeding."""
    try:
        async with asyncio.timeout(seconds):
            await post(server, client, **call)
    except TimeoutError:
        return True
    return False


async def test_one_connection_serves_one_request_after_the_other() -> None:
    async with serving(always(OK)) as (server, client):
        for number in range(5):
            reply = await post(server, client, b"%d" % number)
            assert (reply.status_code, reply.content) == (200, b"ok")
        assert server.connections == 1
        assert [request[-1:] for request in server.requests] == [b"0", b"1", b"2", b"3", b"4"]
        assert b"apikey: key\r\n" in server.requests[0]


async def test_concurrent_requests_each_have_a_connection_and_their_own_response() -> None:
    bodies = [b"body %d" % number for number in range(16)]
    others_answered = asyncio.Event()
    answered: list[bytes] = []

    async def echo(request: bytes, writer: asyncio.StreamWriter) -> None:
        body = request.partition(b"\r\n\r\n")[2]
        if body[-1] % 2:
            await others_answered.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        answered.append(body)
        if len(answered) == len(bodies) // 2:
            others_answered.set()

    async with serving(echo) as (server, client):
        replies = await asyncio.gather(*(post(server, client, body, body.decode()) for body in bodies))
        assert [reply.content for reply in replies] == bodies


async def test_cancelled_request_does_not_affect_the_next() -> None:
    arrived, cancelled, written = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow_first(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"first"):
            arrived.set()
            await cancelled.wait()
            writer.write(OK.replace(b"ok", b"no"))
            written.set()
        else:
            writer.write(OK)

    async with serving(slow_first) as (server, client):
        first = asyncio.create_task(post(server, client, b"first"))
        await arrived.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        cancelled.set()
        await written.wait()
        assert (await post(server, client)).content == b"ok"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + OK,
    ],
    ids=["chunked", "informational"],
)
async def test_every_framing_of_http_is_understood(answer: bytes) -> None:
    async with serving(always(answer)) as (server, client):
        for _ in range(2):
            assert (await post(server, client)).content == b"ok"
        assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\n\r\nok", OK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")],
    ids=["until the end", "announced"],
)
async def test_connection_closed_by_the_gateway_is_not_reused(answer: bytes) -> None:
    async with serving(always(answer, close=True)) as (server, client):
        for _ in range(3):
            assert (await post(server, client)).content == b"ok"
        assert server.connections == 3


@pytest.mark.parametrize("answer", [b"", OK[:20], OK[:-1], b"SSH-2.0-OpenSSH\r\n\r\n"], ids=repr)
async def test_truncated_or_garbled_response_is_an_error_and_the_next_request_works(
    answer: bytes,
) -> None:
    async def broken_first(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"first"):
            writer.write(answer)
            writer.close()
        else:
            writer.write(OK)

    async with serving(broken_first) as (server, client):
        with pytest.raises(httpx.TransportError):
            await post(server, client, b"first")
        assert (await post(server, client)).content == b"ok"


async def test_connection_idle_for_too_long_is_not_reused() -> None:
    async with serving(always(OK), keepalive_seconds=0) as (server, client):
        await post(server, client)
        await post(server, client)
        assert server.connections == 2


async def test_bytes_after_a_response_are_never_read_as_the_next_one() -> None:
    async def generous(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + OK.replace(b"ok", b"no") if request.endswith(b"first") else OK)

    async with serving(generous) as (server, client):
        assert (await post(server, client, b"first", token="one person")).content == b"ok"
        for _ in range(2):
            assert (await post(server, client, b"second", token="another person")).content == b"ok"
        assert server.connections == 2


async def test_closed_client_closes_the_connection_of_a_call_in_progress() -> None:
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        call = asyncio.create_task(post(server, client))
        await server.has_got(1)
        await client.aclose()
        async with asyncio.timeout(60):
            with pytest.raises(httpx.ReadError):
                await call
        stall.over.set()


async def test_connection_is_closed_when_the_gateway_announces_it() -> None:
    async with serving(always(OK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"))) as (server, client):
        await post(server, client)
        async with asyncio.timeout(60):
            await server.was_left.wait()


async def test_invalid_header_is_an_error_of_the_request() -> None:
    async with serving(always(OK)) as (server, client):
        with pytest.raises(httpx.LocalProtocolError):
            await client.request("POST", server.url, content=b"", headers={"apikey": "a\nb"})
        assert (await post(server, client)).content == b"ok"


async def test_unreachable_address_does_not_use_up_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as deaf:
        # Its queue is full, so the kernel drops whatever else knocks.
        deaf.bind(("127.0.0.2", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        with contextlib.ExitStack() as callers:
            for _ in range(4):
                caller = callers.enter_context(socket.socket())
                caller.setblocking(False)
                caller.connect_ex(("127.0.0.2", port))
            async with serving(always(OK)) as (server, client):

                async def addresses(*_: Any, **__: Any) -> list[Any]:
                    of_server = ("127.0.0.1", urlsplit(server.url).port)
                    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", at) for at in (("127.0.0.2", port), of_server)]

                monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", addresses)
                async with deadline(60):
                    assert (await post(server, client)).content == b"ok"


async def test_missing_gateway_is_a_connect_error() -> None:
    async with serving(always(OK)) as (server, client):
        with pytest.raises(httpx.ConnectError):
            await client.request("POST", "http://127.0.0.1:1/rpc", content=b"", headers={})
        assert server.connections == 0


async def test_deadline_covers_the_wait_for_a_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)

    arrived, enough = asyncio.Event(), asyncio.Event()

    async def never(_: bytes, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await enough.wait()
        writer.close()

    async with serving(never) as (server, client):
        first = asyncio.create_task(post(server, client))
        await arrived.wait()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await post(server, client)
        assert len(server.requests) == 1
        enough.set()
        with pytest.raises(httpx.TransportError):
            await first


async def test_first_call_after_a_stall_with_more_callers_than_connections_succeeds() -> None:
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        callers = (given_up(server, client, 0.5, token=f"caller {number}") for number in range(400))
        assert all(await asyncio.gather(*callers))
        stall.over.set()
        for _ in range(3):
            assert not await given_up(server, client, 60)


async def test_calls_abandoned_at_any_moment_leak_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 4)
    moments = random.Random(7)

    async def serve(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(moments.uniform(0, 0.01))
        writer.write(OK[:10])
        await asyncio.sleep(0)
        writer.write(OK[10:])

    async with serving(serve) as (server, client):
        for _ in range(30):
            callers = (given_up(server, client, moments.uniform(0, 0.05), token=f"{number}") for number in range(60))
            await asyncio.gather(*callers)
        assert not any(await asyncio.gather(*(given_up(server, client, 60, token=f"{number}") for number in range(8))))


async def test_stalled_gateway_gets_no_more_requests_than_there_are_connections() -> None:
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        calls = [asyncio.create_task(post(server, client, token=f"caller {number}")) for number in range(100)]
        await server.has_got(transport.MAX_CONNECTIONS)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        for _ in range(2):
            callers = (given_up(server, client, 0.1, token=f"caller {number}") for number in range(100))
            assert all(await asyncio.gather(*callers))
        assert len(server.requests) == server.connections == transport.MAX_CONNECTIONS
        stall.over.set()


async def test_calls_are_sent_in_order_and_a_cancelled_one_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        calls = [asyncio.create_task(post(server, client, b"%d" % caller, f"caller {caller}")) for caller in range(6)]
        await server.has_got(1)
        calls[3].cancel()
        stall.over.set()
        done = await asyncio.gather(*calls, return_exceptions=True)
        assert [isinstance(reply, asyncio.CancelledError) for reply in done] == [number == 3 for number in range(6)]
        assert [request[-1:] for request in server.requests] == [b"0", b"1", b"2", b"4", b"5"]


async def test_flood_from_one_caller_does_not_delay_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        flood = [asyncio.create_task(post(server, client, b"1", "hostile")) for _ in range(200)]
        await server.has_got(1)
        honest = asyncio.create_task(post(server, client, b"2", "honest"))
        await asyncio.sleep(0)
        stall.over.set()
        await asyncio.gather(honest, *flood)
        assert [request[-1:] for request in server.requests].index(b"2") <= 2


def token_of(subject: str, number: int) -> str:
    """One of many tokens of an account; nothing here checks its signature."""
    payload = {"iat": number, "sub": subject, "session_id": f"session {number}"}
    parts = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "HS256"}, payload))
    return ".".join([*parts, f"signature{number}"])


async def test_many_tokens_of_one_account_count_as_one_caller() -> None:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"slow"):
            await stall.over.wait()
        writer.write(OK)

    stall, accepted = Stall(), 64
    async with serving(serve) as (server, client):
        for number in range(accepted):
            await post(server, client, token=token_of("hostile", number))
        slow = [
            asyncio.create_task(post(server, client, b"slow", token_of("hostile", number)))
            for number in range(accepted)
        ]
        await server.has_got(accepted + transport.MOST_EACH)
        assert not await given_up(server, client, 60, token=token_of("honest", 0))
        assert len(server.requests) == accepted + transport.MOST_EACH + 1
        stall.over.set()
        await asyncio.gather(*slow)


async def test_flood_of_forged_tokens_that_name_a_person_takes_no_turn_of_theirs() -> None:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if b"forged" not in request:
            writer.write(OK)
            return
        await stall.over.wait()
        writer.write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n")

    stall, own = Stall(), token_of("person", 0)
    async with serving(serve) as (server, client):
        await post(server, client, token=own)
        flood = transport.MAX_CONNECTIONS - transport.MOST_EACH
        forged = [
            asyncio.create_task(post(server, client, token=f"{token_of('person', number)}forged"))
            for number in range(flood)
        ]
        await server.has_got(1 + flood)
        calls = (given_up(server, client, 60, token=own) for _ in range(transport.MOST_EACH))
        assert not any(await asyncio.gather(*calls))
        stall.over.set()
        assert {reply.status_code for reply in await asyncio.gather(*forged)} == {401}
        assert not await given_up(server, client, 60, token=own)


async def test_token_that_is_refused_counts_as_a_stranger_again() -> None:
    request = httpx.Request("POST", "http://127.0.0.1/rpc", headers={"authorization": f"Bearer {token_of('me', 0)}"})
    callers = transport._Callers()
    for status, code, known in (
        *((400, None, False), (503, None, False), (200, None, True), (403, None, True)),
        *((401, "PGRST301", False), (409, "PT409", True)),
    ):
        callers.learn(request, httpx.Response(status, json={"code": code} if code else {}))
        assert (callers.caller(request) == "subject me") is known


@pytest.mark.parametrize(
    "payload",
    [
        *("", "e30", "bm8ganNvbg", "W10", "*", "eyJzdWIiOiA3fQ", "eyJzdWIiOiAiIn0", "/w", "A"),
        urlsafe_b64encode(b"[" * 6000).decode(),
        urlsafe_b64encode(json.dumps({"sub": "x" * 300}).encode()).decode(),
        urlsafe_b64encode(json.dumps({"filler": "x" * 10_000, "sub": "x"}).encode()).decode(),
    ],
    ids=lambda payload: payload[:20],
)
async def test_token_without_a_subject_counts_as_its_own_caller(payload: str) -> None:
    header = f"Bearer e30.{payload}.signature"
    request = httpx.Request("POST", "http://127.0.0.1/rpc", headers={"apikey": "key", "authorization": header})
    callers = transport._Callers()
    callers.learn(request, httpx.Response(200))
    assert callers.caller(request) == request.headers["authorization"]


async def test_slow_calls_of_one_caller_leave_connections_for_others() -> None:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"slow"):
            await stall.over.wait()
        writer.write(OK)

    stall = Stall()
    async with serving(serve) as (server, client):
        slow = [asyncio.create_task(post(server, client, b"slow", "hostile")) for _ in range(100)]
        await server.has_got(transport.MOST_EACH)
        for _ in range(3):
            assert not await given_up(server, client, 60, token="honest")
        stall.over.set()
        await asyncio.gather(*slow)


@pytest.mark.parametrize("rpc", ["get_results", "list_account_rows"])
async def test_expensive_calls_run_one_at_a_time_for_a_person_and_beside_cheap_calls(rpc: str) -> None:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"slow"):
            await stall.over.wait()
        writer.write(OK)

    stall = Stall()
    async with serving(serve) as (server, client):

        def read(person: str) -> asyncio.Task[httpx.Response]:
            return asyncio.create_task(post(server, client, b"slow", person, rpc))

        async def is_served(person: str) -> bool:
            return not await given_up(server, client, 60, token=person)

        reads = [read("hostile") for _ in range(50)]
        await server.has_got(1)
        # The person's own cheap calls pass, and so do calls of others.
        assert await is_served("hostile")
        assert await is_served("honest")
        assert len(server.requests) == 3
        # Expensive calls of others run beside them, until all of these connections are held.
        reads += [read(f"person {number}") for number in range(2 * transport.EXPENSIVE_AT_ONCE)]
        await server.has_got(3 + transport.EXPENSIVE_AT_ONCE - 1)
        assert await is_served("honest")
        assert len(server.requests) == 3 + transport.EXPENSIVE_AT_ONCE
        stall.over.set()
        await asyncio.gather(*reads)


async def test_abandoned_expensive_call_leaves_no_slot_behind() -> None:
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        first = asyncio.create_task(post(server, client, rpc="get_results"))
        await server.has_got(1)
        # This one holds a slot of the expensive calls and waits for a connection.
        cheap = [asyncio.create_task(post(server, client, token=f"{n}")) for n in range(transport.MAX_CONNECTIONS)]
        second = asyncio.create_task(post(server, client, token="second", rpc="get_results"))
        assert await abandoned(second)
        stall.over.set()
        await asyncio.gather(first, *cheap)
        again = [post(server, client, token="second", rpc="get_results") for _ in range(2)]
        async with asyncio.timeout(60):
            await asyncio.gather(*again)


async def abandoned(call: "asyncio.Task[httpx.Response]") -> bool:
    """Cancel a call that waits, after it has queued."""
    for _ in range(10):
        await asyncio.sleep(0)
    return call.cancel()


def test_every_expensive_rpc_exists() -> None:
    files = Path(__file__).parents[2].glob("supabase/schemas/*/rpc/*.sql")
    assert {file.stem for file in files} >= transport.EXPENSIVE_RPCS


async def test_call_is_not_sent_after_most_of_its_time_passed_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)
    stall = Stall()
    async with serving(stall.serve) as (server, client):
        first = asyncio.create_task(post(server, client))
        await server.has_got(1)
        with pytest.raises(httpx.PoolTimeout):
            async with deadline(0.2):
                await post(server, client)
        stall.over.set()
        await first
        assert len(server.requests) == 1


async def test_connection_to_a_gateway_that_never_answers_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)

    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if not request.endswith(b"lost"):
            writer.write(OK)

    async with serving(serve) as (server, client):
        with pytest.raises(TimeoutError):
            async with deadline(1):
                await post(server, client, b"lost")
        async with deadline(60):
            assert (await post(server, client)).content == b"ok"
        assert server.connections == 2


async def test_slot_of_a_cancelled_call_goes_to_the_next() -> None:
    queue = FairQueue(slots=1, slots_each=1)
    await queue.enter("first")
    second, third = (asyncio.create_task(queue.enter(name)) for name in ("second", "third"))
    await asyncio.sleep(0)
    queue.leave("first")
    second.cancel()
    async with asyncio.timeout(60):
        await third
    assert second.cancelled()
    queue.leave("third")
    async with asyncio.timeout(60):
        await queue.enter("fourth")


async def test_caller_with_several_waiting_calls_gets_each_slot_that_becomes_free_up_to_its_most() -> None:
    queue = FairQueue(slots=3, slots_each=2)
    for name in ("first", "second", "third"):
        await queue.enter(name)
    waiting = [asyncio.create_task(queue.enter("many")) for _ in range(3)]
    await asyncio.sleep(0)
    for name in ("first", "second", "third"):
        queue.leave(name)
    await asyncio.sleep(0)
    assert [call.done() for call in waiting] == [True, True, False]
    queue.leave("many")
    async with asyncio.timeout(60):
        await waiting[2]


async def test_cost_of_a_call_does_not_grow_with_concurrent_calls() -> None:
    async def processor_seconds(at_once: int) -> float:
        """Processor time of 400 calls to a server in this thread, this many at once, over open connections."""
        async with serving(always(OK)) as (server, client), deadline(60):

            async def work(name: str, calls: int) -> None:
                for _ in range(calls):
                    await post(server, client, token=name)

            async def everybody(calls: int) -> None:
                await asyncio.gather(*(work(f"caller {number}", calls) for number in range(at_once)))

            await everybody(1)
            before = time.thread_time()
            await everybody(400 // at_once)
            return time.thread_time() - before

    few = min([await processor_seconds(4) for _ in range(2)])
    many = min([await processor_seconds(200) for _ in range(2)])
    assert many < 2 * few, f"{many / few:.1f} times"
