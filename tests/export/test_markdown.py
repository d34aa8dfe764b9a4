"""No text in a report can become markup."""

import re

import pytest

from shared.export.blocks import Document, Paragraph, Verbatim
from shared.export.file import export_file
from shared.export.markdown import inline, render
from shared.export.payload import Results
from tests.export.example_results import as_bytes, candidate_results, reviewer_results

HOSTILE = """```
</code></pre><script>alert(1)</script>
````text
# A heading of mine
| a | table |
~~~
`````"""
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~&$]")


def document(*blocks: Paragraph | Verbatim) -> Document:
    results = Results.model_validate_json(as_bytes(candidate_results()))
    return Document("Kicker", "Title", results.session.started_at, blocks)


@pytest.mark.parametrize("text", [HOSTILE, "`" * 50, "```\n" * 5, "`````js\n", "~~~", ""])
@pytest.mark.parametrize("code", [True, False])
def test_answer_stays_in_its_fence(text: str, code: bool) -> None:
    lines = render(document(Verbatim("Answer", text, code=code))).decode().split("\n")
    opening = next(number for number, line in enumerate(lines) if line.startswith("```"))
    fence = re.match("`+", lines[opening])
    assert fence
    closing = next(
        number
        for number in range(opening + 1, len(lines))
        if re.fullmatch(r" {0,3}`+\s*", lines[number]) and len(lines[number].strip()) >= len(fence[0])
    )
    assert "\n".join(lines[opening + 1 : closing]) == text
    assert lines[closing + 1 :] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[link](https://evil.example)",
        "![image](x)",
        "**bold** _it_ `code`",
        "&lt; &#x3c;",
        "a | b",
        "\\<b>",
        "\\\\<b>",
        "~~gone~~ $x$",
    ],
)
def test_markup_in_a_title_or_prompt_is_escaped(text: str) -> None:
    assert not UNESCAPED.search(inline(text))
    assert not UNESCAPED.search(render(document(Paragraph(text))).decode().split("\n", 4)[4])
    assert re.sub(r"\\(?=[^\w\s])", "", inline(text)).replace("\\", "") == text.replace("\\", "")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("# one", "\\# one"),
        ("- one", "\\- one"),
        ("1. one", "1\\. one"),
        ("2) one", "2\\) one"),
        ("1.5 points", "1.5 points"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("https://evil.example", "https\\://evil.example"),
        ("www.evil.example", "www\\.evil.example"),
    ],
)
def test_prompt_line_cannot_start_a_block_or_a_link(line: str, shown: str) -> None:
    prompt = render(document(Paragraph(f"first\n{line}"))).decode()
    assert prompt.endswith(f"first\\\n{shown}\n")


def test_indentation_and_line_breaks_of_a_prompt_are_retained() -> None:
    prompt = render(document(Paragraph("if x:\r\n\ty\r\n\r\nthen"))).decode()
    assert prompt.endswith("if x:\\\n&nbsp;&nbsp;&nbsp;&nbsp;y\n\nthen\n")


def test_name_with_bidirectional_controls_is_shown_literally() -> None:
    results = reviewer_results()
    results["candidate"]["name"] = "Eve\u202e\n# Total: 60\x1b[2J"
    text = export_file(as_bytes(results), "md").content.decode()
    assert "* **Candidate:** Eve\\[U+202E\\] \\# Total: 60\\[U+001B\\]\\[2J" in text


def test_text_in_every_script_is_exported_unchanged() -> None:
    text = "Ёлка Μαρία 山田太郎 김철수 محمد שלום 😀"
    assert f"```text\n{text}\n```" in render(document(Verbatim("Answer", text))).decode()
