"""Guards the files of a whole interview: the candidates' table and the reports, streamed, without formulas."""

import csv
import io
import zipfile
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree

import httpx
import pytest

from local.stack import Stack
from shared.export.candidates_table import COLUMNS, cells, csv_lines
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.exported_files import text_of_pdf
from tests.support.figures import RecordFigures
from tests.support.interviews import Interview, finish_all, make_interview
from tests.support.people import People, Person
from tests.support.plain_http import http

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def download(
    stack: Stack, person: Person | None, interview_id: UUID | str, extension: str, **query: str
) -> httpx.Response:
    headers = {"authorization": f"Bearer {person.token}"} if person else {}
    parameters = {"interview_id": str(interview_id), "format": extension, **query}
    return http.get(f"{stack.functions_url}/export", params=parameters, headers=headers, timeout=240)


def rows_of_csv(response: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def rows_of_workbook(content: bytes) -> list[list[str]]:
    """The texts of a workbook's cells; asserts that none is a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f"))
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{SHEET}row")]


def call_person(database: Database, person: Person, name: str) -> None:
    statement = "update auth.users set raw_user_meta_data = jsonb_build_object('full_name', %s::text) where id = %s"
    database.execute(statement, name, person.user_id)


@pytest.fixture
def interview(database: Database) -> Interview:
    return make_interview(database, ["mcq"])


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    return people.member(interview.organization_id)


def test_table_has_every_candidate_with_the_decision_and_no_formula_of_theirs(
    stack: Stack, people: People, database: Database, functions_api: Api, interview: Interview, recruiter: Person
) -> None:
    hostile = '=HYPERLINK("https://evil.example","Click")'
    candidate = people.candidate()
    call_person(database, candidate, hostile)
    run = finish_all(functions_api, candidate, interview.interview_id)
    decision = {"session_id": run.session_id, "action": "decide", "decision": "hold", "reason": "+1 from me"}
    functions_api.call("review", recruiter, decision).ok()
    database.execute(
        "insert into reprise.invitations (organization_id, interview_id, email, expires_at)"
        " values (%s, %s, '@sum@example.com', now() + interval '1 day')",
        interview.organization_id,
        interview.interview_id,
    )
    response = download(stack, recruiter, interview.interview_id, "csv")
    head, *rows = rows_of_csv(response)
    assert tuple(head) == COLUMNS
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"].startswith('attachment; filename="Test interview ')
    by_state = {row[2]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_state["completed"]["Name"] == f"'{hostile}"
    assert (by_state["completed"]["Decision"], by_state["completed"]["Reason"]) == ("hold", "'+1 from me")
    assert by_state["completed"]["Session"] == str(run.session_id)
    assert by_state["invited"]["E-mail"] == "'@sum@example.com"
    workbook = rows_of_workbook(download(stack, recruiter, interview.interview_id, "xlsx").content)
    assert tuple(workbook[0]) == COLUMNS
    assert hostile in [row[0] for row in workbook]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "\n=", " =", "'=", "＝"])  # noqa: RUF001
def test_text_that_begins_like_a_formula_is_written_as_text(start: str) -> None:
    row: dict[str, Any] = {"id": None, "state": "invited", "candidate": {"name": f"{start}1", "email": "a@b.c"}}
    [written] = csv.reader(io.StringIO(csv_lines([cells(row)]).decode(), newline=""))
    assert written[0].startswith("'")


def test_semicolon_in_a_name_begins_no_cell_of_its_own() -> None:
    row: dict[str, Any] = {"id": None, "state": "invited", "candidate": {"name": "Ann;=1+1", "email": "a@b.c"}}
    [written] = csv.reader(io.StringIO(csv_lines([cells(row)]).decode(), newline=""), delimiter=";")
    assert written[0].startswith("Ann;=1+1,") or written[0].startswith("Ann;=1+1")


def test_reports_come_in_one_file_and_name_what_is_missing(
    stack: Stack, people: People, database: Database, functions_api: Api, interview: Interview, recruiter: Person
) -> None:
    for name in ("../../etc/passwd", "Zoë Example"):
        candidate = people.candidate()
        call_person(database, candidate, name)
        run = finish_all(functions_api, candidate, interview.interview_id)
        decision = {"session_id": run.session_id, "action": "decide", "decision": "advance", "reason": "Well argued."}
        functions_api.call("review", recruiter, decision).ok()
    response = download(stack, recruiter, interview.interview_id, "zip")
    assert "link" not in response.headers
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == 2
        assert not any("/" in name or name.startswith(".") for name in names)
        assert any(name.startswith("Zoë Example") for name in names)
        text = text_of_pdf(archive.read(names[0]))
    for fact in ("Decision", "Advance", "Well argued."):
        assert fact in text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "zip"])
def test_only_members_of_the_interview_get_its_files(
    stack: Stack, people: People, database: Database, functions_api: Api, interview: Interview, extension: str
) -> None:
    candidate = people.candidate()
    finish_all(functions_api, candidate, interview.interview_id)
    stranger = people.member(make_interview(database).organization_id, "owner")
    for person in (candidate, stranger, people.candidate()):
        for interview_id in (interview.interview_id, uuid4()):
            refused = download(stack, person, interview_id, extension)
            assert (refused.status_code, refused.json()["code"]) == (404, "interview_not_found")
    assert download(stack, None, interview.interview_id, extension).status_code == 401


@pytest.mark.parametrize(
    ("extension", "query"), [("pdf", {}), ("csv", {"session_id": str(uuid4())}), ("csv", {"cursor": "1"})]
)
def test_format_of_something_else_is_refused(
    stack: Stack, recruiter: Person, interview: Interview, extension: str, query: dict[str, str]
) -> None:
    assert download(stack, recruiter, interview.interview_id, extension, **query).status_code == 422


@pytest.mark.prove
def test_five_thousand_candidates_are_a_csv_file_in_under_five_seconds(
    stack: Stack, database: Database, interview: Interview, recruiter: Person, record_figures: RecordFigures
) -> None:
    database.execute(
        "with people as ("
        "  insert into auth.users (id, email, aud, role)"
        "  select gen_random_uuid(), gen_random_uuid() || '@example.com', 'authenticated', 'authenticated'"
        "  from generate_series(1, 5000) returning id"
        ") insert into reprise.interview_sessions (user_id, interview_id, organization_id, mode, title, status,"
        "  position, question_count, time_limits, grace_seconds, start_over_allowed, resume_until,"
        "  completed_at, closed_at, closed_reason)"
        " select p.id, %s, %s, 'timed', 'Test interview', 'completed', 1, 1, '{60}', 2, false, now(), now(), now(),"
        "  'answered' from people p",
        interview.interview_id,
        interview.organization_id,
    )
    seconds = []
    for _ in range(3):
        began = perf_counter()
        rows = rows_of_csv(download(stack, recruiter, interview.interview_id, "csv"))
        seconds.append(perf_counter() - began)
        assert len(rows) == 5001
        assert len({row[-1] for row in rows}) == 5001
    record_figures({"CSV of 5,000 candidates, seconds": round(min(seconds), 2)})
    assert min(seconds) < 5
