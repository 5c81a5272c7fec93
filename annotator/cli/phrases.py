"""Phrases that a person gives to a command, or pipes into it."""

import sys
from collections.abc import Iterable, Iterator

from annotator.domain.errors import InvalidInput


def phrases_of(arguments: Iterable[str]) -> Iterator[str]:
    """Each argument; of `-` each line of stdin. Raises InvalidInput for a line that is no UTF-8."""
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for number, line in enumerate(sys.stdin.buffer, start=1):
            try:
                yield line.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise InvalidInput("this is no UTF-8", rule="encoding", file="stdin", line=number) from error
