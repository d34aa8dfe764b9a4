"""What the Python samples of the bank must do, by the name of the question. Each gets what its sample defines."""

import itertools
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pytest

Names = Mapping[str, Any]
T0 = datetime(2026, 1, 15, tzinfo=UTC)


def token_bucket(names: Names, _: str) -> None:
    bucket = names["TokenBucket"](3, 2)
    assert [bucket.allow(10) for _ in range(4)] == [True, True, True, False]
    assert (bucket.allow(10.4), bucket.allow(10.5), bucket.allow(9)) == (False, True, False)
    assert [bucket.allow(1000) for _ in range(4)] == [True, True, True, False]
    assert not bucket.allow(1000.9, cost=2)
    assert bucket.allow(1001, cost=2)


def hash_ring(names: Names, _: str) -> None:
    ring = names["HashRing"]()
    with pytest.raises(LookupError):
        ring.get("a")
    for node in range(10):
        ring.add(f"node-{node}")
    keys = [f"key-{n}" for n in range(3000)]
    before = {key: ring.get(key) for key in keys}
    assert min(Counter(before.values()).values()) > 100
    ring.add("node-10")
    moved = [key for key in keys if ring.get(key) != before[key]]
    assert len(moved) < 600
    assert {ring.get(key) for key in moved} == {"node-10"}
    ring.remove("node-10")
    assert {key: ring.get(key) for key in keys} == before


def sessions(names: Names, _: str) -> None:
    sessionize, gap = names["sessionize"], timedelta(minutes=30)
    minutes = [("a", 0), ("b", 5), ("a", 30), ("b", 36), ("a", 100), ("c", 101)]
    events = [(user, T0 + timedelta(minutes=at)) for user, at in minutes]
    ended = {
        (user, (first - T0).seconds // 60, (last - T0).seconds // 60, n)
        for user, first, last, n in sessionize(events, gap)
    }
    assert ended == {("a", 0, 30, 2), ("b", 5, 5, 1), ("b", 36, 36, 1), ("a", 100, 100, 1), ("c", 101, 101, 1)}
    endless = ((f"user-{n}", T0 + timedelta(minutes=n)) for n in itertools.count())
    first = next(sessionize(endless, gap))
    assert first[0] == "user-0"


def bootstrap(names: Names, _: str) -> None:
    interval, noise = names["median_difference_interval"], random.Random(3)
    a = [noise.gauss(10, 2) for _ in range(80)]
    b = [noise.gauss(13, 2) for _ in range(60)]
    given = (list(a), list(b))
    low, high = interval(a, b, resamples=1000)
    assert (a, b) == given
    assert low < median(b) - median(a) < high
    assert interval(a, b, resamples=1000) == (low, high)
    assert interval([1], [2], resamples=10) == (1, 1)
    wide = interval(a, b, resamples=1000, confidence=0.99)
    assert wide[0] <= low < high <= wide[1]


def top_errors(names: Names, _: str) -> None:
    lines = [
        "t ERROR pay b\n",
        "t ERROR pay a\n",
        "t ERROR pay a",
        "t INFO pay a\n",
        "t ERROR x\n",
        "\n",
        "t ERROR app z\n",
    ]
    assert names["top_errors"](iter(lines), 2) == [(("pay", "a"), 2), (("app", "z"), 1)]


def slug_tests(_: Names, source: str) -> None:
    """The sample is a set of tests: they pass for a right function, and fail for each wrong one."""
    right = "re.sub(r'[^a-z0-9]+', '-', text.lower()).strip('-') or 'item'"
    wrong = [
        right.replace(" or 'item'", ""),
        right.replace(".strip('-')", ""),
        right.replace(".lower()", ""),
        right.replace("]+", "]"),
    ]
    with TemporaryDirectory() as folder:
        for number, body in enumerate([right, *wrong]):
            program = f"import re\ndef slugify(text):\n    return {body}\n{source}"
            file = Path(folder, f"test_slug_{number}.py")
            file.write_text(program)
            code = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "-q",
                    "-p",
                    "no:cacheprovider",
                    "-p",
                    "no:xdist",
                    "--rootdir",
                    folder,
                    file,
                ],
                cwd=folder,
                capture_output=True,
                check=False,
            )
            assert (code.returncode == 0) == (number == 0), code.stdout.decode()


def fake_clock(names: Names, _: str) -> None:
    clock = names["FakeClock"]()
    seen: list[tuple[str, float]] = []
    clock.at(2, lambda: seen.append(("b", clock.now())))

    def first() -> None:
        seen.append(("a", clock.now()))
        clock.at(1.5, lambda: seen.append(("c", clock.now())))

    clock.at(1, first)
    clock.sleep(2)
    assert seen == [("a", 1), ("c", 1.5), ("b", 2)]
    ready: list[bool] = []
    clock.at(2.35, lambda: ready.append(True))
    assert names["wait_until"](lambda: ready, 1, clock)
    assert clock.now() == pytest.approx(2.4)
    assert not names["wait_until"](lambda: False, 0.25, clock)
    assert clock.now() == pytest.approx(2.65)


def lru(names: Names, _: str) -> None:
    cache = names["LRUCache"](2)
    cache.put("a", None)
    cache.put("b", 2)
    assert cache.get("a", "missing") is None
    cache.put("c", 3)
    assert (cache.get("b"), cache.get("a", "missing"), cache.get("c")) == (None, None, 3)
    cache.put("a", 1)
    cache.put("d", 4)
    assert (cache.get("c"), cache.get("a"), cache.get("d")) == (None, 1, 4)


def signed_tokens(names: Names, _: str) -> None:
    sign, verify = names["sign"], names["verify"]
    token = sign({"user": "ä"}, b"secret", 100, 10)
    assert verify(token, b"secret", 109) == {"user": "ä"}
    assert verify(token, b"secret", 110) is None
    assert verify(token, b"other", 100) is None
    for changed in ("", ".", "ä.ä", token[:-1], "x" + token, token.replace(".", ""), token + ".x"):
        assert verify(changed, b"secret", 100) is None


def login_throttle(names: Names, _: str) -> None:
    clock = [0.0]
    throttle = names["LoginThrottle"](2, 60, lambda: clock[0])
    throttle.failed("ana", "1.1.1.1")
    throttle.failed("ana", "1.1.1.1")
    assert (throttle.allow("ana", "1.1.1.1"), throttle.allow("ana", "2.2.2.2")) == (False, True)
    throttle.succeeded("ana")
    assert throttle.allow("ana", "1.1.1.1")
    for n in range(18):
        throttle.failed(f"user-{n}", "1.1.1.1")
    assert not throttle.allow("new", "1.1.1.1")
    clock[0] = 61
    assert throttle.allow("new", "1.1.1.1")
    throttle.failed("x", "9.9.9.9")
    assert len(throttle._failures) == 2


def safe_target(names: Names, _: str) -> None:
    target = names["safe_target"]
    assert target("https://example.com:443/a", lambda _: ["93.184.215.14"]) == "93.184.215.14"
    assert target("https://93.184.215.14/", lambda _: []) == "93.184.215.14"
    inner = ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "224.0.0.1", "0.0.0.0"]
    for address in inner:
        with pytest.raises(ValueError, match="public"):
            target("https://example.com", lambda _, found=address: ["93.184.215.14", found])
    urls = (
        "http://example.com",
        "https://example.com:8443",
        "https://a@example.com",
        "https://",
        "https://example.com:x",
    )
    for url in (*urls, "https://127.0.0.1/", "https://[::1]/"):
        with pytest.raises(ValueError, match=r"only https|no user|public|[Pp]ort"):
            target(url, lambda _: ["93.184.215.14"])
    with pytest.raises(ValueError, match="no address"):
        target("https://example.com", lambda _: [])


def dangerous(names: Names, _: str) -> None:
    def change(address: str, kind: str, *actions: str) -> dict[str, Any]:
        return {"address": address, "type": kind, "change": {"actions": list(actions)}}

    changes = [
        change("db.b", "db", "delete", "create"),
        change("db.a", "db", "create", "delete"),
        change("db.c", "db", "delete"),
        change("db.d", "db", "update"),
        change("vm.a", "vm", "delete"),
        {"address": "data.x"},
    ]
    assert names["dangerous"]({"resource_changes": changes, "other": 1}, {"db"}) == ["db.a", "db.b", "db.c"]
    assert names["dangerous"]({}, {"db"}) == []


def overlaps(names: Names, _: str) -> None:
    networks = {
        "lab": ["10.5.0.0/16", "fd00::/8"],
        "office": ["10.0.0.0/8"],
        "home": ["192.168.1.7/24"],
        "v6": ["fd00:1::/32"],
    }
    assert names["overlaps"](networks) == [("lab", "office"), ("lab", "v6")]
    assert names["overlaps"]({"a": ["10.0.0.0/24", "10.0.0.0/16"]}) == []
    with pytest.raises(ValueError, match="office"):
        names["overlaps"]({"a": ["office"]})


def circuit_breaker(names: Names, _: str) -> None:
    clock, calls = [0.0], []
    breaker = names["CircuitBreaker"](2, 10, lambda: clock[0])

    def fails() -> None:
        calls.append("x")
        raise RuntimeError

    def call(function: Callable[[], Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            breaker.call(function)

    call(fails, RuntimeError)
    assert breaker.call(lambda: 5) == 5
    call(fails, RuntimeError)
    call(fails, RuntimeError)
    call(fails, names["CircuitOpen"])
    clock[0] = 10
    call(fails, RuntimeError)
    call(fails, names["CircuitOpen"])
    assert len(calls) == 4
    clock[0] = 20
    assert (breaker.call(lambda: 6), breaker.call(lambda: 7)) == (6, 7)
    call(fails, RuntimeError)
    assert breaker.call(lambda: 8) == 8


CHECKS: dict[str, Callable[[Names, str], None]] = {
    "b2-25": token_bucket,
    "b2-26": hash_ring,
    "b2-48": slug_tests,
    "b2-49": fake_clock,
    "b2-68": lru,
    "b3-24": sessions,
    "b3-26": bootstrap,
    "b4-48": dangerous,
    "b4-68": overlaps,
    "b6-18": signed_tokens,
    "b6-19": login_throttle,
    "b6-39": safe_target,
    "b7-18": circuit_breaker,
    "a2-03": top_errors,
}
