"""Owners manage the webhooks of their organization, nobody else, at either API, and secrets are shown once."""

from typing import Any, LiteralString
from uuid import UUID, uuid4

import httpx
import pytest
from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import invite, make_interview, start
from tests.support.limits import limits_changed
from tests.support.people import People, Person
from tests.support.webhook_calls import EVENTS, WebhooksApi
from tests.webhooks.organization import Organization

URL = "https://hooks.example.com:65535/reprise?a=b"


def test_owner_adds_lists_rotates_pauses_and_deletes_a_webhook(
    calls: WebhooksApi, organization: Organization, database: Database
) -> None:
    made = calls.add(organization.owner, organization.organization_id, URL, ["result.ready", "result.ready"]).ok(201)
    hook, first = made["webhook"], made["secret"]
    assert first.startswith("whsec_")
    assert (hook["url"], hook["events"], hook["status"], hook["secrets"]) == (URL, ["result.ready"], "enabled", 1)
    rotated = [calls.change_webhook(organization.owner, hook["id"], "rotate_secret").ok() for _ in range(2)]
    secrets = [first, *(each["secret"] for each in rotated)]
    assert len(set(secrets)) == 3
    assert rotated[-1]["webhook"]["secrets"] == 2, "two are valid during a rotation, not three"
    signing: LiteralString = (
        "select array_agg(secret order by created_at) from reprise_private.webhook_secrets where webhook_id = %s"
        " and expires_at > now() + %s::interval"
    )
    assert database.value(signing, hook["id"], "0") == secrets[1:]
    assert database.value(signing, hook["id"], "25 hours") == secrets[2:]
    paused = calls.change_webhook(organization.owner, hook["id"], "pause").ok()
    assert paused["webhook"]["status"] == "paused"
    assert "secret" not in paused
    listed = calls.webhooks(organization.owner, organization.organization_id)
    assert [each["id"] for each in listed.ok()["webhooks"]] == [hook["id"]]
    assert "whsec_" not in listed.text
    calls.remove(organization.owner, hook["id"]).ok(204)
    assert calls.webhooks(organization.owner, organization.organization_id).ok()["webhooks"] == []
    calls.remove(organization.owner, hook["id"]).refused(404, "webhook_not_found")
    assert database.value("select count(*) from reprise_private.webhook_secrets where webhook_id = %s", hook["id"]) == 0
    trail = database.rows("select * from reprise.audit_events where entity_id = %s order by id", hook["id"])
    assert [(row["action"], row["actor"]) for row in trail] == [
        ("insert", organization.owner.user_id),
        ("delete", organization.owner.user_id),
    ]
    assert trail[0]["after"]["host"] == trail[1]["before"]["host"] == "hooks.example.com:65535"
    assert "reprise?a=b" not in str(trail), "the rest of an address may be a credential"


@pytest.mark.parametrize(
    ("url", "events"),
    [
        ("http://hooks.example.com/", EVENTS),
        ("https://user:password@hooks.example.com/", EVENTS),
        ("https://10.0.0.1/", EVENTS),
        ("https://[::1]/", EVENTS),
        ("https://localhost/", EVENTS),
        ("https://hooks.example.com/#fragment", EVENTS),
        ("https://hooks.example.com/a b", EVENTS),
        ("https://hooks.example.com/\r\nhost: evil", EVENTS),
        ("https://hooks.example.com\\@evil.example/", EVENTS),
        ("http://127.0.0.1:1/", EVENTS),
        ("https://hooks.example.com:0/", EVENTS),
        ("https://hooks.example.com:65536/", EVENTS),
        ("file:///etc/passwd", EVENTS),
        ("https://hooks.example.com/" + "a" * 2000, EVENTS),
        ("https://" + "a." * 900 + "example!", EVENTS),
        (URL, []),
        (URL, ["session.started", "everything"]),
        (URL, ["webhook.test"]),
        (URL, ["session.started"] * 51),
        (URL, [None]),
        (URL, {"session.started": 1}),
    ],
)
def test_webhook_with_a_private_address_or_unknown_events_is_refused(
    calls: WebhooksApi, organization: Organization, url: str, events: Any
) -> None:
    calls.add(organization.owner, organization.organization_id, url, events).refused(422, "invalid_request")
    assert calls.webhooks(organization.owner, organization.organization_id).ok()["webhooks"] == []


def test_only_owners_of_the_organization_see_or_touch_its_webhooks(
    calls: WebhooksApi, functions_api: Api, organization: Organization, people: People, database: Database
) -> None:
    made = calls.add(organization.owner, organization.organization_id, URL).ok(201)
    hook = made["webhook"]["id"]
    interview = make_interview(database, ("open",), organization_id=organization.organization_id, is_public=False)
    candidate = people.candidate()
    invite(database, interview, candidate)
    start(functions_api, candidate, interview.interview_id)
    foreign = people.member(calls.create_organization(candidate, "Elsewhere").ok(201)["organization"]["id"], "owner")

    def every_call(person: Person, webhook_id: str) -> list[tuple[int, str | None]]:
        replies = [
            calls.change_webhook(person, webhook_id, "rotate_secret"),
            calls.change_webhook(person, webhook_id, "replay", since="2026-01-01T00:00:00Z"),
            calls.deliveries(person, webhook_id),
            calls.test(person, webhook_id),
            calls.remove(person, webhook_id),
        ]
        assert all("whsec_" not in reply.text for reply in replies)
        return [(reply.status, reply.code) for reply in replies]

    for person in (candidate, foreign):
        assert every_call(person, hook) == every_call(person, str(uuid4())) == [(404, "webhook_not_found")] * 5
        calls.webhooks(person, organization.organization_id).refused(404, "organization_not_found")
        calls.add(person, organization.organization_id, URL).refused(404, "organization_not_found")
    for person in (organization.recruiter, people.member(organization.organization_id, "reviewer")):
        assert every_call(person, hook) == [(403, "not_allowed")] * 5
        calls.webhooks(person, organization.organization_id).refused(403, "not_allowed")
        calls.add(person, organization.organization_id, URL).refused(403, "not_allowed")
    left = people.member(organization.organization_id, "owner")
    database.execute("delete from reprise.organization_members where user_id = %s", left.user_id)
    assert every_call(left, hook) == [(404, "webhook_not_found")] * 5
    [unchanged] = calls.webhooks(organization.owner, organization.organization_id).ok()["webhooks"]
    assert (unchanged["id"], unchanged["secrets"]) == (hook, 1)


def test_owner_lists_webhooks_of_all_organizations_they_own_and_of_no_other(
    calls: WebhooksApi, organization: Organization, people: People, database: Database
) -> None:
    second, reviewed = (
        calls.create_organization(person, "Another").ok(201)["organization"]["id"]
        for person in (organization.owner, organization.recruiter)
    )
    database.execute(
        "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'recruiter')",
        reviewed,
        organization.owner.user_id,
    )
    hooks = [
        calls.add(person, of, URL).ok(201)["webhook"]["id"]
        for person, of in (
            (organization.owner, organization.organization_id),
            (organization.owner, second),
            (organization.recruiter, reviewed),
        )
    ]
    for person, listed in (
        (organization.owner, hooks[:2]),
        (organization.recruiter, hooks[2:]),
        (people.candidate(), []),
    ):
        reply = calls.webhooks(person)
        assert [each["id"] for each in reply.ok()["webhooks"]] == listed
        assert "whsec_" not in reply.text
    [only] = calls.webhooks(organization.owner, second).ok()["webhooks"]
    assert only["id"] == hooks[1]


def test_no_one_reads_events_secrets_or_deliveries_as_tables_or_claims_them(
    stack: Any, organization: Organization, function_calls: WebhooksApi
) -> None:
    function_calls.add(organization.owner, organization.organization_id, URL).ok(201)
    headers = {**PROFILE, "apikey": stack.publishable_key}
    signed_in = headers | {"authorization": f"Bearer {organization.owner.token}"}
    with httpx.Client(base_url=f"{stack.supabase_url}/rest/v1", timeout=60) as data_api:
        for identity in (headers, signed_in):
            for table in ("webhooks", "webhook_secrets", "webhook_deliveries", "organization_events"):
                assert data_api.get(f"/{table}", headers=identity).status_code == httpx.codes.NOT_FOUND
                private = identity | {"accept-profile": "reprise_private"}
                assert data_api.get(f"/{table}", headers=private).status_code >= httpx.codes.BAD_REQUEST
            for rpc in ("claim_webhook", "claim_webhook_test", "finish_webhook_attempt", "release_webhook"):
                refused = data_api.post(f"/rpc/{rpc}", headers=identity, json={})
                assert refused.status_code >= httpx.codes.BAD_REQUEST
                assert "whsec_" not in refused.text


def test_one_account_cannot_add_webhooks_or_send_tests_without_a_limit(
    calls: WebhooksApi, organization: Organization, database: Database
) -> None:
    hooks = [calls.add(organization.owner, organization.organization_id, f"{URL}{n}").ok(201) for n in range(10)]
    refused = calls.add(organization.owner, organization.organization_id, URL).refused(409, "limit_reached")
    assert (refused["reason"], refused["limit"]) == ("webhooks", 10)
    with limits_changed(database, 0, ["webhook", "webhook_test"]):
        hook = hooks[0]["webhook"]["id"]
        calls.change_webhook(organization.owner, hook, "rotate_secret").refused(429, "rate_limited")
        calls.test(organization.owner, hook).refused(429, "rate_limited")


def test_sender_serves_two_webhooks_of_an_organization_at_a_time_and_others_beside_them(
    organization: Organization, function_calls: WebhooksApi, people: People, database: Database
) -> None:
    """So that one organization cannot occupy every place of a sender."""
    database.execute("update reprise_private.webhooks set status = 'paused'")
    other = function_calls.create_organization(organization.owner, "Other").ok(201)["organization"]["id"]
    for number in range(4):
        function_calls.add(organization.owner, organization.organization_id, f"{URL}{number}").ok(201)
    function_calls.add(organization.owner, other, URL).ok(201)
    organization.append(database, [uuid4()], ("member.joined",))
    people.member(other, "reviewer")
    claims = [database.value("select reprise_private.claim_webhook() -> 'target' ->> 'webhook_id'") for _ in range(4)]
    of = "select organization_id::text from reprise_private.webhooks where id = %s"
    owners = sorted(database.value(of, claim) for claim in claims if claim)
    assert owners == sorted([str(organization.organization_id)] * 2 + [str(other)])


def test_webhook_whose_receiver_was_slow_is_served_after_the_others_whoever_owns_it(
    organization: Organization, function_calls: WebhooksApi, people: People, database: Database
) -> None:
    database.execute("update reprise_private.webhooks set status = 'paused'")
    other = function_calls.create_organization(organization.owner, "Other").ok(201)["organization"]["id"]
    hooks = [
        function_calls.add(organization.owner, each, URL).ok(201)["webhook"]["id"]
        for each in (organization.organization_id, other)
    ]
    order: list[list[str]] = []
    for duration in (2001, 1):
        people.member(organization.organization_id, "reviewer")
        people.member(other, "reviewer")
        database.execute("update reprise_private.webhooks set due_at = now() - interval '1 s' where id = %s", hooks[0])
        claims = [database.value("select reprise_private.claim_webhook()") for _ in hooks]
        order.append([claim["target"]["webhook_id"] for claim in claims])
        for claim in claims:
            of = (claim["target"]["webhook_id"], claim["target"]["claim_token"])
            took = duration if of[0] == hooks[0] else 1
            for message in claim["messages"]:
                attempt = Jsonb({"outcome": "delivered", "duration_ms": took})
                database.execute(
                    "select reprise_private.finish_webhook_attempt(%s, %s, %s, %s)", *of, message["number"], attempt
                )
            database.execute("select reprise_private.release_webhook(%s, %s)", *of)
    assert order == [hooks, hooks[::-1]]


def test_event_of_every_kind_is_written_by_what_it_reports(
    organization: Organization, people: People, database: Database, function_calls: WebhooksApi, functions_api: Api
) -> None:
    member = people.member(organization.organization_id, "reviewer")
    database.execute("update reprise.organization_members set role = 'recruiter' where user_id = %s", member.user_id)
    database.execute("delete from reprise.organization_members where user_id = %s", member.user_id)
    candidate = people.candidate()
    link = function_calls.invite_one(organization.recruiter, organization.interview_id)
    function_calls.accept(candidate, link["token"]).ok()
    run = start(functions_api, candidate, organization.interview_id)
    run.submit("text").ok()
    database.execute("update reprise.evaluations set status = 'needs_review' where session_id = %s", run.session_id)
    database.execute("update reprise.session_results set status = 'ready' where session_id = %s", run.session_id)
    advance = {"session_id": run.session_id, "action": "decide", "decision": "advance"}
    functions_api.call("review", organization.recruiter, advance).ok()
    spare = function_calls.invite_one(organization.recruiter, organization.interview_id)
    function_calls.change(organization.recruiter, spare["id"], "revoke").ok()
    kinds = database.value(
        "select array_agg(kind order by number) from reprise_private.organization_events where organization_id = %s"
        " and number >= (select min(number) from reprise_private.organization_events where about = %s)",
        organization.organization_id,
        member.user_id,
    )
    assert kinds == [
        *("member.joined", "member.changed", "member.removed", "invitation.created", "invitation.accepted"),
        *("session.started", "session.completed", "evaluation.needs_review", "result.ready", "decision.made"),
        *("invitation.created", "invitation.revoked"),
    ]


def kinds_about(database: Database, session_id: UUID) -> list[str]:
    """The kinds of the events about a session, in order."""
    kinds: list[str] = database.value(
        "select array_agg(kind order by number) from reprise_private.organization_events where session_id = %s",
        session_id,
    )
    return kinds


def test_conversation_too_short_to_be_assessed_is_reported_as_one_that_needs_review(
    rpc_api: Api, people: People, database: Database
) -> None:
    """It needs a person from the moment it is stored, without a model that fails."""
    interview = make_conversation_interview(database, "Care about Kafka.")
    talk = start_talk(rpc_api, people.candidate(), {"interview_id": str(interview.interview_id)})
    talk.say("Yes.").ok()
    talk.finish("completed").ok()
    assert kinds_about(database, talk.session_id) == ["session.started", "session.completed", "evaluation.needs_review"]


@pytest.mark.parametrize("first", ["ready", "failed"])
def test_result_is_reported_once_when_it_can_first_be_read(
    people: People, database: Database, rpc_api: Api, first: str
) -> None:
    """A result whose summary failed has its totals all the same."""
    run = start(rpc_api, people.candidate(), make_interview(database, ("open",)).interview_id)
    run.submit("text").ok()
    for status in (first, "ready", "failed"):
        database.execute("update reprise.session_results set status = %s where session_id = %s", status, run.session_id)
        assert kinds_about(database, run.session_id) == ["session.started", "session.completed", "result.ready"]


@pytest.mark.parametrize(("blind", "member"), [(False, False), (True, False), (False, True)])
def test_event_of_a_decision_in_a_blind_review_or_about_a_member_says_neither_what_was_decided_nor_by_whom(
    organization: Organization,
    people: People,
    database: Database,
    api: Api,
    function_calls: WebhooksApi,
    functions_api: Api,
    blind: bool,
    member: bool,
) -> None:
    database.execute(
        "insert into reprise.review_rules (interview_id, blind) values (%s, %s)", organization.interview_id, blind
    )
    candidate = people.candidate()
    function_calls.accept(
        candidate, function_calls.invite_one(organization.recruiter, organization.interview_id)["token"]
    ).ok()
    run = start(functions_api, candidate, organization.interview_id)
    run.submit("text").ok()
    if member:
        database.execute(
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'owner')",
            organization.organization_id,
            candidate.user_id,
        )
    reject = {"session_id": run.session_id, "action": "decide", "decision": "reject"}
    api.call("review", organization.recruiter, reject).ok()
    [event] = database.rows(
        "select reprise_private.organization_event_message(e) -> 'data' as data"
        " from reprise_private.organization_events e where e.kind = 'decision.made' and e.session_id = %s",
        run.session_id,
    )
    told = {"decision": "reject", "actor_id": str(organization.recruiter.user_id)}
    assert {name: event["data"].get(name) for name in told} == (dict.fromkeys(told) if blind or member else told)
