"""Where a grader is when it is killed. Each moment is reached by holding a lock or a message, never by waiting a while.

Each is a context: at its beginning the grader dies and what it had under way comes to its end; at its end arrives what
was still on its way.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from uuid import UUID

from local.stack import Stack
from tests.grading.gate import Gate
from tests.grading.grader_process import GraderProcess
from tests.grading.witness import Witness
from tests.support.model_server import ModelServer

COUNT = 3


@dataclass(frozen=True)
class Place:
    """Where graders work: a stack, the model of those that die, and a session of `COUNT` answers that are due."""

    stack: Stack
    model: ModelServer
    witness: Witness
    session_id: UUID

    def grader(self, *, model: Gate | None = None, gateway: Gate | None = None) -> GraderProcess:
        """A grader that reaches its model or the gateway through a gate."""
        model_url = self.model.url if model is None else f"{model.url}/v1"
        return GraderProcess(self.stack, model_url, None if gateway is None else gateway.url)

    def to_gateway(self, rpc: str = "", claim: str = "claim_evaluations") -> Gate:
        """Holds the calls of one RPC, and every claim but the first: none is under way when the grader dies."""
        return Gate(self.stack.supabase_url, f"/rpc/{rpc}", once=f"/rpc/{claim}")

    def to_model(self) -> Gate:
        """Holds what models are asked."""
        return Gate(self.model.url, "/chat/completions")


@contextmanager
def in_its_claim(place: Place) -> Iterator[None]:
    """The claim has begun; it commits when nobody is there any more."""
    with place.grader() as grader:
        with place.witness.claims_held_up():
            claiming = place.witness.wait_for_waiting(1)
            grader.kill()
        place.witness.wait_until_over(claiming)
    yield


@contextmanager
def with_its_claim(place: Place) -> Iterator[None]:
    """The claim has committed; the grader has not read what it got."""
    with place.grader() as grader:
        with place.witness.claims_held_up():
            place.witness.wait_for_waiting(1)
            grader.freeze()
        place.witness.wait_until_claimed(place.session_id)
        grader.kill()
    yield


@contextmanager
def before_its_reservation(place: Place) -> Iterator[None]:
    """It knows what it has claimed; no tokens are set aside and no model is asked."""
    with place.to_gateway("reserve_tokens") as gate, place.grader(gateway=gate) as grader:
        gate.wait_until_held(1)
        grader.kill()
    yield


@contextmanager
def before_the_model(place: Place) -> Iterator[None]:
    """Every answer has been sent to the model, which has not said a word."""
    with place.to_model() as gate, place.grader(model=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
    yield


@contextmanager
def after_the_model(place: Place) -> Iterator[None]:
    """The model has graded every answer; the results are lost on their way."""
    with place.to_gateway("complete_evaluation") as gate, place.grader(gateway=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
    yield


@contextmanager
def after_the_model_and_heard_later(place: Place) -> Iterator[None]:
    """The same, but the results arrive when another grader has done its work."""
    with place.to_gateway("complete_evaluation") as gate, place.grader(gateway=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
        yield
        gate.open()
        gate.wait_until_judged(COUNT)


@contextmanager
def before_its_commit(place: Place) -> Iterator[None]:
    """The scores are written and about to be committed; so they are, when nobody is there any more."""
    with place.to_gateway() as gate, place.grader(gateway=gate) as grader:
        with place.witness.commits_held_up():
            committing = place.witness.wait_for_waiting(COUNT)
            grader.kill()
        place.witness.wait_until_over(committing)
    yield


@contextmanager
def before_its_rollback(place: Place) -> Iterator[None]:
    """The same, but the commit fails: nothing of the dead one stays."""
    with place.to_gateway() as gate, place.grader(gateway=gate) as grader, place.witness.commits_held_up():
        committing = place.witness.wait_for_waiting(COUNT)
        grader.kill()
        place.witness.roll_back(committing)
    yield


@contextmanager
def before_its_summary(place: Place) -> Iterator[None]:
    """Every answer is graded; the words about the session are lost on their way."""
    with place.to_gateway("complete_summary", "claim_summaries") as gate, place.grader(gateway=gate) as grader:
        gate.wait_until_held(1)
        grader.kill()
    yield


Death = Callable[[Place], AbstractContextManager[None]]
# The deaths after which another grader has to grade, and those after which the dead one's scores stand.
WORK_LOST: tuple[Death, ...] = (
    in_its_claim,
    with_its_claim,
    before_its_reservation,
    before_the_model,
    after_the_model,
    after_the_model_and_heard_later,
    before_its_rollback,
)
WORK_DONE: tuple[Death, ...] = (before_its_commit, before_its_summary)
