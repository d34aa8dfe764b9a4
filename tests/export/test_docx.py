"""The DOCX, read back by a library that also reads Word's files."""

import io
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document

from shared.export.file import export_file
from tests.export.example_results import CODE, as_bytes, candidate_results, reviewer_results


def word(results: dict[str, Any]) -> Document:
    return docx.Document(io.BytesIO(export_file(as_bytes(results), "docx").content))


def text_of(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def with_answer(position: int, text: str) -> dict[str, Any]:
    results = reviewer_results()
    results["answers"][position]["answer"] = text
    return results


def test_reviewers_docx_contains_everything() -> None:
    text = text_of(word(reviewer_results()))
    for expected in (
        "Full Stack Developer",
        "Casey Candidate (casey@example.com)",
        "24.5 of 40 graded points",
        "Not all answers are graded: 3 of 4.",
        "Recommendation (advisory): Maybe.",
        "(chosen, correct)",
        "Keywords only, provisional",
        "5 of 10 / 8 of 10",
        "The late story of the outage",
        "override score",
    ):
        assert expected in text


def test_candidates_docx_contains_only_what_the_candidate_may_see() -> None:
    text = text_of(word(candidate_results()))
    for secret in ("correct)", "Event trail", "Late answers", "Machine"):
        assert secret not in text


def test_code_retains_its_columns_in_its_own_block() -> None:
    blocks = [p for p in word(reviewer_results()).paragraphs if p.style and p.style.name == "Reprise Code"]
    assert [block.text for block in blocks] == [CODE.expandtabs(4).rstrip("\n")]


def test_right_to_left_lines_are_marked() -> None:
    paragraphs = word(with_answer(3, "שלום עולם\nand English")).paragraphs
    by_text = {paragraph.text: paragraph for paragraph in paragraphs}
    assert by_text["שלום עולם"].runs[0].font.rtl
    assert by_text["and English"].runs[0].font.rtl is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 65536,
        "\n" * 65536,
        "a\tb\r\nc\x00\x1b[0m\u202e\ufffe",
        "</w:t><w:br/>&amp;",
        "汉字 😀",
    ],
    ids=["empty", "one word", "lines", "controls", "xml", "scripts"],
)
@pytest.mark.parametrize("position", [2, 3])
def test_no_text_breaks_the_file(text: str, position: int) -> None:
    found = text_of(word(with_answer(position, text)))
    if text.isprintable():
        assert text in found


def test_equal_results_give_equal_bytes_without_a_creation_date() -> None:
    first, second = (export_file(as_bytes(reviewer_results()), "docx").content for _ in range(2))
    assert first == second
    assert {entry.date_time[0] for entry in ZipFile(io.BytesIO(first)).infolist()} == {1980}


def test_table_columns_fit_their_content_in_every_program() -> None:
    """Word lays a table out by its cells, LibreOffice by its grid: in both, a chart's bar must fit in one line."""
    tables = word(reviewer_results()).tables
    chart = next(table for table in tables if "█" in table.cell(0, 1).text)
    for table in tables:
        for column in table.columns:
            assert column.width == column.cells[0].width
    assert chart.columns[1].width > chart.columns[0].width
