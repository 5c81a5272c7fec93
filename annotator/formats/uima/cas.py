"""UIMA's CAS by dkpro-cassis: loaded on first use, and guarded, since whatever fails in there, the file is to blame."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from annotator.domain.errors import InvalidInput


def library() -> Any:
    """The library, which takes a while to load."""
    import cassis

    return cassis


@contextmanager
def guarded(rule: str) -> Iterator[None]:
    """Turns whatever the library raises into InvalidInput, and keeps its warnings to itself."""
    try:
        with warnings.catch_warnings():
            # What it warns of, offsets that are none and types that nobody declared, is looked at by the reader.
            warnings.simplefilter("ignore")
            yield
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(f"no CAS that can be read: {_plain(error)}", rule=rule) from None


def _plain(error: Exception) -> str:
    """What the library stumbled over, in words for people."""
    if isinstance(error, KeyError):
        return f"something in it has no {error.args[0]}, or names one that is not there"
    if isinstance(error, AttributeError | TypeError | ValueError | IndexError):
        return "something in it is not what its type says"
    return str(error) or type(error).__name__
