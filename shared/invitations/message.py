"""The e-mail of an invitation. It holds names and a link, and nothing that the inviter wrote to this person.

The note is shown on the page of the link: an account that anybody can have must not send its own text to strangers.
"""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from shared.mail.names import inert_name

HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted")
CONTENT_HEADERS = ("Content-Type", "Content-Transfer-Encoding", "MIME-Version")


def invitation_message(mail: Mapping[str, Any], url: str, sender: Address, now: datetime) -> bytes:
    """The message for what `claim_invitation_mails` returned, with CRLF line ends.

    Its Message-ID is that of the stored e-mail, so that it is the same however often it is sent. Names are one line
    each. Raises ValueError for a header with a line end, and if the message has any but the expected headers.
    """
    shown = {**mail, "organization": inert_name(mail["organization"]), "title": inert_name(mail["title"])}
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _subject(shown)
    message["From"] = sender
    message["To"] = Address(addr_spec=mail["email"])
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail['mail_id']}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(shown, url))
    content = message.as_bytes()
    if tuple(BytesHeaderParser().parsebytes(content).keys()) != HEADERS + CONTENT_HEADERS:
        raise ValueError("The message has unexpected headers")
    return content


def _subject(mail: Mapping[str, Any]) -> str:
    if mail["title"] is None:
        return f"Invitation to join {mail['organization']}"
    return f"Invitation to an interview: {mail['title']}"


def _text(mail: Mapping[str, Any], url: str) -> str:
    until = datetime.fromisoformat(mail["expires_at"]).strftime("%d %B %Y, %H:%M UTC")
    if mail["title"] is None:
        asks = f"{mail['organization']} invites you to join them as {mail['role']}."
        then = "Open this link to see what you are invited to, and to accept:"
    else:
        asks = f"{mail['organization']} invites you to take the interview “{mail['title']}”."
        then = "Open this link to see how long it takes and what is recorded. No clock starts before you start it:"
    return (
        f"{asks}\n\n{then}\n\n{url}\n\nThe invitation is for {mail['email']} and can be used until {until}.\n\n"
        "If you do not know the sender, you can ignore this e-mail.\n"
    )
