"""The environment is read once and refused in one sentence that names all that is wrong."""

import pytest

from shared.settings import Settings, SettingsError

GOOD = {
    "SUPABASE_URL": "https://abc.supabase.co/",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
}


def test_three_variables_are_enough() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings == Settings("https://abc.supabase.co", "sb_publishable_x", "sb_secret_x")
    assert (settings.database_timeout_seconds, settings.max_body_bytes) == (2.5, 524288)
    assert settings.scheduler_secret is None
    assert settings.allowed_origins == frozenset()


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        GOOD
        | {
            "SCHEDULER_SECRET": "s",
            "ALLOWED_ORIGINS": "https://a.example.com, http://localhost:3000,",
            "DATABASE_TIMEOUT_SECONDS": "1.5",
            "MAX_BODY_BYTES": "2048",
            "LOG_LEVEL": "warning",
            "GOOGLE_CLOUD_PROJECT": "p",
        }
    )
    assert settings.scheduler_secret == "s"
    assert settings.allowed_origins == {"https://a.example.com", "http://localhost:3000"}
    assert settings.database_timeout_seconds == 1.5
    assert settings.max_body_bytes == 2048
    assert settings.log_level == "WARNING"
    assert settings.google_cloud_project == "p"


def test_empty_means_unset() -> None:
    settings = Settings.from_environment(GOOD | {"SCHEDULER_SECRET": " ", "LOG_LEVEL": ""})
    assert settings == Settings.from_environment(GOOD)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUPABASE_URL", ""),
        ("SUPABASE_URL", "abc.supabase.co"),
        ("SUPABASE_URL", "https://"),
        ("SUPABASE_URL", "https://abc.supabase.co/rest/v1"),
        ("SUPABASE_URL", "https://abc.supabase.co?x=1"),
        ("SUPABASE_URL", "http://localhost:port"),
        ("SUPABASE_PUBLISHABLE_KEY", ""),
        ("SUPABASE_PUBLISHABLE_KEY", "sb_secret_x"),
        ("SUPABASE_PUBLISHABLE_KEY", "two words"),
        ("SUPABASE_SECRET_KEY", ""),
        ("SUPABASE_SECRET_KEY", "sb_publishable_x"),
        ("ALLOWED_ORIGINS", "app.example.com"),
        ("ALLOWED_ORIGINS", "https://app.example.com/"),
        ("ALLOWED_ORIGINS", "https://*.example.com"),
        ("DATABASE_TIMEOUT_SECONDS", "0"),
        ("DATABASE_TIMEOUT_SECONDS", "nan"),
        ("DATABASE_TIMEOUT_SECONDS", "inf"),
        ("DATABASE_TIMEOUT_SECONDS", "soon"),
        ("MAX_BODY_BYTES", "-1"),
        ("MAX_BODY_BYTES", "1e6"),
        ("MAX_BODY_BYTES", "10"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_environment(GOOD | {name: value})
    others = set(GOOD) - {name}
    assert not any(other in str(refusal.value) for other in others)


def test_all_that_is_wrong_is_told_in_one_sentence_without_any_key() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"SUPABASE_SECRET_KEY": "sb_publishable_canary"})
    message = str(refusal.value)
    assert message.count(".") == 1
    for name in GOOD:
        assert name in message
    assert "canary" not in message
