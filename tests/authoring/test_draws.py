"""The draw from a pool and the order of options: fair, stored, and the same wherever a session goes on."""

import math
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.chi_square import P_VALUE_BOUND, p_value
from tests.support.database import Database
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People

DRAWS = 6000
# Fixed seeds: the counts are the same in every run, so that this test never fails by chance.
SEEDS = "select md5('seed ' || n)::uuid as seed from generate_series(1, %s) n"
OPTIONS = [{"id": letter, "text": f"Option {letter}"} for letter in "abcde"]


def put_into_pool(database: Database, interview: Interview, draw: int, first: int = 0) -> None:
    """Make one pool of an interview's questions, from a position on."""
    database.execute(
        "update reprise.interview_questions set pool = 1, draw_count = %s where interview_id = %s and position >= %s",
        draw,
        interview.interview_id,
        first,
    )


def make_shuffled(database: Database, kinds: tuple[str, ...] = ("mcq",) * 3, **columns: Any) -> Interview:
    """An interview that shuffles five options of each question; the right one is b."""
    interview = make_interview(database, kinds, **columns)
    database.execute(
        "update reprise.questions set options = %s where id = any (%s) and kind = 'mcq'",
        Jsonb(OPTIONS),
        interview.question_ids,
    )
    database.execute("update reprise.interviews set shuffle_options = true where id = %s", interview.interview_id)
    return interview


def drawn(database: Database, run: Run) -> list[UUID]:
    """The questions of a session, in their order."""
    return [row["question_id"] for row in database.questions(run.session_id)]


def seed_of(database: Database, run: Run) -> UUID:
    seed: UUID = database.value("select seed from reprise_private.session_seeds where session_id = %s", run.session_id)
    return seed


def test_every_set_and_every_order_of_a_draw_is_equally_likely(database: Database) -> None:
    interview = make_interview(database, ["open"] * 6)
    put_into_pool(database, interview, draw=3, first=1)
    rows = database.rows(
        f"select reprise_private.draw_questions(%s, s.seed) as ids from ({SEEDS}) s", interview.interview_id, DRAWS
    )
    draws = [tuple(row["ids"]) for row in rows]
    assert {ids[0] for ids in draws} == {interview.question_ids[0]}
    assert {len(set(ids)) for ids in draws} == {4}
    orders = Counter(ids[1:] for ids in draws)
    assert p_value(orders.values(), math.perm(5, 3)) > P_VALUE_BOUND
    # Control: the same test finds a draw that is not fair.
    del orders[draws[0][1:]]
    orders[draws[1][1:]] *= 2
    assert p_value(orders.values(), math.perm(5, 3)) < P_VALUE_BOUND


def test_order_of_options_is_fair_and_reveals_neither_the_key_nor_the_order_in_which_they_are_written(
    database: Database,
) -> None:
    question_id = uuid4()
    rows = database.rows(
        "select o.ids, o.ids = o.backwards as same from ("
        " select array(select e ->> 'id' from jsonb_array_elements("
        "     reprise_private.shuffled_options(%s, s.seed, %s)) e) as ids,"
        "   array(select e ->> 'id' from jsonb_array_elements("
        "     reprise_private.shuffled_options(%s, s.seed, %s)) e) as backwards"
        f" from ({SEEDS}) s) o",
        Jsonb(OPTIONS),
        question_id,
        Jsonb(OPTIONS[::-1]),
        question_id,
        DRAWS,
    )
    assert all(row["same"] for row in rows)
    orders = Counter(tuple(row["ids"]) for row in rows)
    # Each of the 120 orders is as likely, so each option, the right one too, is as likely at each place.
    assert p_value(orders.values(), math.factorial(5)) > P_VALUE_BOUND


def test_order_of_options_of_one_question_tells_nothing_about_another_question_with_the_same_ids(
    database: Database,
) -> None:
    """Else a candidate who knows one answer would know at which place the right option is everywhere."""
    rows = database.rows(
        "select array(select e ->> 'id' from jsonb_array_elements(reprise_private.shuffled_options(%s, s.seed, %s)) e)"
        " as first,"
        " array(select e ->> 'id' from jsonb_array_elements(reprise_private.shuffled_options(%s, s.seed, %s)) e)"
        f" as second from ({SEEDS}) s",
        Jsonb(OPTIONS),
        UUID(int=1),
        Jsonb(OPTIONS),
        UUID(int=2),
        DRAWS,
    )
    places = Counter((row["first"].index("b"), row["second"].index("b")) for row in rows)
    assert p_value(places.values(), len(OPTIONS) ** 2) > P_VALUE_BOUND


@pytest.mark.parametrize("shuffled", [False, True])
def test_options_are_shown_as_they_are_written_unless_the_interview_shuffles_them(
    api: Api, people: People, database: Database, shuffled: bool
) -> None:
    interview = make_shuffled(database, ("mcq",) * 8)
    database.execute(
        "update reprise.interviews set shuffle_options = %s where id = %s", shuffled, interview.interview_id
    )
    run = start(api, people.candidate(), interview.interview_id)
    # That chance writes all eight down as they are has a probability of 1 to 120^8.
    assert any(row["options"] != OPTIONS for row in database.questions(run.session_id)) == shuffled


def test_session_shows_what_it_drew_and_its_order_of_options_wherever_it_goes_on(
    api: Api, people: People, database: Database
) -> None:
    interview = make_shuffled(database, ("mcq",) * 20, attempts_allowed=3)
    put_into_pool(database, interview, draw=3)
    candidate, reviewer = people.candidate(), people.member(interview.organization_id)
    run = start(api, candidate, interview.interview_id)
    questions = drawn(database, run)
    assert run.view["session"]["question_count"] == len(set(questions)) == 3
    shown = [run.view["question"]]
    # A resumed session, one that another device took over, and a repeated start show the same.
    for reply in (run.resume(), run.resume(client_id=uuid4(), takeover=True)):
        assert reply.ok()["question"]["options"] == shown[0]["options"]
        assert reply.body["question"]["prompt"] == shown[0]["prompt"]
    run.lease = run.view["lease"]["number"]
    again = {"session_id": run.session_id, "client_id": run.client_id, "interview_id": interview.interview_id}
    assert api.call("start", candidate, again).body["session"]["question_count"] == 3
    run.resume(takeover=True).ok()
    run.lease = run.view["lease"]["number"]
    # What the interview becomes afterwards changes nothing.
    database.execute(
        "update reprise.interview_questions set draw_count = 1, position = 99 - position where interview_id = %s",
        interview.interview_id,
    )
    database.execute("update reprise.interviews set shuffle_options = false where id = %s", interview.interview_id)
    while run.submit("b").ok()["question"] is not None:
        shown.append(run.view["question"])
    assert drawn(database, run) == questions
    assert all({option["id"] for option in one["options"]} == set("abcde") for one in shown)
    # The answer names an option by its id, and reviewers and candidate see the order that the candidate saw.
    for person in (candidate, reviewer):
        answers = api.call("results", person, {"session_id": run.session_id}).ok()["answers"]
        assert [one["options"] for one in answers] == [one["options"] for one in shown]
    assert [(one["answer"], one["score"]) for one in answers] == [("b", 10)] * 3


def test_draw_follows_from_the_stored_seed_and_each_attempt_has_its_own(
    api: Api, people: People, database: Database
) -> None:
    interview = make_shuffled(database, ("mcq",) * 20)
    put_into_pool(database, interview, draw=3)
    candidate, chosen = people.candidate(), uuid4()
    runs = []
    # Clients choose the ids of sessions, here two people the same one: the draw does not follow from them.
    for person, session_id in ((candidate, uuid4()), (candidate, chosen), (people.candidate(), chosen)):
        run = start(api, person, interview.interview_id, session_id=session_id)
        run.session_id = UUID(run.view["session"]["id"])
        run.finish().ok()
        runs.append(run)
    seeds = [seed_of(database, run) for run in runs]
    assert len(set(seeds)) == 3
    assert not {run.session_id for run in runs} & set(seeds)
    for run, seed in zip(runs, seeds, strict=True):
        questions = database.questions(run.session_id)
        ids = database.value("select reprise_private.draw_questions(%s, %s)", interview.interview_id, seed)
        assert [row["question_id"] for row in questions] == ids
        for row in questions:
            order = database.value(
                "select reprise_private.shuffled_options(%s, %s, %s)", Jsonb(OPTIONS), seed, row["question_id"]
            )
            assert row["options"] == order


@pytest.mark.parametrize("draw", [0, 3, 100])
def test_interview_written_in_sql_draws_what_there_is(api: Api, people: People, database: Database, draw: int) -> None:
    """Operators are not checked; a session then asks as many as there are, and none of an empty draw."""
    interview = make_interview(database, ["open"] * 4)
    put_into_pool(database, interview, draw=draw, first=1)
    # Where rows of one pool differ, the largest number counts.
    database.execute(
        "update reprise.interview_questions set draw_count = 0 where interview_id = %s and position = 2",
        interview.interview_id,
    )
    run = start(api, people.candidate(), interview.interview_id)
    assert run.view["session"]["question_count"] == 1 + min(draw, 3)
    extent = database.value("select reprise_private.interview_extent(%s)", interview.interview_id)
    assert extent == {"question_count": 1 + min(draw, 3), "total_seconds": 60 * (1 + min(draw, 3))}


def test_question_that_cannot_be_answered_keeps_an_interview_from_starting_even_if_it_is_not_drawn(
    api: Api, people: People, database: Database
) -> None:
    interview = make_shuffled(database, ("mcq",) * 20)
    put_into_pool(database, interview, draw=1)
    with database.connection.transaction():
        database.execute("set local session_replication_role = replica")
        database.execute("update reprise.questions set options = '[]' where id = %s", interview.question_ids[19])
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", people.candidate(), arguments).refused(409, "interview_not_ready")
