"""Corpus formats: one file each, one explicit list."""

from annotator.domain.errors import InvalidInput
from annotator.formats.acled_like import AcledLike
from annotator.formats.airwars_like import AirwarsLike
from annotator.formats.base import CorpusFormat, Reader, Writer
from annotator.formats.bioes import Bioes
from annotator.formats.brat.format import Brat
from annotator.formats.conll2003 import Conll2003
from annotator.formats.csv_table import CsvTable
from annotator.formats.doccano.format import Doccano
from annotator.formats.dygiepp.format import Dygiepp
from annotator.formats.events import Events
from annotator.formats.folia.format import Folia
from annotator.formats.gliner.format import Gliner
from annotator.formats.grit import Grit
from annotator.formats.gtt import Gtt
from annotator.formats.huggingface import HuggingFace
from annotator.formats.iob2 import Iob2
from annotator.formats.ioe2 import Ioe2
from annotator.formats.label_studio.format import LabelStudio
from annotator.formats.label_studio_csv import LabelStudioCsv
from annotator.formats.label_studio_min import LabelStudioMin
from annotator.formats.maven.format import Maven
from annotator.formats.maven_arg.format import MavenArg
from annotator.formats.muc4 import Muc4
from annotator.formats.muc4_keys import Muc4Keys
from annotator.formats.native.format import Native
from annotator.formats.oneie.format import Oneie
from annotator.formats.parquet import Parquet
from annotator.formats.plain_text import PlainText
from annotator.formats.plover.format import Plover
from annotator.formats.prodigy.format import Prodigy
from annotator.formats.rams.format import Rams
from annotator.formats.re3d import Re3d
from annotator.formats.spacy.format import SpacyDocBin
from annotator.formats.spacy_json import SpacyJson
from annotator.formats.ucdp_like import UcdpLike
from annotator.formats.uima_json import UimaJson
from annotator.formats.uima_xmi import UimaXmi
from annotator.formats.warc import Warc
from annotator.formats.web_page import WebPage
from annotator.formats.webanno_tsv.format import WebAnnoTsv
from annotator.formats.webannotation.format import WebAnnotation
from annotator.formats.wikievents import WikiEvents
from annotator.registry import Registry, UnknownPluginError

#: Every corpus format, in the order in which pages and commands offer them. To add one: write
#: <id>.py here, add a line below, put a reference corpus under tests/formats/golden/<id>/ and a
#: row into docs/formats.md. The tests find it by themselves.
FORMATS: Registry[CorpusFormat] = Registry(
    "corpus format",
    [
        *(Native(), LabelStudio(), SpacyDocBin(), Conll2003(), Iob2()),
        *(Ioe2(), Bioes()),
        *(HuggingFace(), Parquet(), Gliner()),
        *(WebAnnoTsv(), UimaXmi(), UimaJson(), Folia(), Re3d()),
        *(Dygiepp(), Oneie(), WikiEvents(), Rams(), Maven(), MavenArg()),
        *(Gtt(), Grit(), Plover(), Muc4Keys()),
        *(Events(), AcledLike(), UcdpLike(), AirwarsLike(), Muc4()),
        *(LabelStudioMin(), LabelStudioCsv()),
        *(Brat(), Doccano(), Prodigy(), WebAnnotation(), SpacyJson()),
        *(PlainText(), CsvTable(), WebPage(), Warc()),
    ],
)


def readers() -> list[Reader]:
    """The formats that can be read."""
    return [fmt for fmt in FORMATS if isinstance(fmt, Reader)]


def writers() -> list[Writer]:
    """The formats that can be written."""
    return [fmt for fmt in FORMATS if isinstance(fmt, Writer)]


def named(format_id: str) -> CorpusFormat:
    """The format of that id; raises InvalidInput when there is none."""
    try:
        return FORMATS.get(format_id)
    except UnknownPluginError as error:
        raise InvalidInput(str(error), rule="format") from None


def reader(format_id: str) -> Reader:
    """The format of that id; raises InvalidInput when there is none, or it can only be written."""
    found = named(format_id)
    if not isinstance(found, Reader):
        raise InvalidInput(f"{found.title} can be written, but not read", rule="format")
    return found


def writer(format_id: str) -> Writer:
    """The format of that id; raises InvalidInput when there is none, or it can only be read."""
    found = named(format_id)
    if not isinstance(found, Writer):
        raise InvalidInput(f"{found.title} can be read, but not written", rule="format")
    return found


def guess(file_name: str) -> str | None:
    """The id of the format whose files end as this name does; of several the one with the longest ending."""
    name = file_name.lower()
    fitting = [(len(ending), fmt.id) for fmt in FORMATS for ending in _endings(fmt) if name.endswith(ending)]
    return max(fitting)[1] if fitting else None


def readable(file_name: str, format_id: str | None = None) -> bool:
    """Whether a file of this name is read: by the format of that id, or by any when there is none."""
    found = guess(file_name)
    if format_id is not None:
        return file_name.lower().endswith(_endings(named(format_id)))
    return found is not None and isinstance(FORMATS.get(found), Reader)


def _endings(fmt: CorpusFormat) -> tuple[str, ...]:
    """How the names of its files end: the one that we write, and others that are read."""
    return (fmt.suffix, *getattr(fmt, "endings", ()))
