"""What goes over the wire: `requests`, and `responses` (for documentation and tests only)."""
