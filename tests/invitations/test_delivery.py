"""Every invited address gets one e-mail from a real mail server, even if a process is killed in the middle."""

import re
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import pytest

from local.processes import Child, wait_until
from local.settings import ROOT
from local.stack import Stack
from shared.environment import EnvironmentReader
from shared.invitations.message import invitation_message
from shared.mail.server import MailServer
from shared.mail.settings import MailSettings
from tests.invitations.hiring import Hiring
from tests.support.apis import FunctionsApi
from tests.support.database import Database
from tests.support.entry_points import served
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address, person_of, show
from tests.support.plain_http import http
from tests.support.postbox import Postbox, open_postbox
from tests.support.waiting_mails import cancel_waiting_mails

SENDER = "Example <people@example.org>"
LINK = re.compile(r"https?://\S+/invitation\.html#([0-9a-f]{64})")


@pytest.fixture
def postbox(database: Database) -> Iterator[Postbox]:
    """A mail server, and no e-mail of another test in the queue."""
    cancel_waiting_mails(database)
    with open_postbox() as opened:
        yield opened


class Sender(Child):
    """A run of the sender."""

    def __init__(self, stack: Stack, postbox: Postbox, folder: Path) -> None:
        environ = {
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "SMTP_URL": postbox.url,
            "MAIL_FROM": SENDER,
            "WEB_URL": "https://app.example.org",
        }
        self.file = folder / f"{uuid4().hex}.log"
        command = [sys.executable, "-m", "tests.invitations.sender"]
        super().__init__("The sender", command, self.file, ROOT, environ, orphan_signal=signal.SIGKILL)

    def finish(self) -> None:
        """Let it end by itself."""
        self.start()
        assert wait_until(lambda: not self.running(), 120), self.file.read_text()
        assert self.exit_code == 0, self.file.read_text()


def queue(database: Database, hiring: Hiring, calls: PeopleApi, count: int) -> list[str]:
    """Invite addresses and queue their e-mails, as our functions do where a mail server is configured."""
    emails = [address() for _ in range(count)]
    made = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails).ok(201)
    for number, item in enumerate(made["invitations"]):
        database.execute(
            "insert into reprise_private.invitation_mails (invitation_id, due_at)"
            " values (%s, now() - %s * interval '1 s')",
            item["id"],
            count - number,
        )
    return emails


def statuses(calls: PeopleApi, hiring: Hiring) -> dict[str, str | None]:
    page = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    return {item["email"]: item["email_status"] for item in page}


def kill_at(moment: str, stack: Stack, postbox: Postbox, database: Database, emails: list[str], folder: Path) -> None:
    """Kill -9 a sender at this moment of the third e-mail, then let two others do what is left."""
    postbox.hold = (emails[2], moment)
    first = Sender(stack, postbox, folder)
    first.start()
    assert wait_until(lambda: postbox.reached.is_set() or not first.running(), 120), first.file.read_text()
    first.kill()
    assert first.exit_code == -signal.SIGKILL
    postbox.hold = None
    postbox.released.set()
    Sender(stack, postbox, folder).finish()
    database.execute(
        "update reprise_private.invitation_mails set claimed_until = now() - interval '1 s'"
        " where claimed_until is not null"
    )
    Sender(stack, postbox, folder).finish()


@pytest.mark.parametrize(("moment", "third"), [("recipient", "sent"), ("taken", "uncertain")])
def test_no_address_gets_an_email_twice_even_if_the_sender_is_killed(
    moment: str,
    third: str,
    stack: Stack,
    postbox: Postbox,
    database: Database,
    function_calls: PeopleApi,
    hiring: Hiring,
    tmp_path: Path,
) -> None:
    emails = queue(database, hiring, function_calls, 5)
    kill_at(moment, stack, postbox, database, emails, tmp_path)
    assert {email: len(postbox.of(email)) for email in emails} == dict.fromkeys(emails, 1)
    assert len({message["Message-ID"] for message in postbox.messages}) == len(emails)
    assert statuses(function_calls, hiring) == dict.fromkeys(emails, "sent") | {emails[2]: third}


@pytest.mark.prove
def test_control_a_sender_that_does_not_mark_what_it_hands_over_sends_twice(
    stack: Stack, postbox: Postbox, database: Database, function_calls: PeopleApi, hiring: Hiring, tmp_path: Path
) -> None:
    emails = queue(database, hiring, function_calls, 5)
    name = "reprise_private.mark_invitation_mail_handed_over"
    source = database.value("select pg_get_functiondef(%s::regproc)", name)
    database.execute(
        f"create or replace function {name}(p_mail_id uuid, p_claim_token uuid)"
        " returns jsonb language sql security definer set search_path = '' return '{\"send\": true}'::jsonb"
    )
    try:
        kill_at("taken", stack, postbox, database, emails, tmp_path)
    finally:
        database.connection.execute(source)
    assert len(postbox.of(emails[2])) == 2


def test_message_without_its_end_is_discarded_by_the_mail_server(postbox: Postbox) -> None:
    reader = EnvironmentReader({"SMTP_URL": postbox.url, "MAIL_FROM": SENDER})
    settings = MailSettings.read(reader)
    assert settings is not None
    server = MailServer(settings)
    server.begin("kim@example.com", b"To: kim@example.com\r\n\r\n.text\r\n")
    server.close()
    server.begin("sam@example.com", b"To: sam@example.com\r\n\r\n.text\r\n..\r\n")
    server.hand_over()
    server.leave()
    assert [message["To"] for message in postbox.messages] == ["sam@example.com"]
    assert postbox.messages[0].get_content() == ".text\r\n..\r\n"


def test_address_that_is_refused_fails_and_one_refused_for_now_is_tried_again(
    stack: Stack, postbox: Postbox, database: Database, function_calls: PeopleApi, hiring: Hiring, tmp_path: Path
) -> None:
    emails = queue(database, hiring, function_calls, 3)
    postbox.refused = {emails[0]: f"550 no such user <{emails[0]}>", emails[1]: "451 try again later"}
    Sender(stack, postbox, tmp_path).finish()
    assert statuses(function_calls, hiring) == dict(zip(emails, ("failed", "queued", "sent"), strict=True))
    logged = "".join(file.read_text() for file in tmp_path.glob("*.log"))
    assert ('"error": "550"' in logged, '"error": "451"' in logged) == (True, True)
    assert "@example.com" not in logged, "what the mail server says may quote the address"
    postbox.refused = {}
    database.execute("update reprise_private.invitation_mails set due_at = now() - interval '1 s'")
    Sender(stack, postbox, tmp_path).finish()
    assert [len(postbox.of(email)) for email in emails] == [0, 1, 1]


def test_invitation_that_was_revoked_or_accepted_is_not_mailed(
    stack: Stack,
    postbox: Postbox,
    people: People,
    database: Database,
    function_calls: PeopleApi,
    hiring: Hiring,
    tmp_path: Path,
) -> None:
    emails = queue(database, hiring, function_calls, 4)
    ids = {
        item["email"]: item["id"]
        for item in function_calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    }
    function_calls.change(hiring.recruiter, ids[emails[0]], "revoke").ok()
    accepting = person_of(people, database, emails[1])
    assert function_calls.item(accepting, hiring.interview_id) is not None
    function_calls.accept_by_id(accepting, ids[emails[1]]).ok()
    assert function_calls.item(person_of(people, database, emails[3]), hiring.interview_id) is not None
    claim = "select reprise_private.claim_invitation_mails(2) -> 'mails' -> 0"
    claimed = database.value(claim)
    assert claimed["email"] == emails[2]
    function_calls.change(hiring.recruiter, ids[emails[2]], "revoke").ok()
    hand_over = "select reprise_private.mark_invitation_mail_handed_over(%s, %s) -> 'send'"
    assert database.value(hand_over, claimed["mail_id"], claimed["claim_token"]) is False, "revoked after the claim"
    assert database.value(hand_over, claimed["mail_id"], uuid4()) is False, "another sender's claim"
    database.execute("update reprise_private.invitation_mails set claimed_until = now() - interval '1 s'")
    Sender(stack, postbox, tmp_path).finish()
    assert [message["To"] for message in postbox.messages] == [emails[3]]


INJECTION = (
    "=?utf-8?q?Account_locked=0d=0aFrom:_a@b.c=0d=0aTo:_victim2@example.com=0d=0aContent-Type:_text/html=0d=0a=0d=0a"
    "<a_href=3Dhttp://evil.example>Unlock</a><!--?="
)
MAIL = {
    "mail_id": "5f3c",
    "email": "kim@example.com",
    "organization": "Ünicode & Co",
    "role": None,
    "title": "Ärger",
    "expires_at": "2026-02-14T09:28:01.234567Z",
}


def built(**fields: str | None) -> bytes:
    sender = Address("X", addr_spec="x@example.org")
    return invitation_message(MAIL | fields, "https://app.example.org/x", sender, datetime.now(UTC))


@pytest.mark.parametrize(
    "hostile", [INJECTION, f"{'n' * 70}{INJECTION}", "=?utf-8?b?QQ0KRnJvbTogYUBiLmM=?=", "=\xad?=?"]
)
@pytest.mark.parametrize("place", ["title", "organization"])
def test_names_add_no_header_no_recipient_and_no_body_to_an_email(hostile: str, place: str) -> None:
    for role in ("owner", None):
        content = built(**{"title": None if role and place == "organization" else "T", "role": role, place: hostile})
        message = message_from_bytes(content, policy=default)
        assert (message.get_all("From"), message.get_all("To")) == (["X <x@example.org>"], ["kim@example.com"])
        assert message.get_all("Content-Type") == ['text/plain; charset="utf-8"']
        assert "https://app.example.org/x" in message.get_content().splitlines()
        assert "evil.example" not in message["Subject"]


def test_message_with_a_line_end_or_another_header_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"\r\nTo: kim@example.com\r\n" in built()
    with pytest.raises(ValueError, match="Header values may not contain"):
        built(title="A\r\nBcc: victim@example.com")
    monkeypatch.setattr("shared.mail.names.ACTIVE", re.compile("(?!)"))
    with pytest.raises(ValueError, match="unexpected headers"):
        built(title="=?utf-8?q?A=0d=0aBcc:_b@c.de?=")


def test_names_in_an_email_are_short_and_become_no_links() -> None:
    content = message_from_bytes(built(title="See https://evil.example WWW.evil.example " + "n" * 100), policy=default)
    text = content.get_content() + content["Subject"]
    assert "https://evil" not in text
    assert "WWW.evil" not in text
    assert "n" * 60 not in text


def test_email_that_cannot_be_built_fails_and_the_others_are_sent(
    stack: Stack, postbox: Postbox, database: Database, function_calls: PeopleApi, hiring: Hiring, tmp_path: Path
) -> None:
    emails = queue(database, hiring, function_calls, 3)
    wrong = [f"a..{emails[0]}", f"=?utf-8?q?{uuid4().hex}?=@b.co"]
    for email, stored in zip(emails, wrong, strict=False):
        database.execute("update reprise.invitations set email = %s where email = %s", stored, email)
    Sender(stack, postbox, tmp_path).finish()
    assert statuses(function_calls, hiring) == dict.fromkeys(wrong, "failed") | {emails[2]: "sent"}
    logged = "".join(file.read_text() for file in tmp_path.glob("*.log"))
    assert logged.count("An e-mail was not delivered") == len(wrong)
    assert not any(email in logged for email in wrong)


def test_mail_server_that_ends_the_connection_at_one_recipient_gets_the_others(
    stack: Stack, postbox: Postbox, database: Database, function_calls: PeopleApi, hiring: Hiring, tmp_path: Path
) -> None:
    emails = queue(database, hiring, function_calls, 6)
    postbox.closes = {emails[0], emails[3], emails[4]}
    Sender(stack, postbox, tmp_path).finish()
    assert [len(postbox.of(email)) for email in emails] == [0, 1, 1, 0, 0, 0], "the run ends after two in a row"
    Sender(stack, postbox, tmp_path).finish()
    assert len(postbox.of(emails[5])) == 1


def test_email_whose_senders_died_eight_times_fails(
    database: Database, function_calls: PeopleApi, hiring: Hiring, postbox: Postbox
) -> None:
    emails = queue(database, hiring, function_calls, 2)
    claim = "select reprise_private.claim_invitation_mails(1) -> 'mails' -> 0 ->> 'email'"
    for _ in range(8):
        assert database.value(claim) == emails[0]
        database.execute("update reprise_private.invitation_mails set claimed_until = now() - interval '1 s'")
    assert database.value(claim) == emails[1]
    assert statuses(function_calls, hiring) == {emails[0]: "failed", emails[1]: "queued"}
    assert postbox.messages == []


CLAIM: LiteralString = "select reprise_private.claim_invitation_mails(1) -> 'mails' -> 0"
HAND_OVER: LiteralString = "select reprise_private.mark_invitation_mail_handed_over(%s, %s) -> 'send'"
FINISH: LiteralString = "select reprise_private.finish_invitation_mail(%s, %s, %s, 'said the server') ->> 'status'"
DIED: LiteralString = "update reprise_private.invitation_mails set claimed_until = now() - interval '1 s'"


def test_email_is_claimed_by_one_sender_at_a_time_and_a_lost_claim_changes_nothing(
    database: Database, function_calls: PeopleApi, hiring: Hiring, postbox: Postbox
) -> None:
    [email] = queue(database, hiring, function_calls, 1)
    lost = database.value(CLAIM)
    assert database.value(CLAIM) is None
    database.execute(DIED)
    held = database.value(CLAIM)
    assert held["claim_token"] != lost["claim_token"]
    assert database.value(HAND_OVER, lost["mail_id"], lost["claim_token"]) is False
    assert database.value(FINISH, lost["mail_id"], lost["claim_token"], "sent") == "lost"
    assert statuses(function_calls, hiring) == {email: "queued"}
    assert database.value(HAND_OVER, held["mail_id"], held["claim_token"]) is True
    assert database.value(HAND_OVER, held["mail_id"], held["claim_token"]) is False, "handed over once"
    database.execute(DIED)
    assert database.value(CLAIM) is None
    assert statuses(function_calls, hiring) == {email: "uncertain"}
    assert postbox.messages == []


def test_email_of_an_invitation_that_was_accepted_after_the_claim_is_not_handed_over(
    database: Database, function_calls: PeopleApi, hiring: Hiring, people: People, postbox: Postbox
) -> None:
    [email] = queue(database, hiring, function_calls, 1)
    claimed = database.value(CLAIM)
    function_calls.accept(person_of(people, database, email), claimed["token"]).ok()
    assert database.value(HAND_OVER, claimed["mail_id"], claimed["claim_token"]) is False
    assert postbox.messages == []


def test_email_that_is_refused_for_now_waits_twice_as_long_each_time_and_fails_at_the_eighth(
    database: Database, function_calls: PeopleApi, hiring: Hiring, postbox: Postbox
) -> None:
    [email] = queue(database, hiring, function_calls, 1)
    for attempt in range(8):
        claimed = database.value(CLAIM)
        status = database.value(FINISH, claimed["mail_id"], claimed["claim_token"], "retry")
        assert status == ("queued" if attempt < 7 else "failed")
        assert database.value(CLAIM) is None
        waits = "select extract(epoch from due_at - now())::float from reprise_private.invitation_mails where id = %s"
        if status == "queued":
            assert database.value(waits, claimed["mail_id"]) == pytest.approx(60 * 2**attempt, abs=5)
        database.execute("update reprise_private.invitation_mails set due_at = now() - interval '1 s'")
    assert statuses(function_calls, hiring) == {email: "failed"}
    assert postbox.messages == []


def test_functions_with_a_mail_server_send_links_that_open_the_invitation(
    stack: Stack, postbox: Postbox, database: Database, people: People, hiring: Hiring, tmp_path: Path
) -> None:
    settings = {"SMTP_URL": postbox.url, "MAIL_FROM": SENDER, "WEB_URL": "https://app.example.org"}
    with served(["api"], stack, tmp_path, settings) as urls, FunctionsApi(stack, urls["api"]) as functions:
        calls = PeopleApi(functions)
        emails = [address(), address()]
        database.execute(
            "update reprise.interviews set title = E'Line\\r\\nBcc: victim@example.com' where id = %s",
            hiring.interview_id,
        )
        made = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails, note="<b>hello</b>").ok(
            201
        )
        assert [(item["delivery"], item["email_status"]) for item in made["invitations"]] == [("email", "queued")] * 2
        calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails).ok(201)
        scheduler = {"authorization": f"Bearer {stack.scheduler_secret}"}
        first = http.post(f"{urls['api']}/notify", headers=scheduler).raise_for_status().json()
        second = http.post(f"{urls['api']}/notify", headers=scheduler).raise_for_status().json()
        assert (first["delivered"], second["delivered"]) == (2, 0), "repeating the call mails nobody twice"
        [message] = postbox.of(emails[0])
        assert message["Subject"] == "Invitation to an interview: Line Bcc: victim@example.com"
        assert message["From"] == SENDER
        assert "hello" not in message.get_content(), "the note stays out of the e-mail"
        token = LINK.findall(message.get_content())[0]
        assert token != made["invitations"][0]["token"]
        for each in (token, made["invitations"][0]["token"]):
            assert show(functions, each).ok()["invitation"]["email"] == emails[0]
        calls.accept(person_of(people, database, emails[0]), token).ok()
        assert made["invitations"][0]["url"].startswith("https://app.example.org/invitation.html#")
