"""Words that are written together with the next or the last one: articles, prepositions, conjunctions and particles."""

import re
from collections.abc import Iterator

from shared.words.scripts import ARABIC, HEBREW, ONLY_HANGUL

# Korean: a plural, then up to three particles, or the verb "do" or "become" with its endings.
PARTICLES = (
    "\uc744|\ub97c|\uc740|\ub294|\uc774|\uac00|\uc758|\uc5d0|\uc5d0\uc11c|\uc5d0\uac8c|\uaed8|\ud55c\ud14c|\ub85c|\uc73c\ub85c|\ub85c\uc11c|\uc73c\ub85c\uc11c|\ub85c\uc368|\uc73c\ub85c\uc368|\uc640|\uacfc|\ub791|\uc774\ub791|\ud558\uace0|\ub3c4|\ub9cc|\uae4c\uc9c0|"
    "\ubd80\ud130|\ub9c8\ub2e4|\ucc98\ub7fc|\ubcf4\ub2e4|\uc870\ucc28|\ub9c8\uc800|\ubc16\uc5d0|\uc774\ub098|\ub098|\uc774\ub4e0\uc9c0|\ub4e0\uc9c0|\uc774\ub77c\ub3c4|\ub77c\ub3c4|\uc774\ub77c\ub294|\ub77c\ub294|\uc774\ub780|\ub780|\uc774\ub77c\uace0|\ub77c\uace0|\uc774\ub77c|\uc774\uba70|\uc774\uace0|"
    "\uc774\ub2e4|\ub2e4|\uc785\ub2c8\ub2e4|\uc774\uc5d0\uc694|\uc608\uc694|\uc774\uba74|\uba74|\uc77c|\uc778|\uc774\uc9c0\ub9cc"
)
KOREAN_TAIL = re.compile(
    f"(?:\ub4e4)?(?:(?:{PARTICLES}){{1,3}}|(?:\ud558|\ud55c|\ud560|\ud568|\ud569|\ud574|\ud588|\ub418|\ub41c|\ub420|\ub428|\ub429|\ub3fc|\ub410|\uc2dc\ud0a4|\uc2dc\ud0a8|\uc2dc\ucf1c)[\uac00-\ud7a3]{{0,4}})|\ub4e4"
)
# After a word of one syllable only particles that hardly end another word: \ucc28\uc774 is a difference, not a car.
TAIL_OF_ONE = re.compile(
    "\uc744|\ub97c|\uc740|\ub294|\uc5d0\uc11c|\uc73c\ub85c|\uae4c\uc9c0|\ubd80\ud130|\ucc98\ub7fc|\ubcf4\ub2e4|\uc785\ub2c8\ub2e4|\ub4e4\uc744|\ub4e4\uc740|\ub4e4\uc774|\ub4e4"
)
LONGEST_TAIL = 9

ARABIC_ARTICLE = "\u0627\u0644"
ARABIC_HEAD = re.compile(
    "[\u0648\u0641]?(?:[\u0628\u0643\u0644]?\u0627\u0644|\u0644\u0644|[\u0628\u0643\u0644\u0633])?"
)
HEBREW_HEAD = re.compile(
    "\u05d5?(?:\u05db\u05e9|\u05dc\u05db\u05e9|\u05de\u05e9|\u05e9)?[\u05d1\u05db\u05dc\u05de]?\u05d4?"
)
# A single letter before a shorter word is more likely its beginning.
LEAST_BEHIND_LETTER = 3
LONGEST_HEAD = 5


def without_attached(word: str) -> Iterator[str]:
    """The words that a word of a text may consist of besides what is attached to it; not the word itself."""
    if ONLY_HANGUL.fullmatch(word):
        for cut in range(max(1, len(word) - LONGEST_TAIL), len(word)):
            if (TAIL_OF_ONE if cut == 1 else KOREAN_TAIL).fullmatch(word, cut):
                yield word[:cut]
    elif ARABIC.fullmatch(word):
        yield from _behind(word, ARABIC_HEAD, (ARABIC_ARTICLE, "\u0644\u0644"))
    elif HEBREW.fullmatch(word):
        yield from _behind(word, HEBREW_HEAD, ())


def without_article(word: str) -> str:
    """An Arabic word without its article; any other word as it is."""
    rest = word.removeprefix(ARABIC_ARTICLE)
    return rest if len(rest) >= LEAST_BEHIND_LETTER else word


def _behind(word: str, head: re.Pattern[str], articles: tuple[str, ...]) -> Iterator[str]:
    for cut in range(1, min(LONGEST_HEAD, len(word) - 2) + 1):
        enough = 2 if articles and word[:cut].endswith(articles) else LEAST_BEHIND_LETTER
        if len(word) - cut >= enough and head.fullmatch(word, 0, cut):
            yield word[cut:]
