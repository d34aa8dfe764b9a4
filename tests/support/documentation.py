"""The project's Markdown as data: pages, code, links and heading anchors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(\s*([^)\s]+)\s*\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without fenced code."""
        return FENCE.sub("", self.text)

    def blocks(self, language: str) -> list[str]:
        """The fenced code of one language, in order."""
        return [code for found, code in FENCE.findall(self.text) if found == language]

    def section(self, title: str) -> str:
        """The text under a heading, up to the next heading of the same or a higher level."""
        level, start = next(
            (match.group().split(" ", 1)[0], match.end())
            for match in HEADING.finditer(self.text)
            if match.group(1) == title
        )
        end = re.search(rf"^#{{1,{len(level)}}} ", self.text[start:], re.MULTILINE)
        return self.text[start:][: end.start() if end else None]

    def anchors(self) -> set[str]:
        """The anchors that GitHub gives the page's headings."""
        return {_anchor(title) for title in HEADING.findall(self.prose)}

    def links(self) -> Iterator[str]:
        """The targets of the page's relative links, including anchors."""
        for target in LINK.findall(CODE.sub("", self.prose)):
            if not re.match(r"[a-z][a-z0-9+.-]*:", target):
                yield target


@cache
def pages() -> dict[str, Page]:
    """Every Markdown file of the project by path: those in the root folder and those in docs/."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [Page(path, path.read_text(encoding="utf-8")) for path in sorted(paths)]
    return {page.name: page for page in found}


@cache
def code_words() -> frozenset[str]:
    """Every word that occurs in code, either in backticks or in a fenced block."""
    code: list[str] = []
    for page in pages().values():
        code += [block for _, block in FENCE.findall(page.text)]
        code += CODE.findall(page.prose)
    return frozenset(re.findall(r"[\w./-]+", "\n".join(code)))


def _anchor(title: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", title.replace("`", "").lower())
    return plain.replace(" ", "-")
