"""Links of the documentation lead somewhere, and every guarantee names the test that proves it."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.documentation import ROOT, Page, pages
from tests.support.proofs import promises

TEST_REFERENCE = re.compile(r"(tests/[\w/]+\.py)::(\w+(?:::\w+)?)")


def names_of_tests(path: Path) -> set[str]:
    """The tests of a file, as pytest names them."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {
                f"{node.name}::{inner.name}"
                for inner in node.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return {name for name in found if name.startswith(("test_", "Test"))}


@pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.name)
def test_every_relative_link_resolves(page: Page) -> None:
    broken = []
    for link in page.links():
        file, _, anchor = link.partition("#")
        target = (page.path.parent / file).resolve() if file else page.path
        name = target.relative_to(ROOT).as_posix()
        if not target.exists() or (anchor and anchor not in pages()[name].anchors()):
            broken.append(link)
    assert broken == []


def test_every_guarantee_names_an_existing_test() -> None:
    found = [*promises({})]
    assert found, "docs/guarantees.md has no table"
    assert [promise.text for promise in found if not promise.tests] == []
    everywhere = [found for page in pages().values() for found in TEST_REFERENCE.findall(page.text)]
    missing = [
        f"{path}::{name}"
        for path, name in everywhere
        if not (ROOT / path).is_file() or name not in names_of_tests(ROOT / path)
    ]
    assert missing == []


def is_left_to_prove(path: str, name: str) -> bool:
    """Whether `make test` leaves the test out."""
    body = ast.parse((ROOT / path).read_text()).body
    marks = [ast.unparse(node) for node in body if isinstance(node, ast.Assign)]
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            marks += map(ast.unparse, node.decorator_list)
    return any(mark in ("pytest.mark.prove", "pytestmark = pytest.mark.prove") for mark in marks)


def test_every_guarantee_has_an_everyday_test_or_states_that_it_has_none() -> None:
    unproved = [
        promise.text
        for promise in promises({})
        if all(is_left_to_prove(*cases.test.split("::")) for cases in promise.tests)
    ]
    assert [text for text in unproved if "(`make prove` only)" not in text] == []
    assert len(unproved) == 1
