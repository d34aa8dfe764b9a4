"""Every code is listed once, explained and documented, and no other file holds a sentence of a refusal."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from shared.catalogue import CATALOGUE, names_in_braces
from shared.http.responses import problem_document
from shared.models.fields import TOO_LARGE
from shared.models.problem_document import ProblemDocument
from shared.problems import Problem, as_markdown

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "supabase" / "schemas"
CALL = re.compile(r"reprise_private\.refuse_and_(?:roll_back|commit)\((?!p_status)")
RAISE = re.compile(r"errcode = 'PT(\d{3})', message = '(\w+)'([^;]*);")
# lock_own_session refuses with the code that its caller names.
PASSED_ON = "404, p_code"
HEAD = re.compile(r"\s*(\d{3}), '(\w+)'")
REASON = re.compile(r"""["']reason["'](?:: |, )["'](\w+)["']""")
# A quoted text of two words or more that begins like a sentence.
SENTENCE = re.compile(r"'[A-Z](?:[^'\n]|'')* (?:[^'\n]|'')*'")
NAME = re.compile(r"reprise_private\.(store_text_and_refuse_\w+)\(")


class Sent(NamedTuple):
    """A refusal that a source file can make: `reason` is None without one, `text` is its statement."""

    status: int
    code: str
    reason: str | None
    text: str


def arguments(sql: str, start: int) -> str:
    """The arguments of a call, from after its parenthesis to the one that closes it; no text in them holds one."""
    depth = 1
    for end in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[end], 0)
        if depth == 0:
            return sql[start:end]
    raise AssertionError(f"a call without an end: {sql[start : start + 80]}")


def without_comments(path: Path) -> str:
    return re.sub(r"--.*|comment on function [^;]*;", "", path.read_text(encoding="utf-8"))


def sent_by(sql: str) -> Iterator[Sent]:
    """The refusals in the text of one SQL file."""
    for call in CALL.finditer(sql):
        text = arguments(sql, call.end())
        if text == PASSED_ON:
            continue
        head, reason = HEAD.match(text), REASON.search(text)
        assert head is not None, text
        yield Sent(int(head[1]), head[2], reason[1] if reason else None, text)
    for raised in RAISE.finditer(sql):
        yield Sent(int(raised[1]), raised[2], None, raised[3])


def sent_by_sql() -> list[Sent]:
    """Every refusal of the schemas, and those to which with_kept_flag adds its reason."""
    found = [sent for path in sorted(SCHEMAS.rglob("*.sql")) for sent in sent_by(without_comments(path))]
    files = {path.stem: without_comments(path) for path in SCHEMAS.glob("conversations/*.sql")}
    files |= {path.stem: without_comments(path) for path in SCHEMAS.glob("sessions/store_text_and_refuse_*.sql")}
    (added,) = REASON.findall(files["with_kept_flag"])
    for call in re.finditer(r"reprise_private\.with_kept_flag\(", files["add_message"]):
        text = arguments(files["add_message"], call.end())
        inner = [*sent_by(text), *(sent for name in NAME.findall(text) for sent in sent_by(files[name]))]
        assert inner, text
        found += [sent._replace(reason=added) for sent in inner]
    return found


def sent_by_python() -> Iterator[tuple[str, str]]:
    """Code and reason of every `Problem` that is made with a reason."""
    for path in [*(ROOT / "shared").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Problem":
                reasons = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
                for reason in reasons:
                    code = TOO_LARGE if ast.unparse(call.args[0]) == "TOO_LARGE" else ast.literal_eval(call.args[0])
                    either = [reason.body, reason.orelse] if isinstance(reason, ast.IfExp) else [reason]
                    yield from ((code, ast.literal_eval(value)) for value in either)


def test_committed_errors_page_matches_the_catalogue() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "run: python -m shared.problems > docs/errors.md"


def test_every_code_the_database_raises_is_in_the_catalogue_with_its_status() -> None:
    found = sent_by_sql()
    assert len(found) > 60
    assert {"fixed_column", "invalid_request", "last_owner"} <= {sent.code for sent in found}
    for sent in found:
        assert sent.code in CATALOGUE
        assert CATALOGUE[sent.code].status == sent.status, sent.code


def test_every_reason_that_is_sent_has_a_sentence_and_every_sentence_is_sent() -> None:
    sent = {(sent.code, sent.reason) for sent in sent_by_sql() if sent.reason} | set(sent_by_python())
    listed = {(code, reason) for code, refusal in CATALOGUE.items() for reason in refusal.details_by_reason}
    assert sent == listed


def test_refusal_without_a_reason_is_sent_only_where_the_code_has_a_sentence_without_one() -> None:
    assert [sent for sent in sent_by_sql() if sent.reason is None and CATALOGUE[sent.code].detail is None] == []


def test_not_found_has_no_reason_that_could_tell_missing_from_forbidden() -> None:
    assert [sent for sent in sent_by_sql() if sent.status == 404 and HEAD.sub("", sent.text)] == []
    assert [code for code, refusal in CATALOGUE.items() if refusal.status == 404 and refusal.names_of_fields] == []


def test_no_refusal_of_the_database_holds_a_sentence() -> None:
    assert [sent for sent in sent_by_sql() if SENTENCE.search(sent.text)] == []
    hints = {path.stem for path in SCHEMAS.rglob("*.sql") if re.search(r"\bhint = ", without_comments(path))}
    assert hints == {"refuse_faults"}, "only the faults of a row are repeated as a hint"


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_a_sentence_and_a_documented_form(code: str) -> None:
    refusal = CATALOGUE[code]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert 400 <= refusal.status < 600
    assert refusal.detail is not None or refusal.fields["reason"] in refusal.details_by_reason
    for sentence in (refusal.detail, *refusal.details_by_reason.values()):
        assert sentence is None or sentence.endswith(".")
        assert names_in_braces(sentence or "") <= refusal.fields.keys()
    assert refusal.detail is None or not names_in_braces(refusal.detail)
    assert refusal.meaning.endswith(".")
    document = problem_document(Problem(code, fields=refusal.fields), "req-1")
    parsed = ProblemDocument.model_validate(document)
    assert parsed.model_extra == {}
    for reason in refusal.details_by_reason:
        document = problem_document(Problem(code, reason=reason, fields=refusal.fields), "req-1")
        assert document["reason"] == reason
        assert document["detail"] == refusal.details_by_reason[reason].format_map(refusal.fields)
