"""What is shown of a reply while it is being written."""

import json

from shared.conversation.preview import ReplyPreview


def shown(text: str, size: int = 4) -> list[str]:
    """The parts shown of a reply that arrives in small pieces."""
    reported: list[str] = []
    preview = ReplyPreview(reported.append)
    whole = json.dumps({"reply": text, "state": "exploring"}, ensure_ascii=False)
    for start in range(0, len(whole), size):
        preview.add(whole[start : start + size])
    return reported


def test_reply_is_streamed_completely() -> None:
    text = (
        "The budget of a project is one thing. What did you do when it ran out? 🦉 Tell me more, please. You said 7 a b"
        " c and 12, 30, 45, 60 of 100 jobs a second: who asked for that many? I would like to know more about this role"
        " of yours in https://example.org/interview/questions_and_answers and what you found out, in Straßenbahnstelle."
    )
    reported = shown(text)
    assert "".join(reported) == text
    assert len(reported) > 3


def test_every_word_is_shown_at_once() -> None:
    reported: list[str] = []
    ReplyPreview(reported.append).add('{"reply": "Hello th')
    assert reported == ["Hello th"]


def test_overlong_reply_is_shown_up_to_its_limit() -> None:
    reported = "".join(shown("word " * 100_000, size=5000))
    assert len(reported) < 2000
