"""Exports for the worker pool: a heavy workspace, settings with a long time limit, and a call that exports."""

from collections.abc import Mapping
from typing import Any

from shared.export.pool import Made, Pool
from shared.settings import ExportSettings
from tests.export.shapes import TEXTS, workspace

# A few seconds of work.
HEAVY = workspace({"notes": TEXTS["turns"](1024 * 1024)})
PATIENT = ExportSettings(seconds=60)


async def no_transcript(arguments: Mapping[str, Any]) -> bytes:
    """Fail, because the content has no messages."""
    raise AssertionError(f"nobody asked for messages, {arguments}")


async def make(pool: Pool, content: bytes, extension: str = "pdf", *, prep: bool = True, person: str = "a") -> Made:
    """Export this content, which needs no transcript."""

    async def read() -> bytes:
        return content

    return await pool.make(person, {"prep": prep, "format": extension}, read, no_transcript)
