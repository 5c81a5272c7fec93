"""The types in a file of XMI that no type system describes, as far as the file itself shows what they are.

What stands in the text is an annotation. A list of ids is a list of what has them; so is a single id in a feature that
has a list elsewhere, that leads to a slot or to what is in no index, or that is called as references are; any other
number is a number.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.uima.writing import METADATA

_ANNOTATION, _DOCUMENT = "uima.tcas.Annotation", "uima.tcas.DocumentAnnotation"
_BASE, _TOP = "uima.cas.AnnotationBase", "uima.cas.TOP"
_PLACE = frozenset({"sofa", "begin", "end"})
#: What features are called that refer to one other structure, in WebAnno's layers and elsewhere.
_REFERENCES = frozenset({"Governor", "Dependent", "target", "next", "first"})
_TARGET = "target"
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,8})")
_FLOAT = re.compile(r"-?\d+\.\d+(?:E-?\d+)?")


def number_of(word: str | None) -> int | None:
    """The number that a word is, as ids and offsets are; None for what is none."""
    return int(word) if word is not None and word.isdecimal() and len(word) < 12 else None


def id_of(word: str) -> int:
    """The id that a word is; -1, which nothing has, for what is none."""
    number = number_of(word)
    return -1 if number is None else number


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A type that is not known, or features of one that is, with the types of their values."""

    name: str
    supertype: str
    features: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Structures:
    """What stands in a file: the features of each structure by its id, which of its type hold several texts, and the
    ids of what is indexed: all else is there because something refers to it.
    """

    said: Mapping[int, tuple[str, Mapping[str, str]]]
    texts: Mapping[str, Iterable[str]] = field(default_factory=dict)
    indexed: Collection[int] = ()

    def undescribed(self, types: Any) -> tuple[Undescribed, ...]:
        """What the type system lacks."""
        found = []
        for name, structures in self._by_type().items():
            is_known = types.contains_type(name)
            known = {each.name.rstrip("_") for each in types.get_type(name).all_features} if is_known else set()
            texts = [(each, "uima.cas.StringArray") for each in sorted(self.texts.get(name, ())) if each not in known]
            named = dict.fromkeys(key for said in structures for key in said)
            others = [key for key in named if key not in known | _PLACE and not key.startswith("http")]
            values = [(key, self._range([said[key] for said in structures if key in said], key)) for key in others]
            if not is_known or values or texts:
                found.append(Undescribed(name, _super(name, structures), (*values, *texts)))
        return tuple(found)

    def _by_type(self) -> dict[str, list[Mapping[str, str]]]:
        found: dict[str, list[Mapping[str, str]]] = {}
        for name, said in self.said.values():
            found.setdefault(name, []).append(said)
        return found

    def _range(self, values: Sequence[str], feature: str) -> str:
        words = [value.split() for value in values]
        lead = all(id_of(word) in self.said for each in words for word in each)
        if lead and (any(len(each) > 1 for each in words) or self._are_slots(words) or self._are_parts(words)):
            return "uima.cas.FSArray"
        if lead and feature in _REFERENCES:
            return _TOP
        if all(value in ("true", "false") for value in values):
            return "uima.cas.Boolean"
        if all(map(_INTEGER.fullmatch, values)):
            return "uima.cas.Integer"
        return "uima.cas.Double" if all(map(_FLOAT.fullmatch, values)) else "uima.cas.String"

    def _are_slots(self, words: Iterable[Sequence[str]]) -> bool:
        named = [self.said[id_of(word)][1] for each in words for word in each]
        return bool(named) and all(_TARGET in said and "begin" not in said for said in named)

    def _are_parts(self, words: Iterable[Sequence[str]]) -> bool:
        ids = {id_of(word) for each in words for word in each}
        return bool(ids) and ids.isdisjoint(self.indexed)


def _super(name: str, structures: Sequence[Mapping[str, str]]) -> str:
    if name == METADATA:
        return _DOCUMENT
    if any({"begin", "end"} <= said.keys() for said in structures):
        return _ANNOTATION
    return _BASE if any("sofa" in said for said in structures) else _TOP


def extend(types: Any, missing: Iterable[Undescribed]) -> None:
    """Put what was missing into a type system."""
    for each in missing:
        is_known = types.contains_type(each.name)
        of = types.get_type(each.name) if is_known else types.create_type(each.name, each.supertype)
        for feature, range_ in each.features:
            types.create_feature(of, feature, range_)
