"""What fingers do at the workbench: tap, sweep, hold, drag. Real touches only, as a screen would report them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from playwright.sync_api import CDPSession, Page

#: A tablet held upright. A context for it: `browser.new_context(**TABLET)`.
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

#: How long a finger stays for a long press, in milliseconds: longer than the page waits for it.
HOLD = 700
#: How far apart two fingers lie that tap together, in pixels.
SPREAD = 60

#: Middles of the first and last of some characters. They are scrolled to the upper half where they are not well in
#: sight, as a reader would scroll them. Places are [paragraph, offset in UTF-16 units].
_MIDDLES = """async ([first, last]) => {
  const paragraphs = [...document.querySelectorAll("#text p")];
  const box = ([paragraph, offset]) => {
    const walker = document.createTreeWalker(paragraphs[paragraph], NodeFilter.SHOW_TEXT);
    let rest = offset;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (rest < node.length) {
        const range = document.createRange();
        range.setStart(node, rest);
        range.setEnd(node, rest + ((node.data.codePointAt(rest) ?? 0) > 0xffff ? 2 : 1));
        return range.getBoundingClientRect();
      }
      rest -= node.length;
    }
    throw new Error("no such character");
  };
  const drawn = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const foot = document.querySelector(".bar").getBoundingClientRect().top;
  const rest = async () => {
    for (let still = 0, top = NaN; still < 3; ) {
      const now = box(first).top;
      still = now === top ? still + 1 : 0;
      top = now;
      await drawn();
    }
  };
  // Where the page scrolls on by itself, a tap would only stop it.
  await rest();
  const isSeen = ({ top, bottom }) => top > 60 && bottom < Math.min(foot, innerHeight) - 60;
  if (![first, last].every((place) => isSeen(box(place)))) {
    const by = box(first).top - innerHeight * 0.3;
    for (const scroller of [document.querySelector(".reading"), window])
      scroller.scrollBy({ top: by, behavior: "instant" });
    await rest();
  }
  return [first, last].map((place) => {
    const { left, top, width, height } = box(place);
    return { x: left + width / 2, y: top + height / 2 };
  });
}"""

#: Does the middle of something lie on the screen, with nothing over it?
_IN_SIGHT = """(element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@dataclass
class Fingers:
    """The fingers of a hand on the screen. `acts` counts what they did: a double tap is two, any other gesture one."""

    page: Page
    acts: int = field(default=0)

    def tap(self, words: str, nth: int = 0) -> None:
        """Tap the first character of the n-th time that these words stand in the article."""
        self.tap_at(self.place(words, nth))

    def tap_at(self, point: dict[str, float]) -> None:
        """Tap a point of the screen."""
        self.acts += 1
        self.down([point])
        self.up()

    def press(self, name: str, *, within: str = "body") -> None:
        """Tap a button by a word of its name."""
        named = re.compile(rf"(^|\W){re.escape(name)}(\W|$)", re.IGNORECASE)
        button = self.page.locator(within).get_by_role("button", name=named).element_handle()
        button.wait_for_element_state("stable")
        # Only what is out of sight is scrolled to: a person's tap on what lies at the thumb moves nothing.
        if not button.evaluate(_IN_SIGHT):
            button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box, f"{name} is not to be seen"
        self.tap_at({"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2})

    def arm(self, name: str) -> None:
        """Tap a label or a role of the legend."""
        self.press(name, within="#legend")

    def double_tap(self, words: str, nth: int = 0) -> None:
        """Tap words twice, fast."""
        point = self.place(words, nth)
        self.tap_at(point)
        self.tap_at(point)

    def hold(self, words: str, nth: int = 0) -> None:
        """A long press on the first character of words."""
        point = self.place(words, nth)
        self.acts += 1
        self.down([point])
        self.page.wait_for_timeout(HOLD)
        self.up()

    def sweep(self, first: str, last: str | None = None, nth: int = 0) -> None:
        """One finger from the first character of the words to their last; with `last`, to the end of the next time that
        those stand after `first` began. It begins sideways, as a sweep has to.
        """
        start, end = self.ends(first, last, nth)
        self.drag(start, end)

    def drag(self, start: dict[str, float], end: dict[str, float], *, steps: int = 6, lift: bool = True) -> None:
        """One finger from point to point: sideways first, then straight to the end."""
        self.acts += 1
        self.down([start])
        aside = 18 if end["x"] >= start["x"] else -18
        begun = {"x": start["x"] + aside, "y": start["y"]}
        for at in (begun, *_between(begun, end, steps)):
            self.move([at])
        if lift:
            self.up()

    def two_finger_tap(self) -> None:
        """Both fingers at once, in the middle of the article."""
        self.tap_together(2)

    def three_finger_tap(self) -> None:
        """Three fingers at once, in the middle of the article."""
        self.tap_together(3)

    def tap_together(self, fingers: int) -> None:
        """Fingers come down one after the other, and go up, without moving."""
        self.acts += 1
        points = self.side_by_side(fingers)
        for count in range(1, fingers + 1):
            self.down(points[:count])
        for count in range(fingers - 1, -1, -1):
            self.up(points[:count])

    def side_by_side(self, fingers: int) -> list[dict[str, float]]:
        """As many places beside each other, on what of the article is in sight."""
        box = self.page.evaluate("""() => {
          const { left, right, top, bottom } = document.querySelector("#text").getBoundingClientRect();
          const foot = document.querySelector(".bar").getBoundingClientRect().top;
          return { x: (left + right) / 2, y: (Math.max(top, 0) + Math.min(bottom, foot)) / 2 };
        }""")
        left = box["x"] - SPREAD * (fingers - 1) / 2
        return [{"x": left + SPREAD * at, "y": box["y"]} for at in range(fingers)]

    # ---------------------------------------------------------------- the single touches

    def down(self, points: Sequence[dict[str, float]]) -> None:
        """The last of these fingers comes down; the others are there."""
        self._touch("touchStart", points)

    def move(self, points: Sequence[dict[str, float]]) -> None:
        self._touch("touchMove", points)

    def up(self, points: Sequence[dict[str, float]] = ()) -> None:
        """Fingers go up until these are left."""
        self._touch("touchEnd", points)

    def _touch(self, kind: str, points: Sequence[dict[str, float]]) -> None:
        touches = [{"x": point["x"], "y": point["y"], "id": number} for number, point in enumerate(points)]
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    @cached_property
    def _screen(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)

    # ---------------------------------------------------------------- where words are

    def place(self, words: str, nth: int = 0) -> dict[str, float]:
        """The middle of the first character of words, in sight."""
        return self.ends(words, None, nth)[0]

    def ends(self, first: str, last: str | None = None, nth: int = 0) -> tuple[dict[str, float], dict[str, float]]:
        """The middles of the first and the last character of words, both in sight."""
        texts: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('#text p')].map((each) => each.textContent)"
        )
        begun = _occurrences(texts, first)[nth]
        closing = begun if last is None else next(at for at in _occurrences(texts, last) if at >= begun)
        words = last or first
        paragraph, offset = closing
        end = (paragraph, offset + len(words) - len(words[-1]))
        places = [_in_units(texts, begun), _in_units(texts, end)]
        found: list[dict[str, float]] = self.page.evaluate(_MIDDLES, places)
        return found[0], found[1]


def _occurrences(texts: Sequence[str], words: str) -> list[tuple[int, int]]:
    """(paragraph, offset in code points) of each time that words stand there, overlapping ones too."""
    return [(number, at) for number, text in enumerate(texts) for at in range(len(text)) if text.startswith(words, at)]


def _in_units(texts: Sequence[str], place: tuple[int, int]) -> list[int]:
    """The browser counts UTF-16 units."""
    paragraph, offset = place
    return [paragraph, len(texts[paragraph][:offset].encode("utf-16-le")) // 2]


def _between(start: dict[str, float], end: dict[str, float], steps: int) -> list[dict[str, float]]:
    """Points on the way, the end included."""
    return [
        {axis: start[axis] + (end[axis] - start[axis]) * step / steps for axis in ("x", "y")}
        for step in range(1, steps + 1)
    ]
