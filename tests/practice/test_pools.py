"""Guards that the pool index matches the public bank after any write, including concurrent ones."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.question_bank import TORN, Bank
from tests.support.race import rounds, together

WRITERS = 8


def pool_counts(bank: Bank) -> dict[str, int]:
    """The pools of a bank that are not empty."""
    rows = bank.database.rows(
        "select domain, difficulty, active_count from reprise_private.question_pools where interview_type = %s"
        " and active_count > 0",
        bank.interview_type,
    )
    return {f"{row['domain']} {row['difficulty']}": row["active_count"] for row in rows}


CHANGES: list[tuple[LiteralString, slice, dict[str, int]]] = [
    ("update reprise.questions set is_active = false where id = any(%s)", slice(1, 3), {"a easy": 3, "b hard": 3}),
    ("update reprise.questions set prompt = 'new' where id = any(%s)", slice(None), {"a easy": 3, "b hard": 3}),
    ("update reprise.questions set is_active = true where id = any(%s)", slice(None), {"a easy": 5, "b hard": 3}),
    (
        "update reprise.questions set domain = 'b' where id = any(%s)",
        slice(0, 1),
        {"a easy": 4, "b easy": 1, "b hard": 3},
    ),
    (
        "update reprise.questions set difficulty = 'medium', interview_type = interview_type where id = any(%s)",
        slice(0, 7),
        {"a medium": 4, "b medium": 3, "b hard": 1},
    ),
    ("delete from reprise.questions where id = any(%s)", slice(2, 6), {"a medium": 1, "b medium": 2, "b hard": 1}),
]


def test_pools_follow_every_change_of_a_question(bank: Bank, database: Database) -> None:
    ids = bank.add(5, "a") + bank.add(3, "b", "hard")
    assert pool_counts(bank) == {"a easy": 5, "b hard": 3}
    for statement, which, expected in CHANGES:
        database.execute(statement, ids[which])
        assert pool_counts(bank) == expected, statement
        assert database.value(TORN) == 0, statement
    organization_id = make_organization(database)
    database.execute("update reprise.questions set organization_id = %s where id = %s", organization_id, ids[1])
    assert pool_counts(bank) == {"b medium": 2, "b hard": 1}
    database.execute("update reprise.questions set organization_id = null where id = %s", ids[1])
    assert pool_counts(bank) == {"a medium": 1, "b medium": 2, "b hard": 1}
    assert database.value(TORN) == 0


def test_pools_are_empty_after_truncate(own_database: Database) -> None:
    Bank(own_database).add(3)
    own_database.execute("truncate reprise.questions cascade")
    assert own_database.value("select coalesce(sum(active_count), 0) from reprise_private.question_pools") == 0
    assert own_database.value(TORN) == 0


def test_pool_entry_cannot_outlive_its_question(own_database: Database) -> None:
    """The foreign key detects at commit what a trigger would have missed."""
    (question_id,) = Bank(own_database).add(1)
    connection = own_database.connection
    connection.execute("begin")
    connection.execute("alter table reprise.questions disable trigger user")
    connection.execute("delete from reprise.questions where id = %s", (question_id,))
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute("commit")


def write(connection: psycopg.Connection[tuple[object, ...]], interview_type: str, seed: int) -> None:
    """Run twenty random statements on a bank's questions, each in its own transaction."""
    numbers = random.Random(seed)
    # Locks questions in a fixed order to exclude deadlocks among them; any deadlock would then come from the pools.
    some: LiteralString = (
        "(select id from reprise.questions where interview_type = %(type)s and random() < 0.2 order by id for update)"
    )
    statements: list[LiteralString] = [
        "insert into reprise.questions (interview_type, domain, difficulty, kind, prompt, points, time_limit_seconds)"
        " select %(type)s, (array['a', 'b', 'c'])[1 + n %% 3], 'easy', 'open', 'Why?', 10, 60"
        " from generate_series(1, 7) n",
        f"update reprise.questions set is_active = not is_active where id in {some}",
        f"update reprise.questions set domain = (array['a', 'b', 'c'])[ceil(random() * 3)] where id in {some}",
        f"delete from reprise.questions where id in {some}",
    ]
    for _ in range(20):
        connection.execute(numbers.choice(statements), {"type": interview_type})


def test_pools_stay_consistent_under_eight_concurrent_writers(own_database: Database, stack: Stack) -> None:
    bank = Bank(own_database)
    bank.add(30, "a")
    name = own_database.value("select current_database()")
    with ThreadPoolExecutor(WRITERS) as pool:
        connections = [psycopg.connect(stack.database_url, dbname=name, autocommit=True) for _ in range(WRITERS)]
        for number in rounds(2, 100):
            calls = [
                lambda connection=connection, seed=number * WRITERS + place: write(
                    connection, bank.interview_type, seed
                )
                for place, connection in enumerate(connections)
            ]
            together(calls, pool)
            assert own_database.value(TORN) == 0
        for connection in connections:
            connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        "update reprise_private.question_pool_entries set number = number + 100 where question_id = %s",
        "delete from reprise_private.question_pool_entries where question_id = %s",
        "update reprise_private.question_pools h set active_count = active_count + 1"
        " from reprise_private.question_pool_entries p where p.pool_id = h.id and p.question_id = %s",
    ],
)
def test_control_damaged_pool_is_found_by_the_check(own_database: Database, damage: LiteralString) -> None:
    (question_id, *_) = Bank(own_database).add(3)
    assert own_database.value(TORN) == 0
    with own_database.connection.transaction(force_rollback=True):
        own_database.execute(damage, question_id)
        assert own_database.value(TORN) > 0


def test_pick_never_fails_or_repeats_a_question_while_the_bank_is_written(own_database: Database, stack: Stack) -> None:
    bank, user_id = Bank(own_database), uuid4()
    bank.add(40, "a")
    name = own_database.value("select current_database()")
    with ThreadPoolExecutor(2) as pool, psycopg.connect(stack.database_url, dbname=name, autocommit=True) as other:

        def churn() -> None:
            for _ in range(60):
                other.execute(
                    "update reprise.questions set is_active = not is_active where interview_type = %s and"
                    " random() < 0.2"
                    " and id in (select id from reprise.questions where interview_type = %s order by id limit 20)",
                    (bank.interview_type, bank.interview_type),
                )

        def draw() -> None:
            for _ in range(300):
                picked = bank.pick(user_id, 20)
                assert len(picked) == len(set(picked)) == 20

        together([churn, draw], pool)
