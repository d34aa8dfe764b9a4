"""A document as DOCX. Fonts are the reader's own: an office program finds one for every script."""

import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from shared.export.document import (
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
from shared.export.shortening import shortened
from shared.export.text import is_right_to_left, lines_of, one_line

TEXT_WIDTH_CM = 17.0
TEXT_FONT, CODE_FONT = "Calibri", "Consolas"
NO_TIME = (1980, 1, 1, 0, 0, 0)
CODE, ANSWER, NOTICE, CELL = "Reprise Code", "Reprise Answer", "Reprise Notice", "Reprise Cell"


def render(document: Document) -> bytes:
    """The document as DOCX: the same document, the same bytes."""
    document = shortened(document)
    word = docx.Document()
    _set_up(word, document)
    _write(word, document.kicker.upper()).runs[0].font.color.rgb = RGBColor(32, 92, 160)
    _write(word, document.title, "Title")
    for block in document.blocks:
        _block(word, block)
    content = io.BytesIO()
    word.save(content)
    return _without_times(content)


def _block(word: Word, block: Block) -> None:
    match block:
        case Heading():
            _write(word, block.text, f"Heading {block.level}")
        case Paragraph():
            _lines(word, block.text, "Normal", block.label)
        case Notice():
            _write(word, block.text, NOTICE)
        case Facts():
            _table(word, [5.0, TEXT_WIDTH_CM - 5.0], block.rows)
        case Bullets():
            _write(word, block.label, bold=True)
            for item in block.items:
                _write(word, item, "List Bullet")
        case Verbatim():
            if block.code:
                _write(word, block.label, bold=True)
                _add_lines(word, lines_of(block.text, code=True), word.styles[CODE].style_id)
            else:
                _lines(word, block.text, ANSWER, block.label)
        case Choices():
            for choice in block.choices:
                marks = f" ({', '.join(choice.marks)})" if choice.marks else ""
                text = f"{choice.name}  {choice.text}{marks}"
                _write(word, text, "List Bullet", bold=bool(marks))
        case Chart():
            _write(word, block.label, bold=True)
            rows = [(bar.label, bar.drawn, bar.value) for bar in block.bars]
            _table(word, [5.0, 8.0, 4.0], rows)
        case Table():
            widths = [share * TEXT_WIDTH_CM for share in block.widths]
            _table(word, widths, [block.header, *block.rows], header=True)


def _write(word: Word, text: str, style: str = "Normal", *, bold: bool = False) -> WordParagraph:
    """A paragraph of one line of text."""
    paragraph = word.add_paragraph(style=style)
    _run(paragraph, one_line(text), bold=bold)
    return paragraph


def _lines(word: Word, text: str, style: str, label: str) -> None:
    """A paragraph for the lines that follow each other in one direction: one, in most texts."""
    if label:
        _write(word, label, bold=True)
    style_id = word.styles[style].style_id
    for right_to_left, lines in groupby(lines_of(text), is_right_to_left):
        _add_lines(word, lines, style_id, right_to_left=right_to_left)


def _add_lines(word: Word, lines: Iterable[str], style_id: str, *, right_to_left: bool = False) -> None:
    """One paragraph of many lines, built by hand: the library looks at each character and each paragraph before."""
    paragraph: Any = OxmlElement("w:p")
    properties = _child(paragraph, "w:pPr")
    _child(properties, "w:pStyle").set(qn("w:val"), style_id)
    run = _child(paragraph, "w:r")
    if right_to_left:
        _child(properties, "w:bidi")
        _child(_child(run, "w:rPr"), "w:rtl")
    for number, line in enumerate(lines):
        if number:
            _child(run, "w:br")
        text = _child(run, "w:t")
        text.text = line
        text.set(qn("xml:space"), "preserve")
    # The last element of the body is its section.
    word.element.body[-1].addprevious(paragraph)


def _child(parent: Any, name: str) -> Any:
    element = OxmlElement(name)
    parent.append(element)
    return element


def _run(paragraph: WordParagraph, text: str, *, bold: bool = False) -> None:
    """A line at the end of a paragraph, in its own direction."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    if is_right_to_left(text):
        run.font.rtl = True
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))


def _table(word: Word, widths: list[float], rows: Any, *, header: bool = False) -> None:
    style = word.styles[CELL]
    table = word.add_table(rows=0, cols=len(widths), style="Table Grid" if header else None)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate(rows):
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].style = style
            _run(cell.paragraphs[0], one_line(text), bold=header and number == 0)
    word.add_paragraph()


def _set_up(word: Word, document: Document) -> None:
    """Page, styles, page numbers and properties."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    _font(word.styles["Normal"], TEXT_FONT, 10.5)
    for name, font, size, ground, edge in (
        (CODE, CODE_FONT, 9, "F4F5F7", None),
        (ANSWER, TEXT_FONT, 10.5, None, "D6DAE0"),
        (NOTICE, TEXT_FONT, 10.5, "FFF6E0", "D6961E"),
        (CELL, TEXT_FONT, 10.5, None, None),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _font(style, font, size)
        properties = style.element.get_or_add_pPr()
        if edge:
            border = f'<w:left w:val="single" w:sz="18" w:space="6" w:color="{edge}"/>'
            properties.append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))
        if ground:
            shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{ground}"/>'
            properties.append(parse_xml(shading))
        style.paragraph_format.space_after = Pt(2 if name == CELL else 6)
    foot = section.footer.paragraphs[0]
    _run(foot, f"{one_line(document.title)}  ·  ")
    for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
        attributes = f'{nsdecls("w")} w:instr="{instruction}"'
        field = f"<w:fldSimple {attributes}><w:r><w:t>1</w:t></w:r></w:fldSimple>"
        foot._p.append(parse_xml(field))
        foot.add_run(between)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = (
        one_line(document.title)[:255],
        "",
        "",
    )
    properties.created = properties.modified = document.created_at.replace(tzinfo=None)


def _font(style: Any, name: str, size: float) -> None:
    """One font for every script: the reader's program falls back where it has to."""
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _without_times(content: io.BytesIO) -> bytes:
    """The same archive with no trace of when it was written."""
    fixed = io.BytesIO()
    with ZipFile(content) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
