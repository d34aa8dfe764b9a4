"""Bounds what a PDF or a DOCX has to lay out, and states what was cut and where.

Layout takes time per part, per line and per character. All texts together may cost EFFORT: short texts are always
complete, and the long ones share the rest evenly. A document ends early if it has more than MOST_PARTS parts, or so
many texts that giving each LEAST_SHARE is too much. JSON and Markdown are never shortened.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from shared.export.blocks import (
    Bar,
    Block,
    Bullets,
    Chart,
    Choice,
    Choices,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
    Verbatim,
)
from shared.export.lines import OF_ANOTHER_FONT, needs_shaping
from shared.export.text import MAX_EMPTY_LINES, TAB_COLUMNS, one_line, readable

# The unit is the cost of a Latin character in a PDF, about 3 µs. The other costs are relative to it.
EFFORT = 1_000_000
OF_A_LINE = 25
OF_A_CHARACTER_OF_ANOTHER_FONT = 8
OF_A_SHAPED_CHARACTER = 16
# What every text may cost.
LEAST_SHARE = 2_000
# Headings, paragraphs, rows, list entries: about 200 µs each.
MOST_PARTS = 20_000
# A longer line may be cut in the middle.
MAX_WHOLE_LINE = 1000

Row = Bar | Choice | str | tuple[str, ...]
ROWS: Mapping[type, str] = {Facts: "rows", Table: "rows", Bullets: "items", Choices: "choices", Chart: "bars"}


def shortened(document: Document) -> Document:
    """The document, shortened so that it can be laid out in seconds; unchanged if it already can."""
    parts = sum(len(_rows(block)) or 1 for block in document.blocks)
    share = _share([effort for block in document.blocks for effort in _efforts(block)])
    if share is None and parts <= MOST_PARTS:
        return document
    budget = _Budget(max(EFFORT if share is None else share, LEAST_SHARE))
    return replace(document, blocks=tuple(_fitting(document.blocks, budget, parts)))


@dataclass(slots=True)
class _Budget:
    """The effort and the parts that are left; `share` is the most that one text may cost."""

    share: int
    parts: int = MOST_PARTS
    effort: int = field(default_factory=lambda: EFFORT)

    def take(self, efforts: Iterable[int], parts: int) -> bool:
        """Spend the effort of some parts; returns whether enough was left."""
        self.parts -= parts
        self.effort -= sum(min(effort, self.share) for effort in efforts)
        return self.parts >= 0 and self.effort >= 0


def _fitting(blocks: Sequence[Block], budget: _Budget, parts: int) -> Iterator[Block]:
    """The blocks that fit the budget; of the block where it ends, the rows that fit."""
    for block in blocks:
        rows = _rows(block)
        fits = budget.take(_efforts(block, rows=False), 0 if rows else 1)
        taken = list(takewhile(lambda row: budget.take(map(_line_effort, _texts_of(row)), 1), rows)) if fits else []
        if fits and len(taken) == len(rows):
            yield from _cut_block(block, budget.share)
            parts -= len(rows) or 1
            continue
        if taken:
            fields: dict[str, Any] = {ROWS[type(block)]: tuple(taken)}
            yield from _cut_block(replace(block, **fields), budget.share)
            parts -= len(taken)
        verb = "part is" if parts == 1 else "parts are"
        yield Notice(f"… {parts:,} more {verb} in the JSON export: this file ends here")
        return


def _rows(block: Block) -> tuple[Row, ...]:
    return tuple(getattr(block, ROWS[type(block)])) if type(block) in ROWS else ()


def _texts_of(row: Row) -> tuple[str, ...]:
    match row:
        case str():
            return (row,)
        case Bar():
            return row.label, row.value
        case Choice():
            return row.name, row.text
    return row


def _efforts(block: Block, *, rows: bool = True) -> Iterator[int]:
    """The cost of each text of a block, with or without its rows."""
    match block:
        case Paragraph(text=text, label=label) | Verbatim(text=text, label=label):
            yield sum(_costs(_lines(text)))
            yield _line_effort(label)
        case Heading(text=text) | Notice(text=text) | Bullets(label=text) | Chart(label=text):
            yield _line_effort(text)
    if rows:
        yield from (_line_effort(text) for row in _rows(block) for text in _texts_of(row))


def _line_effort(text: str) -> int:
    """The cost of a text shown in one line; its part is counted separately."""
    line = one_line(text)
    return len(line) * _weight(line)


def _cut_block(block: Block, share: int) -> Iterator[Block]:
    """The block with long texts cut, and a notice of what is missing."""
    shown, remark = _with_cut_lines(block, share), ""
    if shown != block:
        remark = "… what is missing above is in the JSON export"
    if isinstance(shown, Paragraph | Verbatim):
        text, of_text = _cut(shown.text, share)
        shown, remark = replace(shown, text=text), of_text or remark
    yield shown
    if remark:
        yield Notice(remark)


def _with_cut_lines(block: Block, share: int) -> Block:
    match block:
        case Heading(text=text) | Notice(text=text):
            return replace(block, text=_cut_line(text, share))
        case Paragraph(label=label) | Verbatim(label=label):
            return replace(block, label=_cut_line(label, share))
        case Facts(rows=pairs):
            return Facts(tuple((_cut_line(name, share), _cut_line(value, share)) for name, value in pairs))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(_cut_line(text, share) for text in row) for row in rows))
        case Bullets(label=label, items=items):
            return Bullets(_cut_line(label, share), tuple(_cut_line(item, share) for item in items))
        case Choices(choices=choices):
            return Choices(
                tuple(
                    replace(choice, name=_cut_line(choice.name, share), text=_cut_line(choice.text, share))
                    for choice in choices
                )
            )
    return block


def _cut_line(text: str, share: int) -> str:
    """As much of a one-line text as `share` allows."""
    line = one_line(text)
    room = share // _weight(line)
    return text if len(line) <= room else f"{line[:room]}…"


def _cut(text: str, share: int) -> tuple[str, str]:
    """As much of a text as `share` allows, and a note about the rest, if any."""
    lines = _lines(text)
    for number, cost in enumerate(_costs(lines)):
        if cost > share:
            line, rest = lines[number], len(lines) - number
            room = (share - OF_A_LINE) // _weight(line)
            if len(line) > MAX_WHOLE_LINE and room > 0:
                return "\n".join([*lines[:number], line[:room]]), _remark(rest - 1, within=True)
            return "\n".join(lines[:number]), _remark(rest, within=False)
        share -= cost
    return text, ""


def _remark(lines: int, *, within: bool) -> str:
    told = ["the rest of this line"] if within else []
    told += [f"{lines:,} more line{'' if lines == 1 else 's'}"] if lines else []
    verb = "is" if len(told) == 1 and (within or lines == 1) else "are"
    return f"… {' and '.join(told)} {verb} in the JSON export"


def _share(efforts: Sequence[int]) -> int | None:
    """The most that one text may cost for all texts to stay within EFFORT; None if they do without a limit."""
    left = EFFORT
    for number, effort in enumerate(sorted(efforts)):
        share = left // (len(efforts) - number)
        if effort > share:
            return share
        left -= effort
    return None


def _lines(text: str) -> list[str]:
    return readable(text).rstrip("\n").split("\n")


def _costs(lines: Sequence[str]) -> Iterator[int]:
    """The cost of each line. A long run of empty lines is laid out as one remark."""
    empty = 0
    for line in lines:
        if line.strip():
            empty = 0
            columns = len(line) + line.count("\t") * (TAB_COLUMNS - 1)
            yield OF_A_LINE + columns * _weight(line)
        else:
            empty += 1
            yield OF_A_LINE if empty <= MAX_EMPTY_LINES else 0


def _weight(line: str) -> int:
    if line.isascii():
        return 1
    if needs_shaping(line):
        return OF_A_SHAPED_CHARACTER
    return OF_A_CHARACTER_OF_ANOTHER_FONT if OF_ANOTHER_FONT.search(line) else 1
