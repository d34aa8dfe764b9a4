"""The request examples of the OpenAPI document, ready to send."""

import json
from typing import Any
from uuid import uuid4

from local.stack import Stack
from shared import examples
from tests.support.people import Person
from tests.support.people_apis import in_days


def requests_of(document: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The document's request examples by path and name, with ids that are unique to this run and times to come."""
    text = json.dumps(document["paths"])
    minted_here = (examples.CONVERSATION, examples.MESSAGE_ID)
    for minted in (examples.SESSION, examples.CLIENT, examples.OTHER_CLIENT, *minted_here):
        text = text.replace(minted, str(uuid4()))
    text = text.replace(examples.INVITATION_END, in_days(30))
    return {
        (path, name): example["value"]
        for path, operations in json.loads(text).items()
        for operation in operations.values()
        if "requestBody" in operation
        for name, example in operation["requestBody"]["content"]["application/json"]["examples"].items()
    }


def headers(stack: Stack, path: str, person: Person) -> dict[str, str]:
    """The headers that identify the sender."""
    token = stack.scheduler_secret if path in ("/cleanup", "/evaluate", "/notify") else person.token
    return {"authorization": f"Bearer {token}"}
