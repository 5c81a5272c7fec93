"""The annotation page in a browser: what it costs to open, how soon a label is seen, and that this stays so.

Opened cold, in a browser that has cached nothing: all bytes over the wire, headers included, and the number of
requests, as Chromium's network log counts them; and on a line of 10 Mbit/s with 40 ms of latency, as Chromium
emulates it. Opened warm, in a browser with a disk of its own that has had the page before. Labels are made with
real key events, the caret moved on by real keys before each; nothing else waits for anything. How a moment is
timed is told in `stopwatch.py`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain.changes import change_from_json
from annotator.services import annotations, projects, tasks
from annotator.store.session import Database
from benchmarks import articles, stopwatch
from benchmarks.harness import Report, median, percentile, run
from tests.http_client import Client
from tests.server import Server, add_project, add_user, opened, person, running_server
from tools.browser import find_browser

PASSWORD = "a long enough one"
BATCH = 500
MBIT = 1_000_000 / 8


@dataclass(frozen=True, slots=True)
class Article:
    """A project with articles of so many words; the first has so many spans already. Targets in milliseconds."""

    project: str
    words: int
    spans: int
    label: float
    ready: float

    @property
    def name(self) -> str:
        return f"{self.words:,} words, {self.spans:,} spans"


SHORT = Article("short", 400, 20, label=33, ready=300)
LONG = Article("long", 20_000, 2_000, label=50, ready=700)
#: Room for a thousand labels.
ROW = Article("row", 3_000, 0, label=33, ready=300)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody signed in to a server with these articles, and a browser to open them in."""

    report: Report
    browser: Any
    server: Server
    numbers: dict[str, int]
    cookie: dict[str, str]

    def address(self, article: Article) -> str:
        return f"{self.server.url}/tasks/{self.numbers[article.project]}"

    @contextmanager
    def page(self, article: Article | None = None) -> Iterator[Any]:
        """A page of a browser that has cached nothing but knows who is signed in; with an article, if one is named."""
        context = self.browser.new_context()
        with entered(context, self.cookie):
            page = context.new_page()
            if article is not None:
                page.goto(self.address(article))
                stopwatch.wait_until_ready(page)
            yield page

    def rounds(self, whole: int, quick: int) -> int:
        return quick if self.report.options.quick else whole


@contextmanager
def entered(context: Any, cookie: dict[str, str]) -> Iterator[Any]:
    """A browser context that is timed and signed in; closed at the end."""
    stopwatch.install(context)
    context.add_cookies([cookie])
    yield context
    context.close()


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
    following = 3 if report.options.quick else 8
    with opened(url) as database:
        add_user(database, "somebody", PASSWORD)
        numbers = {each.project: fill(database, each, following) for each in (SHORT, LONG, ROW)}
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    how = {"executable_path": executable, "args": flags}
    with running_server(url, folder / "data") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**how)
        desk = Desk(report, browser, server, numbers, signed_in(server))
        open_cold(desk)
        open_slowly(desk)
        with entered(playwright.chromium.launch_persistent_context(folder / "profile", **how), desk.cookie) as context:
            open_warm(desk, context)
        for article in (SHORT, LONG):
            label(desk, article)
        for article in (SHORT, LONG):
            go_on(desk, article, following)
        label_many(desk)
        browser.close()


def fill(database: Database, article: Article, following: int) -> int:
    """A project of such articles, the first opened as a task that has its spans already; the task's number."""
    texts = [articles.article(article.words + number, article.words) for number in range(following + 3)]
    add_project(database, article.project, texts)
    somebody = person(database, "somebody")
    with database.write() as session:
        projects.add_member(session, article.project, somebody.name, "annotator")
        found = tasks.next_task(session, somebody, article.project)
    assert found is not None
    acts = [change_from_json(act) for act in articles.acts(texts[0], article.spans)] if article.spans else []
    for first in range(0, len(acts), BATCH):
        with database.write() as session:
            saved = annotations.save_changes(session, somebody, found.task.id, acts[first : first + BATCH])
        assert not any(outcome.refusal for outcome in saved.outcomes)
    return found.task.id


def signed_in(server: Server) -> dict[str, str]:
    """The cookie of somebody who is signed in."""
    with Client(server.url) as client:
        client.sign_in("somebody", PASSWORD)
        name, value = client.cookie()
    return {"name": name, "value": value, "url": server.url}


# ---------------------------------------------------------------- opening


def open_cold(desk: Desk) -> None:
    requests: list[str] = []
    lengths: list[float] = []
    with desk.page() as page:
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", lambda event: requests.append(event["request"]["url"]))
        network.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
        network.send("Network.enable")
        page.goto(desk.address(SHORT))
        stopwatch.wait_until_ready(page)
        page.wait_for_load_state("networkidle")
    over_wire = [url for url in requests if url.startswith("http")]
    desk.report.add("cold, over the wire", sum(lengths) / 1000, 200, unit="kB")
    desk.report.add("cold, requests", len(over_wire), 45, unit="")


def open_slowly(desk: Desk) -> None:
    line = {"offline": False, "latency": 40, "downloadThroughput": 10 * MBIT, "uploadThroughput": 10 * MBIT}
    for article in (SHORT, LONG):
        times = []
        for _ in range(desk.rounds(5, 2)):
            with desk.page() as page:
                network = page.context.new_cdp_session(page)
                network.send("Network.enable")
                network.send("Network.emulateNetworkConditions", line)
                page.goto(desk.address(article))
                stopwatch.wait_until_ready(page)
                times.append(stopwatch.read(page).text)
        desk.report.add(f"cold, 10 Mbit/s and 40 ms, first text, {article.name}", median(times), 1500)


def open_warm(desk: Desk, context: Any) -> None:
    for article in (SHORT, LONG):
        seen = []
        # The first visits fill the browser's cache and have it keep the scripts in the form that it runs.
        for _ in range(3 + desk.rounds(10, 3)):
            page = context.new_page()
            page.goto(desk.address(article))
            stopwatch.wait_until_ready(page)
            page.wait_for_load_state("networkidle")
            seen.append(stopwatch.read(page))
            page.close()
        desk.report.add(f"warm, first text, {article.name}", median([each.text for each in seen[3:]]), 500)
        desk.report.add(f"warm, takes keys, {article.name}", median([each.ready for each in seen[3:]]), article.ready)


# ---------------------------------------------------------------- labels


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def label(desk: Desk, article: Article) -> None:
    count = desk.rounds(120, 40)
    keys = 0
    with desk.page(article) as page:
        come_to_rest(page)
        for number in range(count):
            # All over a long text, word by word in a short one.
            steps = ["Control+ArrowDown"] * (8 if article is LONG and number % 4 == 0 else 0) + ["ArrowRight"] * 2
            press(page, *steps)
            # A word that bears the label already is passed over: a key that makes nothing has nothing to show.
            while page.locator("#text mark.focused").count():
                press(page, "ArrowRight")
                keys += 1
            page.keyboard.press(stopwatch.KEY, delay=stopwatch.HELD)
            page.wait_for_timeout(60)
            # Taken back, so that the article stays as full as it was.
            page.keyboard.press("KeyU", delay=stopwatch.HELD)
            page.wait_for_timeout(40)
            keys += len(steps) + 2
        page.wait_for_timeout(300)
        seen = stopwatch.read(page)
    name = f"key up to label on the screen, {article.name}"
    if len(seen.labels) < count / 2:
        desk.report.note(f"{name}: only {len(seen.labels)} of {count} keys made a label")
        return
    report = desk.report
    report.add(f"{name}, p50", median(seen.labels), article.label)
    report.add(f"{name}, p95", percentile(seen.labels, 0.95), article.label)
    # Of keys that were answered within a frame the browser tells nothing.
    answers = [*seen.keys, *[0.0] * (keys - len(seen.keys))]
    report.add(f"any key to its answer, {article.name}, p98", percentile(answers, 0.98), 100)
    report.add(f"tasks over 50 ms, {article.name}", len(seen.tasks), 0, unit="")
    longest = f"{max(seen.tasks):.0f} ms" if seen.tasks else "under 50 ms"
    report.note(
        f"{article.name}: {median(seen.marked):.1f} ms until the mark is there; slowest of {len(seen.labels)} labels "
        f"{max(seen.labels):.1f} ms; longest task {longest}"
    )


def come_to_rest(page: Any) -> None:
    """What is fetched once the page has come to rest is there, and from here on is timed."""
    page.wait_for_timeout(5000)
    page.wait_for_load_state("networkidle")
    stopwatch.clear(page)


def label_many(desk: Desk) -> None:
    """A thousand labels in a row: what they leave in memory, and what they cost at the end."""
    count, window = (200, 50) if desk.report.options.quick else (1000, 100)
    with desk.page(ROW) as page:
        come_to_rest(page)
        memory = page.context.new_cdp_session(page)
        label_row(page, 10)
        before = heap(memory)
        label_row(page, count - 10)
        page.wait_for_function("() => document.querySelector('#saved').textContent.trim() === 'Saved'")
        grown = heap(memory) - before
        labels = stopwatch.read(page).labels
    if len(labels) < count:
        desk.report.note(f"only {len(labels)} of {count} keys in a row made a label")
    desk.report.add(f"{count:,} labels in a row, memory", grown / 1_000_000, 20, unit="MB")
    early, late = labels[10 : 10 + window], labels[-window:]
    desk.report.add(f"label {count:,} against label 10, medians", median(late), 1.2, floor=median(early))


def label_row(page: Any, count: int) -> None:
    for _ in range(count):
        press(page, "ArrowRight", "ArrowRight")
        page.keyboard.press(stopwatch.KEY, delay=stopwatch.HELD)
        page.wait_for_timeout(30)


def heap(memory: Any) -> float:
    """Bytes that the page's scripts hold on to: the engine's, the browser's for them, and those of buffers."""
    memory.send("HeapProfiler.collectGarbage")
    used = memory.send("Runtime.getHeapUsage")
    return float(sum(used.get(name, 0) for name in ("usedSize", "embedderHeapUsedSize", "backingStorageSize")))


# ---------------------------------------------------------------- the next document


def go_on(desk: Desk, article: Article, following: int) -> None:
    """From document to document; each was fetched before it is asked for."""
    fetched: list[str] = []
    with desk.page() as page:
        page.on("requestfinished", lambda request: request.url.endswith("/tasks/next") and fetched.append(request.url))
        page.goto(desk.address(article))
        stopwatch.wait_until_ready(page)
        come_to_rest(page)
        for number in range(following):
            while len(fetched) < number + 2:
                page.wait_for_timeout(100)
            page.wait_for_timeout(1000)
            press(page, "Control+Enter")
            page.wait_for_function("(count) => window.stopwatch.documents.length > count", arg=number)
        times = stopwatch.read(page).documents
    name = f"Ctrl+Enter to the next document, {article.words:,} words"
    desk.report.add(f"{name}, median", median(times), 100)
    desk.report.note(f"{name}: {', '.join(f'{each:.0f}' for each in times)} ms")


if __name__ == "__main__":
    run("The annotation page", __doc__, measure)
