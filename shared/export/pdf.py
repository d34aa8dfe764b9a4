"""Renders a document as PDF: A4, vector bars, embedded fonts, bookmarks. The same document gives the same bytes."""

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
from shared.export.sheet import (
    ACCENT,
    BODY,
    CODE,
    CODE_GROUND,
    LABEL,
    MARGIN,
    NOTICE,
    QUIET,
    RULE,
    SMALL,
    STRONG,
    VERBATIM,
    Line,
    Sheet,
    Style,
)
from shared.export.shortening import shortened
from shared.export.text import one_line
from shared.export.typefaces import MISSING, close_typefaces

KICKER = Style(size=9, color=ACCENT, bold=True)
TITLE = Style(size=20, leading=9.5, bold=True)
HEADINGS = {1: Style(size=14, leading=7.5, bold=True), 2: Style(size=11, leading=6, bold=True)}
VALUE = Style(size=9)
FINE_PRINT = Style(size=8.5, leading=4.2, color=QUIET)
LACKING = (
    f"{MISSING} stands for a character that the fonts of this file do not have. "
    "It is in the DOCX, Markdown and JSON exports."
)
FACT_NAME_WIDTH = 36.0
MOST_ROWS_TOGETHER = 10
BULLET_WIDTH = 5.0
CHOICE_WIDTH = 8.0
BAR_LABEL_WIDTH = 48.0
BAR_VALUE_WIDTH = 30.0
BAR_HEIGHT = 3.6
BAR_STEP = 6.6
GAP = 2.5
LONGEST_BOOKMARK = 200


def render(document: Document) -> bytes:
    """Render the document as PDF."""
    document = shortened(document)
    sheet = Sheet(document.title, document.created_at, document.texts())
    sheet.write_text(document.kicker.upper(), KICKER)
    sheet.write_text(document.title, TITLE)
    if sheet.lacks_glyphs:
        sheet.write_text(LACKING, FINE_PRINT)
    sheet.space(GAP)
    for block in document.blocks:
        _block(sheet, block)
    content = bytes(sheet.output())
    close_typefaces(sheet)
    return content


def _block(sheet: Sheet, block: Block) -> None:
    match block:
        case Heading():
            _heading(sheet, block)
            return
        case Paragraph():
            _label(sheet, block.label)
            sheet.write_text(block.text, BODY)
        case Notice():
            sheet.need(2 * NOTICE.leading)
            sheet.write_text(block.text, NOTICE)
        case Facts():
            _facts(sheet, block)
        case Bullets():
            _label(sheet, block.label)
            for item in block.items:
                _hanging(sheet, "•", item, BODY, BULLET_WIDTH)
        case Verbatim():
            _label(sheet, block.label)
            sheet.write_text(block.text, CODE if block.code else VERBATIM)
        case Choices():
            for choice in block.choices:
                marks = f"  ({', '.join(choice.marks)})" if choice.marks else ""
                style = STRONG if choice.marks else BODY
                _hanging(sheet, choice.name, choice.text + marks, style, CHOICE_WIDTH)
        case Chart():
            _chart(sheet, block)
        case Table():
            _table(sheet, block)
    sheet.space(GAP)


def _heading(sheet: Sheet, heading: Heading) -> None:
    """Print a heading, never alone at the foot of a page."""
    style = HEADINGS[heading.level]
    sheet.space(7 if heading.level == 1 else 4)
    sheet.need(style.leading + (10 if heading.level == 1 else 4) * BODY.leading)
    sheet.start_section(one_line(heading.text)[:LONGEST_BOOKMARK], level=heading.level - 1)
    sheet.write_text(heading.text, style)
    if heading.level == 1:
        sheet.set_fill_color(*RULE)
        sheet.rect(MARGIN, sheet.y, sheet.epw, 0.3, style="F")
        sheet.y += GAP
    else:
        sheet.y += 0.5


def _label(sheet: Sheet, label: str) -> None:
    if label:
        sheet.need(LABEL.leading + 2 * BODY.leading)
        sheet.write_text(label, LABEL)


def _facts(sheet: Sheet, facts: Facts) -> None:
    sheet.need(min(len(facts.rows), MOST_ROWS_TOGETHER) * VALUE.leading)
    for name, value in facts.rows:
        _side_by_side(
            sheet,
            [(name, LABEL, FACT_NAME_WIDTH), (value, VALUE, sheet.epw - FACT_NAME_WIDTH)],
        )


def _hanging(sheet: Sheet, mark: str, text: str, style: Style, width: float) -> None:
    _side_by_side(sheet, [(mark, style, width), (text, style, sheet.epw - width)])


def _side_by_side(sheet: Sheet, cells: list[tuple[str, Style, float]]) -> None:
    """Print texts in columns, line by line, so that a page can break anywhere in a long one."""
    columns = [list(sheet.broken(text, style, width - 2)) for text, style, width in cells]
    leading = max(style.leading for _, style, _ in cells)
    for number in range(max(map(len, columns))):
        sheet.need(leading)
        y, left = sheet.y, 0.0
        for lines, (_, style, width) in zip(columns, cells, strict=True):
            if number < len(lines):
                sheet.print_line(lines[number], style, left, width - 2)
            left += width
        sheet.y = y + leading


def _chart(sheet: Sheet, chart: Chart) -> None:
    _label(sheet, chart.label)
    length = sheet.epw - BAR_LABEL_WIDTH - BAR_VALUE_WIDTH
    for bar in chart.bars:
        sheet.need(BAR_STEP)
        top = sheet.y + (VALUE.leading - BAR_HEIGHT) / 2
        sheet.print_line(Line(bar.label), VALUE, 0, BAR_LABEL_WIDTH)
        if bar.share is None:
            sheet.set_draw_color(*RULE)
            sheet.set_dash_pattern(dash=1, gap=1)
            sheet.rect(MARGIN + BAR_LABEL_WIDTH, top, length, BAR_HEIGHT)
            sheet.set_dash_pattern()
        else:
            sheet.set_fill_color(*CODE_GROUND)
            sheet.rect(MARGIN + BAR_LABEL_WIDTH, top, length, BAR_HEIGHT, style="F")
            sheet.set_fill_color(*ACCENT)
            share = min(max(bar.share, 0), 1)
            sheet.rect(MARGIN + BAR_LABEL_WIDTH, top, length * share, BAR_HEIGHT, style="F")
        value_style = Style(size=9, color=QUIET) if bar.share is None else VALUE
        sheet.print_line(Line(bar.value), value_style, sheet.epw - BAR_VALUE_WIDTH + 3, BAR_VALUE_WIDTH - 3)
        sheet.y += BAR_STEP


def _table(sheet: Sheet, table: Table) -> None:
    widths = [share * sheet.epw for share in table.widths]
    header = [LABEL] * len(widths)
    for row, styles in [
        (table.header, header),
        *((row, [SMALL] * len(widths)) for row in table.rows),
    ]:
        sheet.need(SMALL.leading)
        _side_by_side(sheet, list(zip(row, styles, widths, strict=True)))
        sheet.set_fill_color(*RULE)
        sheet.rect(MARGIN, sheet.y + 0.4, sheet.epw, 0.15, style="F")
        sheet.y += 1
