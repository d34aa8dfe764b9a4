"""The cost of processing grows no faster than the text, whatever the text's shape.

A sixth of the shapes every day, all with `make prove`.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import get_args

import pytest

from shared.conversation.preview import MAX_JSON, ReplyPreview
from shared.export.file import File
from shared.grading.evidence import is_verbatim
from shared.grading.hidden_characters import hides_characters
from shared.grading.jobs import Inflected, Keyword
from shared.grading.keywords import match_keywords
from shared.grading.phrases import load_phrases
from shared.grading.suspicion import hints, vetoes
from shared.llm.normal_forms import unaccented, unspaced
from shared.llm.presentable import presentable
from shared.stream_safe import is_inflated, normalize
from shared.words.tokens import tokens_of
from tests.support.grading_jobs import short_answer
from tests.support.growth import KIB, LARGE, SHAPES, almost, grows, repeated
from tests.support.race import share

JOB = short_answer("A join.")
MANY_KINDS = [
    *(
        Keyword(keyword=form)
        for form in (
            "1,000.5",
            "C++",
            "*",
            "a b c",
            "\u7d22\u5f15",
            "\u0e01\u0e32\u0e23",
            "\u304b\u304b",
            "\uc0ac\uacfc",
        )
    ),
    *(Keyword(keyword="lock", inflections=language) for language in get_args(Inflected)),
]


def _previewed(text: str) -> list[str]:
    """The parts that are shown of a reply that arrives in pieces of seven characters."""
    shown: list[str] = []
    preview = ReplyPreview(shown.append)
    whole = json.dumps({"reply": text, "state": "exploring"}, ensure_ascii=False)
    for start in range(0, len(whole), 7):
        preview.add(whole[start : start + 7])
    return shown


WORK: dict[str, Callable[[str], object]] = {
    "vetoes": lambda text: vetoes(text, text[:2000]),
    "hints": lambda text: hints(text, text[:2000]),
    "hidden characters": hides_characters,
    "inflated": is_inflated,
    "unspaced": unspaced,
    "unaccented": unaccented,
    "normalized, NFC": partial(normalize, "NFC"),
    "normalized, NFD": partial(normalize, "NFD"),
    "normalized, NFKC": partial(normalize, "NFKC"),
    "normalized, NFKD": partial(normalize, "NFKD"),
    "presentable": presentable,
    "words": tokens_of,
    "keywords": lambda text: match_keywords(JOB.keywords, text),
    "keywords of many kinds": lambda text: match_keywords(MANY_KINDS, text),
    "evidence": lambda text: is_verbatim(text[: len(text) // 2], text),
    "reply in pieces": _previewed,
    "name of a file": lambda text: File(b"", "text/plain", f"{text}.md").content_disposition,
}


@pytest.mark.parametrize("work", WORK)
def test_work_grows_no_faster_than_its_text(work: str) -> None:
    shapes = share(list(SHAPES.items()), 6, list(WORK).index(work))
    found = {name: grown for name, shape in shapes if (grown := grows(WORK[work], shape))}
    assert found == {}


@pytest.mark.parametrize("name", ["fake_message", "addresses_grader"])
def test_no_phrase_takes_more_than_linear_time_on_a_near_match(name: str) -> None:
    """Run each expression over its own near misses, repeated in a row and one per line."""
    found = {}
    expressions = [expression for section in load_phrases(name).sections for expression in section.expressions]
    for expression in share(expressions, 4):
        search = partial(_every_match, expression)
        for text in {near + end for near in almost(expression.pattern) for end in (" ", "\n")}:
            if grown := grows(search, partial(repeated, text)):
                found[expression.pattern, text] = grown
    assert found == {}


def _every_match(expression: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in expression.finditer(text))


@pytest.mark.prove
@pytest.mark.parametrize(
    ("work", "shape"),
    [
        (partial(unicodedata.normalize, "NFC"), SHAPES["two runs of marks"]),
        (re.compile(r"(?=[\w-]*\d)[\w-]{8,}").findall, SHAPES["one long word"]),
        (lambda text: [text[start:] for start in range(len(text))], SHAPES["prose"]),
    ],
)
def test_control_quadratic_work_is_found(work: Callable[[str], object], shape: Callable[[int], str]) -> None:
    assert grows(work, shape, 2 * KIB, 16 * KIB)


def test_every_piece_of_a_reply_is_read_once() -> None:
    """Twice as many pieces cost twice the work, up to the length at which a reply is no longer shown."""
    assert grows(_previewed, partial(repeated, "word "), MAX_JSON // 8, MAX_JSON) is None


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_reply_in_pieces_of_any_size_is_shown_unchanged(size: int) -> None:
    text = 'Say "hi" \\ to\n\u00e9\U0001f600 and \u2028 \u4e2d\u6587, C:\\u0041.'
    for whole in (json.dumps({"reply": text, "state": "exploring"}), ' {\n "reply" :"' + json.dumps(text)[1:] + "}"):
        shown: list[str] = []
        preview = ReplyPreview(shown.append)
        for start in range(0, len(whole), size):
            preview.add(whole[start : start + size])
        assert "".join(shown) == text


@pytest.mark.parametrize(
    "body",
    [
        '{"state": "exploring", "reply": "late"}',
        "no JSON",
        '["reply"',
        '{"reply": 7, "x": ""}',
        '{"reply": "a\x01b"}',
        " " * 500,
    ],
)
def test_text_outside_a_reply_is_never_shown(body: str) -> None:
    shown: list[str] = []
    preview = ReplyPreview(shown.append)
    for sign in body:
        preview.add(sign)
    assert "".join(shown) in ("", "a")


@pytest.mark.parametrize("shape", share(list(SHAPES), 4))
def test_text_of_64_kib_in_any_shape_is_scanned_without_an_error(shape: str) -> None:
    """Nothing raises for any shape; the answer is graded by its keywords or left to a person."""
    text = SHAPES[shape](LARGE)
    assert isinstance(vetoes(text), list)
    assert isinstance(hints(text), list)
    assert match_keywords(JOB.keywords, text).missing
