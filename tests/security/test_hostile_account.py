"""One account that attacks takes nothing away from others: none of their calls is refused and no answer is lost.

How long their calls take, attack by attack, is measured by `python -m benchmarks.hostile_account`.
"""

from collections.abc import Iterator

import pytest

from tests.support.hostile_account import Attack
from tests.support.hostile_attacks import ATTACKS
from tests.support.hostile_requests import Exports
from tests.support.hostile_run import Arena, Phase, arena
from tests.support.hostile_sessions import BudgetBurn

# A busy machine is not an outage. The day has as many tokens as 23 of the account's long answers cost.
ENVIRON = {"DATABASE_TIMEOUT_SECONDS": "30", "EVALUATION_DAILY_TOKENS": "400000"}
CONTROLLED: tuple[type[Attack], ...] = (BudgetBurn, Exports)
# More answers than the day's tokens pay for, although some are options of a multiple-choice question.
FLOOD = 150
NO_SHARES = """
create or replace function reprise_private.exceeded_budget_share(
  p_own reprise.model_reservations, p_amount bigint, p_daily_limit bigint, p_spent bigint
) returns jsonb language sql stable set search_path = '' as $$
  select case when p_spent + p_amount + coalesce(sum(r.tokens), 0) > p_daily_limit
    then '{"refused_by": "day", "wait_seconds": 3600}'::jsonb end
  from reprise.model_reservations r where r.run_id <> p_own.run_id
$$
"""
TURNS, ARRIVALS = "order by e.turn, e.due_at", "order by e.due_at, e.turn"
CLAIM = "reprise_private.claim_evaluations(integer)"


@pytest.fixture
def field() -> Iterator[Arena]:
    with arena(ENVIRON, every_seconds=2) as started:
        yield started


def unharmed(phase: Phase) -> bool:
    """Whether nothing was refused, every answer is stored, and every candidate was graded in two minutes."""
    seen = phase.observed
    assert seen.calls
    return not (seen.refused or phase.lost or seen.graded_late) and seen.finished == len(seen.graded) > 0


async def test_candidates_are_refused_nothing_lose_nothing_and_are_graded_beside_a_hostile_account(
    field: Arena,
) -> None:
    # Exports, the other attack that keeps a processor busy, are in the test of all attacks.
    phase = await field.phase("long answers", [BudgetBurn], 1, answers_before=FLOOD // 3, connections=3)
    assert unharmed(phase), phase


@pytest.mark.prove
async def test_candidates_are_unharmed_by_all_attacks_at_the_functions_together(field: Arena) -> None:
    attacks = [attack for attack in ATTACKS if not attack.direct]
    phase = await field.phase("all attacks", attacks, 300)
    assert unharmed(phase), phase


@pytest.mark.prove
async def test_control_one_queue_and_one_budget_for_all_leave_candidates_ungraded(field: Arena) -> None:
    claim = field.database.value(f"select pg_get_functiondef('{CLAIM}'::regprocedure)")
    assert TURNS in claim
    field.database.execute(claim.replace(TURNS, ARRIVALS))
    field.database.execute(NO_SHARES)
    phase = await field.phase("two attacks", CONTROLLED, 5, answers_before=FLOOD)
    assert phase.observed.graded_late, phase
