"""Work on a text grows with its size, and lets other threads run meanwhile, whatever the text's shape.

`make test` runs an eighth of the shapes for each path, `make prove` all.
"""

import ast
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.growth.paths import MODULES, PATHS
from tests.growth.shapes import EIGHT
from tests.support.costs import longest_hold
from tests.support.growth import KIB, LARGE, grows
from tests.support.race import share

ROOT = Path(__file__).parents[2]
# Measured as a whole by test_endpoints.py.
ENDPOINTS = {"grade", "POST /message", "PATCH /prep-sessions"}
TEXT_LIBRARIES = {
    *("re", "unicodedata", "json", "html", "codecs", "base64", "binascii", "string", "textwrap", "difflib"),
    *("urllib", "email", "zlib"),
}
MOST_HELD_SECONDS = 0.05
# Files are made in processes of their own, which may hold their interpreter.
IN_WORKERS = "workspace as"


@pytest.mark.parametrize("path", PATHS)
def test_work_grows_no_faster_than_its_text(path: str) -> None:
    shapes = share(list(EIGHT.items()), 8, list(PATHS).index(path))
    assert {name: grown for name, shape in shapes if (grown := grows(PATHS[path], shape))} == {}


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith(IN_WORKERS)])
def test_no_work_on_a_text_of_64_kib_keeps_other_threads_waiting_longer_than_50_ms(path: str) -> None:
    shapes = share(list(EIGHT.items()), 8, list(PATHS).index(path) + 4)
    held = {name: longest_hold(partial(PATHS[path], shape(LARGE)), MOST_HELD_SECONDS) for name, shape in shapes}
    assert {name: seconds for name, seconds in held.items() if seconds >= MOST_HELD_SECONDS} == {}


@pytest.mark.parametrize("run", ["1" * 308 + " ", "\\", "\\u0000"])
def test_patch_of_1_mib_that_nearly_holds_what_is_refused_keeps_no_thread_waiting(run: str) -> None:
    text = run * (1024 * KIB // len(run))
    assert longest_hold(partial(PATHS["body of a patch"], text), MOST_HELD_SECONDS) < MOST_HELD_SECONDS


@pytest.mark.prove
@pytest.mark.parametrize(
    ("work", "shape"),
    [
        (partial(unicodedata.normalize, "NFC"), "combining marks"),
        (lambda text: [text[start:] for start in range(len(text))], "mixed scripts"),
    ],
)
def test_control_quadratic_work_is_found(work: Callable[[str], object], shape: str) -> None:
    assert grows(work, EIGHT[shape], 2 * KIB, 16 * KIB)


@pytest.mark.prove
def test_control_work_that_holds_the_interpreter_is_found() -> None:
    text = EIGHT["combining marks"](LARGE // 2)
    assert longest_hold(lambda: unicodedata.normalize("NFC", text), MOST_HELD_SECONDS, tries=2) > MOST_HELD_SECONDS


def handles_text(source: str) -> bool:
    """Whether a module imports a library that parses, matches or encodes text."""
    imported = (
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    )
    return any(name.partition(".")[0] in TEXT_LIBRARIES for name in imported)


def unnamed(modules: Iterator[tuple[str, str]]) -> set[str]:
    """The modules that handle text and are named neither themselves nor by their package."""
    return {
        name
        for name, source in modules
        if handles_text(source) and not any(name == named or name.startswith(f"{named}.") for named in MODULES)
    }


def sources() -> Iterator[tuple[str, str]]:
    for path in (*ROOT.glob("shared/**/*.py"), *ROOT.glob("functions/**/*.py")):
        relative = path.relative_to(ROOT)
        yield ".".join(relative.with_suffix("").parts), path.read_text()


def test_every_module_that_handles_text_has_a_path() -> None:
    assert unnamed(sources()) == set()
    assert {path for paths in MODULES.values() for path in paths} <= PATHS.keys() | ENDPOINTS


def test_control_module_without_a_path_is_found() -> None:
    assert unnamed(iter([("shared.new", "import re\n"), ("shared.quiet", "import asyncio\n")])) == {"shared.new"}
