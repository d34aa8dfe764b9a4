"""The link of an invitation: a page of the web client, with the token after the #, which no server's log gets."""

import json
from typing import Any

PAGE = "invitation.html"


def link(web_url: str, token: str) -> str:
    """The address that an invited person opens."""
    return f"{web_url}/{PAGE}#{token}"


def with_links(result: bytes, web_url: str | None) -> bytes:
    """Add a `url` beside each token of what `create_invitations` or `change_invitation` returned.

    The `url` is null if no address of the web client is set.
    """
    view: dict[str, Any] = json.loads(result)
    for holder in (view, *view.get("invitations", ())):
        if "token" in holder:
            holder["url"] = link(web_url, holder["token"]) if web_url else None
    return json.dumps(view, ensure_ascii=False).encode()
