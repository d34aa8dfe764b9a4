"""Every package that is installed is used, and every file that pip reads pins hashes."""

import ast
import re
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from local.settings import ROOT

# Not imported: programs and pytest plugins.
BY_NAME = {"mypy", "ruff", "pytest-asyncio", "pytest-xdist", "uvicorn"}
# Imported by a library if it is there: fpdf2 shapes text with uharfbuzz, and uvicorn runs on uvloop.
BY_LIBRARIES = {"uharfbuzz", "uvloop"}
# Not packages that a list could name: ours, and the core that pydantic pins itself.
OURS = {"reprise", "pydantic_core"}
# The package for Auth's administration, for which no endpoint exists yet.
NOT_YET = {"supabase"}


def listed(name: str) -> set[str]:
    """The packages that a requirements file names itself."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=\[;]", line)[0].lower() for line in lines if line and line[0] not in "#-"}


@cache
def packages_of_modules() -> dict[str, list[str]]:
    """The installed packages by the modules they contain."""
    return dict(packages_distributions())


@cache
def imported(*folders: str) -> frozenset[str]:
    """The packages that main.py and the Python files of these folders import."""
    modules: set[str] = set()
    for path in [ROOT / "main.py", *(path for folder in folders for path in Path(ROOT, folder).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    packages = packages_of_modules()
    return frozenset(package.lower() for module in modules for package in packages.get(module, []))


def test_functions_import_every_package_of_their_image() -> None:
    assert sorted(listed("requirements.in") - imported("functions", "shared") - BY_LIBRARIES) == []


def test_functions_import_no_package_that_is_there_by_chance() -> None:
    known = {package.lower() for names in packages_of_modules().values() for package in names}
    assert sorted((imported("functions", "shared") & known) - listed("requirements.in") - OURS) == []


def test_tests_and_local_stack_use_every_package_they_install() -> None:
    used = imported("functions", "shared", "local", "tests", "benchmarks") | BY_NAME | NOT_YET
    assert sorted(listed("requirements-dev.in") - used) == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_installed_package_is_pinned_with_its_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)(?:\[\w+\])?==\S+(?: ;.*?)? \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert len(pinned) == len(lines) > 20
    assert listed(f"{name}.in") <= {package.lower() for package in pinned}
