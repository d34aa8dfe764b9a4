"""A document before it has a format: blocks that every renderer can lay out.

Texts are plain: no markup is meant in any of them, whatever it looks like. Those of `Verbatim` were
written by a candidate and are shown as they are, clearly apart from what the report says itself.
"""

from dataclasses import dataclass
from datetime import datetime

BAR_CELLS = 20


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part; level 1 is a part of the document, 2 a part of that."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the report, a question or a grader says, under a label or none; line ends are kept."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something no reader should miss."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a label."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A candidate's text under a label; `code` keeps every column."""

    label: str
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question; `marks` are words like "chosen"."""

    name: str
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a question."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One score of a chart: its share of the maximum (None without a score), and it in words."""

    label: str
    share: float | None
    value: str

    @property
    def drawn(self) -> str:
        """The share in characters, where nothing can be drawn."""
        filled = round(min(max(self.share or 0, 0), 1) * BAR_CELLS)
        return "█" * filled + "░" * (BAR_CELLS - filled)


@dataclass(frozen=True, slots=True)
class Chart:
    """Scores side by side."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. `widths` are shares of the width that add up to 1."""

    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Notice | Facts | Bullets | Verbatim | Choices | Chart | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A titled sequence of blocks. `created_at` is written into files that carry a date."""

    kicker: str
    title: str
    created_at: datetime
    blocks: tuple[Block, ...]

    def texts(self) -> list[str]:
        """Every text of the document, in no particular order."""
        texts = [self.kicker, self.title]
        for block in self.blocks:
            texts += _texts(block)
        return texts


def _texts(block: Block) -> list[str]:
    match block:
        case Heading(text=text) | Notice(text=text):
            return [text]
        case Paragraph(text=text, label=label):
            return [text, label]
        case Facts(rows=rows):
            return [text for row in rows for text in row]
        case Bullets(label=label, items=items):
            return [label, *items]
        case Verbatim(label=label, text=text):
            return [label, text]
        case Choices(choices=choices):
            return [text for choice in choices for text in (choice.name, choice.text, *choice.marks)]
        case Chart(label=label, bars=bars):
            return [label, *(text for bar in bars for text in (bar.label, bar.value))]
        case Table(header=header, rows=rows):
            return [*header, *(text for row in rows for text in row)]
