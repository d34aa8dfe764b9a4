"""Guards that `python -m shared.record` says whether a record is right, in its output and in its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.settings import ROOT
from shared.record.__main__ import main
from shared.settings import Settings
from tests.support.record_examples import KEYS, SESSION, export, signed, statement

ADDRESSES = {"SUPABASE_URL": "https://abc.supabase.co", "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record, its keys and its export."""
    (tmp_path / "record.jws").write_text(signed(statement()) + "\n")
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": KEYS}))
    (tmp_path / "export.json").write_text(json.dumps(export()))
    return tmp_path


def verify(folder: Path, *more: str, record: str = "record.jws", jwks: str = "jwks.json") -> int:
    return main(["verify", str(folder / record), "--jwks", str(folder / jwks), *more])


def test_right_record_is_shown_and_exits_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, "--export", str(folder / "export.json")) == 0
    shown = capsys.readouterr().out
    assert SESSION in shown
    assert "RIGHT: the signature and the chain of 6 receipts hold, and the texts of the export" in shown
    assert "question 2  2026-01-15T09:30:03.345678Z" in shown
    assert "late text, late" in shown


def test_command_runs_without_settings_and_without_a_network(folder: Path) -> None:
    arguments = ["verify", str(folder / "record.jws"), "--jwks", str(folder / "jwks.json")]
    command = [sys.executable, "-m", "shared.record", *arguments]
    environ = {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("RIGHT")


@pytest.mark.parametrize("member", [{}, {"late_answers_left_out": 0}])
def test_json_export_is_verified_by_the_record_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str], member: dict[str, Any]
) -> None:
    whole = export() | member | {"record": signed(statement())}
    (folder / "export.json").write_text(json.dumps(whole))
    assert verify(folder, record="export.json") == 0
    assert "texts of the export" in capsys.readouterr().out
    whole["answers"][1]["answer"] = "something else"
    (folder / "export.json").write_text(json.dumps(whole))
    assert verify(folder, record="export.json") == 1
    assert "WRONG: The text of the answer to question 2 has the hash" in capsys.readouterr().out


def test_response_of_the_function_is_a_record_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "response.json").write_text(json.dumps({"record": signed(statement())}))
    assert verify(folder, record="response.json") == 0
    assert "texts of the export" not in capsys.readouterr().out


def test_wrong_record_exits_with_1_and_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "record.jws").write_text(signed(statement())[:-1])
    assert verify(folder) == 1
    assert capsys.readouterr().out.startswith("WRONG: The record is not a compact JWS")
    (folder / "record.jws").write_text(signed(statement() | {"head": None}))
    assert verify(folder) == 1
    assert "WRONG: The record names none as the hash of its last receipt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("record.jws", b"\xff\xfe"),
        ("record.jws", b"{"),
        ("record.jws", b'{"answers": []}'),
        ("jwks.json", b"[]"),
        ("jwks.json", b"not json"),
        ("jwks.json", b'{"keys": 1}'),
        ("export.json", b"not json"),
    ],
)
def test_file_that_cannot_be_used_exits_with_2_and_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    assert verify(folder, "--export", str(folder / "export.json")) == 2
    assert name in capsys.readouterr().err


def test_missing_file_exits_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, record="no-such-file") == 2
    assert "no-such-file cannot be read" in capsys.readouterr().err


def test_new_keys_are_a_value_of_the_setting_and_rotate_the_old_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECORD_KEYS", raising=False)
    assert main(["new-keys"]) == 0
    first = capsys.readouterr().out
    [old] = Settings.from_environment(ADDRESSES | {"RECORD_KEYS": first}).record_keys
    monkeypatch.setenv("RECORD_KEYS", first)
    assert main(["new-keys"]) == 0
    new, retired = Settings.from_environment(ADDRESSES | {"RECORD_KEYS": capsys.readouterr().out}).record_keys
    assert (retired["x"], "d" in retired) == (old["x"], False)
    assert new["x"] != old["x"]
    assert "d" in new


def test_new_keys_refuse_a_setting_that_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECORD_KEYS", "{}")
    assert main(["new-keys"]) == 2
    assert capsys.readouterr().err == "RECORD_KEYS must be a JWK Set of Ed25519 keys.\n"
