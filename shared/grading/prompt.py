"""The prompt texts: files next to this module, each with a version derived from its content."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("prompts")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text for a model; `version` is its name and the start of its SHA-256 (open-1a2b3c4d)."""

    text: str
    version: str


@lru_cache
def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """Load the prompt `name` from a folder. The graders' prompts are short_answer, code, open and summary."""
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    return Prompt(text, f"{name}-{sha256(text.encode()).hexdigest()[:8]}")
