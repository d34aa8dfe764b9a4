"""Observes the queue while graders die: counts every committed score, and can hold up claims and commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString
from uuid import UUID

from local.processes import wait_until
from tests.support.database import Database

# A deferred trigger runs at commit, after everything else in the transaction.
STAND_BY: LiteralString = """
create schema witness;
create table witness.scores (answer_id uuid not null, score numeric not null);
create function witness.see_score() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(11);
  insert into witness.scores values (new.answer_id, new.score);
  return null;
end
$$;
create constraint trigger score_is_seen after update on reprise.evaluations
deferrable initially deferred for each row when (new.score is not null) execute function witness.see_score();
"""
TOKEN_CHECK = " and e.claim_token = p_token"
PATIENCE_SECONDS = 120.0


class QueueObserver:
    """Observes commits and waiting transactions. Needs a database of its own, because it leaves a trigger there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(STAND_BY)

    def scores(self, session_id: UUID) -> list[float]:
        """Every score ever committed for a session's answers, including overwritten ones."""
        rows = self._database.rows(
            "select w.score from witness.scores w join reprise.evaluations e using (answer_id)"
            " where e.session_id = %s order by e.position, w.score",
            session_id,
        )
        return [float(row["score"]) for row in rows]

    @contextmanager
    def claims_held_up(self) -> Iterator[None]:
        """Block every claim after its first statement."""
        with self._database.connection.transaction():
            self._database.execute("lock table reprise.evaluations in exclusive mode")
            yield

    @contextmanager
    def commits_held_up(self) -> Iterator[None]:
        """Scores are written but their commit is blocked."""
        self._database.execute("select pg_advisory_lock(11)")
        try:
            yield
        finally:
            self._database.execute("select pg_advisory_unlock(11)")

    def wait_for_waiting(self, count: int) -> list[int]:
        """Wait until this many backends wait for a lock; returns their process ids."""
        waiting: list[int] = []

        def arrived() -> bool:
            rows = self._database.rows("select distinct pid from pg_locks where not granted")
            waiting[:] = [row["pid"] for row in rows]
            return len(waiting) >= count

        assert wait_until(arrived, PATIENCE_SECONDS), f"{len(waiting)} of {count} wait"
        return waiting

    def wait_until_over(self, pids: list[int]) -> None:
        """Return when the transactions of these backends have ended, by commit or rollback."""
        self._wait_until_none("select from pg_stat_activity where pid = any (%s) and xact_start is not null", pids)

    def wait_until_claimed(self, session_id: UUID) -> None:
        """Return when all answers of a session have been claimed."""
        self._wait_until_none(
            "select from reprise.evaluations where session_id = %s and status <> 'running'", session_id
        )

    def roll_back(self, pids: list[int]) -> None:
        """Cancel the statements of these backends; nothing of them is committed."""
        self._database.execute("select pg_cancel_backend(pid) from unnest(%s::integer[]) pid", pids)
        self.wait_until_over(pids)

    @contextmanager
    def careless(self) -> Iterator[None]:
        """Make completions skip the check of the claim's token."""
        function = "reprise_private.complete_evaluation(uuid, uuid, jsonb)"
        sound = self._database.value("select pg_get_functiondef(%s::regprocedure)", function)
        assert TOKEN_CHECK in sound
        self._database.connection.execute(sound.replace(TOKEN_CHECK, "").encode())
        try:
            yield
        finally:
            self._database.connection.execute(sound.encode())

    def _wait_until_none(self, query: LiteralString, argument: object) -> None:
        assert wait_until(lambda: not self._database.rows(query, argument), PATIENCE_SECONDS)
