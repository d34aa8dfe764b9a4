"""The interviewer without a model: asks follow-up questions from a file, in order, and says that it is a script.

A script can't tell when a conversation is over, so it never ends one; the candidate does.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from shared.conversation.context import Context, State

FILE = Path(__file__).with_name("scripts") / "follow_ups.txt"
# With fewer messages left than this, the script asks for closing remarks.
LAST_MESSAGES = 3


@lru_cache(maxsize=1)
def _lines() -> tuple[dict[str, str], list[str], str]:
    """The named lines of the file, its follow-ups, and its version."""
    text = FILE.read_text(encoding="utf-8")
    named: dict[str, str] = {}
    follow_ups: list[str] = []
    for line in text.splitlines():
        name, colon, rest = line.partition(": ")
        if not line or line.startswith("#"):
            continue
        if colon and name in ("notice", "closing", "declined"):
            named[name] = rest
        else:
            follow_ups.append(line)
    return named, follow_ups, f"script-{sha256(text.encode()).hexdigest()[:8]}"


def reply(context: Context) -> tuple[str, str]:
    """The next line and the script's version; the first line of a conversation says that it comes from a script."""
    named, follow_ups, version = _lines()
    if context.messages_left < LAST_MESSAGES:
        line = named["closing"]
    else:
        line = follow_ups[context.scripted_replies % len(follow_ups)]
    return (line if context.scripted_replies else f"{named['notice']} {line}"), version


def declined() -> tuple[str, str]:
    """The line in place of a reply that the model declined to write, and the script's version."""
    named, _, version = _lines()
    return named["declined"], version


def next_state(context: Context) -> State:
    """`exploring`, or `closing` when few messages are left."""
    return "closing" if context.messages_left < LAST_MESSAGES else "exploring"
