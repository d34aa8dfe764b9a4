"""Candidates of a timed interview, of practice runs and of conversations, who repeat each call until it succeeds."""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID, uuid4

import httpx

from tests.faults.nemesis.history import History
from tests.support.people import Person

CALL_SECONDS = 8.0
REPEAT_SECONDS = 0.1
# Between two calls of one candidate; a machine with two cores then serves twenty of them.
PAUSE_SECONDS = 0.05
GIVE_UP_ATTEMPTS = 600
MESSAGES = 12
MODES = ("timed", "practice", "conversation")


@dataclass(frozen=True)
class Offer:
    """What the candidates can take: an interview, and practice questions of a type and domain."""

    interview_id: UUID
    interview_type: str
    practice_questions: int

    def start_of(self, mode: str) -> dict[str, Any]:
        """The fields of POST /start for this mode."""
        if mode == "timed":
            return {"interview_id": self.interview_id}
        if mode == "practice":
            return {"practice": {"interview_type": self.interview_type, "question_count": self.practice_questions}}
        return {"conversation": {"topic": "Locks in PostgreSQL"}}


class RefusedError(Exception):
    """An honest call was refused; the history has the response."""


class Crowd:
    """One thread per person, inside `with`; the modes take turns. At the end, each call that was begun is completed."""

    def __init__(
        self, url: str, publishable_key: str, people: Sequence[Person], offer: Offer, history: History
    ) -> None:
        self._stop = threading.Event()
        self.sessions: list[UUID] = []
        self._candidates = [
            Candidate(url, publishable_key, person, MODES[number % len(MODES)], offer, history, self)
            for number, person in enumerate(people)
        ]
        self._pool = ThreadPoolExecutor(len(people))
        self._running: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._running = [self._pool.submit(candidate.work) for candidate in self._candidates]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()
        for running in self._running:
            running.result()

    @property
    def stopping(self) -> bool:
        """Whether no further answer should be begun."""
        return self._stop.is_set()

    @property
    def working(self) -> bool:
        """Whether anybody is still at work: a candidate who is refused stops."""
        return not all(running.done() for running in self._running)

    def pause(self, seconds: float) -> None:
        """Wait, or less if the crowd is stopping."""
        self._stop.wait(seconds)


class Candidate:
    """One person with one page."""

    def __init__(
        self, url: str, publishable_key: str, person: Person, mode: str, offer: Offer, history: History, crowd: Crowd
    ) -> None:
        self._http = httpx.Client(
            base_url=url,
            timeout=CALL_SECONDS,
            headers={"apikey": publishable_key, "authorization": f"Bearer {person.token}"},
        )
        self._process = str(person.user_id)
        self._random = random.Random(self._process)
        self._mode, self._offer, self._history, self._crowd = mode, offer, history, crowd

    def work(self) -> None:
        """Take one session after another until the crowd stops, or a call is refused."""
        with self._http:
            try:
                while not self._crowd.stopping:
                    self._take_session(uuid4())
            except RefusedError:
                return

    def _take_session(self, session: UUID) -> None:
        self._crowd.sessions.append(session)
        client = uuid4()
        fields = {"session_id": session, "client_id": client} | self._offer.start_of(self._mode)
        view = self._insist("start", fields, session=session)
        held = {"session_id": session, "lease": 1}
        if self._mode == "conversation":
            self._converse(session, held)
        else:
            while view["question"] is not None and not self._crowd.stopping:
                view = self._answer(session, held, view["question"]["position"])
        self._insist(
            "resume",
            {"session_id": session, "client_id": client},
            lambda body: {"answers": body.get("answers", [])},
            session=session,
        )
        self._insist("finish", held | {"outcome": "completed"}, session=session)

    def _answer(self, session: UUID, held: dict[str, Any], position: int) -> dict[str, Any]:
        # Long enough that a full disk is noticed, and different enough that a mix-up is.
        text = f"{uuid4()} " + "é ".join(self._random.choices(["a lock", "an index", "\\ \" '", "日本"], k=80))
        about: dict[str, Any] = {"session": session, "position": position}
        draft = {"position": position, "text": text[: len(text) // 2]}
        self._insist("heartbeat", held | {"draft": draft}, text=draft["text"], **about)
        self._crowd.pause(PAUSE_SECONDS)
        view = self._insist(
            "submit",
            held | {"position": position, "answer": text},
            lambda body: {"receipt": body["receipt"]},
            text=text,
            **about,
        )
        self._crowd.pause(PAUSE_SECONDS)
        return view

    def _converse(self, session: UUID, held: dict[str, Any]) -> None:
        for _ in range(MESSAGES):
            if self._crowd.stopping:
                return
            message, text = uuid4(), f"I built a queue, {uuid4()}."
            self._insist(
                "message",
                held | {"message_id": message, "content": text},
                lambda body: {"reply": body["reply"] and body["reply"]["content"]},
                session=session,
                message=message,
                text=text,
            )
            self._crowd.pause(2 * PAUSE_SECONDS)

    def _insist(
        self,
        function: str,
        body: Mapping[str, Any],
        facts: Callable[[dict[str, Any]], dict[str, Any]] = lambda body: {},
        **sent: Any,
    ) -> dict[str, Any]:
        """Repeat the same call until it succeeds; returns the response."""
        for _ in range(GIVE_UP_ATTEMPTS):
            call = self._history.invoke(process=self._process, function=function, **sent)
            try:
                response = self._http.post(f"/{function}", json={name: _plain(value) for name, value in body.items()})
                found = response.json()
            except (httpx.TransportError, ValueError) as error:
                self._history.add("info", call=call, error=type(error).__name__)
            else:
                if response.status_code in (200, 201):
                    self._history.add("ok", call=call, **facts(found))
                    return found if isinstance(found, dict) else {}
                code, wait = found.get("code"), response.headers.get("retry-after")
                unknown = response.status_code >= 500
                self._history.add(
                    "info" if unknown else "fail", call=call, status=response.status_code, code=code, retry_after=wait
                )
                if not unknown:
                    raise RefusedError
            # Not Event.wait: a call that was begun is completed although the crowd is stopping.
            threading.Event().wait(REPEAT_SECONDS)
        raise TimeoutError(f"{function} did not succeed in {GIVE_UP_ATTEMPTS} attempts")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
