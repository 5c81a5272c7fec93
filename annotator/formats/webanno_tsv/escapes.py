"""What WebAnno TSV escapes with a backslash: other signs in sentences than in the values of features."""

import re
from collections.abc import Iterator

from annotator.domain.errors import InvalidInput

#: In a sentence: every control character. Those with a letter of their own are written as that.
_LETTERS = {"\t": "t", "\n": "n", "\r": "r", "\f": "f", "\b": "b"}
_SIGNS = {letter: sign for sign, letter in _LETTERS.items()}
_IN_TEXT = re.compile(r"[\x00-\x0a\x0c-\x1f\\]")
#: In a value: whatever means something in a cell.
_IN_VALUE = re.compile(r"->|[\\\[\]|_;\t\n*]")
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_UNICODE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")


def escaped_text(text: str) -> str:
    """A sentence, or a line of one."""
    return _IN_TEXT.sub(lambda found: "\\" + _LETTERS.get(found.group(), found.group()), text)


def unescaped_text(text: str, *, java: bool = False) -> str:
    """`java`: as versions before 3.2 escape, with a number for what is no ASCII. Raises InvalidInput."""
    if java:
        text = _UNICODE.sub(_numbered, text)
    return _ESCAPED.sub(lambda found: _SIGNS.get(found.group(1), found.group(1)), text)


def escaped_value(value: str) -> str:
    """A value of a feature."""
    return _IN_VALUE.sub(lambda found: "\\" + _LETTERS.get(found.group(), found.group()), value)


def unescaped_value(value: str) -> str:
    """A tab and a line break are the only ones with a letter of their own."""
    return _ESCAPED.sub(lambda found: {"t": "\t", "n": "\n"}.get(found.group(1), found.group(1)), value)


def split(cell: str, separator: str) -> Iterator[str]:
    """The parts of a cell, still escaped."""
    if separator not in cell:
        yield cell
        return
    start = at = 0
    while at < len(cell):
        if cell[at] == separator:
            yield cell[start:at]
            start = at + 1
        at += 2 if cell[at] == "\\" else 1
    yield cell[start:]


def _numbered(found: re.Match[str]) -> str:
    data = bytes.fromhex(found.group().replace("\\u", ""))
    try:
        return data.decode("utf-16-be")
    except UnicodeDecodeError:
        raise InvalidInput(f"{found.group()} is half a character", rule="surrogate") from None
