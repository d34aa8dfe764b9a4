"""One text in every disguise that the guard can decode."""

import base64
import codecs
from collections.abc import Callable

DIGITS = str.maketrans("oieastg", "0134576")
CYRILLIC = str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")

DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "dashes": lambda text: text.replace(" ", " - "),
    "letter by letter": " ".join,
    "reversed": lambda text: text[::-1],
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "digits for letters": lambda text: text.translate(DIGITS),
    "look-alike letters": lambda text: text.translate(CYRILLIC),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(text.encode()).decode(),
    "base64 in short pieces of text": lambda text: " ".join(
        base64.b64encode(text[start : start + 15].encode()).decode() for start in range(0, len(text), 15)
    ),
    "hex": lambda text: text.encode().hex(),
    "hex with spaces": lambda text: text.encode().hex(" "),
    "hex with colons": lambda text: text.encode().hex(":"),
    "binary": lambda text: " ".join(f"{octet:08b}" for octet in text.encode()),
    "decimal": lambda text: ", ".join(str(octet) for octet in text.encode()),
    "percent": lambda text: "".join(f"%{octet:02X}" for octet in text.encode()),
    "entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "escapes": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "tags": lambda text: "".join(chr(0xE0000 + ord(sign)) for sign in text),
}
