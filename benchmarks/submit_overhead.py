"""What our function adds to the bare RPC: the same submit through each in turn, on the same stack."""

from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People

QUESTIONS = 10


@dataclass(frozen=True)
class Overhead:
    """Milliseconds at the median and the 95th percentile, for the function and for the RPC."""

    function_p50: float
    function_p95: float
    rpc_p50: float
    rpc_p95: float
    samples: int

    @property
    def ratio(self) -> float:
        """Function divided by bare RPC, at the median."""
        return self.function_p50 / self.rpc_p50

    @property
    def added_ms(self) -> float:
        """The milliseconds that the function adds at the median."""
        return self.function_p50 - self.rpc_p50


def measure(function: FunctionsApi, rpc: RpcApi, people: People, database: Database, rounds: int) -> Overhead:
    """Answer `rounds` interviews of ten questions, alternating between the function and the RPC.

    The first round is a warm-up and is not counted. A session view repeats all earlier answers, so both meet bodies
    that grow in the same way.
    """
    taken: dict[str, list[float]] = {function.name: [], rpc.name: []}
    for round_number in range(rounds + 1):
        run = start(function, people.candidate(), make_interview(database, ["open"] * QUESTIONS).interview_id)
        apis: list[Api] = [function, rpc]
        for number in range(QUESTIONS):
            run.api = apis[(number + round_number) % 2]
            started = perf_counter()
            reply = run.submit("An answer of ordinary length, about as long as a sentence or two of prose.")
            seconds = perf_counter() - started
            reply.ok()
            if round_number:
                taken[run.api.name].append(seconds * 1000)
    function_ms, rpc_ms = taken[function.name], taken[rpc.name]
    return Overhead(
        quantiles(function_ms, n=100)[49],
        quantiles(function_ms, n=100)[94],
        quantiles(rpc_ms, n=100)[49],
        quantiles(rpc_ms, n=100)[94],
        len(function_ms),
    )
