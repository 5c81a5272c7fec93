"""UIMA CAS as JSON (0.4.0): a file a document with its type system inside. Offsets count UTF-16 units.

Written and read by dkpro-cassis. The format is described in “UIMA CAS JSON” of the Apache UIMA project; feature
structures stand in a list, or in an object by their ids.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Source
from annotator.formats.records.layered import short
from annotator.formats.sources.annotation_files import Entry
from annotator.formats.sources.archives import FileWriter
from annotator.formats.sources.json_text import parsed
from annotator.formats.sources.unread import ANY, Known, Unread, keys
from annotator.formats.uima.cas import guarded, library
from annotator.formats.uima.corpus import UimaFormat, offsets_of
from annotator.formats.uima.reading import RawCas
from annotator.formats.uima.writing import cas_of

#: What the format calls what we look at ourselves.
_STRUCTURES, _ID, _TYPE, _TYPES, _VIEWS = "%FEATURE_STRUCTURES", "%ID", "%TYPE", "%TYPES", "%VIEWS"
#: Of the whole and of its views; of feature structures their types say it.
_KNOWN = keys(_STRUCTURES, _TYPES, "%HEADER", **{_VIEWS: {ANY: keys("%SOFA", "%MEMBERS", "%INDEX")}})
#: What stands before the name of a feature that refers to something, or whose number JSON cannot hold.
_SIGNS = ("@", "#", "^")
#: What the JSON before it has, which is known, but not read.
_OLD = frozenset({"_context", "_views"})
#: How the names of features begin whose value is the id of another structure.
_REFERENCE = "@"
#: The reference without which nothing says which text an annotation is on.
_OF_TEXT = "@sofa"


@dataclass(frozen=True, slots=True)
class UimaJson(UimaFormat):
    """An archive of .json files."""

    id: ClassVar[str] = "uima-json"
    title: ClassVar[str] = "UIMA CAS JSON"
    suffix: ClassVar[str] = ".cas.zip"
    signs: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"%TYPES", "%FEATURE_STRUCTURES"}),
        frozenset({"%TYPES", "%VIEWS"}),
        _OLD,
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
        del source
        data = entry.read()
        told = parsed(data)
        if isinstance(told, dict) and told.keys() >= _OLD:
            said = "the JSON that UIMA wrote before version 0.4.0 is not read: export UIMA CAS JSON or XMI"
            raise InvalidInput(said, rule="version")
        if not isinstance(told, dict) or not {_TYPES, _VIEWS} <= set(told):
            raise InvalidInput(f"a CAS is an object with {_TYPES} and {_VIEWS}", rule="cas")
        structures = _by_id(told.get(_STRUCTURES))
        words = data.decode("utf-8-sig")
        loose = list(_loose(structures))
        if loose:
            # The library stops at what refers to nothing: without the reference the rest can be read.
            for name, feature in loose:
                said = f"{feature.removeprefix(_REFERENCE)} of {name} refers to {structures[name].pop(feature)}"
                report(Loss(entry.document, "reference", name, "dangling", f"{said}, which is not there"))
            words = json.dumps(told)
        with guarded("cas"):
            types = _types_of(json.dumps(told[_TYPES]))
            cas = library().load_cas_from_json(words, typesystem=types, merge_typesystem=False)
        with Unread(_KNOWN, report, entry.place) as unread:
            unread.tell(told, None)
            for each in structures.values():
                name = short(str(each.get(_TYPE)))
                unread.tell({name: each}, None, {name: _features_of(cas, each)})
        return RawCas(cas, offsets_of(_offsets(structures)))


def _features_of(cas: Any, structure: JsonObject) -> Known:
    """The keys that a feature structure has by its type: its features, those that are references with a sign before."""
    own = [key for key in structure if key.startswith("%")]
    name = str(structure.get(_TYPE))
    if not cas.typesystem.contains_type(name):
        # The library knows it by itself, as arrays.
        return {ANY: None}
    features = [feature.name for feature in cas.typesystem.get_type(name).all_features]
    return keys(*own, *features, *(f"{sign}{each}" for each in features for sign in _SIGNS))


@lru_cache(maxsize=16)
def _types_of(declared: str) -> Any:
    """The type system that a file declares: all documents of a corpus have the same few."""
    return library().load_cas_from_json(f'{{"{_TYPES}": {declared}, "{_VIEWS}": {{}}}}').typesystem


def _by_id(structures: Json) -> dict[str, dict[str, Json]]:
    """The feature structures by their ids, in either of the two ways in which they are listed."""
    if isinstance(structures, dict):
        listed = [(name, each) for name, each in structures.items()]
    else:
        whole = structures if isinstance(structures, list) else []
        listed = [(str(each.get(_ID)), each) for each in whole if isinstance(each, dict)]
    return {name: each for name, each in listed if isinstance(each, dict)}


def _loose(structures: Mapping[str, Mapping[str, Json]]) -> Iterator[tuple[str, str]]:
    """Which features of which structures refer to one that is not there."""
    for name, each in structures.items():
        for feature, value in each.items():
            is_reference = feature.startswith(_REFERENCE) and feature != _OF_TEXT
            if is_reference and type(value) is int and str(value) not in structures:
                yield name, feature


def _offsets(structures: Mapping[str, Mapping[str, Json]]) -> dict[int, tuple[object, object]]:
    return {
        int(name): (each.get("begin"), each.get("end"))
        for name, each in structures.items()
        if name.isdecimal() and len(name) < 12
    }
