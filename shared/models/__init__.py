"""Request and response bodies: `requests`, and `responses` (for documentation and tests only)."""
