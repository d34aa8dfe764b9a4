"""Everything that exists is documented, and everything that the documentation names exists."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

import pytest
from pydantic import BaseModel, RootModel

from functions.registry import ENDPOINTS, OPERATIONS
from local import settings as local_settings
from local.errors import StackError
from shared.catalogue import CATALOGUE, ONLY_AT_THE_DATA_API
from shared.http.operation import Operation
from shared.problems import as_markdown
from shared.settings import Settings, SettingsError
from tests.support.database import Database
from tests.support.documentation import ROOT, code_words, pages

SCHEMAS = ROOT / "supabase" / "schemas"
STATUSES = ("completed", "cancelled", "abandoned")


class Asked(Mapping[str, str]):
    """An environment that records the names that are read from it."""

    def __init__(self, value: str | None = None) -> None:
        self.names: set[str] = set()
        self._value = value

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        if self._value is None:
            raise KeyError(name)
        return self._value

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def variables_of_the_functions() -> set[str]:
    """The names that shared/settings.py reads."""
    asked = Asked()
    with pytest.raises(SettingsError):
        Settings.from_environment(asked)
    return asked.names


def variables_of_the_local_stack() -> set[str]:
    """The names that local/settings.py reads, and those in the file that `make run` writes."""
    asked, outside = Asked(), Asked("x")
    local_settings.read_settings(asked)
    local_settings.read_tested_outside(outside)
    written = (ROOT / "local" / "environment_file.py").read_text()
    return asked.names | outside.names | set(re.findall(r'"([A-Z_]+)":', written))


def make_targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def schema_text() -> str:
    """The text of all files in supabase/schemas."""
    return "\n".join(path.read_text() for path in sorted(SCHEMAS.rglob("*.sql")))


def fields(model: type[BaseModel] | None) -> set[str]:
    """The names of a model's fields; of a tagged union, those of all its forms."""
    if model is None:
        return set()
    if issubclass(model, RootModel):
        return {name for form in get_args(model.model_fields["root"].annotation) for name in form.model_fields}
    return set(model.model_fields)


def test_every_entry_point_has_a_path_and_is_documented() -> None:
    files = {path.stem for path in (ROOT / "functions").glob("*.py")}
    assert files - {"__init__", "registry", "api"} == {endpoint.name for endpoint in ENDPOINTS}
    headings = pages()["docs/api.md"].text
    paths = [endpoint.path for endpoint in ENDPOINTS]
    undocumented = [path for path in paths if not re.search(rf"^## [A-Z]+ {path}(/\S+)?$", headings, re.MULTILINE)]
    assert undocumented == []
    assert "--target=api" in pages()["docs/architecture.md"].text


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.method.lower()} {o.path}")
def test_every_operation_has_a_section_with_its_fields_its_refusals_and_a_call(
    operation: Operation,
) -> None:
    section = pages()["docs/api.md"].section(f"{operation.method} {operation.path}")
    names = [*operation.refusals, *fields(operation.body or operation.query)]
    assert [name for name in names if not re.search(rf"\b{name}\b", section)] == []
    address = re.sub(r"\\{\w+\\}", r"\$[A-Z]+", re.escape(operation.path))
    assert re.search(rf"\$FUNCTIONS_URL{address}\b", section)


def test_every_refusal_of_every_operation_is_documented_on_the_api_page() -> None:
    text = pages()["docs/api.md"].text
    used = {code for operation in OPERATIONS for code in operation.codes} | {"not_found"} | ONLY_AT_THE_DATA_API
    assert sorted(code for code in used if f"`{code}`" not in text) == []
    assert used == set(CATALOGUE)


def test_errors_page_matches_the_catalogue() -> None:
    assert pages()["docs/errors.md"].text == as_markdown()
    assert sorted(code for code in CATALOGUE if f"\n## {code}\n" not in as_markdown()) == []


def test_every_rpc_is_documented_with_its_arguments() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", pages()["docs/api.md"].text, re.MULTILINE)
    documented = {name: set(re.findall(r"`(\w+)\??`", arguments)) for name, arguments in rows}
    for path in SCHEMAS.glob("*/rpc/*.sql"):
        signature = re.search(r"create function reprise\.\w+\((.*?)\)\nreturns", path.read_text(), re.S)
        assert signature is not None, path
        arguments = {part.split()[0] for part in signature.group(1).split(",") if part.strip()}
        assert documented.get(path.stem) == arguments, path.stem


def test_every_environment_variable_is_documented() -> None:
    operations = pages()["docs/operations.md"]
    functions = operations.section("In the environment of the functions")
    local = operations.section("On the local stack")
    assert sorted(n for n in variables_of_the_functions() if f"| `{n}` |" not in functions) == []
    assert sorted(n for n in variables_of_the_local_stack() if f"`{n}`" not in local) == []
    assert len(variables_of_the_functions()) >= 9
    assert len(variables_of_the_local_stack()) >= 12


def test_invalid_local_setting_is_reported_by_name() -> None:
    with pytest.raises(StackError, match="FUNCTIONS_PORT"):
        local_settings.read_settings({"FUNCTIONS_PORT": "none"})


def test_every_column_of_the_settings_table_is_documented(database: Database) -> None:
    section = pages()["docs/operations.md"].section("In the database")
    columns = database.rows(
        "select column_name from information_schema.columns where table_schema = 'reprise_private' and"
        " table_name = 'settings'"
    )
    names = [row["column_name"] for row in columns]
    assert len(names) >= 7
    assert [name for name in names if f"| `{name}` |" not in section] == []


def test_every_view_for_operations_is_documented(database: Database) -> None:
    views = database.rows("select viewname from pg_views where schemaname = 'reprise_ops'")
    text = pages()["docs/operations.md"].text
    assert views
    assert [row["viewname"] for row in views if f"`reprise_ops.{row['viewname']}`" not in text] == []


def test_every_make_target_is_documented() -> None:
    text = "\n".join(page.text for page in pages().values())
    targets = make_targets()
    assert targets >= {"run", "test", "check"}
    assert sorted(name for name in targets if not re.search(rf"\bmake {name}\b", text)) == []


def test_every_event_is_documented_on_the_states_page() -> None:
    text = pages()["docs/states.md"].text
    written = set(re.findall(r"record_event\([^'(|]*?'(\w+)'", schema_text()))
    # A review's event is named after its action.
    review = (SCHEMAS / "evaluation" / "review_session.sql").read_text()
    actions = set(re.findall(r"when '(\w+)' then", review))
    assert len(actions) == 11
    named = dict(re.findall(r"when '(\w+)' then '(\w+)'", (SCHEMAS / "reviews" / "event_of_review.sql").read_text()))
    written |= {named.get(action, action) for action in actions}
    assert "session_" in written, "close_session makes its event's name from the status"
    events = written - {"session_"} | {f"session_{status}" for status in STATUSES}
    assert len(events) >= 10
    assert sorted(event for event in events if f"`{event}`" not in text) == []


def test_sql_functions_named_in_the_documentation_exist() -> None:
    defined = set(re.findall(r"create (?:function|table|view) (reprise(?:_private|_ops)?\.\w+)", schema_text()))
    named = {word for word in code_words() if re.fullmatch(r"reprise(?:_private|_ops)?\.\w+", word)}
    assert sorted(named - defined) == []
    states = pages()["docs/states.md"]
    column = re.findall(r"^\|[^|]+\| ((?:[^|`]*`\w+`)+[^|]*) \|", states.text, re.MULTILINE)
    functions = {name for cell in column for name in re.findall(r"`(\w+)`", cell)}
    assert "submit_answer" in functions
    assert sorted(name for name in functions if f"reprise_private.{name}" not in defined) == []
