"""Compares acknowledged answers with stored rows; every fault test ends with this."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from local.stack import Stack
from tests.support.database import Database


@dataclass(frozen=True)
class Acknowledged:
    """An answer acknowledged to the client: the text it sent and the receipt it got."""

    session_id: UUID
    position: int
    text: str
    receipt: dict[str, Any]


@contextmanager
def owner(stack: Stack) -> Iterator[Database]:
    """The stack's database on a new connection."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield Database(connection)


def discrepancies(acknowledged: Iterable[Acknowledged], database: Database) -> list[str]:
    """Acknowledgements without exactly one row that has the same id, time, text and hash."""
    stored: dict[tuple[UUID, int], list[dict[str, Any]]] = {}
    for row in database.rows(
        "select id::text as answer_id, session_id, position, answer, source, sha256,"
        " reprise_private.rfc3339(received_at) as received_at,"
        " (select r.previous from reprise_private.receipts r where r.text_id = a.id) as previous from reprise.answers a"
    ):
        stored.setdefault((row["session_id"], row["position"]), []).append(row)
    found = []
    for known in acknowledged:
        place = f"question {known.position} of {known.session_id}"
        rows = stored.get((known.session_id, known.position), [])
        if len(rows) != 1:
            found.append(f"{'doubled' if rows else 'lost'}: {place}")
        elif not _same(known, rows[0]):
            found.append(f"changed: {place}")
    return found


def _same(known: Acknowledged, row: dict[str, Any]) -> bool:
    receipt = {name: row[name] for name in ("answer_id", "received_at", "sha256", "previous")}
    return (
        known.receipt == receipt | {"late_by_seconds": 0}
        and row["sha256"] == sha256(known.text.encode()).hexdigest()
        and (row["answer"], row["source"]) == (known.text, "submitted")
    )
