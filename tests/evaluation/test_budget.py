"""Guards that runs never hold more tokens than the day's limit, however many ask at once, and none once expired."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.work import Work, serve
from tests.support.database import Database, Row
from tests.support.database_calls import Connection
from tests.support.race import together

CALLERS, ROUNDS, AMOUNT, LIMIT = 8, 25, 100, 10_050
RUN, OTHER_RUN = uuid4(), uuid4()


@pytest.fixture
def connections(stack: Stack) -> Iterator[list[Connection]]:
    """A connection for each caller."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(CALLERS)]


def ask(connection: Connection, run_id: UUID, amount: int, daily_limit: int, **arguments: object) -> dict[str, Any]:
    """Reserve tokens as the service."""
    whole = {"run_id": run_id, "amount": amount, "daily_limit": daily_limit, **arguments}
    return serve(connection, "reserve_tokens", **whole)


def settle(connection: Connection, run_id: UUID, used: int) -> None:
    """End a run as the service."""
    serve(connection, "settle_tokens", run_id=run_id, used=used)


def reserve(connection: Connection) -> bool:
    """Reserve in a new run for each call."""
    return bool(ask(connection, uuid4(), AMOUNT, LIMIT)["reserved"])


def reserve_for_the_same_run(connection: Connection) -> bool:
    """Reserve in one run for all calls."""
    return bool(ask(connection, RUN, AMOUNT, LIMIT)["reserved"])


def reserve_and_settle(connection: Connection) -> bool:
    """Reserve in a new run for each call, which ends at once and has used everything."""
    run_id = uuid4()
    granted = bool(ask(connection, run_id, AMOUNT, LIMIT)["reserved"])
    settle(connection, run_id, AMOUNT if granted else 0)
    return granted


def reserve_after_a_look(connection: Connection) -> bool:
    """Reserve without a lock: read the sum, then add."""
    row = connection.execute("select sum(tokens) from reprise.model_reservations").fetchone()
    if row is not None and (row[0] or 0) + AMOUNT > LIMIT:
        return False
    connection.execute(
        "insert into reprise.model_reservations (run_id, day, tokens, expires_at)"
        " values (gen_random_uuid(), (now() at time zone 'UTC')::date, 100, now() + interval '10 minutes')"
    )
    return True


def reserved_by_all(connections: Sequence[Connection], way: Callable[[Connection], bool] = reserve) -> int:
    """How many of 200 reservations of 100 tokens were granted, with eight concurrent callers."""
    with ThreadPoolExecutor(len(connections)) as pool:
        calls = [partial(way, connection) for connection in connections]
        return sum(sum(together(calls, pool)) for _ in range(ROUNDS))


@pytest.mark.parametrize("way", [reserve, reserve_for_the_same_run, reserve_and_settle])
def test_concurrent_reservations_use_up_the_limit_and_never_exceed_it(
    work: Work, connections: list[Connection], way: Callable[[Connection], bool]
) -> None:
    assert reserved_by_all(connections, way) == LIMIT // AMOUNT
    assert spent(work.database) + held(work.database) == LIMIT // AMOUNT * AMOUNT


@pytest.mark.prove
def test_harness_catches_a_check_before_the_addition(work: Work, connections: list[Connection]) -> None:
    granted = 0
    for _ in range(10):
        work.put_others_off()
        granted = max(granted, reserved_by_all(connections, reserve_after_a_look))
        if granted > LIMIT // AMOUNT:
            break
    assert granted > LIMIT // AMOUNT


def test_settling_replaces_reserved_tokens_by_used_tokens(work: Work) -> None:
    asked = ask(work.connection, RUN, 1000, 1500)
    assert asked == {"reserved": True, "spent": 0, "held": 1000}
    asked = ask(work.connection, OTHER_RUN, 501, 1500)
    assert asked == {"reserved": False, "spent": 0, "held": 1000}
    settle(work.connection, RUN, 300)
    assert (spent(work.database), held(work.database)) == (300, 0)
    asked = ask(work.connection, OTHER_RUN, 1200, 1500)
    assert asked == {"reserved": True, "spent": 300, "held": 1200}


def test_usage_reported_during_a_run_is_counted_immediately_and_once(work: Work) -> None:
    ask(work.connection, RUN, 1000, 2000)
    asked = ask(work.connection, RUN, 500, 2000, used=400)
    assert asked == {"reserved": True, "spent": 400, "held": 1100}
    # Usage is also counted if the reservation is refused, and never twice.
    asked = ask(work.connection, RUN, 5000, 2000, used=600)
    assert asked == {"reserved": False, "spent": 600, "held": 900}
    asked = ask(work.connection, RUN, 5000, 2000, used=600)
    assert asked == {"reserved": False, "spent": 600, "held": 900}
    settle(work.connection, RUN, 700)
    assert (spent(work.database), held(work.database)) == (700, 0)


def test_no_settlement_makes_the_day_negative_or_returns_tokens(work: Work) -> None:
    ask(work.connection, RUN, 10, 100)
    ask(work.connection, RUN, -50, 100, used=-50)
    assert (spent(work.database), held(work.database)) == (0, 10)
    settle(work.connection, RUN, -5)
    assert (spent(work.database), held(work.database)) == (0, 0)


def test_each_day_has_its_own_budget(work: Work) -> None:
    work.database.execute("insert into reprise.model_spending values ((now() at time zone 'UTC')::date - 1, 100)")
    assert ask(work.connection, RUN, 100, 100)["reserved"] is True


def test_tokens_of_a_killed_run_are_free_again_when_its_reservation_expires(work: Work) -> None:
    assert ask(work.connection, RUN, 1000, 1000)["reserved"] is True
    let_reservations_age(work.database, 599)
    assert ask(work.connection, OTHER_RUN, 1, 1000)["reserved"] is False
    let_reservations_age(work.database, 1)
    assert ask(work.connection, OTHER_RUN, 1000, 1000) == {"reserved": True, "spent": 0, "held": 1000}
    assert [row["run_id"] for row in reservations(work.database)] == [OTHER_RUN]
    # The run was only frozen, so its usage still counts.
    settle(work.connection, RUN, 70)
    assert (spent(work.database), held(work.database)) == (70, 1000)


def test_run_that_keeps_reserving_retains_its_reservation(work: Work) -> None:
    ask(work.connection, RUN, 900, 1000)
    let_reservations_age(work.database, 599)
    ask(work.connection, RUN, 50, 1000)
    let_reservations_age(work.database, 599)
    assert ask(work.connection, OTHER_RUN, 100, 1000)["reserved"] is False


def test_run_past_midnight_counts_for_the_day_it_began(work: Work) -> None:
    ask(work.connection, RUN, 1000, 1500)
    for table in ("model_spending", "model_reservations"):
        work.connection.execute(f"update reprise.{table} set day = day - 1".encode())
    assert ask(work.connection, OTHER_RUN, 1500, 1500)["reserved"] is True
    assert ask(work.connection, RUN, 501, 1500, used=100)["reserved"] is False
    assert ask(work.connection, RUN, 500, 1500, used=100) == {"reserved": True, "spent": 100, "held": 1400}
    settle(work.connection, RUN, 300)
    days = work.database.rows("select tokens from reprise.model_spending order by day")
    assert [row["tokens"] for row in days] == [300, 0]


def test_expired_reservations_are_deleted_without_blocking_anyone(work: Work, other_connection: Connection) -> None:
    for _ in range(3):
        ask(work.connection, uuid4(), 100, 1000)
    let_reservations_age(work.database, 600)
    with other_connection.transaction():
        other_connection.execute("select 1 from reprise.model_reservations limit 1 for update")
        work.connection.execute("set lock_timeout = '1s'")
        assert ask(work.connection, RUN, 1000, 1000)["reserved"] is True
        work.connection.execute("reset lock_timeout")
    assert len(reservations(work.database)) == 2
    ask(work.connection, RUN, 0, 1000)
    assert [row["run_id"] for row in reservations(work.database)] == [RUN]


def spent(database: Database) -> int:
    """Tokens counted, over all days."""
    return int(database.value("select coalesce(sum(tokens), 0) from reprise.model_spending"))


def held(database: Database) -> int:
    """Tokens reserved by all runs."""
    return int(database.value("select coalesce(sum(tokens), 0) from reprise.model_reservations"))


def reservations(database: Database) -> list[Row]:
    """The reservations of all runs."""
    return database.rows("select * from reprise.model_reservations")


def let_reservations_age(database: Database, seconds: int) -> None:
    """Age every reservation by this many seconds."""
    database.execute(
        "update reprise.model_reservations set expires_at = expires_at - make_interval(secs => %s)", seconds
    )
