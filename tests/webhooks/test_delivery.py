"""Every event reaches every webhook that asked for it, in the order of its session, whatever happens to the sender."""

import signal
from collections.abc import Callable
from typing import Any, Literal

import psycopg
import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import start
from tests.support.people import People
from tests.support.receiver import Receiver
from tests.support.webhook_calls import WebhooksApi
from tests.webhooks.organization import KINDS, Organization, add, assert_nothing_is_lost, due_now, some_ids
from tests.webhooks.process import Sender

Moment = Literal["before", "after"]
Notify = Callable[[], dict[str, Any]]
Senders = Callable[[], Sender]
APPEND = """
select reprise_private.append_organization_event(
  %s, 'member.joined', %s, null, null, jsonb_build_object('user_id', %s::uuid)
)
"""


def test_session_of_a_candidate_is_told_to_the_webhook_of_its_organization(
    receiver: Receiver,
    organization: Organization,
    functions_api: Api,
    function_calls: WebhooksApi,
    people: People,
    notify: Notify,
) -> None:
    add(function_calls, organization, receiver, "/hook", "session.started", "session.completed", "invitation.accepted")
    candidate = people.candidate()
    link = function_calls.invite_one(organization.recruiter, organization.interview_id)
    function_calls.accept(candidate, link["token"]).ok()
    run = start(functions_api, candidate, organization.interview_id)
    run.submit("my secret text").ok()
    notify()
    got = receiver.of("/hook")
    assert [request.body["type"] for request in got] == ["invitation.accepted", "session.started", "session.completed"]
    assert all(request.verified for request in got)
    assert got[2].body["data"] == {
        "organization_id": str(organization.organization_id),
        "session_id": str(run.session_id),
        "interview_id": str(organization.interview_id),
        "mode": "timed",
        "status": "completed",
        "actor_id": str(candidate.user_id),
    }
    sent = b"".join(request.raw for request in got)
    assert b"secret text" not in sent
    assert candidate.email.encode() not in sent


def test_event_that_was_rolled_back_is_not_delivered_and_one_that_committed_late_is(
    stack: Stack,
    receiver: Receiver,
    organization: Organization,
    function_calls: WebhooksApi,
    database: Database,
    notify: Notify,
) -> None:
    add(function_calls, organization, receiver, "/hook")
    early, late, undone = some_ids(3)
    with psycopg.connect(stack.database_url) as slow:
        slow.execute(APPEND, (organization.organization_id, late, late))
        organization.append(database, [early], ("member.joined",))
        notify()
        assert [request.about for request in receiver.of("/hook")] == [str(early)]
        slow.commit()
        slow.execute(APPEND, (organization.organization_id, undone, undone))
        slow.rollback()
    notify()
    assert [request.about for request in receiver.of("/hook")] == [str(early), str(late)]


def kill_senders(
    receiver: Receiver, database: Database, senders: Senders, moments: list[tuple[int, Moment]]
) -> list[Sender]:
    """Kill -9 one sender after another: before or after the receiver has answered the n-th request."""
    killed = []
    for number, moment in moments:
        running = senders()
        receiver.kill = (moment, number, running)
        running.start()
        assert wait_until(lambda child=running: not child.running(), 180), running.file.read_text()  # type: ignore[misc]
        killed.append(running)
        due_now(database)
    receiver.kill = None
    return killed


def test_sender_that_is_killed_before_or_after_an_answer_loses_nothing(
    receiver: Receiver, organization: Organization, function_calls: WebhooksApi, database: Database, sender: Senders
) -> None:
    add(function_calls, organization, receiver, "/hook")
    about = some_ids(8)
    organization.append(database, about, KINDS)
    killed = kill_senders(receiver, database, sender, [(3, "before"), (9, "after")])
    assert [each.exit_code for each in killed] == [-signal.SIGKILL] * 2
    sender().finish()
    assert_nothing_is_lost(receiver.of("/hook"), about, KINDS)
    assert len(receiver.requests) > len(about) * len(KINDS), "no killed sender had to repeat anything"


@pytest.mark.prove
def test_thousand_events_survive_senders_killed_at_many_points_and_receivers_that_fail(
    receiver: Receiver,
    organization: Organization,
    function_calls: WebhooksApi,
    database: Database,
    sender: Senders,
    record_figures: RecordFigures,
) -> None:
    add(function_calls, organization, receiver, "/hook")
    about = some_ids(334)
    organization.append(database, about, KINDS)
    count = len(about) * len(KINDS)
    moments: list[tuple[int, Moment]] = [(at, "after" if at % 2 else "before") for at in range(10, count, 67)]
    killed = kill_senders(receiver, database, sender, moments)
    receiver.answers["/hook"] = 500
    sender().finish()
    receiver.answers.clear()
    for _ in range(60):
        due_now(database)
        sender().finish()
        if not database.value("select count(*) from reprise_private.webhooks where is_waiting and status = 'enabled'"):
            break
    got = [each for each in receiver.of("/hook") if each.body["type"] != "webhook.recovered"]
    assert_nothing_is_lost(got, about, KINDS)
    kills = sum(each.exit_code == -signal.SIGKILL for each in killed)
    record_figures({"events": count, "senders killed": kills, "sent again": len(got) - count, "lost": 0})
