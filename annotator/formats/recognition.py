"""Formats told by what stands in a file, where its name does not tell: many tools write .json, .jsonl or .txt.

A format says by what it is known: `signs`, sets of keys that its first record has, and `begins`, what a file of
text begins with as a regular expression. Of several formats whose signs are there the one with the most keys wins.
"""

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO

from annotator.domain.errors import InvalidInput
from annotator.formats.base import Reader
from annotator.formats.json_stream import objects

#: Endings that say no more than what kind of text it is.
COMMON = frozenset({".json", ".jsonl", ".jsonlines", ".ndjson", ".txt", ".tsv", ".xml", ".data", ""})
#: How much of a file of text is looked at.
HEAD = 2**14


def is_common(name: str) -> bool:
    """Whether the name of a file says nothing of its format."""
    suffixes = PurePosixPath(name).suffixes
    return "".join(suffixes[-1:]).lower() in COMMON


def recognised(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    """The format whose signs a stream begins with, which is left at its beginning; None if there is none."""
    found = list(readers)
    try:
        return _by_text(stream, found) or _by_keys(stream, found)
    finally:
        stream.seek(0)


def _by_text(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    head = stream.read(HEAD).decode("utf-8-sig", "replace")
    stream.seek(0)
    begins = ((reader, pattern) for reader in readers for pattern in getattr(reader, "begins", ()))
    return next((reader for reader, pattern in begins if re.match(pattern, head)), None)


def _by_keys(stream: BinaryIO, readers: Iterable[Reader]) -> Reader | None:
    try:
        keys = set().union(*(set(record) for _, record in islice(objects(stream), 1)))
    except InvalidInput:
        return None
    signs = [(len(sign), reader) for reader in readers for sign in getattr(reader, "signs", ()) if sign <= keys]
    return max(signs, key=lambda pair: pair[0])[1] if signs else None
