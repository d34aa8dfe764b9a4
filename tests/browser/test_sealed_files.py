"""Without a network for good, unsent answers leave the device as a file, and reach the reviewers from another one."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from shared.environment import EnvironmentReader
from shared.sealing.opening import open_sealed_file
from shared.sealing.sealing_keys import read_sealing_keys
from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.looks import faults_in_every_look
from tests.support.cleanup import post_cleanup, put_others_off
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview
from tests.support.people import People, Person

IS_KEPT = "async () => { await navigator.serviceWorker.ready; return true; }"
TEXT = "Grüße aus dem Funkloch: 世界 😀\n\tsecond line"


@pytest.fixture
def interview(database: Database) -> Interview:
    """An interview of an organization of its own."""
    return make_interview(database, ["open", "open"], time_limit_seconds=600)


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    """A member of the interview's organization."""
    return people.member(interview.organization_id)


def save_file(page: Page, folder: Path) -> Path:
    """Press the button that saves a file, and return where it is."""
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as a file").click()
    download: Download = started.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def upload(page: Page, path: Path) -> None:
    """Choose a file in the form, and upload it."""
    page.get_by_text("Upload answers that were saved as a file").click()
    page.get_by_label("File with saved answers").set_input_files(path)
    page.get_by_role("button", name="Upload").click()


def offline_with_text(mine: Device, interview: Interview, text: str = TEXT) -> InterviewTab:
    """A tab that has lost its network for good, was reloaded, and got a text after that."""
    tab = InterviewTab.start(mine, interview)
    assert tab.page.evaluate(IS_KEPT)
    tab.write("Before the outage")
    tab.is_saved()
    mine.offline()
    tab.write("Half")
    tab.is_on_device("Half")
    tab.page.reload()
    tab.sees_question(1)
    tab.write(text)
    return tab


def test_answer_typed_without_a_network_reaches_the_reviewer_by_a_file_from_another_browser(
    device: MakeDevice,
    candidate: Person,
    recruiter: Person,
    interview: Interview,
    database: Database,
    tmp_path: Path,
) -> None:
    put_others_off(database)
    mine = device(candidate, service_workers="allow")
    tab = offline_with_text(mine, interview)
    session_id = tab.session_id
    path = save_file(tab.page, tmp_path)
    expect(tab.page.locator("#sealed-file")).to_contain_text(f"Saved as {path.name}")
    # Nobody who finds the file reads it.
    assert "Funkloch" not in path.read_text()
    database.let_time_pass(session_id, 700)
    post_cleanup(mine.stack, mine.stack.scheduler_secret).raise_for_status()

    elsewhere = device(candidate).open()
    elsewhere.get_by_role("dialog").wait_for()
    elsewhere.keyboard.press("Escape")
    upload(elsewhere, path)
    expect(elsewhere.locator("#sealed-upload-outcome")).to_contain_text("1 text stored")
    elsewhere.get_by_role("button", name="Upload").click()
    expect(elsewhere.locator("#sealed-upload-outcome")).to_contain_text("stored already")

    review = device(recruiter).open(f"/recruiter.html?session={session_id}")
    late = review.locator("#late")
    expect(late).to_contain_text("Grüße aus dem Funkloch")
    expect(late).to_contain_text("it came in a file that a device without a network had saved")
    expect(late).to_contain_text(f"uploader: {candidate.email}")
    expect(late).to_contain_text("by the clock of that device, which may be wrong")
    [kept] = database.kept(session_id)
    assert (kept["answer"], kept["reason"], kept["accepted_at"]) == (TEXT, "sealed_file", None)
    late.get_by_role("button", name="Accept it").click()
    review.get_by_label("Reason").fill("The network of the test centre was down.")
    review.get_by_role("dialog").get_by_role("button", name="Accept").click()
    expect(late).to_contain_text("Accepted")
    assert database.value("select accepted_at is not null from reprise.late_answers where id = %s", kept["id"])


def test_answer_that_was_sent_without_a_network_is_in_the_file_byte_for_byte_and_a_member_uploads_it(
    device: MakeDevice,
    candidate: Person,
    recruiter: Person,
    interview: Interview,
    database: Database,
    tmp_path: Path,
) -> None:
    mine = device(candidate, service_workers="allow")
    tab = offline_with_text(mine, interview)
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    path = save_file(tab.page, tmp_path)
    keys = read_sealing_keys(EnvironmentReader({"SEALED_FILE_KEYS": mine.stack.sealed_file_keys}))
    opened = open_sealed_file(path.read_text(), keys)
    assert [(text.position, text.text) for text in opened.texts] == [(0, TEXT)]

    review = device(recruiter).open(f"/recruiter.html?session={tab.session_id}")
    upload(review, path)
    expect(review.locator("#sealed-upload-outcome")).to_contain_text("1 text stored")
    expect(review.locator("#late")).to_contain_text("uploader: You")
    # The question is still open: nothing counts before it is submitted, and the network's return submits it.
    assert database.answers(tab.session_id) == []
    mine.online()
    tab.sees_question(2)
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == [TEXT]
    expect(tab.page.locator("#sealed-file")).to_be_hidden()


@pytest.mark.prove
def test_candidate_who_uploads_the_text_of_an_open_question_is_asked_to_send_it(
    device: MakeDevice, candidate: Person, interview: Interview, tmp_path: Path
) -> None:
    mine = device(candidate, service_workers="allow")
    path = save_file(offline_with_text(mine, interview).page, tmp_path)
    elsewhere = device(candidate).open()
    upload(elsewhere, path)
    expect(elsewhere.locator("#sealed-upload-outcome")).to_contain_text("still open")


def test_file_that_is_none_is_refused_in_one_sentence(device: MakeDevice, candidate: Person, tmp_path: Path) -> None:
    page = device(candidate).open()
    path = tmp_path / "cv.pdf"
    for content in (b"%PDF-1.7", b"\xff\xfe\x00", b"", b"x" * 3_000_000):
        path.write_bytes(content)
        upload(page, path) if page.locator("details[open]").count() == 0 else again(page, path)
        expect(page.locator("#sealed-upload-outcome")).to_contain_text(re.compile("not a (saved answer )?file"))


def again(page: Page, path: Path) -> None:
    """Upload another file in the form that is open."""
    page.locator("#sealed-upload-outcome").evaluate("(outcome) => outcome.replaceChildren()")
    page.get_by_label("File with saved answers").set_input_files(path)
    page.get_by_role("button", name="Upload").click()


@pytest.mark.prove
def test_offer_appears_if_the_server_does_not_answer_for_a_while_and_goes_when_it_does(
    device: MakeDevice, candidate: Person, interview: Interview
) -> None:
    mine = device(candidate)
    mine.change_script("app/interview/sealed-file.js", "const WAIT_MS = 10_000;", "const WAIT_MS = 1000;")
    tab = InterviewTab.start(mine, interview)
    offer = tab.page.locator("#sealed-file")
    tab.write("Saved as usual")
    tab.is_saved()
    expect(offer).to_be_hidden()
    tab.network_answers("heartbeat", spoil=True)
    tab.write("Not saved")
    expect(offer).to_be_visible()
    tab.network_answers("heartbeat", spoil=False)
    tab.is_saved()
    expect(offer).to_be_hidden()


@pytest.mark.prove
def test_server_without_a_key_is_offered_no_file(device: MakeDevice, candidate: Person, interview: Interview) -> None:
    mine = device(candidate)
    mine.change_script("client/http/client.js", "const key = view?.sealed_file_key;", "const key = null;")
    tab = InterviewTab.start(mine, interview)
    mine.offline()
    tab.write("Not saved")
    expect(tab.saved).to_contain_text("You are offline")
    expect(tab.page.locator("#sealed-file")).to_be_hidden()


@pytest.mark.prove
def test_pages_with_saved_answers_are_fit_for_every_look(
    device: MakeDevice, candidate: Person, recruiter: Person, interview: Interview, tmp_path: Path
) -> None:
    mine = device(candidate, service_workers="allow")
    tab = offline_with_text(mine, interview)
    path = save_file(tab.page, tmp_path)
    assert faults_in_every_look(tab.page) == []
    for person, address in ((candidate, "/home.html"), (recruiter, f"/recruiter.html?session={tab.session_id}")):
        page = device(person).open(address)
        upload(page, path)
        expect(page.locator("#sealed-upload-outcome")).to_contain_text("stored")
        assert faults_in_every_look(page) == []
