"""Import and export of questions, through the functions and the Data API, to the rows."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb

from local.stack import Stack
from tests.authoring.desk import CRITERIA, OPTIONS, Desk, Publisher
from tests.support.apis import Reply
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import make_organization
from tests.support.people import People, Person

QUESTION: Mapping[str, Any] = {
    "kind": "mcq",
    "interview_type": "technical",
    "domain": "databases",
    "difficulty": "easy",
    "tags": ["SQL", "locks"],
    "points": 10,
    "time_limit_seconds": 60,
    "min_seconds": 2,
    "prompt": "Which one?\n`select 1`: naïve, 索引?",
    "options": OPTIONS,
    "key": {"correct_option": "b", "explanation": "Because.", "keywords": [], "criteria": []},
}
OPEN = {**QUESTION, "kind": "open", "options": None, "key": {"criteria": [*CRITERIA]}, "prompt": "Why?"}
SHORT = {
    **QUESTION,
    "kind": "short_answer",
    "options": None,
    "prompt": "What?",
    "is_active": False,
    "key": {
        "keywords": ["index", {"keyword": "row lock", "synonyms": ["lock"], "inflections": "en"}],
        "sample_solution": '="An" |index|\n',
        "keywords_needed": 1,
        "sources": [{"title": "Locks", "url": "https://example.com/locks"}],
    },
}
WITHOUT_KEY = {**OPEN, "prompt": "Why not?", "key": None}


def file_of(*questions: Mapping[str, Any]) -> str:
    return json.dumps({"format": "reprise-questions", "version": 1, "questions": questions})


def import_(desk: Desk, content: str, file_format: str = "json", by: Person | None = None, **fields: Any) -> Reply:
    """Import into the desk's organization."""
    body = {"organization_id": desk.organization_id, "format": file_format, "content": content}
    return desk.functions.call("questions/import", by or desk.recruiter, body | fields)


def export(desk: Desk, file_format: str = "json", by: Person | None = None, **query: str) -> httpx.Response:
    params = {"organization_id": str(desk.organization_id), "format": file_format, **query}
    return desk.functions.http.get(
        "/questions/export", params=params, headers=desk.functions.headers(by or desk.recruiter)
    )


def other_desk(desk: Desk) -> Desk:
    organization_id = make_organization(desk.database)
    recruiter = desk.people.member(organization_id)
    return Desk(desk.functions, desk.data_api, desk.database, desk.people, organization_id, recruiter)


def count(desk: Desk) -> int:
    number: int = desk.database.value(
        "select count(*) from reprise.questions where organization_id = %s", desk.organization_id
    )
    return number


def test_json_export_imported_elsewhere_exports_the_same_bytes(desk: Desk) -> None:
    body = import_(desk, file_of(QUESTION, OPEN, SHORT, WITHOUT_KEY)).ok(201)
    assert (body["imported"], body["already_there"], len(set(body["question_ids"]))) == (4, 0, 4)
    first = export(desk)
    assert (first.status_code, first.headers["content-type"]) == (200, "application/json")
    other = other_desk(desk)
    assert import_(other, first.text).ok(201)["imported"] == 4
    assert export(other).content == first.content
    stored = {question["prompt"]: question for question in json.loads(first.text)["questions"]}
    for question in (QUESTION, OPEN, SHORT, WITHOUT_KEY):
        found = stored[question["prompt"]]
        assert found["key"] is None if question["key"] is None else found["key"].items() >= question["key"].items()
        assert {name: found[name] for name in question if name != "key"} == {
            name: value for name, value in question.items() if name != "key"
        }


def test_csv_export_is_imported_with_the_same_meaning(desk: Desk) -> None:
    formula = {**OPEN, "prompt": "'=SUM(A1)", "tags": []}
    import_(desk, file_of(QUESTION, OPEN, SHORT, formula)).ok(201)
    text = export(desk, "csv").text
    assert not [cell for line in text.splitlines() for cell in line.split(",") if cell.startswith(("=", '"='))]
    other = other_desk(desk)
    assert import_(other, text, "csv").ok(201)["imported"] == 4
    assert export(other, "csv").text == text


def test_questions_that_are_there_already_are_not_added_again(desk: Desk) -> None:
    first = import_(desk, file_of(QUESTION, OPEN, QUESTION)).ok(201)
    assert (first["imported"], first["already_there"]) == (2, 1)
    again = import_(desk, file_of(OPEN, QUESTION)).ok(201)
    assert (again["imported"], again["question_ids"]) == (0, [first["question_ids"][1], first["question_ids"][0]])
    changed = import_(desk, file_of({**QUESTION, "key": {"correct_option": "a"}})).ok(201)
    assert (changed["imported"], count(desk)) == (1, 3)


FAULTY: dict[str, tuple[Any, str]] = {
    "no object": (5, ""),
    "an unknown member": ({**OPEN, "answer": "x"}, ".answer"),
    "no prompt": ({name: value for name, value in OPEN.items() if name != "prompt"}, ".prompt"),
    "a prompt that is a number": ({**OPEN, "prompt": 5}, ".prompt"),
    "a blank prompt": ({**OPEN, "prompt": "\u200b"}, ".prompt"),
    "a long prompt": ({**OPEN, "prompt": "x" * 20_001}, ".prompt"),
    "an unknown kind": ({**OPEN, "kind": "essay"}, ".kind"),
    "half a point": ({**OPEN, "points": 0.5}, ".points"),
    "no time": ({**OPEN, "time_limit_seconds": None}, ".time_limit_seconds"),
    "too long to wait": ({**OPEN, "min_seconds": 60}, ".min_seconds"),
    "a tag twice": ({**OPEN, "tags": ["SQL", "sql "]}, ".tags[1]"),
    "many tags": ({**OPEN, "tags": [f"t{n}" for n in range(21)]}, ".tags"),
    "a nested tag": ({**OPEN, "tags": [["x"]]}, ".tags"),
    "options with more": ({**QUESTION, "options": [{**OPTIONS[0], "correct": True}, OPTIONS[1]]}, ".options[0]"),
    "a key that names nothing": ({**QUESTION, "key": {"correct_option": "B"}}, ".key.correct_option"),
    "an unknown member of a key": ({**OPEN, "key": {"answer": "x"}}, ".key.answer"),
    "a criterion without points": (
        {**OPEN, "key": {"criteria": [{"id": "x", "text": "x"}]}},
        ".key.criteria[0].points",
    ),
    "a long explanation": ({**OPEN, "key": {"explanation": "x" * 10_001}}, ".key.explanation"),
    "half a keyword": ({**SHORT, "key": {"keywords": ["a"], "keywords_needed": 0.5}}, ".key.keywords_needed"),
    "a source that is no link": ({**OPEN, "key": {"sources": [{"title": "x", "url": "x"}]}}, ".key.sources[0].url"),
    "null for a list": ({**OPEN, "key": {"keywords": None}}, ".key.keywords"),
    "inactive in words": ({**OPEN, "is_active": "no"}, ".is_active"),
}


def test_one_fault_keeps_everything_out_and_each_is_listed_with_its_place(desk: Desk) -> None:
    questions = [question for question, _ in FAULTY.values()]
    body = import_(desk, file_of(QUESTION, *questions, OPEN)).refused(422, "not_importable")
    expected = [f"questions[{n}]{path}" for n, (_, path) in enumerate(FAULTY.values(), 1)]
    assert [fault["where"] for fault in body["faults"]] == expected
    assert count(desk) == 0
    # The Data API, where the RPC gets the questions without a file.
    arguments = {"organization_id": str(desk.organization_id), "questions": [QUESTION, *questions]}
    refused = desk.write("POST", "/rpc/import_questions", arguments).refused(422, "invalid_request")
    assert len(refused["errors"]) == len(FAULTY)
    assert refused["errors"][1]["loc"] == ["questions", 2, "answer"]
    assert count(desk) == 0


@pytest.mark.parametrize("character", ["\ud800", "\0"])
def test_text_that_cannot_be_stored_is_refused_with_its_place(desk: Desk, character: str) -> None:
    reply = import_(desk, file_of(OPEN, {**QUESTION, "prompt": f"Which{character}?"}))
    [fault] = reply.refused(422, "not_importable")["faults"]
    assert fault["where"] == "questions[1].prompt"
    assert count(desk) == 0


def test_repeated_import_compares_only_questions_that_could_be_equal(desk: Desk, stack: Stack) -> None:
    """Kind, points and options differ before the whole questions are built as JSON."""
    import_(desk, file_of(*({**OPEN, "points": 11 + n, "key": None} for n in range(50)))).ok(201)
    with psycopg.connect(stack.database_url) as connection:
        connection.execute("set local track_functions = 'all'")
        become(connection, desk.recruiter)
        imported = connection.execute(
            "select reprise_private.import_questions(%s, %s) -> 'imported'",
            (desk.organization_id, Jsonb([{**OPEN, "points": 5, "key": None}])),
        ).fetchone()
        assert imported == (1,)
        calls = connection.execute(
            "select coalesce(sum(calls), 0) from pg_stat_xact_user_functions where funcname = 'exported_question'"
        ).fetchone()
        assert calls is not None
        assert calls[0] <= 2


def test_faults_of_a_spreadsheet_and_of_a_quiz_name_the_line(desk: Desk) -> None:
    content = 'kind,prompt,points,option_a,option_b,correct_option\nopen,"one\ntwo",5,,,\nmcq,Which?,many,A,B,c\n'
    body = import_(desk, content, "csv").refused(422, "not_importable")
    assert [(fault["where"], fault["line"]) for fault in body["faults"]] == [("line 4, points", 4)]
    body = import_(desk, content.replace("many", "5"), "csv").refused(422, "not_importable")
    assert [(fault["where"], fault["line"]) for fault in body["faults"]] == [("line 4, key.correct_option", 4)]
    quiz = "<quiz>\n<question type='essay'><questiontext><text> </text></questiontext></question></quiz>"
    body = import_(desk, quiz, "moodle_xml").refused(422, "not_importable")
    assert [(fault["where"], fault["line"]) for fault in body["faults"]] == [("question 1, prompt", 2)]
    assert (
        import_(desk, quiz.replace("> <", ">Why?<"), "moodle_xml", defaults={"domain": "sql"}).ok(201)["imported"] == 1
    )
    question_id = desk.database.value(
        "select id::text from reprise.questions where organization_id = %s and domain = 'sql'", desk.organization_id
    )
    Publisher(desk, "function").published(desk.draft(question_id))


def nested(depth: int) -> list[Any]:
    """Lists within lists."""
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


# Members of a question that are made to be expensive; each file is below the limit of a request.
BOMBS: dict[str, dict[str, Any]] = {
    "nested options": {**QUESTION, "options": nested(900)},
    "many options": {**QUESTION, "options": [{"id": str(n), "text": "x"} for n in range(10_000)]},
    "the same option": {**QUESTION, "options": [OPTIONS[0]] * 10_000},
    "many tags": {**OPEN, "tags": [str(n) for n in range(40_000)]},
    "many keywords": {**SHORT, "key": {"keywords": [str(n) for n in range(40_000)]}},
    "many synonyms": {**SHORT, "key": {"keywords": [{"keyword": "a", "synonyms": ["b"] * 40_000}]}},
    "nested keywords": {**SHORT, "key": {"keywords": nested(900)}},
    "many criteria": {**OPEN, "key": {"criteria": [{"id": "a", "text": "x", "points": 1}] * 8_000}},
    "a long prompt": {**OPEN, "prompt": "x" * 400_000},
    "huge points": {**OPEN, "points": int("9" * 4000)},
    "endless points": {**OPEN, "key": {"criteria": [{"id": "a", "text": "x", "points": 1e308}] * 3}},
    "an unknown member": {**OPEN, "more": nested(900)},
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_question_made_to_be_expensive_is_refused_with_its_place_at_both_apis_and_nothing_is_stored(
    desk: Desk, bomb: dict[str, Any]
) -> None:
    arguments = {"organization_id": str(desk.organization_id), "questions": [OPEN, bomb]}
    directly = desk.write("POST", "/rpc/import_questions", arguments).refused(422, "invalid_request")
    assert {(error["loc"][0], error["loc"][1]) for error in directly["errors"]} == {("questions", 1)}
    faults = import_(desk, file_of(OPEN, bomb)).refused(422, "not_importable")["faults"]
    assert len(faults) == len(directly["errors"]) <= 10
    assert count(desk) == 0


def test_files_that_are_too_large_are_refused_before_anything_is_stored(desk: Desk) -> None:
    large = [{**OPEN, "prompt": "Why?" + "x" * 19_000 + str(n)} for n in range(60)]
    import_(desk, file_of(*large)).refused(422, "invalid_request")
    import_(desk, file_of(*[{**OPEN, "prompt": f"Why {n}?"} for n in range(201)])).refused(422, "not_importable")
    arguments = {"organization_id": str(desk.organization_id)}
    many = arguments | {"questions": [{**OPEN, "prompt": f"Why {n}?"} for n in range(201)]}
    desk.write("POST", "/rpc/import_questions", many).refused(422, "invalid_request")
    assert count(desk) == 0


def test_whole_bank_is_exported_page_by_page(desk: Desk) -> None:
    for part in range(2):
        import_(desk, file_of(*[{**OPEN, "prompt": f"Why {part} {n}?"} for n in range(120)])).ok(201)
    first = export(desk)
    assert first.links["next"]["rel"] == "next"
    second = export(desk, cursor=httpx.URL(first.links["next"]["url"]).params["cursor"])
    assert "link" not in second.headers
    prompts = [q["prompt"] for page in (first, second) for q in json.loads(page.text)["questions"]]
    assert (len(prompts), len(set(prompts))) == (240, 240)
    assert export(desk, cursor="x").status_code == httpx.codes.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("role", ["reviewer", "recruiter of another organization", "candidate"])
def test_only_recruiters_of_the_organization_import_and_export(
    desk: Desk, people: People, database: Database, role: str
) -> None:
    import_(desk, file_of(QUESTION)).ok(201)
    person = people.candidate() if role == "candidate" else people.member(make_organization(database), "owner")
    person = people.member(desk.organization_id, "reviewer") if role == "reviewer" else person
    found = import_(desk, file_of(OPEN), by=person).refused(403, "not_allowed")
    unknown = import_(desk, file_of(OPEN), by=person, organization_id=uuid4()).refused(403, "not_allowed")
    assert found.items() - {("request_id", found["request_id"])} == unknown.items() - {
        ("request_id", unknown["request_id"])
    }
    assert export(desk, by=person).status_code == httpx.codes.FORBIDDEN
    for rpc, rest in (("count_import", {}), ("import_questions", {"questions": [OPEN]}), ("export_questions", {})):
        body = {"organization_id": str(desk.organization_id), **rest}
        assert desk.data_api.send(person, "POST", f"/rpc/{rpc}", body).status_code == httpx.codes.FORBIDDEN
    assert count(desk) == 1
