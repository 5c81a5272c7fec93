"""BIOES (IOBES): two columns `token TAG`, in which beginnings, ends and spans of one word are told apart.

With other letters, BILOU, it is what spaCy's own tags look like.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from annotator.formats.columns.corpus import ColumnOptions, Look
from annotator.formats.columns.format import ColumnFormat
from annotator.formats.columns.layout import DOCUMENT
from annotator.formats.options import of_writing


@dataclass(frozen=True, slots=True)
class BioesOptions(ColumnOptions):
    """As for all columns, and which letters."""

    letters: Literal["bioes", "bilou"] = field(
        default="bioes", metadata=of_writing("E and S for the last word and for one alone (bioes), or L and U (bilou)")
    )


@dataclass(frozen=True, slots=True)
class Bioes(ColumnFormat):
    """Two columns: the token and its tag; both ends of a span are marked."""

    options: BioesOptions = field(default_factory=BioesOptions)

    id: ClassVar[str] = "bioes"
    title: ClassVar[str] = "BIOES columns"
    suffix: ClassVar[str] = ".bioes"
    description: ClassVar[str] = "Token and BIOES (IOBES) or BILOU tag: flat spans, both ends marked."

    @property
    def look(self) -> Look:
        """As IOB2, but for the letters."""
        return Look(start=f"{DOCUMENT} O", row="{word} {tag}", scheme=self.options.letters, names="FORM")
