"""A connection to a mail server that hands messages over in two steps.

A mail server takes a message over when it has the end of its text, a line with a dot, and discards it if the connection
breaks before (RFC 5321, 4.2.5 and 6.1). Between the two steps the caller stores that the message is about to be handed
over: a sender that is killed knows afterwards which messages the server cannot have.
"""

import smtplib
import ssl
from contextlib import suppress

from shared.mail.settings import MailSettings

SECONDS = 10.0
START_MAIL_INPUT = 354
ACCEPTED = 250
ACCEPTED_RECIPIENT = (250, 251)
FOR_GOOD = 500


class MailError(Exception):
    """A message that was not delivered. `reason` is a code or a type; the text may quote the address."""

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(f"{reason} {text}".strip()[:300])
        self.reason = reason


class NotTakenOverError(MailError):
    """The mail server has not taken the message over, and may do so later."""


class RefusedError(MailError):
    """The mail server refuses this message or this recipient for good."""


class AnswerLostError(MailError):
    """The end of the message was sent and no answer came: the server may have taken it over."""


class MailServer:
    """One connection, opened when it is first needed. Blocking; for one thread at a time."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None
        self.unreachable = False

    def begin(self, recipient: str, content: bytes) -> None:
        """Send a message without its end. `content` has CRLF line ends. Raises NotTakenOverError or RefusedError.

        A refused recipient leaves the connection usable; everything else that fails ends it.
        """
        try:
            # True while connecting, and after connecting has failed.
            self.unreachable = self._connection is None
            connection = self._connection or self._connect()
            self.unreachable = False
            code, said = connection.mail(self._settings.sender.addr_spec)
            if code == ACCEPTED:
                code, said = connection.rcpt(recipient)
                if code not in ACCEPTED_RECIPIENT:
                    connection.rset()
                    raise _refusal(code, said)
                code, said = connection.docmd("DATA")
            if code != START_MAIL_INPUT:
                raise smtplib.SMTPResponseException(code, said)
            connection.send(_with_dots_doubled(content))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotTakenOverError(type(error).__name__, str(error)) from error

    def hand_over(self) -> None:
        """Send the end and read the answer. Raises NotTakenOverError, RefusedError or AnswerLostError."""
        connection = self._connection
        if connection is None:
            raise NotTakenOverError("no connection")
        try:
            connection.send(b".\r\n")
            code, said = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise AnswerLostError(type(error).__name__, str(error)) from error
        if code != ACCEPTED:
            raise _refusal(code, said)

    @property
    def connected(self) -> bool:
        """Whether the connection is still usable."""
        return self._connection is not None

    def close(self) -> None:
        """End the connection at once; a message without its end is discarded by the server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def leave(self) -> None:
        """End the connection politely, between messages."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context()
        if settings.encrypted:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
        else:
            connection = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
        self._connection = connection
        if not settings.encrypted and not settings.local:
            connection.starttls(context=context)
        if settings.user is not None:
            connection.login(settings.user, settings.password or "")
        connection.ehlo_or_helo_if_needed()
        return connection


def _with_dots_doubled(content: bytes) -> bytes:
    """The content as SMTP sends it: a dot that begins a line is doubled, and the last line has its end."""
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)


def _refusal(code: int, said: bytes) -> RefusedError | NotTakenOverError:
    kind = RefusedError if code >= FOR_GOOD else NotTakenOverError
    return kind(str(code), said.decode(errors="replace"))
