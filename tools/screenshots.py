"""Makes the pictures in the guides, from the articles that ship: `python tools/screenshots.py [NAME...]`.

Each is one person's finished work on one article in a real browser, as large as a small laptop's window.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from annotator.domain.changes import change_from_json
from annotator.formats.native.format import Native
from annotator.services import annotations, documents, projects, tasks
from annotator.store.session import Database
from tests.http_client import Client
from tests.server import add_user, person, server_with
from tools.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
NAME, PASSWORD = "demo", "correct horse battery"
NEWS, ARABIC = "iraq-us-talks", "fuel-convoy-attack-ar"
#: Few colours, since nothing on the page is a photograph.
COLOURS = 96
WINDOW = {"width": 1280, "height": 800}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is done before it is taken, and how the browser is set up."""

    article: str
    arrange: Callable[[Page], None]
    context: Mapping[str, Any] = field(default_factory=dict)


def at_work(page: Page) -> None:
    """With the focus on an event."""
    page.locator("mark", has_text="strike").nth(1).click()
    page.mouse.move(2, 2)
    # With the place that was read, however long the first look-up takes.
    page.locator("#cards > li.focused .map").wait_for()


def in_hand(page: Page) -> None:
    page.locator("mark", has_text="airstrikes").first.click()
    page.mouse.move(2, 2)
    page.keyboard.press("e")
    page.locator("#cards > li.held").wait_for()


def as_list(page: Page) -> None:
    page.keyboard.press("F2")
    page.locator(".list").first.wait_for()


def as_it_opens(page: Page) -> None:
    page.locator("#text mark").first.wait_for()


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    page.wait_for_selector("#paper", timeout=60_000)
    # What a printer leaves free.
    page.evaluate("() => (document.body.style.padding = '56px')")


PLAN = {
    "workbench": Picture(NEWS, at_work),
    "dark": Picture(NEWS, at_work, {"color_scheme": "dark"}),
    "event": Picture(NEWS, in_hand),
    "arabic": Picture(ARABIC, as_it_opens),
    "list": Picture(NEWS, as_list),
    # What is left of the window at 400 %.
    "enlarged": Picture(NEWS, as_it_opens, {"viewport": {"width": 320, "height": 400}, "device_scale_factor": 2}),
    "paper": Picture(NEWS, on_paper, {"viewport": {"width": 794, "height": 1000}}),
}


def fill(database: Database) -> dict[str, int]:
    """A project for each article, and its gold as somebody's own work: their tasks by article."""
    add_user(database, NAME, PASSWORD)
    somebody = person(database, NAME)
    schema, guideline = projects.load_schema("conflict-events")
    numbers = {}
    for article in (NEWS, ARABIC):
        file = ROOT / f"seeds/{article}.jsonl"
        with database.write() as session:
            project = projects.create_project(session, article, "Conflict news", schema, guideline)
            for _ in documents.import_documents(session, project, Native().read(file)):
                pass
            projects.add_member(session, article, NAME, "annotator")
            found = tasks.next_task(session, somebody, article)
            assert found is not None
        numbers[article] = found.task.id
        with database.write() as session:
            saved = annotations.save_changes(session, somebody, found.task.id, list(gold_of(file)))
        assert not any(outcome.refusal for outcome in saved.outcomes)
    return numbers


def gold_of(file: Path) -> Iterator[Any]:
    gold = json.loads(file.read_text("utf-8").splitlines()[0])["annotation_sets"][0]
    items = [("add_span", {"attributes": {}, "origin": "human", **span}) for span in gold["spans"]]
    items += [("add_link", link) for link in gold["links"]]
    for number, (kind, after) in enumerate(items):
        yield change_from_json({"id": f"c{number}", "act": f"a{number}", "kind": kind, "before": None, "after": after})


@contextmanager
def opened_page(browser: Browser, url: str, number: int, picture: Picture) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": WINDOW, **picture.context})
    with Client(url) as client:
        client.sign_in(NAME, PASSWORD)
        name, value = client.cookie()
    context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/tasks/{number}")
    page.wait_for_function("() => document.querySelector('#saved').textContent.trim() === 'Saved'")
    # What is written between the lines and what comes with rest is there.
    page.wait_for_timeout(6000)
    yield page
    context.close()


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    whole = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    drawn = whole.quantize(COLOURS, dither=Image.Dither.NONE)
    PICTURES.mkdir(exist_ok=True)
    drawn.save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}: {(PICTURES / f'{name}.png').stat().st_size / 1000:.0f} kB")


def main() -> int:
    names = sys.argv[1:] or list(PLAN)
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    numbers: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory(prefix="annotator-pictures-") as folder,
        server_with(Path(folder), lambda database: numbers.update(fill(database))) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        for name in names:
            picture = PLAN[name]
            with opened_page(browser, server.url, numbers[picture.article], picture) as page:
                picture.arrange(page)
                take(page, name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
