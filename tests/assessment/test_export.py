"""An export of a conversation contains its assessment, as far as its reader may see it."""

import io
import json

import pytest
from pypdf import PdfReader

from tests.assessment.assessed import HIDDEN, SAID, Assessed, Finished
from tests.support.apis import FunctionsApi
from tests.support.exported_files import READERS
from tests.support.people import Person


def exported(api: FunctionsApi, finished: Finished, person: Person, extension: str) -> str:
    """The visible text of an export, in one line."""
    query = {"session_id": str(finished.session_id), "format": extension}
    response = api.http.get("/export", params=query, headers=api.headers(person))
    response.raise_for_status()
    if extension == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())
    return " ".join(READERS[extension](response.content).split())


@pytest.mark.parametrize("extension", ["json", "md", "docx", "pdf"])
async def test_export_contains_the_assessment_that_its_reader_may_see(
    assessed_once: Assessed, functions_api: FunctionsApi, extension: str
) -> None:
    shown, hidden = assessed_once.converse(visible=True), assessed_once.converse()
    await assessed_once.grade()
    assert shown.recruiter is not None
    for finished in (shown, hidden):
        theirs = exported(functions_api, finished, finished.recruiter or shown.recruiter, extension)
        assert "It names the cause." in theirs
        # The evidence of both criteria, beside the transcript.
        assert theirs.count('"seq": 2, "quote"' if extension == "json" else "(message 2)") == 2
        assert SAID[0][:60] in theirs
        own = exported(functions_api, finished, finished.talk.person, extension)
        assert "It names the cause." not in own
        assert not any(word in own for word in HIDDEN)
        assert ("The main idea is there." in own) is (finished is shown)
    if extension == "json":
        assert json.loads(theirs)["conversation"]["assessment"]["score"] == 10
