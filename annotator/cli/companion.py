"""The process that works on jobs beside the server: started when there is first something to do, ended with it.

A process of its own, so that reading a corpus never takes its turn from somebody who saves; and started late, so that
the first page does not wait for it. Whoever starts it is told by a signal, which the server's processes send.
"""

import os
import signal
import subprocess  # nosec B404
import sys
import time
from contextlib import suppress
from types import FrameType

from annotator.services import jobs

#: Seconds that it has for its end, and before one that ended by itself is started again.
_GRACE, _PAUSE = 5, 3.0
_COMMAND = "from annotator.cli import main; main()"


class Companion:
    """A worker on jobs, once one is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_needed = False
        self._started_at = float("-inf")

    @property
    def is_needed(self) -> bool:
        """Whether there was something to do since the start."""
        return self._is_needed

    def listen(self) -> None:
        """Be there for the processes that this one starts: `jobs.wake` in them reaches it."""
        os.environ[jobs.SUPERVISOR] = str(os.getpid())
        if os.name == "posix":
            signal.signal(signal.SIGUSR1, self._on_signal)
        else:
            self.need()

    def call(self) -> None:
        """`need`, from any thread of this process: done where it is safe to start others."""
        if os.name == "posix":
            os.kill(os.getpid(), signal.SIGUSR1)

    def need(self) -> None:
        """See to it that a worker runs from now on."""
        self._is_needed = True
        self.look()

    def look(self) -> None:
        """Start it where it is needed and not there; to be called again and again."""
        gone = self._process is None or self._process.poll() is not None
        if self._is_needed and gone and time.monotonic() - self._started_at >= _PAUSE:
            self._started_at = time.monotonic()
            # This program itself, with the environment that it has.
            command = [sys.executable, "-c", _COMMAND, "jobs", "work"]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # nosec B603

    def end(self) -> None:
        self._is_needed = False
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self._process.kill()
        self._process.wait()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.need()
