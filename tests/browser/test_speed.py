"""As fast as was promised, on a real page: text at once, labels within a frame or three, the next article at once.

How a moment is timed is told in the benchmarks, which measure more often. Machines that run tests are busy: so each
promise has some goes here, and must be held in one of them.
"""

from dataclasses import dataclass

import pytest

from annotator.domain.changes import change_from_json
from annotator.services import annotations, projects, tasks
from benchmarks import articles, stopwatch
from benchmarks.browser import MBIT, heap
from benchmarks.harness import median, percentile
from tests.browser.hands import PASSWORD
from tests.http_client import Client
from tests.server import add_project, add_user, person, server_with

pytestmark = pytest.mark.slow

GOES = 3
BATCH = 500
#: A project of articles of so many words; the first has so many spans already.
ARTICLES = {
    "short": (400, 20),
    "long": (20_000, 1_000),
    "row": (3_000, 0),
    # Submitted as they are.
    "online": (400, 0),
    "offline": (400, 0),
}
LABELS = 30


@dataclass
class Desk:
    """Somebody's articles, and how to come to them."""

    url: str
    numbers: dict[str, int]
    cookie: dict[str, str]

    def address(self, slug):
        return f"{self.url}/tasks/{self.numbers[slug]}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    numbers = {}

    def fill(database):
        add_user(database, "ann", PASSWORD)
        somebody = person(database, "ann")
        for slug, (words, spans) in ARTICLES.items():
            texts = [articles.article(words + number, words) for number in range(6)]
            add_project(database, slug, texts)
            with database.write() as session:
                projects.add_member(session, slug, "ann", "annotator")
                numbers[slug] = tasks.next_task(session, somebody, slug).task.id
            acts = [change_from_json(act) for act in articles.acts(texts[0], spans)] if spans else []
            for first in range(0, len(acts), BATCH):
                with database.write() as session:
                    annotations.save_changes(session, somebody, numbers[slug], acts[first : first + BATCH])

    with server_with(tmp_path_factory.mktemp("speed"), fill) as server:
        with Client(server.url) as client:
            client.sign_in("ann", PASSWORD)
            name, value = client.cookie()
        yield Desk(server.url, numbers, {"name": name, "value": value, "url": server.url})


@pytest.fixture
def timed(browser, desk):
    """Opens pages that are timed from their beginning, each in a browser that has cached nothing."""
    contexts = []

    def opened(slug=None):
        contexts.append(browser.new_context())
        stopwatch.install(contexts[-1])
        contexts[-1].add_cookies([desk.cookie])
        page = contexts[-1].new_page()
        if slug:
            page.goto(desk.address(slug))
            stopwatch.wait_until_ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def held(go, is_held):
    """What came out, until one of the goes held it."""
    found = []
    for _ in range(GOES):
        found.append(go())
        if is_held(found[-1]):
            return
    raise AssertionError(found)


def come_to_rest(page):
    """What is fetched once the page has come to rest is there, and from here on is timed."""
    page.wait_for_timeout(5000)
    page.wait_for_load_state("networkidle")
    stopwatch.clear(page)


def label(page, slug):
    """Labels all over the article, each taken back before the next, so that it stays as full as it was."""
    for number in range(LABELS):
        for key in ["Control+ArrowDown"] * (8 if slug == "long" and number % 4 == 0 else 0) + ["ArrowRight"] * 2:
            page.keyboard.press(key)
        while page.locator("#text mark.focused").count():
            page.keyboard.press("ArrowRight")
        page.keyboard.press(stopwatch.KEY, delay=stopwatch.HELD)
        page.wait_for_timeout(60)
        page.keyboard.press("KeyU", delay=stopwatch.HELD)
        page.wait_for_timeout(40)
    page.wait_for_timeout(300)


@pytest.mark.parametrize(("slug", "most"), [("short", 33), ("long", 50)])
def test_a_label_is_on_the_screen_at_once_and_no_key_waits(timed, slug, most):
    page = timed(slug)
    come_to_rest(page)

    def go():
        stopwatch.clear(page)
        label(page, slug)
        seen = stopwatch.read(page)
        assert len(seen.labels) > LABELS / 2
        return {"p95": percentile(seen.labels, 0.95), "tasks": seen.tasks, "slowest key": max(seen.keys, default=0)}

    held(go, lambda found: found["p95"] <= most and not found["tasks"] and found["slowest key"] <= 100)


@pytest.mark.parametrize("slug", ["short", "long"])
def test_the_first_text_is_there_soon_on_a_slow_line(timed, desk, slug):
    line = {"offline": False, "latency": 40, "downloadThroughput": 10 * MBIT, "uploadThroughput": 10 * MBIT}

    def go():
        page = timed()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", line)
        page.goto(desk.address(slug))
        stopwatch.wait_until_ready(page)
        return stopwatch.read(page).text

    held(go, lambda text: text <= 1500)


@pytest.mark.parametrize(("slug", "ready"), [("short", 300), ("long", 700)])
def test_a_browser_that_has_had_the_page_shows_it_and_takes_keys_at_once(
    playwright, browser_type_launch_args, tmp_path, desk, slug, ready
):
    # With a disk of its own, as people's browsers have.
    context = playwright.chromium.launch_persistent_context(tmp_path / "profile", **browser_type_launch_args)
    stopwatch.install(context)
    context.add_cookies([desk.cookie])

    def go():
        page = context.new_page()
        page.goto(desk.address(slug))
        stopwatch.wait_until_ready(page)
        page.wait_for_load_state("networkidle")
        seen = stopwatch.read(page)
        page.close()
        return seen

    try:
        # The first visits fill the cache and have the browser keep the scripts in the form that it runs.
        for _ in range(3):
            go()
        found = [go() for _ in range(2 * GOES)]
    finally:
        context.close()
    assert min(seen.text for seen in found) <= 500
    assert min(seen.ready for seen in found) <= ready


def test_the_page_is_small_and_asks_for_little(timed, desk):
    page = timed()
    requests, lengths = [], []
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.goto(desk.address("short"))
    stopwatch.wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    assert len([url for url in requests if url.startswith("http")]) <= 45
    assert sum(lengths) <= 200_000


@pytest.mark.parametrize("network", ["online", "offline"])
def test_ctrl_enter_shows_the_next_article_within_a_tenth_of_a_second(timed, desk, network):
    page = timed()
    fetched = []
    page.on("requestfinished", lambda request: request.url.endswith("/tasks/next") and fetched.append(request.url))
    page.goto(desk.address(network))
    stopwatch.wait_until_ready(page)
    come_to_rest(page)
    while len(fetched) < 2:
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000)
    page.context.set_offline(network == "offline")
    for number in range(2):
        page.wait_for_timeout(1000)
        page.keyboard.press("Control+Enter")
        page.wait_for_function("(count) => window.stopwatch.documents.length > count", arg=number)
    page.context.set_offline(False)
    assert min(stopwatch.read(page).documents) <= 100


def test_a_thousand_labels_leave_little_behind_and_the_last_is_as_quick_as_the_tenth(timed):
    def row(count):
        for _ in range(count):
            for key in ("ArrowRight", "ArrowRight"):
                page.keyboard.press(key)
            page.keyboard.press(stopwatch.KEY, delay=stopwatch.HELD)
            page.wait_for_timeout(30)

    page = timed("row")
    come_to_rest(page)
    memory = page.context.new_cdp_session(page)
    row(10)
    before = heap(memory)
    row(990)
    page.wait_for_function("() => document.querySelector('#saved').textContent.trim() === 'Saved'")
    grown = heap(memory) - before
    labels = stopwatch.read(page).labels
    assert len(labels) == 1000
    assert grown < 20_000_000
    # What is quicker than a frame is as quick: the screen shows nothing in between.
    assert median(labels[-100:]) <= max(1.2 * median(labels[10:110]), 1000 / 60)
