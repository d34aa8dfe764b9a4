"""Keeps the key out of what a candidate reads: a model has seen the key and may repeat it.

The secret is the sample solution, the criteria and the keywords, except what the question or the candidate's own answer
also says. It is also found reversed, encoded or spelled out.
"""

from shared.grading.jobs import EvaluationJob
from shared.grading.keywords import holds_form
from shared.llm.disguises import disguised
from shared.llm.normal_forms import folded, squashed
from shared.llm.passages import RECITED_WORDS, REVEALING_WORDS, SENTENCE, Passages, word_runs
from shared.stream_safe import is_inflated

HIDDEN_LETTERS = 6
# Words of keys that reveal nothing by themselves.
EVERYDAY = frozenset(
    """
    a all also always an and any both but by can each few for from how if in is it less many more
    most much never new no not of often old on one only or other same some the then they to two use
    used what when where who why with without
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)


class KeyGuard:
    """Knows which parts of a job's key are secret."""

    def __init__(self, job: EvaluationJob) -> None:
        no_secret = f"{job.prompt} {job.answer}"
        said, spelled = folded(no_secret), squashed(no_secret)
        forms = {form for entry in job.keywords for form in (entry.keyword, *entry.synonyms)} - EVERYDAY
        self._forms = [form for form in forms if not holds_form(said, form)]
        hidden_forms = {letters for form in self._forms if len(letters := squashed(form)) >= HIDDEN_LETTERS}
        passages = [job.sample_solution or "", *(criterion.text for criterion in job.criteria)]
        runs = (run for text in passages for run in word_runs(text, REVEALING_WORDS))
        long_runs = (run for text in passages for run in word_runs(text, RECITED_WORDS))
        self._runs = Passages(runs).without_those_in(spelled)
        self._long_runs = Passages(long_runs).without_those_in(spelled)
        self._secrets = Passages({*self._runs, *hidden_forms})

    def cleared(self, text: str) -> str:
        """The text without the sentences that reveal something; empty if what remains still reveals something."""
        kept = " ".join(part for part in SENTENCE.split(text) if not self.reveals(part))
        return "" if self.reveals(kept) else kept.strip()

    def reveals(self, text: str) -> bool:
        """Whether a text contains a keyword, or several consecutive words of a passage."""
        if is_inflated(text):
            return True
        words, letters = folded(text), squashed(text)
        if any(holds_form(words, form) for form in self._forms):
            return True
        return self._runs.are_in(letters) or self._reveals_in_disguise(text)

    def recites(self, text: str) -> bool:
        """Whether a text contains so much of the key, or disguises it so, that it is no accident."""
        return is_inflated(text) or self._long_runs.are_in(squashed(text)) or self._reveals_in_disguise(text)

    def _reveals_in_disguise(self, text: str) -> bool:
        seen = set(self._secrets.found_in(squashed(text)))
        return any(not seen.issuperset(self._secrets.found_in(squashed(form))) for form in disguised(text))
