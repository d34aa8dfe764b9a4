"""The PDF, read back: every text is present, on the page, and in an embedded font."""

import io
import json
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PageObject, PdfReader

from shared.export.file import export_file
from tests.export.example_results import as_bytes, candidate_results, reviewer_results

SCRIPTS = {
    "latin": "Žluťoučký kůň",
    "cyrillic": "Съешь ещё этих мягких",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα",
    "chinese": "索引让写入变慢",
    "japanese": "索引は書き込みを遅くします",
    "korean": "색인은 쓰기를 느리게 합니다",
    "georgian": "ქართული",
}
# The scripts that docs/api.md lists as missing.
LACKING_SCRIPTS = {
    "Bengali": "শেখ",
    "Tamil": "தமிழ்",
    "Telugu": "తెలుగు",
    "Gujarati": "ગુજરાતી",
    "Gurmukhi": "ਪੰਜਾਬੀ",
    "Sinhala": "සිංහල",
    "Khmer": "ខ្មែរ",
    "Ethiopic": "አማርኛ",
    "Armenian": "Հայերեն",
}


def pdf(results: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(export_file(as_bytes(results), "pdf").content), strict=True)


def text_of(reader: PdfReader) -> str:
    # pypdf reads the two bytes of a character in a CFF font as two characters; other readers do not.
    return "\n".join(page.extract_text() for page in reader.pages).replace("\0", "")


def with_answer(position: int, text: str) -> dict[str, Any]:
    results = reviewer_results()
    results["answers"][position]["answer"] = text
    return results


def test_reviewers_pdf_contains_everything() -> None:
    text = text_of(pdf(reviewer_results()))
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
        "7.2 s",
        "override score",
    ):
        assert expected in text


def test_candidates_pdf_contains_only_what_the_candidate_may_see() -> None:
    text = text_of(pdf(candidate_results()))
    assert "(chosen)" in text
    for secret in ("correct)", "Event trail", "Late answers", "Machine"):
        assert secret not in text


def test_pages_are_numbered_with_their_total() -> None:
    pages = pdf(reviewer_results()).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_questions_are_bookmarks() -> None:
    titles = list(bookmarks(pdf(reviewer_results()).outline))
    assert titles[:3] == ["Summary", "Questions and answers", "Question 1: Multiple choice"]


@pytest.mark.everyday(3)
@pytest.mark.parametrize("script", SCRIPTS)
def test_text_can_be_copied_in_every_script(script: str) -> None:
    text = text_of(pdf(with_answer(3, SCRIPTS[script])))
    assert SCRIPTS[script] in text
    assert "□" not in text


@pytest.mark.parametrize("text", ["مرحبا بالعالم، هذا اختبار", "שלום עולם, זה מבחן"])
def test_right_to_left_text_starts_at_the_right(text: str) -> None:
    reader = pdf(with_answer(3, text))
    assert "□" not in text_of(reader)
    positions = [x for page in reader.pages for x, found in placed(page) if found[0] in text and found[0] > "\u0500"]
    assert positions
    assert min(positions) > float(reader.pages[0].mediabox.width) / 2


def test_code_retains_its_indentation_and_wraps() -> None:
    code = "def f():\n\tif x:\n\t\treturn " + " + ".join(f"x{number}" for number in range(60))
    reader = pdf(with_answer(2, code))
    text = text_of(reader)
    assert "    if x:" in text
    assert "        return x0 + x1" in text
    assert "x59" in text
    assert b"CascadiaMono" in export_file(as_bytes(with_answer(2, code)), "pdf").content


@pytest.mark.everyday(6)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 65536,
        "汉" * 21845,
        "كلمة " * 7000,
        "word " * 13107,
        "\n" * 65536,
        "\t" * 2000 + "x",
        "a\tb\r\nc\x00\x1b[0m\u202e\ufffe",
        "{nb} \ue000\ue001 **no** __markdown__",
        "😀👨‍👩‍👧 \u0bae \u0d15",
    ],
    ids=[
        "empty",
        "one word",
        "han",
        "arabic",
        "long",
        "lines",
        "tabs",
        "controls",
        "aliases",
        "no glyph",
    ],
)
@pytest.mark.parametrize("position", [2, 3])
def test_no_text_breaks_the_file_or_leaves_the_page(text: str, position: int) -> None:
    reader = pdf(with_answer(position, text))
    for page in reader.pages:
        for x, found in placed(page):
            assert 50 < x < float(page.mediabox.width) - 50, found


def test_characters_without_a_glyph_are_marked_and_explained() -> None:
    text = text_of(pdf(with_answer(3, "Bengali: \u0995\u09b2\u09ae")))
    assert "Bengali: □□□" in text
    reported = "□ stands for a character that the fonts of this file do not have."
    assert f"{reported} It is in the DOCX, Markdown and JSON exports." in text
    assert text.index(reported) < text.index("Candidate")


@pytest.mark.everyday(8)
@pytest.mark.parametrize("text", LACKING_SCRIPTS.values(), ids=LACKING_SCRIPTS)
@pytest.mark.parametrize("extension", ["docx", "md", "json"])
def test_characters_without_a_pdf_glyph_are_in_every_other_format(text: str, extension: str) -> None:
    results = with_answer(3, text)
    assert "□" in text_of(pdf(results))
    content = export_file(as_bytes(results), extension).content
    if extension == "docx":
        content = ZipFile(io.BytesIO(content)).read("word/document.xml")
    assert text in (json.loads(content)["answers"][3]["answer"] if extension == "json" else content.decode())


def test_page_count_placeholder_in_an_answer_is_not_replaced() -> None:
    text = text_of(pdf(with_answer(3, "{nb} and \ue000\ue001.")))
    assert "{nb} and □□." in text


def test_markup_is_printed_literally() -> None:
    hostile = "**bold** __underline__ <b>html</b> [link](https://evil.example)"
    reader = pdf(with_answer(3, hostile))
    assert hostile in text_of(reader)
    assert all("/Annots" not in page for page in reader.pages)


def test_equal_results_give_equal_bytes() -> None:
    for results in (reviewer_results(), with_answer(3, "汉字 שלום مرحبا 😀")):
        first, second = (export_file(as_bytes(results), "pdf").content for _ in range(2))
        assert first == second


def placed(page: PageObject) -> list[tuple[float, str]]:
    """Each piece of a page's text: its distance from the left in points, and its characters."""
    pieces: list[tuple[float, str]] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if text.strip():
            pieces.append((matrix[4] + text_matrix[4] * matrix[0], text.strip()))

    page.extract_text(visitor_text=visit)
    return pieces


def bookmarks(outline: list[Any]) -> Iterator[str]:
    """The titles of the bookmarks, including nested ones."""
    for item in outline:
        if isinstance(item, list):
            yield from bookmarks(item)
        else:
            yield item["/Title"]
