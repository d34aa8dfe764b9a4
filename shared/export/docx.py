"""Renders a document as DOCX. No fonts are embedded: office programs have one for every script."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

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
from shared.export.docx_body import Body
from shared.export.shortening import shortened
from shared.export.text import is_right_to_left, one_line

TEXT_WIDTH_CM = 17.0
TEXT_FONT, CODE_FONT = "Calibri", "Consolas"
NO_TIME = (1980, 1, 1, 0, 0, 0)
CODE, ANSWER, NOTICE, CELL = "Reprise Code", "Reprise Answer", "Reprise Notice", "Reprise Cell"


def render(document: Document) -> bytes:
    """Render the document as DOCX; the same document gives the same bytes."""
    document = shortened(document)
    word = docx.Document()
    _set_up(word, document)
    body = Body(word, CELL)
    body.line(document.kicker.upper(), color="205CA0")
    body.line(document.title, "Title")
    for block in document.blocks:
        _block(body, block)
    body.close()
    content = io.BytesIO()
    word.save(content)
    return _without_times(content)


def _block(body: Body, block: Block) -> None:
    match block:
        case Heading():
            body.line(block.text, f"Heading {block.level}")
        case Paragraph():
            _label(body, block.label)
            body.text(block.text, "Normal")
        case Notice():
            body.line(block.text, NOTICE)
        case Facts():
            body.table([5.0, TEXT_WIDTH_CM - 5.0], block.rows)
        case Bullets():
            _label(body, block.label)
            for item in block.items:
                body.line(item, "List Bullet")
        case Verbatim():
            _label(body, block.label)
            body.text(block.text, CODE if block.code else ANSWER, code=block.code)
        case Choices():
            for choice in block.choices:
                marks = f" ({', '.join(choice.marks)})" if choice.marks else ""
                text = f"{choice.name}  {choice.text}{marks}"
                body.line(text, "List Bullet", bold=bool(marks))
        case Chart():
            _label(body, block.label)
            rows = [(bar.label, bar.drawn, bar.value) for bar in block.bars]
            body.table([5.0, 8.0, 4.0], rows)
        case Table():
            widths = [share * TEXT_WIDTH_CM for share in block.widths]
            body.table(widths, [block.header, *block.rows], header=True)


def _label(body: Body, label: str) -> None:
    if label:
        body.line(label, bold=True)


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
    title = one_line(document.title)
    run = foot.add_run(f"{title}  ·  ")
    if is_right_to_left(title):
        run.font.rtl = True
        foot._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
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
    """Set one font for every script; the reader's program falls back where needed."""
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _without_times(content: io.BytesIO) -> bytes:
    """The same archive with fixed timestamps."""
    fixed = io.BytesIO()
    with ZipFile(content) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
