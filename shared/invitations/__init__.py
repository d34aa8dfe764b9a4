"""Invitations: their links and their e-mails."""
