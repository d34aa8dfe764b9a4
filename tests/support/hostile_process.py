"""The attacker's machine: the attacks of one account in a process of its own, behind everything else on the machine.

`python -m tests.support.hostile_process` reads its orders from standard input, attacks until the input ends, and prints
how its calls were answered. A real attacker computes elsewhere, so the process leaves the processors to the service.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Self

from tests.support.hostile_account import Attack, Connection, HostileAccount, Target
from tests.support.hostile_attacks import ATTACKS

LOWEST_PRIORITY = 19
HEAD_START = "head start"


@dataclass(frozen=True)
class Orders:
    """The target, the classes of attackers, and the number of connections of each."""

    target: Target
    attacks: Sequence[str]
    connections_each: int
    answers_before: int


class Attacker:
    """The process, attacking inside `async with`. `replies` counts calls by path and outcome once it has ended."""

    def __init__(self, orders: Orders) -> None:
        self.replies: Mapping[str, int] = {}
        self._orders = orders
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=pipe, stdout=pipe, limit=2**22
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(self._orders)).encode() + b"\n")
        await self._process.stdin.drain()
        return self

    async def wait_for_head_start(self) -> None:
        """Return when the account has submitted `answers_before` answers."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode().strip()
        if line != HEAD_START:
            raise RuntimeError(f"The attacker ended: {line}")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        if error is not None:
            self._process.kill()
            await self._process.wait()
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        output, _ = await self._process.communicate()
        if self._process.returncode:
            raise RuntimeError("An attack failed; its error is above.")
        self.replies = json.loads(output.splitlines()[-1])


async def strike(account: HostileAccount, kind: type[Attack], count: int) -> None:
    """Attack over this many connections, until cancelled."""
    attack = kind(account)
    connections = [Connection(account, number) for number in range(count)]

    async def repeat(connection: Connection) -> None:
        """Strike over one connection, without end."""
        while True:
            await attack.strike(connection)
            # A call may fail at once; other connections share this event loop.
            await asyncio.sleep(0)

    try:
        await attack.prepare(connections[0])
        await asyncio.gather(*map(repeat, connections))
    finally:
        for connection in connections:
            connection.close()


async def attack(orders: Orders) -> None:
    """Strike until standard input ends, then print the outcomes of all calls."""
    account = HostileAccount(orders.target, orders.answers_before)
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    try:
        async with asyncio.TaskGroup() as group:
            for kind in ATTACKS:
                if kind.__name__ in orders.attacks:
                    group.create_task(strike(account, kind, orders.connections_each))
            await account.head_start.wait()
            print(HEAD_START, flush=True)  # noqa: T201 - the protocol of this process
            await ended
            raise InputEndedError
    except* InputEndedError:
        print(json.dumps(account.replies), flush=True)  # noqa: T201 - the protocol of this process


class InputEndedError(Exception):
    """Ends the attacks."""


def main() -> None:
    """Attack as ordered."""
    os.nice(LOWEST_PRIORITY)
    found = json.loads(sys.stdin.readline())
    asyncio.run(attack(Orders(**{**found, "target": Target(**found["target"])})))


if __name__ == "__main__":
    main()
