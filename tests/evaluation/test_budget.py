"""Guards that graders who ask at the same moment never reserve more tokens than the day's limit."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.work import Work, serve
from tests.support.database import Database
from tests.support.direct import Connection
from tests.support.race import together

CALLERS, ROUNDS, AMOUNT, LIMIT = 8, 25, 100, 10_050


@pytest.fixture
def connections(stack: Stack) -> Iterator[list[Connection]]:
    """A connection for every caller."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(CALLERS)]


def reserve(connection: Connection) -> bool:
    """Reserve as the service."""
    return bool(serve(connection, "reserve_tokens", amount=AMOUNT, daily_limit=LIMIT)["reserved"])


def reserve_after_a_look(connection: Connection) -> bool:
    """The naive way: look, then add."""
    row = connection.execute("select tokens from public.model_spending").fetchone()
    if row is not None and row[0] + AMOUNT > LIMIT:
        return False
    connection.execute(
        "insert into public.model_spending values ((now() at time zone 'UTC')::date, 100)"
        " on conflict (day) do update set tokens = model_spending.tokens + 100"
    )
    return True


def reserved_by_all(connections: Sequence[Connection], way: Callable[[Connection], bool] = reserve) -> int:
    """How many of 200 reservations of 100 tokens were granted, eight at a time."""
    with ThreadPoolExecutor(len(connections)) as pool:
        calls = [partial(way, connection) for connection in connections]
        return sum(sum(together(calls, pool)) for _ in range(ROUNDS))


def test_reservations_at_the_same_moment_stay_within_the_limit_and_use_it_up(
    work: Work, connections: list[Connection]
) -> None:
    assert reserved_by_all(connections) == LIMIT // AMOUNT
    assert spent(work.database) == LIMIT // AMOUNT * AMOUNT


def test_harness_catches_a_look_before_the_addition(work: Work, connections: list[Connection]) -> None:
    granted = 0
    for _ in range(10):
        work.put_others_off()
        granted = max(granted, reserved_by_all(connections, reserve_after_a_look))
        if granted > LIMIT // AMOUNT:
            break
    assert granted > LIMIT // AMOUNT


def test_settling_replaces_what_was_reserved_by_what_was_used(work: Work) -> None:
    asked = serve(work.connection, "reserve_tokens", amount=1000, daily_limit=1500)
    assert asked == {"reserved": True, "spent": 1000}
    asked = serve(work.connection, "reserve_tokens", amount=501, daily_limit=1500)
    assert asked == {"reserved": False, "spent": 1000}
    serve(work.connection, "settle_tokens", reserved=1000, used=300)
    assert spent(work.database) == 300
    asked = serve(work.connection, "reserve_tokens", amount=1200, daily_limit=1500)
    assert asked == {"reserved": True, "spent": 1500}


def test_no_settlement_makes_the_day_negative_and_no_amount_gives_tokens_back(work: Work) -> None:
    serve(work.connection, "reserve_tokens", amount=10, daily_limit=100)
    serve(work.connection, "reserve_tokens", amount=-50, daily_limit=100)
    assert spent(work.database) == 10
    serve(work.connection, "settle_tokens", reserved=500, used=0)
    assert spent(work.database) == 0
    serve(work.connection, "settle_tokens", reserved=-5, used=-5)
    assert spent(work.database) == 0


def test_each_day_has_a_budget_of_its_own(work: Work) -> None:
    work.database.execute("insert into public.model_spending values (current_date - 1, 100)")
    assert serve(work.connection, "reserve_tokens", amount=100, daily_limit=100)["reserved"] is True


def spent(database: Database) -> int:
    """Tokens counted, on all days."""
    return int(database.value("select sum(tokens) from public.model_spending"))
