"""The one exception of the local stack."""


class StackError(Exception):
    """Something a person has to know or do; the message is one clear sentence and all they see."""
