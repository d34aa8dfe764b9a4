"""A captured model copies all that it is given into all that it writes: no candidate reads what assessors look for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from shared.grading import grader as grader_module
from shared.grading.chat_requests import grading_request
from shared.grading.conversation_jobs import ConversationJob
from shared.grading.grades import FeedbackReply
from shared.llm.chat import ChatRequest
from shared.llm.presentable import presentable
from tests.assessment.assessed import Assessed, Finished
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.catalog_access import public_relations
from tests.support.disguises import DISGUISES, strings_of
from tests.support.exported_files import READERS
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, Asked, Behaviour

# What to look for, in scripts that share no letter.
SECRETS = {
    "latin": "quokka violet lantern",
    "cyrillic": "фиалка хранит янтарь",
    "arabic": "بنفسجة تحفظ الفانوس",
    "thai": "โคมไฟสีม่วงซ่อนอำพัน",
    "han": "紫罗兰藏着琥珀灯笼",
    "hangul": "제비꽃이 등불을 숨긴다",
}
CRITERIA = [
    {"id": name, "title": f"Part {number}", "description": secret, "points": 10}
    for number, (name, secret) in enumerate(SECRETS.items())
]
HALVES = [sorted(DISGUISES)[::2], sorted(DISGUISES)[1::2]]


def copying(names: Sequence[str]) -> Behaviour:
    """A model that grades well, and copies each text of the grading data into its own texts, in these disguises."""

    def behave(asked: Asked) -> Answered:
        given = list(strings_of(asked.data or json.loads(asked.answer)))[::-1]
        copies = ["\n".join(DISGUISES[name](text) for text in given)[:2000] for name in names]
        words = {"strengths": copies[:5], "improvements": copies[5:]}
        content = graded(asked, 0.5, explanation="\n".join(copies)[:1900], feedback=copies[0], **words)
        if asked.shape == "SummaryReply":
            content |= {"summary": copies[0], **words}
        for criterion in content.get("criteria", []):
            criterion["comment"] = copies[0]
        return Answered(completion(json.dumps(content)))

    return behave


def found_in(texts: Sequence[str], names: Sequence[str]) -> set[str]:
    """The secrets of which a form occurs in the texts, wherever lines are broken."""
    whole = "\n".join("".join(text.split()) for text in texts)
    return {
        f"{secret}, {name}"
        for secret, text in SECRETS.items()
        for name in names
        if "".join(presentable(DISGUISES[name](text)).split()) in whole
    }


def read_by_candidate(finished: Finished, apis: Sequence[Api], rpc_api: RpcApi, assessed: Assessed) -> list[str]:
    """Every text that the candidate can fetch about the session: by functions, as files, and row by row."""
    person, session = finished.talk.person, {"session_id": finished.session_id}
    texts: list[str] = []
    for api in apis:
        calls: list[tuple[str, Mapping[str, Any]]] = [
            ("results", session),
            ("messages", session | {"after": 0, "limit": 100}),
            ("sessions", {}),
            ("sessions", {"interview_id": finished.interview_id}),
            ("analytics", {}),
            ("active", {}),
        ]
        for function, arguments in calls:
            texts.extend(strings_of(api.call(function, person, arguments).body))
        if isinstance(api, FunctionsApi):
            for name, read in READERS.items():
                query = {"session_id": str(finished.session_id), "format": name}
                text = read(api.http.get("/export", params=query, headers=api.headers(person)).content)
                texts.extend(strings_of(json.loads(text)) if name == "json" else [text])
            texts.extend(strings_of(api.http.get("/account/export", headers=api.headers(person)).json()))
    for relation in {name.rpartition(".")[2] for name in public_relations(assessed.database.connection)}:
        response = rpc_api.http.get(f"/{relation}?limit=1000", headers=rpc_api.headers(person))
        texts.extend(strings_of(response.json()))
    return texts


def given_without_assessing(assessed: Assessed) -> list[str]:
    """All that the model was given by calls that do not assess."""
    asked = [one for one in assessed.model_server.asked if one.shape != "ConversationReply"]
    assert {one.shape for one in asked} == {"FeedbackReply", "SummaryReply"}
    return [str(message["content"]) for one in asked for message in one.body["messages"]]


@pytest.mark.parametrize("names", HALVES)
async def test_captured_model_shows_a_candidate_no_byte_of_what_assessors_look_for(
    names: Sequence[str], assessed_once: Assessed, functions_api: FunctionsApi, rpc_api: RpcApi
) -> None:
    finished = assessed_once.converse(criteria=CRITERIA, visible=True)
    assessed_once.model_server.behave(copying(names))
    assert (await assessed_once.grade()).graded == 1
    assert found_in(given_without_assessing(assessed_once), names) == set()
    read = read_by_candidate(finished, (functions_api, rpc_api), rpc_api, assessed_once)
    assert found_in(read, names) == set()
    assert any("Part 5" in text for text in read), "the candidate does read the titles"
    sent = json.dumps([one.body for one in assessed_once.model_server.asked])
    assert "Care about Kafka" not in sent, "the interviewer's instructions are in no call"
    # Reviewers read it: the harness sees what is there.
    reviewed = strings_of(assessed_once.read(finished))
    assert {name.split(",")[0] for name in found_in(list(reviewed), names)} == set(SECRETS)


@pytest.mark.prove
async def test_control_description_given_to_the_call_for_feedback_is_found(
    assessed_once: Assessed, functions_api: FunctionsApi, rpc_api: RpcApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(job: ConversationJob, result: Mapping[str, Any], model: str) -> ChatRequest[FeedbackReply]:
        data = {"looked_for": [criterion.description for criterion in job.criteria]}
        return grading_request(model, "conversation_feedback", data, job.transcript(), FeedbackReply)

    monkeypatch.setattr(grader_module, "conversation_feedback_request", leaking)
    finished = assessed_once.converse(criteria=CRITERIA, visible=True)
    assessed_once.model_server.behave(copying(HALVES[0]))
    await assessed_once.grade()
    assert found_in(given_without_assessing(assessed_once), ["verbatim"])
    read = read_by_candidate(finished, [functions_api], rpc_api, assessed_once)
    assert {name.split(",")[0] for name in found_in(read, HALVES[0])} == set(SECRETS)
