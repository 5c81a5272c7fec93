"""The next version of a schema while somebody is at work: nothing that they marked vanishes, and work goes on."""

import pytest
from playwright.sync_api import expect

from annotator.services import exports, revisions
from annotator.store import projects as stored_projects
from tests.browser.annotators import somebody
from tests.factories import next_version, shipped_schema
from tests.server import opened, running_server

#: With the label goes the role that only it could play.
GONE = frozenset({"label:location", "role:location"})


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("revision")
    with running_server(f"sqlite:///{folder / 'revision.db'}", folder / "data") as running:
        yield running


def revise(server, slug):
    """Actors are renamed and locations retired; how many sets are being worked on."""
    return revised(server, slug, {"actor": "party"}, without="location", retired=GONE).open


def revised(server, slug, rename, *, without=None, retired=frozenset()):
    """The next version of the schema, with labels that go by another name; two to one name are merged."""
    schema = next_version(shipped_schema(), rename=rename, without=without)
    renames = {f"label:{old}": new for old, new in rename.items()}
    with opened(server.database_url) as database, database.write() as session:
        return revisions.revise(session, slug, schema, "", renames=renames, retired=retired)


def exported(server, slug):
    with opened(server.database_url) as database, database.read() as session:
        project = stored_projects.get(session, slug)
        return [
            (each.schema.version, sorted((span.label, span.quote) for span in each.spans))
            for record in exports.export_documents(session, project, exports.Sets.ALL)
            for each in record.sets
        ]


def test_whoever_has_an_article_open_is_told_when_they_come_back_to_it(page, server, watched):
    ann = somebody(watched(page), server)
    ann.open_with_the_next(ahead=1)
    told = page.get_by_role("region", name="New version of the schema")
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('presence.js'))"
    )
    assert revise(server, ann.slug) > 0
    with page.expect_response(lambda answer: "/journal" in answer.url):
        page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(told).to_be_visible()


def test_what_is_open_is_finished_under_its_version_and_no_span_vanishes(page, server, watched):
    ann = somebody(watched(page), server)
    hands = ann.hands
    first = ann.open_with_the_next(ahead=1)
    hands.label("Harbour Guard", "a")
    hands.press("z", "Tarsa", nth=1)
    ann.expect_saved()
    assert revise(server, ann.slug) > 0
    hands.press("z", "Tarsa", nth=2)
    hands.press("a", "Norland")
    marked = [("actor", "Harbour Guard"), ("actor", "Norland"), ("location", "Tarsa"), ("location", "Tarsa")]
    ann.expect_saved()
    page.reload()
    hands.wait_until_ready()
    assert hands.spans() == set(marked)
    told = page.get_by_role("region", name="New version of the schema")
    expect(told).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="OK").click()
    expect(told).to_have_count(0)
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('#position').textContent === '1 submitted'")
    ann.expect_saved()
    assert ann.state(first) == "submitted"
    assert (1, marked) in exported(server, ann.slug)


def test_labels_that_are_merged_meanwhile_stay_two_in_what_is_open_and_become_one_when_it_is_done(
    page, server, watched
):
    ann = somebody(watched(page), server)
    hands = ann.hands
    first = ann.open_with_the_next(ahead=1)
    hands.label("Harbour Guard", "a")
    hands.press("z", "Tarsa", nth=1)
    ann.expect_saved()
    report = revised(server, ann.slug, {"location": "actor"})
    assert report.counts["label", "location", "actor"] == 1, "who merges is told how much it is"
    assert report.open > 0
    hands.press("z", "Tarsa", nth=2)
    ann.expect_saved()
    page.reload()
    hands.wait_until_ready()
    marked = [("actor", "Harbour Guard"), ("location", "Tarsa"), ("location", "Tarsa")]
    assert hands.spans() == set(marked)
    expect(page.get_by_role("region", name="New version of the schema")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="OK").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.querySelector('#position').textContent === '1 submitted'")
    ann.expect_saved()
    assert ann.state(first) == "submitted"
    assert (1, marked) in exported(server, ann.slug)
