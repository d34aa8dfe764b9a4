"""Checks the passage that a model quotes for a score: it must occur verbatim in the answer."""

from shared.llm.normal_forms import unspaced
from shared.words.scripts import TWO_LETTER_WORD, UNSEEN
from shared.words.steps import SearchTooLongError
from shared.words.text import Text

MIN_QUOTE = 3
QUOTATION_MARKS = "\"'"


def is_verbatim(quote: str, answer: str) -> bool:
    """Whether the answer contains the quote, regardless of spaces, hidden characters and the style of quotation marks.

    A quote of two characters must be a word of the answer. A single character proves nothing unless it is the whole
    answer.
    """
    text, words = (unspaced(UNSEEN.sub("", written)) for written in (answer, quote))
    bare = words.strip(QUOTATION_MARKS).strip()
    return any(_proves(form, text) for form in (words, bare) if form)


def evidence_fault(quote: str, answer: str, *, needed: bool) -> str | None:
    """The flag for a quote that proves nothing; an empty quote is fine if no points were given."""
    if not quote.strip():
        return "evidence_missing" if needed else None
    return None if is_verbatim(quote, answer) else "evidence_not_verbatim"


def _proves(form: str, text: str) -> bool:
    if form not in text:
        return False
    if len(form) >= MIN_QUOTE or form == text or TWO_LETTER_WORD.fullmatch(form):
        return True
    try:
        return len(form) == 2 and any(sign.isalnum() for sign in form) and Text(text).holds(form)
    except SearchTooLongError:
        return False
