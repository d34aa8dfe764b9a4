"""Cleans and bounds a text that a model wrote, before it is stored or shown."""

import re

MAX_TEXT = 2000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SURROGATES = re.compile("[\ud800-\udfff]")


def presentable(text: str) -> str:
    """The text without control characters, of at most MAX_TEXT characters."""
    clean = SURROGATES.sub("", CONTROL.sub("", text.replace("\r\n", "\n"))).strip()
    return clean if len(clean) <= MAX_TEXT else clean[: MAX_TEXT - 1].rstrip() + "…"
