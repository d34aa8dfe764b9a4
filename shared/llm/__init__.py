"""The only way to a language model: requests, streams, errors, token budgets, prompts, and the texts of a reply.

Grading, conversations and prep import this package; it imports none of them.
"""
