"""Runs of combining marks are cut before every normalization; nothing else in a text is changed."""

# ruff: noqa: RUF001 (sentences in many scripts)

import ast
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.settings import ROOT
from shared.export.file import File
from shared.grading.hidden_characters import hides_characters
from shared.grading.suspicion import hints, vetoes
from shared.stream_safe import MAX_MARKS, PERHAPS_TOO_MANY, is_inflated, is_stream_safe, normalize, stream_safe

HELPER = "shared/stream_safe.py"
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
ORDINARY = {
    "Vietnamese": "Tôi sẽ dùng một chỉ mục để truy vấn nhanh hơn, rồi đo lại bằng số liệu thật.",
    "Hindi": "मैं पहले धीमी क्वेरी ढूँढूँगा और फिर उसके लिए एक सूचकांक बनाऊँगा।",
    "Thai": "ผมจะดูแผนการทำงานก่อน แล้วจึงเพิ่มดัชนีให้กับตารางที่ใหญ่ที่สุด",
    "Arabic with vowel signs": "أُضِيفُ فَهْرَسًا إِلَى الجَدْوَلِ ثُمَّ أَقِيسُ الزَّمَنَ مَرَّةً أُخْرَى ﷺ.",
    "Hebrew with points": "אֲנִי מוֹסִיף אִינְדֶּקְס לַטַּבְלָה וּבוֹדֵק שׁוּב אֶת הַזְּמַן.",
    "Tibetan": "ང་ཚོས་སྔོན་ལ་འཚོལ་བཤེར་དལ་མོ་དེ་འཚོལ་གྱི་ཡིན། རྫྷཱུཾ།",
    "Burmese": "ပထမဦးစွာ နှေးကွေးသော မေးမြန်းချက်ကို ရှာဖွေပြီး အညွှန်းကိန်း ထည့်မည်။",
    "Khmer": "ខ្ញុំនឹងរកមើលសំណួរដែលយឺតជាមុនសិន ហើយបន្ថែមលិបិក្រម។",
    "Tamil": "முதலில் மெதுவான வினவலைக் கண்டுபிடித்து, பிறகு ஒரு குறியீட்டைச் சேர்ப்பேன்.",
    "Bengali": "আমি প্রথমে ধীর কোয়েরিটি খুঁজে বের করব, তারপর একটি সূচক যোগ করব।",
    "Sinhala": "මම පළමුව මන්දගාමී විමසුම සොයා දර්ශකයක් එක් කරමි.",
    "Korean": "먼저 느린 쿼리를 찾고 인덱스를 추가한 다음 다시 측정하겠습니다.",
    "Japanese": "まず遅いクエリを見つけ、インデックスを追加してから、もう一度測ります。ﾃﾞｰﾀﾍﾞｰｽは㌢では測れません。",
    "Chinese": "我会先找到慢查询，再添加索引，然后重新测量。",
    "Greek, polytonic": "Πρῶτον μὲν ζητῶ τὸ βραδὺ ἐρώτημα, ἔπειτα δὲ προστίθημι εὑρετήριον· ᾧ τρόπῳ ᾄδω.",
    "Russian with stress": "Снача́ла я найду́ ме́дленный запро́с, пото́м доба́влю и́ндекс.",
    "Yoruba": "Màá kọ́kọ́ wá ìbéèrè tó lọ́ra, lẹ́yìn náà màá fi atọ́ka kún un. Ọ̀nà yẹn dára.",
    "phonetic letters": "It is pronounced [ˈkʰwɪə̯ɹi], with [t͡ʃ] and [ŋ̊ʷ] in the other word.",
    "emoji": "Fast 🚀👩🏽‍💻👨‍👩‍👧‍👦 ❤️‍🔥 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇩🇪" + " 👍🏿" * 3 + "👍🏿" * 20,
    "mathematics": "∀ε>0 ∃δ>0: |x−a|<δ ⇒ |f(x)−f(a)|<ε, with x̂, x̄, ẋ⃗ and ¾ ≤ ½ + ⅓ — ﬁne.",
    "drawn boxes": "┌────────────────┐\n│ a … b → c ⇒ d  │\n└────────────────┘\n················",
    "a few marks too many for taste": "Z̴̡̛͎̝̯̩͐̎͌̈́a̵̢̗̠̫͑̈́̋l̶̨̛͖̭̺̈́̉̚g̸̢̛̗̤̭̊̓o̷̡̮͙̟͌̈́͝ would be slow here.",
}
HOSTILE = {
    "two classes": "a" + "\u0345" * 16383 + "\u0334" * 16383,
    "alternating classes": "a" + "\u0345\u0334" * 16383,
    "marks that are two": "a" + "\u0344\u0334" * 9000,
    "starters that decompose into marks": "\u0f40" + "\u0f73\u0f75\u0f81" * 6000,
    "halfwidth sound marks": "\uff76" + "\uff9e\uff9f\u0334" * 6000,
    "parted by zero width": "a" + ("\u0345\u0334" * 7 + "\u200b") * 1000,
    "parted by joiners": "a" + ("\u0334\u0345" * 7 + "\u034f") * 1000,
    "parted by selectors": "a" + "\u0345\ufe0f\u0334\ufe0f" * 3000,
}


def longest_run(text: str) -> int:
    """The longest row of non-starters in NFKD.

    Decomposes character by character: NFKD of the whole text would take as long as the slowness that these tests guard
    against.
    """
    decomposed = (part for character in text for part in unicodedata.normalize("NFKD", character))
    runs = (
        sum(1 for _ in run) for mark, run in groupby(decomposed, lambda part: unicodedata.combining(part) > 0) if mark
    )
    return max(runs, default=0)


def cut_as_the_standard_counts(text: str) -> str:
    """UAX15-D4 for the whole text, character by character, dropping characters where the standard inserts a CGJ."""
    kept, count = [], 0
    for character in text:
        classes = [unicodedata.combining(part) for part in unicodedata.normalize("NFKD", character)]
        initial = next((place for place, number in enumerate(classes) if not number), len(classes))
        if count + initial > MAX_MARKS:
            continue
        trailing = next((place for place, number in enumerate(reversed(classes)) if not number), len(classes))
        count = count + trailing if initial == len(classes) else trailing
        kept.append(character)
    return "".join(kept)


@pytest.mark.parametrize("language", ORDINARY)
def test_ordinary_text_is_neither_changed_nor_flagged(language: str) -> None:
    for text in (ORDINARY[language], *(unicodedata.normalize(form, ORDINARY[language]) for form in ("NFC", "NFD"))):
        for whole in (text, text * 40):
            assert stream_safe(whole) == whole
            assert not is_inflated(whole)
            assert vetoes(whole) == hints(whole) == []
            for form in FORMS:
                assert normalize(form, whole) == unicodedata.normalize(form, whole)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", HOSTILE)
def test_unreadable_text_goes_to_a_person(shape: str) -> None:
    assert "hidden_characters" in vetoes(HOSTILE[shape])
    assert "hidden_characters" in vetoes("A join is faster, since it is one query. " + HOSTILE[shape] + " And cached.")


@pytest.mark.parametrize("letters", ["\ufdfa", "\ufdfb", "\u3316", "\ufdfa and "])
def test_text_of_characters_that_expand_to_many_letters_goes_to_a_person_unscanned(letters: str) -> None:
    assert vetoes(letters * 5000) == ["hidden_characters"]
    assert not is_inflated("A sentence with some of them is a sentence. " + letters * 5)


def test_thirty_marks_on_a_letter_pass_and_thirty_one_do_not() -> None:
    for marks in ("\u0301", "\u0301\u0334"):
        thirty = (marks * MAX_MARKS)[:MAX_MARKS]
        assert is_stream_safe(f"a{thirty}b{thirty}")
        assert not hides_characters(f"a{thirty}b")
        assert stream_safe(f"a{thirty}\u0301b") == f"a{thirty}b"
        # The letter itself decomposes into one mark, or three.
        assert stream_safe(f"\u00e9{thirty}") == f"\u00e9{thirty[:-1]}"
        assert stream_safe(f"\u1f82{thirty}") == f"\u1f82{thirty[:-3]}"
        assert hides_characters(f"\u00e9{thirty}")


@pytest.mark.parametrize("shape", HOSTILE)
def test_after_the_cut_no_run_is_longer_than_the_standard_allows(shape: str) -> None:
    for text in (HOSTILE[shape], re.sub("[\u200b\u034f\ufe0f]", "", HOSTILE[shape])):
        safe = stream_safe(text)
        assert longest_run(safe) <= MAX_MARKS
        assert stream_safe(safe) == safe
        for form in FORMS:
            assert longest_run(normalize(form, text)) <= MAX_MARKS  # type: ignore[arg-type]


MARKS = "\u0300\u0301\u0334\u0345\u0344\u0f73\u0f81\u0f71\uff9e\u3099\u0e38\u05b0\u064b\u1dfa\u20d0\U0001d165\U0001e94a"
OTHERS = "aé\u1f82\u0f40\u1100\uac01ガ\uff76\ufdfa\ufc5e\u200b\u034f\ufe0f\u0903 -.\n🚀ا"


@given(st.lists(st.tuples(st.sampled_from(MARKS + OTHERS), st.sampled_from([1, 2, 10, 13, 14, 15, 29, 30, 31, 40]))))
def test_truncation_follows_the_standard(parts: list[tuple[str, int]]) -> None:
    text = "".join(character * count for character, count in parts)
    assert stream_safe(text) == cut_as_the_standard_counts(text)


def test_expression_for_long_runs_fits_every_character_of_this_unicode_version() -> None:
    """The expression for long runs names no characters; its assumptions are checked for each one."""
    for code in (code for code in range(0x110000) if not 0xD800 <= code < 0xE000):
        character = chr(code)
        starters = [not unicodedata.combining(part) for part in unicodedata.normalize("NFKD", character)]
        if not any(starters):
            assert len(starters) <= 2, hex(code)
            assert PERHAPS_TOO_MANY.fullmatch(character * 14), hex(code)
        else:
            assert starters[0], hex(code)
            assert starters[::-1].index(True) <= 3, hex(code)


def direct_normalizations(source: str) -> Iterator[int]:
    """The lines on which Python code calls a normalization function directly."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("normalize", "is_normalized"):
            if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).startswith("unicodedata"):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom):
            if node.module == "unicodedata":
                yield node.lineno
        elif isinstance(node, ast.Import):
            yield from (node.lineno for name in node.names if name.name == "unicodedata" and name.asname)


def sources(*suffixes: str) -> list[Path]:
    """Source files that are served or shipped, by suffix."""
    folders = ("shared", "functions", "local", "web", "supabase", "main.py")
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if name.endswith(suffixes)]


def test_no_other_module_normalizes_text() -> None:
    scanned = [path for path in sources(".py") if path != ROOT / HELPER]
    assert len(scanned) > 100
    found = [f"{path.relative_to(ROOT)}:{line}" for path in scanned for line in direct_normalizations(path.read_text())]
    assert found == []
    others = sources(".js", ".sql")
    assert len(others) > 100
    # SQL may normalize the first characters of a label.
    direct = re.compile(r"(?<![.\w])normalize\s*\((?!left\(\w+, 200\))|\.normalize\(")
    assert [path for path in others if direct.search(path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "import unicodedata\nunicodedata.normalize('NFC', text)",
        "from unicodedata import normalize",
        "import unicodedata as u\nu.normalize('NFC', text)",
        "import unicodedata\nunicodedata.ucd_3_2_0.normalize('NFC', text)",
        "import unicodedata\nf = unicodedata.is_normalized",
    ],
)
def test_control_direct_normalization_is_found(source: str) -> None:
    assert list(direct_normalizations(source))
    assert not list(direct_normalizations("import unicodedata\nnumber.normalize()\nunicodedata.combining(c)"))


def test_file_name_is_normalized_in_linear_time() -> None:
    assert "attachment" in File(b"", "text/plain", HOSTILE["two classes"] + ".md").content_disposition
