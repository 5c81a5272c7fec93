"""An annotated article made again on an open page: planned by the workbench's own model, done by hands, counted."""

import json
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.hands import task_on_server
from tests.replay.gold import Facts, Gold
from tests.replay.player import HANDS, Article, Player
from tools.javascript import MISSING, find_node

MAIN = Path(__file__).with_name("main.js")
#: What is made unless something else is asked for. Values are what is said of spans besides tolls.
PARTS = ("spans", "links", "tolls")
#: Relations are links between events, and between tolls.
ROWS = ("spans", "links", "relations", "tolls", "values")


class NoNodeError(Exception):
    """There is nothing that could ask the model."""


def replay(
    page: Page, gold: Gold, hands: str = "pointer", *, parts: tuple[str, ...] = PARTS, with_repeats: bool = True
) -> Player:
    """Makes the gold again on a page that is open on its text; the hands that did it."""
    task = task_on_server(page)
    assert task["document"]["text"] == gold.text
    article = Article(page, gold.text)
    seen = {"boxes": article.boxes(), "tokens": article.tokens()}
    read = readings(page, gold)
    options = {"hands": hands, "parts": parts, "withRepeats": with_repeats, "readings": read, **seen}
    player = HANDS[hands](page, article)
    player.play(planned(task, gold, options))
    return player


#: How many places are asked about at once.
BATCH = 200

_READ = """(places) => fetch(location.pathname.replace("/tasks/", "/api/v1/tasks/") + "/readings", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
  },
  body: JSON.stringify({ places }),
}).then((answer) => answer.json())"""


def readings(page: Page, gold: Gold) -> list[Facts]:
    """What the server reads in the words of the gold."""
    places = [{key: span[key] for key in ("label", "start", "end")} for span in gold.spans]
    batches = [places[at : at + BATCH] for at in range(0, len(places), BATCH)]
    return [each for batch in batches for each in page.evaluate(_READ, batch)["readings"]]


def planned(task: Facts, gold: Gold, options: Facts) -> list[Facts]:
    """The steps that make the gold of what the task has: see plan.js."""
    node = find_node()
    if node is None:
        raise NoNodeError(MISSING)
    asked = json.dumps({"task": task, "gold": gold.annotations, "options": options})
    done = subprocess.run([node, MAIN], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    steps: list[Facts] = json.loads(done.stdout)
    return steps


#: What counts as an act. The wheel is travel, like the way of the pointer.
KINDS = ("key", "click", "tap", "drag")


def acts(player: Player, *parts: str) -> int:
    """How many acts were done, in these parts of the work or in all."""
    return sum(n for (part, kind), n in player.counts.items() if kind in KINDS and (not parts or part in parts))


def table(player: Player, gold: Gold) -> str:
    """The acts by part of the work and by kind."""
    parts = [part for part in ROWS if acts(player, part)]
    rows = [[part, *(player.counts[part, kind] for kind in KINDS), acts(player, part)] for part in parts]
    total = ["all", *(sum(int(row[at]) for row in rows) for at in range(1, len(KINDS) + 2))]
    head = ["", *(f"{kind}s" for kind in KINDS), "acts"]
    lines = ["".join(f"{each:>10}" for each in row) for row in (head, *rows, total)]
    return "\n".join([f"{gold.id}: {len(gold.spans)} spans, {len(gold.links)} links", *lines])
