"""A set of ours and an annotation of Label Studio's, turned into each other by way of their form.

What is sent is read back on paper first: an annotation that would not come out as it went in is not sent.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.domain.annotations import AnnotationSet, Link, SchemaRef, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.labelstudio.canonical import Form, Tie, form_of, tie_of
from annotator.labelstudio.label_config import control
from annotator.labelstudio.regions import read_result
from annotator.labelstudio.results import write_result
from annotator.labelstudio.translation import Names, ours, theirs

#: Remarks of a reader that say that something is there which our form has no room for.
_UNREAD = frozenset({"no_label", "range", "type", "several", "dangling", "no_role", "duplicate", "id"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What an annotation says, and what of it could not be read: then nothing may be written over it."""

    form: Form
    links: tuple[Link, ...] = ()
    origins: Mapping[str, str] | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A schema and how a project's config calls what is in it."""

    schema: Schema
    names: Names

    def has(self, attribute: str) -> bool:
        """Whether there is a control for this attribute of the document."""
        found = self.schema.attribute(attribute)
        made = control(found) if found else None
        return made is not None and made.name in self.names.controls


def seen(result: Json, text: str, words: Words, *, is_skipped: bool = False, is_gold: bool = False) -> Seen:
    """A result as a form. Raises InvalidInput for what is none."""
    if not isinstance(result, list):
        raise InvalidInput("the result of an annotation is a list", rule="result")
    mine, carried = ours(result, words.names)
    read = read_result(mine, text, words.schema)
    spans = [_tidied(span, words.schema) for span in read.spans]
    said = {name: value for name, value in read.attributes.items() if words.has(name)}
    annotations = AnnotationSet(
        "",
        SchemaRef(words.schema.name, words.schema.version),
        "gold" if is_gold else "annotator",
        str(TaskState.SKIPPED if is_skipped else TaskState.SUBMITTED),
        attributes=said,
        spans=tuple(spans),
        links=tuple(read.links),
    )
    unread = tuple(
        f"{each.kind} {each.id or ''}: {each.detail}"
        for each in read.remarks
        if each.reason in _UNREAD and each.kind != "labels"
    )
    origins = {span.id: span.origin for span in spans}
    return Seen(form_of(annotations, carried), tuple(read.links), origins, unread)


def local_form(annotations: AnnotationSet, words: Words, carried: Mapping[str, Json] | None = None) -> Form:
    """The form of a set of ours, without what is said of the document that the config has no control for."""
    said = {name: value for name, value in annotations.attributes.items() if words.has(name)}
    return form_of(replace(annotations, attributes=said), carried)


def set_of(form: Form, text: str, like: AnnotationSet, words: Words, seen_: Seen | None = None) -> AnnotationSet:
    """The set that a form says; ids of links and origins of spans are those of `like`, or of what was seen there."""
    origins = dict((seen_.origins or {}) if seen_ else {}) | {span.id: span.origin for span in like.spans}
    known: dict[Tie, str] = {tie_of(link): link.id for link in (*(seen_.links if seen_ else ()), *like.links)}
    spans = tuple(
        Span(
            name,
            mark.label,
            mark.start,
            mark.end,
            text[mark.start : mark.end],
            dict(mark.attributes),
            origins.get(name, "import"),
        )
        for name, mark in form.marks.items()
    )
    links = tuple(Link(known.get(tie) or link_id(tie), tie[2], tie[0], tie[1]) for tie in form.ties)
    own = {name: value for name, value in like.attributes.items() if not words.has(name)}
    return replace(like, spans=spans, links=links, attributes={**own, **form.attributes}).in_order()


def link_id(tie: Tie) -> str:
    """The id of a link that has none: it follows from what the link says."""
    words = f"{tie[2]} {tie[0]} {tie[1]}"
    return f"l-{hashlib.sha256(words.encode()).hexdigest()[:20]}"


def result_of(form: Form, text: str, like: AnnotationSet, words: Words) -> list[Json]:
    """The result that says this form. Raises InvalidInput where it would not say all of it."""
    annotations = set_of(form, text, like, words)
    said = {name: value for name, value in annotations.attributes.items() if words.has(name)}
    check_sendable(annotations)
    written = write_result(replace(annotations, attributes=said), words.schema, words.names.controls)
    result = theirs(written.result, words.names, form.carried)
    back = seen(result, text, words, is_skipped=form.is_skipped, is_gold=form.is_gold)
    if back.form.digest != form.digest:
        raise InvalidInput(_lost(form, back.form), rule="config")
    return result


def check_sendable(annotations: AnnotationSet) -> None:
    """Refuse what Label Studio takes and then stumbles over: NUL, lone surrogates. Raises InvalidInput."""
    for span in annotations.spans:
        for words in (span.quote, *_strings(list(span.attributes.values()))):
            if "\x00" in words or not _encodes(words):
                raise InvalidInput(f"span {span.id} holds a character that cannot be sent", rule="character")
    for words in _strings(list(annotations.attributes.values())):
        if "\x00" in words or not _encodes(words):
            raise InvalidInput("an attribute holds a character that cannot be sent", rule="character")


def _strings(value: Json) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _encodes(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lost(form: Form, back: Form) -> str:
    """What a result would not say, in words."""
    labels = sorted({mark.label for name, mark in form.marks.items() if back.marks.get(name) is None})
    if labels:
        return f"the labelling config has no label {', '.join(labels)}"
    roles = sorted({tie[2] for tie in form.ties if tie not in back.ties})
    if roles:
        return f"the labelling config has no relation {', '.join(roles)}"
    for name, mark in form.marks.items():
        if back.marks[name] != mark:
            return f"what is said of span {name} has no place in the labelling config"
    return "the labelling config has no place for all of it"


def _tidied(span: Span, schema: Schema) -> Span:
    """Without what its label has no room for: an editor that changes a label leaves behind what we noted."""
    label = schema.label(span.label)
    if label is None:
        return span
    kept = {name: value for name, value in span.attributes.items() if label.attribute(name)}
    return replace(span, attributes=kept) if len(kept) < len(span.attributes) else span
