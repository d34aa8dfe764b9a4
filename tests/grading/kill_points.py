"""The moments at which a grader is killed. Each is reached by holding a lock or a message, never by sleeping.

Each moment is a context manager. On entry the grader is killed and its pending work in the database ends; on exit the
messages that were still in transit are delivered.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from uuid import UUID

from local.stack import Stack
from tests.grading.gate import Gate
from tests.grading.grader_process import GraderProcess
from tests.grading.queue_observer import QueueObserver
from tests.support.model_server import ModelServer

COUNT = 3


@dataclass(frozen=True)
class Workload:
    """Where graders work: a stack, the model of the graders to kill, and a session with `COUNT` answers due."""

    stack: Stack
    model: ModelServer
    observer: QueueObserver
    session_id: UUID

    def grader(self, *, model: Gate | None = None, gateway: Gate | None = None) -> GraderProcess:
        """A grader that reaches its model or the gateway through a gate."""
        model_url = self.model.url if model is None else f"{model.url}/v1"
        return GraderProcess(self.stack, model_url, None if gateway is None else gateway.url)

    def to_gateway(self, rpc: str = "", claim: str = "claim_evaluations") -> Gate:
        """Holds the calls of one RPC, and every claim but the first, so that no claim is in progress at the kill."""
        return Gate(self.stack.supabase_url, f"/rpc/{rpc}", once=f"/rpc/{claim}")

    def to_model(self) -> Gate:
        """Holds requests to the model."""
        return Gate(self.model.url, "/chat/completions")


@contextmanager
def in_its_claim(workload: Workload) -> Iterator[None]:
    """The claim has begun; it commits after the grader is dead."""
    with workload.grader() as grader:
        with workload.observer.claims_held_up():
            claiming = workload.observer.wait_for_waiting(1)
            grader.kill()
        workload.observer.wait_until_over(claiming)
    yield


@contextmanager
def with_its_claim(workload: Workload) -> Iterator[None]:
    """The claim has committed; the grader has not read the response."""
    with workload.grader() as grader:
        with workload.observer.claims_held_up():
            workload.observer.wait_for_waiting(1)
            grader.freeze()
        workload.observer.wait_until_claimed(workload.session_id)
        grader.kill()
    yield


@contextmanager
def before_its_reservation(workload: Workload) -> Iterator[None]:
    """The grader knows its claim; no tokens are reserved and no model has been called."""
    with workload.to_gateway("reserve_tokens") as gate, workload.grader(gateway=gate) as grader:
        gate.wait_until_held(1)
        grader.kill()
    yield


@contextmanager
def before_the_model(workload: Workload) -> Iterator[None]:
    """Every answer has been sent to the model, which has not responded."""
    with workload.to_model() as gate, workload.grader(model=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
    yield


@contextmanager
def after_the_model(workload: Workload) -> Iterator[None]:
    """The model has graded every answer; the results are lost in transit."""
    with workload.to_gateway("complete_evaluation") as gate, workload.grader(gateway=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
    yield


@contextmanager
def after_the_model_and_received_later(workload: Workload) -> Iterator[None]:
    """As `after_the_model`, but the results arrive after another grader has done the work."""
    with workload.to_gateway("complete_evaluation") as gate, workload.grader(gateway=gate) as grader:
        gate.wait_until_held(COUNT)
        grader.kill()
        yield
        gate.open()
        gate.wait_until_judged(COUNT)


@contextmanager
def before_its_commit(workload: Workload) -> Iterator[None]:
    """The scores are written but not committed; they are committed after the grader is dead."""
    with workload.to_gateway() as gate, workload.grader(gateway=gate) as grader:
        with workload.observer.commits_held_up():
            committing = workload.observer.wait_for_waiting(COUNT)
            grader.kill()
        workload.observer.wait_until_over(committing)
    yield


@contextmanager
def before_its_rollback(workload: Workload) -> Iterator[None]:
    """As `before_its_commit`, but the commit fails: no write of the dead grader remains."""
    with workload.to_gateway() as gate, workload.grader(gateway=gate) as grader, workload.observer.commits_held_up():
        committing = workload.observer.wait_for_waiting(COUNT)
        grader.kill()
        workload.observer.roll_back(committing)
    yield


@contextmanager
def before_its_summary(workload: Workload) -> Iterator[None]:
    """Every answer is graded; the summary's text is lost in transit."""
    with workload.to_gateway("complete_summary", "claim_summaries") as gate, workload.grader(gateway=gate) as grader:
        gate.wait_until_held(1)
        grader.kill()
    yield


KillPoint = Callable[[Workload], AbstractContextManager[None]]
# The deaths after which another grader has to grade; after all others, the dead grader's scores stand.
WORK_LOST: tuple[KillPoint, ...] = (
    in_its_claim,
    with_its_claim,
    before_its_reservation,
    before_the_model,
    after_the_model,
    after_the_model_and_received_later,
    before_its_rollback,
)
WORK_DONE: tuple[KillPoint, ...] = (before_its_commit, before_its_summary)
