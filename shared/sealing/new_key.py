"""Makes a key that sealed files can be encrypted to."""

from joserfc.jwk import ECKey


def new_sealing_key() -> dict[str, str]:
    """A new P-256 key pair as a private JWK."""
    key = ECKey.generate_key("P-256", private=True)
    return {**{name: str(value) for name, value in key.as_dict(private=True).items()}, "kid": key.thumbprint()}
