"""Results as JSON: the database's own, byte for byte."""


def render(results: bytes) -> bytes:
    """The results as they came."""
    return results
