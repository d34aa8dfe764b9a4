"""Guarantees 1 and 2: acknowledged answers survive `kill -9` of PostgreSQL, and the test would detect a loss."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from local.errors import StackError
from local.gateway import Gateway
from local.keys import read_or_make_keys
from local.ports import ReservedPort
from local.postgres import DURABLE, Postgres
from local.processes import Child
from local.settings import ROOT
from local.stack import Stack
from tests.faults.load import Load
from tests.faults.repair import start_what_ended
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import make_interview
from tests.support.race import rounds
from tests.support.stored_answers import discrepancies, owner

KILLS = len(rounds(everyday=2, full=200))
CLIENTS = len(rounds(everyday=4, full=8))
ANSWERS_BETWEEN_KILLS = len(rounds(everyday=30, full=560))


def make_load(stack: Stack, database: Database, clients: int = CLIENTS) -> Load:
    # Enough time for each question that none expires while its candidate waits for the database.
    interview = make_interview(database, ["open"] * 30, time_limit_seconds=3600)
    return Load(stack, clients, interview.interview_id)


def test_acknowledged_answers_survive_kill_nine_of_the_database_under_load(
    stack: Stack, database: Database, record_figures: RecordFigures
) -> None:
    with make_load(stack, database) as load:
        for _ in range(KILLS):
            # When the count is reached, each client is at a different point of its call.
            load.wait_for_more(random.randint(1, 2 * ANSWERS_BETWEEN_KILLS))
            stack.kill_database()
            stack.start_database()
            # Otherwise the gateway's driver would reconnect at growing intervals, up to 20 seconds.
            stack.kill_gateway()
            stack.start_gateway()
        load.wait_for_more(ANSWERS_BETWEEN_KILLS)
    record_figures({"kills": KILLS, "clients": CLIENTS, "answers acknowledged": len(load.acknowledged)})
    assert load.surprises == []
    with owner(stack) as survivor:
        assert discrepancies(load.acknowledged, survivor) == []


@contextmanager
def careless_gateway(stack: Stack) -> Iterator[None]:
    """A gateway in place of ours, whose commits do not wait for the disk."""
    # How long such a commit stays in memory: long enough to be lost in the kill.
    with owner(stack) as database:
        database.execute("alter system set wal_writer_delay = '10s'")
        database.execute("select pg_reload_conf()")
    stack.kill_gateway()
    gateway = Gateway(
        ROOT,
        stack.data_dir,
        stack.gateway.log,
        int(stack.supabase_url.rpartition(":")[2]),
        read_or_make_keys(stack.data_dir / "keys.json"),
        f"{stack.database_url}?synchronous_commit=off",
    )
    try:
        with gateway:
            yield
    finally:
        start_what_ended(stack)
        with owner(stack) as survivor:
            survivor.execute("alter system reset wal_writer_delay")
            survivor.execute("select pg_reload_conf()")


def loses_answers(stack: Stack) -> bool:
    """Whether a kill loses answers that the careless gateway had acknowledged."""
    with careless_gateway(stack):
        with owner(stack) as database, make_load(stack, database) as load:
            load.wait_for_more(ANSWERS_BETWEEN_KILLS)
            stack.kill_database()
        stack.start_database()
        with owner(stack) as survivor:
            return any(found.startswith("lost") for found in discrepancies(load.acknowledged, survivor))


@pytest.mark.prove
def test_control_same_load_loses_answers_without_synchronous_commit(stack: Stack) -> None:
    # Some other commit of the server may flush the log just before the kill, and with it every answer.
    assert any(loses_answers(stack) for _ in range(5))


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("delete from reprise.answers where id = %s", "lost"),
        ("update reprise.answers set answer = 'other' where id = %s", "changed"),
        ("update reprise.answers set received_at = now() where id = %s", "changed"),
        (
            "insert into reprise.answers select gen_random_uuid(), session_id, position, answer,"
            " source, sha256, received_at, late_by from reprise.answers where id = %s",
            "doubled",
        ),
    ],
)
def test_comparison_names_the_damaged_row(
    stack: Stack, database: Database, damage: LiteralString, finding: str
) -> None:
    with make_load(stack, database, clients=1) as load:
        load.wait_for_more(5)
    victim = load.acknowledged[2]
    assert discrepancies(load.acknowledged, database) == []
    with database.connection.transaction(force_rollback=True):
        # Only this bypasses keys, checks and triggers, so that such damage can be written.
        database.execute("set local session_replication_role = replica")
        database.execute("alter table reprise.answers drop constraint answers_one_per_question cascade")
        database.execute("alter table reprise.answers drop constraint answers_sha256_is_of_the_answer")
        database.execute(damage, victim.receipt["answer_id"])
        assert discrepancies(load.acknowledged, database) == [
            f"{finding}: question {victim.position} of {victim.session_id}"
        ]


@pytest.mark.everyday(3)
@pytest.mark.parametrize("setting", DURABLE)
def test_start_refuses_a_setting_that_could_lose_an_acknowledged_answer(tmp_path: Path, setting: str) -> None:
    class Careless(Postgres):
        """The same server with one setting turned off."""

        def __init__(self, port: int) -> None:
            super().__init__(ROOT, tmp_path / "postgres", tmp_path / "log", port, "secret")
            command = [part.replace(f"{setting}=on", f"{setting}=off") for part in self._child.command]
            self._child = Child("The database", command, tmp_path / "log", ROOT)

    with ReservedPort(0, "DATABASE_PORT") as port:
        server = Careless(port.number)
        with pytest.raises(StackError, match=f"runs with {setting} = off, so it could lose"):
            server.start()
        assert not server.running()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url, connect_timeout=60)
