"""Keys and the data directory: created once, private, used by one stack at a time."""

import stat
import subprocess
from pathlib import Path
from subprocess import PIPE

import pytest

from local.data_directory import end_leftovers, shorten_logs, take_directory
from local.errors import StackError
from local.keys import read_keys, read_or_make_keys


def test_keys_are_generated_once_and_readable_only_by_their_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    assert read_keys(path) is None
    keys = read_or_make_keys(path)
    assert keys.publishable_key.startswith("sb_publishable_")
    assert keys.secret_key.startswith("sb_secret_")
    assert len(keys.jwt_secret) >= 32
    assert read_or_make_keys(path) == keys
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"jwt_secret": "x"}', "\x00"])
def test_damaged_keys_are_reported_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(StackError, match=r"cannot be read .* deletes all data, run: rm -rf"):
        read_or_make_keys(path)


def test_directory_has_one_owner_at_a_time(tmp_path: Path) -> None:
    with (
        take_directory(tmp_path),
        pytest.raises(StackError, match="Another stack"),
        take_directory(tmp_path),
    ):
        pass
    with take_directory(tmp_path):
        assert (tmp_path / "lock").exists()


def test_directory_with_other_files_is_refused_and_left_unchanged(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with (
        pytest.raises(StackError, match=r"holds files that are not Reprise's; set REPRISE_DATA_DIR"),
        take_directory(tmp_path),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_directory_with_generated_keys_is_accepted_again(tmp_path: Path) -> None:
    read_or_make_keys(tmp_path / "keys.json")
    for _ in range(2):
        with take_directory(tmp_path):
            pass


@pytest.mark.parametrize("name", ["postgres", "-X reprise={}", "--config {}/gateway.json"])
def test_programs_that_only_mention_the_directory_are_not_leftovers(tmp_path: Path, name: str) -> None:
    directory = tmp_path / "postgres"
    directory.mkdir()
    words = name.format(tmp_path).split(" ", 1)
    with subprocess.Popen(
        ["sh", "-c", "read line", *words, "-D", str(directory), ""], cwd=directory, stdin=PIPE
    ) as other:
        end_leftovers(tmp_path)
        assert other.poll() is None
        other.kill()


def test_file_in_place_of_the_directory_is_reported_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("not a directory")
    with (
        pytest.raises(StackError, match=r"cannot be used .* set REPRISE_DATA_DIR"),
        take_directory(path),
    ):
        pass


def test_long_logs_are_truncated_at_start(tmp_path: Path) -> None:
    log = tmp_path / "database.log"
    with log.open("wb") as file:
        file.truncate(20_000_000)
    shorten_logs(tmp_path)
    assert not log.exists()
    assert (tmp_path / "database.log.1").stat().st_size == 20_000_000
