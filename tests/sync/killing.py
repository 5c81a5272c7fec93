"""Runs that end hard: in processes of their own, forked off one that has everything imported already."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.sync.conftest import FOLDER, Both

_PROGRAM = """
import os, sys
import label_studio_sdk.client
from annotator.services.sync import engine
from annotator.services.sync.client import Client
from annotator.store.session import Database

url, address, token = sys.argv[1:]

def run(last):
    steps = []

    def hook(step):
        # Before a note nothing is other than behind the write before it.
        if step.endswith(": before the note"):
            return
        steps.append(step)
        if len(steps) == last:
            os._exit(9)

    with Client(address, token) as client:
        engine.apply(Database(url), client, "ours", hook=hook)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run(int(line))
            code = 0
        finally:
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass
class Killer:
    """Starts runs that end without a word at a step of theirs."""

    process: "subprocess.Popen[str]" = field(repr=False)

    def run(self, step: int) -> int:
        """A run that is killed at that step: 9; 0 when it has not so many."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(step, file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())


@contextmanager
def killing(both: Both) -> Iterator[Killer]:
    url = both.database.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-c", _PROGRAM, url, both.proxy.url, both.server.token]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(arguments, cwd=FOLDER.parents[1], text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Killer(process)
        finally:
            process.stdin.close()
