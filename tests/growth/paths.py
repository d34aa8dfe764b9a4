"""The text paths of the Python code: every function that a text from a person, a model or a client's header reaches.

A path takes the text and does what the product does with it. MODULES names the paths of each module that handles text;
a test finds modules that are missing. Exports of whole documents and sessions are in tests/export/test_growth.py.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from functools import partial
from types import SimpleNamespace
from typing import Any, cast, get_args
from uuid import UUID
from xml.sax.saxutils import escape

import httpx
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from functions.account import _document as account_document
from functions.message import MessageRequest
from functions.submit import SubmitRequest
from shared import logs
from shared.conversation.interviewer_reply import InterviewerReply
from shared.export.file import File, prep_file
from shared.grading.evidence import is_verbatim
from shared.grading.grades import SummaryReply
from shared.grading.jobs import Inflected, Keyword
from shared.grading.keywords import match_keywords
from shared.grading.suspicion import hints, vetoes
from shared.http import Call
from shared.http.authorization import access_token
from shared.http.cors import cors_headers
from shared.http.entity_tag import if_match
from shared.http.parsing import parse_body
from shared.http.responses import problem_response
from shared.invitations.links import with_links
from shared.invitations.message import invitation_message
from shared.llm.chat import ChatRequest
from shared.llm.completion import read_reply
from shared.llm.errors import ModelFailure
from shared.llm.normal_forms import unspaced
from shared.llm.presentable import presentable
from shared.llm.streaming import read_stream
from shared.models.people_requests import INVITATION_TOKEN, CreateInvitations
from shared.models.prep_requests import PatchPrepSession
from shared.models.webhook_requests import CreateWebhook
from shared.notices.message import Places, notice_message
from shared.prep.material import QuestionsReply, as_content
from shared.problems import Problem
from shared.question_drafts.drafted_question import DraftsReply, as_questions, as_title
from shared.question_files.csv_file import read_csv, write_csv
from shared.question_files.html_text import Picture, text_of
from shared.question_files.json_file import read_json, write_json
from shared.question_files.moodle_xml import read_moodle_xml
from shared.question_files.read_file import Defaults, UnreadableFile
from shared.record.jws import RecordError, new_key, sign
from shared.record.verification import verify_record
from shared.rpc.refusals import read_result
from shared.rpc.unsent import Unsent
from shared.sealing.new_key import new_sealing_key
from shared.sealing.opening import open_sealed_file
from shared.sealing.sealing_keys import SealingKey
from shared.settings import Settings
from shared.stream_safe import is_inflated, normalize
from shared.webhooks.signature import signed_headers
from tests.support.grading_jobs import short_answer
from tests.support.model_behaviours import completion
from tests.support.sealed_files import contents, seal

Path = Callable[[str], object]

JOB = short_answer("A join.")
SETTINGS = Settings("http://gateway.test", "sb_publishable_test", allowed_origins=frozenset({"https://app.test"}))
SEALING_KEYS = (SealingKey(new_sealing_key()),)
RECORD_KEY = new_key()
TIMES = dict.fromkeys(("created_at", "updated_at"), "2026-01-15T09:28:01Z")
DEFAULTS = Defaults("imported", "imported", "medium", 120)
SENDER = Address("Example", addr_spec="people@example.com")
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
# Names are cut at 200 characters and made one line before.
NOTICE_MAIL = {
    "mail_id": "1",
    "email": "kim@example.com",
    "organization": "Northwind",
    "pace": "daily",
    "unsubscribe_token": "t",
}
INVITATION_MAIL = {"mail_id": "1", "email": "kim@example.com", "role": None, "expires_at": "2026-01-16T09:28:01Z"}
GENERATION = {"kind": "questions", "skill": "SQL", "depth": "standard", "count": 5}


def _body(model: type[BaseModel], body: Mapping[str, object]) -> object:
    """Read a request's body as an endpoint does; the refusal as its document, if there is one."""
    content = json.dumps(body).encode("utf-8", "surrogatepass")
    request = Request({"type": "http", "headers": [(b"content-type", b"application/json")]})
    try:
        return parse_body(content, request, model)
    except Problem as problem:
        return problem_response(problem, "a-request").body


def _header(name: str, text: str) -> Request:
    return Request({"type": "http", "headers": [(name.encode(), text.encode("utf-8", "surrogatepass"))]})


def _refused(work: Callable[[], object]) -> object:
    try:
        return work()
    except (Problem, ValidationError, ModelFailure, RecordError) as refusal:
        return refusal


def _raised(text: str) -> object:
    body = {"code": "PT409", "message": "session_in_progress", "details": json.dumps({"title": text}), "hint": None}
    return _refused(lambda: read_result(httpx.Response(409, json=body), "start_session"))


def _returned(text: str) -> object:
    body = {"code": "PT409", "message": "session_in_progress", "details": json.dumps({"title": text})}
    return _refused(lambda: read_result(httpx.Response(200, json=body), "start_session"))


async def _lines(text: str) -> Any:
    for start in range(0, len(text), 7):
        yield f"data: {json.dumps({'choices': [{'delta': {'content': text[start : start + 7]}}]})}"


def _streamed(text: str) -> object:
    shown: list[str] = []
    return asyncio.run(read_stream(_lines(text), shown.append))


def _summary(text: str) -> object:
    content = {"summary": text, "strengths": [text[:99]], "improvements": [], "recommendation": "Hire"}
    return read_reply(completion(json.dumps(content)), SummaryReply, "a-model")


def _material(text: str) -> object:
    question = {"question": text, "answer": text, "tips": [text], "category": "x", "difficulty": "easy"}
    return as_content(QuestionsReply.model_validate({"questions": [question]}), GENERATION)


def _drafts(text: str) -> object:
    drafted: dict[str, Any] = {
        "kind": "mcq",
        "domain": text,
        "difficulty": "easy",
        "prompt": text,
        "options": [text, text],
    }
    drafted |= {"right_option": 1, "keywords": [text], "criteria": [], "sample_solution": text, "explanation": text}
    drafted |= {"points": 1, "time_limit_seconds": 60}
    reply = DraftsReply.model_validate({"title": text, "interview_type": text, "questions": [drafted]})
    return as_title(reply), as_questions(reply, 1)


def _bank_question(text: str) -> dict[str, Any]:
    key: dict[str, Any] = {"correct_option": "a", "keywords": [text], "sample_solution": text, "explanation": text}
    key |= {"criteria": [{"id": "a", "text": text, "points": 1}], "keywords_needed": 1}
    key |= {"sources": [{"title": text, "url": text}]}
    named = dict.fromkeys(("interview_type", "domain", "difficulty", "prompt", "kind"), text)
    numbers = {"points": 1, "time_limit_seconds": 60, "min_seconds": 0, "is_active": True}
    return {**named, **numbers, "tags": [text], "options": [{"id": "a", "text": text}], "key": key}


def _quiz(text: str) -> str:
    return f"<quiz><question type='essay'><questiontext><text>{escape(text)}</text></questiontext></question></quiz>"


def _refused_file(work: Callable[[], object]) -> object:
    try:
        return work()
    except (UnreadableFile, ValueError, Picture) as refused:
        return refused


def _sealed(text: str) -> object:
    file = seal(SEALING_KEYS[0].public_jwk, contents("0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10", [(0, text)]))
    return _refused(lambda: open_sealed_file(file, SEALING_KEYS))


def _logged(text: str) -> str:
    record = logging.LogRecord("reprise", logging.INFO, "", 0, "%s", (text[:99],), None)
    record.fields = {"cause": text}
    return logs.JsonFormatter().format(record)


def _exported(extension: str, text: str) -> object:
    workspace = {"id": "0b7c2f5e", "name": "Mine", "mode": "general", "document": {"notes": text}, **TIMES}
    return prep_file(json.dumps(workspace).encode(), extension)


def _account_export(text: str) -> object:
    """An export of one section with one page, as a client gets it."""
    page = httpx.Response(200, json={"rows": [{"text": text}], "after": None})

    async def read(name: str, arguments: Mapping[str, object]) -> object:
        return json.loads(read_result(page, name))

    call = cast(Call, SimpleNamespace(database=SimpleNamespace(rpc_repeatable=read), unsent=Unsent()))

    async def sent() -> bytes:
        return b"".join([part async for part in account_document(call, {"sections": ["questions"]})])

    return asyncio.run(sent())


KEYWORDS_OF_MANY_KINDS = [
    *(
        Keyword(keyword=form)
        for form in ("1,000.5", "C++", "*", "a b c", "\u7d22\u5f15", "\u0e01\u0e32\u0e23", "\uc0ac\uacfc")
    ),
    *(Keyword(keyword="lock", inflections=language) for language in get_args(Inflected)),
]
PATHS: Mapping[str, Path] = {
    "vetoes of an answer": lambda text: vetoes(text, text[:2000]),
    "hints of an answer": lambda text: hints(text, text[:2000]),
    "keywords of an answer": lambda text: match_keywords(JOB.keywords, text),
    "keywords in many languages": lambda text: match_keywords(KEYWORDS_OF_MANY_KINDS, text),
    "evidence of a grade": lambda text: is_verbatim(text[: len(text) // 2], text),
    "normal form, unspaced": unspaced,
    "normalization, NFC": partial(normalize, "NFC"),
    "normalization, NFD": partial(normalize, "NFD"),
    "normalization, NFKC": partial(normalize, "NFKC"),
    "normalization, NFKD": partial(normalize, "NFKD"),
    "inflation": is_inflated,
    "text of a model": presentable,
    "summary of a model": _summary,
    "material of a model": _material,
    "streamed reply of a model": _streamed,
    "request to a model": lambda text: ChatRequest(
        "m", "p", [{"role": "user", "content": text}], InterviewerReply
    ).upper_bound(100),
    "body of a message": lambda text: _body(MessageRequest, {"content": text}),
    "body of an invitation": lambda text: _body(CreateInvitations, {"emails": [text], "note": text}),
    "header x-invitation-token": lambda text: INVITATION_TOKEN.fullmatch(text),
    "links of invitations": lambda text: with_links(
        json.dumps({"invitations": [{"note": text, "token": "x"}]}).encode(), "https://app.example.com"
    ),
    "e-mail of an invitation": lambda text: invitation_message(
        INVITATION_MAIL | dict.fromkeys(("organization", "title"), " ".join(text[:200].split())), "", SENDER, NOON
    ),
    "e-mail of a notice": lambda text: notice_message(
        NOTICE_MAIL | {"items": [{"type": "result.ready", "count": 1, "title": " ".join(text[:200].split())}]},
        Places("https://app.example.com"),
        SENDER,
        NOON,
    ),
    "body of a webhook": lambda text: _body(
        CreateWebhook, {"organization_id": str(UUID(int=1)), "url": text, "events": [text]}
    ),
    "message to a webhook": lambda text: signed_headers("id", 1, json.dumps({"data": text}).encode(), ["whsec_AAAA"]),
    "body of an answer": lambda text: _body(SubmitRequest, {"answer": text}),
    "body of a patch": lambda text: _body(PatchPrepSession, {"document": {"notes": text}}),
    "body with unknown fields": lambda text: _body(PatchPrepSession, dict.fromkeys(text.split()[:5000] or [text], 1)),
    "refusal that was raised": _raised,
    "refusal that was returned": _returned,
    "header If-Match": lambda text: _refused(lambda: if_match(_header("if-match", text))),
    "header Authorization": lambda text: _refused(lambda: access_token(f"Bearer {text}")),
    "header Origin": lambda text: cors_headers(_header("origin", text).headers, SETTINGS),
    "header of a trace": lambda text: logs.trace_fields(text, None),
    "page of an account export": _account_export,
    "sealed file": lambda text: _refused(lambda: open_sealed_file(text, SEALING_KEYS)),
    "text in a sealed file": _sealed,
    "line of the log": _logged,
    "record of a session": lambda text: sign(json.dumps({"title": text}).encode(), RECORD_KEY),
    "verification of a record": lambda text: _refused(lambda: verify_record(text, [RECORD_KEY])),
    "name of a file": lambda text: File(b"", "text/plain", f"{text}.md").content_disposition,
    "questions as JSON": lambda text: read_json(write_json([_bank_question(text)])),
    "questions as CSV": lambda text: _refused_file(lambda: read_csv(write_csv([_bank_question(text)]), DEFAULTS)),
    "questions as Moodle XML": lambda text: _refused_file(lambda: read_moodle_xml(_quiz(text), DEFAULTS)),
    "HTML of a question": lambda text: _refused_file(lambda: text_of(f"<p>{text}</p><{text}>")),
    "drafts of a model": _drafts,
    "workspace as Markdown": partial(_exported, "md"),
    "workspace as DOCX": partial(_exported, "docx"),
    "workspace as PDF": partial(_exported, "pdf"),
}

WORDS = ("keywords of an answer", "keywords in many languages")
GRADING = ("vetoes of an answer", "hints of an answer", *WORDS, "evidence of a grade")
CONVERSATION = ("POST /message",)
EXPORT = ("workspace as Markdown", "workspace as DOCX", "workspace as PDF", "name of a file")
PREP = ("PATCH /prep-sessions", "material of a model", "body of a patch")
RECORD = ("record of a session", "verification of a record")
QUESTION_FILES = ("questions as JSON", "questions as CSV", "questions as Moodle XML", "HTML of a question")
HEADERS = ("header If-Match", "header Authorization", "header Origin", "header of a trace")
# Text that a person outside does not write: our own files, settings, catalogue and documentation.
OURS: tuple[str, ...] = ()

# The paths that run each module which parses, matches, normalizes or formats text. The endpoints are measured as a
# whole (test_endpoints.py).
MODULES: Mapping[str, tuple[str, ...]] = {
    "functions.account": ("page of an account export",),
    "functions.export": ("record of a session",),
    "functions.prep_sessions": PREP,
    "functions.questions": QUESTION_FILES,
    "functions.start": ("body of an answer",),
    "functions.webhooks": ("body of a webhook",),
    "shared.catalogue": ("refusal that was raised",),
    "shared.conversation": CONVERSATION,
    "shared.environment": OURS,
    "shared.export": EXPORT,
    "shared.grading": (*GRADING, "grade"),
    "shared.http.authorization": HEADERS,
    "shared.http.endpoint": HEADERS,
    "shared.http.entity_tag": HEADERS,
    "shared.http.parsing": ("body of a message", "body with unknown fields"),
    "shared.http.responses": ("body with unknown fields",),
    "shared.invitations": ("links of invitations", "e-mail of an invitation"),
    "shared.llm": (
        "text of a model",
        "summary of a model",
        "streamed reply of a model",
        "grade",
    ),
    "shared.logs": ("line of the log", "header of a trace"),
    "shared.mail.names": ("e-mail of an invitation", "e-mail of a notice"),
    "shared.mail.settings": OURS,
    "shared.models.people_requests": ("body of an invitation", "header x-invitation-token"),
    "shared.models.prep_requests": PREP,
    "shared.notices": ("e-mail of a notice",),
    "shared.openapi": OURS,
    "shared.prep": PREP,
    "shared.question_drafts": ("drafts of a model",),
    "shared.question_files": QUESTION_FILES,
    "shared.record": RECORD,
    "shared.rpc": ("refusal that was raised", "refusal that was returned", "header Authorization"),
    "shared.sealing": ("sealed file", "text in a sealed file"),
    "shared.webhooks": ("message to a webhook", "body of a webhook"),
    "shared.words": WORDS,
    "shared.stream_safe": ("normalization, NFKD", "inflation"),
}
