"""The packages in shared/ and the modules in functions/ depend on each other in one direction, by every import."""

import ast
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "shared"
# Each of these can be read, changed and tested without the others.
CAPABILITIES = (
    "grading",
    "conversation",
    "prep",
    "export",
    "record",
    "sealing",
    "question_files",
    "question_drafts",
    "invitations",
    "webhooks",
    "notices",
)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> Mapping[str, Path]:
    return {name_of(path): path for folder in (SHARED, ROOT / "functions") for path in folder.rglob("*.py")}


def imported_by(source: str, known: Iterable[str]) -> set[str]:
    """The known modules that a source imports, at its top or in a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            # `from package import name` imports the module `name` if there is one, and otherwise the package.
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inside.intersection(known) or {node.module}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names.intersection(known)


@cache
def imports() -> Mapping[str, set[str]]:
    return {name: imported_by(path.read_text(), modules()) - {name} for name, path in modules().items()}


def package_of(module: str) -> str:
    """The part of shared/ that a module belongs to: a package, or the module itself if it is in none."""
    return module.split(".")[1] if module.startswith("shared.") else module


def package_imports() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module, names in imports().items():
        own = package_of(module)
        found.setdefault(own, set()).update({package_of(name) for name in names} - {own, "shared"})
    return found


def cycle_in(graph: Mapping[str, set[str]]) -> list[str] | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def test_no_module_imports_itself_through_others() -> None:
    assert cycle_in(imports()) is None


def test_no_package_imports_itself_through_others() -> None:
    assert cycle_in(package_imports()) is None


def test_control_a_cycle_is_found() -> None:
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}}) is not None


def test_control_an_import_inside_a_function_is_found() -> None:
    source = "def late():\n    from shared.grading import run\n    import shared.prep.writer\n"
    assert imported_by(source, modules()) == {"shared.grading.run", "shared.prep.writer"}


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_capability_imports_no_other_capability(capability: str) -> None:
    assert package_imports()[capability].isdisjoint(CAPABILITIES)


@pytest.mark.parametrize("package", ["llm", "rpc"])
def test_what_capabilities_share_imports_none_of_them(package: str) -> None:
    assert package_imports()[package].isdisjoint({*CAPABILITIES, "http", "openapi", "models"})


def test_only_llm_talks_to_a_model() -> None:
    clients = {"openai", "httpx2"}
    users = {package_of(name) for name, path in modules().items() if imported_by(path.read_text(), clients)}
    assert users == {"llm"}


def test_only_mail_talks_to_a_mail_server() -> None:
    users = {package_of(name) for name, path in modules().items() if imported_by(path.read_text(), {"smtplib"})}
    assert users == {"mail"}


def test_only_rpc_talks_to_the_database() -> None:
    clients = {"postgrest", "psycopg"}
    users = {package_of(name) for name, path in modules().items() if imported_by(path.read_text(), clients)}
    assert users == {"rpc"}


def test_module_names_of_the_capabilities_are_unique() -> None:
    """A name that two packages use for different jobs has to be looked up each time."""
    packages = {"llm", "rpc", "grading", "conversation", "prep"}
    names = Counter(
        name.rpartition(".")[2] for name in modules() if package_of(name) in packages and name.count(".") > 1
    )
    assert {name for name, count in names.items() if count > 1 and name != "__main__"} == set()
