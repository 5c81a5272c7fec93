"""What times the page from within: a script that a browser runs before those of the page, and what it has seen.

A moment on the screen is the first task after the next frame: an animation frame draws what stands, and a
message that is sent in that frame is delivered when it is done. The start is the time stamp that the browser
itself gave: of the navigation, of the key's event.
"""

from dataclasses import dataclass
from typing import Any

#: The key that labels, and for how long a finger holds it, in milliseconds.
KEY = "KeyA"
HELD = 60

SCRIPT = """(() => {
  const seen = (window.stopwatch = { text: 0, ready: 0, marked: [], labels: [], documents: [], tasks: [], keys: {} });
  let released = 0;
  let left = 0;
  let former = null;
  const text = () => document.getElementById("text");
  const isMark = (node) => node.nodeName === "MARK";

  function onScreen(tell) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell(performance.now());
      port2.postMessage(null);
    });
  }

  document.addEventListener("keyup", (event) => {
    if (event.code === "KEY") released = event.timeStamp;
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" || !event.ctrlKey) return;
    left = event.timeStamp;
    former = text();
  }, true);

  function onOpening() {
    if (seen.text === 0 && text()?.querySelector("p")) {
      seen.text = -1;
      onScreen((now) => (seen.text = now));
    }
    if (seen.ready === 0 && document.getElementById("saved")?.textContent.trim()) {
      seen.ready = -1;
      onScreen((now) => (seen.ready = now));
    }
  }

  new MutationObserver((records) => {
    if (!seen.text || !seen.ready) onOpening();
    if (released && records.some(({ addedNodes }) => [...addedNodes].some(isMark))) {
      const since = released;
      released = 0;
      seen.marked.push(performance.now() - since);
      onScreen((now) => seen.labels.push(now - since));
    }
    if (left && text() !== former && text()?.querySelector("p")) {
      const since = left;
      left = 0;
      onScreen((now) => seen.documents.push(now - since));
    }
  }).observe(document, { childList: true, subtree: true });

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: "longtask" });
  new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries())
      if (id) seen.keys[id] = Math.max(seen.keys[id] ?? 0, duration);
  }).observe({ type: "event", durationThreshold: 16 });
})()""".replace("KEY", KEY)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was seen since the page was opened, or since `clear`; in milliseconds."""

    #: From the navigation until the first text, and until the workbench takes keys, are on the screen.
    text: float
    ready: float
    #: From key up until the label stands in the page, and until it is on the screen.
    marked: list[float]
    labels: list[float]
    #: From Ctrl+Enter until the next document is on the screen.
    documents: list[float]
    #: Tasks that kept the page from answering; the browser tells of those of 50 ms and more.
    tasks: list[float]
    #: How long the page took to answer to keys, as the browser measures it; of 16 ms and more.
    keys: list[float]


def install(context: Any) -> None:
    """Every page of this browser context is timed from its beginning."""
    context.add_init_script(SCRIPT)


def read(page: Any) -> Seen:
    found = page.evaluate("() => window.stopwatch")
    return Seen(**{**found, "keys": list(found["keys"].values())})


def clear(page: Any) -> None:
    page.evaluate(
        "() => Object.assign(window.stopwatch, { marked: [], labels: [], documents: [], tasks: [], keys: {} })"
    )


def wait_until_ready(page: Any) -> None:
    """Until the workbench takes keys and that is to be seen: it says last of all how things are saved."""
    page.wait_for_function("() => window.stopwatch.ready > 0", timeout=60_000)
