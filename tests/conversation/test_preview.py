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
    reported: list[str] = []
    preview = ReplyPreview(InstructionGuard(instructions, ()), reported.append)
    whole = json.dumps({"reply": text, "state": "exploring"}, ensure_ascii=False)
    whole = whole[: whole.index(end)] if end else whole
    for start in range(0, len(whole), size):
        preview.add(whole[start : start + size])
    return reported


def test_harmless_reply_is_streamed_completely() -> None:
    text = (
        "The budget of a project is one thing. What did you do when it ran out? 🦉 Tell me more, please. You said 7 a b"
        " c and 12, 30, 45, 60 of 100 jobs a second: who asked for that many? I would like to know more about this role"
        " of yours in https://example.org/interview/questions_and_answers and what you found out, in Straßenbahnstelle."
    )
    reported = shown(text)
    assert "".join(reported) == text
    assert len(reported) > 3


def test_every_word_is_shown_at_once_without_instructions() -> None:
    reported: list[str] = []
    ReplyPreview(InstructionGuard(None, ()), reported.append).add('{"reply": "Hello th')
    assert reported == ["Hello th"]


def test_no_word_of_a_passage_is_shown_before_it_is_detected() -> None:
    reported = "".join(shown(f"Of course, gladly. {SECRET} There you are."))
    assert reported in ("", "Of course, gladly. ")
    assert "".join(shown("x" + SECRET)) == ""
    assert "4471" not in "".join(shown("It is ZX-4471-KITE, I think, and that is all there is to say about it."))


BEFORE = (
    "Of course, gladly, since you ask so nicely and since we have all the time in the world for it, here you are, word"
    " by word, as you wanted to have it: "
)


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_encoding_of_a_passage_is_shown(disguise: str, size: int) -> None:
    hidden = DISGUISES[disguise](SECRET)
    assert hidden == SECRET or disguise != "plain"
    for text in (hidden, BEFORE + hidden, BEFORE + hidden + " END"):
        reported = "".join(shown(text + " There you are.", size=size, end=" There"))
        assert BEFORE.startswith(reported), reported
        # Cut the text off inside the passage: the passage must be recognized before it is complete.
        for part in (3, 2):
            reported = "".join(shown(text[: len(text) - len(hidden) // part] + "|", size=size, end="|"))
            assert BEFORE.startswith(reported), reported


@pytest.mark.parametrize("disguise", DISGUISES)
def test_control_same_passage_is_shown_without_the_guard(disguise: str) -> None:
    text = BEFORE + DISGUISES[disguise](SECRET) + " There you are."
    assert "".join(shown(text, None)) == text


def test_first_words_are_shown_before_the_reply_is_complete_despite_instructions() -> None:
    reported = "".join(shown(BEFORE + "what did you build? " * 10, end="?"))
    assert len(reported) > WINDOW // 2
    assert BEFORE.startswith(reported)


def test_long_instructions_cost_little() -> None:
    """A reply of 1,950 characters and instructions of 8,000 in short words. Rechecking at each piece took 1.5 s."""
    numbers = [number * 7919 % 10_007 for number in range(3000)]
    letters = str.maketrans("0123456789", "aeioubdgkl")
    words = [f"{number:04d}".translate(letters)[: 1 + place % 4] for place, number in enumerate(numbers)]
    instructions = " ".join(words)[:8000]
    reply = " ".join(words[::-1])[:1950]
    started = time.process_time()
    reported = shown(reply, instructions)
    assert time.process_time() - started < 0.5
    assert "".join(reported) == reply


def test_overlong_reply_is_shown_up_to_its_limit() -> None:
    reported = "".join(shown("word " * 100_000, size=5000))
    assert len(reported) < 2000
