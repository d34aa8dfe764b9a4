"""The one exception of the local stack."""


class StackError(Exception):
    """A problem that a person has to know about or fix; they see only the message, which is one clear sentence."""
