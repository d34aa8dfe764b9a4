"""Pictures of authoring: the question bank, a question, and an interview on its way to being published."""

from playwright.sync_api import expect

from tests.browser.screenshots_studio import RECRUITER, Studio
from tests.support.interviews import FULL_STACK

FILE = "kind,prompt,points,option_a,option_b,correct_option\nmcq,Which index serves a range?,10,B-tree,Hash,c\n"


def walk_authoring(studio: Studio) -> None:
    """A recruiter's home, the bank, a question with faults, an import, and a new interview."""
    take, page = studio.take, studio.context(RECRUITER).new_page()
    page.goto("/home.html")
    expect(page.get_by_role("link", name="Full Stack Developer").first).to_be_visible()
    take(page, "home-recruiter")
    page.goto("/questions.html")
    expect(page.get_by_role("button", name="Deactivate").first).to_be_visible()
    take(page, "questions")
    page.get_by_label("Kind", exact=True).select_option("mcq")
    page.get_by_role("link", name="GET /invoices").click()
    right = page.get_by_role("radio", checked=True)
    expect(right).to_be_visible()
    take(page, "question", page.get_by_role("heading", name="Correct answer"))
    page.goto("/questions.html?new")
    page.get_by_label("Question", exact=True).fill("Which index serves `where price between 10 and 20`?")
    page.get_by_label("Option 1", exact=True).fill("A B-tree index")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Choose which option is right.")).to_be_visible()
    take(page, "question-faults", page.get_by_role("heading", name="Correct answer"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/questions.html?import")
    page.get_by_label("Format").select_option("csv")
    page.get_by_label("Text", exact=True).fill(FILE)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Nothing was imported")).to_be_visible()
    take(page, "questions-import")
    _walk_editor(studio)


def _walk_editor(studio: Studio) -> None:
    take, page = studio.take, studio.context(RECRUITER).new_page()
    page.goto(f"/interview-editor.html?id={FULL_STACK}")
    expect(page.locator("#total")).to_contain_text("6 questions")
    take(page, "interview-editor", page.locator("#questions"))
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("button", name="Publish")).to_be_visible()
    # An operator's change in SQL is not checked.
    studio.database.execute(
        "update reprise.question_keys set correct_option = null where question_id ="
        " (select question_id from reprise.interview_questions where interview_id = %s and position = 0)",
        FULL_STACK,
    )
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("group", name="Not published")).to_be_visible()
    take(page, "interview-editor-faults")
    page.get_by_role("button", name="Add from the bank").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Add:").first).to_be_visible()
    take(page, "interview-editor-bank")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Make a pool").click()
    page.get_by_label("How many to ask").fill("2")
    for number in (1, 2, 3):
        page.get_by_role("dialog").get_by_role("checkbox").nth(number).check()
    page.get_by_role("button", name="Save pool").click()
    expect(page.locator("#total")).to_contain_text("Each session asks 5 of 6 questions")
    take(page, "interview-editor-pool", page.locator("#questions"))
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="Question 1 of 6")).to_be_visible()
    take(page, "interview-preview")
    page.goto("/interview-editor.html?posting")
    page.get_by_label("The job").fill("A nurse for the night shift of an intensive care unit, in a team of eight.")
    take(page, "interview-from-posting")
    page.context.close()
