"""Makes a key that sealed files can be encrypted to."""

import json

from joserfc.jwk import ECKey


def new_sealing_key() -> str:
    """A new P-256 key pair as one line of JSON: a private JWK, for the setting SEALED_FILE_KEYS."""
    key = ECKey.generate_key("P-256", private=True)
    return json.dumps(key.as_dict(private=True) | {"kid": key.thumbprint()}, separators=(",", ":"))
