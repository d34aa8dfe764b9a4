"""What the HTTP functions share: wrapper, database access, models, errors, settings."""

__version__ = "0.1.0"
