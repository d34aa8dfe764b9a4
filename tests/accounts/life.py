"""A person with a row in every table that holds personal data, and the people around them.

Every text is a canary: it holds a word that occurs nowhere else.
"""

from dataclasses import dataclass, field
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.interviews import Interview, Run, invite, make_interview, start
from tests.support.people import People, Person


@dataclass
class Life:
    """A person, their sessions, and the words that only they and that only others wrote."""

    person: Person
    word: str
    interview: Interview
    hidden: Run
    shown: Run
    reviewer: Person
    prep_session_id: UUID
    conversation_id: UUID
    words_of_others: list[str] = field(default_factory=list)
    words_of_neighbour: list[str] = field(default_factory=list)

    @property
    def session_ids(self) -> list[UUID]:
        """Their sessions."""
        return [self.hidden.session_id, self.shown.session_id, self.conversation_id]


def live(api: Api, people: People, database: Database) -> Life:
    """Let a person take two interviews (one shows its results, one hides them), talk, prepare and be invited."""
    word, others = f"canary{uuid4().hex}", [f"other{uuid4().hex}" for _ in range(8)]
    person = people.candidate()
    database.execute(
        "update auth.users set email = %s, raw_user_meta_data = %s where id = %s",
        f"{word}@example.com",
        Jsonb({"full_name": f"name {word}"}),
        person.user_id,
    )
    hidden = _interview(database, False, others)
    shown = _interview(database, True, others)
    invite(database, hidden, person, extra_time_percent=25)
    database.execute(
        "insert into reprise.accommodations (organization_id, user_id, extra_time_percent, reason)"
        " values (%s, %s, 10, %s)",
        hidden.organization_id,
        person.user_id,
        f"accommodation {word}",
    )
    reviewer = people.member(hidden.organization_id, "recruiter")
    database.execute(
        "update auth.users set raw_user_meta_data = %s where id = %s", Jsonb({"full_name": others[0]}), reviewer.user_id
    )
    runs = [_take(api, database, person, interview, word) for interview in (hidden, shown)]
    _grade(api, database, reviewer, runs[0], others[1])
    _grade(api, database, people.member(shown.organization_id), runs[1], others[7])
    running = start(api, person, make_interview(database, ["open"] * 2).interview_id)
    running.heartbeat(f"draft of a running question {word}").ok()
    running.clear().ok()
    talk = start_talk(api, person, {"topic": f"topic {word}"})
    talk.say(f"message {word}").ok()
    talk.resume(client_id=uuid4(), takeover=True).ok()
    talk.say(f"late {word}").refused(409, "lease_lost")
    database.execute(
        "insert into reprise.conversation_profiles (session_id, profile) values (%s, %s)",
        talk.session_id,
        Jsonb({"strengths": [f"profile {word}"]}),
    )
    database.execute(
        "update reprise.conversations set draft = %s, draft_at = now() where session_id = %s",
        f"talk draft {word}",
        talk.session_id,
    )
    prep = _prepare(database, person, word)
    _invite(database, person, hidden, word)
    team = make_interview(database, ()).organization_id
    for member in (person, people.candidate()):
        database.execute(
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'owner')",
            team,
            member.user_id,
        )
    other = people.candidate()
    invite(database, hidden, other)
    start(api, other, hidden.interview_id).submit(others[2]).ok()
    named = str(other.user_id)
    return Life(
        person=person,
        word=word,
        interview=hidden,
        hidden=runs[0],
        shown=runs[1],
        reviewer=reviewer,
        prep_session_id=prep,
        conversation_id=talk.session_id,
        words_of_others=[*others, named],
        words_of_neighbour=[others[2], named],
    )


def _interview(database: Database, visible: bool, others: list[str]) -> Interview:
    """An interview of three questions, with a word of others in each key and in the last prompt."""
    interview = make_interview(database, ["open"] * 4, is_public=visible)
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = %s where id = %s", visible, interview.interview_id
    )
    database.execute(
        "update reprise.question_keys set sample_solution = %s where question_id = any(%s)",
        others[3],
        interview.question_ids,
    )
    database.execute("update reprise.questions set prompt = %s where id = %s", others[4], interview.question_ids[3])
    return interview


def _take(api: Api, database: Database, person: Person, interview: Interview, word: str) -> Run:
    """Answer one question with a transcription, another too late, leave a draft, and finish before the last one."""
    run = start(api, person, interview.interview_id)
    said = {"text": f"said {word}", "duration_seconds": 1.5}
    run.submit(f"answer {word}", transcription=said).ok()
    run.submit(f"second answer {word}", position=0).refused(409, "already_answered")
    run.submit(f"another {word}").ok()
    run.heartbeat(f"draft {word}").ok()
    database.execute(
        "update reprise.session_questions set closed_at = now() where session_id = %s and position = 2", run.session_id
    )
    database.execute(
        "update reprise.interview_sessions set status = 'completed', closed_reason = 'finished', completed_at = now(),"
        " closed_at = now() where id = %s",
        run.session_id,
    )
    database.execute("delete from reprise.active_interview_sessions where user_id = %s", person.user_id)
    return run


def _grade(api: Api, database: Database, reviewer: Person, run: Run, reason: str) -> None:
    """A grader's feedback, a reviewer's score with a reason, and a result."""
    database.execute(
        "update reprise.evaluations set status = 'done', grader = 'model', score = 7, claim_token = null,"
        " claimed_until = null, feedback = %s where session_id = %s",
        Jsonb({"text": f"feedback {run.session_id.hex}", "criteria": [{"id": reason}]}),
        run.session_id,
    )
    arguments = {"session_id": run.session_id, "action": "override_score", "position": 0, "score": 8, "reason": reason}
    api.call("review", reviewer, arguments).ok()
    database.execute(
        "update reprise.session_results set status = 'ready', turn = null, claim_token = null, claimed_until = null,"
        " total = 8, percentage = 26.67, summary = %s, grader = 'plain', finished_at = now() where session_id = %s",
        f"summary {run.session_id.hex}",
        run.session_id,
    )


def _invite(database: Database, person: Person, interview: Interview, word: str) -> None:
    """An invitation that the person has accepted, one that waits for their address, and one that they sent."""
    database.execute("update auth.users set email_confirmed_at = now() where id = %s", person.user_id)
    accepted: LiteralString = (
        "insert into reprise.invitations (organization_id, interview_id, email, note, expires_at, user_id, accepted_at)"
        " values (%s, %s, %s, %s, now() + interval '1 day', %s, now())"
    )
    sent: LiteralString = (
        "insert into reprise.invitations (organization_id, role, email, note, expires_at, created_by)"
        " values (%s, 'reviewer', %s, %s, now() + interval '1 day', %s)"
    )
    email, organization_id = f"{word}@example.com", interview.organization_id
    database.execute(accepted, organization_id, interview.interview_id, email, f"note {word}", person.user_id)
    database.execute(sent, organization_id, email, f"waiting {word}", None)
    database.execute(sent, organization_id, f"{uuid4()}@example.com", "a note that was sent", person.user_id)


def _prepare(database: Database, person: Person, word: str) -> UUID:
    """A prep session with a generation and a link, a practice template, and counted tokens."""
    prep: UUID = database.value(
        "insert into reprise.prep_sessions (user_id, name, mode, job_id, skill, document)"
        " values (%s, %s, 'job', %s, %s, %s) returning id",
        person.user_id,
        f"prep {word}",
        f"job {word}",
        f"skill {word}",
        Jsonb({"notes": f"notes {word}"}),
    )
    database.execute(
        "insert into reprise.prep_generations (prep_session_id, request_key, request, status, content, finished_at)"
        " values (%s, repeat('0', 64), %s, 'done', %s, now())",
        prep,
        Jsonb({"kind": "questions", "skill": f"asked {word}"}),
        Jsonb({"questions": {"1": {"text": f"generated {word}"}}}),
    )
    database.execute(
        "insert into reprise.prep_shares (prep_session_id, token_sha256, expires_at)"
        " values (%s, encode(sha256(%s::bytea), 'hex'), now() + interval '1 day')",
        prep,
        word,
    )
    database.execute(
        "insert into reprise.practice_templates (user_id, name, interview_type, question_count) values (%s, %s, %s, 3)",
        person.user_id,
        f"template {word}",
        f"type {word}",
    )
    database.execute("insert into reprise.model_spending (day) values ('2998-01-01') on conflict do nothing")
    database.execute(
        "insert into reprise.model_shares (day, kind, holder, user_id, tokens)"
        " values ('2998-01-01', 'user', %s, %s, 7)",
        person.user_id,
        person.user_id,
    )
    return prep
