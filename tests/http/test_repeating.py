"""A paid-for result is resent while the database is down, but no longer than its claim lasts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import pytest

from shared.conversation import replying
from shared.grading.job_queue import evaluation_queue
from shared.problems import Problem
from shared.rpc import database as rpc_database
from shared.rpc import repeating
from shared.rpc.database import Database, service_database
from shared.rpc.transport import MAX_CONNECTIONS
from shared.settings import Settings, SettingsError
from tests.support.database import Database as DatabaseOfTests

DIED = (400, b'{"code":"","details":null,"hint":null,"message":""}')
OUTAGES = [
    DIED,
    (500, b'{"code":"57014","message":"canceling statement due to statement timeout"}'),
    (500, b'{"code":"55P03","message":"canceling statement due to lock timeout"}'),
    (503, b'{"code":"PGRST002","message":"Could not query the database for the schema cache. Retrying."}'),
    (504, b'{"code":"PGRST003","message":"Timed out acquiring connection from connection pool."}'),
    (502, b"<html>Bad Gateway</html>"),
    (429, b"Too Many Requests"),
]


class Server:
    """A gateway that answers the first calls with `outages`, one each; while `stalls` is set, it answers none."""

    def __init__(self) -> None:
        self.outages: list[tuple[int, bytes]] = []
        self.calls = 0
        self.stalls = False
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                await reader.readexactly(length)
                self.calls += 1
                if self.stalls:
                    await reader.read()
                    return
                status, body = self.outages.pop(0) if self.outages else (200, b'{"accepted": true}')
                writer.write(
                    b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                    % (status, len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    async with await asyncio.start_server(found.serve, "127.0.0.1", 0) as listening:
        found.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield found


@pytest.fixture
def service(server: Server) -> Database:
    return service_database(Settings(server.url, "sb_publishable_test", "sb_secret_test"))


async def grade(service: Database) -> object:
    job = {"answer_id": str(uuid4()), "token": str(uuid4())}
    return await evaluation_queue(service).complete(job, {"status": "done"})


async def reply(service: Database) -> object:
    return (await service.rpc_repeatable("complete_reply", {"token": str(uuid4())}))["accepted"]


async def generation(service: Database) -> object:
    return (await service.rpc_repeatable("complete_generation", {"token": str(uuid4())}))["accepted"]


STORES: list[Callable[[Database], Awaitable[object]]] = [grade, reply, generation]


@pytest.mark.parametrize("store", STORES, ids=["grade", "reply", "generation"])
async def test_result_is_stored_after_every_kind_of_outage(
    server: Server, service: Database, store: Callable[[Database], Awaitable[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeating, "LONGEST_PAUSE_SECONDS", 0.2)
    server.outages = list(OUTAGES)
    assert await store(service) is True
    assert server.calls == len(OUTAGES) + 1


@pytest.mark.parametrize("store", STORES, ids=["grade", "reply", "generation"])
async def test_result_is_stored_after_a_failover_and_abandoned_in_an_endless_outage(
    server: Server, service: Database, store: Callable[[Database], Awaitable[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    clock = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal clock
        clock += seconds
        slept.append(seconds)

    monkeypatch.setattr(repeating, "monotonic", lambda: clock)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    server.outages = [DIED] * 1000
    with pytest.raises(Problem, match="database_unavailable"):
        await store(service)
    assert 15 <= sum(slept) <= repeating.PATIENCE_SECONDS
    assert len(slept) + 1 == server.calls < 20


async def test_results_queued_behind_each_other_are_abandoned_in_time(
    server: Server, service: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rpc_database, "SERVICE_TIMEOUT_SECONDS", 1.0)
    monkeypatch.setattr(repeating, "PATIENCE_SECONDS", 2.0)
    server.stalls = True
    queue = evaluation_queue(service)
    loop = asyncio.get_running_loop()
    started = loop.time()

    async def complete() -> float:
        with pytest.raises(Problem, match="database_unavailable"):
            await queue.complete({"answer_id": str(uuid4()), "token": str(uuid4())}, {"status": "done"})
        return loop.time() - started

    seconds = await asyncio.gather(*(complete() for _ in range(20 * MAX_CONNECTIONS)))
    # Five at a time, they would take twenty times as long as a single call.
    assert max(seconds) < 5 * repeating.PATIENCE_SECONDS


def default_seconds(database: DatabaseOfTests, column: str) -> float:
    """A setting's default in the database."""
    return float(
        database.value(
            "select column_default from information_schema.columns"
            " where (table_schema, table_name, column_name) = ('reprise_private', 'settings', %s)",
            column,
        )
    )


def test_no_claim_expires_while_its_result_is_sent_again(database: DatabaseOfTests) -> None:
    longest = {"OPENAI_TIMEOUT_SECONDS": 60, "OPENAI_PREP_TIMEOUT_SECONDS": 95}
    base = {"SUPABASE_URL": "http://localhost", "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_test"}
    for name, seconds in longest.items():
        Settings.from_environment(base | {name: str(seconds)})
        with pytest.raises(SettingsError, match=name):
            Settings.from_environment(base | {name: str(seconds + 1)})
        assert default_seconds(database, "evaluation_lease_seconds") > seconds + repeating.PATIENCE_SECONDS
    writing = replying.WRITING_SECONDS + rpc_database.SERVICE_TIMEOUT_SECONDS
    assert default_seconds(database, "reply_lease_seconds") > writing + repeating.PATIENCE_SECONDS


async def test_refused_call_is_not_repeated(server: Server, service: Database) -> None:
    server.outages = [(400, b'{"code":"22P02","message":"invalid input"}')] * 2
    with pytest.raises(Problem, match="invalid_request"):
        await grade(service)
    assert server.calls == 1
