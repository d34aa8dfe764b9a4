"""An organization whose events are delivered, and ways to make some."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.support.database import Database
from tests.support.people import Person
from tests.support.receiver import Delivered, Receiver
from tests.support.webhook_calls import WebhooksApi

KINDS = ("member.joined", "member.changed", "member.removed")


@dataclass(frozen=True)
class Organization:
    """An organization, its interview, and two of its members."""

    organization_id: UUID
    interview_id: UUID
    owner: Person
    recruiter: Person

    def append(self, database: Database, about: list[UUID], kinds: tuple[str, ...]) -> None:
        """Append events of these kinds about each, in turns: first the first of each, then the second of each."""
        for kind in kinds:
            database.execute(
                "select reprise_private.append_organization_event(%s, %s, o, null, null,"
                " jsonb_build_object('user_id', o)) from unnest(%s::uuid[]) o",
                self.organization_id,
                kind,
                about,
            )


def some_ids(count: int) -> list[UUID]:
    """Ids of things that events can be about."""
    return [uuid4() for _ in range(count)]


def add(calls: WebhooksApi, organization: Organization, receiver: Receiver, path: str, *events: str) -> str:
    """A webhook at a path of the receiver; returns its id."""
    url, kinds = receiver.url + path, list(events or KINDS)
    made = calls.add(organization.owner, organization.organization_id, url, kinds).ok(201)
    receiver.secrets[path] = made["secret"]
    return str(made["webhook"]["id"])


def due_now(database: Database) -> None:
    """Let the waits of failed attempts and the claims of dead senders pass."""
    database.execute("update reprise_private.webhook_deliveries set due_at = now() - interval '1 s'")
    database.execute(
        "update reprise_private.webhooks set due_at = now() - interval '1 s',"
        " claimed_until = case when claim_token is not null then now() - interval '1 s' end"
    )


def assert_nothing_is_lost(requests: list[Delivered], about: list[UUID], kinds: tuple[str, ...]) -> None:
    """Each event arrived, with a valid signature; repeats are the same bytes; each session's events came in order."""
    assert all(request.verified for request in requests)
    by_id: dict[str, bytes] = {}
    seen: dict[str, list[str]] = {}
    for request in requests:
        if request.message_id not in by_id:
            seen.setdefault(request.about, []).append(request.body["type"])
        assert by_id.setdefault(request.message_id, request.raw) == request.raw
    assert seen == {str(one): list(kinds) for one in about}
    assert len(by_id) == len(about) * len(kinds)
