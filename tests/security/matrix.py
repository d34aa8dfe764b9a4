"""The access matrix, measured in a database and read from `matrix.md`."""

from pathlib import Path

from tests.security.identity_access import measure_identity
from tests.security.row_access import measure
from tests.security.world import World
from tests.support.catalog_access import SECTIONS, Line, public_relations
from tests.support.database import Database
from tests.support.fresh_database import API_ROLES, grant_all

FILE = Path(__file__).with_name("matrix.md")
Matrix = dict[str, list[Line]]
ROLES = tuple(API_ROLES)


def headings(world: World) -> dict[str, Line]:
    """The sections of the file and the headers of their tables."""
    return {
        "Schemas": ("schema", *ROLES),
        "Grants": ("relation", *ROLES),
        "Functions": ("function", "runs as", "search_path", *ROLES),
        "Policies": ("table", "command", "policy", "to", "kind", "conditions"),
        "Rows": ("table", "row", *(persona.name for persona in world.personas)),
        "Moves": ("table", "row", "becomes", "by", "stopped"),
        "Identity": ("column", *(persona.name for persona in world.personas)),
    }


def measure_catalog(database: Database, section: str | None = None) -> Matrix:
    """The sections that are read from the catalog, or one of them."""
    names = SECTIONS if section is None else [section]
    return {name: SECTIONS[name](database.connection) for name in names}


def measure_data(database: Database, world: World) -> Matrix:
    """The sections that are measured by trying, with the current grants."""
    found = [
        measured
        for relation in public_relations(database.connection)
        for measured in measure(database.connection, world, relation)
    ]
    return {
        "Rows": [cells for cells, _ in found],
        "Moves": [line for _, moves in found for line in moves],
        "Identity": list(measure_identity(database.connection, world)),
    }


def is_noticed(database: Database, world: World, relation: str, wanted: Matrix) -> bool:
    """Whether the rows of one table allow anything other than expected; stops at the first difference."""
    missing = {line for line in wanted["Moves"] if line[0] == relation}
    for cells, moves in measure(database.connection, world, relation):
        if cells not in wanted["Rows"] or not set(moves) <= missing:
            return True
        missing -= set(moves)
    return bool(missing)


def measure_data_under_both_regimes(database: Database, world: World) -> Matrix:
    """As `measure_data`, with the current grants and with everything granted.

    A cell that differs shows both, as `a / b`.
    """
    granted = measure_data(database, world)
    with database.connection.transaction(force_rollback=True):
        grant_all(database)
        everything = measure_data(database, world)
    assert granted["Moves"] == everything["Moves"]
    both = {
        section: [
            tuple(a if a == b else f"{a} / {b}" for a, b in zip(one, other, strict=True))
            for one, other in zip(granted[section], everything[section], strict=True)
        ]
        for section in ("Rows", "Identity")
    }
    return {"Rows": both["Rows"], "Moves": granted["Moves"], "Identity": both["Identity"]}


def render(matrix: Matrix, world: World) -> str:
    """Render the sections as Markdown, with aligned columns."""
    parts = []
    for section, head in headings(world).items():
        lines = [head, *matrix[section]]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
        padded.insert(1, ["-" * width for width in widths])
        parts.append(f"## {section}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in padded))
    return "\n".join(parts)


def expected() -> Matrix:
    """The matrix as written in the file."""
    matrix: Matrix = {}
    for block in FILE.read_text(encoding="utf-8").split("\n## ")[1:]:
        section, _, text = block.partition("\n")
        table = [line for line in text.splitlines() if line.startswith("|")]
        matrix[section] = [tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in table[2:]]
    return matrix


def expected_when_everything_is_granted() -> Matrix:
    """Sections Rows, Moves and Identity, with everything granted."""
    wanted = expected()
    both = {
        section: [tuple(cell.split(" / ")[-1] for cell in line) for line in wanted[section]]
        for section in ("Rows", "Identity")
    }
    return {"Rows": both["Rows"], "Moves": wanted["Moves"], "Identity": both["Identity"]}


def differences(measured: Matrix, wanted: Matrix) -> list[str]:
    """The differences, one readable line each; empty if there are none."""
    found = []
    for section, lines in measured.items():
        found += [f"+ {section}: {' | '.join(line)}" for line in lines if line not in wanted[section]]
        found += [f"- {section}: {' | '.join(line)}" for line in wanted[section] if line not in lines]
    return found
