"""Functions of the database with a planted mistake, for controls."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.database import Database


@contextmanager
def changed(database: Database, name: str, *changes: tuple[str, str]) -> Iterator[None]:
    """Replace parts of the source of `reprise_private.name`; each part must occur once. Undone at the end."""
    sound: str = database.value("select pg_get_functiondef(%s::regproc)", f"reprise_private.{name}")
    broken = sound
    for part, instead in changes:
        assert broken.count(part) == 1, f"{name} has {broken.count(part)} times: {part}"
        broken = broken.replace(part, instead)
    database.connection.execute(broken.encode())
    try:
        yield
    finally:
        database.connection.execute(sound.encode())
