"""One free account that attacks: its connections, the session it is in, and how its calls were answered."""

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import uuid4

from tests.support.data_api import PROFILE
from tests.support.raw_http import RawConnection, RawReply

# A caller who waits no longer than this hangs up; the server may go on working.
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Target:
    """The service as its attacker knows it: addresses, the publishable key, and its own id and token."""

    functions_url: str
    supabase_url: str
    publishable_key: str
    user_id: str
    token: str


@dataclass
class Run:
    """The practice run or conversation that the account is in."""

    session_id: str
    lease: int = 1
    position: int = 0
    option: str | None = None


class HostileAccount:
    """An account without an organization, as anybody can sign up for.

    `replies` counts calls by path and outcome; `head_start` is set when `answers_before` submits have succeeded.
    """

    def __init__(self, target: Target, answers_before: int = 0) -> None:
        self.target = target
        self.replies: Counter[str] = Counter()
        self.run: Run | None = None
        self.starting = asyncio.Lock()
        self.head_start = asyncio.Event()
        self._answers_before = answers_before
        self.count("", 0)

    def count(self, outcome: str, times: int = 1) -> None:
        """Count calls with this outcome."""
        if times:
            self.replies[outcome] += times
        if self.replies["POST /submit 200"] >= self._answers_before:
            self.head_start.set()


class Connection:
    """One of the account's connections, used for one call at a time."""

    def __init__(self, account: HostileAccount, number: int) -> None:
        self.account = account
        self.number = number
        target, authorization = account.target, {"authorization": f"Bearer {account.target.token}"}
        self._functions = RawConnection(target.functions_url, authorization)
        self._data_api = RawConnection(
            target.supabase_url, {**authorization, **PROFILE, "apikey": target.publishable_key}
        )

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        hang_up_seconds: float = PATIENCE_SECONDS,
    ) -> RawReply | None:
        """Call a function; None if there was no response."""
        return await self._send(self._functions, method, path, body, headers, hang_up_seconds)

    async def query(
        self, method: str, path: str, body: Any = None, *, hang_up_seconds: float = PATIENCE_SECONDS
    ) -> RawReply | None:
        """Call the Data API at a path below /rest/v1; None if there was no response."""
        return await self._send(self._data_api, method, f"/rest/v1{path}", body, None, hang_up_seconds)

    async def _send(
        self,
        connection: RawConnection,
        method: str,
        path: str,
        body: Any,
        headers: Mapping[str, str] | None,
        hang_up_seconds: float,
    ) -> RawReply | None:
        place = f"{method} /{path.strip('/').partition('?')[0].split('/')[-1][:24]}"
        try:
            async with asyncio.timeout(hang_up_seconds):
                reply = await connection.call(method, path, body, headers)
        except (OSError, EOFError) as error:
            self.account.count(f"{place} {type(error).__name__}")
            return None
        self.account.count(f"{place} {reply.status}")
        return reply

    def close(self) -> None:
        """Close the connection."""
        self._functions.close()
        self._data_api.close()


class Attack(ABC):
    """One way to take the service away from others. A subclass sends the next calls of one connection in `strike`.

    `direct` attacks go to the Data API without passing the functions.
    """

    name: ClassVar[str]
    direct: ClassVar[bool] = False

    def __init__(self, account: HostileAccount) -> None:
        self.account = account

    async def prepare(self, connection: Connection) -> None:  # noqa: B027 - most attacks need nothing
        """Store what the attack needs; called once, before `strike`."""

    @abstractmethod
    async def strike(self, connection: Connection) -> None:
        """Send the next calls."""

    async def new_run(self, connection: Connection, choice: Mapping[str, Any]) -> Run | None:
        """Start a session in place of the one in progress; None if refused. One connection at a time starts one."""
        account, before = self.account, self.account.run
        async with account.starting:
            if account.run is not before:
                return account.run
            session_id = str(uuid4())
            names = {"session_id": session_id, "client_id": str(uuid4()), "start_over": True}
            reply = await connection.call("POST", "/start", {**names, **choice})
            if reply is None or reply.status != 201:
                return None
            account.run = Run(session_id)
            account.run.option = first_option(reply.json())
            return account.run


def first_option(view: Mapping[str, Any]) -> str | None:
    """The id of the first option of the question in a session view, if it has options."""
    question = view.get("question") or {}
    options = question.get("options") or [{"id": None}]
    option: str | None = options[0]["id"]
    return option


async def half_sent(url: str, token: str, seconds: float) -> bool:
    """Announce a body and send one byte of it every two seconds; returns whether the server ended the request."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST /submit HTTP/1.1\r\nhost: {address.netloc}\r\nauthorization: Bearer {token}\r\n"
    writer.write(f"{head}content-type: application/json\r\ncontent-length: 60000\r\n\r\n".encode())
    try:
        async with asyncio.timeout(seconds):
            while True:
                writer.write(b" ")
                await writer.drain()
                try:
                    async with asyncio.timeout(2):
                        await reader.read(1024)
                    return True
                except TimeoutError:
                    continue
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        writer.close()
