"""The e-mail of a notice, as plain text and as HTML: counts, names of interviews, links. No candidate is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import quote

from shared.mail.names import inert_name

HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted")
UNSUBSCRIBE = ("List-Unsubscribe", "List-Unsubscribe-Post")
SENTENCES = {
    "session.completed": ("{count} session{s} of {title} {was} completed", "Completed"),
    "result.ready": ("{count} result{s} of {title} {is_} ready", "Results ready"),
    "evaluation.needs_review": ("{count} answer{s} in {title} need{v} review", "Needs review"),
    "decision.made": ("{count} decision{s} about candidates of {title} {was} made", "Decisions"),
    "webhook.disabled": ("{count} webhook{s} {was} disabled, because deliveries failed", "Webhook disabled"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where links go: the web client, and the functions, if the address at which mail programs reach them is set."""

    web_url: str
    functions_url: str | None = None


def notice_message(mail: Mapping[str, Any], places: Places, sender: Address, now: datetime) -> bytes:
    """The message for what `claim_notice_mails` returned, with CRLF line ends.

    Its Message-ID is that of the stored e-mail. Raises ValueError if the message has any but the expected headers.
    """
    token = quote(mail["unsubscribe_token"], safe="")
    subject, lines, link = _reminder(mail, places) if mail["pace"] == "reminder" else _news(mail, places)
    leave = f"{places.web_url}/unsubscribe.html#{token}"
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = Address(addr_spec=mail["email"])
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail['mail_id']}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    expected = {*HEADERS, "MIME-Version", "Content-Type"}
    if places.functions_url is not None:
        message["List-Unsubscribe"] = f"<{places.functions_url}/unsubscribe?token={token}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        expected |= set(UNSUBSCRIBE)
    footer = "To unsubscribe from these e-mails, open:"
    message.set_content("\n\n".join([*lines, link, f"{footer}\n{leave}"]) + "\n")
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    message.add_alternative(
        "<!doctype html><html lang=en><body style='font-family:sans-serif;line-height:1.5;max-width:40em'>"
        f"{paragraphs}<p><a href='{escape(link)}'>{escape(link)}</a></p>"
        f"<p style='color:#595959;font-size:.85em'><a href='{escape(leave)}'>Unsubscribe from these e-mails</a></p>"
        "</body></html>",
        subtype="html",
    )
    content = message.as_bytes()
    found = set(BytesHeaderParser().parsebytes(content).keys())
    if found != expected:
        raise ValueError("The message has unexpected headers")
    return content


def _reminder(mail: Mapping[str, Any], places: Places) -> tuple[str, list[str], str]:
    until = datetime.fromisoformat(mail["expires_at"]).strftime("%d %B %Y, %H:%M UTC")
    title, organization = inert_name(mail["title"]), inert_name(mail["organization"])
    lines = [
        f"The interview “{title}” of {organization} can be started until {until}.",
        "You have not started it yet. No clock starts before you start it. This link opens it:",
    ]
    return f"Reminder: {title}", lines, f"{places.web_url}/invitation.html#{mail['token']}"


def _news(mail: Mapping[str, Any], places: Places) -> tuple[str, list[str], str]:
    organization = inert_name(mail["organization"])
    lines = [_sentence(item) + "." for item in mail["items"]]
    heads = dict.fromkeys(SENTENCES[item["type"]][1] for item in mail["items"])
    return f"{organization}: {', '.join(heads)}", [f"News of {organization}:", *lines], f"{places.web_url}/home.html"


def _sentence(item: Mapping[str, Any]) -> str:
    many = item["count"] != 1
    return SENTENCES[item["type"]][0].format(
        count=item["count"],
        title=f"“{inert_name(item['title'])}”" if item["title"] else "an interview",
        s="s" if many else "",
        was="were" if many else "was",
        is_="are" if many else "is",
        v="" if many else "s",
    )
