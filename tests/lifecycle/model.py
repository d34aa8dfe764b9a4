"""The life of a timed session in plain Python, written from docs/states.md and not from the SQL.

Times are seconds on the model's clock. A call returns its outcome: `ok`, or the code of its refusal. A refusal that
rolls back leaves the model as it was.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

LIMIT = 610
GRACE = 30
BREAK = 100
LEASE = 60
LIVE = 900
RESUME_WINDOW = 86_400


class RefusalError(Exception):
    """A refusal that changes nothing; its argument is the code."""


@dataclass
class Question:
    """A question of a session."""

    served_at: float | None = None
    draft: str = ""
    answer: str | None = None
    source: str | None = None
    # An empty submit in time stored the draft as the answer.
    given_up: bool = False

    def closes_at(self) -> float | None:
        """When the clock closes the question; null while it is not served."""
        return None if self.served_at is None else self.served_at + LIMIT + GRACE


@dataclass
class ActiveRow:
    """The active row: who is live."""

    client: str
    lease: int
    expires_at: float
    seen_at: float


@dataclass
class Session:
    """One session. `late` has the late texts: position, text, reason and lease."""

    started_at: float
    questions: list[Question]
    status: str = "in_progress"
    reason: str | None = None
    position: int = 0
    lease: int = 0
    client: str = ""
    late: set[tuple[int, str, str, int]] = field(default_factory=set)
    break_left: float = BREAK
    # When the break began that the candidate is on, and when its time is over.
    on_break: tuple[float, float] | None = None
    breaks: list[int] = field(default_factory=list)

    @property
    def current(self) -> Question | None:
        """The question at the current position; null after the last."""
        return self.questions[self.position] if self.position < len(self.questions) else None


class Candidate:
    """One candidate with the sessions of one interview, and the operations on them."""

    def __init__(self, *, question_count: int, start_over_allowed: bool) -> None:
        self.now = 0.0
        self.sessions: list[Session] = []
        self.row: ActiveRow | None = None
        self._question_count = question_count
        self._start_over_allowed = start_over_allowed

    @property
    def session(self) -> Session:
        """The newest session."""
        return self.sessions[-1]

    # Operations -----------------------------------------------------------------------------------

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def start(self, client: str, *, start_over: bool) -> str:
        """Start the interview with an id of its own."""
        return self._call(lambda: self._start(client, start_over=start_over))

    def repeat_start(self, client: str) -> str:
        """Repeat the call that started the newest session."""
        return self._call(lambda: self._repeat_start(client))

    def submit(self, lease: int, position: int, text: str, *, serve_next: bool) -> str:
        """Submit a text; an empty one says that the time has expired. Without `serve_next` a break may follow."""
        return self._call(lambda: self._submit(lease, position, text, serve_next=serve_next))

    def heartbeat(self, lease: int, position: int | None, text: str) -> str:
        """Send a heartbeat, with a draft if there is a position."""
        return self._call(lambda: self._heartbeat(lease, position, text))

    def resume(self, client: str, *, takeover: bool) -> str:
        """Resume the newest session."""
        return self._call(lambda: self._resume(client, takeover=takeover))

    def finish(self, lease: int, outcome: str) -> str:
        """Finish the newest session early."""
        return self._call(lambda: self._finish(lease, outcome))

    def clear(self) -> str:
        """Clear the stuck session."""
        return self._call(self._clear)

    def cleanup(self) -> str:
        """Run cleanup over the newest session and the active row."""
        self._settle()
        # Real time passes as well: what is due now in the model is overdue in the database.
        if self.row and self.row.seen_at <= self.now - LIVE:
            self.row = None
        return "ok"

    def _call(self, operation: Callable[[], str]) -> str:
        before = copy.deepcopy((self.sessions, self.row))
        try:
            return operation()
        except RefusalError as refusal:
            self.sessions, self.row = before
            return str(refusal)

    # How each works -------------------------------------------------------------------------------

    def _start(self, client: str, *, start_over: bool) -> str:
        if self.sessions:
            self._settle()
            if self.session.status == "in_progress":
                if not start_over:
                    raise RefusalError("session_in_progress")
                if not self._start_over_allowed:
                    raise RefusalError("start_over_not_allowed")
                self._close("abandoned", "start_over")
        self.sessions.append(Session(self.now, [Question() for _ in range(self._question_count)]))
        self._take_lease(client)
        self._serve()
        return "ok"

    def _repeat_start(self, client: str) -> str:
        self._settle()
        if self.session.status == "in_progress" and self.session.client == client:
            self._renew(self.session.lease)
            self._serve()
        return "ok"

    def _submit(self, lease: int, position: int, text: str, *, serve_next: bool) -> str:
        session = self.session
        question = session.questions[position]
        repeats = self._repeats(position, text)
        known_late = any((p, t, r) == (position, text, "late") for p, t, r, _ in session.late)
        held = False
        if session.status == "in_progress":
            held = self._renew(lease)
            if not held and not repeats and not known_late:
                self._store_late(position, text, "lease_lost", lease)
                return "lease_lost"
            self._settle()
        before = session.position
        outcome = self._store_submission(lease, position, text, repeats=repeats, question=question)
        if outcome == "ok" and self.row and self.row.lease == lease:
            if not serve_next and session.position > before:
                self._begin_break()
            if serve_next or not session.on_break:
                self._serve()
        return outcome

    def _begin_break(self) -> None:
        session = self.session
        until = min(self.now + session.break_left, session.started_at + RESUME_WINDOW)
        if session.status == "in_progress" and until > self.now:
            session.on_break = (self.now, until)

    def _store_submission(self, lease: int, position: int, text: str, *, repeats: bool, question: Question) -> str:
        session = self.session
        if repeats:
            return "ok"
        if question.source == "submitted":
            self._store_late(position, text, "already_answered", lease)
            return "already_answered"
        if question.source in ("draft", "expired") and position < session.position:
            # Too late: a receipt of another kind, no refusal.
            if text:
                self._store_late(position, text, "late", lease, unless_answer=False)
            return "ok"
        if session.status != "in_progress":
            self._store_late(position, text, "session_closed", lease)
            return "session_closed"
        if position != session.position or question.served_at is None:
            raise RefusalError("position_ahead")
        if not text and question.draft:
            question.answer, question.source, question.given_up = question.draft, "draft", True
        else:
            question.answer, question.source = text, "submitted"
        session.position += 1
        if session.position == len(session.questions):
            self._close("completed", "answered")
        return "ok"

    def _heartbeat(self, lease: int, position: int | None, text: str) -> str:
        session = self.session
        if session.status == "in_progress":
            if not self._renew(lease):
                self._store_late(position, text, "late_draft", lease)
                return "lease_lost"
            self._settle()
        if session.status != "in_progress":
            self._store_late(position, text, "late_draft", lease)
            return "session_closed"
        if position is None:
            return "ok"
        if position < session.position:
            self._store_late(position, text, "late_draft", lease)
            return "ok"
        question = session.questions[position]
        if position != session.position or question.served_at is None:
            raise RefusalError("position_ahead")
        question.draft = text
        return "ok"

    def _resume(self, client: str, *, takeover: bool) -> str:
        self._settle()
        if self.session.status != "in_progress":
            return "ok"
        if self.row and self.row.client != client and self.row.expires_at > self.now and not takeover:
            raise RefusalError("live_elsewhere")
        self._take_lease(client)
        self._serve()
        return "ok"

    def _finish(self, lease: int, outcome: str) -> str:
        if self.session.status == "in_progress":
            if not self._renew(lease):
                return "lease_lost"
            self._settle()
        if self.session.status == "in_progress":
            self._close(outcome, "finished" if outcome == "completed" else "cancelled")
        elif self.session.status != outcome:
            return "session_closed"
        return "ok"

    def _clear(self) -> str:
        if self.row:
            self._settle()
            if self.session.status == "in_progress":
                if self._start_over_allowed:
                    self._close("abandoned", "cleared")
                else:
                    self.row = None
        return "ok"

    # Parts ----------------------------------------------------------------------------------------

    def _settle(self) -> None:
        session = self.session
        if session.status != "in_progress":
            return
        if session.on_break and session.on_break[1] < self.now:
            self._serve(session.on_break[1])
        question = session.current
        closes_at = question.closes_at() if question else None
        if question and closes_at is not None:
            if closes_at >= self.now:
                return
            question.answer, question.source = (question.draft, "draft") if question.draft else ("", "expired")
            session.position += 1
            if session.position == len(session.questions):
                self._close("completed", "expired")
                return
        if session.started_at + RESUME_WINDOW < self.now:
            self._close("abandoned", "resume_window_passed")

    def _close(self, status: str, reason: str) -> None:
        session = self.session
        self._end_break(self.now)
        question = session.current
        if question and question.draft and question.answer is None:
            question.answer, question.source = question.draft, "draft"
        if status == "completed":
            for one in session.questions:
                if one.answer is None:
                    one.answer, one.source = "", "skipped"
        session.status, session.reason = status, reason
        self.row = None

    def _serve(self, at: float | None = None) -> None:
        """Serve the current question, now or at an earlier time."""
        at = self.now if at is None else at
        question = self.session.current
        if self.session.status == "in_progress" and question and question.served_at is None:
            question.served_at = at
        self._end_break(at)

    def _end_break(self, at: float) -> None:
        session = self.session
        if session.on_break:
            began, until = session.on_break
            session.break_left -= min(at, until) - began
            session.breaks.append(session.position)
            session.on_break = None

    def _take_lease(self, client: str) -> None:
        session = self.session
        if session.client != client:
            session.lease += 1
            session.client = client
        self.row = ActiveRow(client, session.lease, self.now + LEASE, self.now)

    def _renew(self, lease: int) -> bool:
        """Whether the lease is current; a device whose active row is gone gets it back."""
        if lease != self.session.lease:
            return False
        self.row = ActiveRow(self.session.client, lease, self.now + LEASE, self.now)
        return True

    def _repeats(self, position: int, text: str) -> bool:
        question = self.session.questions[position]
        return (question.source == "submitted" and question.answer == text) or (question.given_up and not text)

    def _store_late(
        self, position: int | None, text: str, reason: str, lease: int, *, unless_answer: bool = True
    ) -> None:
        if position is None or not text:
            return
        session = self.session
        question = session.questions[position]
        if unless_answer and question.answer == text:
            return
        if question.served_at is None or not 1 <= lease <= session.lease:
            return
        # A draft is stored once for each lease, any other text once.
        same = {one for one in session.late if one[:3] == (position, text, reason)}
        if reason == "late_draft":
            session.late -= {one for one in session.late if one[0] == position and one[2:] == (reason, lease)}
        elif same:
            return
        session.late.add((position, text, reason, lease))
