"""Names that strangers chose, made fit for an e-mail."""

import re

NAME_LENGTH = 80
# A mail program makes links of these, and Python decodes `=?` when a header is assigned (RFC 2047), line ends included.
ACTIVE = re.compile(r"(?i)(?<==)(?=\?)|(?<=:)(?=//)|(?<=www)(?=\.)")


def inert_name(name: str | None) -> str | None:
    """A name or title, short, and without what is decoded or becomes a link."""
    if name is None:
        return None
    inert = ACTIVE.sub(" ", name)
    return inert if len(inert) <= NAME_LENGTH else f"{inert[: NAME_LENGTH - 1]}…"
