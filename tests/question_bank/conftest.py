"""The bank, read once."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.question_bank.bank import Question, questions_of
from tests.support.database import Database


@pytest.fixture
def questions(database: Database) -> list[Question]:
    """Every question of the bank."""
    return questions_of(database)


@pytest.fixture(scope="package")
def answers() -> dict[str, Any]:
    """Good and wrong answers to each short answer, by the id of the question."""
    content: dict[str, Any] = json.loads((Path(__file__).parent / "answers.json").read_text())
    return content
