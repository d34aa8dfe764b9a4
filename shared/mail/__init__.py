"""The only way to a mail server."""
