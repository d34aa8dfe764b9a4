"""Every replacement that a control test makes in a script of the web client must still be possible."""

import pytest

from tests.browser.mutants import MUTANTS, Mutant


@pytest.mark.parametrize("name", MUTANTS)
def test_original_text_of_every_mutant_occurs_exactly_once(name: str) -> None:
    assert MUTANTS[name].replacement in MUTANTS[name].apply()


@pytest.mark.parametrize("original", ["no such text", "export"])
def test_mutant_whose_original_text_is_missing_or_ambiguous_is_refused(original: str) -> None:
    with pytest.raises(LookupError, match=r"web/client/index\.js has .* instead of once"):
        Mutant("client/index.js", original, "").apply()
