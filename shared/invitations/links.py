"""The link of an invitation: a page of the web client, with the token after the #, which no server's log gets."""

import json
from typing import Any

PAGE = "invitation.html"


def link(web_url: str, token: str) -> str:
    """The address that an invited person opens."""
    return f"{web_url}/{PAGE}#{token}"


def with_links(result: bytes, web_url: str | None) -> bytes:
    """What `create_invitations` or `change_invitation` returned, with a `url` beside each token.

    The `url` is null if nobody has said where the web client is.
    """
    view: dict[str, Any] = json.loads(result)
    for holder in (view, *view.get("invitations", ())):
        if "token" in holder:
            holder["url"] = link(web_url, holder["token"]) if web_url else None
    return json.dumps(view, ensure_ascii=False).encode()
