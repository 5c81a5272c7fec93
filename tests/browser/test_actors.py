"""The page of a project's list of actors in a real browser: by keys alone, in light and dark, on a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.domain.lessons import Lesson
from annotator.services import demo, projects
from annotator.services.lessons import learn
from annotator.store import projects as stored_projects
from tests.browser.hands import PASSWORD, sign_in
from tests.server import server_with


def fill(database):
    with database.write() as session:
        demo.load_demo(session)
        taught = [
            Lesson("Ryder's office", "us-military", "", is_human=True, is_name=True, times=3),
            Lesson("Dawn Riders", "", "Dawn Riders", is_human=True, is_name=True, times=2),
        ]
        learn(session, projects.row_of(stored_projects.get(session, "demo")), taught)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("actors"), fill) as running:
        running.add_user("lea", PASSWORD, "demo", "lead")
        yield running


@pytest.fixture
def entered(page, server, watched):
    watched(page)
    sign_in(page, server.url, "lea", PASSWORD)
    page.get_by_role("link", name="Actors").click()
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_has_no_fault_that_axe_finds(entered, theme):
    entered.emulate_media(color_scheme=theme)
    for address in ("", "?edit=us-military", "?query=nobody"):
        entered.goto(f"{entered.url.partition('?')[0]}{address}")
        assert Axe().run(entered).response["violations"] == []


def test_an_actor_is_added_by_keys_alone(entered):
    entered.get_by_label("Name", exact=True).focus()
    entered.keyboard.type("Lake Rangers")
    entered.keyboard.press("Tab")
    entered.keyboard.type("State sec")
    entered.keyboard.press("Tab")
    entered.keyboard.type("Rangers\n~the Lake")
    entered.keyboard.press("Tab")
    entered.keyboard.type("cmr")
    entered.keyboard.press("Enter")
    entered.get_by_role("status").get_by_text("Lake Rangers is on the list.").wait_for()
    row = entered.get_by_role("row", name="Lake Rangers")
    assert row.inner_text().split("\t")[1:4] == ["State security", "CMR", "Rangers; perhaps the Lake"]


def test_a_small_screen_is_not_wider_than_itself(entered):
    entered.set_viewport_size({"width": 320, "height": 640})
    entered.reload()
    assert entered.evaluate("document.documentElement.scrollWidth") <= 320
    frame = entered.get_by_role("region", name="List of actors")
    assert frame.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") == 0
    assert Axe().run(entered).response["violations"] == []
