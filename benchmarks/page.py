"""The annotation page in a browser: what it costs to open, and how soon a label is seen.

Opened cold, in a browser that has cached nothing: all bytes that come over the wire, headers included, and
the number of requests, as Chromium's network log counts them.

A label: from the moment at which the browser got the key up (the event's own time stamp) to the first
task after the frame in which the new <mark> was drawn: a mutation observer sees the mark, the next
animation frame draws it, and a message sent in that frame is delivered when it is done. Real key events,
the caret moved on by real keys before each; nothing else waits for anything. As a check the browser's own
measure of the same keys (Event Timing, in steps of 8 ms) is printed too.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.domain.changes import change_from_json
from annotator.services import annotations, projects, tasks
from annotator.store.session import Database
from benchmarks import articles
from benchmarks.harness import Report, median, percentile, run
from tests.http_client import Client
from tests.server import Server, add_project, add_user, opened, person, running_server
from tools.browser import find_browser

PASSWORD = "a long enough one"
#: project: words, spans that are there already, the most that 95 of 100 labels may take (ms)
LONG, SHORT = "long", "short"
ARTICLES = {SHORT: (400, 20, 33), LONG: (20_000, 2_000, 50)}
KEY = "KeyA"
BATCH = 500
#: A finger holds a key for about so long, in milliseconds; the words that it would label are shown meanwhile.
HELD = 60

_OBSERVE = """(key) => {
  window.labels = { marked: [], painted: [], events: [] };
  let released = 0;
  const ours = new Set();
  document.addEventListener("keyup", (event) => {
    if (event.code === key) released = event.timeStamp;
  }, true);
  const isMark = (node) => node.nodeName === "MARK";
  new MutationObserver((records) => {
    if (!released || !records.some((record) => [...record.addedNodes].some(isMark))) return;
    const since = released;
    released = 0;
    ours.add(since);
    window.labels.marked.push(performance.now() - since);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.labels.painted.push(performance.now() - since);
      port2.postMessage(null);
    });
  }).observe(document.getElementById("text"), { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.name === "keyup" && ours.has(entry.startTime)) window.labels.events.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16 });
}"""


def measure(report: Report, folder: Path) -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        report.note("no Playwright here: run it with the Python of the tests, .venv-test/bin/python")
        return
    executable = find_browser()
    if executable is None:
        report.note("no Chromium found")
        return
    url = f"sqlite:///{folder / 'annotator.db'}"
    with opened(url) as database:
        add_user(database, "somebody", PASSWORD)
        numbers = {project: fill(database, project, words, spans) for project, (words, spans, _) in ARTICLES.items()}
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with running_server(url, folder / "data") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        with signed_in(browser, server) as page:
            open_cold(report, page, f"{server.url}/tasks/{numbers[SHORT]}")
        for project in (SHORT, LONG):
            with signed_in(browser, server) as page:
                page.goto(f"{server.url}/tasks/{numbers[project]}")
                label(report, page, project)
        browser.close()


def fill(database: Database, project: str, words: int, spans: int) -> int:
    """A project of one article, opened as a task that has so many spans already; the task's number."""
    text = articles.article(words, words)
    add_project(database, project, [text])
    somebody = person(database, "somebody")
    with database.write() as session:
        projects.add_member(session, project, somebody.name, "annotator")
        found = tasks.next_task(session, somebody, project)
    assert found is not None
    acts = [change_from_json(act) for act in articles.acts(text, spans)] if spans else []
    for first in range(0, len(acts), BATCH):
        with database.write() as session:
            saved = annotations.save_changes(session, somebody, found.task.id, acts[first : first + BATCH])
        assert not any(outcome.refusal for outcome in saved.outcomes)
    return found.task.id


@contextmanager
def signed_in(browser: Any, server: Server) -> Iterator[Any]:
    """A page of a browser that has cached nothing but knows who is signed in."""
    with Client(server.url) as client:
        client.sign_in("somebody", PASSWORD)
        name, value = client.cookie()
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    yield context.new_page()
    context.close()


def open_cold(report: Report, page: Any, address: str) -> None:
    requests: list[str] = []
    lengths: list[float] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
    network.send("Network.enable")
    started = time.perf_counter()
    page.goto(address)
    wait_until_ready(page)
    ready = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    over_wire = [url for url in requests if url.startswith("http")]
    report.add("annotation page cold, over the wire", sum(lengths) / 1000, 200, unit="kB")
    report.add("annotation page cold, requests", len(over_wire), 45, unit="")
    report.note(f"ready for keys {ready:.2f} s after the address was entered")


def label(report: Report, page: Any, project: str) -> None:
    words, spans, target = ARTICLES[project]
    count = 40 if report.options.quick else 120
    wait_until_ready(page)
    page.evaluate(_OBSERVE, KEY)
    for number in range(count):
        # All over a long text, word by word in a short one.
        if project == LONG and number % 4 == 0:
            for _ in range(8):
                page.keyboard.press("Control+ArrowDown")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        page.keyboard.press(KEY, delay=HELD)
        page.wait_for_timeout(60)
        # Taken back, so that the article stays as full as it was.
        page.keyboard.press("KeyU", delay=HELD)
        page.wait_for_timeout(40)
    page.wait_for_timeout(300)
    found = page.evaluate("() => window.labels")
    painted = found["painted"]
    name = f"key up to painted label, {words:,} words, {spans:,} spans"
    if len(painted) < count / 2:
        report.note(f"{name}: only {len(painted)} of {count} keys made a label")
        return
    report.add(f"{name}, p95", percentile(painted, 0.95), target)
    events = found["events"]
    shares = [f"{percentile(events or [0], share):.0f}" for share in (0.5, 0.95)]
    report.note(
        f"{words:,} words: p50 {median(painted):.1f} ms, of which {median(found['marked']):.1f} ms until the mark is "
        f"there; slowest {max(painted):.1f} ms of {len(painted)} labels"
    )
    report.note(f"  Event Timing of the {len(events)} that took 16 ms or more: p50/p95 {'/'.join(shares)} ms")


def wait_until_ready(page: Any) -> None:
    """The workbench says how things are saved last of all."""
    page.wait_for_selector("#text p")
    page.wait_for_function("() => document.querySelector('#saved').textContent.trim() !== ''")


if __name__ == "__main__":
    run("The annotation page", __doc__, measure)
