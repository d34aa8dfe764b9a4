"""The environment is read once, and refused in one sentence that names everything wrong with it."""

import json

import pytest

from shared.settings import ExportSettings, Settings, SettingsError

GOOD = {
    "SUPABASE_URL": "https://abc.supabase.co/",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
}


def test_only_service_functions_need_the_secret_key() -> None:
    without = {name: value for name, value in GOOD.items() if name != "SUPABASE_SECRET_KEY"}
    assert Settings.from_environment(without).supabase_secret_key is None
    assert Settings.from_environment(GOOD | {"SUPABASE_SECRET_KEY": " "}).supabase_secret_key is None


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
            "SCHEDULER_SECRET": "sixteen-or-longer",
            "ALLOWED_ORIGINS": "https://a.example.com, http://localhost:3000,",
            "DATABASE_TIMEOUT_SECONDS": "1.5",
            "GATEWAY_KEEPALIVE_SECONDS": "4",
            "MAX_BODY_BYTES": "2048",
            "LOG_LEVEL": "warning",
            "GOOGLE_CLOUD_PROJECT": "p",
            "EXPORT_CONCURRENCY": "3",
            "EXPORT_SECONDS": "7.5",
            "EXPORT_MEMORY_MB": "256",
        }
    )
    assert settings.scheduler_secret == "sixteen-or-longer"
    assert settings.allowed_origins == {"https://a.example.com", "http://localhost:3000"}
    assert settings.database_timeout_seconds == 1.5
    assert settings.gateway_keepalive_seconds == 4
    assert settings.max_body_bytes == 2048
    assert settings.log_level == "WARNING"
    assert settings.google_cloud_project == "p"
    assert settings.export == ExportSettings(3, 7.5, 256)


def test_keys_of_records_are_read_without_what_else_their_jwks_say() -> None:
    public = {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}
    private = public | {"d": "B" * 42 + "A"}
    keys = {"keys": [private | {"kid": "k", "use": "sig"}, public | {"alg": "EdDSA"}]}
    assert Settings.from_environment(GOOD | {"RECORD_KEYS": json.dumps(keys)}).record_keys == (private, public)
    assert Settings.from_environment(GOOD).record_keys == ()


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
        ("SUPABASE_SECRET_KEY", "two words"),
        ("SUPABASE_SECRET_KEY", "sb_publishable_x"),
        ("SCHEDULER_SECRET", "only-15-letters"),
        ("SCHEDULER_SECRET", "sixteen letters, but with blanks"),
        ("SCHEDULER_SECRET", "sixteen-or-longer-é"),
        ("RECORD_KEYS", "a-secret"),
        ("RECORD_KEYS", "{}"),
        ("RECORD_KEYS", "[]"),
        ("RECORD_KEYS", '{"keys": []}'),
        ("RECORD_KEYS", '{"keys": ["OKP"]}'),
        ("RECORD_KEYS", '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}'),
        ("RECORD_KEYS", '{"keys": [{"kty": "OKP", "crv": "X25519", "x": "' + "A" * 43 + '"}]}'),
        ("RECORD_KEYS", '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "' + "A" * 42 + '"}]}'),
        ("RECORD_KEYS", '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "' + "A" * 43 + '", "d": 1}]}'),
        ("RECORD_KEYS", "[" * 100_000),
        ("GATEWAY_KEEPALIVE_SECONDS", "0"),
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
        ("EXPORT_CONCURRENCY", "0"),
        ("EXPORT_SECONDS", "61"),
        ("EXPORT_MEMORY_MB", "64"),
    ],
)
def test_invalid_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_environment(GOOD | {name: value})
    others = set(GOOD) - {name}
    assert not any(other in str(refusal.value) for other in others)


def test_all_invalid_settings_are_listed_in_one_sentence_without_any_key() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"SUPABASE_SECRET_KEY": "sb_publishable_canary"})
    message = str(refusal.value)
    assert message.count(".") == 1
    for name in GOOD:
        assert name in message
    assert "canary" not in message
