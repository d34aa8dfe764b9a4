"""The checker finds each kind of loss, and refuses a history in which a planned fault never took effect."""

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.nemesis import checker
from tests.faults.nemesis.history import Line, read

TEXT = "I would use a lock."
RECEIPT = {"answer_id": "a1", "received_at": "2026-12-01T10:00:00.000Z", "sha256": sha256(TEXT.encode()).hexdigest()}
SUBMIT = {"process": "p1", "function": "submit", "session": "s1", "position": 0, "text": TEXT}
SAY = {"process": "p2", "function": "message", "session": "s2", "message": "m1", "text": "Hello"}
ROW = {"table": "messages", "session": "s2"}


def history() -> list[Line]:
    """A submit whose first response was lost in a fault, a read, a message, and what was stored."""
    return [
        {"type": "run", "at": 0.0, "seed": 1, "schedule": [{"fault": "database killed"}]},
        {"type": "began", "at": 1.0, "index": 0},
        {"type": "invoke", "at": 1.1, "call": 1, **SUBMIT},
        {"type": "info", "at": 1.2, "call": 1, "status": 503, "code": "database_unavailable", "retry_after": "1"},
        {"type": "health", "at": 1.3, "status": 503},
        {"type": "ended", "at": 2.0, "index": 0, "health_tells": True, "spared": ["p2"]},
        {"type": "invoke", "at": 2.1, "call": 2, **SUBMIT},
        {"type": "ok", "at": 2.2, "call": 2, "receipt": RECEIPT},
        {"type": "invoke", "at": 2.3, "call": 3, "process": "p1", "function": "resume", "session": "s1"},
        {"type": "ok", "at": 2.4, "call": 3, "answers": [{"position": 0, "receipt": RECEIPT}]},
        {"type": "invoke", "at": 2.5, "call": 4, **SAY},
        {"type": "ok", "at": 2.6, "call": 4, "reply": "And then?"},
        {"type": "health", "at": 2.7, "status": 200},
        {"type": "stored", "at": 3.0, "table": "answers", "session": "s1", "position": 0, "answer": TEXT}
        | {"source": "submitted", **RECEIPT},
        {"type": "stored", "at": 3.0, "seq": 1, "message": None, "role": "interviewer", "content": "Hi."}
        | {"replies_to_seq": None, **ROW},
        {"type": "stored", "at": 3.0, "seq": 2, "message": "m1", "role": "candidate", "content": "Hello"}
        | {"replies_to_seq": None, **ROW},
        {"type": "stored", "at": 3.0, "seq": 3, "message": None, "role": "interviewer", "content": "And then?"}
        | {"replies_to_seq": 2, **ROW},
    ]


def set_in(line: int, **fields: object) -> Callable[[list[Line]], None]:
    return lambda lines: lines[line].update(fields)


def without(line: int) -> Callable[[list[Line]], None]:
    return lambda lines: lines.__delitem__(line)


def doubled(line: int, **fields: object) -> Callable[[list[Line]], None]:
    return lambda lines: lines.append(copy.deepcopy(lines[line]) | fields)


ANSWER, FIRST_MESSAGE, REPLY = 13, 15, 16
DAMAGE = {
    "answer lost": (without(ANSWER), "lost: question"),
    "answer doubled": (doubled(ANSWER), "doubled: question"),
    "one byte changed": (set_in(ANSWER, answer=TEXT.replace(".", "!")), "changed: question"),
    "time changed": (set_in(ANSWER, received_at="2026-12-01T10:00:01.000Z"), "changed: question"),
    "answer nobody sent": (doubled(ANSWER, position=1), "never sent: question"),
    "draft nobody typed": (doubled(ANSWER, position=1, source="draft"), "never sent: question"),
    "read with another receipt": (set_in(9, answers=[]), "shown differently"),
    "message lost": (set_in(FIRST_MESSAGE, message="m2"), "lost: message"),
    "message changed": (set_in(FIRST_MESSAGE, content="Hallo"), "never sent: message"),
    "reply lost": (without(REPLY), "lost or changed: reply"),
    "reply changed": (set_in(REPLY, content="Go on."), "lost or changed: reply"),
    "reply doubled": (doubled(REPLY, seq=4), "doubled reply"),
    "sequence with a gap": (set_in(REPLY, seq=4), "numbers"),
    "outage reported as a defect": (set_in(3, status=500), "not an outage"),
    "outage without Retry-After": (set_in(3, retry_after=None), "not an outage"),
    "honest call refused": (set_in(3, type="fail", status=409, code="lease_lost"), "refused"),
    "call without a result": (without(11), "has 0 results"),
    "fault that never happened": (without(5), "never happened"),
    "fault that nobody noticed": (without(3), "took no effect"),
    "fault that measured nothing": (set_in(5, seen=0.001, needed=0.1), "took no effect"),
    "stranger hurt": (set_in(5, spared=["p1"]), "hurt strangers"),
    "outage that health hid": (set_in(4, status=200), "/health hid"),
    "health that stayed down": (set_in(12, status=503), "/health has not recovered"),
}


def test_history_of_a_run_that_lost_nothing_has_no_defect(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in history()))
    assert checker.defects(read(file)) == []
    assert checker.main(file) == 0


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_history_is_found(name: str) -> None:
    damage, finding = DAMAGE[name]
    lines = history()
    damage(lines)
    found = checker.defects(lines)
    assert any(defect.startswith(finding) or finding in defect for defect in found), found
