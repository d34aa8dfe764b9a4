"""Prompts: files of text, each with a version derived from its content."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text for a model; `version` is its name and the start of its SHA-256 (open-1a2b3c4d)."""

    text: str
    version: str


@lru_cache
def load_prompt(name: str, folder: Path) -> Prompt:
    """Load the prompt `name` from a folder, once per process."""
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    return Prompt(text, f"{name}-{sha256(text.encode()).hexdigest()[:8]}")
