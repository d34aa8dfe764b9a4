"""Renders a document as Markdown (CommonMark with GitHub's tables).

User text never becomes markup: the report's text is escaped, and a candidate's text stands in a fence longer than any
run of backticks in it.
"""

import re
from collections.abc import Iterator

from shared.export.blocks import (
    Block,
    Bullets,
    Chart,
    Choices,
    Document,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Table,
    Verbatim,
)
from shared.export.text import one_line, readable

MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$^]")
# These have a meaning only at the start of a line or in an address.
LIST_OR_RULE = re.compile(r"^[-+=:]")
NUMBERED = re.compile(r"^([0-9]+)([.)])(?=\s|$)")
ADDRESS = re.compile(r"(?<=https)(:)|(?<=http)(:)|(?<=ftp)(:)|(?<=www)(\.)|(@)", re.IGNORECASE)
BACKTICKS = re.compile(r"`+")


def render(document: Document) -> bytes:
    """Render the document in UTF-8; line ends are \\n."""
    parts = [f"# {inline(document.title)}", inline(document.kicker)]
    for block in document.blocks:
        parts += _block(block)
    return ("\n\n".join(parts) + "\n").encode()


def inline(text: str) -> str:
    """The text in one line, escaped so that Markdown shows it literally."""
    return _escaped(one_line(text))


def fenced(text: str, *, code: bool) -> str:
    """The text in a fence that it can't close."""
    text = readable(text)
    longest = max((len(run) for run in BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{'' if code else 'text'}\n{text}\n{fence}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {inline(block.text)}"
        case Paragraph():
            if block.label:
                yield f"**{inline(block.label)}:**"
            yield _paragraph(block.text)
        case Notice():
            yield f"> **{inline(block.text)}**"
        case Facts():
            # Uses another bullet than other lists, so that two adjacent lists stay separate.
            yield "\n".join(f"* **{inline(name)}:** {inline(value)}" for name, value in block.rows)
        case Bullets():
            yield f"**{inline(block.label)}:**"
            yield "\n".join(f"- {inline(item)}" for item in block.items)
        case Verbatim():
            yield f"**{inline(block.label)}:**"
            yield fenced(block.text, code=block.code)
        case Choices():
            yield "\n".join(_choice(choice.name, choice.text, choice.marks) for choice in block.choices)
        case Chart():
            yield f"**{inline(block.label)}:**"
            yield _table(
                ("Question", "Score", ""),
                [(bar.label, bar.value, bar.drawn) for bar in block.bars],
            )
        case Table():
            yield _table(block.header, block.rows)


def _escaped(text: str) -> str:
    text = MARKUP.sub(r"\\\g<0>", text)
    text = LIST_OR_RULE.sub(r"\\\g<0>", text)
    text = NUMBERED.sub(r"\1\\\2", text)
    return ADDRESS.sub(r"\\\g<0>", text)


def _paragraph(text: str) -> str:
    """Line ends and indentation are preserved; empty lines separate paragraphs."""
    lines = []
    for line in readable(text).split("\n"):
        words = line.strip()
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        lines.append("&nbsp;" * indent + _escaped(words) if words else "")
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    return "\n\n".join(part.replace("\n", "\\\n") for part in paragraphs)


def _choice(name: str, text: str, marks: tuple[str, ...]) -> str:
    marked = f" **({', '.join(marks)})**" if marks else ""
    return f"- **{inline(name)}** {inline(text)}{marked}"


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> str:
    lines = [header, tuple("---" for _ in header)]
    table = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join(table + ["| " + " | ".join(map(inline, row)) + " |" for row in rows])
