"""Publishes the key that clients seal files to: the member `sealed_file_key` of views."""

import json
from collections.abc import Sequence

from shared.sealing.sealing_keys import SealingKey


def with_sealing_key(view: bytes, keys: Sequence[SealingKey]) -> bytes:
    """A view of the database, unparsed, with the newest public key as a JWK at its end; null if there is no key."""
    published = json.dumps(keys[0].public_jwk if keys else None)
    return view.rstrip().removesuffix(b"}") + f', "sealed_file_key": {published}}}'.encode()
