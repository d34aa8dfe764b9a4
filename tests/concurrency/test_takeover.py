"""Guards that a session has exactly one lease holder, during takeovers and concurrent writes.

10 rounds by default, 1,000 with `make prove`: two devices take over at once while the old one submits and sends
heartbeats. The harness must detect a takeover that reads and then writes its number.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID, uuid4

import pytest

from tests.support.apis import Api, Reply
from tests.support.database import Database, Row
from tests.support.database_calls import Connection
from tests.support.figures import RecordFigures
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.race import rounds, together

CONTROL_ROUNDS = 40
Holder = tuple[int, str]
"""Lease number and device."""


def what_went_wrong(reported: list[Holder], holds: Holder) -> str | None:
    """None if all who received the lease have distinct numbers and the highest one holds it."""
    if len({number for number, _ in reported}) == len(reported) and holds == max(reported):
        return None
    return f"reported {reported}, but {holds} holds the lease"


def test_two_concurrent_takeovers_leave_one_lease_holder_and_store_the_old_devices_text(
    functions_api: Api,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    record_figures: RecordFigures,
) -> None:
    interview = make_interview(database, ["open"] * 3)
    failures = []
    for number in rounds(everyday=10):
        old = start(functions_api, people.candidate(), interview.interview_id)
        devices = [on_another_device(old), on_another_device(old)]
        calls: list[Callable[[], Reply]] = [partial(device.resume, takeover=True) for device in devices]
        calls += [partial(old.submit, "old device"), partial(old.heartbeat, "old draft")]
        *taken, submitted, beaten = together(calls, pool)
        reported = [lease_in(reply) for reply in taken]
        holds = lease_of(database, old)
        wrong = what_went_wrong(reported, holds)
        if wrong:
            failures.append(f"round {number}: {wrong}")
        assert_text_is_safe(database, old, submitted, "old device")
        assert beaten.status == 200 or beaten.refused(409, "lease_lost")["kept"]
        for device, (lease, _) in zip(devices, reported, strict=True):
            if lease != holds[0]:
                device.lease = lease
                assert_changes_nothing(database, device)
        assert_changes_nothing(database, old)
    record_figures({"rounds": number + 1})
    assert failures == []


def test_two_devices_resuming_after_a_silent_one_get_one_lease_without_takeover(
    functions_api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    interview = make_interview(database, ["open"] * 3)
    for _ in rounds(everyday=5):
        run = start(functions_api, people.candidate(), interview.interview_id)
        database.execute(
            "update reprise.active_interview_sessions set lease_expires_at = now() where user_id = %s",
            run.person.user_id,
        )
        devices = [on_another_device(run) for _ in range(4)]
        replies = together([device.resume for device in devices], pool)
        (winner,) = [reply for reply in replies if reply.status == 200]
        for reply in replies:
            assert reply is winner or reply.refused(409, "live_elsewhere")
        assert lease_in(winner) == lease_of(database, run) == (2, lease_in(winner)[1])


def test_one_client_resuming_many_times_at_once_keeps_its_lease(
    functions_api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    interview = make_interview(database, ["open"] * 3)
    run = start(functions_api, people.candidate(), interview.interview_id)
    replies = together([run.resume] * 8, pool)
    assert {lease_in(reply) for reply in replies} == {(1, str(run.client_id))}


def on_another_device(run: Run) -> Run:
    return Run(run.api, run.person, run.session_id, uuid4(), run.lease, run.view)


def lease_in(reply: Reply) -> Holder:
    lease = reply.ok()["lease"]
    return lease["number"], lease["client_id"]


def lease_of(database: Database, run: Run) -> Holder:
    row = database.live_row(run.person.user_id)
    assert row is not None
    return row["lease_number"], str(row["client_id"])


def assert_text_is_safe(database: Database, run: Run, reply: Reply, text: str) -> None:
    """Assert that the text is either accepted and stored as the answer, or refused and stored as a late text."""
    answers = [row["answer"] for row in database.answers(run.session_id)]
    kept = [row["answer"] for row in database.kept(run.session_id) if row["answer"] == text]
    if reply.status == 200:
        assert (answers, kept) == ([text], [])
    else:
        assert reply.refused(409, "lease_lost")["kept"] is True
        assert (answers, kept) == ([], [text])


def assert_changes_nothing(database: Database, stale: Run) -> None:
    """Assert that a stale submit and heartbeat are refused, their texts stored, and no other row changed."""
    before = rows(database, stale.session_id)
    submit = {"position": 0, "answer": f"stale answer {stale.client_id}", "lease": stale.lease}
    submit["session_id"] = str(stale.session_id)
    submitted = stale.api.call("submit", stale.person, submit)
    assert submitted.refused(409, "lease_lost")["kept"] is True
    beaten = stale.heartbeat(f"stale draft {stale.client_id}", position=0)
    assert beaten.refused(409, "lease_lost")["kept"] is True
    assert stale.finish().refused(409, "lease_lost")
    assert rows(database, stale.session_id) == before
    kept = {row["answer"] for row in database.kept(stale.session_id)}
    assert {f"stale answer {stale.client_id}", f"stale draft {stale.client_id}"} <= kept


def rows(database: Database, session_id: UUID) -> list[Row]:
    """All rows of a session except its late texts and events."""
    live = database.rows("select * from reprise.active_interview_sessions where session_id = %s", session_id)
    answers = database.answers(session_id)
    return [database.session(session_id), *database.questions(session_id), *answers, *live]


READ_THEN_WRITE = """
create table scratch.live (session integer primary key, lease_number integer, device text);
create function scratch.take_over(p_session integer, p_device text) returns integer
language plpgsql as $$
declare
  v_number integer;
begin
  select lease_number + 1 into v_number from scratch.live where session = p_session;
  update scratch.live set lease_number = v_number, device = p_device where session = p_session;
  return v_number;
end
$$;
"""


@pytest.mark.prove
def test_harness_catches_a_naive_takeover(
    scratch: Database, connections: list[Connection], pool: ThreadPoolExecutor
) -> None:
    scratch.execute(READ_THEN_WRITE)

    def take_over(connection: Connection, session: int, device: str) -> Holder:
        row = connection.execute("select scratch.take_over(%s, %s)", (session, device)).fetchone()
        assert row is not None
        return row[0], device

    failures = []
    for session in range(CONTROL_ROUNDS):
        scratch.execute("insert into scratch.live values (%s, 1, 'old')", session)
        reported = together(
            [
                partial(take_over, connection, session, device)
                for connection, device in zip(connections, "ABCD", strict=False)
            ],
            pool,
        )
        row = scratch.row("select * from scratch.live where session = %s", session)
        failures.append(what_went_wrong(reported, (row["lease_number"], row["device"])))
    assert len([wrong for wrong in failures if wrong]) >= CONTROL_ROUNDS / 10
