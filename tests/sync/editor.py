"""Label Studio's own editor in a browser, as hands use it: a task opened, words marked, an annotation sent."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLateError

from tests.labelstudio_server import EMAIL, PASSWORD, LabelStudioServer

TEXT = ".lsf-htx-richtext"

#: Where on the screen some words begin and end: for words that run to the left the other way round.
_PLACE = """([words, atEnd]) => {
  const walker = document.createTreeWalker(document.querySelector(".lsf-htx-richtext"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words);
    if (start < 0) continue;
    const all = [...words], letter = all[atEnd ? all.length - 1 : 0];
    const from = atEnd ? start + words.length - letter.length : start;
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, from + letter.length);
    node.parentElement.scrollIntoView({ block: "center" });
    const box = range.getBoundingClientRect();
    const isLeftwards = /[\\u0590-\\u08ff]/.test(letter);
    return [isLeftwards === atEnd ? box.left : box.right, box.top + box.height / 2, isLeftwards];
  }
  throw new Error(`no ${words} in the text`);
}"""


@dataclass
class Editor:
    """The editor, with somebody signed in."""

    page: Page
    server: LabelStudioServer
    project: int

    def sign_in(self) -> None:
        self.page.goto(f"{self.server.url}/user/login/")
        self.page.fill("input[name=email]", EMAIL)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("[type=submit]")
        self.page.wait_for_url(lambda url: "/user/login" not in url)

    def open(self, task: int, spans: int) -> None:
        """The task with its first annotation, which has so many spans. Fails where the editor dies on it."""
        self.page.goto(f"{self.server.url}/projects/{self.project}/data?task={task}")
        expect(self.page.locator(TEXT)).to_be_visible(timeout=30_000)
        # The text is there before what is marked in it.
        self.page.wait_for_function(
            """(number) => {
              const regions = window.Htx?.annotationStore?.selected?.regions;
              return regions?.filter((region) => region._spans?.length).length === number;
            }""",
            arg=spans,
        )

    def highlighted(self) -> dict[str, str]:
        """What is highlighted, by the id of each region: the words as a person sees them."""
        found: dict[str, str] = self.page.evaluate(
            """() => Object.fromEntries(window.Htx.annotationStore.selected.regions.map((region) =>
              [region.cleanId, (region._spans ?? []).map((span) => span.textContent).join("")]))"""
        )
        return found

    def mark(self, label: str, first: str, last: str | None = None) -> None:
        """Pick a label, and draw over the text from one word to the other."""
        before = len(self.highlighted())
        self.page.locator(".lsf-label", has_text=label).first.click()
        x, y = self._edge(first, at_end=False)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        x, y = self._edge(last or first, at_end=True)
        self.page.mouse.move(x, y, steps=5)
        self.page.mouse.up()
        self.page.wait_for_function(
            "(number) => window.Htx.annotationStore.selected.regions.length > number", arg=before
        )
        self.page.keyboard.press("Escape")

    def touch(self, words: str) -> None:
        """Mark some words and take that away again: the editor sends nothing while nothing was done."""
        self.mark(self.page.locator(".lsf-label").first.inner_text().split()[0], words)
        x, y = self._edge(words, at_end=False)
        self.page.mouse.click(x, y)
        number = len(self.highlighted())
        self.page.keyboard.press("Backspace")
        self.page.wait_for_function(
            "(number) => window.Htx.annotationStore.selected.regions.length < number", arg=number
        )

    def _edge(self, words: str, *, at_end: bool) -> tuple[float, float]:
        edge, y, is_leftwards = self.page.evaluate(_PLACE, [words, at_end])
        # A hair inside of the letter.
        return edge + (0.5 if is_leftwards is at_end else -0.5), y

    def update(self) -> dict[str, Any]:
        """Press Update; the annotation as the server has stored it."""
        with self.page.expect_response(
            lambda answer: "/api/annotations/" in answer.url and answer.request.method == "PATCH"
        ) as waited:
            self.page.locator("button[name=submit]").first.click()
        found: dict[str, Any] = waited.value.json()
        # It still asks for what it shows next; leaving in between would be logged as an error there.
        with suppress(TooLateError):
            self.page.wait_for_load_state("networkidle", timeout=5_000)
        return found
