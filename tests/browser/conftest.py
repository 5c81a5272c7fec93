"""The browser that the journeys run in: the machine's own Chromium, found and not configured."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.hands import PASSWORD, Hands, next_article, sign_in
from tests.server import Server
from tools.browser import MISSING, find_browser


@pytest.fixture(scope="session")
def browser_executable() -> Path:
    """A Chromium that runs. Where there is none the test is skipped by name; under CI that is a failure."""
    found = find_browser()
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_executable: Path) -> dict[str, Any]:
    """How pytest-playwright starts it: `page`, `context` and `browser` all come from here."""
    # Chromium refuses its sandbox to root, and containers have a tiny /dev/shm.
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "executable_path": browser_executable, "args": arguments}


_numbers = count(1)


@pytest.fixture
def watched() -> Iterator[Callable[..., Page]]:
    """Watches pages: no script may fail on them and nothing may break the content security policy.

    `expected` are parts of what a browser may say on its console, since the test makes it so.
    """
    faults: list[str] = []

    def watch(page: Page, *expected: str) -> Page:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type == "error" and not any(words.lower() in message.text.lower() for words in expected)
                else None
            ),
        )
        return page

    yield watch
    assert not faults


@pytest.fixture
def newcomer(server: Server, watched: Callable[..., Page]) -> Callable[..., str]:
    """Signs somebody new in on a page, who may work on a project; their name."""

    def entered(page: Page, slug: str, *expected: str) -> str:
        watched(page, *expected)
        name = f"newcomer{next(_numbers)}"
        server.add_user(name, PASSWORD, slug)
        sign_in(page, server.url, name, PASSWORD)
        return name

    return entered


@pytest.fixture
def open_article(page: Page, newcomer: Callable[..., str]) -> Callable[..., Hands]:
    """Opens an article of a project that nobody has worked on."""

    def opened_article(slug: str, *expected: str) -> Hands:
        newcomer(page, slug, *expected)
        return next_article(page)

    return opened_article
