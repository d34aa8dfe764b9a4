"""Guards that a candidate's own name cannot disturb the pages of their reviewers."""

import pytest

from tests.evaluation.work import Work
from tests.support.apis import Api

LONG = "Ada " * 100_000


@pytest.mark.everyday(2)
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  José 李  ", "José 李"),
        (LONG, LONG[:199]),
        ("\u202eecalevoL adA\u202c\u2066", "ecalevoL adA"),
        ("Ada\nLove\u0000lace\u001b[31m".replace("\u0000", ""), "AdaLovelace[31m"),
        ("\u200b \u2800", None),
        ("", None),
        (None, None),
    ],
    ids=["plain", "trimmed", "long", "direction", "control", "invisible", "empty", "none"],
)
def test_name_is_cut_at_200_characters_without_control_or_direction_characters(
    api: Api, work: Work, given: str | None, shown: str | None
) -> None:
    taken = work.begin()
    person = taken.run.person
    work.database.execute(
        "update auth.users set raw_user_meta_data = jsonb_build_object('full_name', %s::text) where id = %s",
        given,
        person.user_id,
    )
    expected = {"user_id": str(person.user_id), "email": person.email, "name": shown or person.email}
    results = api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()
    listed = api.call("sessions", taken.recruiter, {"interview_id": taken.interview.interview_id}).ok()
    assert results["candidate"] == listed["sessions"][0]["candidate"] == expected


def test_candidate_without_name_and_address_is_called_candidate_and_the_start_of_the_id(api: Api, work: Work) -> None:
    taken = work.begin()
    work.database.execute(
        "update auth.users set email = null, raw_user_meta_data = %s::jsonb where id = %s",
        '{"full_name": {"not": "a text"}}',
        taken.run.person.user_id,
    )
    assert api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()["candidate"] == {
        "user_id": str(taken.run.person.user_id),
        "email": None,
        "name": f"Candidate {str(taken.run.person.user_id)[:4]}",
    }
