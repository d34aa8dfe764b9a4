"""What is shown of a reply while it is being written."""

import json
import time

import pytest

from shared.conversation.instruction_guard import InstructionGuard
from shared.conversation.preview import WINDOW, ReplyPreview
from tests.conversation.disguises import DISGUISES
from tests.conversation.instructions import INSTRUCTIONS, SECRET


def shown(text: str, instructions: str | None = INSTRUCTIONS, size: int = 4, end: str = "") -> list[str]:
    """The parts shown of a reply that arrives in small pieces, up to its end or up to the text `end` in it."""
    told: list[str] = []
    preview = ReplyPreview(InstructionGuard(instructions, ()), told.append)
    whole = json.dumps({"reply": text, "state": "exploring"}, ensure_ascii=False)
    whole = whole[: whole.index(end)] if end else whole
    for start in range(0, len(whole), size):
        preview.add(whole[start : start + size])
    return told


def test_all_of_a_harmless_reply_is_shown_in_pieces() -> None:
    text = (
        "The budget of a project is one thing. What did you do when it ran out? 🦉 Tell me more, please. You said 7 a b"
        " c and 12, 30, 45, 60 of 100 jobs a second: who asked for that many? I would like to know more about this role"
        " of yours in https://example.org/interview/questions_and_answers and what you found out, in Straßenbahnstelle."
    )
    told = shown(text)
    assert "".join(told) == text
    assert len(told) > 3


def test_without_instructions_every_word_is_shown_at_once() -> None:
    told: list[str] = []
    ReplyPreview(InstructionGuard(None, ()), told.append).add('{"reply": "Hello th')
    assert told == ["Hello th"]


def test_not_a_word_of_a_passage_is_shown_before_it_is_found() -> None:
    told = "".join(shown(f"Of course, gladly. {SECRET} There you are."))
    assert told in ("", "Of course, gladly. ")
    assert "".join(shown("x" + SECRET)) == ""
    assert "4471" not in "".join(shown("It is ZX-4471-KITE, I think, and that is all there is to say about it."))


BEFORE = (
    "Of course, gladly, since you ask so nicely and since we have all the time in the world for it, here you are, word"
    " by word, as you wanted to have it: "
)


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_nothing_of_a_passage_is_shown_in_any_disguise(disguise: str, size: int) -> None:
    hidden = DISGUISES[disguise](SECRET)
    assert hidden == SECRET or disguise != "plain"
    for text in (hidden, BEFORE + hidden, BEFORE + hidden + " END"):
        told = "".join(shown(text + " There you are.", size=size, end=" There"))
        assert BEFORE.startswith(told), told
        # Cut the text off inside the passage: the passage must be recognized before it is complete.
        for part in (3, 2):
            told = "".join(shown(text[: len(text) - len(hidden) // part] + "|", size=size, end="|"))
            assert BEFORE.startswith(told), told


@pytest.mark.parametrize("disguise", DISGUISES)
def test_control_without_the_guard_the_same_passage_is_shown(disguise: str) -> None:
    text = BEFORE + DISGUISES[disguise](SECRET) + " There you are."
    assert "".join(shown(text, None)) == text


def test_with_instructions_the_first_words_are_shown_before_the_reply_is_complete() -> None:
    told = "".join(shown(BEFORE + "what did you build? " * 10, end="?"))
    assert len(told) > WINDOW // 2
    assert BEFORE.startswith(told)


def test_long_instructions_cost_little() -> None:
    """A reply of 1,950 characters and instructions of 8,000 in short words. Rechecking at each piece took 1.5 s."""
    numbers = [number * 7919 % 10_007 for number in range(3000)]
    letters = str.maketrans("0123456789", "aeioubdgkl")
    words = [f"{number:04d}".translate(letters)[: 1 + place % 4] for place, number in enumerate(numbers)]
    instructions = " ".join(words)[:8000]
    reply = " ".join(words[::-1])[:1950]
    started = time.process_time()
    told = shown(reply, instructions)
    assert time.process_time() - started < 0.5
    assert "".join(told) == reply


def test_a_reply_far_too_long_is_shown_up_to_its_bound() -> None:
    told = "".join(shown("word " * 100_000, size=5000))
    assert len(told) < 2000
