"""Shared helpers are in `tests/support`: no module imports a conftest, a test, or the helpers of another folder."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# Controls run the tests of these modules against a mutant, so they import them.
RUN_BY_CONTROLS = {
    "tests.browser.test_interview",
    "tests.browser.test_pages",
    "tests.browser.test_prep",
    "tests.browser.test_two_places",
}


def imported_modules(source: str) -> set[str]:
    """The modules under `tests` that this source imports, with the folder of each."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from tests.security import matrix` imports a module, too.
            folder = (TESTS.parent / node.module.replace(".", "/")).is_dir()
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if folder else {node.module}
    return {module for module in found if module.startswith("tests.")}


def forbidden_imports(importer: str, source: str) -> set[str]:
    """The imports that `importer`, a dotted module name, may not have."""
    found = set()
    for module in imported_modules(source):
        folder, _, name = module.rpartition(".")
        shared = folder == "tests.support" or importer.startswith(f"{folder}.")
        if not shared or name == "conftest" or name.startswith("test_"):
            found.add(module)
    return found


def modules() -> dict[str, str]:
    """The source of every module under `tests`, by dotted name."""
    return {
        ".".join(file.relative_to(TESTS.parent).with_suffix("").parts): file.read_text()
        for file in sorted(TESTS.rglob("*.py"))
    }


def test_no_module_imports_a_conftest_a_test_or_a_helper_of_another_folder() -> None:
    found = {importer: forbidden_imports(importer, source) for importer, source in modules().items()}
    found["tests.browser.test_controls"] -= RUN_BY_CONTROLS
    assert {importer: imports for importer, imports in found.items() if imports} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from tests.conftest import LONG_FOLDERS",
        "from tests.grading.conftest import due",
        "from tests.grading.test_runs import claim",
        "from tests.prep.jobs import Job",
        "from tests.prep import jobs",
        "import tests.prep.jobs",
        "def late():\n    from tests.prep.jobs import Job",
    ],
)
def test_forbidden_import_is_found(source: str) -> None:
    assert forbidden_imports("tests.grading.test_growth", source)


@pytest.mark.parametrize(
    "source", ["from tests.support.people import People", "from tests.grading.gate import Gate", "import json"]
)
def test_import_of_support_or_of_a_module_in_the_same_folder_is_allowed(source: str) -> None:
    assert not forbidden_imports("tests.grading.test_growth", source)
