"""PDF pages filled line by line: margins, page breaks, page numbers, and text in any script."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from fpdf import FPDF
from fpdf.fonts import TTFFont

from shared.export.lines import cut, needs_shaping, wrap
from shared.export.text import is_right_to_left, lines_of
from shared.export.typefaces import MISSING, MONO, TEXT, add_typefaces

Color = tuple[int, int, int]

INK: Color = (28, 32, 40)
QUIET: Color = (98, 106, 120)
ACCENT: Color = (32, 92, 160)
CODE_GROUND: Color = (244, 245, 247)
NOTICE_GROUND: Color = (255, 246, 224)
NOTICE_EDGE: Color = (214, 150, 30)
RULE: Color = (214, 218, 224)
MARGIN = 20.0
BOTTOM = 22.0
EDGE = 0.9
# Placeholder for the page count, with room for as many digits. It is removed from all other text.
PAGE_COUNT = "\ue000\ue001\ue002\ue003"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks; `size` in points, `leading` (line to line) and `inset` in millimetres."""

    size: float = 10
    leading: float = 5
    family: str = TEXT
    bold: bool = False
    color: Color = INK
    ground: Color | None = None
    edge: Color | None = None
    inset: float = 0

    @property
    def code(self) -> bool:
        """Whether every column counts."""
        return self.family == MONO


@dataclass(frozen=True, slots=True)
class Line:
    """A line that fits. `continued` means that it continues the line before it."""

    text: str
    continued: bool = False
    right_to_left: bool = False


BODY = Style()
STRONG = Style(bold=True)
LABEL = Style(size=9, color=QUIET, bold=True)
SMALL = Style(size=8.5, leading=4.2)
FOOT = Style(size=8, color=QUIET)
VERBATIM = Style(edge=RULE, inset=4)
CODE = Style(size=8.5, leading=4.3, family=MONO, ground=CODE_GROUND, inset=4)
NOTICE = Style(leading=5.2, ground=NOTICE_GROUND, edge=NOTICE_EDGE, inset=4)


class Sheet(FPDF):
    """A4 pages. `y` is where the next line goes."""

    def __init__(self, title: str, created_at: datetime, texts: Iterable[str]) -> None:
        super().__init__(format="A4")
        replacements = add_typefaces(self, [title, MISSING, *texts])
        self.lacks_glyphs = MISSING in replacements.values()
        self._replacements = replacements | dict.fromkeys(map(ord, PAGE_COUNT), MISSING)
        self._replacements |= {0xAD: ""}
        self._widths: dict[tuple[str, float], dict[str, float]] = {}
        self._state: tuple[Style, bool, bool] | None = None
        self.footer_text = title
        self.set_title(title)
        self.set_lang("en")
        self.set_creation_date(created_at)
        self.alias_nb_pages(PAGE_COUNT)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_page()

    def footer(self) -> None:
        """Print the title and the page number at the foot of each page."""
        self.set_y(-14)
        self.print_line(self._fitting(self.footer_text, FOOT, self.epw - 30), FOOT, 0, self.epw)
        self._set(FOOT, Line(""))
        self.set_xy(MARGIN, -14)
        self.cell(self.epw, FOOT.leading, f"Page {self.page_no()} of {PAGE_COUNT}", align="R")

    def need(self, height: float) -> None:
        """Start a new page unless `height` millimetres are left on this one."""
        if self.y + height > self.h - BOTTOM:
            self.add_page()
            self._state = None

    def space(self, height: float) -> None:
        """Leave `height` millimetres empty, except at the top of a page."""
        if self.y > MARGIN:
            self.y += height

    def write_text(self, text: str, style: Style, *, left: float = 0, width: float = 0) -> None:
        """Print a text `left` millimetres from the margin, `width` wide (0: up to the margin)."""
        width = width or self.epw - left
        lines = self.broken(text, style, width)
        for first in lines:
            self.need(style.leading)
            more = int((self.h - BOTTOM - self.y) / style.leading) - 1
            fitting = [first, *islice(lines, max(more, 0))]
            self._decorate(style, left, width, len(fitting))
            for line in fitting:
                if style.code and line.continued:
                    self.print_line(Line("\u203a"), replace(style, color=QUIET), left + 1, 3)
                self.print_line(line, style, left + style.inset, width - style.inset)
                self.y += style.leading

    def print_line(self, line: Line, style: Style, left: float, width: float) -> None:
        """Print one line without advancing; right-aligned if it reads from right to left."""
        self._set(style, line)
        y = self.y
        if not line.right_to_left and self.text_shaping is None and self._has_all(line.text):
            # Far cheaper than a cell, and on the baseline where a cell would put it.
            self.text(MARGIN + left, y + style.leading / 2 + 0.3 * self.font_size, line.text)
            return
        self.set_xy(MARGIN + left, y)
        self.cell(width, style.leading, line.text, align="R" if line.right_to_left else "L")
        self.y = y

    def broken(self, text: str, style: Style, width: float) -> Iterator[Line]:
        """The lines of a text at this width."""
        limit = width - style.inset - (style.inset / 2 if style.ground else 0)
        for line in lines_of(text, code=style.code):
            known = line.translate(self._replacements)
            right_to_left = not style.code and is_right_to_left(known)
            self._set(style, Line(known, right_to_left=right_to_left))
            # A list, not a generator: if the page breaks between two lines, the font used for measuring changes.
            parts = list((cut if style.code else wrap)(known, limit, self._measure))
            for number, part in enumerate(parts):
                yield Line(part, number > 0, right_to_left)

    def _measure(self, text: str) -> float:
        """The width of a text in the current font. A text that needs shaping is measured as a whole."""
        known = self._widths.setdefault((self.font_family + self.font_style, self.font_size_pt), {})
        if text not in known:
            if len(text) != 1 and self.text_shaping is None:
                return sum(map(self._measure, text))
            known[text] = self.get_string_width(text)
        return known[text]

    def _has_all(self, text: str) -> bool:
        """Whether the current font has every glyph of this text."""
        font = self.current_font
        return isinstance(font, TTFFont) and all(ord(character) in font.cmap for character in text)

    def _set(self, style: Style, line: Line) -> None:
        state = (style, line.right_to_left, needs_shaping(line.text))
        if state == self._state:
            return
        self._state = state
        self.set_font(style.family, "B" if style.bold else "", style.size)
        self.set_text_color(*style.color)
        self.set_text_shaping(state[2], direction="rtl" if line.right_to_left else "ltr")

    def _decorate(self, style: Style, left: float, width: float, lines: int) -> None:
        """Draw the background and the edge of the lines that follow on this page."""
        for color, wide in ((style.ground, width), (style.edge, EDGE)):
            if color:
                self.set_fill_color(*color)
                self.rect(MARGIN + left, self.y, wide, lines * style.leading, style="F")

    def _fitting(self, text: str, style: Style, width: float) -> Line:
        """As much of a text as fits into one line."""
        line, *rest = self.broken(text, style, width)
        return replace(line, text=f"{line.text}…") if rest else line
