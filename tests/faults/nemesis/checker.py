"""Checks a recorded history: each acknowledged text is stored once, byte for byte, and each planned fault took effect.

It reads the file and nothing else, so it works on the history of any run:
`python -m tests.faults.nemesis.checker FILE`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.nemesis.history import Line, of_type, read

Lines = Sequence[Mapping[str, Any]]
Place = tuple[str, int]


def defects(lines: Lines) -> list[str]:
    """What is wrong with this history; empty if nothing is."""
    return [*answers(lines), *messages(lines), *responses(lines), *faults(lines)]


def figures(lines: Lines) -> dict[str, Any]:
    """The counts of a history, for a report."""
    invoked = _invoked(lines)
    acknowledged = {place for place, _ in _acknowledged(lines, invoked)}
    (run,) = of_type(lines, "run")
    return {
        "seed": run["seed"],
        "calls": len(invoked),
        "answers acknowledged": len(acknowledged),
        "messages acknowledged": len({m["message"] for m, _ in _acknowledged_calls(lines, invoked, "message")}),
        "calls without a result": len(of_type(lines, "info")),
        "faults": dict(Counter(fault["fault"] for fault in run["schedule"])),
    }


def answers(lines: Lines) -> Iterator[str]:
    """Answers that were lost, doubled or changed, or that nobody sent."""
    invoked = _invoked(lines)
    stored: defaultdict[Place, list[Mapping[str, Any]]] = defaultdict(list)
    for row in of_type(lines, "stored"):
        if row["table"] == "answers":
            stored[row["session"], row["position"]].append(row)
    receipts: dict[Place, Any] = {}
    for place, ok in _acknowledged(lines, invoked):
        if receipts.setdefault(place, ok["receipt"]) != ok["receipt"]:
            yield f"two receipts: question {place[1]} of {place[0]}"
        rows, text = stored[place], invoked[ok["call"]]["text"]
        if len(rows) != 1:
            yield f"{'doubled' if rows else 'lost'}: question {place[1]} of {place[0]}"
        elif not _is_receipt_of(ok["receipt"], rows[0], text):
            yield f"changed: question {place[1]} of {place[0]}"
    sent = defaultdict(set)
    for call in invoked.values():
        if call["function"] in ("submit", "heartbeat"):
            sent[call["session"], call["position"], call["function"]].add(call["text"])
    for (session, position), rows in stored.items():
        for row in rows:
            function = {"submitted": "submit", "draft": "heartbeat"}.get(row["source"])
            if function and row["answer"] not in sent[session, position, function]:
                yield f"never sent: question {position} of {session}"
    yield from _changed_between_reads(lines, invoked)


def messages(lines: Lines) -> Iterator[str]:
    """Messages and replies that were lost, doubled, changed or out of order."""
    invoked = _invoked(lines)
    transcripts: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in of_type(lines, "stored"):
        if row["table"] == "messages":
            transcripts[row["session"]].append(row)
    for session, rows in transcripts.items():
        if [row["seq"] for row in rows] != list(range(1, len(rows) + 1)):
            yield f"numbers: conversation {session}"
        replied = Counter(row["replies_to_seq"] for row in rows if row["role"] == "interviewer")
        if replied and max(replied.values()) > 1:
            yield f"doubled reply: conversation {session}"
    said = {row["message"]: row for rows in transcripts.values() for row in rows if row["role"] == "candidate"}
    replies = {
        (row["session"], row["replies_to_seq"]): row["content"]
        for rows in transcripts.values()
        for row in rows
        if row["role"] == "interviewer"
    }
    sent = {call["message"]: call["text"] for call in invoked.values() if call["function"] == "message"}
    for message, row in said.items():
        if sent.get(message) != row["content"]:
            yield f"never sent: message {message}"
    if len(said) != sum(row["role"] == "candidate" for rows in transcripts.values() for row in rows):
        yield "doubled message"
    for call, ok in _acknowledged_calls(lines, invoked, "message"):
        known = said.get(call["message"])
        if known is None:
            yield f"lost: message {call['message']}"
        elif ok["reply"] is not None and replies.get((known["session"], known["seq"])) != ok["reply"]:
            yield f"lost or changed: reply to message {call['message']}"


def responses(lines: Lines) -> Iterator[str]:
    """Responses that an honest caller must not get: an outage is 503 with Retry-After, and nothing else."""
    invoked = _invoked(lines)
    for line in of_type(lines, "fail", "info"):
        name = f"{invoked[line['call']]['function']}: {line.get('status')} {line.get('code')}"
        if line["type"] == "fail":
            yield f"refused: {name}"
        elif line.get("status") is not None and (line["status"] != 503 or line["retry_after"] is None):
            yield f"not an outage: {name}"
    completed = Counter(line["call"] for line in of_type(lines, "ok", "fail", "info"))
    for call in invoked:
        if completed[call] != 1:
            yield f"call {call} has {completed[call]} results"


def faults(lines: Lines) -> Iterator[str]:
    """Planned faults that never took effect, calls that a fault must not touch, and outages that /health hid."""
    (run,) = of_type(lines, "run")
    began = {line["index"]: line for line in of_type(lines, "began")}
    ended = {line["index"]: line for line in of_type(lines, "ended")}
    calls = _calls(lines)
    for index, planned in enumerate(run["schedule"]):
        name = f"fault {index} ({planned['fault']})"
        if index not in began or index not in ended:
            yield f"never happened: {name}"
            continue
        first, last, end = began[index]["at"], ended[index]["at"], ended[index]
        slow = end.get("slow_seconds") or float("inf")
        during = [call for call in calls if call.start <= last and call.stop >= first]
        disturbed = [call for call in during if call.lost or call.stop - call.start >= slow]
        if end.get("seen") is not None:
            if not end["seen"] >= end["needed"]:
                yield f"took no effect: {name}"
        elif not disturbed:
            yield f"took no effect: {name}"
        # A call that went on into the next fault says nothing about this one.
        until = began[index + 1]["at"] if index + 1 in began else float("inf")
        only = {call.process for call in disturbed if first <= call.start and call.stop <= until}
        if hurt := sorted(only & set(end.get("spared", ()))):
            yield f"hurt strangers: {name}: {', '.join(hurt)}"
        health = [line["status"] for line in of_type(lines, "health") if first <= line["at"] <= last]
        if end.get("health_tells") and 503 not in health:
            yield f"/health hid: {name}"
    checks = of_type(lines, "health")
    if checks and checks[-1]["status"] != 200:
        yield "/health has not recovered"


class _Call(NamedTuple):
    process: str
    start: float
    stop: float
    lost: bool


def _calls(lines: Lines) -> list[_Call]:
    invoked = _invoked(lines)
    return [
        _Call(invoked[line["call"]]["process"], invoked[line["call"]]["at"], line["at"], line["type"] == "info")
        for line in of_type(lines, "ok", "fail", "info")
    ]


def _invoked(lines: Lines) -> dict[int, Mapping[str, Any]]:
    return {line["call"]: line for line in of_type(lines, "invoke")}


def _acknowledged_calls(
    lines: Lines, invoked: Mapping[int, Mapping[str, Any]], function: str
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for line in of_type(lines, "ok"):
        if (call := invoked[line["call"]])["function"] == function:
            yield call, line


def _acknowledged(lines: Lines, invoked: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for call, line in _acknowledged_calls(lines, invoked, "submit"):
        yield (call["session"], call["position"]), line


def _is_receipt_of(receipt: Mapping[str, Any], row: Mapping[str, Any], text: str) -> bool:
    return (
        all(receipt[name] == row[name] for name in ("answer_id", "received_at", "sha256"))
        and row["sha256"] == sha256(text.encode()).hexdigest()
        and (row["answer"], row["source"]) == (text, "submitted")
    )


def _changed_between_reads(lines: Lines, invoked: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Answers that a candidate was shown with another receipt than the one they had."""
    known: defaultdict[str, dict[int, Any]] = defaultdict(dict)
    at_invoke: dict[int, dict[int, Any]] = {}
    for line in lines:
        if line["type"] == "invoke" and line["function"] == "resume":
            at_invoke[line["call"]] = dict(known[line["session"]])
        elif line["type"] == "ok":
            call = invoked[line["call"]]
            if call["function"] == "submit":
                known[call["session"]][call["position"]] = line["receipt"]
            elif call["function"] == "resume":
                shown = {answer["position"]: answer["receipt"] for answer in line["answers"]}
                for position, receipt in at_invoke[line["call"]].items():
                    if shown.get(position) != receipt:
                        yield f"shown differently: question {position} of {call['session']}"


def main(path: Path) -> int:
    """Print what is wrong with a history; returns the exit status."""
    lines: list[Line] = read(path)
    found = defects(lines)
    sys.stdout.write("\n".join([*found, f"{len(found)} defects", str(figures(lines)), ""]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
