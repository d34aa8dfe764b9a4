"""A body that stops arriving is given up, and a slow one is not; on real sockets, at the standard functions host."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from urllib.parse import urlsplit

import pytest

from local.ports import HOST, ReservedPort
from local.stack import Stack
from tests.http.valid_requests import SUBMIT
from tests.support.entry_points import environment, host, wait_ready
from tests.support.people import People, Person

IDLE_SECONDS, SECONDS = 1.0, 3.0
# What a busy machine may add.
SLACK = 60.0
# As sent by a phone with a bad connection.
SLOW_BYTES_PER_SECOND = 3000


@pytest.fixture(scope="module")
def hasty(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the functions with short limits."""
    limits = {"BODY_IDLE_SECONDS": f"{IDLE_SECONDS}", "BODY_SECONDS": f"{SECONDS}"}
    with ReservedPort(0, "none") as port:
        process = host("api", port.number, environment(stack, "api") | limits, tmp_path_factory.mktemp("hasty"))
        process.start()
        try:
            wait_ready(process, url := f"http://{HOST}:{port.number}")
            yield url
        finally:
            process.kill()


@pytest.fixture(scope="module")
def person(people: People) -> Person:
    return people.candidate()


class Upload:
    """One request on a connection of its own, whose body the test sends as it likes."""

    def __init__(self, url: str, path: str, token: str, announced: str) -> None:
        self._address = urlsplit(url)
        self._head = (
            f"POST {path} HTTP/1.1\r\nhost: {self._address.netloc}\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {token}\r\n{announced}\r\n\r\n"
        )

    async def __aenter__(self) -> "Upload":
        self._reader, self._writer = await asyncio.open_connection(self._address.hostname, self._address.port)
        self._writer.write(self._head.encode())
        return self

    async def __aexit__(self, *_details: object) -> None:
        self._writer.close()

    async def send(self, content: bytes, size: int, pause: float) -> None:
        """Send this much at a time, with pauses; stops when the server has closed the connection."""
        with suppress(ConnectionError):
            for at in range(0, len(content), size):
                self._writer.write(content[at : at + size])
                await self._writer.drain()
                await asyncio.sleep(pause)

    async def response(self) -> tuple[int, dict[str, object], bool]:
        """Status, body, and whether the server has closed the connection after it."""
        async with asyncio.timeout(SECONDS + SLACK):
            lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines[1:] if line)
            body = json.loads(await self._reader.readexactly(int(headers["content-length"])))
        if headers.get("connection") != "close":
            return int(lines[0].split()[1]), body, False
        with suppress(ConnectionError):
            async with asyncio.timeout(SLACK):
                assert await self._reader.read() == b""
        return int(lines[0].split()[1]), body, True


@pytest.mark.parametrize("announced", ["content-length: 60000", "transfer-encoding: chunked"])
async def test_request_that_never_sends_its_body_is_ended(hasty: str, person: Person, announced: str) -> None:
    async with Upload(hasty, "/submit", person.token, announced) as upload:
        status, body, closed = await upload.response()
    assert (status, body["code"], closed) == (408, "request_timeout", True)


async def test_body_that_arrives_byte_by_byte_is_ended_long_before_its_end(hasty: str, person: Person) -> None:
    started = monotonic()
    async with Upload(hasty, "/submit", person.token, "content-length: 60000") as upload:
        sending = asyncio.create_task(upload.send(b" " * 60_000, 1, IDLE_SECONDS / 10))
        status, body, closed = await upload.response()
        sending.cancel()
    assert (status, body["code"], closed) == (408, "request_timeout", True)
    assert monotonic() - started > SECONDS


@pytest.mark.parametrize(
    ("path", "token", "wanted"),
    [("/submit", "not-a-token", (401, "not_authenticated")), ("/nothing", "", (404, "not_found"))],
)
async def test_refused_request_that_never_sends_its_body_is_ended_after_its_refusal(
    hasty: str, path: str, token: str, wanted: tuple[int, str]
) -> None:
    async with Upload(hasty, path, token, "content-length: 60000") as upload:
        status, body, closed = await upload.response()
    assert ((status, body["code"]), closed) == (wanted, True)


async def test_refused_request_keeps_its_connection_if_its_body_arrives(hasty: str) -> None:
    async with Upload(hasty, "/submit", "not-a-token", "content-length: 60000") as upload:
        await upload.send(b" " * 60_000, 20_000, IDLE_SECONDS / 10)
        status, body, closed = await upload.response()
    assert (status, body["code"], closed) == (401, "not_authenticated", False)


async def test_body_over_the_limit_ends_its_connection(hasty: str, person: Person) -> None:
    async with Upload(hasty, "/submit", person.token, "content-length: 1000000000") as upload:
        status, body, closed = await upload.response()
    assert (status, body["code"], closed) == (413, "payload_too_large", True)


async def test_three_hundred_unfinished_requests_are_all_ended(hasty: str, person: Person) -> None:
    async def unfinished(number: int) -> tuple[int, bool]:
        path, token = ("/submit", person.token) if number % 2 else ("/heartbeat", "not-a-token")
        async with Upload(hasty, path, token, "content-length: 60000") as upload:
            await upload.send(b'{"session_id": ', 5, 0)
            status, _, closed = await upload.response()
            return status, closed

    assert set(await asyncio.gather(*map(unfinished, range(300)))) == {(401, True), (408, True)}


async def test_body_that_arrives_steadily_may_take_longer_than_the_limit(hasty: str, person: Person) -> None:
    await _answer_on_a_slow_phone(hasty, person, 4 * 3000)


@pytest.mark.prove
async def test_answer_of_64_kib_from_a_slow_phone_arrives_within_the_default_limits(
    stack: Stack, person: Person
) -> None:
    await _answer_on_a_slow_phone(stack.functions_url, person, 65_536)


async def _answer_on_a_slow_phone(url: str, person: Person, length: int) -> None:
    body = json.dumps(SUBMIT | {"answer": "a" * length}).encode()
    async with Upload(url, "/submit", person.token, f"content-length: {len(body)}") as upload:
        await upload.send(body, SLOW_BYTES_PER_SECOND // 4, 0.25)
        status, answer, closed = await upload.response()
    # It arrived: the session is unknown only because nobody started one.
    assert (status, answer["code"], closed) == (404, "session_not_found", False)
