"""Guards that sixteen simultaneous submits leave one chain of receipts: no fork, no gap, each hash right.

10 rounds by default, 200 with `make prove`. The harness must detect an append that reads the end of the chain without a
lock and a key.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.concurrency.callers import CALLERS
from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.race import rounds, together
from tests.support.records import assert_chained

CONTROL_ROUNDS = 40


def test_sixteen_submits_at_once_leave_one_unforked_chain(
    new_api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    """Half of the submits repeat one text, the others have texts of their own; all but one are refused or late."""
    interview = make_interview(database, ["short_answer"] * 4)
    for number in rounds(everyday=6, full=200):
        run = start(new_api, people.candidate(), interview.interview_id)
        arguments = {"session_id": run.session_id, "position": 0, "lease": 1}
        texts = [f"text {number}-{caller if caller % 2 else 'same'}" for caller in range(CALLERS)]
        calls: list[Callable[[], Reply]] = [
            partial(new_api.call, "submit", run.person, arguments | {"answer": text}) for text in texts
        ]
        replies = together(calls, pool)
        receipts = [text["receipt"] for text in chain(database, run.session_id)]
        assert_chained(receipts)
        assert len(receipts) == len(set(texts)), "one receipt for each text that was stored"
        shown = [reply.body["receipt"] for reply in replies if reply.status == 200]
        assert shown
        assert all(receipt in receipts for receipt in shown)


def chain(database: Database, session_id: object) -> Sequence[Mapping[str, Any]]:
    return database.rows(
        "select reprise_private.receipt_view(r) as receipt from reprise_private.receipts r"
        " where r.session_id = %s order by r.number",
        session_id,
    )


@pytest.mark.prove
def test_harness_catches_an_append_without_lock_and_key(
    scratch: Database, connections: list[Connection], pool: ThreadPoolExecutor
) -> None:
    scratch.execute(
        "create table scratch.receipts (like reprise_private.receipts);"
        "create function scratch.append() returns void language plpgsql as $$"
        " declare v_last reprise_private.receipts; begin"
        " select * into v_last from scratch.receipts r order by r.number desc limit 1;"
        " insert into scratch.receipts values (gen_random_uuid(), coalesce(v_last.number, 0) + 1, gen_random_uuid(), 0,"
        " 'submitted', clock_timestamp(), reprise_private.sha256_hex(''), '0', reprise_private.receipt_digest(v_last));"
        " end $$;"
    )
    forks = 0
    for _ in range(CONTROL_ROUNDS):
        scratch.execute("truncate scratch.receipts")
        together([partial(connection.execute, "select scratch.append()") for connection in connections], pool)
        rows = scratch.rows(
            "select reprise_private.receipt_view(row(r.*)::reprise_private.receipts) as receipt"
            " from scratch.receipts r order by r.number"
        )
        try:
            assert_chained([row["receipt"] for row in rows])
        except AssertionError:
            forks += 1
    assert forks >= CONTROL_ROUNDS / 10
