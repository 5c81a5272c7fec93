"""How far long work is: one line on a terminal, nothing where no person looks."""

import sys
import time
from types import TracebackType

#: Seconds between two looks: faster would flicker, and cost.
EVERY = 0.2


class Progress:
    """A line on stderr that is written over, and gone at the end."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown_at = 0.0
        self.seen = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def show(self, state: str, _done: int = 0, _of: int | None = None) -> None:
        """Say how far it is, unless it was said a moment ago. Numbers that come along stand in the words, too."""
        moment = time.monotonic()
        if self.seen and moment - self.shown_at >= EVERY:
            self.shown_at = moment
            sys.stderr.write(f"\r\x1b[K{self.what}: {state}")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.seen and self.shown_at:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
