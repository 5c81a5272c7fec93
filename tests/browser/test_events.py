"""The table of events in a browser: from a cell to its words, by keys alone, in light and dark, on a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.services.demo import load_demo
from tests.browser.hands import PASSWORD, sign_in
from tests.server import server_with


def fill(database):
    with database.write() as session:
        load_demo(session)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("events"), fill) as running:
        running.add_user("lead", PASSWORD, "demo", role="lead")
        yield running


@pytest.fixture
def table(page, server, watched):
    watched(page)
    sign_in(page, server.url, "lead", PASSWORD)
    page.get_by_role("link", name="Events").click()
    return page


def test_a_cell_leads_to_its_words(table):
    table.get_by_role("link", name="killed: 41 or more combatant", exact=True).click()
    words = table.locator("mark#words")
    assert words.inner_text() == "over 40 Iranian-backed militants"
    table.wait_for_function("() => scrollY > 0")
    box = words.bounding_box()
    assert box
    assert 0 < box["y"] < table.viewport_size["height"]
    table.get_by_role("link", name="Events", exact=True).click()
    assert table.get_by_role("heading", name="Events", exact=True).is_visible()


def test_the_table_is_narrowed_and_read_by_keys_alone(table):
    table.get_by_label("Place or country").focus()
    table.keyboard.type("syria")
    table.keyboard.press("Enter")
    table.wait_for_url("**place=syria**")
    rows = table.locator("tbody tr")
    assert rows.count() == 1
    rows.get_by_role("link", name="airstrikes", exact=True).focus()
    table.keyboard.press("Enter")
    table.wait_for_url("**/documents/iraq-us-talks?**")
    assert table.locator("mark#words").inner_text() == "airstrikes"


def test_the_workbench_begins_at_the_span_that_is_sought(table):
    table.get_by_label("Sets").select_option("submitted")
    table.get_by_role("button", name="Show").click()
    table.get_by_role("link", name="killed: 3 military", exact=True).click()
    table.get_by_role("link", name="Open in the workbench").click()
    focused = table.locator("#inspector")
    focused.get_by_text("three American troops").first.wait_for()
    assert "#span=" in table.url


def test_a_file_of_events_is_had(table):
    with table.expect_download() as saved:
        table.get_by_role("link", name="Table of events").click()
    assert saved.value.suggested_filename == "demo-gold.events.csv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken(table, scheme):
    table.emulate_media(color_scheme=scheme)
    found = Axe().run(table)
    assert found.violations_count == 0, found.generate_report()
    table.get_by_role("link", name="killed: 41 or more combatant", exact=True).click()
    found = Axe().run(table)
    assert found.violations_count == 0, found.generate_report()


def test_enlarged_fourfold_every_cell_is_read_without_going_sideways(table):
    table.set_viewport_size({"width": 320, "height": 400})
    frame = table.locator(".table-frame")
    assert frame.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") == 0
    row = table.get_by_role("row", name="airstrikes")
    assert row.get_by_role("cell").all_inner_texts()[0] == "U.S."
    killed = row.get_by_role("link", name="killed: 41 or more combatant", exact=True)
    box = killed.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 320
    # Each cell says what it is, and a cell with nothing in it takes no room.
    heads = row.locator("td:visible").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each, '::before').content)"
    )
    assert [head.split('"')[1] for head in heads] == ["By", "Against, between", "Place", "Time", "Tolls", "Article"]
    killings = table.get_by_role("row", name="killings")
    assert killings.locator("td:visible").count() == 2
    assert Axe().run(table).violations_count == 0


def test_on_a_small_screen_the_pages_run_out_on_no_side(table):
    table.set_viewport_size({"width": 360, "height": 640})
    too_wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not table.evaluate(too_wide)
    table.get_by_role("link", name="airstrikes", exact=True).first.click()
    table.locator("mark#words").wait_for()
    assert not table.evaluate(too_wide)
