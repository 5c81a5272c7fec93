"""W3C Web Annotations of one text read as sets: a set for each creator, or those of our corner where there is one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment
from annotator.domain.documents import Document
from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Loss, Report, Weight
from annotator.formats.places.marks import Mark, Tie, marked
from annotator.formats.records.corner import CORNER, remark, restored
from annotator.formats.records.foreign_ids import derived_id, distinct

#: The motivations that name a thing, before those that say something of it.
_NAMING = ("classifying", "tagging")
_REMARKS = ("commenting", "replying", "questioning", "editing", "assessing", "moderating")
#: A stretch of plain text by RFC 5147.
_CHARACTERS = re.compile(r"char=(\d{1,9}),(\d{1,9})(?:;.*)?")


@dataclass(slots=True)
class _Found:
    """What one creator made, on its way."""

    marks: list[Mark] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    comments: list[tuple[str, str | None, Mark | None]] = field(default_factory=list)
    attributes: dict[str, Json] = field(default_factory=dict)


def read_annotations(
    document: Document,
    known: AnnotatedDocument | None,
    items: Sequence[JsonObject],
    base: AnnotationSet,
    report: Report,
    place: str | None,
) -> AnnotatedDocument:
    """The document with the annotations that are about its text."""
    found: dict[int | str, _Found] = defaultdict(_Found)
    for number, item in enumerate(items, start=1):
        _Item(document, item, number, report, place).take(found[_whose(item, known, base)])
    sets = list(_known_sets(document, known, found, base, report, place)) if known else []
    for whose, each in found.items():
        if isinstance(whose, str):
            sets.append(_set(document, each, replace(base, annotator=whose), report, place))
    return AnnotatedDocument(document, tuple(distinct(document, sets, report)))


def _known_sets(
    document: Document,
    known: AnnotatedDocument,
    found: Mapping[int | str, _Found],
    base: AnnotationSet,
    report: Report,
    place: str | None,
) -> Iterator[AnnotationSet]:
    for number, annotations in enumerate(known.sets):
        there = _set(document, found.get(number, _Found()), base, report, place)
        yield restored(document, annotations, there, report)


def _whose(item: JsonObject, known: AnnotatedDocument | None, base: AnnotationSet) -> int | str:
    """The number of the set in our corner, or the name of the creator."""
    own = item.get(CORNER)
    number = own.get("set") if isinstance(own, dict) else None
    if known is not None and type(number) is int and 0 <= number < len(known.sets):
        return number
    creator = item.get("creator")
    creator = creator[0] if isinstance(creator, list) and creator else creator
    if isinstance(creator, dict):
        told = (creator.get(key) for key in ("nickname", "name", "email", "id"))
        creator = next((each for each in told if each), None)
    name = creator[0] if isinstance(creator, list) and creator else creator
    return name if isinstance(name, str) and name else base.annotator


def _set(document: Document, found: _Found, base: AnnotationSet, report: Report, place: str | None) -> AnnotationSet:
    made, named = marked(document, found.marks, found.ties, base, report, (place, None))
    comments: list[Comment] = []
    for words, on, stretch in found.comments:
        comment = remark(words, len(comments) + 1, base.annotator, named.get(on) if on else None)
        if comment.span is None and stretch is not None and 0 <= stretch.start < stretch.end <= len(document.text):
            comment = replace(comment, start=stretch.start, end=stretch.end)
        comments.append(comment)
    return replace(made, attributes=found.attributes, comments=tuple(comments))


@dataclass(frozen=True, slots=True)
class _Item:
    """One annotation: a mark, a tie, a comment, or something said of the whole."""

    document: Document
    item: JsonObject
    number: int
    report: Report
    place: str | None

    @property
    def id(self) -> str:
        return item_id(self.item, self.number)

    def take(self, found: _Found) -> None:
        names, remarks = self._bodies()
        targets = list(_each(self.item.get("target")))
        if self.item.get("motivation") == "linking":
            self._tie(found, names, targets)
            return
        stretches = [mark for target in targets if (mark := self._stretch(target)) is not None]
        lost = [target for target in targets if isinstance(target, dict) and target.get("selector") is not None]
        if not stretches and lost:
            said = f"{', '.join(names) or 'a remark'}: a selector by position, by quote or by characters is expected"
            self.report(Loss(self.document.id, "span", self.id, "selector", said, file=self.place))
            return
        if not stretches:
            self._of_the_whole(found, names, remarks, targets)
            return
        is_own = CORNER in self.item
        for number, stretch in enumerate(stretches):
            labels = names or ([] if remarks else [str(self.item.get("motivation") or "highlighting")])
            for which, label in enumerate(labels):
                suffix = f".{number + 1}.{which + 1}" if number or which else ""
                found.marks.append(replace(stretch, id=self.id + suffix, label=label))
            if not is_own or not names:
                found.comments += [(words, self.id if names else None, stretch) for words in remarks]

    def _of_the_whole(
        self, found: _Found, names: Sequence[str], remarks: Sequence[str], targets: Sequence[Json]
    ) -> None:
        on = next((_iri(target) for target in targets), None)
        if self.item.get("motivation") == "describing" and CORNER in self.item:
            return  # What is said of the document: our corner has it.
        if not names and not remarks and CORNER not in self.item:
            said = "it selects no words, and says nothing of the text"
            self.report(Loss(self.document.id, "span", self.id, "selector", said, Weight.UNWANTED, self.place))
        found.comments += [(words, on, None) for words in remarks]
        if names:
            name = str(self.item.get("motivation") or _NAMING[0])
            found.attributes[name] = names[0] if len(names) == 1 else list[Json](names)

    def _tie(self, found: _Found, names: Sequence[str], targets: Sequence[Json]) -> None:
        """Two annotations as targets; or one, and another one as the body."""
        ends = [iri for target in targets if (iri := _iri(target))]
        if len(ends) == 1:
            bodies = (_iri(body) for body in _each(self.item.get("body")) if _value(body) is None)
            ends += [iri for iri in bodies if iri]
        if len(ends) == 2:
            found.ties.append(Tie(self.id, names[0] if names else "linking", *ends))
        else:
            said = f"a link joins two annotations, not {len(ends)}"
            self.report(Loss(self.document.id, "link", self.id, "ends", said, file=self.place))

    def _bodies(self) -> tuple[list[str], list[str]]:
        """What the bodies name, and what they remark."""
        by_purpose: dict[str, list[str]] = defaultdict(list)
        fallback = self.item.get("motivation")
        for body in [*_each(self.item.get("body")), *_each(self.item.get("bodyValue"))]:
            purpose = body.get("purpose", fallback) if isinstance(body, dict) else fallback
            value = _value(body)
            if value is None and self.item.get("motivation") != "linking":
                value = _iri(body)
            if value is not None:
                by_purpose[str(purpose)].append(value)
        naming = next((by_purpose[each] for each in (*_NAMING, "identifying", "linking") if by_purpose.get(each)), [])
        if not naming and "None" in by_purpose and fallback is None:
            # Without any motivation, a text is a remark.
            return [], by_purpose["None"]
        remarks = [words for each in _REMARKS for words in by_purpose.get(each, ())]
        if CORNER not in self.item:
            remarks += by_purpose.get("describing", [])
        return naming, remarks

    def _stretch(self, target: Json) -> Mark | None:
        """The words that a target selects; None for one that is no part of the text."""
        if isinstance(target, str):
            found = _CHARACTERS.fullmatch(target.partition("#")[2])
            return Mark("", "", int(found[1]), int(found[2])) if found else None
        if not isinstance(target, dict):
            return None
        selectors = list(_selectors(target.get("selector")))
        quote = next((each for each in selectors if each.get("type") == "TextQuoteSelector"), None)
        for start, end in map(_offsets, selectors):
            if type(start) is int and type(end) is int:
                words = quote.get("exact") if quote else None
                return Mark("", "", start, end, words if isinstance(words, str) else None)
        return self._quoted(quote) if quote else None

    def _quoted(self, selector: JsonObject) -> Mark | None:
        """Where a quote stands that nothing but the words around it tells of."""
        exact, before, after = (selector.get(key, "") for key in ("exact", "prefix", "suffix"))
        if not isinstance(exact, str) or not isinstance(before, str) or not isinstance(after, str) or not exact:
            return None
        text, whole = self.document.text, before + exact + after
        start = text.find(whole)
        if start < 0 or text.find(whole, start + 1) >= 0:
            # Not there, or not alone: then the quote itself must be.
            return Mark("", "", -1, -1, exact)
        return Mark("", "", start + len(before), start + len(before) + len(exact), exact)


def item_id(item: JsonObject, number: int) -> str:
    """The id of an annotation, or one made of its number."""
    given = item.get("id", item.get("@id"))
    return given if isinstance(given, str) and given else derived_id("item", str(number))


def _each(value: Json) -> Iterator[Json]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and isinstance(value.get("items"), list):
        yield from value["items"]  # type: ignore[misc]
    elif value is not None:
        yield value


def _selectors(value: Json) -> Iterator[JsonObject]:
    """All selectors of a target, those that refine others before these: they tell the words more closely."""
    for each in _each(value):
        if isinstance(each, dict):
            yield from _selectors(each.get("refinedBy"))
            yield each


def _offsets(selector: JsonObject) -> tuple[Json, Json]:
    """Where a selector of positions begins and ends, or one of a fragment of plain text."""
    if selector.get("type") == "TextPositionSelector":
        return selector.get("start"), selector.get("end")
    found = _CHARACTERS.fullmatch(str(selector.get("value")))
    return (int(found[1]), int(found[2])) if found and selector.get("type") == "FragmentSelector" else (None, None)


def _value(body: Json) -> str | None:
    value = body.get("value") if isinstance(body, dict) else None
    return value if isinstance(value, str) else None


def _iri(resource: Json) -> str | None:
    """What a body or a target is, by its id or that of what it is part of."""
    if isinstance(resource, dict):
        found = resource.get("id", resource.get("source"))
        return _iri(found) if isinstance(found, dict) else (found if isinstance(found, str) else None)
    return resource if isinstance(resource, str) else None
