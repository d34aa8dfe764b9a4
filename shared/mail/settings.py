"""Where e-mails are handed over, read from one address."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.policy import default
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from shared.environment import EnvironmentReader

SUBMISSION_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server and the sender of every e-mail.

    `encrypted` connections begin with TLS (smtps); the others change to it before anything is said, except to this
    machine itself (`local`).
    """

    host: str
    port: int
    sender: Address
    encrypted: bool = False
    local: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, reader: EnvironmentReader) -> "MailSettings | None":
        """Read SMTP_URL, and MAIL_FROM, which it needs; the reader collects the faults."""
        url, sender = reader.text("SMTP_URL"), reader.text("MAIL_FROM")
        from_ = _address(sender or "")
        if from_ is None and (url or sender):
            reader.faults.append("MAIL_FROM must be an address like Example <people@example.com>")
        if url is None or from_ is None:
            return None
        try:
            parts = urlsplit(url)
            port = parts.port or SUBMISSION_PORTS[parts.scheme]
            if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
                raise ValueError(url)
        except (ValueError, KeyError):
            reader.faults.append("SMTP_URL must have the form smtp[s]://user:password@host:port")
            return None
        return cls(
            parts.hostname,
            port,
            from_,
            encrypted=parts.scheme == "smtps",
            local=_is_local(parts.hostname),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(text: str) -> Address | None:
    """The only address of a header; None if it has none, several, or a faulty one."""
    if not text.isprintable():
        return None
    header = default.header_factory("from", text)
    addresses = header.addresses
    [address, *_] = addresses or (Address(),)
    usable = len(addresses) == 1 and not header.defects and address.domain and address.addr_spec.isascii()
    return address if usable else None
