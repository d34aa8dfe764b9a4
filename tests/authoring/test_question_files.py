"""Files of questions: what is read from them, and files that are made to be expensive. Without a database."""

from collections.abc import Callable
from contextlib import suppress
from time import thread_time
from typing import Any
from xml.sax.saxutils import escape

import pytest

from shared.question_files.importing import read
from shared.question_files.read_file import Defaults, UnreadableFile

DEFAULTS = Defaults("imported", "imported", "medium", 120)
MEGABYTE = 1024 * 1024


def moodle(body: str, kind: str = "multichoice", prompt: str = "<p>Which <b>one</b>?</p>") -> str:
    """A quiz with one question."""
    text = f"<questiontext format='html'><text>{escape(prompt)}</text></questiontext>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<question type="{kind}">\n{text}{body}</question></quiz>'


def answer(text: str, fraction: str) -> str:
    return f'<answer fraction="{fraction}"><text>{escape(text)}</text></answer>'


RIGHT, WRONG = answer("A queue", "100"), answer("<p>A set</p>", "0")


def faults(file_format: str, content: str) -> list[tuple[str, int | None, str]]:
    """The faults of a file that cannot be read."""
    with pytest.raises(UnreadableFile) as refused:
        read(file_format, content, DEFAULTS)
    return [(fault.where, fault.line, fault.detail) for fault in refused.value.faults]


def test_moodle_questions_keep_their_meaning() -> None:
    category = "<question type='category'><category><text>$course$/top/Data/Databases</text></category></question>"
    essay = "<question type='essay'><questiontext><text>Why?</text></questiontext>"
    essay += "<graderinfo><text>Locks.</text></graderinfo><tags><tag><text>locks</text></tag></tags></question>"
    right = answer("index", "100") + answer("indexes", "100") + answer("table", "0")
    short = f"<question type='shortanswer'><questiontext><text>What?</text></questiontext>{right}</question>"
    both = answer("true", "0") + answer("false", "100.00000")
    true_false = f"<question type='truefalse'><questiontext><text>So?</text></questiontext>{both}</question>"
    grade = "<defaultgrade>2.0000000</defaultgrade><generalfeedback><text>First in.</text></generalfeedback>"
    file = moodle(RIGHT + WRONG + grade, prompt="<p>Which?</p><pre>a\n  b</pre>").replace(
        '<question type="multi', category + '<question type="multi'
    )
    file = file.replace("</quiz>", essay + short + true_false + "</quiz>")
    choice, essay_, short_, two = read("moodle_xml", file, DEFAULTS).questions
    expected = {"kind": "mcq", "domain": "Databases", "prompt": "Which?\n\n```\na\n  b\n```", "points": 2}
    assert choice.items() >= expected.items()
    assert choice["options"] == [{"id": "a", "text": "A queue"}, {"id": "b", "text": "A set"}]
    assert choice["key"] == {"explanation": "First in.", "correct_option": "a"}
    assert (essay_["kind"], essay_["key"]["sample_solution"], essay_["tags"]) == ("open", "Locks.", ["locks"])
    assert short_["key"]["keywords"] == [{"keyword": "index", "synonyms": ["indexes"]}]
    assert (two["key"]["correct_option"], [o["text"] for o in two["options"]]) == ("b", ["True", "False"])


@pytest.mark.parametrize(
    ("file_format", "content", "where", "line"),
    [
        ("moodle_xml", moodle(RIGHT + WRONG, "matching"), "question 1", 3),
        ("moodle_xml", moodle(RIGHT + RIGHT), "question 1", 3),
        ("moodle_xml", moodle(RIGHT + answer("Half", "50")), "question 1", 3),
        ("moodle_xml", moodle(RIGHT + WRONG, prompt="<img src='x.png'>"), "question 1", 3),
        ("moodle_xml", moodle("<questiontext>", prompt="x"), "file", 4),
        ("moodle_xml", moodle(RIGHT + WRONG, prompt="<div>" * 400 + "lost"), "question 1", 3),
        ("moodle_xml", "<html/>", "file", 1),
        ("moodle_xml", "<quiz></quiz>", "file", None),
        ("csv", "kind,prompt,points,colour\n", "line 1", 1),
        ("csv", "kind,prompt\n", "line 1", 1),
        ("csv", 'kind,prompt,points\nopen,"a\nb",5\nopen,c\n', "line 4", 4),
        ("csv", 'kind,prompt,points\nopen,"a"b,5\n', "file", 2),
        ("csv", "", "line 1", 1),
        ("json", '{"format": "reprise-questions",\n "version" 1}', "file", 2),
        ("json", '{"format": "reprise-questions", "version": 1, "questions": [NaN]}', "file", None),
        ("json", '{"format": "reprise-questions", "version": 1e999}', "file", None),
        ("json", "[]", "file", None),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_is_refused_with_its_line(
    file_format: str, content: str, where: str, line: int | None
) -> None:
    assert faults(file_format, content)[0][:2] == (where, line)


@pytest.mark.parametrize("character", [r"\ud800", r"\u0000", r"\udc00\ud800"])
def test_character_that_cannot_be_stored_is_a_fault_with_its_place(character: str) -> None:
    texts = '"prompt": "a?", "options": [{"text": "x"}, {"text": "?"}], "key": {"criteria": [{"?": 1}]}'
    content = (
        '{"format": "reprise-questions", "version": 1, "questions": [{"prompt": "\\ud83d\\ude00"}, {' + texts + "}]}"
    )
    places = ["questions[1].prompt", "questions[1].options[1].text", "questions[1].key.criteria[0]"]
    found = faults("json", content.replace("?", character))
    assert [(where, line) for where, line, _ in found] == [(place, None) for place in places]


def test_spreadsheet_with_semicolons_and_formulas_is_read_as_it_was_meant() -> None:
    content = (
        '\ufeffkind;prompt;points;tags;criteria;option_a\r\nopen;\'=1+1, or not?;5;a, b;"2.5|Why|how\r\n2.5|When";\r\n'
    )
    [question] = read("csv", content, DEFAULTS).questions
    assert (question["prompt"], question["tags"], question["options"]) == ("=1+1, or not?", ["a", "b"], None)
    assert [c["text"] for c in question["key"]["criteria"]] == ["Why|how", "When"]


def laughs(size: int) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, max(2, size // 100)))
    return f'<!DOCTYPE quiz [<!ENTITY l0 "lol">{entities}]><quiz>&l9;</quiz>'


# A file of about the given size that is made to be expensive.
BOMBS: dict[str, tuple[str, Callable[[int], str]]] = {
    "billion laughs": ("moodle_xml", laughs),
    "one huge entity": ("moodle_xml", lambda n: f'<!DOCTYPE q [<!ENTITY a "{"a" * n}">]><quiz>{"&a;" * 1000}</quiz>'),
    "an outside entity": ("moodle_xml", lambda n: '<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>' + " " * n),
    "nested elements": ("moodle_xml", lambda n: "<quiz>" + "<a>" * (n // 3)),
    "many elements": ("moodle_xml", lambda n: "<quiz><question>" + "<a/>" * (n // 4)),
    "many attributes": ("moodle_xml", lambda n: "<quiz " + " ".join(f"a{i}=''" for i in range(n // 9)) + ">"),
    "nested HTML": ("moodle_xml", lambda n: moodle(RIGHT + WRONG, prompt="<i>" * (n // 12))),
    "unclosed comment": ("moodle_xml", lambda n: moodle(RIGHT, "x", "<!--" * (n // 8))),
    "attributes in HTML": (
        "moodle_xml",
        lambda n: moodle(RIGHT, "x", "<a " + " ".join(f"a{i}" for i in range(n // 8))),
    ),
    "paragraphs in HTML": ("moodle_xml", lambda n: moodle(RIGHT, "x", "<p>" * (n // 30))),
    "many questions": ("moodle_xml", lambda n: "<quiz>" + "<question type='x'></question>" * (n // 30) + "</quiz>"),
    "nested JSON": ("json", lambda n: "[" * n),
    "a huge number": ("json", lambda n: '{"format": ' + "9" * n + "}"),
    "many values": ("json", lambda n: '{"format": 1, "questions": [' + "1," * (n // 2) + "1]}"),
    "many rows": ("csv", lambda n: "kind,prompt,points\n" + "a,b,1\n" * (n // 6)),
    "blank rows": ("csv", lambda n: "kind,prompt,points\n" + "\n" * n),
    "many columns": ("csv", lambda n: "kind," * (n // 5)),
    "one cell": ("csv", lambda n: 'kind,prompt,points\nopen,"' + '""' * (n // 2) + '",1\n'),
    "an open quote": ("csv", lambda n: 'kind,prompt,points\nopen,"' + "a,\n" * (n // 3)),
}


@pytest.mark.parametrize(("file_format", "made"), BOMBS.values(), ids=BOMBS)
def test_file_made_to_be_expensive_takes_time_that_grows_no_faster_than_it(
    file_format: str, made: Callable[[int], str]
) -> None:
    def cost(content: str) -> float:
        def run() -> None:
            # A short one may be a file of questions that SQL refuses.
            with suppress(UnreadableFile):
                read(file_format, content, DEFAULTS)

        return min(measured(run) for _ in range(3))

    with pytest.raises(UnreadableFile):
        read(file_format, made(MEGABYTE), DEFAULTS)
    small, large = cost(made(MEGABYTE // 4)), cost(made(MEGABYTE))
    assert large < 1
    # Quadratic work would take 16 times as long.
    assert large < 12 * max(small, 0.002)


def measured(work: Callable[[], Any]) -> float:
    before = thread_time()
    work()
    return thread_time() - before
