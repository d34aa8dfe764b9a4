"""Writes the interviewer's reply to a stored message."""
