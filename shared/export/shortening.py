"""Bounds what a PDF or a DOCX has to lay out: long texts are cut, and where they are it is said.

Laying out takes time per line and per character, and texts of candidates hold up to 64 KiB each. All
of them together may cost EFFORT; short texts are whole whatever the others are, and the long ones
share what is left evenly. The JSON and the Markdown are never shortened.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.export.document import Block, Document, Notice, Paragraph, Verbatim
from shared.export.lines import EAST_ASIAN_CHARACTER, needs_shaping
from shared.export.text import MAX_EMPTY_LINES, TAB_COLUMNS, readable

# One is what a Latin character costs in a PDF, about 3 µs. The rest is measured against that.
EFFORT = 1_000_000
OF_A_LINE = 25
OF_AN_EAST_ASIAN_CHARACTER = 8
OF_A_SHAPED_CHARACTER = 16
# A longer line may be cut within.
MAX_WHOLE_LINE = 1000


def shortened(document: Document) -> Document:
    """The document as it can be laid out in seconds; itself where that is all of it."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph | Verbatim)]
    share = _share([sum(_costs(_lines(text))) for text in texts])
    return document if share is None else replace(document, blocks=tuple(_cut_blocks(document.blocks, share)))


def _cut_blocks(blocks: Sequence[Block], share: int) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Paragraph | Verbatim):
            yield block
            continue
        text, remark = _cut(block.text, share)
        yield replace(block, text=text) if remark else block
        if remark:
            yield Notice(remark)


def _cut(text: str, share: int) -> tuple[str, str]:
    """As much of a text as `share` allows, and what is said of the rest, if there is one."""
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
    """The most that one text may cost, so that all of them cost no more than EFFORT; None if they do not."""
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
    """What each line costs. Of many empty ones in a row only a remark is laid out."""
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
    return OF_AN_EAST_ASIAN_CHARACTER if EAST_ASIAN_CHARACTER.search(line) else 1
