"""Which parts of the instructions a text may contain."""

import base64

import pytest

from shared.conversation.instruction_guard import InstructionGuard
from tests.conversation.instructions import INSTRUCTIONS, SECRET


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
def test_passage_of_the_instructions_is_found_in_plain_and_encoded_text(text: str) -> None:
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
def test_listed_questions_and_a_few_common_words_do_not_count_as_a_passage(text: str) -> None:
    assert not InstructionGuard(INSTRUCTIONS, ()).recites(text)


def test_words_of_the_candidate_may_be_shown() -> None:
    assert not InstructionGuard(INSTRUCTIONS, [f"I heard that {SECRET}", "ZX-4471-KITE"]).recites(SECRET)


def test_short_instructions_count_as_one_passage() -> None:
    guard = InstructionGuard("Be strict about indexes today.", ())
    assert guard.recites("I was told: be strict about indexes today!")
    assert not guard.recites("Be strict about types.")
