"""Texts of many shapes and sizes, and a measure of how the cost of work grows with them."""

import importlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import log2
from typing import Any

KIB = 1024
SMALL, LARGE = 8 * KIB, 64 * KIB
# Work on a text twice as long may take this many times twice as long. Work too short to measure is ignored.
TOLERANCE = 1.3
NO_MATTER_SECONDS = 0.02
ROUNDS = 8

Shape = Callable[[int], str]
PARSER: Any = importlib.import_module("re._parser")


def repeated(unit: str, size: int) -> str:
    """A unit repeated up to about `size` bytes."""
    return unit * max(1, size // len(unit.encode("utf-8", "surrogatepass")))


def _two_runs(size: int) -> str:
    return "a" + "\u0345" * (size // 4) + "\u0334" * (size // 4)


SHAPES: dict[str, Shape] = {
    "one mark": partial(repeated, "\u0301"),
    "two runs of marks": _two_runs,
    "alternating classes": partial(repeated, "\u0345\u0334"),
    "marks parted by zero width": partial(repeated, "\u0345\u0334" * 7 + "\u200b"),
    "marks parted by joiners": partial(repeated, "\u0345" * 10 + "\u034f" + "\u0334" * 10),
    "marks that are two": partial(repeated, "\u0344\u0334"),
    "starters that decompose into marks": partial(repeated, "\u0f73\u0f71\u0f75"),
    "halfwidth sound marks": partial(repeated, "\uff9e\u0334"),
    "folded into marks": partial(repeated, "\u0390\u0334"),
    "eighteen letters": partial(repeated, "\ufdfa"),
    "six letters": partial(repeated, "\u3316a"),
    "syllables": partial(repeated, "\uac01"),
    "jamo": partial(repeated, "\u1100\u1161\u11a8"),
    "Hebrew with points": partial(repeated, "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd "),
    "one long word": partial(repeated, "a"),
    "one long word with signs": partial(repeated, "a-"),
    "digits": partial(repeated, "1"),
    "spaces": lambda size: "a" + " " * size + "b",
    "line ends": lambda size: "a" + "\n" * size + "b",
    "many short lines": partial(repeated, "a\n"),
    "comments": partial(repeated, "#\n"),
    "rulers": partial(repeated, "--\n"),
    "opening brackets": partial(repeated, "[({<"),
    "nested brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "opening quotation marks": partial(repeated, "\u201c"),
    "low quotation marks": partial(repeated, "\u201e"),
    "angular quotation marks": partial(repeated, "\u00ab"),
    "straight quotation marks": partial(repeated, '"'),
    "tags": partial(repeated, "\U000e0041a"),
    "emoji": partial(repeated, "\U0001f468\u200d\U0001f469 "),
    "two alphabets in a word": partial(repeated, "a\u0430 "),
    "mixed scripts": partial(
        repeated, "abc \u0430\u0431 \u4e2d\u6587 \u0905\u0906 \u0639\u0631\u0628 \U0001f600 e\u0301 "
    ),
    "percents": partial(repeated, "%CD%85"),
    "entities": partial(repeated, "&#837;"),
    "a number without an end": lambda size: "&#65;&#" + "1" * size,
    "escapes": partial(repeated, "\\u0345"),
    "base64": partial(repeated, "aGVsbG8gd29ybGQh"),
    "base64 in words": partial(repeated, "aGVsbG8gd29ybGQhaGVs "),
    "codes of characters": partial(repeated, "68 65 6c 6c 6f 20 77 6f 72 6c 64 "),
    "almost codes of characters": partial(repeated, "104 " * 9 + "x "),
    "spelled": partial(repeated, "a b "),
    "prose": partial(repeated, "the quick brown fox jumps over a lazy dog. "),
    "scores": partial(repeated, '"score":1'),
    "give me": partial(repeated, "give me "),
    "words of every family": partial(repeated, "score role system answer ignore show calibration rubric punkt "),
    "different words": lambda size: " ".join(f"w{number * 7919 % 100_003:06d}" for number in range(size // 8)),
    "words that begin alike": lambda size: " ".join(f"aaaaaaaaaaaaaaaaaaaa{n:06d}" for n in range(size // 27)),
}


def grows(work: Callable[[str], object], shape: Shape, small: int = SMALL, large: int = LARGE) -> str | None:
    """Measure whether the CPU time of `work` grows faster than its text from `small` to `large`.

    Returns a description if it does, None if not. Takes the best of several rounds and stops once the growth is
    acceptable, because other load on the machine can only make a time longer.
    """
    short, long = shape(small), shape(large)
    allowed = len(long) / len(short) * TOLERANCE ** log2(large / small)
    brief = lasting = float("inf")
    for _ in range(ROUNDS):
        # Measure the short text three times for each long one: noise distorts short times more.
        brief = min(brief, *(_seconds(work, short) for _ in range(3)))
        lasting = min(lasting, _seconds(work, long))
        if lasting <= max(allowed * brief, NO_MATTER_SECONDS):
            return None
    return f"{brief * 1000:.1f} ms, then {lasting * 1000:.1f} ms: {lasting / brief:.1f} times, {allowed:.1f} allowed"


def almost(expression: str) -> Iterator[str]:
    """Texts that an expression nearly matches: prefixes of one of its shortest and of one of its longer matches."""
    for choice in (0, -1):
        whole = "".join(_example(PARSER.parse(expression), choice))
        yield whole[:-1]
        yield whole[: max(1, len(whole) // 2)]


def _seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


def _example(parsed: Any, choice: int) -> Iterator[str]:
    """A text that the parsed expression matches, ignoring lookarounds."""
    for code, value in parsed:
        match str(code):
            case "LITERAL":
                yield chr(value)
            case "NOT_LITERAL" | "ANY":
                yield "x"
            case "IN":
                yield _of_class(value, choice)
            case "BRANCH":
                yield from _example(value[1][choice], choice)
            case "SUBPATTERN":
                yield from _example(value[3], choice)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, part = value
                for _ in range(least if choice == 0 else max(least, min(int(most), 2))):
                    yield from _example(part, choice)
            case _:
                pass


def _of_class(members: Any, choice: int) -> str:
    if str(members[0][0]) == "NEGATE":
        return "x"
    code, value = members[choice]
    if str(code) == "RANGE":
        return chr(value[0])
    if str(code) == "CATEGORY":
        return {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "w", "CATEGORY_SPACE": " "}.get(str(value), "-")
    return chr(value)
