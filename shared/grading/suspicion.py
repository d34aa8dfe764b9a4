"""Does an answer speak to its grader? Such an answer goes to a person, and to no model.

Looked for in the text itself and in everything it may be a disguise of. What the question says
itself is no suspicion: an interview may ask about prompt injection.
"""

import re
from collections.abc import Iterable

from shared.grading.disguises import disguised, hides_characters, plain
from shared.grading.instructions import load_families
from shared.stream_safe import is_inflated

COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|--|<!--|;|%|\"\"\"|''')")
RUN_TOGETHER = (
    *("ignoreallprevious", "ignoreprevious", "ignoretheprevious", "ignoretheabove"),
    *("ignoreallinstructions", "ignoreyourinstructions", "disregardprevious", "disregardall"),
    *("fullmarks", "fullpoints", "maximumscore", "maximumpoints", "perfectscore", "highestscore"),
    *("systemprompt", "samplesolution", "gradingcriteria"),
)


def suspicions(answer: str, question: str = "") -> list[str]:
    """The flags an answer raises, sorted; none for one that only answers."""
    if is_inflated(answer):
        # It goes to a person whatever else it holds; looked through, it would be up to six times as long.
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
    # All together first: to look for every family in thousands of lines, one at a time, takes far longer.
    return any(_families("\n".join(comments), asked)) and any(any(_families(line, asked)) for line in comments)
