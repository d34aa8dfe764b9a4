"""Finds characters that people cannot see but a model can read, and text that nobody can read.

The texts that honest people paste have stray invisible characters too: soft hyphens, one zero-width space in a word,
direction marks of a telephone number. Only amounts that can carry a message count.
"""

import re

from shared.stream_safe import is_inflated, is_stream_safe
from shared.words.scripts import UNSEEN

# Text after a right-to-left override is shown backwards.
OVERRIDE = re.compile("\u202e")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060-\u2064]{4,}")
TAGS = re.compile("(?<!\U0001f3f4)[\U000e0020-\U000e007f]{2,}")
# The flag of Scotland is spelled with five tags and an end; anything longer is not a flag.
LONGEST_FLAG = 7
END_OF_FLAG = "\U000e007f"


def hides_characters(text: str) -> bool:
    """Whether the text hides characters on purpose; emoji and right-to-left scripts do not count.

    A letter with more combining marks than any language uses counts as hidden, and so do many characters that each
    expand to a lot of letters: nobody can read such a text, and searching it would take far longer than its size
    suggests.
    """
    if any(pattern.search(text) for pattern in (OVERRIDE, SELECTORS, ZERO_WIDTH)):
        return True
    if not is_stream_safe(UNSEEN.sub("", text)) or is_inflated(text):
        return True
    tags = [match[0] for match in TAGS.finditer(text)]
    return any(len(run) > LONGEST_FLAG or not run.endswith(END_OF_FLAG) for run in tags)
