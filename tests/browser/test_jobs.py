"""Long work in a browser: how far it is without a reload, nothing that jumps, and all of it without scripts too."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.services import job_files, jobs
from annotator.settings import Settings
from tests.browser.hands import PASSWORD, sign_in
from tests.server import add_project, add_user, opened, server_with

#: Adds up how much the page has moved by itself.
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


THEIRS = "".join(f"Word O\nBaghdad B-{name}\n. O\n\n" for name in ("GeoPoliticalEntityOfAnotherCorpus", "Attack"))


def fill(database):
    add_project(database, "war", [f"Rebels took town {number}. " + "They went on. " * 60 for number in range(2000)])
    add_user(database, "lea", PASSWORD, "war", "lead")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with server_with(tmp_path_factory.mktemp("jobs"), fill) as running:
        yield running


@pytest.fixture
def lead(page, server, watched):
    watched(page)
    sign_in(page, server.url, "lea", PASSWORD)
    return page


def start_import(server, files: int) -> str:
    """An import of many files, one step each; the address of its page."""
    settings, key = Settings(data=server.data), job_files.new_key()
    room = job_files.new_room(settings, key)
    names = [f"file{number:03}.jsonl" for number in range(files)]
    for name in names:
        lines = [
            json.dumps({"format": "annotator/1", "id": f"{key}-{name}-{line}", "text": f"{key} {name} {line}. " * 20})
            for line in range(300)
        ]
        Path(room.given / name).write_text("\n".join(lines), "utf-8")
    with opened(server.database_url) as database, database.write() as session:
        jobs.start(session, None, "war", "import", {"files": names}, key)
    return f"{server.url}/projects/war/jobs/{key}"


def ask_for_an_export(page, format_id: str, button: str) -> None:
    page.get_by_role("link", name="Export").click()
    page.get_by_label("Format").select_option(format_id)
    page.get_by_role("button", name="Choose").click()
    page.get_by_label("Annotation sets").select_option("all")
    page.get_by_role("button", name=button, exact=True).click()


def look_into_a_corpus(page) -> None:
    """Send a corpus that has names of its own: what it would bring."""
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Files").set_input_files(
        {"name": "theirs.iob2", "mimeType": "text/plain", "buffer": THEIRS.encode()}
    )
    page.get_by_role("button", name="Look").click()
    page.get_by_role("heading", name="What does not come as it stands there").wait_for()


def test_what_would_be_lost_is_told_before_the_export_and_the_file_is_had_after_it(lead):
    ask_for_an_export(lead, "conll2003", "Only say what would be lost")
    lead.get_by_role("heading", name="What would be lost").wait_for()
    # Other tests have imported more.
    lost = int(lead.get_by_role("row", name="document lost no set").locator(".number").inner_text())
    assert lost >= 2000
    lead.get_by_role("button", name="Export").click()
    lead.get_by_role("heading", name="What was lost").wait_for()
    with lead.expect_download() as saved:
        lead.get_by_role("link", name="war-all.losses.jsonl").click()
    assert len(Path(saved.value.path()).read_text("utf-8").splitlines()) == lost


def test_progress_is_seen_without_a_reload_and_nothing_on_the_page_moves(lead, server):
    # The worker runs from here on.
    ask_for_an_export(lead, "native", "Export")
    lead.get_by_text("Done", exact=True).wait_for()
    lead.add_init_script(SHIFTS)
    lead.goto(start_import(server, files=150))
    lead.evaluate("() => { window.isTheSame = true; }")
    lead.wait_for_function("() => document.querySelector('#job-share').value > 0.05")
    first = lead.locator("#job-share").evaluate("(bar) => bar.value")
    lead.wait_for_function("(first) => document.querySelector('#job-share')?.value > first", arg=first)
    assert lead.evaluate("() => window.isTheSame")
    assert lead.evaluate("() => window.shifts") == 0
    assert "of 150" in lead.locator("#job-steps").inner_text()
    lead.get_by_role("heading", name="What was done").wait_for(timeout=60_000)
    assert "45,000" in lead.locator(".facts").inner_text()


def test_a_running_job_is_cancelled_by_its_button(lead, server):
    ask_for_an_export(lead, "native", "Export")
    lead.get_by_text("Done", exact=True).wait_for()
    lead.goto(start_import(server, files=400))
    lead.wait_for_function("() => document.querySelector('#job-share').value > 0")
    lead.get_by_role("button", name="Cancel").click()
    lead.get_by_text("It is told to stop.").wait_for()
    lead.get_by_text("Cancelled", exact=True).wait_for()
    assert lead.get_by_role("button", name="Cancel").count() == 0
    lead.get_by_role("link", name="All long work").click()
    assert "Cancelled" in lead.get_by_role("row", name="Import").first.inner_text()


def test_without_scripts_the_page_says_the_same_when_it_is_looked_at_again(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server.url, "lea", PASSWORD)
    ask_for_an_export(page, "native", "Export")
    for _ in range(200):
        if page.get_by_role("heading", name="Files").count():
            break
        assert page.locator("#job-percent").inner_text().endswith("%")
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(100)
    assert page.get_by_role("link", name="war-all.jsonl").count() == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken(lead, server, scheme):
    lead.emulate_media(color_scheme=scheme)
    check(lead)
    look_into_a_corpus(lead)
    check(lead)
    lead.get_by_role("button", name="Forget these files").click()
    check(lead)
    lead.goto(lead.url.removesuffix("/projects/war/import"))
    lead.get_by_role("link", name="Export").click()
    check(lead)
    lead.get_by_role("button", name="Only say what would be lost").click()
    lead.get_by_role("heading", name="What would be lost").wait_for()
    check(lead)
    lead.get_by_role("link", name="All long work").click()
    check(lead)
    lead.goto(start_import(server, files=200))
    check(lead)
    lead.get_by_role("button", name="Cancel").click()
    lead.get_by_text("Cancelled", exact=True).wait_for()
    check(lead)


def check(page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_on_a_small_screen_the_pages_run_out_on_no_side(lead):
    lead.set_viewport_size({"width": 320, "height": 640})
    too_wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    look_into_a_corpus(lead)
    assert not lead.evaluate(too_wide)
    lead.get_by_role("button", name="Forget these files").click()
    assert not lead.evaluate(too_wide)
    lead.goto(lead.url.removesuffix("/projects/war/import"))
    lead.get_by_role("link", name="Releases").click()
    assert not lead.evaluate(too_wide)
    lead.go_back()
    lead.get_by_role("link", name="Export").click()
    assert not lead.evaluate(too_wide)
    lead.get_by_role("button", name="Only say what would be lost").click()
    lead.get_by_role("heading", name="What would be lost").wait_for()
    assert not lead.evaluate(too_wide)
    lead.get_by_role("link", name="All long work").click()
    assert not lead.evaluate(too_wide)
