"""Checks whether an answer talks to its grader instead of answering.

A veto is precise: the answer goes to a person, and to no model. A hint is a guess from a list of phrases, which honest
answers contain too: it is stored beside the score and changes nothing else. Phrases that the question contains count
for neither: an interview may ask about prompt injection.
"""

import re

from shared.grading.hidden_characters import hides_characters
from shared.grading.phrases import load_phrases
from shared.llm.normal_forms import unaccented
from shared.stream_safe import is_inflated
from shared.words.scripts import UNSEEN

BLANKS = re.compile(r"[^\S\n]+")
# Signs around a phrase that a quotation of it may lack.
EDGES = " \n.,:;!?()\"'*#>-"


def vetoes(answer: str, question: str = "") -> list[str]:
    """The sorted flags for which no model reads the answer; empty for a plain answer."""
    if is_inflated(answer):
        # The expanded form can be six times as long to search.
        return ["hidden_characters"]
    flags = ["fake_message"] if _contains("fake_message", answer, question) else []
    return [*flags, "hidden_characters"] if hides_characters(answer) else flags


def hints(answer: str, question: str = "") -> list[str]:
    """`addresses_grader` if the answer contains a phrase that is typical of attempts to influence a grader."""
    if is_inflated(answer):
        return []
    return ["addresses_grader"] if _contains("addresses_grader", answer, question) else []


def plain(text: str) -> str:
    """Lower case, without accents and invisible characters; line ends stay."""
    if text.isascii():
        return BLANKS.sub(" ", text.lower())
    return BLANKS.sub(" ", unaccented(UNSEEN.sub("", text)).casefold())


def _contains(name: str, answer: str, question: str) -> bool:
    text, asked = plain(answer), plain(question)
    return any(match[0].strip(EDGES) not in asked for match in load_phrases(name).found_in(text))
