"""Structured logs: one JSON object per line, with the field names that Google Cloud Logging understands.

Logs never contain what a candidate wrote or a caller's credentials. A request is logged by name and number, and an
unexpected exception only by its type and stack trace, because messages may quote their input.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

from shared.settings import Settings

TRACE_CONTEXT = re.compile(r"([0-9a-fA-F]{32})(?:/([0-9]{1,20}))?(?:;.*)?")

logger = logging.getLogger("reprise")


class JsonFormatter(logging.Formatter):
    """Formats a record and its `fields` (a dict given as `extra`) as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record as one line of JSON, without a line break at the end."""
        entry = {
            "severity": record.levelname,
            "time": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "message": record.getMessage(),
        }
        entry.update(getattr(record, "fields", {}))
        return json.dumps(entry, default=str)


class _StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to the current `sys.stdout`: hosts and tests replace it after import."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stdout


def configure(settings: Settings) -> None:
    """Send the log of this process to standard output; safe to call again."""
    if not logger.handlers:
        handler = _StandardOutput()
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(settings.log_level)


def trace_fields(header: str | None, project: str | None) -> dict[str, str]:
    """The trace and span of an X-Cloud-Trace-Context header, as log fields; empty without one."""
    match = TRACE_CONTEXT.fullmatch(header) if header else None
    if match is None:
        return {}
    trace, span = match.groups()
    fields = {"logging.googleapis.com/trace": f"projects/{project}/traces/{trace}" if project else trace}
    if span:
        fields["logging.googleapis.com/spanId"] = f"{int(span):016x}"
    return fields


def stack_trace(error: BaseException) -> str:
    """The types and stack traces of an exception and its causes, without their messages."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    blocks = [
        "Traceback (most recent call last):\n"
        + "".join(traceback.format_tb(link.__traceback__))
        + f"{type(link).__module__}.{type(link).__qualname__}"
        for link in reversed(chain)
    ]
    return "\n\nwhich led to\n\n".join(blocks)
