"""An interview is published only if everything about it is right, and stays so. At both APIs."""

import threading
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.authoring.desk import CRITERIA, KEYS, OPTIONS, Desk, Publisher, faults
from tests.support.apis import Api
from tests.support.changed_functions import changed
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import make_interview, make_organization, start
from tests.support.people import People

_, BETA = OPTIONS


def option(text: object, **members: object) -> dict[str, Any]:
    """The options of a choice, and another one."""
    return {"options": [*OPTIONS, {"id": "c", "text": text, **members}]}


def criteria(*points: float, text: str = "Says when") -> dict[str, Any]:
    """The criteria of a key with these points; `text` is that of the last one."""
    found = [{"id": f"c{n}", "text": f"Says {n}", "points": value} for n, value in enumerate(points)]
    found[-1]["text"] = text
    return {"criteria": found}


# Each: kind; columns of the question and of its key as no check ever saw them; place and code of each fault.
MALFORMED: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "no options": ("mcq", {"options": None}, {}, "options malformed, key.correct_option malformed"),
    "bare strings": ("mcq", {"options": ["a", BETA]}, {"correct_option": "b"}, "options[0] malformed"),
    "label for text": (
        "mcq",
        {"options": [{"id": "a", "label": "A"}, BETA]},
        {},
        "options[0] malformed, options[0].text malformed",
    ),
    "no id": ("mcq", {"options": [{"text": "A"}, BETA]}, {"correct_option": "b"}, "options[0].id malformed"),
    "an id twice": ("mcq", option("Gamma", id="B"), {}, "options[2].id malformed"),
    "marked as correct": ("mcq", option("Gamma", correct=True), {}, "options[2] malformed"),
    "an invisible text": ("mcq", option("\u200b"), {}, "options[2].text malformed"),
    "an option of 3 MB": ("mcq", option("x" * 3_000_000), {}, "options[2].text malformed"),
    "the same text twice": ("mcq", option("\u200bBeta "), {}, "options[2].text duplicate_option"),
    "a key in capitals": ("mcq", {}, {"correct_option": "A"}, "key.correct_option malformed"),
    "a key with a space": ("mcq", {}, {"correct_option": "a "}, "key.correct_option malformed"),
    "a key that is the text": ("mcq", {}, {"correct_option": "Alpha"}, "key.correct_option malformed"),
    "a key without an option": ("mcq", {}, {"correct_option": None}, "key.correct_option key_missing"),
    "a right option of no choice": ("open", {}, {"correct_option": "a"}, "key.correct_option malformed"),
    "options of no choice": ("open", {"options": OPTIONS}, {}, "options malformed"),
    "a blank prompt": ("open", {"prompt": " \u200b\u3000\n"}, {}, "prompt malformed"),
    "a blank keyword": ("short_answer", {}, {"keywords": ["index", "\u200b"]}, "key.keywords[1] malformed"),
    "a keyword twice": ("short_answer", {}, {"keywords": ["index", "Index"]}, "key.keywords[1] malformed"),
    "a blank criterion": ("code", {}, criteria(10, text="\u2060"), "key.criteria[0].text malformed"),
    "a criterion twice": ("code", {}, criteria(5, 5, text=" says  0"), "key.criteria[1].text duplicate_criterion"),
    "too few points": ("code", {}, criteria(5, 4.99), "key.criteria points_do_not_fit"),
    "too many points": ("open", {"points": 9}, criteria(10), "key.criteria points_do_not_fit"),
    "not accepted": ("open", {"is_active": False}, {}, "is_active inactive"),
}


def test_publishing_lists_every_fault_of_every_question_with_its_place(publisher: Publisher, desk: Desk) -> None:
    """A valid question first and last: the places count it, and it has no fault."""
    question_ids = [desk.question(kind) for kind, *_ in MALFORMED.values()]
    interview_id = desk.draft(desk.question("code"), *question_ids, desk.question("mcq"))
    expected = set()
    for number, (question_id, (_, question, key, found)) in enumerate(
        zip(question_ids, MALFORMED.values(), strict=True), 1
    ):
        desk.store_unchecked("questions", question_id, **question)
        desk.store_unchecked("question_keys", question_id, **key)
        for place, code in (fault.split() for fault in found.split(", ")):
            expected.add((f"questions[{number}].{place}", code))
    reply = publisher.publish(interview_id)
    assert faults(reply) == expected
    assert {fault["question_id"] for fault in reply.body["faults"]} == set(question_ids)
    assert desk.status(interview_id) == "draft"
    for question_id, (kind, question, key, _) in zip(question_ids, MALFORMED.values(), strict=True):
        right = {"options": OPTIONS if kind == "mcq" else None, "prompt": "Why?", "points": 10, "is_active": True}
        desk.store_unchecked("questions", question_id, **{name: right[name] for name in question})
        empty: dict[str, Any] = {"correct_option": None, "keywords": [], "criteria": []}
        desk.store_unchecked("question_keys", question_id, **{name: KEYS[kind].get(name, empty[name]) for name in key})
    publisher.published(interview_id)
    publisher.published(interview_id)


def test_interview_without_questions_or_with_one_twice_or_too_long_is_not_published(
    publisher: Publisher, desk: Desk
) -> None:
    interview_id = desk.draft()
    assert publisher.refused(interview_id) == {("questions", "no_questions")}
    whole = {"id": str(uuid4()), "organization_id": str(desk.organization_id), "title": "T", "status": "published"}
    assert desk.refused("POST", "/interviews", whole) == {("questions", "no_questions")}
    day, twice = desk.question(time_limit_seconds=86400), desk.question("mcq")
    desk.ask(interview_id, twice, day, twice)
    desk.store_unchecked("interviews", interview_id, title="\u200b", description="x" * 3_000_000)
    blank = {("title", "malformed"), ("description", "malformed")}
    assert publisher.refused(interview_id) == {*blank, ("questions[2]", "duplicate_question")}
    desk.store_unchecked("interviews", interview_id, title="Backend", description="")
    more = [desk.question(time_limit_seconds=86400) for _ in range(29)]
    rows = [{"interview_id": interview_id, "position": 10 + n, "question_id": q} for n, q in enumerate(more)]
    desk.stored("POST", "/interview_questions", rows)
    assert publisher.refused(interview_id) == {("questions", "too_long"), ("questions[2]", "duplicate_question")}
    desk.stored("DELETE", f"/interview_questions?interview_id=eq.{interview_id}&question_id=eq.{twice}")
    publisher.published(interview_id)


def test_conversation_is_published_with_instructions_and_without_questions(publisher: Publisher, desk: Desk) -> None:
    interview_id = desk.draft(desk.question(), mode="conversation")
    assert publisher.refused(interview_id) == {("questions", "not_asked"), ("instructions", "instructions_missing")}
    written = f"/interview_instructions?interview_id=eq.{interview_id}"
    desk.stored("DELETE", f"/interview_questions?interview_id=eq.{interview_id}")
    desk.stored("POST", "/interview_instructions", {"interview_id": interview_id, "instructions": " \u200b"})
    assert publisher.refused(interview_id) == {("instructions", "instructions_missing")}
    desk.stored("PATCH", written, {"agenda": ["Their last project"]})
    publisher.published(interview_id)
    assert desk.refused("DELETE", written) == {("instructions", "instructions_missing")}
    assert desk.refused("PATCH", written, {"agenda": []}) == {("instructions", "instructions_missing")}
    assert desk.refused("PATCH", f"/interviews?id=eq.{interview_id}", {"mode": "timed"}) == {
        ("questions", "no_questions")
    }
    row = {"interview_id": interview_id, "position": 0, "question_id": desk.question()}
    assert desk.refused("POST", "/interview_questions", row) == {("questions", "not_asked")}
    desk.stored("PATCH", written, {"instructions": "Ask why.", "agenda": []})
    desk.stored("DELETE", f"/interviews?id=eq.{interview_id}")


def test_published_interview_stays_publishable_whatever_is_written(desk: Desk) -> None:
    choice, code, spare = desk.question("mcq"), desk.question("code"), desk.question("mcq")
    interview_id = desk.draft(choice, code)
    inactive = desk.question(is_active=False)
    Publisher(desk, "function").published(interview_id)
    listed = f"/interview_questions?interview_id=eq.{interview_id}"
    of_code, key_of_code = f"/questions?id=eq.{code}", f"/question_keys?question_id=eq.{code}"
    key_of_choice = f"/question_keys?question_id=eq.{choice}"

    points = {("questions[1].key.criteria", "points_do_not_fit")}
    assert desk.refused("PATCH", of_code, {"points": 9}) == points
    assert desk.refused("PATCH", key_of_code, {"criteria": CRITERIA[1:]}) == points
    assert desk.refused("PATCH", of_code, {"is_active": False}) == {("questions[1].is_active", "inactive")}
    missing = {("questions[0].key.correct_option", "key_missing")}
    assert desk.refused("PATCH", key_of_choice, {"correct_option": None}) == missing
    assert desk.refused("DELETE", key_of_choice) == missing
    same = {"options": [*OPTIONS, {"id": "c", "text": "Alpha"}]}
    assert desk.refused("PATCH", f"/questions?id=eq.{choice}", same) == {
        ("questions[0].options[2].text", "duplicate_option")
    }
    assert desk.refused("DELETE", listed) == {("questions", "no_questions")}
    row = {"interview_id": interview_id, "position": 50, "question_id": inactive}
    assert desk.refused("POST", "/interview_questions", row) == {("questions[2].is_active", "inactive")}
    twice = [("questions[2]", "duplicate_question")]
    assert desk.refused("POST", "/interview_questions", row | {"question_id": code}) == {*twice}
    changed = f"{listed}&position=eq.0"
    assert desk.refused("PATCH", changed, {"question_id": inactive}) == {("questions[0].is_active", "inactive")}
    assert desk.write("DELETE", of_code).status == 409
    assert desk.status(interview_id) == "published"

    # A change that leaves it publishable is allowed, as is every change of an interview that is not published.
    desk.stored("PATCH", of_code, {"prompt": "Why, exactly?", "time_limit_seconds": 90})
    desk.stored("PATCH", key_of_code, {"criteria": [CRITERIA[0] | {"points": 10}]})
    desk.stored("PATCH", key_of_choice, {"correct_option": "b"})
    desk.stored("POST", "/interview_questions", row | {"question_id": spare})
    desk.stored("DELETE", changed)
    desk.stored("PATCH", f"/interviews?id=eq.{interview_id}", {"status": "draft"})
    desk.stored("PATCH", of_code, {"points": 9, "is_active": False})
    desk.stored("DELETE", listed)


def test_question_that_makes_a_published_interview_too_long_is_not_changed(desk: Desk) -> None:
    """It is in a short one as well, which would allow the change."""
    shared = desk.question(time_limit_seconds=86399)
    longest = desk.draft(shared, *[desk.question(time_limit_seconds=86400) for _ in range(29)])
    for interview_id in (desk.draft(shared), longest, desk.draft(shared)):
        Publisher(desk, "function").published(interview_id)
    desk.stored("PATCH", f"/questions?id=eq.{shared}", {"time_limit_seconds": 86400})
    desk.store_unchecked("interviews", longest, status="draft")
    desk.stored(
        "POST", "/interview_questions", {"interview_id": longest, "position": 99, "question_id": desk.question()}
    )
    desk.store_unchecked("interviews", longest, status="published")
    desk.store_unchecked("questions", shared, time_limit_seconds=86000)
    reply = desk.write("PATCH", f"/questions?id=eq.{shared}", {"time_limit_seconds": 86400})
    assert (faults(reply), reply.body["interview_id"]) == ({("questions", "too_long")}, longest)


def test_publish_returns_the_interview_and_the_questions_that_anybody_can_practise(
    desk: Desk, functions_api: Api, people: People, database: Database
) -> None:
    public = database.value("select id::text from reprise.questions where organization_id is null order by id limit 1")
    interview_id = desk.draft(desk.question("mcq"), public, is_public=True)
    body = Publisher(desk, "function").publish(interview_id).ok()
    assert body["warnings"] == [{"code": "public_question", "position": 3, "question_id": public}]
    expected = {"id": interview_id, "title": "Backend", "status": "published", "mode": "timed", "question_count": 2}
    assert body["interview"].items() >= expected.items()
    run = start(functions_api, people.candidate(), body["interview"]["id"])
    assert run.view["session"]["time_limits"] == [60, body["interview"]["total_seconds"] - 60]


@pytest.mark.parametrize("role", ["reviewer", "recruiter of another organization", "candidate"])
def test_only_recruiters_of_the_organization_publish(desk: Desk, people: People, functions_api: Api, role: str) -> None:
    interview_id = desk.draft(desk.question())
    others = {"reviewer": lambda: people.member(desk.organization_id, "reviewer"), "candidate": people.candidate}
    person = others[role]() if role in others else people.member(make_organization(desk.database), "owner")
    replies = [
        functions_api.call(f"interviews/{some}/publish", person, {}) for some in (interview_id, uuid4(), "no-id")
    ]
    if role == "reviewer":
        replies.pop(0).refused(403, "not_allowed")
    for reply in replies:
        reply.refused(404, "interview_not_found")
    assert desk.status(interview_id) == "draft"


RACES = {
    "a question": ("update reprise.questions set is_active = false where id = %(question)s", "inactive"),
    "a key": ("update reprise.question_keys set correct_option = null where question_id = %(question)s", "key_missing"),
    "no key": ("delete from reprise.question_keys where question_id = %(question)s", "key_missing"),
    "the list": ("delete from reprise.interview_questions where interview_id = %(interview)s", "no_questions"),
    "an addition": (
        "insert into reprise.interview_questions values (%(interview)s, 9, %(question)s)",
        "duplicate_question",
    ),
}


def test_question_of_another_organization_is_asked_by_no_interview(
    publisher: Publisher, desk: Desk, functions_api: Api, database: Database, people: People
) -> None:
    elsewhere = make_interview(database, ("mcq",), organization_id=make_organization(database))
    [foreign] = elsewhere.question_ids
    database.execute(
        "insert into reprise.organization_members (organization_id, user_id, role)"
        " select organization_id, %s, 'recruiter' from reprise.interviews where id = %s",
        desk.recruiter.user_id,
        elsewhere.interview_id,
    )
    interview_id = desk.draft(desk.question())
    row = {"interview_id": interview_id, "position": 1, "question_id": str(foreign)}
    assert desk.write("POST", "/interview_questions", row).status == 403
    path = f"/interview_questions?interview_id=eq.{interview_id}"
    assert desk.write("PATCH", path, {"question_id": str(foreign)}).status == 403
    database.execute("insert into reprise.interview_questions values (%s, 1, %s)", interview_id, foreign)
    assert publisher.refused(interview_id) == {("questions[1]", "foreign_question")}
    database.execute("update reprise.interviews set status = 'published', is_public = true where id = %s", interview_id)
    extent = database.value("select reprise_private.interview_extent(%s)", interview_id)
    assert extent["question_count"] == 1
    session = start(functions_api, people.candidate(), UUID(interview_id)).view["session"]
    assert session["question_count"] == 1
    keys = "select count(*) from reprise.session_question_keys where session_id = %s"
    assert database.value(keys, session["id"]) == 1


def test_interview_of_another_organization_does_not_keep_a_question_from_being_edited(
    desk: Desk, database: Database
) -> None:
    elsewhere = make_interview(database, ("open",), organization_id=make_organization(database))
    question_id = desk.question()
    database.execute("insert into reprise.interview_questions values (%s, 9, %s)", elsewhere.interview_id, question_id)
    desk.stored("PATCH", f"/questions?id=eq.{question_id}", {"is_active": False})


def test_publishing_does_not_wait_for_another_one_with_the_same_public_question(
    desk: Desk, stack: Stack, database: Database
) -> None:
    question_id = database.value(
        "select id from reprise.questions where organization_id is null and is_active and kind = 'mcq' limit 1"
    )
    interviews = [desk.draft(str(question_id)) for _ in range(2)]
    with psycopg.connect(stack.database_url) as one, psycopg.connect(stack.database_url) as two:
        for connection, interview_id in zip((one, two), interviews, strict=True):
            become(connection, desk.recruiter)
            connection.execute("set local lock_timeout = '1s'")
            # The limit of the recruiter is counted under a lock, so each is published as if by the trigger.
            connection.execute("update reprise.interviews set status = 'published' where id = %s", (interview_id,))
        one.commit()
        two.commit()
    assert [desk.status(interview_id) for interview_id in interviews] == ["published"] * 2


def publish_and_edit(desk: Desk, stack: Stack, edit: str, first: str) -> tuple[str, list[str], bool]:
    """Run both at once. The second begins before the first commits, and waits for it or ends without waiting.

    Returns the interview, the refusals, and whether the second waited.
    """
    question_id = desk.question("mcq")
    interview_id = desk.draft(question_id)
    refusals: list[str] = []

    def run(connection: psycopg.Connection[Any], step: str) -> None:
        become(connection, desk.recruiter)
        if step == "edit":
            connection.execute(edit.encode(), {"question": question_id, "interview": interview_id})
        else:
            # Not through the RPC, whose lock_timeout may be shorter than a pause of a busy machine.
            connection.execute("select reprise_private.publish_interview(%s)", (interview_id,))

    def run_second() -> None:
        try:
            with psycopg.connect(stack.database_url) as two:
                run(two, "edit" if first == "publish" else "publish")
        except psycopg.Error as error:
            refusals.append(f"{error.sqlstate} {error.diag.message_detail}")

    second = threading.Thread(target=run_second)
    with psycopg.connect(stack.database_url) as one:
        run(one, first)
        second.start()
        blocked = "select count(*) from pg_stat_activity where %s = any (pg_blocking_pids(pid))"
        pid = one.info.backend_pid
        assert wait_until(lambda: not second.is_alive() or desk.database.value(blocked, pid) == 1, 60)
        waited = second.is_alive()
        one.commit()
        second.join(timeout=60)
    return interview_id, refusals, waited


@pytest.mark.parametrize("first", ["publish", "edit"])
@pytest.mark.parametrize(("edit", "code"), RACES.values(), ids=RACES)
def test_edit_and_publish_at_once_never_leave_a_published_interview_with_faults(
    desk: Desk, stack: Stack, edit: str, code: str, first: str
) -> None:
    """Whichever comes second waits for the first, sees it, and is refused."""
    interview_id, [refusal], waited = publish_and_edit(desk, stack, edit, first)
    assert waited
    assert refusal.startswith("PT422")
    assert code in refusal
    assert desk.status(interview_id) == ("published" if first == "publish" else "draft")


@pytest.mark.prove
@pytest.mark.parametrize(("race", "first"), [("a question", "edit"), ("a key", "edit"), ("a key", "publish")])
def test_control_publishing_without_locking_the_questions_publishes_faults(
    desk: Desk, stack: Stack, database: Database, race: str, first: str
) -> None:
    edit, code = RACES[race]
    lock = "order by q.id for no key update"
    with (
        changed(database, "refuse_unpublishable", (lock, "order by q.id")),
        changed(database, "refuse_unpublishable_question", (" for share", "")),
    ):
        interview_id, refusals, waited = publish_and_edit(desk, stack, edit, first)
    assert (refusals, waited, desk.status(interview_id)) == ([], False, "published")
    found = database.value("select reprise_private.publishing_faults(%s)", interview_id)
    assert [fault["code"] for fault in found] == [code]


def test_everything_in_the_seed_can_be_published(database: Database) -> None:
    assert (
        database.rows(
            "select i.title, f from reprise.interviews i, jsonb_array_elements("
            "reprise_private.publishing_faults(i.id)) f"
            " where i.organization_id::text like 'e0000000-%%'"
        )
        == []
    )
    assert (
        database.rows(
            "select q.prompt, f.* from reprise.questions q join reprise.question_keys k on k.question_id = q.id,"
            " reprise_private.publishing_faults_of_question(q, k) f"
            " where q.id::text like 'b_000000-0000-4000-8000-%%'"
        )
        == []
    )
