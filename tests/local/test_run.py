"""``make run`` from the outside: ready, crashed, killed, stopped, restarted."""

import os
import signal
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from local.processes import exists, wait_until
from tests.local.supervised import Supervised
from tests.support.catalog_access import access_lists
from tests.support.copied_stack import copy_database

NAMES = [
    "FUNCTIONS_URL",
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "SUPABASE_SECRET_KEY",
    "DATABASE_URL",
    "SCHEDULER_SECRET",
    "WEB_URL",
]
SERVERS = {
    "database": "bin/postgres -D",
    "gateway": "lite/dist",
    "functions": "functions_framework",
    "web": "local.web_app",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    with Supervised(tmp_path_factory.mktemp("running")) as supervised:
        supervised.wait_ready()
        yield supervised


def sign_in(values: dict[str, str]) -> httpx.Response:
    return httpx.post(
        f"{values['SUPABASE_URL']}/auth/v1/token",
        params={"grant_type": "password"},
        headers={"apikey": values["SUPABASE_PUBLISHABLE_KEY"]},
        json={"email": "candidate@example.com", "password": "reprise-demo"},
        timeout=60,
    )


def note(values: dict[str, str], text: str) -> None:
    with psycopg.connect(values["DATABASE_URL"]) as connection:
        connection.execute("create table if not exists reprise_private.notes_of_a_test (text text)")
        connection.execute("insert into reprise_private.notes_of_a_test values (%s)", [text])


def notes(values: dict[str, str]) -> list[str]:
    with psycopg.connect(values["DATABASE_URL"]) as connection:
        rows = connection.execute("select text from reprise_private.notes_of_a_test order by text")
        return [text for (text,) in rows]


def rights(values: dict[str, str]) -> dict[str, str | None]:
    with psycopg.connect(values["DATABASE_URL"]) as connection:
        return access_lists(connection)


def test_env_file_names_a_running_stack(running: Supervised) -> None:
    values = running.wait_ready()
    assert list(values) == NAMES
    assert stat.S_IMODE(running.env_file.stat().st_mode) == 0o600
    assert httpx.get(f"{values['FUNCTIONS_URL']}/health", timeout=60).status_code == 200
    assert httpx.get(values["WEB_URL"], timeout=60).status_code == 200
    assert sign_in(values).status_code == 200
    for value in values.values():
        assert value in running.output


def test_second_run_on_the_same_data_is_refused_and_changes_nothing(running: Supervised, tmp_path: Path) -> None:
    before = running.env_file.read_text()
    with Supervised(tmp_path, {"REPRISE_DATA_DIR": str(running.data_dir)}) as second:
        assert second.wait_ended() == 1
    assert "Another stack" in second.output
    assert "Traceback" not in second.output
    assert running.env_file.read_text() == before


@pytest.mark.everyday(4)
@pytest.mark.parametrize("variable", ["FUNCTIONS_PORT", "SUPABASE_PORT", "DATABASE_PORT", "WEB_PORT"])
def test_port_in_use_is_reported_in_one_sentence_naming_the_variable(tmp_path: Path, variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with Supervised(tmp_path, {variable: str(port)}) as supervised:
            assert supervised.wait_ended() == 1
    lines = supervised.output.splitlines()
    assert len(lines) == 1
    assert f"Port {port} is already in use" in lines[0]
    assert variable in lines[0]
    assert not supervised.env_file.exists()


def test_environment_of_another_supabase_starts_only_functions_and_web_client(
    running: Supervised, tmp_path: Path
) -> None:
    other = running.wait_ready()
    outside = {name: other[name] for name in NAMES[1:5]}
    with Supervised(tmp_path, outside) as supervised:
        values = supervised.wait_ready()
        assert {name: values[name] for name in NAMES[1:5]} == outside
        assert f"Using the Supabase at {other['SUPABASE_URL']}" in supervised.output
        commands = supervised.children().values()
        assert commands
        assert all("functions_framework" in command or "local.web_app" in command for command in commands)
        assert httpx.get(f"{values['FUNCTIONS_URL']}/health", timeout=60).status_code == 200
    assert not supervised.env_file.exists()


@pytest.mark.prove
def test_libpq_variables_in_the_environment_are_ignored(tmp_path: Path) -> None:
    meant_for_others = {"PGSSLMODE": "require", "PGHOSTADDR": "192.0.2.1", "PGOPTIONS": "-c x=y", "PGSERVICE": "x"}
    with Supervised(tmp_path, meant_for_others) as supervised:
        assert sign_in(supervised.wait_ready()).status_code == 200


def test_unreachable_supabase_is_reported_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    outside = dict.fromkeys(NAMES[1:5], f"http://127.0.0.1:{port}")
    with Supervised(tmp_path, outside) as supervised:
        assert supervised.wait_ended() == 1
    sentence = supervised.output.splitlines()[-1]
    assert f"The Supabase at http://127.0.0.1:{port} does not answer" in sentence
    assert "unset SUPABASE_URL" in sentence
    assert "Traceback" not in supervised.output


def test_stop_ends_every_process_and_deletes_the_env_file(tmp_path: Path) -> None:
    copy_database(tmp_path / "data")
    with Supervised(tmp_path) as supervised:
        values = supervised.wait_ready()
        children = supervised.children()
        assert all(any(part in c for c in children.values()) for part in SERVERS.values())
        assert supervised.stop(signal.SIGINT) == 0
    assert not supervised.env_file.exists()
    assert not any(exists(pid) for pid in children)
    # If the exported env file is that of our own stack, the stack must start anyway.
    with Supervised(tmp_path, values) as again:
        assert again.wait_ready()["SUPABASE_SECRET_KEY"] == values["SUPABASE_SECRET_KEY"]
        assert "starting only the functions" not in again.output


@pytest.mark.prove
def test_data_keys_and_tokens_survive_kill_nine_of_everything(tmp_path: Path) -> None:
    with Supervised(tmp_path) as first:
        values = first.wait_ready()
        note(values, "committed")
        token = sign_in(values).json()["access_token"]
        first.kill_everything()
    with Supervised(tmp_path) as second:
        again = second.wait_ready()
        assert notes(again) == ["committed"]
        for name in ("SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "SCHEDULER_SECRET"):
            assert again[name] == values[name]
        answer = httpx.get(
            f"{again['FUNCTIONS_URL']}/resume",
            headers={"authorization": f"Bearer {token}"},
            timeout=60,
        )
        assert answer.status_code == 200


@pytest.mark.prove
def test_children_end_with_a_killed_supervisor_and_the_next_run_starts(tmp_path: Path) -> None:
    with Supervised(tmp_path) as first:
        note(first.wait_ready(), "committed")
        children = first.children()
        first.kill_supervisor()
        assert first.env_file.exists()
        if sys.platform == "linux":
            assert wait_until(lambda: not any(exists(pid) for pid in children), 120)
    with Supervised(tmp_path) as second:
        assert notes(second.wait_ready()) == ["committed"]
        assert not any(exists(pid) for pid in children)


def test_crashed_server_is_restarted_with_the_same_rights(running: Supervised) -> None:
    values = running.wait_ready()
    note(values, "committed")
    before = rights(values)
    for part, name in (
        ("database", "The database"),
        ("gateway", "The gateway"),
        ("functions", "The functions host"),
        ("web", "The web server"),
    ):
        first = min(pid for pid, c in running.children().items() if SERVERS[part] in c)
        os.kill(first, signal.SIGKILL)
        assert running.says(f"{name} ended (by SIGKILL)")
        assert running.says(f"{name} is back.")
    assert notes(values) == ["committed"]
    assert sign_in(values).status_code == 200
    assert httpx.get(f"{values['FUNCTIONS_URL']}/health", timeout=60).status_code == 200
    # The first request is when @supabase/lite would grant every role everything.
    headers = {"apikey": values["SUPABASE_PUBLISHABLE_KEY"], "accept-profile": "reprise"}
    answer = httpx.get(f"{values['SUPABASE_URL']}/rest/v1/cleanup_runs", headers=headers, timeout=60)
    assert answer.status_code == 401
    assert rights(values) == before
