"""Guards what holds for questions of the public bank, which anybody can practise.

Their keys are readable only in the copy that an organization has made, and an interview that uses one warns.
"""

from typing import Any, LiteralString
from uuid import UUID, uuid4

import httpx
import pytest

from tests.security.world import World
from tests.support.apis import Api
from tests.support.data_api import DataApi, rows_in
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview, make_organization
from tests.support.people import People, Person
from tests.support.question_bank import Bank
from tests.support.table_fingerprints import snapshot

KEY: LiteralString = "select correct_option from reprise.question_keys where question_id = %s"


@pytest.fixture
def public(database: Database) -> UUID:
    """A new mcq of the public bank; the right option is b."""
    (question_id,) = Bank(database).add(1)
    return question_id


def copy(data_api: DataApi, person: Person, question_id: UUID, organization_id: UUID) -> httpx.Response:
    """Call copy_question."""
    body = {"question_id": str(question_id), "organization_id": str(organization_id)}
    return data_api.send(person, "POST", "/rpc/copy_question", body)


def keys_read(data_api: DataApi, person: Person, question_id: UUID | str) -> list[Any]:
    """The keys that a person reads of one question."""
    found = rows_in(data_api.send(person, "GET", f"/question_keys?question_id=eq.{question_id}"))
    return [row["correct_option"] for row in found]


def test_no_member_reads_the_key_of_a_public_question(
    data_api: DataApi, people: People, public: UUID, database: Database
) -> None:
    organization_id = make_organization(database)
    members = [people.member(organization_id, role) for role in ("owner", "recruiter", "reviewer")]
    for person in [people.candidate(), *members]:
        assert keys_read(data_api, person, public) == []
        embedded = data_api.send(person, "GET", f"/questions?id=eq.{public}&select=prompt,question_keys(*)")
        assert all(not row["question_keys"] for row in rows_in(embedded))
        prompts = rows_in(data_api.send(person, "GET", f"/questions?id=eq.{public}&select=prompt"))
        # Members choose by the prompt; candidates read no question.
        assert bool(prompts) is (person in members)


@pytest.mark.parametrize("role", ["owner", "recruiter"])
def test_copy_of_a_public_question_has_its_key_for_its_organization_only(
    role: str, data_api: DataApi, people: People, public: UUID, database: Database
) -> None:
    organization_id = make_organization(database)
    person, reviewer = people.member(organization_id, role), people.member(organization_id, "reviewer")
    made = copy(data_api, person, public, organization_id).json()
    assert made["replayed"] is False
    assert copy(data_api, person, public, organization_id).json() == made | {"replayed": True}
    for member in (person, reviewer):
        assert keys_read(data_api, member, made["question_id"]) == ["b"]
        assert keys_read(data_api, member, public) == []
    assert keys_read(data_api, people.member(make_organization(database), "owner"), made["question_id"]) == []
    columns: LiteralString = (
        "select interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds"
        " from reprise.questions where id = %s"
    )
    assert database.row(columns, made["question_id"]) == database.row(columns, public)
    # A changed key of the copy changes nothing in the bank.
    path = f"/question_keys?question_id=eq.{made['question_id']}"
    assert data_api.send(person, "PATCH", path, {"correct_option": "c"}).is_success
    assert database.value(KEY, public) == "b"


def test_question_is_copied_only_from_the_bank_and_only_into_an_organization_that_the_caller_writes_for(
    data_api: DataApi, people: People, public: UUID, database: Database
) -> None:
    ours, theirs = make_organization(database), make_organization(database)
    private = make_interview(database, ("mcq",), organization_id=theirs).question_ids[0]
    recruiter, reviewer = people.member(ours), people.member(ours, "reviewer")
    before = snapshot(database)
    refusals = [
        copy(data_api, recruiter, private, ours),
        copy(data_api, recruiter, uuid4(), ours),
        copy(data_api, recruiter, public, theirs),
        copy(data_api, recruiter, public, uuid4()),
        copy(data_api, reviewer, public, ours),
        copy(data_api, people.candidate(), public, ours),
    ]
    assert [(each.status_code, each.json()["message"]) for each in refusals] == [(404, "question_not_found")] * 6
    assert len({each.text for each in refusals}) == 1
    assert snapshot(database) == before


def test_copying_is_limited_and_repeats_are_not(
    data_api: DataApi, people: People, public: UUID, database: Database
) -> None:
    organization_id = make_organization(database)
    person = people.member(organization_id)
    (other,) = Bank(database).add(1)
    assert copy(data_api, person, public, organization_id).is_success
    database.execute(
        "update reprise_private.rate_limit_uses u set used = l.allowed from reprise_private.rate_limits l"
        " where l.action = u.action and u.action = 'copy_question' and u.user_id = %s",
        person.user_id,
    )
    assert copy(data_api, person, other, organization_id).status_code == httpx.codes.TOO_MANY_REQUESTS
    assert copy(data_api, person, public, organization_id).json()["replayed"] is True


def test_member_cannot_claim_that_a_question_is_a_copy(
    data_api: DataApi, people: People, public: UUID, database: Database
) -> None:
    """Such a question would stand in for the copy of its organization."""
    organization_id = make_organization(database)
    person = people.member(organization_id)
    row = database.value("select to_jsonb(q) from reprise.questions q where id = %s", public)
    del row["created_at"]
    forged = row | {"id": str(uuid4()), "organization_id": str(organization_id), "copied_from": str(public)}
    answer = data_api.send(person, "POST", "/questions", forged)
    assert (answer.status_code, answer.json()["message"]) == (403, "fixed_column"), answer.text
    made = copy(data_api, person, public, organization_id).json()["question_id"]
    for value in (None, str(uuid4())):
        answer = data_api.send(person, "PATCH", f"/questions?id=eq.{made}", {"copied_from": value})
        assert (answer.status_code, answer.json()["message"]) == (403, "fixed_column"), answer.text


@pytest.fixture
def exam(database: Database, public: UUID) -> Interview:
    """An interview with a question of its own at position 0 and a public one at position 1."""
    interview = make_interview(database, ("open",))
    statement: LiteralString = (
        "insert into reprise.interview_questions (interview_id, position, question_id) values (%s, 1, %s)"
    )
    database.execute(statement, interview.interview_id, public)
    return interview


def warnings(data_api: DataApi, person: Person, interview: Interview) -> Any:
    """The warnings, or the code of the refusal."""
    body = data_api.send(
        person, "POST", "/rpc/get_interview_warnings", {"interview_id": str(interview.interview_id)}
    ).json()
    return body.get("warnings", body.get("message"))


def test_interview_with_a_public_question_or_the_prompt_of_one_warns(
    data_api: DataApi, people: People, public: UUID, exam: Interview, database: Database
) -> None:
    recruiter = people.member(exam.organization_id)
    line = {"code": "public_question", "position": 1, "question_id": str(public)}
    for role in ("owner", "recruiter", "reviewer"):
        assert warnings(data_api, people.member(exam.organization_id, role), exam) == [line]
    made = copy(data_api, recruiter, public, exam.organization_id).json()["question_id"]
    path = f"/interview_questions?interview_id=eq.{exam.interview_id}&position=eq.1"
    assert data_api.send(recruiter, "PATCH", path, {"question_id": made}).is_success
    assert warnings(data_api, recruiter, exam) == [line | {"code": "copied_question", "question_id": made}]
    assert data_api.send(recruiter, "PATCH", f"/questions?id=eq.{made}", {"prompt": "Rewritten"}).is_success
    assert warnings(data_api, recruiter, exam) == [line | {"code": "copied_question", "question_id": made}]
    options = [{"id": name, "text": f"Rewritten {name}"} for name in "abc"]
    assert data_api.send(recruiter, "PATCH", f"/questions?id=eq.{made}", {"options": options}).is_success
    assert warnings(data_api, recruiter, exam) == []


@pytest.mark.parametrize("kind", ["mcq", "open"])
def test_copy_of_a_public_question_warns_until_more_than_white_space_of_its_prompt_has_changed(
    data_api: DataApi, people: People, exam: Interview, database: Database, kind: str
) -> None:
    recruiter = people.member(exam.organization_id)
    (original,) = Bank(database).add(1, kind=kind)
    made = copy(data_api, recruiter, original, exam.organization_id).json()["question_id"]
    path = f"/interview_questions?interview_id=eq.{exam.interview_id}&position=eq.1"
    assert data_api.send(recruiter, "PATCH", path, {"question_id": made}).is_success
    prompt = database.value("select prompt from reprise.questions where id = %s", original)
    changed: dict[str, Any] = {"prompt": f" {prompt} \n"}
    if kind == "mcq":
        changed["options"] = [{"id": name, "text": f"Rewritten {name}"} for name in "abc"]
    assert data_api.send(recruiter, "PATCH", f"/questions?id=eq.{made}", changed).is_success
    assert warnings(data_api, recruiter, exam) == [{"code": "copied_question", "position": 1, "question_id": str(made)}]
    assert data_api.send(recruiter, "PATCH", f"/questions?id=eq.{made}", {"prompt": "Rewritten"}).is_success
    assert warnings(data_api, recruiter, exam) == []


def test_reviewers_list_shows_the_warnings(
    api: Api, people: People, public: UUID, exam: Interview, database: Database
) -> None:
    reviewer = people.member(exam.organization_id, "reviewer")
    body = api.call("sessions", reviewer, {"interview_id": exam.interview_id}).ok()
    assert body["warnings"] == [{"code": "public_question", "position": 1, "question_id": str(public)}]
    own = make_interview(database, ("open",), organization_id=exam.organization_id)
    assert api.call("sessions", reviewer, {"interview_id": own.interview_id}).ok()["warnings"] == []


def test_warnings_of_another_organizations_interview_are_those_of_a_missing_one(
    data_api: DataApi, people: People, exam: Interview, database: Database
) -> None:
    stranger = people.member(make_organization(database), "owner")
    missing = Interview(uuid4(), exam.organization_id, [])
    for person in (stranger, people.candidate()):
        assert warnings(data_api, person, exam) == warnings(data_api, person, missing) == "interview_not_found"


def test_demo_interviews_use_no_question_of_the_public_bank(world: World, database: Database) -> None:
    """Nor a prompt that the bank has too."""
    used: LiteralString = """
select i.title, q.prompt from reprise.interviews i
join reprise.interview_questions p on p.interview_id = i.id join reprise.questions q on q.id = p.question_id
where i.organization_id in ('e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002')
"""
    public = "select from reprise.questions b where b.organization_id is null and b.prompt = u.prompt"
    assert len(database.rows(used)) >= 10
    assert database.rows(f"with u as ({used}) select u.title, u.prompt from u where exists ({public})") == []
