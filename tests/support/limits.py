"""Brings one person close to a limit, or changes a limit for everybody and restores it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.support.database import Database
from tests.support.people import Person


def leave_uses(database: Database, person: Person, action: str, left: int) -> None:
    """Leave a person `left` uses of an action in the window that begins now."""
    database.execute(
        "insert into reprise_private.rate_limit_uses (user_id, action, used)"
        " select %s, l.action, l.allowed - %s from reprise_private.rate_limits l where l.action = %s"
        " on conflict (user_id, action) do update set used = excluded.used, window_started_at = now()",
        person.user_id,
        left,
        action,
    )


def uses(database: Database, person: Person, action: str) -> int:
    """How often a person has used an action in their window."""
    return int(
        database.value(
            "select coalesce(sum(used), 0) from reprise_private.rate_limit_uses where user_id = %s and action = %s",
            person.user_id,
            action,
        )
    )


def leave_room(database: Database, person: Person, *, today: int | None = None, in_all: int | None = None) -> None:
    """Leave a person room for so many bytes of text; None: as much as anybody has."""
    database.execute(
        "insert into reprise_private.stored_bytes (user_id, day, of_day, in_all)"
        " select %s, reprise_private.utc_day(), coalesce(t.stored_bytes_per_day - %s::bigint, 0),"
        " coalesce(t.stored_bytes_in_all - %s::bigint, 0) from reprise_private.settings t"
        " on conflict (user_id) do update set day = excluded.day, of_day = excluded.of_day, in_all = excluded.in_all",
        person.user_id,
        today,
        in_all,
    )


def counted_bytes(database: Database, person: Person) -> int:
    """The bytes that are counted as stored for a person."""
    return int(
        database.value(
            "select coalesce(sum(in_all), 0) from reprise_private.stored_bytes where user_id = %s", person.user_id
        )
    )


def change_limits(database: Database, allowed: int, actions: Sequence[str]) -> Mapping[str, int]:
    """Allow everybody so many uses of these actions; returns what was allowed, for `restore_limits`."""
    before = database.rows("select action, allowed from reprise_private.rate_limits where action = any(%s)", [*actions])
    database.execute("update reprise_private.rate_limits set allowed = %s where action = any(%s)", allowed, [*actions])
    return {row["action"]: row["allowed"] for row in before}


def restore_limits(database: Database, before: Mapping[str, int]) -> None:
    """Undo `change_limits`."""
    for action, allowed in before.items():
        database.execute("update reprise_private.rate_limits set allowed = %s where action = %s", allowed, action)


@contextmanager
def limits_changed(database: Database, allowed: int, actions: Sequence[str]) -> Iterator[None]:
    """Allow everybody so many uses of these actions inside `with`."""
    before = change_limits(database, allowed, actions)
    try:
        yield
    finally:
        restore_limits(database, before)


def limited_actions(database: Database) -> list[str]:
    """Every action that has a limit."""
    return [row["action"] for row in database.rows("select action from reprise_private.rate_limits")]
