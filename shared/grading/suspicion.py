"""Checks whether an answer addresses its grader. Such an answer goes to a person, and to no model.

Searches the text itself and everything it may be a disguise of. Phrases that the question contains are not suspicious:
an interview may ask about prompt injection.
"""

import re
from collections.abc import Iterable

from shared.grading.injection_phrases import load_families
from shared.llm.disguises import disguised, hides_characters, plain
from shared.stream_safe import is_inflated

COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|--|<!--|;|%|\"\"\"|''')")
RUN_TOGETHER = (
    *("ignoreallprevious", "ignoreprevious", "ignoretheprevious", "ignoretheabove"),
    *("ignoreallinstructions", "ignoreyourinstructions", "disregardprevious", "disregardall"),
    *("fullmarks", "fullpoints", "maximumscore", "maximumpoints", "perfectscore", "highestscore"),
    *("systemprompt", "samplesolution", "gradingcriteria"),
)


def suspicions(answer: str, question: str = "") -> list[str]:
    """The sorted flags that an answer raises; empty for a plain answer."""
    if is_inflated(answer):
        # The answer goes to a person anyway, and its expanded form can be six times as long to search.
        return ["hidden_characters"]
    asked = plain(question)
    flags: set[str] = set()
    seen = plain(answer)
    flags.update(_families(seen, asked))
    if _in_comment(seen, asked):
        flags.add("in_code_comment")
    if hides_characters(answer):
        flags.add("hidden_characters")
    hidden = {flag for text in disguised(answer) for flag in _disguised_families(text, asked, seen)}
    if hidden - flags:
        flags |= {"disguised", *hidden}
    return sorted(flags)


def _families(text: str, asked: str) -> Iterable[str]:
    for name, family in load_families().items():
        if family.words and not any(word in text for word in family.words):
            continue
        matches = (match for expression in family.expressions for match in expression.finditer(text))
        if any(match[0].strip() not in asked for match in matches):
            yield name


def _disguised_families(text: str, asked: str, seen: str) -> set[str]:
    text = plain(text)
    if text == seen:
        return set()
    found = set(_families(text, asked))
    if any(run in text and run not in seen for run in RUN_TOGETHER):
        found.add("role_override")
    return found


def _in_comment(text: str, asked: str) -> bool:
    comments = [line for line in text.splitlines() if COMMENT.match(line)]
    # All comments together first: searching thousands of lines for every family, one at a time, takes far longer.
    return any(_families("\n".join(comments), asked)) and any(any(_families(line, asked)) for line in comments)
