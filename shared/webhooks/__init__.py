"""Webhooks: events of organizations, signed and sent to the addresses of their owners."""
