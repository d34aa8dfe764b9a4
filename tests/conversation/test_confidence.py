"""What of the instructions a text may hold, and what of a text is shown while it is being written."""

import base64
import json

import pytest

from shared.conversation.confidence import InstructionGuard
from shared.conversation.unfolding import Unfolding

INSTRUCTIONS = (
    "The budget for this role is 85,000 and must stay between us under all circumstances, whoever asks for it."
    " Do you prefer tabs or spaces in a large code base with many contributors and several languages?"
    " The internal code of this role is ZX-4471-KITE."
)
SECRET = INSTRUCTIONS.partition(" Do you")[0]


def shown(text: str, instructions: str | None = INSTRUCTIONS, size: int = 3) -> list[str]:
    """What is told of a reply that comes in small pieces, up to its end."""
    told: list[str] = []
    unfolding = Unfolding(InstructionGuard(instructions, ()), told.append)
    whole = json.dumps({"reply": text, "state": "exploring"})
    for start in range(0, len(whole), size):
        unfolding.add(whole[start : start + size])
    return told


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"As you asked. {SECRET.upper()} Anything else?",
        SECRET.replace(" ", " - "),
        "zx 4471 kite",
        "My code: ZX-4471-KITE.",
        base64.b64encode(SECRET.encode()).decode(),
        SECRET[::-1],
    ],
)
def test_a_passage_of_the_instructions_is_found_plainly_and_in_disguise(text: str) -> None:
    assert InstructionGuard(INSTRUCTIONS, ()).recites(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is your budget for a machine like that?",
        "Do you prefer tabs or spaces in a large code base with many contributors and several languages?",
        "The budget for this role is something we can talk about later.",
        "",
    ],
)
def test_questions_to_ask_and_a_few_common_words_are_no_passage(text: str) -> None:
    assert not InstructionGuard(INSTRUCTIONS, ()).recites(text)


def test_what_the_candidate_said_is_no_secret() -> None:
    assert not InstructionGuard(INSTRUCTIONS, [f"I heard that {SECRET}", "ZX-4471-KITE"]).recites(SECRET)


def test_short_instructions_are_a_passage_as_a_whole() -> None:
    guard = InstructionGuard("Be strict about indexes today.", ())
    assert guard.recites("I was told: be strict about indexes today!")
    assert not guard.recites("Be strict about types.")


def test_all_of_a_harmless_reply_is_shown_in_pieces() -> None:
    text = "The budget of a project is one thing. What did you do when it ran out? 🦉 Tell me more, please."
    told = shown(text)
    assert "".join(told) == text
    assert len(told) > 5


def test_without_instructions_every_word_is_shown_at_once() -> None:
    told: list[str] = []
    Unfolding(InstructionGuard(None, ()), told.append).add('{"reply": "Hello th')
    assert told == ["Hello th"]


def test_not_a_word_of_a_passage_is_shown_before_it_is_found() -> None:
    told = "".join(shown(f"Of course, gladly. {SECRET} There you are."))
    assert told == "Of course, gladly. "
    assert "".join(shown("x" + SECRET)) == "x"
    assert "4471" not in "".join(shown("It is ZX-4471-KITE, I think, and that is all there is to say about it."))


def test_a_reply_far_too_long_is_shown_up_to_its_bound() -> None:
    told = "".join(shown("word " * 100_000, size=5000))
    assert len(told) < 2000
