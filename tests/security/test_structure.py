"""Guards schema rules that Supabase's advisor does not check, and that each rule can fail."""

import psycopg
import pytest

from tests.security.identity import MOVABLE
from tests.security.structure_rules import LIFECYCLE, NULL_HAS_A_MEANING, RULES, Rule
from tests.security.world import World
from tests.support.database import Database


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_structure_rule_holds_and_finds_its_violation(rule: Rule, fresh: Database) -> None:
    assert offenders(fresh, rule) == []
    with fresh.connection.transaction(force_rollback=True):
        fresh.execute(rule.offence)
        assert len(offenders(fresh, rule)) == 1


def offenders(database: Database, rule: Rule) -> list[str]:
    """The names of what breaks the rule."""
    names = {"lifecycle": LIFECYCLE, "nullable": list(NULL_HAS_A_MEANING), "movable": MOVABLE}
    found = database.connection.execute(rule.offenders, names).fetchall()
    return sorted(str(name) for (name,) in found)


@pytest.mark.parametrize("role", ["postgres", "service_role"])
@pytest.mark.parametrize(
    "statement",
    [
        b"update reprise.session_events set event = 'nothing'",
        b"delete from reprise.session_events",
        b"truncate reprise.session_events",
        b"truncate reprise.interview_sessions cascade",
    ],
)
def test_no_role_can_change_or_delete_an_event(
    statement: bytes, role: str, fresh: Database, fresh_world: World
) -> None:
    assert fresh_world.rows_of("session_events")
    with fresh.connection.transaction(force_rollback=True):
        fresh.execute("grant all on all tables in schema reprise, reprise_private to service_role")
        fresh.execute("select set_config('role', %s, true)", role)
        with pytest.raises(psycopg.errors.RestrictViolation):
            fresh.connection.execute(statement)
