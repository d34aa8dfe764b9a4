"""How much work a search in one text may take."""

# Comparisons of words for one text: about a second at most. Honest keywords take some thousands.
MOST_STEPS = 100_000


class SearchTooLongError(Exception):
    """Searching a text for these keywords takes too long: they repeat words that the text repeats."""


class Steps:
    """The steps that are left for one text."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def take(self, steps: int = 1) -> None:
        """Count steps; raises SearchTooLongError when none are left."""
        self._left -= steps
        if self._left < 0:
            raise SearchTooLongError
