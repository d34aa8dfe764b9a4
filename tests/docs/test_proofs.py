"""The report of `make prove` calls a promise proved only if each of its tests ran and every case passed."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import proofs
from tests.support.proofs import Promise

FAULT = "AssertionError"


@pytest.fixture
def promise() -> Promise:
    """A promise with two tests or more, and a control."""
    return next(found for found in proofs.promises({}) if len(found.tests) > 1 and found.controls)


def results(path: Path, *cases: tuple[str, str | None, dict[str, object] | None]) -> Path:
    """pytest's XML of these cases: test, error, and figures."""
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite")
    for test, error, figures in cases:
        module, _, name = test.partition("::")
        classname = module.removesuffix(".py").replace("/", ".")
        case = ElementTree.SubElement(suite, "testcase", classname=classname, name=name, time="1.5")
        if figures is not None:
            listed = ElementTree.SubElement(case, "properties")
            ElementTree.SubElement(listed, "property", name="figures", value=json.dumps(figures))
        if error:
            ElementTree.SubElement(case, "failure", message=error)
    ElementTree.ElementTree(root).write(path)
    return path


@pytest.fixture
def report(promise: Promise, tmp_path: Path) -> Callable[..., Promise]:
    """Write a report of these cases, and return what it says about the promise."""

    def write(*cases: tuple[str, str | None, dict[str, object] | None]) -> Promise:
        proofs.main(results(tmp_path / "results.xml", *cases), tmp_path)
        found = proofs.promises(proofs.read_results(tmp_path / "results.xml"))
        return next(other for other in found if other.text == promise.text)

    return write


def test_promise_is_proved_if_all_its_tests_passed(
    promise: Promise, report: Callable[..., Promise], tmp_path: Path
) -> None:
    first, *others = [case.test for case in [*promise.tests, *promise.controls]]
    said = report(
        (f"{first}[a]", None, {"rounds": 1000}), (f"{first}[b]", None, None), *((o, None, None) for o in others)
    )
    assert (said.verdict, said.control, said.tests[0].passed) == ("proved", "caught", 2)
    page, facts = (tmp_path / "proofs.md").read_text(), json.loads((tmp_path / "proofs.json").read_text())
    assert f"| {promise.text} | proved |" in page
    assert "Promises: 1 proved, 0 failed" in page
    assert "| a | passed | rounds 1,000 |" in page
    assert (facts["tests"]["passed"], facts["tests"]["failed"]) == (len(others) + 2, [])
    assert facts["machine"]
    assert set(facts["versions"]) >= {"Python", "Node", "PostgreSQL"}


def test_one_failed_case_fails_its_promise(promise: Promise, report: Callable[..., Promise], tmp_path: Path) -> None:
    tests = [case.test for case in promise.tests]
    said = report((f"{tests[0]}[a]", FAULT, None), *((f"{test}[b]", None, None) for test in tests))
    assert said.verdict == "failed"
    assert f"- Failed: `{tests[0]}`" in (tmp_path / "proofs.md").read_text()


def test_promise_with_a_test_that_did_not_run_is_not_proved(promise: Promise, report: Callable[..., Promise]) -> None:
    said = report((promise.tests[0].test, None, None))
    assert (said.verdict, said.control) == ("not run", "not run")


def test_control_that_found_nothing_is_not_called_caught(promise: Promise, report: Callable[..., Promise]) -> None:
    said = report(*((case.test, FAULT, None) for case in promise.controls))
    assert said.control == "not caught"
