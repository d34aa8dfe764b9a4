"""Scripts whose words need more than spaces to be found, and characters that show nothing."""

import re

# Letters of Thai, Lao, Burmese and Khmer, Han and Kana: written without spaces between words.
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u0edc-\u0eff\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd"
    "\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096"
    "\u3099-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
ONLY_UNSPACED = re.compile(f"[{UNSPACED}]+")
ONLY_HANGUL = re.compile(f"[{HANGUL}]+")
ARABIC = re.compile("[\u0600-\u06ff]+")
HEBREW = re.compile("[\u05d0-\u05ea'\"]+")
# A stretch of a script whose words end where another script begins.
STRETCH = re.compile(f"([{UNSPACED}]+|[{HANGUL}]+)")

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")
# Two letters of Han, Kana or Hangul are a word.
TWO_LETTER_WORD = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]{2}")
