"""Controls for the browser tests: against a mutant of the client, the same test must fail, for the expected reason."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import test_interview, test_pages, test_prep, test_two_places
from tests.browser.accessibility import violations
from tests.browser.device import Device, MakeDevice
from tests.browser.mutants import MUTANTS
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi

pytestmark = pytest.mark.prove

With = Callable[[str], MakeDevice]


@pytest.fixture
def with_mutant(device: MakeDevice) -> With:
    """Makes devices that get the named mutant instead of its script."""

    def make_with(name: str) -> MakeDevice:
        mutant = MUTANTS[name]

        def make(person: Person | None = None, **options: Any) -> Device:
            made = device(person, **options)
            made.change_script(mutant.file, mutant.original, mutant.replacement)
            return made

        return make

    return make_with


def test_steady_typing_detects_a_client_that_waits_for_a_pause(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("draft_waits_for_a_pause")
    with pytest.raises(AssertionError, match="the server's draft is more than five seconds old"):
        test_interview.test_steady_typing_is_never_more_than_five_seconds_ahead_of_the_server(
            device, candidate, database
        )


def test_network_off_detects_an_outbox_that_repeats_another_text(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("outbox_repeats_another_text")
    with pytest.raises(AssertionError, match=r"At index 0 diff: 'Written without a network +' != 'Written without"):
        test_interview.test_network_off_for_two_questions_and_everything_is_sent_once(device, candidate, database)


def test_killed_tab_detects_an_outbox_that_forgets_before_the_receipt(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("outbox_forgets_before_the_receipt")
    with pytest.raises(AssertionError, match="Question 2 of"):
        test_interview.test_answer_sent_without_a_network_survives_the_end_of_its_tab(device, candidate, database)


def test_time_up_detects_a_client_that_submits_the_saved_draft(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("time_up_submits_the_saved_draft")
    with pytest.raises(AssertionError, match="At index 1 diff: '' != 'word "):
        test_interview.test_time_runs_out_while_typing_and_the_answer_is_what_was_on_the_screen(
            device, candidate, database
        )


def test_wrong_clock_detects_a_client_that_trusts_the_device(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("countdown_trusts_the_device_clock")
    with pytest.raises(AssertionError, match=r"is shown, .* are left"):
        test_interview.test_device_clock_an_hour_wrong_changes_nothing_about_the_countdown(
            device, candidate, database, hours=-1
        )


def test_takeover_detects_an_old_device_that_does_not_report_it(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("lost_lease_is_not_reported")
    with pytest.raises(AssertionError, match="This interview moved to another tab or device"):
        test_two_places.test_takeover_brings_the_text_and_the_old_device_keeps_its_own(device, candidate, database)


def test_second_tab_detects_one_that_does_not_inform_the_first(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("taken_session_is_not_announced")
    with pytest.raises(AssertionError, match=r"(?s)In the first tab.*#moved"):
        test_two_places.test_second_tab_is_notified_at_once_and_can_take_over_without_the_server(
            device, candidate, database
        )


def test_extra_time_detects_a_countdown_that_does_not_change(
    with_mutant: With, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    device = with_mutant("countdown_ignores_extra_time")
    with pytest.raises(AssertionError, match="the countdown has no extra time"):
        test_two_places.test_extra_time_reaches_the_running_countdown_and_says_why(
            device, candidate, people, functions_api, database
        )


def test_network_off_detects_a_page_that_says_saved_at_once(
    with_mutant: With, candidate: Person, database: Database
) -> None:
    device = with_mutant("page_says_saved_at_once")
    with pytest.raises(AssertionError, match="You are offline"):
        test_interview.test_network_off_for_two_questions_and_everything_is_sent_once(device, candidate, database)


def test_refused_saves_detect_a_workspace_that_says_saved(
    with_mutant: With, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    device = with_mutant("workspace_says_saved_while_offline")
    with pytest.raises(AssertionError, match="Not saved yet"):
        test_prep.test_unsaved_text_survives_a_reload_and_a_crash(device, candidate, function_prep, database)


def test_two_devices_detect_a_workspace_where_the_last_one_wins(
    with_mutant: With, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    device = with_mutant("merge_reports_no_conflict")
    with pytest.raises(AssertionError, match="Changed in two places"):
        test_prep.test_edits_of_the_same_field_on_two_devices_are_shown_side_by_side(
            device, candidate, function_prep, database
        )


def test_page_weight_detects_an_extra_library(with_mutant: With) -> None:
    with pytest.raises(AssertionError, match="the first page transfers too much"):
        test_pages.test_first_page_is_light_and_soon_interactive(with_mutant("sign_in_loads_three_more_libraries"))


def test_accessibility_detects_a_field_without_a_label(with_mutant: With) -> None:
    page = with_mutant("sign_in_has_a_field_without_a_label")().open("/")
    expect(page.get_by_role("button", name="Try it as a candidate")).to_be_visible()
    assert [line for line in violations(page) if line.startswith("label (critical)")]
