"""Reads the environment once into typed settings, and refuses an invalid one in one sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from shared.environment import EnvironmentReader
from shared.mail.settings import MailSettings
from shared.sealing.sealing_keys import SealingKey, read_sealing_keys

DATABASE_TIMEOUT_SECONDS = 2.5
GATEWAY_KEEPALIVE_SECONDS = 60.0
MAX_BODY_BYTES = 512 * 1024
BODY_IDLE_SECONDS = 10.0
BODY_SECONDS = 30.0
SEND_IDLE_SECONDS = 20.0
SMALL_MODEL = "gpt-6-luna"
LARGE_MODEL = "gpt-6.1-terra"


class SettingsError(Exception):
    """The environment is invalid; the message names every wrong variable and the reason."""


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """The model server and what its use may cost; with `api_key` None, no model is called.

    `timeout_seconds` bounds one request including its `max_retries`. Retries default to 0, because a job is tried again
    later without holding a lease meanwhile. `max_output_tokens` includes reasoning tokens. `concurrency` is the number
    of requests that one run of grading sends at once, and `daily_tokens` the limit of everything together.
    """

    api_key: str | None = None
    base_url: str = "https://api.openai.com/v1"
    timeout_seconds: float = 30.0
    max_retries: int = 0
    max_output_tokens: int = 8192
    concurrency: int = 32
    daily_tokens: int = 5_000_000

    @classmethod
    def read(cls, reader: "EnvironmentReader") -> "LlmSettings":
        """Read OPENAI_…, EVALUATION_CONCURRENCY and EVALUATION_DAILY_TOKENS; the reader collects the faults."""
        default = cls()
        return cls(
            api_key=reader.api_key("OPENAI_API_KEY"),
            base_url=reader.address("OPENAI_BASE_URL", default.base_url),
            timeout_seconds=reader.seconds("OPENAI_TIMEOUT_SECONDS", default.timeout_seconds),
            max_retries=reader.number("OPENAI_MAX_RETRIES", default.max_retries, 0, 5),
            max_output_tokens=reader.number("OPENAI_MAX_OUTPUT_TOKENS", default.max_output_tokens, 256, 128_000),
            concurrency=reader.number("EVALUATION_CONCURRENCY", default.concurrency, 1, 100),
            daily_tokens=reader.number("EVALUATION_DAILY_TOKENS", default.daily_tokens, 0, 10**12),
        )


@dataclass(frozen=True, slots=True)
class GradingSettings:
    """The models that grade answers and summarize sessions; `run_seconds` is the length of a run.

    The model for open answers assesses conversations.
    """

    short_answer_model: str = SMALL_MODEL
    code_model: str = LARGE_MODEL
    open_model: str = LARGE_MODEL
    summary_model: str = LARGE_MODEL
    run_seconds: float = 50.0

    def model_for(self, kind: Literal["short_answer", "code", "open", "conversation"]) -> str:
        """The model that grades answers of this kind and writes their feedback."""
        return {"short_answer": self.short_answer_model, "code": self.code_model}.get(kind, self.open_model)

    @classmethod
    def read(cls, reader: "EnvironmentReader") -> "GradingSettings":
        """Read OPENAI_MODEL_… and EVALUATION_SECONDS; the reader collects the faults."""
        default = cls()
        return cls(
            short_answer_model=reader.name("OPENAI_MODEL_SHORT_ANSWER", default.short_answer_model),
            code_model=reader.name("OPENAI_MODEL_CODE", default.code_model),
            open_model=reader.name("OPENAI_MODEL_OPEN", default.open_model),
            summary_model=reader.name("OPENAI_MODEL_SUMMARY", default.summary_model),
            run_seconds=reader.seconds("EVALUATION_SECONDS", default.run_seconds),
        )


@dataclass(frozen=True, slots=True)
class PrepSettings:
    """The model that writes material, which takes longer than a grade: `timeout_seconds` bounds one request."""

    model: str = SMALL_MODEL
    timeout_seconds: float = 90.0

    @classmethod
    def read(cls, reader: "EnvironmentReader") -> "PrepSettings":
        """Read OPENAI_MODEL_PREP and OPENAI_PREP_TIMEOUT_SECONDS; the reader collects the faults."""
        default = cls()
        return cls(
            model=reader.name("OPENAI_MODEL_PREP", default.model),
            timeout_seconds=reader.seconds("OPENAI_PREP_TIMEOUT_SECONDS", default.timeout_seconds, most=95),
        )


@dataclass(frozen=True, slots=True)
class ConversationSettings:
    """How the interviewer of a conversation replies; key, address and time limit are those of LlmSettings.

    `max_output_tokens` includes reasoning tokens. `context_tokens` bounds the turns that are sent.
    """

    model: str = SMALL_MODEL
    max_output_tokens: int = 4096
    context_tokens: int = 8000

    @classmethod
    def read(cls, reader: "EnvironmentReader") -> "ConversationSettings":
        """Read OPENAI_MODEL_CONVERSATION and CONVERSATION_…; the reader collects the faults."""
        default = cls()
        return cls(
            model=reader.name("OPENAI_MODEL_CONVERSATION", default.model),
            max_output_tokens=reader.number("CONVERSATION_MAX_OUTPUT_TOKENS", default.max_output_tokens, 256, 128_000),
            context_tokens=reader.number("CONVERSATION_CONTEXT_TOKENS", default.context_tokens, 500, 200_000),
        )


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """How files are made: `concurrency` at once per process, each in its own worker.

    `seconds` bounds one export including its wait; it must be less than the host's request limit. `memory_mebibytes`
    bounds one worker.
    """

    concurrency: int = 2
    seconds: float = 25.0
    memory_mebibytes: int = 400

    @classmethod
    def read(cls, reader: "EnvironmentReader") -> "ExportSettings":
        """Read EXPORT_…; the reader collects the faults."""
        default = cls()
        return cls(
            concurrency=reader.number("EXPORT_CONCURRENCY", default.concurrency, 1, 16),
            seconds=reader.seconds("EXPORT_SECONDS", default.seconds),
            memory_mebibytes=reader.number("EXPORT_MEMORY_MB", default.memory_mebibytes, 128, 4096),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment decides.

    `supabase_url` has no trailing slash. `supabase_secret_key` is None if unset; calls that need it (docs/deploy.md
    lists them) then fail and say so. `scheduler_secret` is None if unset; the scheduled functions then refuse every
    call. `allowed_origins` holds exact origins, or "*" for any. `database_timeout_seconds` bounds one RPC, and
    `gateway_keepalive_seconds` is how long an idle connection to the gateway is reused. `max_body_bytes` bounds a
    request's body; it is given up after `body_idle_seconds` without a byte, or after `body_seconds` in all and a second
    more for each 2 KiB that arrived. A response of which the caller reads nothing for `send_idle_seconds` is given up.
    `record_keys` are the JWKs of records: the first private one signs, and all are published.
    `sealed_file_keys` open sealed files; the first one is published, and without one there are none.
    `web_url` is where the web client is, for links of invitations, and `functions_url` where mail programs reach the
    functions, to unsubscribe. `sends_mail` says whether they are mailed, and
    `mail` is the mail server; None sends none.
    `llm` configures the model server; `grading`, `conversation`, `prep` and `export` what uses it, and file exports.
    """

    supabase_url: str
    supabase_publishable_key: str
    supabase_secret_key: str | None = None
    scheduler_secret: str | None = None
    allowed_origins: frozenset[str] = frozenset()
    database_timeout_seconds: float = DATABASE_TIMEOUT_SECONDS
    gateway_keepalive_seconds: float = GATEWAY_KEEPALIVE_SECONDS
    max_body_bytes: int = MAX_BODY_BYTES
    body_idle_seconds: float = BODY_IDLE_SECONDS
    body_seconds: float = BODY_SECONDS
    send_idle_seconds: float = SEND_IDLE_SECONDS
    log_level: str = "INFO"
    google_cloud_project: str | None = None
    record_keys: tuple[Mapping[str, str], ...] = ()
    sealed_file_keys: tuple[SealingKey, ...] = ()
    web_url: str | None = None
    functions_url: str | None = None
    sends_mail: bool = False
    mail: MailSettings | None = None
    llm: LlmSettings = LlmSettings()
    grading: GradingSettings = GradingSettings()
    conversation: ConversationSettings = ConversationSettings()
    prep: PrepSettings = PrepSettings()
    export: ExportSettings = ExportSettings()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check `environment`; raises one SettingsError for all faults."""
        reader = EnvironmentReader(environment)
        settings = cls(
            supabase_url=reader.url("SUPABASE_URL"),
            supabase_publishable_key=reader.required_key("SUPABASE_PUBLISHABLE_KEY", refused_prefix="sb_secret_"),
            supabase_secret_key=reader.key("SUPABASE_SECRET_KEY", refused_prefix="sb_publishable_"),
            scheduler_secret=reader.secret("SCHEDULER_SECRET"),
            allowed_origins=reader.origins("ALLOWED_ORIGINS"),
            database_timeout_seconds=reader.seconds("DATABASE_TIMEOUT_SECONDS", DATABASE_TIMEOUT_SECONDS),
            gateway_keepalive_seconds=reader.seconds("GATEWAY_KEEPALIVE_SECONDS", GATEWAY_KEEPALIVE_SECONDS),
            max_body_bytes=reader.count("MAX_BODY_BYTES", MAX_BODY_BYTES),
            body_idle_seconds=reader.seconds("BODY_IDLE_SECONDS", BODY_IDLE_SECONDS),
            body_seconds=reader.seconds("BODY_SECONDS", BODY_SECONDS),
            send_idle_seconds=reader.seconds("SEND_IDLE_SECONDS", SEND_IDLE_SECONDS),
            log_level=reader.level("LOG_LEVEL", "INFO"),
            google_cloud_project=reader.text("GOOGLE_CLOUD_PROJECT"),
            record_keys=reader.ed25519_keys("RECORD_KEYS"),
            sealed_file_keys=read_sealing_keys(reader),
            web_url=reader.optional_url("WEB_URL"),
            functions_url=reader.optional_url("FUNCTIONS_URL"),
            sends_mail=reader.text("MAIL_FROM") is not None,
            mail=MailSettings.read(reader),
            llm=LlmSettings.read(reader),
            grading=GradingSettings.read(reader),
            conversation=ConversationSettings.read(reader),
            prep=PrepSettings.read(reader),
            export=ExportSettings.read(reader),
        )
        if reader.faults:
            raise SettingsError(f"The environment cannot be used: {'; '.join(reader.faults)}.")
        return settings


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read from `os.environ` once; raises SettingsError."""
    return Settings.from_environment(os.environ)
