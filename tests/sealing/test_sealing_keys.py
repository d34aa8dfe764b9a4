"""The keys of sealed files: what the setting takes, what is published, and what is never shown."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from local.settings import ROOT
from shared.sealing.new_key import new_sealing_key
from shared.settings import Settings, SettingsError

GOOD = {"SUPABASE_URL": "https://abc.supabase.co", "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x"}
KEY, OTHER = new_sealing_key(), new_sealing_key()


def settings_with(keys: str) -> Settings:
    return Settings.from_environment(GOOD | {"SEALED_FILE_KEYS": keys})


def printed(keys: str = "") -> str:
    """The output of the command while the setting has a value."""
    environment = {**os.environ, "SEALED_FILE_KEYS": keys}
    return subprocess.run(
        [sys.executable, "-m", "shared.sealing"], cwd=ROOT, capture_output=True, text=True, check=True, env=environment
    ).stdout


def test_printed_key_is_a_setting_whose_public_half_is_published() -> None:
    value = printed()
    [key] = settings_with(value).sealed_file_keys
    [private] = json.loads(value)["keys"]
    assert key.public_jwk == {name: private[name] for name in ("kty", "crv", "x", "y", "kid")}
    assert private["d"] not in json.dumps(key.public_jwk)
    assert private["d"] not in repr(settings_with(value))


def test_rotation_puts_a_new_key_in_front_of_the_present_ones() -> None:
    present = json.dumps({"keys": [KEY, OTHER]})
    new, *old = settings_with(printed(present)).sealed_file_keys
    assert [dict(key.private_jwk) for key in old] == [KEY, OTHER]
    assert new.kid not in (KEY["kid"], OTHER["kid"])


def test_without_the_setting_there_is_no_key() -> None:
    assert Settings.from_environment(GOOD).sealed_file_keys == ()


@pytest.mark.parametrize(
    "value",
    [
        "a word",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        json.dumps(KEY),
        json.dumps({"keys": []}),
        json.dumps({"keys": KEY}),
        json.dumps({"keys": [KEY, "x"]}),
        *(
            json.dumps({"keys": [wrong]})
            for wrong in (
                {name: value for name, value in KEY.items() if name != "d"},
                KEY | {"d": KEY["d"][:-2]},
                KEY | {"x": OTHER["x"]},
                KEY | {"kid": OTHER["kid"]},
                KEY | {"crv": "P-384"},
                KEY | {"kty": "OKP"},
                KEY | {"x": 7},
                KEY | {"y": "é" * 43},
            )
        ),
    ],
)
def test_wrong_key_is_refused_by_name_and_never_shown(value: Any) -> None:
    with pytest.raises(SettingsError, match="SEALED_FILE_KEYS") as refusal:
        settings_with(value)
    assert KEY["d"] not in str(refusal.value)
