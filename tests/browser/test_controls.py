"""Controls for the browser tests: with a defect in the client, the same tests must fail, at the expected statement.

Each control names the statement that must fail. The defect is put into a script on its way to the browser; the files
stay unchanged.
"""

import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import pytest
from playwright.sync_api import expect

from local.settings import ROOT
from tests.browser import interview_tab, prep_tab, test_interview, test_pages, test_prep, test_two_places
from tests.browser.accessibility import violations
from tests.browser.conftest import MakeDevice
from tests.browser.device import PATIENCE_MS, Device
from tests.prep.conftest import function_prep as function_prep
from tests.prep.doors import FunctionPrepDoor
from tests.support.database import Database
from tests.support.doors import Door
from tests.support.people import People, Person

pytestmark = pytest.mark.prove

# Timeout for the statement that is expected to fail. A client without the defect needs half a second.
SHORT_MS = 2_000
# Send drafts half a second after a change instead of two, so that the absence of something shows sooner.
HURRY = ("reprise/heartbeat.js", "const HEAD_START_SECONDS = 3;", "const HEAD_START_SECONDS = 30;")

With = Callable[[str, str, str], MakeDevice]
FailsAt = Callable[..., None]


@pytest.fixture
def with_defect(device: MakeDevice) -> With:
    """Makes devices that get a script in which `old` is replaced by `new`."""

    def make_with(path: str, old: str, new: str) -> MakeDevice:
        if old not in (ROOT / "web" / path).read_text():
            raise LookupError(f"{path} has no {old!r} any more: say what the defect is now")

        def make(person: Person | None = None, **options: Any) -> Device:
            made = device(person, **options)
            for changed, before, after in {HURRY[0]: HURRY, path: (path, old, new)}.values():
                made.change_script(f"/{changed}", before, after)
            return made

        return make

    return make_with


@pytest.fixture
def fails_at(monkeypatch: pytest.MonkeyPatch) -> FailsAt:
    """Runs a test with its fixtures, and asserts that it fails at the statement that begins with the given text."""

    def take(statement: str, test: Callable[..., None], **fixtures: Any) -> None:
        module = sys.modules[test.__module__]
        lines = (ROOT / str(module.__file__)).read_text().splitlines()
        reached = ""

        def expect_there(*arguments: Any) -> Any:
            nonlocal reached
            reached = lines[_line_in(test.__code__, sys._getframe(1)) - 1].strip()
            expect.set_options(timeout=SHORT_MS if reached.startswith(statement) else PATIENCE_MS)
            return expect(*arguments)

        for changed in (module, interview_tab, prep_tab):
            monkeypatch.setattr(changed, "expect", expect_there)
        try:
            with pytest.raises(AssertionError) as failure:
                test(**fixtures)
        finally:
            expect.set_options(timeout=PATIENCE_MS)
        (at,) = (entry.lineno for entry in failure.traceback if entry.frame.code.raw is test.__code__)
        failed = lines[at].strip()
        assert failed.startswith(statement), f"fails at {failed}: {failure.value}"

    return take


def _line_in(code: CodeType, frame: FrameType | None) -> int:
    """The line being executed in a function further up the stack; 0 outside of it."""
    while frame and frame.f_code is not code:
        frame = frame.f_back
    return frame.f_lineno if frame else 0


def test_steady_typing_catches_a_client_that_waits_for_a_pause(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    device = with_defect("reprise/heartbeat.js", "if (this._timer && this._at <= at) return;", "")
    fails_at(
        "assert len(draft or",
        test_interview.test_steady_typing_is_never_more_than_five_seconds_ahead_of_the_server,
        device=device,
        candidate=candidate,
        database=database,
    )


def test_network_off_catches_an_outbox_that_repeats_under_another_text(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    new = 'client.submit({ ...answer, answer: answer.answer + " ".repeat(tries) },'
    fails_at(
        "assert [answer[",
        test_interview.test_network_off_for_two_questions_and_everything_is_sent_once,
        device=with_defect("reprise/answer-delivery.js", "client.submit(answer,", new),
        candidate=candidate,
        database=database,
    )


def test_killed_tab_catches_an_outbox_that_forgets_before_the_receipt(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    # Delete the entry before the page calls the answer safe, so that the tab cannot be killed earlier.
    old = "return { ...entry, id: await this._store.putAnswer(entry) };"
    new = "const kept = { ...entry, id: await this._store.putAnswer(entry) }; await this.forget(kept); return kept;"
    fails_at(
        "InterviewTab(page).sees_question(2)",
        test_interview.test_answer_sent_without_a_network_survives_the_end_of_its_tab,
        device=with_defect("reprise/outbox.js", old, new),
        candidate=candidate,
        database=database,
    )


def test_time_up_catches_a_client_that_hands_in_what_was_saved_last(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    old = "const { text, question, session, lease } = this;"
    new = 'const { question, session, lease } = this, text = this._draft._drafts.current?.saved ?? "";'
    fails_at(
        "assert (answer[",
        test_interview.test_time_runs_out_while_typing_and_the_answer_is_what_was_on_the_screen,
        device=with_defect("reprise/interview.js", old, new),
        candidate=candidate,
        database=database,
    )


def test_wrong_clock_catches_a_client_that_trusts_the_device(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    fails_at(
        "shows_the_right_time(",
        test_interview.test_device_clock_an_hour_wrong_changes_nothing_about_the_countdown,
        device=with_defect("reprise/clock.js", "return this._monotonic() + offset;", "return Date.now();"),
        candidate=candidate,
        database=database,
        hours=-1,
    )


def test_takeover_catches_an_old_device_that_does_not_say_so(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    device = with_defect("reprise/interview.js", '(problem.code === "lease_lost") await this._moved();', "(false);")
    fails_at(
        "expect(moved).to_contain_text(",
        test_two_places.test_takeover_on_another_device_brings_the_text_and_the_old_one_says_so_and_keeps_its_own,
        device=device,
        candidate=candidate,
        database=database,
    )


def test_second_tab_catches_one_that_does_not_tell_the_first(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    old = 'this._channel.postMessage({ type: "taken", sessionId });'
    fails_at(
        "expect(first.page.locator(",
        test_two_places.test_second_tab_is_told_at_once_and_may_take_over_without_the_server_telling_the_first,
        device=with_defect("reprise/tabs.js", old, ""),
        candidate=candidate,
        database=database,
    )


def test_extra_time_catches_a_countdown_that_stays_as_it_was(
    with_defect: With, fails_at: FailsAt, candidate: Person, people: People, function_door: Door, database: Database
) -> None:
    old = "answer.deadline_at !== this.question.deadline_at"
    fails_at(
        "assert tab.seconds_left() > 110",
        test_two_places.test_extra_time_reaches_the_running_countdown_and_says_why,
        device=with_defect("reprise/interview.js", old, "false"),
        candidate=candidate,
        people=people,
        function_door=function_door,
        database=database,
    )


def test_network_off_catches_a_page_that_says_saved_at_once(
    with_defect: With, fails_at: FailsAt, candidate: Person, database: Database
) -> None:
    old = 'if (phase === "sending") return'
    new = 'if (saved !== "empty") return ["saved", TEXTS.saved(clockTime(new Date()))];'
    fails_at(
        'expect(tab.saved).to_contain_text("You are offline")',
        test_interview.test_network_off_for_two_questions_and_everything_is_sent_once,
        device=with_defect("app/saved-words.js", old, f"{new}\n  {old}"),
        candidate=candidate,
        database=database,
    )


def test_refused_saves_catch_a_workspace_that_says_saved_all_the_same(
    with_defect: With, fails_at: FailsAt, candidate: Person, function_prep: FunctionPrepDoor, database: Database
) -> None:
    old = 'if (state === "saved") return'
    fails_at(
        "tab.not_saved()",
        test_prep.test_what_was_not_saved_survives_a_reload_and_a_crash,
        device=with_defect("app/prep-workspace.js", old, old.replace(")", ' || state === "offline")')),
        candidate=candidate,
        function_prep=function_prep,
        database=database,
    )


def test_two_devices_catch_a_workspace_where_the_last_one_wins(
    with_defect: With, fails_at: FailsAt, candidate: Person, function_prep: FunctionPrepDoor, database: Database
) -> None:
    fails_at(
        "phone.has_conflict()",
        test_prep.test_two_devices_in_the_same_field_are_shown_side_by_side_and_nothing_is_lost,
        device=with_defect("reprise/merge.js", "conflicts.push(", "String("),
        candidate=candidate,
        function_prep=function_prep,
        database=database,
    )


def test_weight_catches_a_library_too_many(with_defect: With, fails_at: FailsAt) -> None:
    old = 'import { busy } from "./dialog.js";'
    more = "for (const number of [1, 2, 3]) fetch(`/vendor/supabase.js?${number}`);"
    fails_at(
        "assert 0 < sum(transferred)",
        test_pages.test_first_page_is_light_and_soon_interactive,
        device=with_defect("app/sign-in.js", old, old + more),
    )


def test_accessibility_catches_a_field_without_a_label(with_defect: With) -> None:
    old = 'byId("demo").hidden ='
    page = with_defect("app/sign-in.js", old, f'document.querySelector("label[for=email]").remove(); {old}')().open("/")
    expect(page.get_by_role("button", name="Try it as a candidate")).to_be_visible()
    assert [line for line in violations(page) if line.startswith("label (critical)")]
