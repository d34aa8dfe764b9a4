"""The settings of the local stack that the environment may change."""

from pathlib import Path

import pytest

from local.errors import StackError
from local.settings import OUTSIDE_NAMES, Settings, read_outside, read_settings, read_tested_outside

OUTSIDE = {
    "SUPABASE_URL": "http://x/",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
    "DATABASE_URL": "postgres://x",
}


def test_unset_and_empty_names_keep_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"FUNCTIONS_PORT": "", "REPRISE_DATA_DIR": ""}) == Settings()


def test_every_name_is_read() -> None:
    settings = read_settings(
        {
            "FUNCTIONS_PORT": "1",
            "SUPABASE_PORT": "2",
            "DATABASE_PORT": "0",
            "WEB_PORT": "3",
            "REPRISE_DATA_DIR": "/somewhere",
            "CLEANUP_EVERY_SECONDS": "0.5",
        }
    )
    assert settings == Settings(Path("/somewhere"), 1, 2, 0, 3, 0.5)


@pytest.mark.parametrize("value", ["x", "-1", "65536", "1.5", "٣"])
def test_invalid_port_is_reported_in_one_sentence_naming_it(value: str) -> None:
    with pytest.raises(StackError, match=r"^SUPABASE_PORT is .* must be a port"):
        read_settings({"SUPABASE_PORT": value})


@pytest.mark.parametrize("value", ["x", "-1", "nan", "inf"])
def test_invalid_interval_is_reported_in_one_sentence_naming_it(value: str) -> None:
    with pytest.raises(StackError, match=r"^CLEANUP_EVERY_SECONDS is "):
        read_settings({"CLEANUP_EVERY_SECONDS": value})


def test_same_port_twice_is_refused() -> None:
    with pytest.raises(StackError, match="FUNCTIONS_PORT and SUPABASE_PORT are both 7000"):
        read_settings({"FUNCTIONS_PORT": "7000", "SUPABASE_PORT": "7000"})


def test_another_supabase_needs_all_four_names() -> None:
    outside = read_outside(OUTSIDE, own_secret_key="sb_secret_own")
    assert outside is not None
    assert outside.url == "http://x"
    for name in OUTSIDE_NAMES:
        assert read_outside({**OUTSIDE, name: ""}, own_secret_key=None) is None


@pytest.mark.parametrize("consent", ["", "y", "http://db.example.com", "example.com", "other.example.com"])
def test_tests_use_an_outside_supabase_only_if_its_host_is_named(consent: str) -> None:
    environ = {**OUTSIDE, "SUPABASE_URL": "http://DB.example.com:54321/", "REPRISE_TEST_OUTSIDE": consent}
    assert read_tested_outside(environ) is None
    tested = read_tested_outside({**environ, "REPRISE_TEST_OUTSIDE": "db.example.com"})
    assert tested == read_outside(environ, None)
    assert read_tested_outside({"REPRISE_TEST_OUTSIDE": "db.example.com"}) is None


def test_cleanup_is_scheduled_on_an_outside_supabase_only_on_request() -> None:
    unset, asked = read_settings({}), read_settings({"CLEANUP_EVERY_SECONDS": "5"})
    assert [settings.cleanup_interval(outside=False) for settings in (unset, asked)] == [60, 5]
    assert [settings.cleanup_interval(outside=True) for settings in (unset, asked)] == [0, 5]


def test_exported_keys_of_the_local_stack_do_not_count_as_another_supabase() -> None:
    assert read_outside(OUTSIDE, own_secret_key="sb_secret_x") is None
