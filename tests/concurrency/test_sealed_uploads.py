"""Uploads of sealed files beside each other and beside the candidate's own calls."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call, call_as, wait_for_lock
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.race import together
from tests.support.sealed_files import upload

TEXTS = [(0, "one"), (0, "two"), (0, "three")]


def test_sixteen_uploads_of_one_file_store_each_text_once(
    new_api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    interview = make_interview(database, ["open"])
    run = start(new_api, people.candidate(), interview.interview_id)
    uploaders = [run.person, people.member(interview.organization_id)]
    calls = [partial(upload, new_api, uploaders[number % 2], run.session_id, TEXTS) for number in range(16)]
    stored = [reply.ok()["stored"] for reply in together(calls, pool)]
    assert sum(stored) == len(TEXTS)
    assert sorted(row["answer"] for row in database.kept(run.session_id)) == sorted(text for _, text in TEXTS)


def test_upload_that_waits_for_the_candidate_does_not_stop_the_candidates_late_text(
    rpc_api: Api, people: People, database: Database, connections: Sequence[Connection], pool: ThreadPoolExecutor
) -> None:
    """Both count uses of the candidate: one before the candidate's lock, the other under it."""
    run = start(rpc_api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.submit("the answer").ok()
    mine, other = connections[:2]
    late = {"session_id": run.session_id, "question_position": 0, "lease": 1}
    sealed = Jsonb([{"position": 0, "text": "uploaded"}])
    with mine.transaction():
        become(mine, run.person)
        call(mine, "submit_answer", answer="late 0", **late)
        waiting = pool.submit(call_as, other, run.person, "store_sealed_texts", session_id=run.session_id, texts=sealed)
        wait_for_lock(connections[2])
        for number in range(1, 4):
            call(mine, "submit_answer", answer=f"late {number}", **late)
    assert waiting.result(timeout=120)["stored"] == 1
    assert len(database.kept(run.session_id)) == 5
