"""Words that are written together with the next or the last one: articles, prepositions, conjunctions and particles."""

import re
from collections.abc import Iterator

from shared.words.scripts import ARABIC, HEBREW, ONLY_HANGUL

# Korean: a plural, then up to three particles, or the verb "do" or "become" with its endings.
PARTICLES = (
    "을 를 은 는 이 가 의 에 에서 에게 께 한테 로 으로 로서 으로서 "
    "로써 으로써 와 과 랑 이랑 하고 도 만 까지 부터 마다 처럼 보다 조차 "
    "마저 밖에 이나 나 이든지 든지 이라도 라도 이라는 라는 이란 란 이라고 "
    "라고 이라 이며 이고 이다 다 입니다 이에요 예요 이면 면 일 인 이지만"
)
VERBS = "하 한 할 함 합 해 했 되 된 될 됨 됩 돼 됐 시키 시킨 시켜"
KOREAN_TAIL = re.compile(
    f"(?:들)?(?:(?:{PARTICLES.replace(' ', '|')}){{1,3}}|(?:{VERBS.replace(' ', '|')})[가-힣]{{0,4}})|들"
)
# After a word of one syllable only what hardly ends another word: 속도 is a speed, and not 속 with 도.
TAIL_OF_ONE = re.compile("[을를은는이가과와에]|에서|에게|으로|까지|부터|처럼|보다|입니다|들을|들은|들이|들")
# These follow a final consonant or a vowel: 차이 is a difference, and not a car (차) with 이.
AFTER_CONSONANT = re.compile("[은을과]|이$|으로")
AFTER_VOWEL = re.compile("[는를가와]|랑")
SYLLABLES, FINALS = 0xAC00, 28
LONGEST_TAIL = 9

ARABIC_ARTICLE = "ال"
ARABIC_HEAD = re.compile("[وف]?(?:[بكل]?ال|لل|[بكلس])?")
HEBREW_HEAD = re.compile("\u05d5?(?:כש|לכש|מש|ש)?[בכלמ]?ה?")
# A single letter before a shorter word is more likely its beginning.
LEAST_BEHIND_LETTER = 3
LONGEST_HEAD = 5


def without_attached(word: str) -> Iterator[str]:
    """The words that a word of a text may consist of besides what is attached to it; not the word itself."""
    if ONLY_HANGUL.fullmatch(word):
        for cut in range(max(1, len(word) - LONGEST_TAIL), len(word)):
            tail = TAIL_OF_ONE if cut == 1 else KOREAN_TAIL
            if tail.fullmatch(word, cut) and _agrees(word, cut):
                yield word[:cut]
    elif ARABIC.fullmatch(word):
        yield from _behind(word, ARABIC_HEAD, (ARABIC_ARTICLE, "لل"))
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


def _agrees(word: str, cut: int) -> bool:
    """Whether a Korean particle has the form that it takes after the word before it."""
    ends_in_consonant = (ord(word[cut - 1]) - SYLLABLES) % FINALS > 0
    return not (AFTER_VOWEL if ends_in_consonant else AFTER_CONSONANT).match(word, cut)
