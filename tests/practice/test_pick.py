"""Guards that questions are picked randomly and fairly, least recently seen first, without reading the whole bank."""

import math
from typing import LiteralString
from uuid import UUID, uuid4

import pytest

from tests.support.chi_square import P_VALUE_BOUND, p_value
from tests.support.costs import processor_time
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People
from tests.support.question_bank import Bank

PICKS = 10_000
# The number of ordered picks of three from eight.
ORDERED_PICKS = math.perm(8, 3)
# Picks with typical mistakes; each must be detected.
UNFAIR: dict[str, LiteralString] = {
    "random start, then a run": """
        select array_agg(question_id order by n)
        from (select (random() * 8)::integer as start) r, generate_series(0, 2) n
        join lateral (
          select question_id from (
            select p.question_id, row_number() over (order by p.pool_id, p.number) - 1 as i
            from reprise_private.question_pool_entries p join reprise_private.question_pools h on h.id = p.pool_id
              where h.interview_type = $1
          ) a where a.i = (r.start + n) % 8
        ) q on true
    """,
    "random order, but a pool first": """
        select array_agg(question_id) from (
          select p.question_id from reprise_private.question_pool_entries p join reprise_private.question_pools h on
            h.id = p.pool_id
          where h.interview_type = $1 order by random() / h.active_count limit 3
        ) q
    """,
    "table sample": """
        select array_agg(question_id) from (
          select p.question_id from reprise_private.question_pool_entries p tablesample bernoulli (80)
          join reprise_private.question_pools h on h.id = p.pool_id where h.interview_type = $1 limit 3
        ) q
    """,
    "fair set, fixed order": """
        select array_agg(question_id order by question_id) from (
          select p.question_id from reprise_private.question_pool_entries p join reprise_private.question_pools h on
            h.id = p.pool_id
          where h.interview_type = $1 order by random() limit 3
        ) q
    """,
}


def make_user(database: Database) -> UUID:
    """A user without a token."""
    user_id = uuid4()
    database.execute("insert into auth.users (id) values (%s)", user_id)
    return user_id


def fill_uneven_pools(bank: Bank) -> list[UUID]:
    """Eight questions in pools of one, two and five questions."""
    return [*bank.add(1, "a", "hard"), *bank.add(2, "b"), *bank.add(5, "c")]


def count_picks(bank: Bank, user_id: UUID, picks: int = PICKS) -> list[int]:
    """How often each ordered pick of three occurred."""
    rows = bank.database.rows(
        "select picked, count(*) as times from (select reprise_private.pick_questions(%s, %s, null, null, 3) as picked"
        " from generate_series(1, %s)) p group by picked",
        user_id,
        bank.interview_type,
        picks,
    )
    assert all(len(set(row["picked"])) == 3 for row in rows)
    return [row["times"] for row in rows]


def test_every_ordered_pick_is_equally_likely_over_ten_thousand_picks(own_database: Database) -> None:
    bank = Bank(own_database)
    fill_uneven_pools(bank)
    assert p_value(count_picks(bank, make_user(own_database)), ORDERED_PICKS) > P_VALUE_BOUND


def test_unseen_questions_are_equally_likely_with_seen_ones_between_them(own_database: Database) -> None:
    """Eight unseen questions among thirteen; the seen ones are at both ends, adjacent and isolated."""
    bank, user_id = Bank(own_database), make_user(own_database)
    ids = [*bank.add(3, "a", "hard"), *bank.add(4, "b"), *bank.add(6, "c")]
    order = {
        row["question_id"]: place
        for place, row in enumerate(
            own_database.rows("select question_id from reprise_private.question_pool_entries order by pool_id, number")
        )
    }
    ids.sort(key=order.__getitem__)
    bank.see(user_id, [ids[place] for place in (0, 4, 5, 8, 12)], days_ago=1)
    assert p_value(count_picks(bank, user_id), ORDERED_PICKS) > P_VALUE_BOUND


@pytest.mark.prove
@pytest.mark.parametrize("unfair", UNFAIR)
def test_control_same_chi_square_finds_an_unfair_pick(own_database: Database, unfair: str) -> None:
    bank = Bank(own_database)
    fill_uneven_pools(bank)
    body = UNFAIR[unfair].replace("$1", "p_type")
    own_database.connection.execute(
        "create or replace function pg_temp.unfair(p_type text) returns uuid[] language plpgsql volatile as"
        f" $f$ begin return ({body}); end $f$".encode()
    )
    rows = own_database.rows(
        "select picked, count(*) as times from (select pg_temp.unfair(%s) as picked from generate_series(1, %s)) p"
        " group by picked",
        bank.interview_type,
        PICKS,
    )
    counts = [row["times"] for row in rows]
    assert p_value(counts, max(ORDERED_PICKS, len(counts))) < P_VALUE_BOUND


def test_pick_contains_only_active_public_questions_of_the_requested_kind(
    bank: Bank, people: People, database: Database
) -> None:
    person = people.candidate()
    wanted = {*bank.add(3, "databases", "easy")}
    harder, elsewhere = {*bank.add(2, "databases", "hard")}, {*bank.add(2, "networks", "easy")}
    bank.add(4, is_active=False)
    bank.add(4, organization_id=make_organization(database))
    Bank(database).add(4)
    assert set(bank.pick(person, 50, "databases", "easy")) == wanted
    assert set(bank.pick(person, 50, "databases")) == wanted | harder
    assert set(bank.pick(person, 50, None, "easy")) == wanted | elsewhere
    assert set(bank.pick(person, 50)) == wanted | harder | elsewhere
    assert bank.pick(person, 50, "nothing") == []


def test_unseen_questions_are_picked_first_and_then_those_seen_longest_ago(bank: Bank, people: People) -> None:
    person, other = people.candidate(), people.candidate()
    ids = bank.add(8)
    bank.see(person.user_id, ids[0:2], days_ago=3)
    bank.see(person.user_id, ids[2:5], days_ago=2)
    bank.see(person.user_id, ids[0:1], days_ago=1)  # Seen again, so no longer the least recently seen.
    bank.see(other.user_id, ids[5:8], days_ago=9)
    for count, expected in ((3, ids[5:8]), (4, [ids[1], *ids[5:8]]), (6, [*ids[1:4], *ids[5:8]]), (8, ids)):
        picked = bank.pick(person, count)
        assert len(picked) == count
        assert set(picked) == set(expected)


def test_question_that_was_never_served_counts_as_unseen(bank: Bank, people: People, database: Database) -> None:
    person = people.candidate()
    ids = bank.add(4)
    bank.see(person.user_id, ids, days_ago=1)
    database.execute(
        "update reprise.session_questions q set served_at = null where q.question_id = any(%s) and q.session_id in"
        " (select id from reprise.interview_sessions where user_id = %s)",
        ids[:2],
        person.user_id,
    )
    assert set(bank.pick(person, 2)) == set(ids[:2])


@pytest.fixture
def large_bank(own_database: Database) -> Bank:
    """100,000 questions in 30 kinds, and a user who has seen 200 of them."""
    bank = Bank(own_database)
    own_database.execute(
        "insert into reprise.questions (interview_type, domain, difficulty, kind, prompt, points, time_limit_seconds)"
        " select %s, 'domain ' || n %% 10, (array['easy', 'medium', 'hard'])[1 + n %% 3], 'open', 'Why ' || n, 10, 60"
        " from generate_series(1, 100000) n",
        bank.interview_type,
    )
    return bank


@pytest.mark.prove
def test_pick_from_100_000_questions_takes_less_than_5_ms_and_scans_no_table(large_bank: Bank) -> None:
    database = large_bank.database
    user_id = make_user(database)
    large_bank.see(user_id, large_bank.pick(user_id, 50) + large_bank.pick(user_id, 50), days_ago=1)
    for arguments in ((10, None, None), (10, "domain 3", None), (50, "domain 3", "easy"), (50, None, None)):
        times = []
        with database.connection.transaction():
            for _ in range(50):
                with processor_time(database) as spent:
                    picked = large_bank.pick(user_id, *arguments)
                times.append(spent.seconds)
                assert len(set(picked)) == arguments[0]
            scanned = database.rows(
                "select relname, seq_tup_read from pg_stat_xact_user_tables"
                " where relname in ('questions', 'question_pool_entries') and seq_tup_read > 0"
            )
        assert scanned == []
        # The fifth fastest of the calls, because the first ones warm up plans and pages.
        assert sorted(times)[4] < 0.005, f"{arguments}: {sorted(times)[4] * 1000:.2f} ms"
