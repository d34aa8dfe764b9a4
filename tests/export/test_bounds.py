"""Exports of the longest texts that a session can hold take seconds, and say what they left out."""

import io
import re
import time
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from fpdf import FPDF
from pypdf import PdfReader

from shared.export import shortening
from shared.export.file import export_file, prep_file
from shared.export.typefaces import MISSING, MOST_EAST_ASIAN, add_typefaces, close_typefaces
from tests.export.example_results import answer, as_bytes, reviewer_results
from tests.export.shapes import DOCUMENTS, Document, events, workspace

LINES = 32_768
TRAP = "a\n" * LINES
ANSWERS, KEPT = 6, 20
HAN = "".join(map(chr, range(0x4E00, 0x9FFF)))
REMARK = re.compile(r"… ([0-9,]+) more lines are in the JSON export")
# These exports once took minutes. Processor time is measured, because other tests run at the same time.
MOST_SECONDS = 20.0


def results_with(*texts: str, kept: tuple[str, ...] = (), kind: str = "open") -> bytes:
    """A session with these answers and these late texts."""
    results = reviewer_results()
    late = results["late_answers"][0]
    results["answers"] = [answer(n, kind, "Tell.", text, 10, 5, "model") for n, text in enumerate(texts)]
    results["late_answers"] = [late | {"id": str(n), "position": 0, "answer": text} for n, text in enumerate(kept)]
    return as_bytes(results)


def worst(text: str, kind: str = "open") -> bytes:
    return results_with(*[text] * ANSWERS, kept=(text,) * KEPT, kind=kind)


def word(results: bytes) -> Word:
    return docx.Document(io.BytesIO(export_file(results, "docx").content))


def styled(document: Word, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == style]


def missing(text: str) -> list[int]:
    """The numbers of omitted lines that a file reports."""
    return [int(found.replace(",", "")) for found in REMARK.findall(text)]


def text_of_pdf(results: bytes) -> str:
    pages = PdfReader(io.BytesIO(export_file(results, "pdf").content)).pages
    # pypdf reads the two bytes of a character in a CFF font as two characters.
    return "\n".join(page.extract_text() for page in pages).replace("\0", "")


@pytest.mark.everyday(2)
@pytest.mark.parametrize(("kind", "style"), [("open", "Reprise Answer"), ("code", "Reprise Code")])
def test_answer_of_64_kib_of_lines_is_one_complete_paragraph(kind: str, style: str) -> None:
    assert styled(word(results_with(TRAP, kind=kind)), style) == [TRAP.rstrip("\n")]


@pytest.mark.everyday(10)
@pytest.mark.parametrize(
    ("kind", "text"),
    [("open", TRAP), ("code", TRAP), ("open", "אב\nab\n" * 9_000), ("open", HAN), ("code", "\x01" * 65_536)],
    ids=["lines", "lines of code", "turns", "han", "controls"],
)
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_longest_texts_together_are_exported_in_seconds(extension: str, kind: str, text: str) -> None:
    results = worst(text, kind)
    began = time.process_time()
    export_file(results, extension)
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.prove
def test_longest_texts_together_take_a_bounded_number_of_pages() -> None:
    reader = PdfReader(io.BytesIO(export_file(worst(TRAP), "pdf").content))
    assert 500 < len(reader.pages) < 1_000


def test_truncated_text_states_how_many_lines_are_missing() -> None:
    document = word(worst(TRAP))
    shown = styled(document, "Reprise Answer")
    reported = missing("\n".join(styled(document, "Reprise Notice")))
    assert len(shown) == len(reported) == ANSWERS + KEPT
    for text, lines in zip(shown, reported, strict=True):
        assert text.count("a") + lines == LINES


def test_pdf_and_docx_omit_the_same_lines_and_report_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortening, "EFFORT", 10_000)
    results = results_with("line\n" * 2_000, "line\n" * 3_000)
    reported = missing("\n".join(styled(word(results), "Reprise Notice")))
    text = text_of_pdf(results)
    assert len(reported) == 2
    assert missing(text) == reported
    assert len(re.findall("^line$", text, re.MULTILINE)) == 5_000 - sum(reported)


def test_text_truncated_within_a_line_is_marked() -> None:
    document = word(results_with(*["word " * 13_107 + "\nend"] * 20))
    reported = [text for text in styled(document, "Reprise Notice") if text.startswith("…")]
    assert reported == ["… the rest of this line and 1 more line are in the JSON export"] * 20


def test_short_text_is_complete_beside_the_longest() -> None:
    short = "\n".join(f"line {number}" for number in range(200))
    document = word(results_with(short, *[TRAP] * 5, kept=(TRAP,) * KEPT))
    assert styled(document, "Reprise Answer")[0] == short
    assert len([text for text in styled(document, "Reprise Notice") if text.startswith("…")]) == 5 + KEPT


@pytest.mark.parametrize("text", ["All in all it went well, and we learned from it.\n" * 1_300, "fn(x)\n" * 5_000])
def test_six_long_ordinary_answers_are_complete(text: str) -> None:
    document = word(results_with(*[text] * 6))
    assert styled(document, "Reprise Answer") == [text.rstrip("\n")] * 6
    assert not any(found.startswith("…") for found in styled(document, "Reprise Notice"))


ENDS = re.compile(r"… ([0-9,]+) more parts are in the JSON export: this file ends here")


def reported_missing(text: str) -> int:
    """The number of omitted parts that a file reports."""
    (found,) = ENDS.findall(" ".join(text.split()))
    return int(found.replace(",", ""))


@pytest.mark.prove
def test_file_with_too_many_events_ends_with_a_count_of_the_missing_ones() -> None:
    most = shortening.MOST_PARTS
    document = word(events(most + 5_000))
    trail = document.element.body.findall(".//" + qn("w:tr"))
    reported = reported_missing(styled(document, "Reprise Notice")[-1])
    # A few dozen parts are not rows of the trail, and come before it.
    assert 10_000 < len(trail) <= most
    assert abs(len(trail) + reported - (most + 5_000)) < 100
    assert document.paragraphs[-1].text.endswith("this file ends here")
    assert reported_missing(text_of_pdf(events(most + 5_000))[-2_000:]) == reported


@pytest.mark.prove
def test_longest_workspace_is_complete_in_json_and_markdown_and_bounded_in_docx() -> None:
    content = workspace(DOCUMENTS["answers"](20_000))
    assert prep_file(content, "md").content.count(b"An answer") == 20_000
    document = docx.Document(io.BytesIO(prep_file(content, "docx").content))
    shown = sum(paragraph.text == "An answer" for paragraph in document.paragraphs)
    # Each entry has a heading and a text; the facts and the first heading come before them.
    assert reported_missing(document.paragraphs[-1].text) > 2 * (20_000 - shown) - 10 > 0
    assert shown > 9_990


@pytest.mark.everyday(12)
@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "كلمة " * 100_000, "👨‍👩‍👧a" * 40_000], ids=["word", "arabic", "emoji"]
)
@pytest.mark.parametrize(
    "place",
    [
        lambda text: {"star_stories": {"s": {"title": text}}},
        lambda text: {"questions": {"q": {"question": "Why?", "tips": ["short", text]}}},
        lambda text: {"questions": {"q": {text: "short"}}},
    ],
    ids=["title", "entry of a list", "label"],
)
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_text_is_bounded_in_every_part_of_a_file(extension: str, place: Callable[[str], Document], text: str) -> None:
    content = workspace(place(text * 3))
    began = time.process_time()
    file = prep_file(content, extension).content
    assert time.process_time() - began < MOST_SECONDS
    if extension == "docx":
        found = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)
        assert "what is missing above is in the JSON export" in found
        assert len(found) < shortening.EFFORT + 10_000


@pytest.mark.parametrize("extension", ["json", "md"])
def test_json_and_markdown_are_never_truncated(extension: str) -> None:
    content = export_file(worst(TRAP), extension).content.decode().replace("\\n", "\n")
    assert content.count(TRAP) == ANSWERS + KEPT
    assert "JSON export" not in content


def test_only_east_asian_characters_beyond_the_limit_are_marked() -> None:
    # Checked in the fonts, because PDF readers drop some of many equal glyphs in a row.
    pdf = FPDF()
    replacements = add_typefaces(pdf, ["龘靐", HAN])
    close_typefaces(pdf)
    assert set(replacements.values()) == {MISSING}
    assert len(set(HAN) - set(map(chr, replacements))) == MOST_EAST_ASIAN
    assert not {ord("龘"), ord("靐"), ord(HAN[0])} & set(replacements)
