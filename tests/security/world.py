"""A small example world: every table has rows of ours and of theirs, and there is every kind of caller.

`ours` is the organization that owns the interview the candidate takes; `theirs` is another one with another candidate.
Each example row has a label, and the access matrix states what each persona may do with it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID, uuid4

from tests.security.conversation_rows import make_conversation
from tests.security.prep_rows import make_workspace
from tests.support.database import Database
from tests.support.interviews import Interview, invite, make_interview, make_organization
from tests.support.people import Person
from tests.support.personas import Persona


@dataclass(frozen=True)
class ExampleRow:
    """One row, identified by its primary key."""

    relation: str
    label: str
    key: Mapping[str, object]


@dataclass(frozen=True)
class World:
    """Every persona, and an example row of every kind in every table of reprise."""

    personas: list[Persona]
    rows: list[ExampleRow]

    def rows_of(self, relation: str) -> list[ExampleRow]:
        """The example rows of one table; fails if the matrix does not cover it."""
        found = [row for row in self.rows if row.relation == relation]
        assert found, f"reprise.{relation} has no example row: add some to tests/security/world.py"
        return found

    def persona(self, name: str) -> Persona:
        """A persona by name."""
        return next(persona for persona in self.personas if persona.name == name)


def make_world(database: Database, make_person: Callable[[], Person]) -> World:
    """Fill a database with one example world."""
    ours, theirs = make_organization(database, "Ours"), make_organization(database, "Theirs")
    names = ("candidate", "other candidate", "owner", "recruiter", "reviewer", "former member")
    people = {name: make_person() for name in (*names, "outsider", "their recruiter")}
    _make_members(database, ours, theirs, people)

    rows: list[ExampleRow] = []

    def add(relation: str, label: str, **key: object) -> None:
        rows.append(ExampleRow(relation, label, key))

    for label, organization_id in (("ours", ours), ("theirs", theirs)):
        add("organizations", label, id=organization_id)
    for name, organization_id in (
        ("owner", ours),
        ("recruiter", ours),
        ("reviewer", ours),
        ("their recruiter", theirs),
    ):
        user_id = people[name].user_id
        add("organization_members", name, organization_id=organization_id, user_id=user_id)

    interviews = {}
    for label, organization_id, candidate in (
        ("ours", ours, people["candidate"]),
        ("theirs", theirs, people["other candidate"]),
    ):
        interview = interviews[label] = make_interview(
            database, ("short_answer",) * 3, organization_id=organization_id, is_public=False
        )
        invite(database, interview, candidate, extra_time_percent=25, attempts_allowed=None)
        add("interviews", f"{label}, by invitation", id=interview.interview_id)
        for state in ("published", "draft"):
            other = make_interview(database, (), organization_id=organization_id)
            statement = "update reprise.interviews set status = %s where id = %s"
            database.execute(statement, state, other.interview_id)
            add("interviews", f"{label}, public, {state}", id=other.interview_id)
        add("questions", label, id=interview.question_ids[0])
        add("question_keys", label, question_id=interview.question_ids[0])
        add("interview_questions", label, interview_id=interview.interview_id, position=0)
        invitation = {"interview_id": interview.interview_id, "user_id": candidate.user_id}
        add("interview_invitations", label, **invitation)
        sent = database.value(
            "insert into reprise.invitations (organization_id, interview_id, email, user_id, accepted_at, expires_at)"
            " values (%s, %s, 'kim@example.com', %s, now(), now() + interval '1 day') returning id",
            organization_id,
            interview.interview_id,
            candidate.user_id,
        )
        add("invitations", label, id=sent)
        accommodation = database.value(
            "insert into reprise.accommodations (organization_id, user_id, extra_time_percent)"
            " values (%s, %s, 10) returning id",
            organization_id,
            candidate.user_id,
        )
        add("accommodations", label, id=accommodation)
        template = database.row(
            "insert into reprise.practice_templates (user_id, name, interview_type, question_count)"
            " values (%s, 'Evenings', 'test', 3) returning user_id, id",
            candidate.user_id,
        )
        add("practice_templates", f"of the candidate of {label}", **template)
        event = database.value(
            "select min(id) from reprise.audit_events where entity = 'interviews' and organization_id = %s",
            organization_id,
        )
        add("audit_events", label, id=event)
        statistic = database.value(
            "insert into reprise.session_statistics (organization_id, interview_id, mode, started_on, status)"
            " values (%s, %s, 'timed', '2026-01-15', 'completed') returning id",
            organization_id,
            interview.interview_id,
        )
        add("session_statistics", label, id=statistic)
        rows.extend(_run_a_session(database, label, interview, candidate))
        rows.extend(_review(database, label, interview))
        for relation, note, made in make_conversation(database, interview, candidate):
            add(relation, label + note, **made)

    bank = _make_public_question(database)
    ours_taken = interviews["ours"].interview_id
    add("questions", "public bank", id=bank)
    add("question_keys", "public bank", question_id=bank)
    event = database.value("select min(id) from reprise.audit_events where entity_id = %s", bank)
    add("audit_events", "public bank", id=event)
    for position, (label, question_id) in enumerate(
        (
            ("ours, their question", interviews["theirs"].question_ids[0]),
            ("ours, from the bank", bank),
        ),
        start=50,
    ):
        key: dict[str, object] = {"interview_id": ours_taken, "position": position}
        database.execute(
            "insert into reprise.interview_questions (interview_id, position, question_id) values (%s, %s, %s)",
            *key.values(),
            question_id,
        )
        add("interview_questions", label, **key)
    run = database.value(
        "insert into reprise.cleanup_runs (duration_ms, deleted, expired_questions,"
        " abandoned_sessions, errors) values (1, 0, 0, 0, 0) returning id"
    )
    add("cleanup_runs", "any", id=run)
    outage = database.value(
        "insert into reprise.outages (began_at, ended_at, measured_by, credited_at)"
        " values ('2999-01-01', '2999-01-02', 'functions', now()) returning id"
    )
    add("outages", "any", id=outage)
    database.execute("insert into reprise.model_spending (day) values ('2999-01-01') on conflict do nothing")
    add("model_spending", "any", day="2999-01-01")
    for label, owner in (("ours", people["candidate"]), ("theirs", people["other candidate"])):
        for relation, made in make_workspace(database, owner):
            add(relation, f"of the candidate of {label}", **made)
    database.execute(
        "insert into reprise.prep_templates (id, name, mode, sort) values ('any', 'Any', 'general', 1000)"
        " on conflict do nothing"
    )
    add("prep_templates", "any", id="any")
    run_id = database.value(
        "insert into reprise.model_reservations (run_id, day, expires_at)"
        " values (gen_random_uuid(), '2999-01-01', now() + interval '1 day') returning run_id"
    )
    add("model_reservations", "any", run_id=run_id)
    # Counting tokens deletes the shares of past days.
    share = {"day": "2999-01-01", "kind": "users", "holder": UUID(int=0)}
    database.execute(
        "insert into reprise.model_shares (day, kind, holder) values (%s, %s, %s) on conflict do nothing",
        *share.values(),
    )
    add("model_shares", "any", **share)
    return World(_personas(people), rows)


def _make_members(database: Database, ours: UUID, theirs: UUID, people: Mapping[str, Person]) -> None:
    for name, organization_id, role in (
        ("owner", ours, "owner"),
        ("recruiter", ours, "recruiter"),
        ("reviewer", ours, "reviewer"),
        ("former member", ours, "owner"),
        ("outsider", theirs, "owner"),
        ("their recruiter", theirs, "recruiter"),
    ):
        database.execute(
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, %s)",
            organization_id,
            people[name].user_id,
            role,
        )
    statement = "delete from reprise.organization_members where user_id = %s"
    database.execute(statement, people["former member"].user_id)


def _make_public_question(database: Database) -> UUID:
    question_id = uuid4()
    database.execute(
        "insert into reprise.questions (id, interview_type, domain, difficulty, kind, prompt,"
        " points, time_limit_seconds) values (%s, 'test', 'test', 'easy', 'open', 'Why?', 10, 60)",
        question_id,
    )
    database.execute("insert into reprise.question_keys (question_id) values (%s)", question_id)
    return question_id


def _run_a_session(database: Database, label: str, interview: Interview, candidate: Person) -> list[ExampleRow]:
    """Question 0 is answered (and answered again with a different text), 1 is open with a draft, 2 is not served."""
    session_id = uuid4()

    def call(statement: LiteralString, *arguments: object) -> dict[str, Any]:
        with database.connection.transaction():
            Persona("candidate", "authenticated", candidate).become(database.connection)
            result: dict[str, Any] = database.value(statement, *arguments)
        return result

    call("select reprise.start_session(%s, %s, %s)", uuid4(), interview.interview_id, session_id)
    submit: LiteralString = "select reprise.submit_answer(%s, 0, %s, %s)"
    call(submit, session_id, "an answer", 1)
    call(submit, session_id, "another answer", 1)
    call("select reprise.heartbeat(%s, 1, 1, %s)", session_id, "a draft")

    def row(relation: str, note: str = "", **key: object) -> ExampleRow:
        return ExampleRow(relation, label + note, key)

    answer = database.value("select id from reprise.answers where session_id = %s", session_id)
    before = database.value(
        "insert into reprise.evaluation_history (answer_id, reason, evaluation)"
        " values (%s, 'regrade', '{}') returning id",
        answer,
    )
    database.execute(
        "insert into reprise.session_results (session_id, maximum, max_attempts) values (%s, 30, 5)", session_id
    )
    said = database.row(
        "insert into reprise.transcriptions (session_id, position, sha256, text, duration_seconds)"
        " select session_id, position, sha256, 'said', 1 from reprise.answers where id = %s"
        " returning session_id, position, sha256",
        answer,
    )
    kept = database.value("select id from reprise.late_answers where session_id = %s", session_id)
    credit = database.value("select id from reprise.time_credits where session_id = %s", session_id)
    event = "select min(id) from reprise.session_events where session_id = %s"
    return [
        row("interview_sessions", id=session_id),
        *(
            row(relation, note, session_id=session_id, position=position)
            for relation in ("session_questions", "session_question_keys")
            for position, note in enumerate((", answered", ", served", ", unserved"))
        ),
        row("answers", id=answer),
        row("late_answers", id=kept),
        row("time_credits", id=credit),
        row("transcriptions", **said),
        row("evaluations", answer_id=answer),
        row("evaluation_history", id=before),
        row("session_results", session_id=session_id),
        row("active_interview_sessions", user_id=candidate.user_id),
        row("session_events", id=database.value(event, session_id)),
    ]


def _review(database: Database, label: str, interview: Interview) -> list[ExampleRow]:
    """What a former member wrote about the session of an interview, and the interview's rules."""
    session_id = database.value(
        "select id from reprise.interview_sessions where interview_id = %s and mode = 'timed'", interview.interview_id
    )
    database.execute("insert into reprise.review_rules (interview_id) values (%s)", interview.interview_id)
    written: dict[str, LiteralString] = {
        "decisions": "insert into reprise.decisions (session_id, decision) values (%s, 'hold') returning id",
        "review_comments": "insert into reprise.review_comments (session_id, text) values (%s, 'Why?') returning id",
        "scorecards": "insert into reprise.scorecards (session_id, recommendation) values (%s, 'Maybe') returning id",
        "second_reviews": "insert into reprise.second_reviews (session_id) values (%s) returning id",
    }
    return [
        ExampleRow("review_rules", label, {"interview_id": interview.interview_id}),
        *(
            ExampleRow(relation, label, {"id": database.value(statement, session_id)})
            for relation, statement in written.items()
        ),
    ]


def _personas(people: Mapping[str, Person]) -> list[Persona]:
    names = (
        "candidate",
        "other candidate",
        "owner",
        "recruiter",
        "reviewer",
        "former member",
        "outsider",
    )
    return [
        Persona("anon", "anon", None),
        *(Persona(name, "authenticated", people[name]) for name in names),
        Persona("service_role", "service_role", None),
    ]
