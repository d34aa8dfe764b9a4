"""The model name that a server reports is stored, cleaned like all other text from the server."""

import json

import pytest

from shared.grading.grades import SummaryReply
from shared.llm.completion import MAX_NAME, read_reply

OURS = "gpt-ours"
SUMMARY = {"summary": "Fine.", "strengths": [], "improvements": [], "recommendation": "Maybe"}


def name_of(sent: str | None) -> str:
    choice = {"finish_reason": "stop", "message": {"content": json.dumps(SUMMARY)}}
    body = json.dumps({"model": sent, "choices": [choice]}).encode()
    return read_reply(body, SummaryReply, OURS)[1]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("served-model-1", "served-model-1"),
        ("m\0x", "mx"),
        ("m\x1b[31m\u202ex", "m[31mx"),
        (" m\r\n\tx \n", "m x"),
    ],
    ids=repr,
)
def test_model_name_is_stored_without_unstorable_and_invisible_characters(sent: str, stored: str) -> None:
    assert name_of(sent) == stored


@pytest.mark.parametrize("sent", [None, "", "\0\0", " \n", "\u200b"], ids=repr)
def test_model_without_a_name_is_stored_under_the_requested_name(sent: str | None) -> None:
    assert name_of(sent) == OURS


@pytest.mark.parametrize("sent", ["x" * 100_000, "x " * 50_000, "\0" * 1_000 + "y" * 1_000], ids=len)
def test_model_name_has_a_bounded_length(sent: str) -> None:
    assert 0 < len(name_of(sent)) <= MAX_NAME
