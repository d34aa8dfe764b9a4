"""The fonts of a PDF, and which of them a text needs.

They come from two packages: `pymupdf-fonts` (FiraGO, Cascadia Mono, Noto symbols) and `noto-cjk-sans-otc` (Noto Sans
CJK), all under the SIL Open Font License. FiraGO has Latin, Cyrillic, Greek, Arabic, Hebrew, Georgian, Devanagari and
Thai. Noto Sans CJK has Chinese, Japanese and Korean, each with its own forms of the shared characters. Characters that
no font has are shown as MISSING: Armenian, Ethiopic, Khmer and the scripts of India and Sri Lanka other than
Devanagari, among others.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import noto_cjk_sans_otc
import pymupdf_fonts
from fpdf import FPDF
from fpdf.fonts import TTFFont

TEXT = "text"
MONO = "mono"
MISSING = "\N{WHITE SQUARE}"
# Family, style, name in pymupdf-fonts.
ALWAYS = ((TEXT, "", "figo"), (TEXT, "B", "figbo"), (MONO, "", "cascadia"))
SYMBOLS = (("symbols", "", "symbol1"), ("pictures", "", "symbol2"), ("mathematics", "", "math"))
# Faces of the collection; a text with kana is Japanese, one with hangul is Korean.
CJK_FILE = Path(noto_cjk_sans_otc.__file__).parent / "NotoSansCJK-Regular.ttc"
JAPANESE, KOREAN, CHINESE = 0, 1, 2
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
# Each costs over half a millisecond, so only the first ones of a document are drawn. Nobody writes with more.
MOST_EAST_ASIAN = 3000
_unpacking = Lock()
EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def add_typefaces(pdf: FPDF, texts: Iterable[str]) -> dict[int, str]:
    """Add the fonts for `texts` to `pdf`; returns a table for str.translate that replaces missing glyphs."""
    # Each once, in a stable order: that of the texts, sorted within each.
    characters = dict.fromkeys(character for text in texts for character in sorted(set(text)))
    east_asian = [character for character in characters if EAST_ASIAN.match(character)]
    for family, style, name in ALWAYS:
        pdf.add_font(family, style, _font_file(name))
    fallbacks = [MONO, TEXT]
    if east_asian:
        pdf.add_font("cjk", "", CJK_FILE, collection_font_number=_face("".join(sorted(characters))))
        fallbacks.append("cjk")
    for family, style, name in SYMBOLS:
        pdf.add_font(family, style, _font_file(name))
        fallbacks.append(family)
    pdf.set_fallback_fonts(fallbacks, exact_match=False)
    known: set[int] = set()
    for family in fallbacks:
        if isinstance(font := pdf.fonts[family], TTFFont):
            known.update(font.cmap)
            # Otherwise every outline is drawn, more than once, to measure what the font already states.
            font.ttfont.recalcBBoxes = False
    known.difference_update(map(ord, east_asian[MOST_EAST_ASIAN:]))
    return {ord(character): _replacement(character) for character in characters if ord(character) not in known}


def close_typefaces(pdf: FPDF) -> None:
    """Close the font files, which stay open until the last page; nothing can be printed afterwards."""
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()


def _face(characters: str) -> int:
    if KANA.search(characters):
        return JAPANESE
    return KOREAN if HANGUL.search(characters) else CHINESE


def _replacement(character: str) -> str:
    """Nothing for characters that only join or select (emoji are sequences of those), otherwise MISSING."""
    return "" if unicodedata.category(character) in ("Cf", "Mn", "Sk") else MISSING


def _font_file(name: str) -> Path:
    """The path of a font file; the PDF library takes each font as a separate file."""
    with _unpacking:
        return Path(_unpacked_fonts().name) / f"{name}.ttf"


@lru_cache(maxsize=1)
def _unpacked_fonts() -> TemporaryDirectory[str]:
    """A directory of this process with the fonts unpacked from the package."""
    directory = TemporaryDirectory(prefix="reprise-fonts-")
    for _, _, name in ALWAYS + SYMBOLS:
        (Path(directory.name) / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
    return directory
