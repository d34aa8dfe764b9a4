"""A document without a format: blocks that every renderer can lay out.

Texts are plain and contain no markup, whatever they look like. A candidate wrote the texts of `Verbatim`; they are
shown unchanged, set off from the report's own text.
"""

from dataclasses import dataclass
from datetime import datetime

BAR_CELLS = 20


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a section of the document, 2 a subsection."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of the report, a question or a grader, with an optional label; line ends are preserved."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that no reader should miss."""

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
    """A candidate's text under a label; `code` preserves every column."""

    label: str
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question; `marks` are labels such as "chosen"."""

    name: str
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a question."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One score of a chart: its share of the maximum (None without a score), and its value as text."""

    label: str
    share: float | None
    value: str

    @property
    def drawn(self) -> str:
        """The share as a row of characters, for formats without drawing."""
        filled = round(min(max(self.share or 0, 0), 1) * BAR_CELLS)
        return "█" * filled + "░" * (BAR_CELLS - filled)


@dataclass(frozen=True, slots=True)
class Chart:
    """Scores side by side."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. `widths` are fractions of the width and add up to 1."""

    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Notice | Facts | Bullets | Verbatim | Choices | Chart | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A titled sequence of blocks. `created_at` goes into file formats that store a date."""

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
