"""A key that cannot grade its question is refused on writing; so is a question update that removes the key's option."""

import threading
from string import ascii_lowercase
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from local.processes import wait_until
from local.stack import Stack
from shared.words.inflections import languages
from tests.sql.check_question.authors import Desk
from tests.support.database import Database

CRITERION = {"id": "proof", "text": "Proves it", "points": 5}
BAD_KEYWORDS: dict[str, tuple[Any, str]] = {
    "null in the array": ([None], "keywords[0]"),
    "a number": ([401], "keywords[0]"),
    "blank": (["index", " "], "keywords[1]"),
    "a zero width space": (["index", "\u200b"], "keywords[1]"),
    "a blank keyword of an object": ([{"keyword": "\u3000"}], "keywords[0].keyword"),
    "no keyword": ([{"synonyms": ["index"]}], "keywords[0].keyword"),
    "the same twice": (["index", "index"], "keywords[1]"),
    "the same but for case": (["index", {"keyword": "Index"}], "keywords[1].keyword"),
    "the same but for spaces": (["row lock", "row  lock "], "keywords[1]"),
    "another member": ([{"keyword": "index", "weight": 2}], "keywords[0]"),
    "synonyms null": ([{"keyword": "index", "synonyms": None}], "keywords[0].synonyms"),
    "synonyms a string": ([{"keyword": "index", "synonyms": "indexes"}], "keywords[0].synonyms"),
    "a blank synonym": ([{"keyword": "index", "synonyms": ["indexes", ""]}], "keywords[0].synonyms[1]"),
    "a synonym that is a number": ([{"keyword": "index", "synonyms": [1]}], "keywords[0].synonyms[0]"),
    "a language without endings": ([{"keyword": "index", "inflections": "ja"}], "keywords[0].inflections"),
    "too many synonyms of one keyword": ([{"keyword": "index", "synonyms": ["x"] * 51}], "keywords[0].synonyms"),
    "too many synonyms in all": (
        [{"keyword": f"word {n}", "synonyms": ["x"] * 50} for n in range(10)] + [{"keyword": "y", "synonyms": ["x"]}],
        "keywords[10].synonyms",
    ),
    "inflections that are no language": ([{"keyword": "index", "inflections": True}], "keywords[0].inflections"),
    "too long": (["x" * 201], "keywords[0]"),
    "too many": ([f"word {n}" for n in range(101)], "keywords"),
}
BAD_CRITERIA: dict[str, tuple[Any, str]] = {
    "a string": (["clean code"], "criteria[0]"),
    "no id": ([{"text": "Proves it", "points": 5}], "criteria[0].id"),
    "blank id": ([CRITERION | {"id": "\u2060"}], "criteria[0].id"),
    "the same id twice": ([CRITERION, CRITERION | {"text": "Other"}], "criteria[1].id"),
    "no text": ([{"id": "proof", "points": 5}], "criteria[0].text"),
    "blank text": ([CRITERION | {"text": "\n"}], "criteria[0].text"),
    "no points": ([{"id": "proof", "text": "Proves it"}], "criteria[0].points"),
    "points 0": ([CRITERION | {"points": 0}], "criteria[0].points"),
    "points below 0": ([CRITERION | {"points": -1}], "criteria[0].points"),
    "points null": ([CRITERION | {"points": None}], "criteria[0].points"),
    "points in words": ([CRITERION | {"points": "five"}], "criteria[0].points"),
    "points without end": ([CRITERION | {"points": 1e300}], "criteria[0].points"),
    "points next to nothing": ([CRITERION | {"points": 5e-324}], "criteria[0].points"),
    "points that nobody could show": ([CRITERION | {"points": 0.009}], "criteria[0].points"),
    "points just above the most": ([CRITERION | {"points": 1000.01}], "criteria[0].points"),
    "a space around the id": ([CRITERION | {"id": "proof "}], "criteria[0].id"),
    "a zero width space around the id": ([CRITERION | {"id": "\u200bproof"}], "criteria[0].id"),
    "a line end in the id": ([CRITERION | {"id": "pr\noof"}], "criteria[0].id"),
    "a control character in the id": ([CRITERION | {"id": "pr\u007foof"}], "criteria[0].id"),
    "another member": ([CRITERION | {"weight": 2}], "criteria[0]"),
    "too many": ([CRITERION | {"id": f"c{n}"} for n in range(51)], "criteria"),
}

SOURCE = {"title": "The manual", "url": "https://example.com/manual?page=1#locks"}
BAD_SOURCES: dict[str, tuple[Any, str]] = {
    "a string": (["https://example.com"], "sources[0]"),
    "a script": ([SOURCE | {"url": "javascript:alert(1)"}], "sources[0].url"),
    "not encrypted": ([SOURCE | {"url": "http://example.com"}], "sources[0].url"),
    "a user before the host": ([SOURCE | {"url": "https://example.com@example.org/"}], "sources[0].url"),
    "a quote": ([SOURCE | {"url": 'https://example.com/"onclick="'}], "sources[0].url"),
    "a space": ([SOURCE | {"url": "https://example.com/a b"}], "sources[0].url"),
    "a backslash": ([SOURCE | {"url": "https://example.com\\@example.org"}], "sources[0].url"),
    "a long URL": ([SOURCE | {"url": "https://example.com/" + "a" * 2000}], "sources[0].url"),
    "no URL": ([{"title": "The manual"}], "sources[0].url"),
    "a blank title": ([SOURCE, SOURCE | {"title": " "}], "sources[1].title"),
    "another member": ([SOURCE | {"rel": "me"}], "sources[0]"),
    "too many": ([SOURCE] * 6, "sources"),
}


@pytest.mark.parametrize("option", ["A", "a ", " a", "z", "Alpha", "", "\uff41", '"a"'])
def test_correct_option_must_be_exactly_the_id_of_an_option(desk: Desk, option: str) -> None:
    question_id = desk.stored_question()
    key = {"question_id": question_id, "correct_option": option}
    desk.author.insert("question_keys", key).refused("correct_option")
    desk.author.insert("question_keys", key | {"correct_option": "a"}).stored()
    desk.author.change("question_keys", question_id, {"correct_option": option}).refused("correct_option")
    desk.author.upsert("question_keys", key).refused("correct_option")


@pytest.mark.parametrize("kind", ["short_answer", "code", "open"])
def test_only_multiple_choice_has_a_correct_option(desk: Desk, kind: str) -> None:
    question_id = desk.stored_question(kind=kind, options=None)
    desk.author.insert("question_keys", {"question_id": question_id, "correct_option": "a"}).refused("correct_option")
    desk.author.insert("question_keys", {"question_id": question_id, "correct_option": None}).stored()


@pytest.mark.everyday(2)
@pytest.mark.parametrize(("keywords", "place"), BAD_KEYWORDS.values(), ids=BAD_KEYWORDS)
def test_unusable_keywords_are_refused(desk: Desk, keywords: Any, place: str) -> None:
    question_id = desk.stored_question(kind="short_answer", options=None)
    key = {"question_id": question_id, "keywords": keywords}
    desk.author.insert("question_keys", key).refused(place)
    desk.author.insert(
        "question_keys", key | {"keywords": ["index", {"keyword": "lock", "inflections": "en"}]}
    ).stored()
    desk.author.change("question_keys", question_id, {"keywords": keywords}).refused(place)


def test_inflections_may_be_those_of_exactly_the_languages_whose_endings_are_known(database: Database) -> None:
    codes = [first + last for first in ascii_lowercase for last in ascii_lowercase]
    allowed = database.rows(
        "select c.code from unnest(%s::text[]) c (code) where not exists (select from reprise_private.keyword_faults("
        "  jsonb_build_array(jsonb_build_object('keyword', 'index', 'inflections', c.code)))) order by 1",
        codes,
    )
    assert [row["code"] for row in allowed] == sorted(languages())


@pytest.mark.everyday(2)
@pytest.mark.parametrize(("criteria", "place"), BAD_CRITERIA.values(), ids=BAD_CRITERIA)
def test_unusable_criteria_are_refused(desk: Desk, criteria: Any, place: str) -> None:
    question_id = desk.stored_question(kind="open", options=None)
    key = {"question_id": question_id, "criteria": criteria}
    desk.author.insert("question_keys", key).refused(place)
    desk.author.insert(
        "question_keys", key | {"criteria": [CRITERION, {"id": "b", "text": "x", "points": 0.5}]}
    ).stored()
    desk.author.change("question_keys", question_id, {"criteria": criteria}).refused(place)


@pytest.mark.everyday(2)
@pytest.mark.parametrize(("sources", "place"), BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_source_that_is_no_https_link_with_a_title_is_refused(desk: Desk, sources: Any, place: str) -> None:
    question_id = desk.stored_question(kind="open", options=None)
    key = {"question_id": question_id, "sources": sources}
    desk.author.insert("question_keys", key).refused(place)
    desk.author.insert("question_keys", key | {"sources": [SOURCE]}).stored()
    desk.author.change("question_keys", question_id, {"sources": sources}).refused(place)


def test_needed_keywords_are_at_least_one_and_at_most_all(desk: Desk) -> None:
    question_id = desk.stored_question(kind="short_answer", options=None)
    key = {"question_id": question_id, "keywords": ["index", "lock"]}
    for needed in (0, 3):
        desk.author.insert("question_keys", key | {"keywords_needed": needed}).refused("keywords_needed")
    desk.author.insert("question_keys", key | {"keywords_needed": 2}).stored()
    desk.author.change("question_keys", question_id, {"keywords": ["index"]}).refused("keywords_needed")


def test_question_cannot_lose_the_option_that_its_key_names(desk: Desk) -> None:
    question_id = desk.stored_question()
    desk.author.insert("question_keys", {"question_id": question_id, "correct_option": "b"}).stored()
    others = [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}]
    desk.author.change("questions", question_id, {"options": others}).refused("options")
    desk.author.upsert("questions", desk.question(id=question_id, options=others)).refused("options")
    desk.author.change("questions", question_id, {"kind": "open", "options": None}).refused("kind")
    # In three steps, as the refusal says, and then in one step while the option remains.
    desk.author.change("questions", question_id, {"options": [*others, {"id": "b", "text": "B"}]}).stored()
    desk.author.change("question_keys", question_id, {"correct_option": None}).stored()
    desk.author.change("questions", question_id, {"options": others}).stored()
    desk.author.change("question_keys", question_id, {"correct_option": "y"}).stored()


def test_points_may_change_although_criteria_have_points(desk: Desk) -> None:
    question_id = desk.stored_question(kind="open", options=None)
    desk.author.insert("question_keys", {"question_id": question_id, "criteria": [CRITERION]}).stored()
    desk.author.change("questions", question_id, {"points": 3}).stored()


def test_key_and_options_written_concurrently_stay_consistent(desk: Desk, stack: Stack, database: Database) -> None:
    """Whichever write comes second waits for the row, sees the first, and is refused."""
    for first in ("questions", "question_keys"):
        question_id = desk.stored_question()
        with psycopg.connect(stack.database_url) as one:
            write(one, first, question_id)
            refusals: list[str] = []
            second = threading.Thread(
                target=write_alone,
                args=(stack, "question_keys" if first == "questions" else "questions", question_id, refusals),
            )
            second.start()
            wait_until_one_waits(database, one)
            one.commit()
            second.join(timeout=60)
        assert refusals == ["PT422"], first


def write(connection: psycopg.Connection[Any], table: str, question_id: UUID) -> None:
    """Write a key that names option a, or options without it."""
    if table == "question_keys":
        statement = "insert into reprise.question_keys (question_id, correct_option) values (%s, 'a')"
        connection.execute(statement, (question_id,))
    else:
        options = Jsonb([{"id": "b", "text": "B"}, {"id": "c", "text": "C"}])
        connection.execute("update reprise.questions set options = %s where id = %s", (options, question_id))


def write_alone(stack: Stack, table: str, question_id: UUID, refusals: list[str]) -> None:
    with psycopg.connect(stack.database_url) as connection:
        try:
            write(connection, table, question_id)
        except psycopg.Error as error:
            refusals.append(error.sqlstate or "")


def wait_until_one_waits(database: Database, holder: psycopg.Connection[Any]) -> None:
    """Wait until another connection is blocked by the holder's locks."""
    waits = "select exists (select from pg_stat_activity a where %s = any (pg_blocking_pids(a.pid)))"
    waiting = wait_until(lambda: bool(database.value(waits, holder.info.backend_pid)), 60, every=0.02)
    assert waiting, "the second write did not wait for the first"
