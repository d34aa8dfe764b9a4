"""Signs messages as Standard Webhooks says: HMAC-SHA256 over id, time and body, one signature for each valid secret."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence

PREFIX = "whsec_"


def signed_headers(
    message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]
) -> dict[bytes | str, bytes | str]:
    """The three headers of a message; `timestamp` is that of the attempt, in seconds."""
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = (hmac.digest(b64decode(secret.removeprefix(PREFIX)), content, "sha256") for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{b64encode(signature).decode()}" for signature in signatures),
    }
