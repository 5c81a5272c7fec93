"""CoNLL-2003: four columns `token -X- _ TAG`, as spaCy, Flair and the CoNLL scorers read them."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.formats.columns.corpus import Look
from annotator.formats.columns.format import ColumnFormat
from annotator.formats.columns.layout import DOCUMENT
from annotator.formats.webanno_tsv.old import BEGINS


@dataclass(frozen=True, slots=True)
class Conll2003(ColumnFormat):
    """Four columns, of which the first and the last say something."""

    id: ClassVar[str] = "conll2003"
    title: ClassVar[str] = "CoNLL-2003"
    suffix: ClassVar[str] = ".conll"
    #: Whatever has its tags in a last column: every scheme is told apart on reading.
    endings: ClassVar[tuple[str, ...]] = (".conllu", ".conllup", ".conll03", "_conll", ".bio", ".iob", ".col")
    begins: ClassVar[tuple[str, ...]] = (
        r"-DOCSTART-",
        r"#\s?begin document\b",
        # Tags in the middle of short rows.
        r"(?:\S+[ \t]+(?:O|[BIESLU][-_]\S+)[ \t]+\S+[ \t]*\r?\n){2}",
        # The names of columns, and tags below them.
        r"(?i:token|word|form)s?\t[^\n]*\n(?:#[^\n]*\n)*[^\t\n]+(?:\t[^\t\n]*)*\t(?:O|[BIESLU][-_]\S+)[\t\r\n]",
        # A row that begins with its tag.
        r"(?:O|[BIESLU][-_]\S+)\t\S+\r?\n(?:O|[BIESLU][-_]\S+)\t\S+\r?\n",
        # Labels by themselves, and soon a word outside of all.
        r"(?:(?:\S+\t[^\W\d_][\w./:-]+)?[ \t]*\r?\n){1,50}\S+\tO\r?\n",
        # Not those of WebAnno TSV 1 and 2, whose words stand behind their places.
        rf"(?!{BEGINS})"
        r"(?:#[^\n]*\r?\n|\s*\r?\n)*\S+(?:[ \t]+\S+)*[ \t]+(?:O|[BIESLU][-_]\S+)[ \t]*\r?\n(?:\S+[ \t]+|\s*\n)",
    )
    description: ClassVar[str] = "Token, two empty columns and an IOB2 tag: flat spans for sequence taggers."

    @property
    def look(self) -> Look:
        """With the very line that spaCy takes for the beginning of a document."""
        return Look(start=f"{DOCUMENT} -X- O O", row="{word} -X- _ {tag}", scheme="iob2", names="FORM _ _")
