"""Names, types and refusals of exports, and their cost for other functions."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import unquote

import pytest

from shared.export.file import MEDIA_TYPES, File, export_file
from shared.problems import Problem
from tests.export.example_results import as_bytes, candidate_results, reviewer_results


def titled(title: str) -> dict[str, Any]:
    results = candidate_results()
    results["session"]["title"] = title
    return results


def test_json_export_is_the_database_response() -> None:
    results = reviewer_results()
    file = export_file(as_bytes(results), "json")
    assert json.loads(file.content) == results
    assert file.media_type == "application/json"


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_file_is_named_after_its_interview_and_session(extension: str) -> None:
    file = export_file(as_bytes(candidate_results()), extension)
    name = f"Full Stack Developer 0b7c2f5e.{extension}"
    assert file.name == name
    assert file.content_disposition == (f"attachment; filename=\"{name}\"; filename*=UTF-8''{name.replace(' ', '%20')}")


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("Développeur", "Developpeur 0b7c2f5e", "Développeur 0b7c2f5e"),
        ("全栈工程师", "0b7c2f5e", "全栈工程师 0b7c2f5e"),
        ("हिन्दी", "0b7c2f5e", "हिन्दी 0b7c2f5e"),
        ('../../etc/"x"\r\nSet-Cookie: a', "etc x Set-Cookie a 0b7c2f5e", None),
        ("\u202egpj.exe\\C:*?", "U+202E gpj.exe C 0b7c2f5e", None),
        ("x" * 500, "x" * 60 + " 0b7c2f5e", None),
        ("", "0b7c2f5e", None),
    ],
)
def test_title_cannot_produce_an_invalid_file_name(title: str, plain: str, full: str | None) -> None:
    header = export_file(as_bytes(titled(title)), "md").content_disposition
    assert header.isascii()
    assert header.isprintable()
    assert f'filename="{plain}.md"' in header
    assert unquote(header.partition("filename*=UTF-8''")[2]) == f"{full or plain}.md"


def test_file_name_without_ascii_has_an_ascii_fallback() -> None:
    assert 'filename="session.pdf"' in File(b"", "application/pdf", "面接.pdf").content_disposition


@pytest.mark.parametrize("extension", MEDIA_TYPES)
@pytest.mark.parametrize("status", ["in_progress", "grading"])
def test_export_before_the_end_of_grading_is_refused_to_a_candidate(status: str, extension: str) -> None:
    with pytest.raises(Problem) as raised:
        export_file(as_bytes(candidate_results(status=status, result=None)), extension)
    assert (raised.value.code, raised.value.status) == ("results_not_ready", 409)
    assert raised.value.fields["counts"] == {"graded": 3, "total": 4}


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_export_of_hidden_results_is_refused_to_a_candidate(extension: str) -> None:
    with pytest.raises(Problem) as raised:
        export_file(as_bytes(candidate_results(status="hidden", result=None)), extension)
    assert (raised.value.code, raised.value.status) == ("results_hidden", 403)


@pytest.mark.parametrize("status", ["in_progress", "grading", "failed", "closed"])
def test_reviewer_gets_the_current_results(status: str) -> None:
    assert export_file(as_bytes(reviewer_results(status=status, result=None)), "md").content


def test_only_the_export_function_imports_the_export_libraries() -> None:
    environment = os.environ | {
        "SUPABASE_URL": "http://127.0.0.1:1",
        "SUPABASE_PUBLISHABLE_KEY": "publishable",
        "SUPABASE_SECRET_KEY": "secret",
    }
    script = "import main, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    expensive = {"fpdf", "docx", "lxml", "PIL", "fontTools", "uharfbuzz", "shared.export.report"}
    assert "functions.export" in loaded
    assert not expensive & set(loaded)
