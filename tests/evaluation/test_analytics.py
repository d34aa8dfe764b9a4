"""Guards that the statistics of interviews and candidates equal those computed independently in Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import correlation, mean
from typing import Any
from uuid import uuid4

import pytest

from shared.models.analytics_views import CandidateAnalytics, InterviewAnalytics
from tests.evaluation.work import Taken, Work, graded
from tests.support.apis import Api
from tests.support.interviews import Run, invite, start
from tests.support.people import Person

POINTS = (10, 20, 5)


@dataclass
class Session:
    """The contents of one generated session: seconds and scores per question, None where there is none."""

    run: Run
    status: str = "completed"
    seconds: list[float | None] = field(default_factory=list)
    sources: list[str | None] = field(default_factory=list)
    scores: list[float | None] = field(default_factory=list)
    duration: float = 0


@pytest.fixture
def numbers() -> random.Random:
    """The same random numbers in every run."""
    return random.Random(20260115)


@pytest.fixture
def made_up(work: Work, numbers: random.Random) -> tuple[Taken, list[Session]]:
    """Six completed sessions, one of them with an ungraded answer, and one for each other way to end."""
    taken = work.begin(["open"] * 3)
    for position, points in enumerate(POINTS):
        statement = "update reprise.questions set points = %s where id = %s"
        work.database.execute(statement, points, taken.interview.question_ids[position])
    work.database.execute("delete from reprise.interview_sessions where id = %s", taken.session_id)
    for _ in range(2):
        invite(work.database, taken.interview, work.people.candidate())
    people = [work.people.candidate() for _ in range(8)]
    sessions = [complete(work, taken, people[number], numbers) for number in (0, 1, 2, 3, 4, 4)]
    ungraded = sessions[-1]
    work.database.execute(
        "update reprise.evaluations set status = 'needs_review' where session_id = %s and position = 2",
        ungraded.run.session_id,
    )
    ungraded.scores[2] = None
    for person, status in zip(people[5:], ("in_progress", "cancelled", "abandoned"), strict=True):
        sessions.append(stop(work, taken, person, status, numbers))
    return taken, sessions


def complete(work: Work, taken: Taken, person: Person, numbers: random.Random) -> Session:
    """Complete a session: two answers, and a third question that is answered or sometimes expires."""
    run = start(work.api, person, taken.interview.interview_id)
    session = Session(run)
    for position in range(3):
        if position == 2 and numbers.random() < 0.4:
            work.database.let_time_pass(run.session_id, 603)
            run.resume().ok()
        else:
            run.submit().ok()
    for job in work.claim():
        session.scores.append(round(numbers.uniform(0, job["points"]), 2))
        assert work.complete(job, graded(session.scores[-1]))
    session.scores += [0.0] * (3 - len(session.scores))
    for job in work.claim_summaries():
        work.complete_summary(job)
    return timed(work, session, numbers)


def stop(work: Work, taken: Taken, person: Person, status: str, numbers: random.Random) -> Session:
    """A session with one answer that is then left in progress, cancelled or abandoned."""
    run = start(work.api, person, taken.interview.interview_id)
    run.submit().ok()
    (job,) = work.claim()
    session = Session(run, status, scores=[float(numbers.randint(0, 10)), None, None])
    assert work.complete(job, graded(session.scores[0]))
    if status == "cancelled":
        run.finish("cancelled").ok()
    elif status == "abandoned":
        run.clear().ok()
        started_over = {"client_id": uuid4(), "interview_id": taken.interview.interview_id, "start_over": True}
        work.api.call("start", person, started_over).ok(201)
        work.database.execute(
            "delete from reprise.interview_sessions where user_id = %s and status = 'in_progress'", person.user_id
        )
    return timed(work, session, numbers)


def timed(work: Work, session: Session, numbers: random.Random) -> Session:
    """Give a session known durations."""
    session_id = session.run.session_id
    session.duration = numbers.randint(100, 2000)
    work.database.execute(
        "update reprise.interview_sessions set started_at = now() - interval '2 hours', completed_at ="
        " case when completed_at is not null then now() - interval '2 hours' + make_interval(secs => %s) end"
        " where id = %s",
        session.duration,
        session_id,
    )
    sources = {row["position"]: row["source"] for row in work.database.answers(session_id)}
    for position in range(3):
        session.sources.append(sources.get(position))
        session.seconds.append(numbers.randint(3000, 60_000) / 1000 if position in sources else None)
        work.database.execute(
            "update reprise.answers a set received_at = q.served_at + make_interval(secs => %s)"
            " from reprise.session_questions q where q.session_id = a.session_id and q.position = a.position"
            " and a.session_id = %s and a.position = %s",
            session.seconds[-1],
            session_id,
            position,
        )
    return session


def percentile(values: Sequence[float], share: float) -> float:
    """The percentile, interpolated linearly between the two nearest values."""
    ordered, place = sorted(values), share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def about(value: float, rounding: float = 0.0006) -> Any:
    """Equal except for the rounding in the response."""
    return pytest.approx(value, abs=rounding)


def test_interview_analytics_equal_a_hand_count(api: Api, work: Work, made_up: tuple[Taken, list[Session]]) -> None:
    taken, sessions = made_up
    reply = api.call("analytics", taken.recruiter, {"interview_id": taken.interview.interview_id})
    seen = reply.ok()
    InterviewAnalytics.model_validate_json(reply.text, strict=True)
    completed = [session for session in sessions if session.status == "completed"]
    assert (seen["sessions"], seen["candidates"], seen["completion_rate"]) == (9, 8, about(6 / 9))
    assert seen["funnel"] == {
        "invited": 2,
        "started": 9,
        "in_progress": 1,
        "completed": 6,
        "cancelled": 1,
        "abandoned": 1,
        "reached": {"0": 9, "1": 9, "2": 6},
    }
    durations = [session.duration for session in completed]
    assert seen["duration_seconds"] == {
        "average": about(mean(durations)),
        "p50": about(percentile(durations, 0.5)),
        "p90": about(percentile(durations, 0.9)),
    }
    shares = [100 * total_when_summed_up(work, session) / sum(POINTS) for session in completed]
    # Each session's percentage is stored with two decimals, and the statistics use the stored values.
    assert seen["percentage"] == {"average": about(mean(shares), 0.011), "p50": about(percentile(shares, 0.5), 0.011)}


def test_funnel_counts_people_with_an_invitation_or_a_right_and_neither_links_nor_revoked_ones(
    api: Api, work: Work
) -> None:
    taken = work.begin(["open"])
    invited, entitled, gone = (work.people.candidate() for _ in range(3))
    for person in (invited, entitled, taken.recruiter):
        invite(work.database, taken.interview, person)
    rows: list[tuple[str | None, int | None, Person | None, bool]] = [
        ("new@example.com", None, None, False),
        ("revoked@example.com", None, None, True),
        (None, 50, None, False),
        ("with-a-right@example.com", None, invited, False),
        ("started@example.com", None, taken.run.person, False),
        ("right-removed@example.com", None, gone, False),
    ]
    for email, places, holder, revoked in rows:
        work.database.execute(
            "insert into reprise.invitations (organization_id, interview_id, email, places, user_id, accepted_at,"
            " revoked_at, expires_at) select %s, %s, %s, %s, p.id, case when p.id is not null then now() end,"
            " case when %s then now() end, now() + interval '1 day' from (select %s::uuid) p (id)",
            taken.interview.organization_id,
            taken.interview.interview_id,
            email,
            places,
            revoked,
            holder.user_id if holder is not None else None,
        )
    seen = api.call("analytics", taken.recruiter, {"interview_id": taken.interview.interview_id}).ok()
    assert (seen["funnel"]["invited"], seen["funnel"]["started"]) == (4, 1)


def test_average_percentage_leaves_out_sessions_with_an_answer_without_a_score(api: Api, work: Work) -> None:
    """The total of such a session lacks points, so its percentage is too low."""
    taken = work.take(["open", "open"])
    work.grade(graded(8), graded(8))
    partly = start(work.api, work.people.candidate(), taken.interview.interview_id)
    for _ in range(2):
        partly.submit().ok()
    work.grade(graded(8), graded(None, status="needs_review"))
    for job in work.claim_summaries():
        work.complete_summary(job)
    assert [work.result(each.session_id)["all_graded"] for each in (taken.run, partly)] == [True, False]
    seen = api.call("analytics", taken.recruiter, {"interview_id": taken.interview.interview_id}).ok()
    assert seen["percentage"] == {"average": 80, "p50": 80}


def total_when_summed_up(work: Work, session: Session) -> float:
    """The stored total, from before a score was retracted."""
    return float(work.result(session.run.session_id)["total"])


@pytest.mark.everyday(3)
@pytest.mark.parametrize("position", range(3))
def test_question_analytics_equal_a_hand_count(api: Api, made_up: tuple[Taken, list[Session]], position: int) -> None:
    taken, sessions = made_up
    interview = {"interview_id": taken.interview.interview_id}
    question = api.call("analytics", taken.recruiter, interview).ok()["questions"][position]
    sources = [session.sources[position] for session in sessions]
    scores = [score for session in sessions if (score := session.scores[position]) is not None]
    waits = [
        seconds
        for session in sessions
        if session.sources[position] == "submitted" and (seconds := session.seconds[position]) is not None
    ]
    pairs = [
        (own, sum(score for score in session.scores if score is not None) - own)
        for session in sessions
        if session.status == "completed" and None not in session.scores
        if (own := session.scores[position]) is not None
    ]
    assert len(pairs) == 5
    assert question == {
        "position": position,
        "question_id": str(taken.interview.question_ids[position]),
        "kind": "open",
        "points": POINTS[position],
        "sessions": 9,
        "served": 6 if position == 2 else 9,
        "submitted": sources.count("submitted"),
        "ran_out": sources.count("expired") + sources.count("draft"),
        "skipped": 0,
        "average_response_seconds": about(mean(waits)),
        "scored": len(scores),
        "difficulty": about(mean(scores) / POINTS[position]),
        "discrimination": about(correlation(*zip(*pairs, strict=True))),
    }


def test_candidate_analytics_equal_a_hand_count(api: Api, made_up: tuple[Taken, list[Session]]) -> None:
    _, sessions = made_up
    own = sessions[4:6]
    person = own[0].run.person
    reply = api.call("analytics", person, {})
    seen = reply.ok()
    CandidateAnalytics.model_validate_json(reply.text, strict=True)
    waits = [
        seconds
        for session in own
        for seconds, source in zip(session.seconds, session.sources, strict=True)
        if source == "submitted" and seconds is not None
    ]
    duration = about(mean(session.duration for session in own))
    assert (seen["sessions"], seen["completed"], seen["completion_rate"]) == (2, 2, 1)
    assert seen["average_duration_seconds"] == duration
    assert seen["response_seconds"] == {
        "count": len(waits),
        "average": about(mean(waits)),
        "minimum": about(min(waits)),
        "maximum": about(max(waits)),
    }
    assert seen["by_mode"] == {"timed": {"sessions": 2, "completed": 2, "average_duration_seconds": duration}}


def test_unserved_question_counts_as_skipped_and_not_as_difficult(api: Api, work: Work) -> None:
    taken = work.take(["open"] * 3)
    work.grade(*[graded(8)] * 3)
    early = start(work.api, work.people.candidate(), taken.interview.interview_id)
    early.submit().ok()
    early.finish().ok()
    work.grade(graded(4))
    reply = api.call("analytics", taken.recruiter, {"interview_id": taken.interview.interview_id})
    InterviewAnalytics.model_validate_json(reply.text, strict=True)
    numbers = [
        (question["served"], question["skipped"], question["scored"], question["difficulty"])
        for question in reply.ok()["questions"]
    ]
    # The second question was on screen when the candidate finished, so it counts as unanswered with score 0.
    assert numbers == [(2, 0, 2, 0.6), (2, 1, 2, 0.4), (1, 1, 1, 0.8)]


def test_analytics_of_nobody_and_of_nothing_are_returned(api: Api, work: Work) -> None:
    reply = api.call("analytics", work.people.candidate(), {})
    CandidateAnalytics.model_validate_json(reply.text, strict=True)
    assert (reply.ok()["sessions"], reply.ok()["completion_rate"], reply.ok()["by_mode"]) == (0, None, {})
    taken = work.begin(["open"])
    work.database.execute("delete from reprise.interview_sessions where id = %s", taken.session_id)
    reply = api.call("analytics", taken.recruiter, {"interview_id": taken.interview.interview_id})
    InterviewAnalytics.model_validate_json(reply.text, strict=True)
    assert (reply.ok()["sessions"], reply.ok()["questions"]) == (0, [])
