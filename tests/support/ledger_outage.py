"""An outage of the ledger that begins after its reservation: settling fails, everything else works."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from tests.support.model_server import Answered, Asked, Behaviour


@contextmanager
def settling_fails(database_url: str, user_id: UUID, behave: Behaviour) -> Iterator[Behaviour]:
    """The same behaviour; from the first call of the model on, a person's reservation cannot be locked by anybody.

    So settling it ends with its lock_timeout, which is an outage (SQLSTATE 55P03). Afterwards asserts that it did.
    """
    of_theirs = "from public.model_reservations where user_id = %s"
    with psycopg.connect(database_url) as holder:

        def held(asked: Asked) -> Answered:
            assert holder.execute(f"select 1 {of_theirs} for update", (user_id,)).fetchall()
            return behave(asked)

        yield held
        holder.rollback()
        unsettled = holder.execute(f"delete {of_theirs} returning 1", (user_id,)).fetchall()
        assert len(unsettled) == 1
