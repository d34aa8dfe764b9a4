"""Conversations are assessed: by criteria, with evidence, and by people."""
