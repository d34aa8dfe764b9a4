"""E-mails that tell members what happened, and remind candidates."""
