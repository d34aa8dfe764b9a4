"""The grading settings of a deployment."""

import subprocess
import sys

import pytest

from shared.settings import Settings, SettingsError

BASE = {
    "SUPABASE_URL": "http://127.0.0.1:1",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_x",
}
WRONG = [
    ("OPENAI_API_KEY", "two words"),
    ("OPENAI_BASE_URL", "localhost:8000/v1"),
    ("OPENAI_BASE_URL", "http://user:pass@localhost/v1"),
    ("OPENAI_BASE_URL", "http://localhost/v1?key=1"),
    ("OPENAI_MODEL_SHORT_ANSWER", "a b"),
    ("OPENAI_TIMEOUT_SECONDS", "0"),
    ("OPENAI_TIMEOUT_SECONDS", "nan"),
    ("OPENAI_PREP_TIMEOUT_SECONDS", "96"),
    ("OPENAI_MAX_RETRIES", "-1"),
    ("OPENAI_MAX_OUTPUT_TOKENS", "10"),
    ("EVALUATION_CONCURRENCY", "0"),
    ("EVALUATION_CONCURRENCY", "101"),
    ("EVALUATION_CONCURRENCY", "\u0663"),
    ("EVALUATION_DAILY_TOKENS", "much"),
    ("EVALUATION_SECONDS", "61"),
]


def test_grading_runs_without_a_model_and_without_settings() -> None:
    settings = Settings.from_environment(BASE)
    assert settings.llm.api_key is None
    assert (settings.llm.concurrency, settings.llm.timeout_seconds, settings.prep.timeout_seconds) == (32, 30, 90)


def test_every_grading_setting_can_be_changed() -> None:
    chosen = {
        "OPENAI_API_KEY": "sk-1",
        "OPENAI_BASE_URL": "http://localhost:8000/v1/",
        "OPENAI_MODEL_SHORT_ANSWER": "s",
        "OPENAI_MODEL_CODE": "c",
        "OPENAI_MODEL_OPEN": "o",
        "OPENAI_MODEL_SUMMARY": "m",
        "OPENAI_TIMEOUT_SECONDS": "5",
        "OPENAI_PREP_TIMEOUT_SECONDS": "95",
        "OPENAI_MAX_RETRIES": "2",
        "OPENAI_MAX_OUTPUT_TOKENS": "1000",
        "EVALUATION_CONCURRENCY": "4",
        "EVALUATION_DAILY_TOKENS": "0",
        "EVALUATION_SECONDS": "20",
    }
    settings = Settings.from_environment(BASE | chosen)
    llm, grading = settings.llm, settings.grading
    assert llm.base_url == "http://localhost:8000/v1"
    models = (grading.short_answer_model, grading.code_model, grading.open_model)
    assert (*models, grading.summary_model) == ("s", "c", "o", "m")
    assert (llm.timeout_seconds, llm.max_retries, llm.max_output_tokens) == (5, 2, 1000)
    assert settings.prep.timeout_seconds == 95
    assert (llm.concurrency, llm.daily_tokens, grading.run_seconds) == (4, 0, 20)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment(BASE | {name: value})
    assert name in str(refusal.value)
    assert value not in str(refusal.value) or len(value) < 4


def test_functions_start_without_the_model_client_and_without_grading() -> None:
    script = (
        "import sys, main\n"
        "heavy = ('openai', 'httpx2', 'shared.grading', 'shared.llm')\n"
        "sys.exit(any(name.startswith(heavy) for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", script], env=BASE, check=True)
