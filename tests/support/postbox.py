"""A real SMTP server on this machine, which stores what it takes over and can be held at two moments."""

import asyncio
import email
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from local.ports import HOST, ReservedPort


class Postbox:
    """Messages in order of arrival. `refused` maps addresses to the answer to their RCPT.

    `hold` names an address and a moment: `recipient`, before RCPT is answered, or `taken`, after the message was stored
    and before that is answered. The connection ends at the recipients of `closes`.
    """

    def __init__(self, port: int) -> None:
        self.url = f"smtp://{HOST}:{port}"
        self.messages: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.closes: set[str] = set()
        self.hold: tuple[str, str] | None = None
        self.reached = threading.Event()
        self.released = threading.Event()

    def of(self, address: str) -> list[EmailMessage]:
        """The messages to one address."""
        return [message for message in self.messages if message["To"] == address]

    async def handle_RCPT(  # noqa: N802 (the names and arguments that aiosmtpd calls)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT."""
        if address in self.refused:
            return self.refused[address]
        if address in self.closes:
            assert server.transport is not None
            server.transport.close()
        await self._held(address, "recipient")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store a message, whose end has arrived."""
        message = email.message_from_bytes(cast(bytes, envelope.content), policy=default)
        assert message["To"] == ", ".join(envelope.rcpt_tos), "a header added a recipient"
        self.messages.append(message)
        await self._held(str(message["To"]), "taken")
        return "250 OK"

    async def _held(self, address: str, moment: str) -> None:
        if self.hold == (address, moment):
            self.reached.set()
            await asyncio.to_thread(self.released.wait, 60)


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """A running server; it ends with the block."""
    with ReservedPort(0, "SMTP_PORT") as port:
        postbox = Postbox(port.number)
    loop = asyncio.new_event_loop()
    controller: Any = UnthreadedController(postbox, hostname=HOST, port=port.number, loop=loop)
    started = threading.Event()

    def serve() -> None:
        # In a thread from the beginning: that of a test may run another loop, Playwright's.
        controller.begin()
        started.set()
        loop.run_forever()
        controller.end()

    thread = threading.Thread(target=serve, name="postbox", daemon=True)
    thread.start()
    try:
        assert started.wait(60), "the mail server has not started"
        yield postbox
    finally:
        postbox.released.set()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=60)
        loop.close()
