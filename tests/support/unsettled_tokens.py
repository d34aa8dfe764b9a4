"""The tokens of a call to a model cannot be settled, because the reservation is locked; everything else works."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from tests.support.model_server import Answered, Asked, Behaviour


@contextmanager
def settling_fails(database_url: str, user_id: UUID, behave: Behaviour) -> Iterator[Behaviour]:
    """Wrap `behave`: from the first model call on, the person's reservation is locked.

    Settling it therefore fails with its lock_timeout, which counts as an outage (SQLSTATE 55P03). Asserts at the end
    that this happened.
    """
    of_theirs = "from reprise.model_reservations where user_id = %s"
    with psycopg.connect(database_url) as holder:

        def held(asked: Asked) -> Answered:
            assert holder.execute(f"select 1 {of_theirs} for update", (user_id,)).fetchall()
            return behave(asked)

        yield held
        holder.rollback()
        unsettled = holder.execute(f"delete {of_theirs} returning 1", (user_id,)).fetchall()
        assert len(unsettled) == 1
