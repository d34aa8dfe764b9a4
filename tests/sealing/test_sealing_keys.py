"""The keys of sealed files: what the setting takes, what is published, and what is never shown."""

import json
import subprocess
import sys
from typing import Any

import pytest

from local.settings import ROOT
from shared.sealing.new_key import new_sealing_key
from shared.sealing.sealing_keys import read_sealing_keys
from shared.settings import Settings, SettingsError

GOOD = {"SUPABASE_URL": "https://abc.supabase.co", "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x"}


def settings_with(keys: str) -> Settings:
    return Settings.from_environment(GOOD | {"SEALED_FILE_KEYS": keys})


def test_printed_key_is_a_setting_whose_public_half_is_published() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "shared.sealing"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    [key] = settings_with(printed).sealed_file_keys
    private = json.loads(printed)
    assert key.public_jwk == {name: private[name] for name in ("kty", "crv", "x", "y", "kid")}
    assert private["d"] not in json.dumps(key.public_jwk)
    assert private["d"] not in repr(settings_with(printed))


def test_several_keys_are_kept_in_their_order() -> None:
    new, old = (json.loads(new_sealing_key()) for _ in range(2))
    assert [key.kid for key in settings_with(json.dumps([new, old])).sealed_file_keys] == [new["kid"], old["kid"]]


def test_without_the_setting_there_is_no_key() -> None:
    assert Settings.from_environment(GOOD).sealed_file_keys == ()


KEY = json.loads(new_sealing_key())
OTHER = json.loads(new_sealing_key())


@pytest.mark.parametrize(
    "value",
    [
        "a word",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        json.dumps({name: value for name, value in KEY.items() if name != "d"}),
        json.dumps(KEY | {"d": KEY["d"][:-2]}),
        json.dumps(KEY | {"x": OTHER["x"]}),
        json.dumps(KEY | {"kid": OTHER["kid"]}),
        json.dumps(KEY | {"crv": "P-384"}),
        json.dumps(KEY | {"kty": "OKP"}),
        json.dumps(KEY | {"x": 7}),
        json.dumps([KEY, KEY]),
        json.dumps([KEY, "x"]),
        json.dumps(KEY | {"y": "é" * 43}),
    ],
)
def test_wrong_key_is_refused_by_name_and_never_shown(value: Any) -> None:
    with pytest.raises(SettingsError, match="SEALED_FILE_KEYS") as refusal:
        settings_with(value)
    assert KEY["d"] not in str(refusal.value)
    with pytest.raises(ValueError, match=r"\w") as fault:
        read_sealing_keys(value)
    assert KEY["d"] not in str(fault.value)
