"""Sixteen disguises of a text, among them some that no filter undoes."""

import base64
import codecs
from collections.abc import Callable

CYRILLIC = str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")
VOWELS = str.maketrans("", "", "aeiouAEIOU")


def _caesar(text: str) -> str:
    return "".join(chr(ord(sign) + 3) for sign in text)


def _acrostic(text: str) -> str:
    return "\n".join(f"{sign} is where this line begins." for sign in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "letter by letter": " ".join,
    "reversed": lambda text: text[::-1],
    "words in reverse order": lambda text: " ".join(reversed(text.split())),
    "each word twice": lambda text: " ".join(f"{word} {word}" for word in text.split()),
    "one word a line, numbered": lambda text: "\n".join(f"{n}. {word}" for n, word in enumerate(text.split())),
    "first letters of lines": _acrostic,
    "without vowels": lambda text: text.translate(VOWELS),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "three letters on": _caesar,
    "look-alike letters": lambda text: text.translate(CYRILLIC),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base85": lambda text: base64.b85encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "code points": lambda text: " ".join(str(ord(sign)) for sign in text),
}
