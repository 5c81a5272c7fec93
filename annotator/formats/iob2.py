"""IOB2: two columns `token TAG`, as most trainers of sequence taggers read them."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.formats.columns.format import ColumnFormat


@dataclass(frozen=True, slots=True)
class Iob2(ColumnFormat):
    """Two columns: the token and its tag; each span begins with B."""

    id: ClassVar[str] = "iob2"
    title: ClassVar[str] = "IOB2 columns"
    suffix: ClassVar[str] = ".iob2"
    description: ClassVar[str] = "Token and IOB2 tag: flat spans for sequence taggers, in the fewest columns."
