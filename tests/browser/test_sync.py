"""The page of a sync in a browser: what both sides changed is decided with one key each, and nothing breaks a rule."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotator.labelstudio.plan import Action, Deed, Plan, Trouble
from annotator.services import jobs
from annotator.services.job_kinds.sync_project import KIND, summary
from annotator.services.sync import conflicts, runs
from annotator.store import jobs as stored_jobs
from tests import connections
from tests.browser.hands import PASSWORD, sign_in
from tests.server import add_project, add_user, opened, server_with


def fill(database):
    add_project(database, "war", ["Rebels took the town."])
    add_user(database, "lea", PASSWORD, "war", "lead")
    connections.connect(database)
    for key in ("story", "report"):
        connections.bring(database, key)
        connections.differ(database, key)
    runs.note_failure(database, "war", runs.Asked("schedule"), "https://labels.example.org/ls does not answer")
    plan = Plan(
        [Action(Deed.CREATE, "story", "annotation", "ann", 1, remote_task=31, detail="4 span(s), 1 link(s)")],
        troubles=[Trouble("report", "config", "the labelling config has no label actor", "ann")],
        remarks=["the labelling config is another one than in the last run"],
    )
    with database.write() as session:
        key = jobs.start(session, None, "war", KIND, {"dry_run": True})
        stored_jobs.begin(session, key)
        stored_jobs.keep(session, key, kept={**summary(plan), "decided": []}, steps=1, words="")
        stored_jobs.end(session, key, stored_jobs.DONE)


@pytest.fixture
def server(tmp_path):
    with server_with(tmp_path, fill) as running:
        yield running


@pytest.fixture
def lead(page, server, watched):
    watched(page)
    sign_in(page, server.url, "lea", PASSWORD)
    page.get_by_role("link", name="Label Studio").click()
    return page


def choices(server):
    with opened(server.database_url) as database:
        return [each.choice for each in conflicts.list_conflicts(database, "war")]


def focused(page) -> str:
    return page.evaluate("() => document.activeElement.id")


def test_what_differs_is_decided_with_one_key_each_without_a_new_page(lead, server):
    lead.evaluate("() => { window.isTheSame = true; }")
    first = lead.locator(".difference").first
    first.focus()
    for key in ("1", "2", "1"):
        before = focused(lead)
        lead.keyboard.press(key)
        lead.wait_for_function("(before) => document.activeElement.id !== before", arg=before)
    assert choices(server) == ["local", "remote", "local", None, None, None]
    assert lead.get_by_role("status").filter(has_text="3 left to decide.").count() == 1
    assert focused(lead) == "conflict-4"
    # Back to one that is decided, and its decision taken back.
    lead.keyboard.press("ArrowUp")
    lead.keyboard.press("0")
    lead.get_by_text("4 left to decide.").wait_for()
    assert choices(server) == ["local", "remote", None, None, None, None]
    assert lead.evaluate("() => window.isTheSame")
    # The same by a button.
    lead.locator("#conflict-6").get_by_role("button", name="Label Studio counts").click()
    lead.get_by_text("3 left to decide.").wait_for()
    assert choices(server)[5] == "remote"
    assert lead.evaluate("() => window.isTheSame")


def test_a_key_means_nothing_outside_of_what_differs(lead, server):
    lead.locator("h1").click()
    lead.keyboard.press("1")
    lead.get_by_label("Every so many minutes").press("1")
    assert lead.get_by_label("Every so many minutes").input_value() == "1"
    assert choices(server) == [None] * 6


def test_without_scripts_the_buttons_do_the_same(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server.url, "lea", PASSWORD)
    page.get_by_role("link", name="Label Studio").click()
    page.locator("#conflict-2").get_by_role("button", name="Here counts").click()
    assert page.url.endswith("/sync#conflict-2")
    assert choices(server)[1] == "local"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken(lead, scheme):
    lead.emulate_media(color_scheme=scheme)
    check(lead)
    lead.locator("#conflict-1").focus()
    lead.keyboard.press("1")
    lead.get_by_text("5 left to decide.").wait_for()
    check(lead)
    lead.get_by_role("button", name="Make a secret").click()
    lead.get_by_text("shown this once").wait_for()
    check(lead)
    lead.goto(lead.url.removesuffix("/secret"))
    lead.get_by_role("button", name="Plan again").click()
    lead.get_by_role("alert").filter(has_text="ANNOTATOR_LABEL_STUDIO_TOKEN").wait_for(timeout=60_000)
    check(lead)


def check(page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_on_a_small_screen_the_page_runs_out_on_no_side(lead):
    lead.set_viewport_size({"width": 320, "height": 640})
    assert not lead.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
