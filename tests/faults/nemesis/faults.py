"""The faults of a run. Each takes effect in a `with` block of its own and returns what proves that it did.

What a fault returns goes into its line `ended` of the history:

- `seen` and `needed`: figures that the fault measured itself; without them, at least one call must have been lost or
  refused during the fault, or have lasted `slow_seconds`
- `spared`: candidates whose calls must all succeed during the fault
- `health_tells`: GET /health must have returned 503 during the fault
"""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Any

import httpx
import psycopg

from local.processes import process_table, wait_until
from tests.faults.nemesis.history import History
from tests.faults.nemesis.target import Target
from tests.faults.postgrest_pool import APPLICATION_NAME, CONNECTIONS
from tests.faults.proxy import SpoilingProxy
from tests.faults.repair import start_what_ended, wait_for_database
from tests.support.outages import frozen
from tests.support.plain_http import http
from tests.support.stored_answers import owner

Parameters = Mapping[str, Any]
Proof = dict[str, Any]
RECOVERY_SECONDS = 60.0
SLOW_COMMIT_SECONDS = 0.1
# After a success, GET /health tests a write again only after ten seconds.
HEALTH_SECONDS = 15.0
# A pause of the functions this long is noticed by every candidate.
SHARE_OF_A_PAUSE = 0.7


def database_killed(target: Target, history: History, parameters: Parameters) -> Proof:
    """`kill -9` of PostgreSQL and every backend."""
    target.stack.kill_database()
    hold(parameters)
    target.stack.start_database()
    return {"health_tells": parameters["seconds"] >= 1}


def backend_killed(target: Target, history: History, parameters: Parameters) -> Proof:
    """`kill -9` of one backend of PostgREST, as the OOM killer does; PostgreSQL then restarts all of them."""
    postmaster = target.stack.database.pid
    with owner(target.stack) as database:
        victim = database.value(
            "select pid from pg_stat_activity where application_name = %s order by state, pid limit 1", APPLICATION_NAME
        )
    os.kill(victim, signal.SIGKILL)
    gone = wait_until(lambda: not any(p.pid == victim for p in process_table()), RECOVERY_SECONDS)
    assert gone, f"backend {victim} of {postmaster}"
    wait_for_database(target.stack)
    return {}


def database_stopped(target: Target, history: History, parameters: Parameters) -> Proof:
    """An orderly stop, and a start."""
    target.stack.database.stop()
    hold(parameters)
    target.stack.start_database()
    return {"health_tells": parameters["seconds"] >= 1}


def database_paused(target: Target, history: History, parameters: Parameters) -> Proof:
    """SIGSTOP of every process of PostgreSQL, then SIGCONT."""
    with frozen(target.stack.database):
        hold(parameters)
    return {
        "slow_seconds": SHARE_OF_A_PAUSE * parameters["seconds"],
        # GET /health waits up to two seconds for the database, and its last result counts for another one.
        "health_tells": parameters["seconds"] >= 4,
    }


def functions_killed(target: Target, history: History, parameters: Parameters) -> Proof:
    """`kill -9` of the functions host and its worker."""
    target.host.kill()
    hold(parameters)
    target.host.start()
    return {}


def functions_paused(target: Target, history: History, parameters: Parameters) -> Proof:
    """SIGSTOP of the functions, then SIGCONT."""
    with frozen(target.host):
        hold(parameters)
    return {"slow_seconds": SHARE_OF_A_PAUSE * parameters["seconds"]}


def candidates_cut_off(target: Target, history: History, parameters: Parameters) -> Proof:
    """A partition between candidates and functions: nothing arrives, and no side gets an error."""
    with target.outer.partitioned():
        hold(parameters)
    return {"slow_seconds": SHARE_OF_A_PAUSE * parameters["seconds"]}


def database_cut_off(target: Target, history: History, parameters: Parameters) -> Proof:
    """A partition between functions and database."""
    assert target.inner is not None
    with target.inner.partitioned():
        hold(parameters)
    return {"slow_seconds": SHARE_OF_A_PAUSE * parameters["seconds"]}


def messages_of_candidates_spoiled(target: Target, history: History, parameters: Parameters) -> Proof:
    """Requests and responses between candidates and functions are lost, cut, doubled and repeated."""
    return spoil(target.outer, parameters)


def messages_of_functions_spoiled(target: Target, history: History, parameters: Parameters) -> Proof:
    """The same between functions and database."""
    assert target.inner is not None
    return spoil(target.inner, parameters)


def database_read_only(target: Target, history: History, parameters: Parameters) -> Proof:
    """Every transaction is read-only, as on Supabase when the disk is nearly full, and after a failover."""
    with setting(target, "default_transaction_read_only", "on"):
        hold(parameters)
    return {"health_tells": parameters["seconds"] >= 3}


def disk_slow(target: Target, history: History, parameters: Parameters) -> Proof:
    """Each commit waits a tenth of a second longer for its write to the log."""
    before = commit_seconds(target)
    with setting(target, "commit_siblings", "0"), setting(target, "commit_delay", str(int(SLOW_COMMIT_SECONDS * 1e6))):
        hold(parameters)
        seen = commit_seconds(target)
    # A commit that joins another one waits only for the rest of its time.
    return {"seen": round(seen - before, 4), "needed": SLOW_COMMIT_SECONDS / 4}


def disk_full(target: Target, history: History, parameters: Parameters) -> Proof:
    """The file system of the database has no byte left. If that stops PostgreSQL, it is started once there is room."""
    assert target.disk is not None
    ballast = target.disk / "ballast"
    try:
        with ballast.open("wb") as file:
            try:
                while True:
                    file.write(b"x" * 1_000_000)
                    file.flush()
            except OSError:
                pass  # As intended: it is full.
        hold(parameters)
        if "during" not in parameters:
            wait_until(lambda: check_health(target, history) == 503, HEALTH_SECONDS, every=0.5)
    finally:
        ballast.unlink()
    start_what_ended(target.stack)
    wait_for_database(target.stack)
    return {"health_tells": True}


def clock_stepped(target: Target, history: History, parameters: Parameters) -> Proof:
    """The clock of the functions jumps, by up to a day, forward or back; the header Date shows it."""
    target.set_clock(parameters["step_seconds"])
    try:
        hold(parameters)
        said = parsedate_to_datetime(http.get(f"{target.host.url}/openapi.json", timeout=60).headers["date"])
        seen = abs(said.timestamp() - time.time())
        history.wait_for(successes=len(target.people))
    finally:
        target.set_clock(0.0)
    return {"seen": round(seen), "needed": abs(parameters["step_seconds"]) - 60}


def candidates_locked(target: Target, history: History, parameters: Parameters) -> Proof:
    """A transaction that was left open holds the locks of ten candidates; no other candidate notices."""
    locked, spared = target.people[:CONNECTIONS], target.people[CONNECTIONS:]
    with psycopg.connect(target.stack.database_url) as holder:
        for person in locked:
            holder.execute("select pg_advisory_xact_lock(reprise_private.candidate_lock_key(%s))", (person.user_id,))
        hold(parameters)
    return {"spared": [str(person.user_id) for person in spared]}


def hold(parameters: Parameters) -> None:
    """Let the fault last. `during` of the parameters, a function, is called once it has begun."""
    if during := parameters.get("during"):
        during()
    time.sleep(parameters["seconds"])


def commit_seconds(target: Target) -> float:
    """How long a small transaction takes, as the median of nine."""
    found = []
    with owner(target.stack) as database:
        for _ in range(9):
            started = time.monotonic()
            database.execute("insert into reprise_private.health_probes (filler) values ('')")
            found.append(time.monotonic() - started)
        database.execute("delete from reprise_private.health_probes where filler = ''")
    return median(found)


def check_health(target: Target, history: History) -> int | None:
    """Ask GET /health and record the status; None if nobody answers."""
    try:
        status = http.get(f"{target.host.url}/health", timeout=10).status_code
    except httpx.TransportError:
        return None
    history.add("health", status=status)
    return status


def spoil(proxy: SpoilingProxy, parameters: Parameters) -> Proof:
    """Spoil one exchange after the other; returns when all planned faults have been injected."""
    before = proxy.injected.total()
    proxy.plan.extend(parameters["messages"])
    wait_until(lambda: not proxy.plan, RECOVERY_SECONDS, every=0.02)
    return {"seen": proxy.injected.total() - before, "needed": len(parameters["messages"])}


@contextmanager
def setting(target: Target, name: str, value: str) -> Iterator[None]:
    """Change a setting of the whole server, and reset it at the end."""

    def change(statement: str) -> None:
        with owner(target.stack) as admin:
            admin.execute("set default_transaction_read_only = off")
            admin.connection.execute(statement.encode())
            admin.execute("select pg_reload_conf()")

    change(f"alter system set {name} = '{value}'")
    try:
        yield
    finally:
        change(f"alter system reset {name}")
