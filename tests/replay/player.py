"""Hands that do what a plan says, act by act, with real events only, and count what they did."""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import ClassVar

from playwright.sync_api import CDPSession, Page

from tests.browser.fingers import Fingers
from tests.replay.gold import Facts

#: Left, top, right, bottom on the screen.
Box = list[float]

#: Boxes of the characters of each paragraph, by UTF-16 units: [left, top, right, bottom] on the screen, or null.
_BOXES = """() => [...document.querySelectorAll("#text p")].map((paragraph) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const boxes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top, right, bottom } = range.getBoundingClientRect();
      boxes.push(right > left ? [left, top, right, bottom] : null);
    }
  }
  return boxes;
})"""

#: What of the screen shows words that lie under nothing, [top, bottom], and the boxes of some characters.
_SIGHT = """(places) => {
  const boxes = places.map(([paragraph, unit]) => {
    const walker = document.createTreeWalker(document.querySelectorAll("#text p")[paragraph], NodeFilter.SHOW_TEXT);
    let left = unit;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (left < node.length) {
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        const { left: from, top, right, bottom } = range.getBoundingClientRect();
        return [from, top, right, bottom];
      }
      left -= node.length;
    }
    throw new Error("no such character");
  });
  const pane = document.querySelector(".reading");
  const frame = pane.scrollHeight > pane.clientHeight + 1 ? pane.getBoundingClientRect() : null;
  const lids = [...document.querySelectorAll(".bar, .said:not(:empty)")].map((lid) => lid.getBoundingClientRect().top);
  return [[Math.max(0, frame?.top ?? 0), Math.min(innerHeight, frame?.bottom ?? innerHeight, ...lids)], ...boxes];
}"""

#: The words of the text as the page divides it: asked of the module that the page itself has loaded.
_TOKENS = """async (text) => {
  const module = [...document.querySelectorAll("link[rel=modulepreload]")].find(
    ({ href }) => /\\/tokens\\b.*js/.test(href),
  );
  const { tokenize } = await import(module.href);
  return tokenize(text);
}"""


#: Is what was read in some words shown?
_IS_READ = """(words) => [...document.querySelectorAll("#text mark[aria-description*='not confirmed']")]
  .some((mark) => words.startsWith(mark.textContent))"""
#: Is what was read of so many spans of the event in hand waiting for a yes?
_ARE_READ = """(count) => document.querySelector("#legend").textContent.includes(` ${count} read`)"""


class Article:
    """Where each code point of a text is on the page."""

    def __init__(self, page: Page, text: str) -> None:
        self.page = page
        self.text = text
        # As the page divides it: each line break ends a paragraph.
        breaks = [(found.start(), found.end()) for found in re.finditer("\r\n|\n|\r", text)]
        self.starts = [0, *(end for _, end in breaks)]
        self.ends = [*(start for start, _ in breaks), len(text)]

    def place(self, point: int) -> tuple[int, int]:
        """The paragraph of a code point, and its UTF-16 unit in it."""
        number = max(at for at, start in enumerate(self.starts) if start <= point)
        return number, len(self.text[self.starts[number] : point].encode("utf-16-le")) // 2

    def boxes(self) -> list[Box | None]:
        """The box of each code point of the text; none where nothing is seen of it."""
        found: list[Box | None] = [None] * len(self.text)
        for boxes, start, end in zip(self.page.evaluate(_BOXES), self.starts, self.ends, strict=True):
            units = accumulate((2 if ord(each) > 0xFFFF else 1 for each in self.text[start:end]), initial=0)
            for point, unit in zip(range(start, end), units, strict=False):
                found[point] = boxes[unit]
        return found

    def tokens(self) -> list[dict[str, int]]:
        found: list[dict[str, int]] = self.page.evaluate(_TOKENS, self.text)
        return found

    def boxes_of(self, *points: int) -> list[Box]:
        """Where some characters are on the screen."""
        return self.sight(*points)[1]

    def sight(self, *points: int) -> tuple[tuple[float, float], list[Box]]:
        """From where to where words are seen, and where some characters are."""
        view, *boxes = self.page.evaluate(_SIGHT, [list(self.place(point)) for point in points])
        return tuple(view), boxes

    def are_in_sight(self, *points: int, margin: float = 0) -> bool:
        (top, bottom), boxes = self.sight(*points)
        return all(box[1] >= top + margin and box[3] <= bottom - margin for box in boxes)


@dataclass
class Player:
    """What all hands share: they press keys, and count."""

    page: Page
    article: Article
    #: How often each kind of act was done, by the part of the work: ("spans", "key") and so on.
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    part: str = ""

    #: What it counts as when something is typed.
    key_kind: ClassVar[str] = "key"

    def play(self, steps: list[Facts]) -> None:
        for step in steps:
            self.part = step["part"]
            for act in step["acts"]:
                try:
                    self.act(act)
                except Exception as error:
                    error.add_note(f"{step['does']}: {act}")
                    raise

    def act(self, act: Facts) -> None:
        if "within" in act:
            self.page.locator(act["within"]).wait_for()
        if "reads" in act:
            self.wait_until_read(act["reads"])
        if "type" in act:
            self.page.locator(act["into"]).wait_for()
            for sign in act["type"]:
                self.count(self.key_kind)
                self.page.keyboard.type(sign)
        elif "jump" in act:
            self.jump(act["jump"], act["end"], act["otherwise"])
        elif "drag" in act:
            self.drag(act["at"], act["to"])
        else:
            self.key(act)
        if "closes" in act:
            self.page.locator(act["closes"]).wait_for(state="detached")

    def wait_until_read(self, what: int | str) -> None:
        """Until the page shows what was read: in the words of a toll, or of so many spans of the event in hand."""
        # What the last key changed is drawn with the next frame: until then an earlier number stands there.
        self.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        self.page.wait_for_function(_IS_READ if isinstance(what, str) else _ARE_READ, arg=what)
        # A key says yes to what has stood there long enough to be seen, by the page's own clock.
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 400))")

    def count(self, kind: str, times: int = 1) -> None:
        self.counts[self.part, kind] += times

    def key(self, act: Facts) -> None:
        self.count(self.key_kind)
        self.page.keyboard.press(pressed(act["key"]))

    def jump(self, to: int, end: int, otherwise: list[str]) -> None:
        raise NotImplementedError

    def drag(self, start: int, end: int) -> None:
        raise NotImplementedError


class PointerAndKeys(Player):
    """One hand on the pointer, the other on the keys."""

    def key(self, act: Facts) -> None:
        if "at" not in act:
            return super().key(act)
        self.count("key")
        *chord, key = pressed(act["key"]).split("+")
        points = [act["at"], *([act["to"]] if "to" in act else [])]
        begin, *end = self.found(*points)
        self.page.mouse.move(*middle(begin))
        for each in (*chord, key):
            self.page.keyboard.down(each)
        for box in end:
            self.page.mouse.move(*middle(box))
        for each in (key, *reversed(chord)):
            self.page.keyboard.up(each)
        return None

    def drag(self, start: int, end: int) -> None:
        self.count("drag")
        (left, top, right, bottom), last = self.found(start, end)
        # Chromium loses the start of a drag that begins on the very middle of a character.
        self.page.mouse.move(left + (right - left) / 4, (top + bottom) / 2)
        self.page.mouse.down()
        left, top, right, bottom = last
        self.page.mouse.move(right - (right - left) / 4, (top + bottom) / 2, steps=3)
        self.page.mouse.up()
        self.page.locator(".aim.selection").wait_for()

    def found(self, *points: int) -> list[Box]:
        """Boxes of characters, which the wheel brings into sight where they are not."""
        for point in points:
            if not self.article.are_in_sight(point):
                self.roll(point)
        return self.article.boxes_of(*points)

    def roll(self, point: int) -> None:
        self.count("wheel")
        text = self.page.locator("#text").bounding_box()
        (top, bottom), [box] = self.article.sight(point)
        assert text
        self.page.mouse.move(text["x"] + 8, (top + bottom) / 2)
        self.page.mouse.wheel(0, middle(box)[1] - (top + bottom) / 2)
        self.page.wait_for_function(
            f"(place) => {{ const [view, box] = ({_SIGHT})([place]); return box[1] >= view[0] && box[3] <= view[1]; }}",
            arg=list(self.article.place(point)),
        )


class KeysAlone(Player):
    """Both hands on the keys. What is in sight they reach by a jump, where that is shorter."""

    def jump(self, to: int, end: int, otherwise: list[str]) -> None:
        for done, stroke in enumerate(otherwise):
            if len(otherwise) - done > JUMP and self.article.are_in_sight(to):
                return self.hop(to, end)
            self.key({"key": stroke})
        return None

    def hop(self, to: int, end: int) -> None:
        self.key({"key": "KeyJ"})
        self.page.locator(".hint").first.wait_for()
        boxes = self.article.boxes_of(*range(to, end))
        top = boxes[0][1]
        left = min(box[0] for box in boxes if abs(box[1] - top) < 1)
        letters = self.page.evaluate(_LETTERS, [left, top])
        for letter in letters:
            self.key({"key": f"Key{letter}"})
        self.page.locator(".hint").first.wait_for(state="detached")


class FingersAlone(Player):
    """Fingers on a screen. What they type, they tap on the keyboard that the screen shows."""

    key_kind = "tap"

    @cached_property
    def screen(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)

    @cached_property
    def fingers(self) -> Fingers:
        return Fingers(self.page)

    def act(self, act: Facts) -> None:
        if "reads" in act:
            self.wait_until_read(act["reads"])
        if "button" in act:
            self.count("tap")
            self.fingers.press(act["button"], within=act["within"])
        elif "tap" in act:
            self.count("tap")
            self.fingers.tap_at(self.spot(act["tap"]))
        elif "twice" in act:
            self.count("tap", 2)
            self.tap_twice(self.spot(act["twice"]))
        elif "sweep" in act:
            self.count("drag")
            self.spot(act["sweep"], act["to"])
            self.fingers.drag(self.spot(act["sweep"]), self.spot(act["to"]))
        elif "hold" in act:
            self.count("tap")
            self.fingers.down([self.spot(act["hold"])])
            self.page.locator(".details").wait_for()
            self.fingers.up()
        else:
            super().act(act)

    def tap_twice(self, spot: dict[str, float]) -> None:
        """As fast as a finger, however slow the machine is: the screen says when it was touched."""
        begun = time.time()
        for after, kind, points in (
            (0, "Start", [spot]),
            (0.03, "End", []),
            (0.15, "Start", [spot]),
            (0.18, "End", []),
        ):
            touch = {"type": f"touch{kind}", "touchPoints": points, "timestamp": begun + after}
            self.screen.send("Input.dispatchTouchEvent", touch)

    def spot(self, *points: int) -> dict[str, float]:
        """Where the first of some characters is on the screen, once all are well in sight, as a reader scrolls them."""
        if not self.article.are_in_sight(*points, margin=60):
            (top, bottom), boxes = self.article.sight(points[0])
            self.page.evaluate(_SCROLL, boxes[0][1] - (top + (bottom - top) * 0.3))
        x, y = middle(self.article.boxes_of(points[0])[0])
        return {"x": x, "y": y}


#: Scrolls whatever scrolls here, and waits until that is drawn.
_SCROLL = """async (top) => {
  for (const scroller of [document.querySelector(".reading"), window]) scroller.scrollBy({ top, behavior: "instant" });
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
}"""

#: How many keys a jump is.
JUMP = 3
#: The letters of the hint that stands on the word that begins there.
_LETTERS = """([left, top]) => {
  const frame = document.querySelector("#text").getBoundingClientRect();
  const away = (hint) =>
    Math.abs(parseFloat(hint.style.left) + frame.left - left) + Math.abs(parseFloat(hint.style.top) + frame.top - top);
  const [nearest] = [...document.querySelectorAll(".hint")].sort((a, b) => away(a) - away(b));
  return nearest.dataset.letters;
}"""

HANDS: dict[str, type[Player]] = {"pointer": PointerAndKeys, "keys": KeysAlone, "touch": FingersAlone}


def pressed(stroke: str) -> str:
    """A stroke of the keymap as Playwright writes it."""
    return stroke.replace("Ctrl", "Control")


def middle(box: Box) -> tuple[float, float]:
    left, top, right, bottom = box
    return (left + right) / 2, (top + bottom) / 2
