"""Guards that a page of a long list costs the same at any position and with any filter.

The cost of a page is the number of blocks it reads, which is the same on a busy machine.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import sql

from local.stack import Stack
from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.race import rounds

ROWS = len(rounds(5_000, full=20_000))
SIZE = 20
# Every hundredth session is a practice run, and the 30 oldest have a type and a domain of their own.
FILL_SESSIONS: LiteralString = """
insert into reprise.interview_sessions (
  user_id, mode, interview_type, domain, title, status, position, question_count, time_limits, grace_seconds,
  start_over_allowed, started_at, resume_until, completed_at, closed_at, closed_reason
)
select %(user)s, case when kind is null then 'timed' else 'practice' end, kind, kind, 'Session ' || n, 'completed', 1,
  1, '{60}', 2, false, at, at, at, at, 'answered'
from generate_series(1, %(rows)s) n, lateral (
  select now() - make_interval(secs => n), case when n > %(rows)s - 30 then 'rare' when n %% 100 = 0 then 'common' end
) t (at, kind)
"""
FILL_PREP_SESSIONS: LiteralString = """
insert into reprise.prep_sessions (user_id, name, mode, created_at, updated_at)
select %(user)s, 'Prep session ' || n, 'general', at, at
from generate_series(1, %(rows)s) n, lateral (select now() - make_interval(secs => n)) t (at)
"""


@dataclass(frozen=True)
class List:
    """A list that is read in pages."""

    function: LiteralString
    table: LiteralString
    ordered_by: LiteralString
    fill: LiteralString
    index: LiteralString


LISTS = {
    "sessions": List(
        "list_sessions", "interview_sessions", "started_at", FILL_SESSIONS, "interview_sessions_user_id_idx"
    ),
    "prep sessions": List(
        "list_prep_sessions", "prep_sessions", "created_at", FILL_PREP_SESSIONS, "prep_sessions_user_id_idx"
    ),
}


class Reader:
    """A person with long lists, on a connection that reports the plan of each page."""

    def __init__(self, connection: psycopg.Connection[Any], person: Person) -> None:
        self.connection = connection
        self.person = person
        self._plans: list[str] = []
        connection.add_notice_handler(lambda notice: self._plans.append(notice.message_primary or ""))
        connection.execute("load 'auto_explain'")
        for name, value in (
            ("auto_explain.log_level", "notice"),
            ("auto_explain.log_nested_statements", "on"),
            ("auto_explain.log_format", "text"),
            (
                "request.jwt.claims",
                json.dumps({"sub": str(person.user_id), "role": "authenticated", "aud": "authenticated"}),
            ),
        ):
            connection.execute("select set_config(%s, %s, false)", [name, value])

    def cursor(self, of: List, rows: int) -> str:
        """The cursor of the page that begins after this many rows."""
        query = sql.SQL(
            "select (extract(epoch from {at}) * 1000000)::bigint || '.' || id from reprise.{table}"
            " where user_id = %s order by {at} desc, id desc offset %s limit 1"
        ).format(at=sql.Identifier(of.ordered_by), table=sql.Identifier(of.table))
        return str(self.connection.execute(query, [self.person.user_id, rows - 1]).fetchall()[0][0])

    def blocks(self, of: List, cursor: str | None, **filters: str) -> int:
        """The blocks that a page reads: the least of three runs, so that one-time reads don't count."""
        named: dict[str, str | int | None] = {"p_cursor": cursor, "p_page_size": SIZE}
        if of.function == "list_sessions":
            named |= {"p_status": None, "p_mode": None, "p_interview_type": None, "p_domain": None, **filters}
        arguments = sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in named)
        query = sql.SQL("explain (analyze, buffers, format json) select reprise_private.{}({})")
        statement = query.format(sql.Identifier(of.function), arguments)
        found: list[int] = []
        for _ in range(3):
            ((plan,),) = self.connection.execute(statement, [*named.values()]).fetchall()
            found.append(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])
        return min(found)

    def plan(self, of: List, cursor: str) -> str:
        """The plan of the statement that reads the page inside the function."""
        self._plans.clear()
        self.connection.execute("set auto_explain.log_min_duration = 0")
        try:
            self.blocks(of, cursor)
        finally:
            self.connection.execute("set auto_explain.log_min_duration = -1")
        return next(plan for plan in self._plans if of.index in plan)


def most(first: int) -> float:
    """The most that a late page may read, because a page may begin in the middle of a table or index block."""
    return 1.2 * first + 2


@pytest.fixture(scope="module")
def reader(stack: Stack, people: People, database: Database) -> Iterator[Reader]:
    person = people.candidate()
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        for of in LISTS.values():
            connection.execute(of.fill, {"user": person.user_id, "rows": ROWS})
            connection.execute(sql.SQL("analyze reprise.{}").format(sql.Identifier(of.table)))
        yield Reader(connection, person)
    database.execute("delete from auth.users where id = %s", person.user_id)


@pytest.mark.parametrize("name", LISTS)
def test_late_page_reads_as_many_blocks_as_the_first(name: str, reader: Reader) -> None:
    of = LISTS[name]
    late = reader.cursor(of, ROWS - SIZE - 1)
    assert reader.blocks(of, late) <= most(reader.blocks(of, None))


@pytest.mark.parametrize("name", LISTS)
def test_index_scan_starts_at_the_cursor(name: str, reader: Reader) -> None:
    of = LISTS[name]
    plan = reader.plan(of, reader.cursor(of, ROWS - SIZE - 1))
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert re.search(rf"ROW\({of.ordered_by}, (public_)?id\) < ROW\(", condition.replace("s.", ""))
    assert "Sort Key" not in plan.split(of.index)[1]


@pytest.mark.prove
@pytest.mark.parametrize("name", LISTS)
def test_control_pages_by_offset_are_caught(name: str, reader: Reader) -> None:
    of = LISTS[name]
    late = reader.cursor(of, ROWS - SIZE - 1)
    keyset: str = reader.connection.execute(
        "select pg_get_functiondef(%s::regproc)", [f"reprise_private.{of.function}"]
    ).fetchall()[0][0]
    condition = f" and (s.{of.ordered_by}, s.id) < (v_after.started_at, v_after.id)"
    offset = keyset.replace(condition, "").replace(
        "limit v_size + 1", f"limit v_size + 1 offset case when p_cursor is null then 0 else {ROWS - SIZE - 1} end"
    )
    assert (condition in keyset, "offset case" in offset) == (True, True)
    with reader.connection.transaction(force_rollback=True):
        reader.connection.execute(offset.encode())
        assert reader.blocks(of, late) > most(reader.blocks(of, None))


@pytest.mark.parametrize(
    "filters",
    [
        {"p_mode": "practice"},
        {"p_mode": "conversation"},
        {"p_interview_type": "common"},
        {"p_interview_type": "rare"},
        {"p_interview_type": "nothing of it"},
        {"p_domain": "common"},
        {"p_domain": "rare"},
        {"p_domain": "nothing of it"},
        {"p_interview_type": "common", "p_domain": "common"},
        {"p_interview_type": "rare", "p_mode": "timed"},
    ],
    ids=str,
)
def test_filter_by_mode_type_or_domain_reads_only_its_own_page(filters: dict[str, str], reader: Reader) -> None:
    # Each row of a page may be in a block of its own.
    assert reader.blocks(LISTS["sessions"], None, **filters) <= reader.blocks(LISTS["sessions"], None) + SIZE + 5


@pytest.mark.prove
def test_control_filter_without_an_ordered_index_is_caught(reader: Reader) -> None:
    sessions = LISTS["sessions"]
    with reader.connection.transaction(force_rollback=True):
        reader.connection.execute("drop index reprise.interview_sessions_domain_idx")
        reader.connection.execute("drop index reprise.interview_sessions_practice_idx")
        reader.connection.execute("drop index reprise.interview_sessions_mode_idx")
        allowed = reader.blocks(sessions, None) + SIZE + 5
        for filters in ({"p_interview_type": "rare"}, {"p_domain": "rare"}, {"p_mode": "conversation"}):
            assert reader.blocks(sessions, None, **filters) > allowed
