"""The text that is annotated: as it came, hashed, and never changed.

Offsets everywhere are Unicode code points, half-open, as in Python: `text[start:end]`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject

#: Ids travel in URLs, file names and foreign formats: printable, no spaces, bounded.
DOCUMENT_ID = re.compile(r"[^\s\x00-\x1f\x7f/\\]{1,200}")


def check_text(text: str) -> None:
    """Refuse what no file and no database can carry: NUL and lone surrogates."""
    nul = text.find("\x00")
    if nul >= 0:
        raise InvalidInput(f"the text holds a NUL character at offset {nul}", rule="nul")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidInput(f"the text holds a lone surrogate at offset {error.start}", rule="surrogate") from None


def checksum(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal: two texts are the same if these are."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its id and what is known of where it came from.

    Raises InvalidInput when the id or the text breaks a rule.
    """

    id: str
    text: str
    meta: JsonObject = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not DOCUMENT_ID.fullmatch(self.id):
            raise InvalidInput(
                f"a document id has 1 to 200 characters without spaces or slashes, not {self.id!r}",
                rule="document_id",
            )
        try:
            check_text(self.text)
        except InvalidInput as error:
            raise InvalidInput(error.message, rule=error.rule, document=self.id) from None

    @property
    def checksum(self) -> str:
        return checksum(self.text)

    @property
    def title(self) -> str:
        """The title in the metadata, else the first line that has words, else the id."""
        title = _string(self.meta, "title")
        return title or first_line(self.text) or self.id

    @property
    def language(self) -> str | None:
        return _string(self.meta, "language")


def first_line(text: str, limit: int = 200) -> str:
    """The first line that is not blank, shortened to `limit` characters."""
    for line in re.finditer(r"[^\r\n]+", text):
        words = line.group().strip()
        if words:
            return words if len(words) <= limit else words[: limit - 1] + "…"
    return ""


def _string(meta: Mapping[str, Json], key: str) -> str | None:
    value = meta.get(key)
    return value if isinstance(value, str) else None
