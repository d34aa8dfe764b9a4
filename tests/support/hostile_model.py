"""The model of a hostile run, as a process: an honest server that bills each request by its length.

`python -m tests.support.hostile_model` prints its address, and ends when its standard input does.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.interviewer_model import interviewer
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, Asked, ModelServer
from tests.support.prep_model import written

MODEL_SECONDS = 0.5
COMPLETION_TOKENS = 400


def billed(asked: Asked) -> Answered:
    """An honest reply to any of our requests, billed by its length: one token for four bytes, and 400."""
    prompt = sum(len(str(message["content"]).encode()) for message in asked.body["messages"]) // 4
    if asked.shape == "InterviewerReply":
        replied = interviewer()(asked)
        return Answered(replied.body, streamed=replied.streamed, delay_seconds=MODEL_SECONDS)
    reply = written(asked) if asked.shape in ("QuestionsReply", "SkillExplanationReply") else graded(asked, 0.5)
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": prompt + COMPLETION_TOKENS,
    }
    return Answered(completion(json.dumps(reply), usage=usage), delay_seconds=MODEL_SECONDS)


@contextmanager
def model_process() -> Iterator[str]:
    """Run the model's server in a process; yields its address."""
    with subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        # Leaving Popen's context closes both pipes and waits.


def main() -> None:
    """Serve until standard input ends."""
    with ModelServer(billed) as server:
        print(server.url, flush=True)  # noqa: T201 - the protocol of this process
        sys.stdin.read()


if __name__ == "__main__":
    main()
