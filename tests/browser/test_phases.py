"""The phase of a session in one tab, after every event in every phase."""

from tests.browser.device import MakeDevice

_EVENTS = ["opened", "awaited", "submitted", "superseded", "rested", "reopened", "moved", "closed", "stopped"]
_NEXT = """async ([name, phases, events]) => {
  const module = await import("/client/session/phases.js");
  return phases.map((phase) => events.map((event) => module[name](phase, event)));
}"""


def _table(device: MakeDevice, name: str, phases: list[str]) -> dict[str, list[str]]:
    rows = device().open("/404.html").evaluate(_NEXT, [name, phases, _EVENTS])
    return dict(zip(phases, rows, strict=True))


def test_phase_of_an_interview_after_each_event(device: MakeDevice) -> None:
    assert _table(device, "questionPhase", ["idle", "answering", "sending", "resting", "moved", "closed"]) == {
        "idle": ["answering", "sending", "idle", "idle", "resting", "idle", "moved", "closed", "idle"],
        "answering": ["answering", "sending", "sending", "sending", "resting", "answering", "moved", "closed", "idle"],
        "sending": ["answering", "sending", "sending", "sending", "resting", "answering", "moved", "closed", "idle"],
        "resting": ["answering", "sending", "resting", "resting", "resting", "resting", "moved", "closed", "idle"],
        "moved": ["answering", "sending", "moved", "moved", "resting", "moved", "moved", "closed", "idle"],
        "closed": ["answering", "sending", "closed", "closed", "resting", "closed", "closed", "closed", "idle"],
    }


def test_phase_of_a_conversation_after_each_event(device: MakeDevice) -> None:
    assert _table(device, "messagePhase", ["idle", "talking", "moved", "closed"]) == {
        "idle": ["talking", "idle", "idle", "idle", "idle", "idle", "moved", "closed", "idle"],
        "talking": ["talking", "talking", "talking", "talking", "talking", "talking", "moved", "closed", "idle"],
        "moved": ["talking", "moved", "moved", "moved", "moved", "moved", "moved", "closed", "idle"],
        "closed": ["talking", "closed", "closed", "closed", "closed", "closed", "closed", "closed", "idle"],
    }
