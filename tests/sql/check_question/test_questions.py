"""A question that nobody could answer is refused on writing, and the refusal names the faulty places."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.sql.check_question.authors import OPTIONS, Desk, RecruiterAtTheDataApi
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People

A, B = OPTIONS
INVISIBLE = {
    "empty": "",
    "a space": " ",
    "line ends and tabs": "\n\t\r\n",
    "a no-break space": "\u00a0",
    "an ideographic space": "\u3000",
    "a zero width space": "\u200b",
    "a byte order mark": "\ufeff",
    "a word joiner": "\u2060",
    "a soft hyphen": "\u00ad",
    "a Hangul filler": "\u3164",
    "an empty Braille cell": "\u2800",
    "direction marks": "\u200e\u202e\u2066",
    "a variation selector": "\ufe0f",
    "tags": "\U000e0041\U000e0042",
    "an accent without a letter": "\u0301",
    "all of them": " \u200b\u3000\u00ad\ufeff\n",
}
BAD_OPTIONS: dict[str, tuple[Any, str]] = {
    "null": (None, "options"),
    "an object": ({"a": "Alpha", "b": "Beta"}, "options"),
    "a string": ("a, b", "options"),
    "none": ([], "options"),
    "one": ([A], "options"),
    "twenty-one": ([{"id": f"o{n}", "text": f"Option {n}"} for n in range(21)], "options"),
    "bare strings": (["Alpha", "Beta"], "options[0]"),
    "an array in the array": ([A, ["b", "Beta"]], "options[1]"),
    "null in the array": ([A, None], "options[1]"),
    "no ids": ([{"text": "Alpha"}, B], "options[0].id"),
    "id null": ([{"id": None, "text": "Alpha"}, B], "options[0].id"),
    "id a number": ([{"id": 1, "text": "Alpha"}, {"id": 2, "text": "Beta"}], "options[1].id"),
    "id with a space after it": ([A, {"id": "b ", "text": "Beta"}], "options[1].id"),
    "id with a zero width space before it": ([A, {"id": "\u200bb", "text": "Beta"}], "options[1].id"),
    "id with a line end in it": ([A, {"id": "b\nb", "text": "Beta"}], "options[1].id"),
    "id with a control character in it": ([A, {"id": "b\u001fb", "text": "Beta"}], "options[1].id"),
    "id too long": ([A, {"id": "b" * 101, "text": "Beta"}], "options[1].id"),
    "the same id twice": ([A, B, {"id": "a", "text": "Gamma"}], "options[2].id"),
    "ids that differ by case": ([A, {"id": "A", "text": "Beta"}], "options[1].id"),
    "ids that differ by width": ([A, {"id": "\uff41", "text": "Beta"}], "options[1].id"),
    "no text": ([A, {"id": "b"}], "options[1].text"),
    "label in place of text": ([A, {"id": "b", "label": "Beta"}], "options[1].text"),
    "text null": ([A, {"id": "b", "text": None}], "options[1].text"),
    "text a number": ([A, {"id": "b", "text": 2}], "options[1].text"),
    "text an object": ([A, {"id": "b", "text": {"de": "Beta"}}], "options[1].text"),
    "text too long": ([A, {"id": "b", "text": "x" * 2001}], "options[1].text"),
    "text of three megabytes": ([A, {"id": "b", "text": "x" * 3_000_000}], "options[1].text"),
    "the right one marked": ([A | {"correct": True}, B | {"correct": False}], "options[0]"),
    "a score": ([A, B | {"score": 10}], "options[1]"),
    "feedback": ([A, B | {"feedback": "Right!"}], "options[1]"),
    "the empty member": ([A, B | {"": 1}], "options[1]"),
    **{f"id of {name}": ([A, {"id": text, "text": "Beta"}], "options[1].id") for name, text in INVISIBLE.items()},
    **{f"text of {name}": ([A, {"id": "b", "text": text}], "options[1].text") for name, text in INVISIBLE.items()},
}


@pytest.mark.everyday(3)
@pytest.mark.parametrize(("options", "place"), BAD_OPTIONS.values(), ids=BAD_OPTIONS)
def test_invalid_options_are_refused_with_their_index(desk: Desk, options: Any, place: str) -> None:
    desk.author.insert("questions", desk.question(options=options)).refused(place)
    question_id = desk.stored_question()
    desk.author.change("questions", question_id, {"options": options}).refused(place)
    desk.author.upsert("questions", desk.question(id=question_id, options=options)).refused(place)


def test_every_error_of_a_question_is_reported_at_once(desk: Desk) -> None:
    options = [{"id": "a", "text": ""}, {"text": "Beta", "correct": True}, "Gamma"]
    written = desk.author.insert("questions", desk.question(prompt="\u200b", options=options))
    written.refused("prompt")
    assert written.places == ["prompt", "options[0].text", "options[1]", "options[1].id", "options[2]"]
    assert "prompt: must not be blank" in written.text


@pytest.mark.parametrize("kind", ["short_answer", "code", "open"])
def test_kind_and_options_must_match_in_every_order_of_writes(desk: Desk, kind: str) -> None:
    desk.author.insert("questions", desk.question(kind=kind)).refused("options")
    written = desk.stored_question(kind=kind, options=None)
    desk.author.change("questions", written, {"kind": "mcq"}).refused("options")
    chosen = desk.stored_question()
    desk.author.change("questions", chosen, {"kind": kind}).refused("options")
    desk.author.change("questions", chosen, {"kind": kind, "options": None}).stored()
    desk.author.change("questions", chosen, {"kind": "mcq", "options": OPTIONS}).stored()


@pytest.mark.everyday(2)
@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_blank_prompts_types_and_titles_are_refused(desk: Desk, text: str) -> None:
    if text:
        desk.author.insert("questions", desk.question(prompt=text)).refused("prompt")
        interview = {"id": uuid4(), "organization_id": desk.organization_id, "title": text}
        desk.author.insert("interviews", interview).refused("title")
    desk.author.insert("questions", desk.question(interview_type=text)).refused("interview_type")
    desk.author.insert("questions", desk.question(domain=text)).refused("domain")


def test_texts_loaded_by_every_candidate_have_a_maximum_length(desk: Desk) -> None:
    interview_id = uuid4()
    interview = {"id": interview_id, "organization_id": desk.organization_id, "title": "Engineer"}
    desk.author.insert("interviews", interview | {"description": "x" * 3_000_000}).refused("description")
    desk.author.insert("interviews", interview | {"description": "x" * 10_000}).stored()
    desk.author.change("interviews", interview_id, {"description": "x" * 10_001}).refused("description")
    desk.author.insert("questions", desk.question(domain="x" * 201)).refused("domain")


GOOD_OPTIONS: dict[str, Any] = {
    "two": OPTIONS,
    "twenty": [{"id": f"o{n}", "text": f"Option {n}"} for n in range(20)],
    "ids of several words": [{"id": "option one", "text": "1"}, {"id": "option two", "text": "2"}],
    "uuids": [{"id": str(uuid4()), "text": "Yes"}, {"id": str(uuid4()), "text": "No"}],
    "longest": [{"id": "a" * 100, "text": "x" * 2000}, B],
    "code and line ends": [{"id": "1", "text": "`a`\n`b`"}, {"id": "2", "text": "<b>&amp;</b>"}],
    "other scripts": [{"id": "い", "text": "索引を使う"}, {"id": "ろ", "text": "نعم"}],
    "an emoji with a selector": [{"id": "a", "text": "✔️"}, {"id": "b", "text": "👩‍💻"}],
    "accents": [{"id": "e", "text": "é"}, {"id": "é", "text": "e\u0301"}],
    "one sign": [{"id": "1", "text": "0"}, {"id": "0", "text": "-"}],
}


@pytest.mark.everyday(2)
@pytest.mark.parametrize("options", GOOD_OPTIONS.values(), ids=GOOD_OPTIONS)
def test_valid_options_are_stored_unchanged(desk: Desk, database: Database, options: Any) -> None:
    question_id = desk.stored_question(options=options)
    assert database.value("select options from reprise.questions where id = %s", question_id) == options


def test_every_question_and_key_of_the_seed_passes(database: Database) -> None:
    demo = "q.id::text ~ '^[ab][1-9]000000-'"
    assert database.value(f"select count(*) from reprise.questions q where {demo}") >= 120
    assert (
        database.rows(f"select q.id, f.* from reprise.questions q, reprise_private.question_faults(q) f where {demo}")
        == []
    )
    keys = (
        "select q.id, f.* from reprise.question_keys k join reprise.questions q on q.id = k.question_id,"
        f" reprise_private.key_faults(k, q.kind, q.options) f where {demo}"
    )
    assert database.rows(keys) == []


def test_write_by_a_stranger_reveals_nothing_of_a_question(
    http: httpx.Client, stack: Stack, people: People, database: Database
) -> None:
    """Row level security refuses first, equally for valid and invalid writes."""
    organization_id = make_organization(database)
    theirs = RecruiterAtTheDataApi(http, stack.publishable_key, people.member(organization_id))
    question_id = Desk(theirs, organization_id).stored_question()
    stranger = RecruiterAtTheDataApi(http, stack.publishable_key, people.member(make_organization(database)))
    replies = set()
    for option in ("a", "z", None):
        written = stranger.insert("question_keys", {"question_id": question_id, "correct_option": option})
        replies.add((written.status, written.text))
    ((status, _),) = replies
    assert status in (401, 403)


def code_points(path: str) -> list[str]:
    """The code points and ranges of a character class, as `200B` or `2000-200F`."""
    text = (Path(__file__).parents[3] / path).read_text()
    point = r"\\{1,2}(?:u\{(\w+)\}|u(\w{4})|U(\w{8}))"
    names = [next(filter(None, found)).upper().lstrip("0") or "0" for found in re.findall(point, text)]
    # PostgreSQL text cannot contain U+0000.
    return ["1" if name == "0" else name for name in names]


def test_page_and_database_treat_the_same_characters_as_blank() -> None:
    listed = code_points("supabase/schemas/core/is_blank.sql")
    assert len(listed) >= 40
    assert code_points("web/client/session/answerable.js") == listed
