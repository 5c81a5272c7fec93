"""IOE2: two columns `token TAG`, in which each span ends with E."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.formats.columns.corpus import Look
from annotator.formats.columns.format import ColumnFormat
from annotator.formats.columns.layout import DOCUMENT


@dataclass(frozen=True, slots=True)
class Ioe2(ColumnFormat):
    """Two columns: the token and its tag; each span ends with E."""

    id: ClassVar[str] = "ioe2"
    title: ClassVar[str] = "IOE2 columns"
    suffix: ClassVar[str] = ".ioe2"
    description: ClassVar[str] = "Token and IOE2 tag, which marks the ends of spans: for taggers that read backwards."

    @property
    def look(self) -> Look:
        """As IOB2, but for the letters."""
        return Look(start=f"{DOCUMENT} O", row="{word} {tag}", scheme="ioe2", names="FORM")
