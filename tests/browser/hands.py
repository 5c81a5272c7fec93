"""What a person does at the workbench: points at words, presses keys, sweeps. Real events only."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

#: Of everybody whom the tests make.
PASSWORD = "correct horse battery"

#: Boxes of the n-th occurrence of some words in the article, first and last character.
_BOXES = """([words, nth]) => {
  const nodes = [...document.querySelectorAll("#text p")].flatMap((p) => {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return [{ text: found.map((n) => n.data).join(""), nodes: found }];
  });
  let left = nth;
  for (const { text, nodes: pieces } of nodes) {
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      if (left-- > 0) continue;
      const boxOf = (offset) => {
        let rest = offset;
        for (const piece of pieces) {
          if (rest < piece.length) {
            const range = document.createRange();
            range.setStart(piece, rest);
            range.setEnd(piece, rest + 1);
            return { element: piece.parentElement, rect: range.getBoundingClientRect() };
          }
          rest -= piece.length;
        }
        throw new Error("no such character");
      };
      const ends = [at, at + words.length - 1];
      for (const end of ends) boxOf(end).element.scrollIntoView({ block: "center", behavior: "instant" });
      const out = ends.map(boxOf).find(({ rect }) => rect.top < 0 || rect.bottom > innerHeight);
      // In a window that is lower than a paragraph.
      if (out)
        for (const scroller of [document.querySelector(".reading"), window])
          scroller.scrollBy({ top: boxOf(at).rect.top - innerHeight / 3, behavior: "instant" });
      const middle = ({ rect: { left, top, width, height } }) => ({ x: left + width / 2, y: top + height / 2 });
      return ends.map((end) => middle(boxOf(end)));
    }
  }
  return null;
}"""

#: Where each visible character stands, from the corner of the text.
_PLACES = """() => {
  const corner = document.querySelector("#text").getBoundingClientRect();
  const places = [];
  for (const p of document.querySelectorAll("#text p")) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.length; at += 1) {
        if (/\\s/.test(node.data[at])) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        places.push([box.x - corner.x, box.y - corner.y]);
      }
    }
  }
  return places;
}"""


@dataclass
class Hands:
    """One hand on the pointer, the other on the keys."""

    page: Page

    def point(self, words: str, nth: int = 0) -> None:
        """Put the pointer on the first character of the words."""
        first, _ = self._boxes(words, nth)
        self.page.mouse.move(first["x"], first["y"])

    def label(self, words: str, key: str, nth: int = 0) -> None:
        """Label words with a key: held and swept over them where they are several."""
        first, last = self._boxes(words, nth)
        self.page.mouse.move(first["x"], first["y"])
        self.page.keyboard.down(key)
        if first != last:
            self.page.mouse.move((first["x"] + last["x"]) / 2, last["y"])
            self.page.mouse.move(last["x"], last["y"])
        self.page.keyboard.up(key)

    def press(self, key: str, words: str | None = None, nth: int = 0) -> None:
        """Press a key, on these words where some are given."""
        if words is not None:
            self.point(words, nth)
        self.page.keyboard.press(key)

    def spans(self) -> set[tuple[str, str]]:
        """(label, words) of every span that is painted."""
        found = self.page.evaluate(
            """() => [...document.querySelectorAll("#text mark")].map((m) => [m.dataset.label, m.textContent])"""
        )
        return {(label, words) for label, words in found}

    def wait_until_ready(self) -> None:
        """Until the workbench answers to keys: it says how things are saved last."""
        self.page.wait_for_selector("#text p")
        self.page.wait_for_function("() => document.querySelector('#saved').textContent.trim() !== ''")

    def wait_until_saved(self) -> None:
        self.page.wait_for_function("() => document.querySelector('#saved').textContent.trim() === 'Saved'")

    def wait_for_reading(self, words: str) -> None:
        """Until those who hear the page would be told what was read of a toll, and somebody can have looked at it."""
        self.page.locator("mark[aria-description*='not confirmed']", has_text=words).wait_for()
        # By the page's own clock, which a busy machine may hold up.
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 400))")

    def on_server(self) -> dict[str, Any]:
        """The annotations that the server has once everything is saved, read by the page's own session."""
        self.wait_until_saved()
        found: dict[str, Any] = task_on_server(self.page)["annotations"]
        return found

    def _boxes(self, words: str, nth: int) -> list[dict[str, float]]:
        boxes = self.page.evaluate(_BOXES, [words, nth])
        assert boxes, f"{words!r} is not in the article"
        # Scrolling may have moved them: ask again once they are there.
        found: list[dict[str, float]] = self.page.evaluate(_BOXES, [words, nth])
        return found


def task_on_server(page: Page) -> dict[str, Any]:
    """The task that is open on the page, as the server has it now."""
    found: dict[str, Any] = page.evaluate(
        "() => fetch(location.pathname.replace('/tasks/', '/api/v1/tasks/')).then((answer) => answer.json())"
    )
    return found


def wait_until_fetched(page: Page) -> None:
    """Until nothing was fetched for half a second: what a module needs in turn is asked for when it has come."""
    page.wait_for_function(
        """() => {
          const ends = performance.getEntriesByType("resource").map((each) => each.responseEnd);
          return performance.now() - Math.max(...ends) > 500;
        }"""
    )


def places(page: Page) -> list[tuple[float, float]]:
    """Where each visible character of the article stands, from the corner of the text."""
    found: list[tuple[float, float]] = page.evaluate(_PLACES)
    return found


def furthest_move(before: list[tuple[float, float]], after: list[tuple[float, float]]) -> float:
    """How far a character has moved at most, across or along, in pixels."""
    assert len(before) == len(after)
    return max(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in zip(before, after, strict=True))


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")


def next_article(page: Page) -> Hands:
    """From the list of tasks to the next article."""
    page.get_by_role("button", name="Next article").click()
    hands = Hands(page)
    hands.wait_until_ready()
    return hands
