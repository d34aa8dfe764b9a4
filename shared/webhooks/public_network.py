"""Connects to public addresses only, whatever a name resolves to.

A name is resolved once, every address is checked, and the connection goes to a checked address; TLS and the Host header
keep the name. An answer that changes between check and connection therefore reaches nothing.
"""

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore

MAX_ADDRESSES = 4
# Of its own: a resolver that does not answer must not keep the threads that send e-mails.
_RESOLVERS = ThreadPoolExecutor(16, "resolve")


class UnknownHostError(httpcore.ConnectError):
    """The name resolves to nothing, or to an address that is not public; not which, for names inside a network."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is on the internet: not private, local, multicast or reserved, and no form of a v4 one."""
    if isinstance(address, IPv6Address) and (
        address.sixtofour or address.teredo or address.ipv4_mapped or address.is_site_local
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """The network without private addresses; with `loopback` also this machine, for tests."""

    def __init__(self, *, loopback: bool = False) -> None:
        self._loopback = loopback
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the signature that httpcore calls)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises UnknownHostError or ConnectError."""
        failed: Exception = httpcore.ConnectError("no address")
        for address in await self._checked_addresses(host, port):
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await self._backend.sleep(seconds)

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                _RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError) as error:
            raise UnknownHostError("the host is unknown or not public") from error
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
        # All of them: the receiver of a private one must not be reached by asking again.
        for text in addresses:
            address = ip_address(text)
            if not is_public(address) and not (self._loopback and address.is_loopback):
                raise UnknownHostError("the host is unknown or not public")
        return addresses[:MAX_ADDRESSES]
