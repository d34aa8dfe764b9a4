"""Checks the passage that a model quotes for a score: it must occur verbatim in the answer."""

from shared.llm.normal_forms import unspaced

MIN_QUOTE = 3
QUOTATION_MARKS = "\"'"


def is_verbatim(quote: str, answer: str) -> bool:
    """Whether the answer contains the quote, regardless of white space and the style of quotation marks.

    A quote of fewer than three characters proves nothing unless it is the whole answer.
    """
    text, words = unspaced(answer), unspaced(quote)
    bare = words.strip(QUOTATION_MARKS).strip()
    return any(form in text and (len(form) >= MIN_QUOTE or form == text) for form in (words, bare) if form)


def evidence_fault(quote: str, answer: str, *, needed: bool) -> str | None:
    """The flag for a quote that proves nothing; an empty quote is fine if no points were given."""
    if not quote.strip():
        return "evidence_missing" if needed else None
    return None if is_verbatim(quote, answer) else "evidence_not_verbatim"
