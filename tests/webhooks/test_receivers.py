"""What a receiver answers decides what happens next, and one receiver does not delay another."""

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.webhooks import attempt as attempts
from shared.webhooks.attempt import attempt, connection_to
from tests.support.database import Database
from tests.support.people import People
from tests.support.receiver import Receiver, open_receiver
from tests.support.webhook_calls import WebhooksApi
from tests.webhooks.organization import KINDS, Organization, add, assert_nothing_is_lost, due_now, some_ids

Notify = Callable[[], dict[str, Any]]
SECRETS = ["whsec_" + "A" * 43 + "=", "whsec_" + "B" * 42 + "A="]
MESSAGE = {"id": "3f0c1d2e-4b5a-4697-8879-6a5b4c3d2e1f", "body": {"type": "webhook.test", "data": {"webhook_id": "é"}}}


@pytest.fixture
def somewhere() -> Iterator[Receiver]:
    """A receiver without a stack."""
    with open_receiver() as opened:
        yield opened


async def sent(url: str, *, loopback: bool = True) -> dict[str, Any]:
    target = {"url": url, "secrets": SECRETS, "loopback": loopback}
    async with connection_to(target) as pool:
        return await attempt(pool, target, MESSAGE)


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        (200, "delivered", None),
        (204, "delivered", None),
        ((200, {"content-length": "9999999"}, b"x" * 999_999), "delivered", None),
        ((301, {"location": "https://example.com/"}, b""), "failed", "redirects are not followed"),
        ((307, {"location": "/elsewhere"}, b""), "failed", "redirects are not followed"),
        (400, "failed", "HTTP 400"),
        (410, "gone", "the receiver is gone"),
        (500, "failed", "HTTP 500"),
        ((503, {"retry-after": "120"}, b""), "failed", "HTTP 503"),
    ],
)
async def test_answer_of_a_receiver_is_read_as_standard_webhooks_says(
    somewhere: Receiver, answer: Any, outcome: str, error: str | None
) -> None:
    somewhere.answers["/hook"] = answer
    got = await sent(f"{somewhere.url}/hook")
    assert (got["outcome"], got["error"]) == (outcome, error)
    assert got["retry_after"] == (120 if answer == (503, {"retry-after": "120"}, b"") else None)
    assert [request.path for request in somewhere.requests] == ["/hook"], "a redirect was followed"


async def test_both_secrets_of_a_rotation_verify_a_message_and_another_one_does_not(somewhere: Receiver) -> None:
    verified = []
    for secret in (*SECRETS, "whsec_" + "C" * 42 + "A="):
        somewhere.secrets["/hook"] = secret
        await sent(f"{somewhere.url}/hook")
        verified.append(somewhere.requests[-1].verified)
    assert verified == [True, True, False]


async def test_receiver_that_is_slow_or_drips_or_is_down_fails_in_bounded_time(
    somewhere: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "ATTEMPT_SECONDS", 0.5)
    somewhere.delays["/hook"] = 5
    assert (await sent(f"{somewhere.url}/hook"))["error"] == "no answer within 0.5 seconds"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert (await sent(f"http://127.0.0.1:{nobody.getsockname()[1]}/"))["error"] == "ConnectError"


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "localhost",
            "0.0.0.0",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "2130706433",
        ),
        *("0x7f.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fd00:ec2::254]", "[fe80::1]", "[64:ff9b::7f00:1]"),
        *("[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "[fec0::1]"),
    ],
)
async def test_private_address_is_never_connected_to(somewhere: Receiver, host: str) -> None:
    port = somewhere.url.rpartition(":")[2]
    got = await sent(f"http://{host}:{port}/hook", loopback=False)
    assert (got["outcome"], got["error"]) == ("failed", "the host is unknown or not public")
    assert somewhere.requests == []


@pytest.mark.parametrize(
    "url", ["https://hooks.example.com:99999/", "https://[::1/", "https://hooks.example.com/\u20ac"]
)
async def test_address_that_no_client_can_use_fails_and_stops_no_other_webhook(url: str) -> None:
    got = await sent(url, loopback=False)
    assert (got["outcome"], got["response_status"]) == ("failed", None)


async def test_name_with_one_private_address_among_public_ones_is_not_connected_to(
    somewhere: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(somewhere.url.rpartition(":")[2])
    found = [(2, 1, 6, "", (address, port)) for address in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    got = await sent(f"http://rebinding.example:{port}/hook", loopback=False)
    assert got["error"] == "the host is unknown or not public"
    assert somewhere.requests == []


def test_receivers_that_fail_or_are_slow_delay_nobody_else_and_get_everything_when_they_recover(
    receiver: Receiver,
    organization: Organization,
    function_calls: WebhooksApi,
    database: Database,
    people: People,
    notify: Notify,
) -> None:
    ids = {path: add(function_calls, organization, receiver, path) for path in ("/ok", "/down", "/gone")}
    slow = Organization(
        *(function_calls.create_organization(organization.owner, "Slow").ok(201)["organization"]["id"],),
        organization.interview_id,
        organization.owner,
        organization.recruiter,
    )
    add(function_calls, slow, receiver, "/slow")
    receiver.answers |= {"/down": 500, "/gone": 410}
    receiver.delays["/slow"] = 3
    about = some_ids(4)
    slow.append(database, about[:1], KINDS[:1])
    organization.append(database, about, KINDS)
    notify()
    if len(receiver.of("/ok")) < len(about) * len(KINDS):
        notify()  # On a slow machine one run's time does not suffice.
    arrived = [request.path for request in receiver.requests]
    assert_nothing_is_lost(receiver.of("/ok"), about, KINDS)
    assert (arrived.count("/down"), arrived.count("/gone"), arrived.count("/slow")) == (2, 1, 1)

    listed = function_calls.webhooks(organization.owner, organization.organization_id).ok()["webhooks"]
    states = {hook["id"]: (hook["status"], hook["waiting"], hook["failing_since"] is not None) for hook in listed}
    assert states == {
        ids["/ok"]: ("enabled", 0, False),
        ids["/down"]: ("enabled", 12, True),
        ids["/gone"]: ("disabled_gone", 12, True),
    }
    assert "webhook.disabled" in database.value(
        "select array_agg(kind) from reprise_private.organization_events where about = %s", ids["/gone"]
    )
    pending = function_calls.deliveries(organization.owner, ids["/down"], status="pending").ok()["deliveries"]
    assert [(each["attempts"], each["response_status"], each["error"]) for each in pending] == [
        (1, 500, "HTTP 500")
    ] * 2

    receiver.answers.clear()
    function_calls.change_webhook(organization.owner, ids["/gone"], "resume").ok()
    due_now(database)
    notify()
    due_now(database)
    notify()
    for path in ("/down", "/gone"):
        got = receiver.of(path)
        assert_nothing_is_lost([each for each in got if each.body["type"] != "webhook.recovered"], about, KINDS)
        times = {each.message_id: each.timestamp for each in got}
        assert len(times) < len(got), "a message was sent twice, with the same id"
    [recovered] = [each for each in receiver.of("/down") if each.body["type"] == "webhook.recovered"]
    assert recovered.body["data"]["webhook_id"] == ids["/down"]


def test_event_that_fails_ten_times_is_dead_and_visible_and_holds_only_its_own_session(
    receiver: Receiver, organization: Organization, function_calls: WebhooksApi, database: Database, notify: Notify
) -> None:
    hook = add(function_calls, organization, receiver, "/hook")
    [poison, other] = some_ids(2)
    organization.append(database, [poison], KINDS)
    receiver.answers["/hook"] = 500
    notify()
    receiver.answers.clear()
    organization.append(database, [other], KINDS)
    # The webhook is due again, and the event that failed is not.
    database.execute("update reprise_private.webhooks set due_at = now()")
    notify()
    assert [request.about for request in receiver.of("/hook")][1:] == [str(other)] * 3
    receiver.answers["/hook"] = 500
    database.execute("update reprise_private.webhook_deliveries set attempts = 9 where status = 'pending'")
    due_now(database)
    notify()
    [dead] = function_calls.deliveries(organization.owner, hook, status="dead").ok()["deliveries"]
    assert (dead["about"], dead["attempts"], dead["next_attempt_at"]) == (str(poison), 10, None)
    receiver.answers.clear()
    due_now(database)
    notify()
    ids = {request.message_id for request in receiver.of("/hook") if request.about == str(poison)}
    assert len(ids) == 3

    arrived = len(receiver.requests)
    function_calls.change_webhook(organization.owner, hook, "replay", since=dead["at"]).ok()
    notify()
    again = receiver.requests[arrived:]
    assert {request.message_id for request in again} >= ids, "a replay has the ids of the first time"
    assert all(request.verified for request in again)


def test_notify_counts_events_and_a_test_is_sent_at_once(
    receiver: Receiver, organization: Organization, function_calls: WebhooksApi, database: Database, notify: Notify
) -> None:
    hook = add(function_calls, organization, receiver, "/hook")
    function_calls.change_webhook(organization.owner, hook, "pause").ok()
    tested = function_calls.test(organization.owner, hook).ok()
    assert (tested["delivered"], tested["response_status"], tested["error"]) == (True, 204, None)
    [request] = receiver.requests
    assert (request.message_id, request.verified, request.body["type"]) == (tested["event_id"], True, "webhook.test")
    receiver.answers["/hook"] = 503
    assert function_calls.test(organization.owner, hook).ok()["error"] == "HTTP 503"
    statuses = [each["status"] for each in function_calls.deliveries(organization.owner, hook).ok()["deliveries"]]
    assert statuses == ["dead", "delivered"]

    receiver.answers.clear()
    organization.append(database, some_ids(2), KINDS)
    function_calls.change_webhook(organization.owner, hook, "resume").ok()
    done = notify()
    assert (done["delivered"], done["retried"], done["failed"]) == (6, 0, 0)
    assert len(receiver.requests) == 2 + 6


def certificate_for(name: str, folder: Path) -> Path:
    """A key and a certificate of its own for this name, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{name}.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.mark.parametrize(("named", "outcome"), [("hooks.example", "delivered"), ("other.example", "failed")])
async def test_receiver_is_verified_by_its_name_although_the_connection_goes_to_a_checked_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, outcome: str
) -> None:
    file = certificate_for(named, tmp_path)
    monkeypatch.setattr(attempts, "_tls_context", lambda: ssl.create_default_context(cafile=str(file)))
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with open_receiver(context) as receiver:
        port = int(receiver.url.rpartition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        got = await sent(f"https://hooks.example:{port}/hook")
    assert (got["outcome"], asked) == (outcome, ["hooks.example"])
    assert [request.host for request in receiver.requests] == [f"hooks.example:{port}"] * (outcome == "delivered")
