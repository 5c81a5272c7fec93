"""The browser that the journeys run in: the machine's own Chromium, found and not configured."""

import os
from pathlib import Path
from typing import Any

import pytest

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
