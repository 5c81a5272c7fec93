"""UIMA CAS as JSON (0.4.0): a file a document with its type system inside. Offsets count UTF-16 units.

Written and read by dkpro-cassis. The format is described in “UIMA CAS JSON” of the Apache UIMA project; feature
structures stand in a list, or in an object by their ids.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.annotation_files import Entry
from annotator.formats.archives import FileWriter
from annotator.formats.base import Report, Source
from annotator.formats.cas import guarded, library
from annotator.formats.cas_reading import RawCas
from annotator.formats.cas_writing import cas_of
from annotator.formats.native import parsed
from annotator.formats.uima import UimaFormat, offsets_of

#: What the format calls what we look at ourselves.
_STRUCTURES, _ID, _TYPES, _VIEWS = "%FEATURE_STRUCTURES", "%ID", "%TYPES", "%VIEWS"


@dataclass(frozen=True, slots=True)
class UimaJson(UimaFormat):
    """An archive of .json files."""

    id: ClassVar[str] = "uima-json"
    title: ClassVar[str] = "UIMA CAS JSON"
    suffix: ClassVar[str] = ".cas.zip"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"%TYPES", "%FEATURE_STRUCTURES"}),
        frozenset({"%FEATURE_STRUCTURES"}),
    )
    description: ClassVar[str] = "A CAS a document with its type system: for INCEpTION, UIMA and dkpro-cassis."
    ending: ClassVar[str] = ".json"
    endings: ClassVar[tuple[str, ...]] = (".cas.json",)
    members: ClassVar[tuple[str, ...]] = endings

    def packed(self, annotated: AnnotatedDocument) -> bytes:
        text: str = cas_of(annotated, xml=False).to_json(pretty_print=True)
        return text.encode("utf-8") + b"\n"

    def finish(self, files: FileWriter, features: tuple[str, ...]) -> None:
        """Nothing: each file has its types."""

    def unpacked(self, entry: Entry, source: Source, report: Report) -> RawCas:
        del source, report
        data = entry.read()
        told = parsed(data)
        if not isinstance(told, dict) or not {_TYPES, _VIEWS} <= set(told):
            raise InvalidInput(f"a CAS is an object with {_TYPES} and {_VIEWS}", rule="cas")
        with guarded("cas"):
            types = _types_of(json.dumps(told[_TYPES]))
            cas = library().load_cas_from_json(data.decode("utf-8-sig"), typesystem=types, merge_typesystem=False)
        return RawCas(cas, offsets_of(_offsets(told.get(_STRUCTURES))))


@lru_cache(maxsize=16)
def _types_of(declared: str) -> Any:
    """The type system that a file declares: all documents of a corpus have the same few."""
    return library().load_cas_from_json(f'{{"{_TYPES}": {declared}, "{_VIEWS}": {{}}}}').typesystem


def _offsets(structures: Json) -> dict[int, tuple[object, object]]:
    if isinstance(structures, dict):
        listed = [(name, each) for name, each in structures.items()]
    else:
        whole = structures if isinstance(structures, list) else []
        listed = [(str(each.get(_ID)), each) for each in whole if isinstance(each, dict)]
    return {
        int(name): (each.get("begin"), each.get("end"))
        for name, each in listed
        if isinstance(each, dict) and name.isdecimal() and len(name) < 12
    }
