"""CoNLL-2003: four columns `token -X- _ TAG`, as spaCy, Flair and the CoNLL scorers read them."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.formats import columns
from annotator.formats.column_format import ColumnFormat


@dataclass(frozen=True, slots=True)
class Conll2003(ColumnFormat):
    """Four columns, of which the first and the last say something."""

    id: ClassVar[str] = "conll2003"
    title: ClassVar[str] = "CoNLL-2003"
    suffix: ClassVar[str] = ".conll"
    description: ClassVar[str] = "Token, two empty columns and an IOB2 tag: flat spans for sequence taggers."
    #: This very line is what spaCy takes for the beginning of a document.
    start: ClassVar[str] = f"{columns.START} -X- O O"
    row: ClassVar[str] = "{word} -X- _ {tag}"
