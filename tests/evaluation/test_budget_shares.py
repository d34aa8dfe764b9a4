"""Guards that nobody uses more than their share of the day's tokens, however many calls reserve at once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.work import Taken, Work, review, serve
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.interviews import make_organization
from tests.support.people import Person
from tests.support.queued_answers import flood
from tests.support.race import together

CALLERS, ROUNDS, AMOUNT = 50, 4, 100
# The day's limit: 4 % for each user, 40 % for all users, 50 % for each organization, 10 % for each candidate.
LIMIT = 100_000


@pytest.fixture(scope="module")
def connections(stack: Stack) -> Iterator[list[Connection]]:
    """A connection for each caller."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(CALLERS)]


@dataclass(frozen=True)
class Payers:
    """Creates sessions, whose tokens count towards a share."""

    database: Database

    def session(self, person: Person, organization_id: UUID | None = None) -> UUID:
        """A session of a person; a practice session if there is no organization."""
        flood(self.database, person, 1, organization_id)
        return UUID(
            str(
                self.database.value(
                    "select id from reprise.interview_sessions where user_id = %s order by started_at desc, id limit 1",
                    person.user_id,
                )
            )
        )


@pytest.fixture
def payers(work: Work) -> Iterator[Payers]:
    """Creates sessions, and deletes them at the end."""
    yield Payers(work.database)
    work.database.execute("delete from reprise.interview_sessions where title = 'Flood'")


def ask(connection: Connection, session_id: UUID | None, amount: int = AMOUNT, **changes: object) -> dict[str, Any]:
    """Reserve for a session, by default in a new run."""
    whole = {"run_id": uuid4(), "amount": amount, "daily_limit": LIMIT, "session_id": session_id} | changes
    return serve(connection, "reserve_tokens", **whole)


def reserve(connection: Connection, session_id: UUID) -> bool:
    """Whether the budget allows a call for this session."""
    return bool(ask(connection, session_id)["reserved"])


def reserve_and_settle(connection: Connection, session_id: UUID) -> bool:
    """Reserve, and settle at once with everything used."""
    run_id = uuid4()
    granted = bool(ask(connection, session_id, run_id=run_id)["reserved"])
    serve(connection, "settle_tokens", run_id=run_id, used=AMOUNT if granted else 0)
    return granted


def reserve_after_a_look(connection: Connection, session_id: UUID) -> bool:
    """Reserve without a lock: read the sum, then add."""
    row = connection.execute(
        "select s.user_id,"
        " (select coalesce(sum(r.tokens), 0) from reprise.model_reservations r where r.user_id = s.user_id)"
        " from reprise.interview_sessions s where s.id = %s",
        [session_id],
    ).fetchone()
    if row is None or row[1] + AMOUNT > LIMIT * 4 // 100:
        return False
    connection.execute(
        "insert into reprise.model_reservations (run_id, day, tokens, expires_at, user_id)"
        " values (gen_random_uuid(), (now() at time zone 'UTC')::date, %s, now() + interval '10 minutes', %s)",
        [AMOUNT, row[0]],
    )
    return True


def granted_to(
    sessions: Sequence[UUID],
    connections: Sequence[Connection],
    way: Callable[[Connection, UUID], bool] = reserve,
    rounds: int = ROUNDS,
) -> int:
    """How many reservations of 100 tokens were granted with fifty concurrent callers, the sessions in turn."""
    calls = [
        partial(way, connection, sessions[number % len(sessions)]) for number, connection in enumerate(connections)
    ]
    with ThreadPoolExecutor(len(calls)) as pool:
        return sum(sum(together(calls, pool)) for _ in range(rounds))


def used(database: Database, kind: str) -> int:
    """The usage of all shares of a kind."""
    return int(database.value("select coalesce(sum(tokens), 0) from reprise.model_shares where kind = %s", kind))


@pytest.mark.everyday(2)
@pytest.mark.parametrize("way", [reserve, reserve_and_settle])
def test_fifty_concurrent_calls_use_up_a_users_share_and_never_exceed_it(
    work: Work, payers: Payers, connections: list[Connection], way: Callable[[Connection, UUID], bool]
) -> None:
    person = work.people.candidate()
    sessions = [payers.session(person) for _ in range(3)]
    assert granted_to(sessions, connections, way) * AMOUNT == LIMIT * 4 // 100
    # Another user's share is not affected.
    assert reserve(work.connection, payers.session(work.people.candidate()))


@pytest.mark.prove
def test_control_same_fifty_calls_catch_a_share_that_is_checked_before_it_is_counted(
    work: Work, payers: Payers, connections: list[Connection]
) -> None:
    session_id = payers.session(work.people.candidate())
    most = 0
    for _ in range(10):
        work.put_others_off()
        most = max(most, granted_to([session_id], connections, reserve_after_a_look))
        if most * AMOUNT > LIMIT * 4 // 100:
            break
    assert most * AMOUNT > LIMIT * 4 // 100


@pytest.mark.prove
@pytest.mark.parametrize("way", [reserve, reserve_and_settle])
def test_many_free_accounts_together_cannot_use_the_organizations_part_of_the_day(
    work: Work, payers: Payers, connections: list[Connection], way: Callable[[Connection, UUID], bool]
) -> None:
    sessions = [payers.session(work.people.candidate()) for _ in range(25)]
    assert granted_to(sessions, connections, way, rounds=10) * AMOUNT == LIMIT * 40 // 100
    refused = ask(work.connection, sessions[-1])
    assert (refused["reserved"], refused["refused_by"]) == (False, "users")
    company = make_organization(work.database)
    assert ask(work.connection, payers.session(work.people.candidate(), company), LIMIT * 10 // 100)["reserved"]


@pytest.mark.everyday(2)
@pytest.mark.parametrize("way", [reserve, reserve_and_settle])
def test_fifty_concurrent_calls_use_up_an_organizations_share_and_never_exceed_it(
    work: Work, payers: Payers, connections: list[Connection], way: Callable[[Connection, UUID], bool]
) -> None:
    company = make_organization(work.database)
    sessions = [payers.session(work.people.candidate(), company) for _ in range(10)]
    assert granted_to(sessions, connections, way, rounds=12) * AMOUNT == LIMIT * 50 // 100
    assert ask(work.connection, sessions[0])["refused_by"] in ("organization", "candidate")
    other = payers.session(work.people.candidate(), make_organization(work.database))
    assert reserve(work.connection, other)


def test_organizations_that_nobody_vouches_for_bring_no_tokens_of_their_own(
    work: Work, payers: Payers, connections: list[Connection]
) -> None:
    person = work.people.candidate()
    companies = [make_organization(work.database) for _ in range(3)]
    work.database.execute("update reprise.organizations set is_trusted = false where id = any(%s)", companies)
    runs = [payers.session(person, company) for company in companies]
    runs += [
        work.database.value(
            "insert into reprise_private.draft_requests (organization_id, user_id) values (%s, %s) returning id",
            company,
            person.user_id,
        )
        for company in companies
    ]
    assert granted_to([*runs, payers.session(person)], connections, reserve_and_settle) * AMOUNT == LIMIT * 4 // 100
    assert (used(work.database, "organization"), used(work.database, "user")) == (0, LIMIT * 4 // 100)
    assert work.database.value("select organizations_guaranteed from reprise.model_spending") == 0
    assert [ask(work.connection, run)["refused_by"] for run in runs] == ["user"] * len(runs)
    work.database.execute("update reprise.organizations set is_trusted = true where id = %s", companies[0])
    assert [ask(work.connection, run)["reserved"] for run in runs] == [True, False, False] * 2


def test_one_candidate_cannot_use_the_share_of_the_organizations_other_candidates(
    work: Work, payers: Payers, connections: list[Connection]
) -> None:
    company, person = make_organization(work.database), work.people.candidate()
    sessions = [payers.session(person, company) for _ in range(3)]
    assert granted_to(sessions, connections, reserve_and_settle) * AMOUNT == LIMIT * 10 // 100
    refused = ask(work.connection, sessions[0])
    assert refused["refused_by"] == "candidate"
    assert reserve(work.connection, payers.session(work.people.candidate(), company))
    # A person's practice and their other organizations count towards other shares.
    assert reserve(work.connection, payers.session(person))
    assert reserve(work.connection, payers.session(person, make_organization(work.database)))


def hold(connection: Connection, session_id: UUID, amount: int) -> dict[str, Any]:
    """Reserve in a new run, and keep what was reserved."""
    return ask(connection, session_id, amount)


def use(connection: Connection, session_id: UUID, amount: int) -> dict[str, Any]:
    """Reserve in a new run, and settle at once with everything used."""
    run_id = uuid4()
    response = ask(connection, session_id, amount, run_id=run_id)
    serve(connection, "settle_tokens", run_id=run_id, used=amount if response["reserved"] else 0)
    return response


Way = Callable[[Connection, UUID, int], dict[str, Any]]


def take_all(connection: Connection, sessions: Sequence[UUID], way: Way) -> int:
    """Take as many tokens as these sessions get, in calls of 1,000 and then of 100."""
    taken = 0
    for amount in (1000, 100):
        for session_id in sessions:
            while way(connection, session_id, amount)["reserved"]:
                taken += amount
    return taken


def use_up_the_pool(work: Work, payers: Payers, way: Way) -> int:
    """Have two organizations and 15 users take whatever they get."""
    taken = 0
    for company in (make_organization(work.database), make_organization(work.database)):
        sessions = [payers.session(work.people.candidate(), company) for _ in range(6)]
        taken += take_all(work.connection, sessions, way)
    return taken + take_all(work.connection, [payers.session(work.people.candidate()) for _ in range(15)], way)


@pytest.mark.parametrize("way", [hold, use])
def test_organization_and_user_get_their_guarantee_after_others_used_up_the_pool(
    work: Work, payers: Payers, way: Way
) -> None:
    taken = use_up_the_pool(work, payers, way)
    # Two organizations and 15 users took their guarantees from the reserves; the rest of the reserves is left.
    assert taken == LIMIT - (LIMIT * 20 // 100 - 2 * LIMIT * 2 // 100) - (LIMIT * 10 // 100 - 15 * LIMIT // 200)
    company = make_organization(work.database)
    for bystander, guarantee in (
        (payers.session(work.people.candidate(), company), LIMIT * 2 // 100),
        (payers.session(work.people.candidate()), LIMIT // 200),
    ):
        assert take_all(work.connection, [bystander], way) == guarantee
        refused = way(work.connection, bystander, 1)
        assert (refused["reserved"], refused["refused_by"] in ("pool", "users")) == (False, True)


@pytest.mark.prove
def test_control_without_reserves_nothing_is_left_for_others(work: Work, payers: Payers) -> None:
    work.database.execute(
        "update reprise_private.settings set organizations_reserve_percent = 0, users_reserve_percent = 0"
    )
    try:
        assert use_up_the_pool(work, payers, use) == LIMIT
        company = make_organization(work.database)
        assert not ask(work.connection, payers.session(work.people.candidate(), company))["reserved"]
    finally:
        work.database.execute(
            "update reprise_private.settings set organizations_reserve_percent = default,"
            " users_reserve_percent = default"
        )


@pytest.mark.prove
def test_guarantees_never_exceed_the_day_however_many_payers_reserve_at_once(
    work: Work, payers: Payers, connections: list[Connection]
) -> None:
    companies = [make_organization(work.database) for _ in range(12)]
    sessions = [payers.session(work.people.candidate(), company) for company in companies]
    sessions += [payers.session(work.people.candidate()) for _ in range(13)]
    taken = granted_to(sessions, connections, reserve_and_settle, rounds=21) * AMOUNT
    spent = work.database.row("select tokens, organizations_guaranteed, users_guaranteed from reprise.model_spending")
    assert taken == spent["tokens"] <= LIMIT
    # Each payer had more calls than its guarantee covers.
    assert spent["organizations_guaranteed"] == 12 * LIMIT * 2 // 100
    assert spent["users_guaranteed"] == 13 * LIMIT // 200


def test_answers_of_an_organization_that_the_pool_refuses_wait_together(work: Work) -> None:
    company = make_organization(work.database)
    for person in (work.people.candidate(), work.people.candidate()):
        flood(work.database, person, 1, company)
    other = work.take(["open"])
    (job,) = (job for job in work.claim(1) if job["session_id"] != str(other.session_id))
    assert work.release(job, wait_seconds=600, error="budget_pool", share="pool")
    waiting = work.database.value(
        "select count(*) from reprise.evaluations where organization_id = %s and turn is null", company
    )
    assert waiting == 40
    assert [row["turn"] is None for row in work.evaluations(other.session_id)] == [False]


def test_used_tokens_count_for_the_day_and_for_every_share(work: Work, payers: Payers) -> None:
    company = make_organization(work.database)
    for session_id, tokens in ((payers.session(work.people.candidate(), company), 700), (None, 50)):
        run_id = uuid4()
        assert ask(work.connection, session_id, 1000, run_id=run_id)["reserved"]
        # One part is reported during the run, the rest when it is settled.
        ask(work.connection, session_id, 0, run_id=run_id, used=tokens - 30)
        serve(work.connection, "settle_tokens", run_id=run_id, used=tokens)
    run_id = uuid4()
    ask(work.connection, payers.session(work.people.candidate()), 1000, run_id=run_id)
    serve(work.connection, "settle_tokens", run_id=run_id, used=200)
    shares = {kind: used(work.database, kind) for kind in ("organization", "candidate", "users", "user")}
    assert shares == {"organization": 700, "candidate": 700, "users": 200, "user": 200}
    assert work.database.value("select tokens from reprise.model_spending") == 950


def test_refused_call_returns_whether_to_retry_soon_or_tomorrow(work: Work, payers: Payers) -> None:
    session_id = payers.session(work.people.candidate())
    run_id, most = uuid4(), LIMIT * 4 // 100
    assert ask(work.connection, session_id, most, run_id=run_id)["reserved"]
    held = ask(work.connection, session_id)
    assert (held["refused_by"], held["wait_seconds"]) == ("user", 30)
    serve(work.connection, "settle_tokens", run_id=run_id, used=most)
    spent = ask(work.connection, session_id)
    until_midnight = work.database.value(
        "select extract(epoch from date_trunc('day', now(), 'UTC') + interval '1 day' - now())"
    )
    assert spent["refused_by"] == "user"
    assert abs(spent["wait_seconds"] - max(until_midnight, 30)) <= 2
    work.database.execute("update reprise.model_spending set day = day - 1")
    assert reserve(work.connection, session_id)


def test_first_call_of_a_day_always_fits_and_a_small_share_refuses_the_second(work: Work, payers: Payers) -> None:
    session_id = payers.session(work.people.candidate())
    run_id, large = uuid4(), LIMIT * 5 // 100
    assert ask(work.connection, session_id, large, run_id=run_id)["reserved"]
    assert not ask(work.connection, session_id, large)["reserved"]
    serve(work.connection, "settle_tokens", run_id=run_id, used=1)
    assert not ask(work.connection, session_id, large)["reserved"]
    # Even a user's first call cannot exceed the share of all users.
    assert not ask(work.connection, payers.session(work.people.candidate()), LIMIT * 41 // 100)["reserved"]


def test_share_of_zero_allows_nothing(work: Work, payers: Payers) -> None:
    session_id = payers.session(work.people.candidate())
    work.database.execute("update reprise_private.settings set user_budget_percent = 0")
    try:
        assert not ask(work.connection, session_id, 1)["reserved"]
    finally:
        work.database.execute("update reprise_private.settings set user_budget_percent = default")


def test_workspace_is_paid_from_its_owners_share(work: Work) -> None:
    person = work.people.candidate()
    prep = work.database.value(
        "insert into reprise.prep_sessions (user_id, name, mode) values (%s, 'Costs', 'general') returning id",
        person.user_id,
    )
    asked = ask(work.connection, prep)
    assert asked["reserved"]
    assert (asked["user_id"], asked["organization_id"]) == (str(person.user_id), None)
    row = work.database.row("select user_id, organization_id from reprise.model_reservations")
    assert (row["user_id"], row["organization_id"]) == (person.user_id, None)


def test_deleted_session_gets_no_tokens(work: Work, payers: Payers) -> None:
    for statement in (
        "insert into reprise.prep_sessions (user_id, name, mode) values (%s, 'Gone', 'general') returning id",
        None,
    ):
        person, run_id = work.people.candidate(), uuid4()
        session = work.database.value(statement, person.user_id) if statement else payers.session(person)
        assert ask(work.connection, session, run_id=run_id)["reserved"]
        work.database.execute("delete from reprise.prep_sessions where id = %s", session)
        work.database.execute("delete from reprise.interview_sessions where id = %s", session)
        for again in (run_id, uuid4()):
            refused = ask(work.connection, session, run_id=again)
            assert (refused["reserved"], refused["refused_by"], refused["wait_seconds"]) == (False, "user", 30)
    # Calls for no session are limited only by the day.
    assert ask(work.connection, None)["reserved"]


def test_shares_are_stored_for_thirty_days_and_erased_with_their_user(work: Work, payers: Payers) -> None:
    person = work.people.candidate()
    session_id = payers.session(person)
    assert reserve_and_settle(work.connection, session_id)
    work.database.execute("update reprise.model_spending set day = day - 30")
    assert reserve_and_settle(work.connection, session_id)
    assert used(work.database, "user") == 2 * AMOUNT
    work.database.execute("update reprise.model_spending set day = day - 1")
    assert reserve_and_settle(work.connection, session_id)
    assert used(work.database, "user") == 2 * AMOUNT
    work.database.execute("delete from auth.users where id = %s", person.user_id)
    assert (used(work.database, "user"), used(work.database, "users")) == (0, 2 * AMOUNT)


def test_answers_of_equal_length_of_one_payer_wait_together_and_shorter_ones_do_not(work: Work) -> None:
    person = work.people.candidate()
    flood(work.database, person, 2, length=1000)
    flood(work.database, person, 1, length=500)
    other = work.take(["open"])
    jobs = [job for job in work.claim(2) if job["session_id"] != str(other.session_id)]
    assert work.release(jobs[0], wait_seconds=600, error="budget_user", share="user")
    rows = work.database.rows(
        "select octet_length(a.answer) as length, e.status, e.attempts, e.error, e.turn is null as waits, count(*)"
        " from reprise.evaluations e join reprise.answers a on a.id = e.answer_id where e.user_id = %s"
        " group by 1, 2, 3, 4, 5 order by 1, 2",
        person.user_id,
    )
    running = len(jobs) - 1
    assert [tuple(row.values()) for row in rows] == [
        (500, "queued", 0, None, False, 20),
        (1000, "queued", 0, "budget_user", True, 40 - running),
        *[(1000, "running", 1, None, False, running)] * (running > 0),
    ]
    assert [row["turn"] is None for row in work.evaluations(other.session_id)] == [False]
    # The summaries of these sessions are postponed, too.
    assert (
        work.database.value(
            "select count(*) from reprise.session_results where due_at > now() + interval '9 minutes'"
            " and session_id in (select id from reprise.interview_sessions where user_id = %s)",
            person.user_id,
        )
        == 2
    )


def late_and_short(work: Work) -> Taken:
    """An accepted late text of 60,000 bytes that replaces a short answer, and another short answer, both queued."""
    taken = work.begin(["open", "open"])
    taken.run.heartbeat("a draft").ok()
    work.database.let_time_pass(taken.session_id, 609)
    assert taken.run.submit("late " * 12_000, position=0).ok()["late"] is True
    taken.run.submit("short, but longer than the draft").ok()
    work.grade()
    (kept,) = work.database.kept(taken.session_id)
    review(work.api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    review(work.api, taken.recruiter, taken, "retry_evaluation", position=1).ok()
    return taken


@pytest.mark.parametrize("share", ["organization", "candidate"])
def test_accepted_late_text_over_budget_does_not_delay_a_shorter_answer(work: Work, share: str) -> None:
    taken = late_and_short(work)
    (job,) = (job for job in work.claim(1) if job["position"] == 0)
    assert work.release(job, wait_seconds=600, error=f"budget_{share}", share=share)
    assert [row["turn"] is None for row in work.evaluations(taken.session_id)] == [True, False]


def test_short_answer_over_budget_delays_an_accepted_late_text(work: Work) -> None:
    taken = late_and_short(work)
    jobs = work.claim(2)
    assert work.release(jobs[0])
    assert work.release(jobs[1], wait_seconds=600, error="budget_candidate", share="candidate")
    assert [row["turn"] is None for row in work.evaluations(taken.session_id)] == [True, True]


def test_answer_to_a_long_question_over_budget_does_not_delay_others(work: Work) -> None:
    taken = work.begin(["open", "open"])
    for _ in range(2):
        taken.run.submit("the same words").ok()
    work.database.execute(
        "update reprise.session_questions set prompt = repeat('long ', 5000) where session_id = %s and position = 0",
        taken.session_id,
    )
    (job,) = work.claim(1)
    assert job["position"] == 0
    assert work.release(job, wait_seconds=600, error="budget_candidate", share="candidate")
    assert [row["turn"] is None for row in work.evaluations(taken.session_id)] == [True, False]
