"""Appends elements to the body of a DOCX, each in constant time.

python-docx searches for the end of the body, and through all styles, for every paragraph it adds, so its time grows
with the square of the paragraphs.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from shared.export.text import is_right_to_left, lines_of, one_line

P, P_PROPERTIES, P_STYLE, RIGHT_TO_LEFT = qn("w:p"), qn("w:pPr"), qn("w:pStyle"), qn("w:bidi")
RUN, RUN_PROPERTIES, RUN_RIGHT_TO_LEFT, BOLD, COLOR = qn("w:r"), qn("w:rPr"), qn("w:rtl"), qn("w:b"), qn("w:color")
TEXT, BREAK, SPACE = qn("w:t"), qn("w:br"), qn("xml:space")
TABLE, TABLE_PROPERTIES, TABLE_STYLE, WIDTH = qn("w:tbl"), qn("w:tblPr"), qn("w:tblStyle"), qn("w:tblW")
LAYOUT, LOOK, GRID, COLUMN = qn("w:tblLayout"), qn("w:tblLook"), qn("w:tblGrid"), qn("w:gridCol")
ROW = qn("w:tr")
CELL, CELL_PROPERTIES, CELL_WIDTH = qn("w:tc"), qn("w:tcPr"), qn("w:tcW")
VALUE, TYPE, W = qn("w:val"), qn("w:type"), qn("w:w")
# What python-docx writes for a table, in both spellings of the format: the parts that a style may set apart.
FIRST_ROW_AND_COLUMN = {
    qn(f"w:{name}"): value
    for name, value in (
        *(("firstColumn", "1"), ("firstRow", "1"), ("lastColumn", "0"), ("lastRow", "0")),
        *(("noHBand", "0"), ("noVBand", "1"), ("val", "04A0")),
    )
}


class Body:
    """The content of a document before its section properties, which `close` puts back at the end."""

    def __init__(self, word: Word, cell_style: str) -> None:
        self._body: Any = word.element.body
        self._section = self._body[-1]
        self._body.remove(self._section)
        # Looked up once, not for each paragraph.
        self._styles: Mapping[str, str] = {style.name: style.style_id for style in word.styles if style.name}
        self._cell_style = cell_style

    def close(self) -> None:
        """Finish the body; nothing can be added afterwards."""
        self._body.append(self._section)

    def line(self, text: str, style: str = "Normal", *, bold: bool = False, color: str = "") -> None:
        """Add a paragraph of one line."""
        _paragraph(self._body, one_line(text), self._styles[style], bold=bold, color=color)

    def text(self, text: str, style: str, *, code: bool = False) -> None:
        """Add a paragraph for each run of lines with the same direction: one, for most texts."""
        if code:
            self._lines(lines_of(text, code=True), style)
            return
        for right_to_left, lines in groupby(lines_of(text), is_right_to_left):
            self._lines(lines, style, right_to_left=right_to_left)

    def table(self, widths: Sequence[float], rows: Iterable[Sequence[str]], *, header: bool = False) -> None:
        """Add a table, `widths` in centimetres. With `header`, the first row is bold and the cells have borders."""
        twips = [str(Cm(width).twips) for width in widths]
        table = etree.SubElement(self._body, TABLE)
        properties = etree.SubElement(table, TABLE_PROPERTIES)
        if header:
            etree.SubElement(properties, TABLE_STYLE, {VALUE: self._styles["Table Grid"]})
        etree.SubElement(properties, WIDTH, {TYPE: "auto", W: "0"})
        etree.SubElement(properties, LAYOUT, {TYPE: "fixed"})
        etree.SubElement(properties, LOOK, FIRST_ROW_AND_COLUMN)
        grid = etree.SubElement(table, GRID)
        for width in twips:
            etree.SubElement(grid, COLUMN, {W: width})
        style = self._styles[self._cell_style]
        for number, row in enumerate(rows):
            line = etree.SubElement(table, ROW)
            for text, width in zip(row, twips, strict=True):
                cell = etree.SubElement(line, CELL)
                etree.SubElement(etree.SubElement(cell, CELL_PROPERTIES), CELL_WIDTH, {TYPE: "dxa", W: width})
                _paragraph(cell, one_line(text), style, bold=header and number == 0)
        # Two adjacent tables would merge into one.
        etree.SubElement(self._body, P)

    def _lines(self, lines: Iterable[str], style: str, *, right_to_left: bool = False) -> None:
        run = _run(self._body, self._styles[style], right_to_left=right_to_left)
        for number, line in enumerate(lines):
            if number:
                etree.SubElement(run, BREAK)
            etree.SubElement(run, TEXT, {SPACE: "preserve"}).text = line


def _paragraph(parent: Any, text: str, style_id: str, *, bold: bool = False, color: str = "") -> None:
    run = _run(parent, style_id, right_to_left=is_right_to_left(text), bold=bold, color=color)
    if text:
        etree.SubElement(run, TEXT).text = text


def _run(parent: Any, style_id: str, *, right_to_left: bool, bold: bool = False, color: str = "") -> Any:
    """Add a paragraph with one run; the properties come in the order that the format requires."""
    paragraph = etree.SubElement(parent, P)
    properties = etree.SubElement(paragraph, P_PROPERTIES)
    etree.SubElement(properties, P_STYLE, {VALUE: style_id})
    if right_to_left:
        etree.SubElement(properties, RIGHT_TO_LEFT)
    run = etree.SubElement(paragraph, RUN)
    if bold or color or right_to_left:
        properties = etree.SubElement(run, RUN_PROPERTIES)
        if bold:
            etree.SubElement(properties, BOLD)
        if color:
            etree.SubElement(properties, COLOR, {VALUE: color})
        if right_to_left:
            etree.SubElement(properties, RUN_RIGHT_TO_LEFT)
    return run
