"""Finds the Chromium that the browser tests drive; `--install` gets one where there is none.

A distribution's own Chromium comes first: it needs no download. Playwright's build is tried next, and
on Debian, as root, the package.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = "no Chromium: install chromium or google-chrome, or run `make test` where it can be downloaded"


def find_browser() -> Path | None:
    """The first Chromium that runs; None where there is none."""
    return next((path for path in candidates() if runs(path)), None)


def candidates() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield from playwright_build()


def runs(path: Path) -> bool:
    # Being there is not enough: some distributions ship a stub that only names another package.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwright_build() -> Iterator[Path]:
    # In a process of its own: the driver must not leave an event loop behind in the caller's.
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    if answer.returncode == 0 and (path := Path(answer.stdout.strip())).exists():
        yield path


def install() -> Path | None:
    """Try each way to get a browser until one runs."""
    say("No Chromium found; trying Playwright's build …")
    attempt(sys.executable, "-m", "playwright", "install", "chromium")
    if (found := find_browser()) is not None:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Trying the distribution's package …")
        attempt("apt-get", "update", "-qq")
        # apt has one lock: wait for whoever holds it.
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        lock = ("-o", "DPkg::Lock::Timeout=120")
        attempt("apt-get", "install", "-qq", "-y", "--no-install-recommends", *lock, "chromium", **quiet)
    return find_browser()


def attempt(*command: str, **environment: str) -> None:
    done = subprocess.run(
        command, env=os.environ | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).splitlines()
        say(f"  that failed: {next((line for line in said if 'rror' in line), 'no reason given')}")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="get a browser where there is none")
    options = parser.parse_args()
    found = find_browser() or (install() if options.install else None)
    if found is not None:
        print(f"Browser: {found}")
        return 0
    under_ci = bool(os.environ.get("CI"))
    say(f"{MISSING}." if under_ci else f"{MISSING}. The browser tests will be skipped.")
    return 1 if under_ci else 0


if __name__ == "__main__":
    sys.exit(main())
