"""The text of a piece of HTML, as our prompts have it: paragraphs, and code in backticks."""

import re

from lxml import html
from lxml.etree import ParserError, iterwalk

BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
WITHOUT_TEXT = frozenset({"script", "style", "head", "title"})
PICTURES = frozenset({"img", "svg", "video", "audio", "object", "embed", "iframe", "canvas", "math"})
# A tag with its attributes, up to the next sign that ends one or begins another.
TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>?")
MANY_LINES = re.compile(r"\n{3,}")
SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


class Picture(Exception):  # noqa: N818 (named for what was found)
    """The HTML shows something that is no text."""


def text_of(markup: str) -> str:
    """The text of the markup, in linear time; raises Picture, or ValueError if it is nested too deeply."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    # Without attributes: they say nothing, and the parser compares each of a tag with all before it.
    markup = TAG.sub(r"<\1>", markup)
    parser = html.HTMLParser(no_network=True)
    try:
        root = html.fragment_fromstring(markup, create_parent="div", parser=parser)
    except ParserError:
        return ""
    # The parser drops what is nested deeper than it allows.
    if any("depth" in entry.message for entry in parser.error_log):
        raise ValueError("is nested too deeply")
    parts: list[str] = []
    code = hidden = 0
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in PICTURES:
            raise Picture
        step = {"start": 1, "end": -1}.get(event, 0)
        code += step * (name == "pre")
        hidden += step * (name in WITHOUT_TEXT)
        parts.append(_mark(name, event, code))
        text = element.text if event == "start" else element.tail
        parts.append("" if hidden else _shown(text, code))
    lines = (line if line.startswith(" ") else line.strip() for line in "".join(parts).split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _mark(name: str, event: str, code: int) -> str:
    """Return the text that replaces the tag itself."""
    if name == "pre":
        return "\n```\n"
    if name == "code":
        return "" if code else "`"
    return "\n" if name in BLOCKS or (name == "br" and event == "start") else ""


def _shown(text: str | None, code: int) -> str:
    return (text or "") if code else SPACES.sub(" ", text or "")
