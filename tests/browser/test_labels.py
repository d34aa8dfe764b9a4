"""The pages' copy."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import Person

_WORDS_OF_ONE = """async () => {
  const [{ scoreText, pointsText }, { savedStatus }] = await Promise.all([
    import("/app/ui/labels.js"), import("/app/interview/saved-status.js"),
  ]);
  return [scoreText(1, 1), scoreText(0.5, 10), pointsText(1), savedStatus({ excess: 1 })[1]];
}"""


def test_label_of_one_item_is_singular(device: MakeDevice) -> None:
    assert device().open("/404.html").evaluate(_WORDS_OF_ONE) == [
        "1 of 1 point",
        "0.5 of 10 points",
        "1 point",
        "This is too long to submit as a whole. Please shorten it by about 1 character.",
    ]


@pytest.mark.prove
def test_unreachable_results_are_reported_once_and_load_whole_afterwards(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api
) -> None:
    start(functions_api, candidate, make_interview(database, ["open"]).interview_id)
    mine = device(candidate)
    mine.change_script("client/http/http.js", "Math.min(15, 2 ** (number - 1))", "0.1")
    functions = re.compile("/(sessions|analytics)($|[?])")
    mine.context.route(functions, lambda route: route.abort())
    page = mine.open("/results.html")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    mine.context.unroute(functions)
    page.get_by_role("alert").get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Test interview")).to_be_visible()
    expect(page.get_by_text("Sessions begun")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)
