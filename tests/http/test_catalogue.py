"""Every code is listed once, explained and documented."""

import re
from pathlib import Path

import pytest

from shared.catalogue import CATALOGUE
from shared.http.responses import problem_document
from shared.models.problem_document import ProblemDocument
from shared.problems import Problem, as_markdown

ROOT = Path(__file__).parents[2]


def test_committed_errors_page_matches_the_catalogue() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "run: python -m shared.problems > docs/errors.md"


def test_every_code_the_database_raises_is_in_the_catalogue_with_its_status() -> None:
    calls = re.compile(r"reprise_private\.refuse_and_(?:roll_back|commit)\(\s*(\d{3}), '(\w+)'")
    found = [
        call
        for path in (ROOT / "supabase" / "schemas").rglob("*.sql")
        for call in calls.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 10
    for status, code in found:
        assert code in CATALOGUE
        assert CATALOGUE[code].status == int(status), code


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_a_sentence_and_a_documented_form(code: str) -> None:
    refusal = CATALOGUE[code]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert 400 <= refusal.status < 600
    assert refusal.detail.endswith(".")
    assert refusal.meaning.endswith(".")
    document = problem_document(Problem(code, fields=refusal.fields), "req-1")
    parsed = ProblemDocument.model_validate(document)
    assert parsed.model_extra == {}
