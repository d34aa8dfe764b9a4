"""Random changes of valid requests get no 5xx, and no response shows our insides.

150 requests every day, 10,000 with `make prove`. The requests follow from the seed, except for ids.
"""

import json
import random
from collections import Counter
from typing import Any

import httpx

from local.stack import Stack
from tests.security.bad_input import OUR_INSIDES
from tests.support.api_calls import Call, Ids, calls
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.race import rounds

REQUESTS = len(rounds(everyday=150, full=10_000))
# One person's limits would otherwise refuse most of the requests before they are looked at.
REQUESTS_OF_A_PERSON = 100
SEED = 21
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 10**400, 1e308, "", " ", "x", "1; select 1", "' or ''='"),
    *("a\0b", "\ud800", "é" * 3000, "x" * 70_000, "00000000-0000-0000-0000-000000000000", "2026-13-40T99:99:99Z"),
    *([], {}, [[[[[[]]]]]], {"a": {"b": {"c": None}}}, [None] * 1000, {"": ""}, "\u202e\ufeff", "NaN"),
]


def changed(chance: random.Random, call: Call) -> tuple[str, bytes | None]:
    """The path and content of a call with one to three random changes."""
    path, body = call.path, dict(call.body) if call.body is not None else None
    for _ in range(chance.randint(1, 3)):
        if body is None:
            path += ("&" if "?" in path else "?") + f"{chance.choice(['limit', 'after', 'q', ''])}={chance.random()}"
            continue
        name = chance.choice([*body, "surprise"])
        if chance.random() < 0.2:
            body.pop(name, None)
        elif chance.random() < 0.2 and isinstance(body.get(name), dict):
            body[name] = dict(body[name]) | {chance.choice([*body[name], "more"]): chance.choice(VALUES)}
        else:
            body[name] = chance.choice(VALUES)
    if body is None:
        return path, None
    content = json.dumps(body, default=str).encode("utf-8", "surrogatepass")
    kind = chance.random()
    if kind < 0.05:
        content = content[: chance.randrange(len(content))]
    elif kind < 0.1:
        content = content + bytes(chance.choices(range(256), k=5))
    return path, content


def test_random_bad_requests_get_no_5xx_and_no_response_shows_our_insides(
    stack: Stack, people: People, database: Database, functions_api: Api, record_figures: RecordFigures
) -> None:
    chance, statuses, wrong = random.Random(SEED), Counter[int](), []
    interview = make_interview(database, ("open",) * 3)
    with httpx.Client(base_url=stack.functions_url, timeout=120) as client:
        for number in range(REQUESTS):
            if number % REQUESTS_OF_A_PERSON == 0:
                run = start(functions_api, people.candidate(), interview.interview_id)
                known = calls("function", Ids.of(run))
            call = chance.choice(known)
            path, content = changed(chance, call)
            headers = {"authorization": f"Bearer {run.person.token}", "content-type": "application/json"}
            response = client.request(call.method, path, content=content, headers=headers)
            statuses[response.status_code] += 1
            shown = response.status_code >= 400 and OUR_INSIDES.search(response.text)
            if response.status_code >= 500 or shown:
                wrong.append(
                    f"{number}: {call.method} {path} {content!r:.300}: {response.status_code} {response.text:.300}"
                )
    record_figures({"requests": REQUESTS, "statuses": {str(status): n for status, n in sorted(statuses.items())}})
    assert wrong == [], "\n".join(wrong)
    assert sum(count for status, count in statuses.items() if status in (400, 413, 422)) > REQUESTS / 3, statuses
