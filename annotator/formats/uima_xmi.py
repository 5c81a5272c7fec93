"""UIMA CAS as XMI: a file a document and one TypeSystem.xml. Offsets count UTF-16 units.

Written and read by dkpro-cassis, as the UIMA references describe it (“XMI CAS Serialization”). A document type is
refused. What XML cannot hold, some control characters, stands in our own record alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.xml_events import walk
from annotator.formats.base import Loss, Report, Source, Weight
from annotator.formats.sources.annotation_files import Entry
from annotator.formats.sources.archives import Files, FileWriter
from annotator.formats.sources.files import reading
from annotator.formats.uima.cas import guarded, library
from annotator.formats.uima.corpus import UimaFormat, offsets_of
from annotator.formats.uima.reading import RawCas
from annotator.formats.uima.writing import METADATA, cas_of, type_system
from annotator.formats.uima.xmi_types import Structures, Undescribed, extend, id_of, number_of

TYPES = "TypeSystem.xml"
#: So many files beside a file are looked at for its type system, if they are no larger.
MOST_BESIDE, LARGEST_TYPES = 50, 2**24
_XMI_ID = "http://www.omg.org/XMI id"
_CAS = "http:///uima/cas.ecore"
#: What is indexed without any text, at which the library would stop: nothing in it stands anywhere.
_NO_TEXT = re.compile(rb"<[\w.-]+:View\b(?![^>]*\ssofa=)[^>]*/>")
_DESCRIPTION = b"typeSystemDescription"


@dataclass(frozen=True, slots=True)
class UimaXmi(UimaFormat):
    """An archive of .xmi files with their type system."""

    id: ClassVar[str] = "uima-xmi"
    title: ClassVar[str] = "UIMA CAS XMI"
    suffix: ClassVar[str] = ".xmi.zip"
    description: ClassVar[str] = "A CAS a document and a type system beside: for INCEpTION, UIMA and DKPro."
    ending: ClassVar[str] = ".xmi"
    endings: ClassVar[tuple[str, ...]] = (ending,)
    members: ClassVar[tuple[str, ...]] = endings

    def packed(self, annotated: AnnotatedDocument) -> bytes:
        text: str = cas_of(annotated, xml=True).to_xmi(pretty_print=True)
        return text.encode("utf-8")

    def finish(self, files: FileWriter, features: tuple[str, ...]) -> None:
        """The types of all documents in one."""
        files.write(TYPES, type_system(features).to_xml().encode("utf-8"))

    def _is_empty(self, files: Files) -> bool:
        return set(files.names) <= {TYPES}

    def unpacked(self, entry: Entry, source: Source, report: Report) -> RawCas:
        data = entry.read()
        seen = _Seen()
        walk(data, seen.start)
        types = _types_of(entry, source, seen, report)
        with guarded("cas"):
            data = _without(_NO_TEXT.sub(b"", data), _loose(seen, types), entry.document, report)
            # Trusted: whatever could make it grow without end was refused above.
            cas = library().load_cas_from_xmi(BytesIO(data), typesystem=types, lenient=True, trusted=True)
        return RawCas(cas, offsets_of(seen.offsets))


class _Seen:
    """What stands in the file: by the ids of feature structures their types, offsets and what else is said."""

    def __init__(self) -> None:
        #: By type the features that stand in elements of their own, as lists of texts do.
        self.texts: dict[str, set[str]] = {}
        self.indexed: set[int] = set()
        self._type = ""
        self.offsets: dict[int, tuple[object, object]] = {}
        self.said: dict[int, tuple[str, Mapping[str, str]]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        number = number_of(attributes.get(_XMI_ID))
        namespace, _, local = name.rpartition(" ")
        if number is None and not namespace and self._type:
            self.texts.setdefault(self._type, set()).add(local)
        if local == "View":
            self.indexed |= set(map(id_of, attributes.get("members", "").split()))
        if number is None or namespace == _CAS:
            self._type = self._type if not namespace else ""
            return
        package = namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
        plain = package in ("", "uima.noNamespace")
        type_name = local if plain else f"{package}.{local}"
        self._type = type_name
        self.said[number] = type_name, attributes
        self.offsets[number] = number_of(attributes.get("begin")), number_of(attributes.get("end"))


def _loose(seen: _Seen, types: Any) -> list[tuple[int, str, str]]:
    """Each reference to a structure that is not there: of which structure, by which feature, to which id."""
    references: dict[str, frozenset[str]] = {}
    found = []
    for number, (name, said) in seen.said.items():
        if name not in references:
            references[name] = _references(types, name)
        for feature in references[name] & said.keys():
            target = number_of(said[feature])
            if target and target not in seen.offsets:
                found.append((number, feature, said[feature]))
    return found


def _references(types: Any, name: str) -> frozenset[str]:
    """The features of a type that refer to one structure; that to the text is none that anybody could do without."""
    if not types.contains_type(name):
        return frozenset()
    found = set()
    for each in types.get_type(name).all_features:
        # Of numbers, which may look like ids, there are collections, too.
        if not types.is_primitive(each.rangeType) and not types.is_primitive_collection(each.rangeType):
            found.add(each.name)
    return frozenset(found - {"sofa"})


def _without(data: bytes, loose: Iterable[tuple[int, str, str]], document: str, report: Report) -> bytes:
    """The file without these references, at which the library would stop."""
    for number, feature, target in loose:
        said = f"{feature} of {number} refers to {target}, which is not there"
        report(Loss(document, "reference", str(number), "dangling", said))
        data = re.sub(rf'\s{re.escape(feature)}="{target}"'.encode(), b"", data)
    return data


def _types_of(entry: Entry, source: Source, seen: _Seen, report: Report) -> Any:
    """The type system nearest to a file: beside it or in a folder above; else that of DKPro Core.

    What it lacks is taken as it looks, and reported. Raises InvalidInput when it is none.
    """
    data = _beside(entry, source)
    missing = Structures(seen.said, seen.texts, seen.indexed).undescribed(_loaded(data))
    for each in missing:
        if each.name != METADATA:
            named = ", ".join(name for name, _ in each.features)
            said = f"no type system says what {each.name} is" + (f", or what these are: {named}" if named else "")
            told = f"{said}; it is read as its values look: a TypeSystem.xml beside the file would tell"
            report(Loss(entry.document, "layer", each.name, "no_type", told, Weight.CHANGED))
    return _extended(data, missing) if missing else _loaded(data)


@lru_cache(maxsize=16)
def _extended(data: bytes | None, missing: tuple[Undescribed, ...]) -> Any:
    with guarded("type_system"):
        types = library().merge_typesystems(_loaded(data))
        extend(types, missing)
        return types


@lru_cache(maxsize=16)
def _loaded(data: bytes | None) -> Any:
    if data is not None:
        walk(data, lambda *_: None)
    with guarded("type_system"):
        return library().load_dkpro_core_typesystem() if data is None else library().load_typesystem(BytesIO(data))


def _beside(entry: Entry, source: Source) -> bytes | None:
    if len(entry.files.names) == 1 and isinstance(source, Path) and source.is_file():
        for path in _described_beside(source):
            with reading(path) as stream:
                data = stream.read()
            if _DESCRIPTION in data:
                return data
    described = [each for each in entry.files.names if each.lower().endswith(".xml")]
    for folder in PurePosixPath(entry.name).parents:
        for name in described:
            if PurePosixPath(name).parent == folder and _DESCRIPTION in (data := entry.files.read(name)):
                return data
    return None


def _described_beside(path: Path) -> list[Path]:
    """Files beside this one that may be type systems: that of the usual name, else any by their size."""
    usual = path.with_name(TYPES)
    others = sorted(path.parent.glob("*.xml"))[:MOST_BESIDE]
    small = [each for each in others if each != usual and each.is_file() and each.stat().st_size < LARGEST_TYPES]
    return [usual, *small] if usual.is_file() else small
