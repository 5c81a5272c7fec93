"""Makes annotated articles again in a real browser and tells how many acts it took: `python -m tests.replay FILE`."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from annotator.store.session import Database
from tests.browser.fingers import TABLET
from tests.browser.hands import PASSWORD, next_article, sign_in, task_on_server
from tests.replay.gold import Facts, Gold, golds, linked, placed, tolls, values
from tests.replay.player import HANDS
from tests.replay.replay import PARTS, replay, table
from tests.server import Server, add_project, server_with
from tools.browser import MISSING, find_browser

#: What is compared.
READERS: dict[str, Callable[[Facts, Facts], list[Any]]] = {
    "spans": lambda annotations, _: placed(annotations),
    "links": lambda annotations, _: linked(annotations),
    "tolls": tolls,
    "values": values,
}


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def main() -> int:
    """Counts for every gold set of a file; 1 where one of them was not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("file", type=Path, help="documents in the native format, with gold sets")
    parser.add_argument("--hands", choices=HANDS, default="pointer", help="pointer and keys, keys alone, or fingers")
    parser.add_argument("--schema", help="a schema's name or file; else the one that the gold names")
    parser.add_argument("--no-repeats", action="store_true", help="label each word by itself")
    parser.add_argument("--values", action="store_true", help="set all that is said of spans, too")
    asked = parser.parse_args()
    found = find_browser()
    if found is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    parts = (*PARTS, "values") if asked.values else PARTS
    every = list(golds(asked.file))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:

        def fill(database: Database) -> None:
            for number, gold in enumerate(every):
                add_project(database, f"replay-{number}", [gold.text], schema=asked.schema or gold.schema)

        # Chromium refuses its sandbox to root.
        arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        with server_with(Path(folder), fill) as server:
            browser = playwright.chromium.launch(executable_path=found, args=arguments)
            wrong = [
                tell(server, browser, f"replay-{number}", gold, asked.hands, parts, with_repeats=not asked.no_repeats)
                for number, gold in enumerate(every)
            ]
            browser.close()
    return int(any(wrong))


def tell(
    server: Server, browser: Browser, slug: str, gold: Gold, hands: str, parts: tuple[str, ...], *, with_repeats: bool
) -> bool:
    """Makes one again and tells the counts; whether it came out otherwise."""
    context = browser.new_context(**(TABLET if hands == "touch" else {}))
    page = context.new_page()
    server.add_user(slug, PASSWORD, slug)
    sign_in(page, server.url, slug, PASSWORD)
    made = next_article(page)
    # What fingers do beyond taps has been fetched when the first of them can come.
    page.wait_for_load_state("networkidle")
    player = replay(page, gold, hands, parts=parts, with_repeats=with_repeats)
    schema, done = task_on_server(page)["schema"], made.on_server()
    say(table(player, gold))
    others = len(values(gold.annotations, schema))
    if "values" not in parts:
        say(f"{'':>10}{others} other values differ from their default, and were left")
    wrong = [
        f"{part}: {sign} {each}"
        for part, read in READERS.items()
        if part in (*parts, "spans")
        for sign, left, right in (("missing", gold.annotations, done), ("too much", done, gold.annotations))
        for each in Counter(read(left, schema)) - Counter(read(right, schema))
    ]
    for each in wrong:
        say(f"{'':>10}{each}")
    context.close()
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
