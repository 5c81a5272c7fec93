"""Pseudonyms: the same person is the same in a release, and nobody in another.

Made with a key that never leaves the installation, so that neither the release nor two of them together say who it
was; and nothing that could turn them back is written.
"""

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Comment, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import Attribute, AttributeType, Schema

#: Names of sets that are nobody's.
NOBODY = frozenset({"gold", "majority"})
_DIGITS = 10


class Pseudonyms:
    """Calls the people that it is told of by other names, wherever they are named.

    In what people wrote as they worked (comments, reasons, free text that is not the article's) the names are looked
    for as words; in metadata as whole values. The article itself is never touched.
    """

    def __init__(self, key: bytes, names: Iterable[str]) -> None:
        self._key = key
        self._names = {name.casefold(): name for name in names if name and name not in NOBODY}
        # Longest first, so that no part of a name is left standing.
        known = sorted(self._names.values(), key=lambda name: (-len(name), name))
        words = "|".join(re.escape(name) for name in known)
        self._said = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def of(self, name: str) -> str:
        """What somebody is called in the release."""
        if name in NOBODY:
            return name
        return f"annotator-{hmac.digest(self._key, name.encode(), 'sha256').hex()[:_DIGITS]}"

    def hidden(self, words: str) -> str:
        """The words, with pseudonyms where there were names."""
        if self._said is None:
            return words
        return self._said.sub(lambda found: self.of(self._names.get(found[0].casefold(), found[0])), words)

    def applied(self, annotated: AnnotatedDocument, schemas: Mapping[SchemaRef, Schema]) -> AnnotatedDocument:
        """The document as it may be shown to anybody."""
        document = annotated.document
        meta = {key: self._value(value) for key, value in document.meta.items()}
        sets = tuple(self._set(each, document.text, schemas.get(each.schema)) for each in annotated.sets)
        return AnnotatedDocument(Document(document.id, document.text, meta), sets)

    def _set(self, annotations: AnnotationSet, text: str, schema: Schema | None) -> AnnotationSet:
        skipped = annotations.skip_reason
        said = schema.attributes if schema else ()
        return replace(
            annotations,
            annotator=self.of(annotations.annotator),
            attributes=self._attributes(annotations.attributes, said, text),
            spans=tuple(self._span(span, text, schema) for span in annotations.spans),
            comments=tuple(map(self._comment, annotations.comments)),
            skip_reason=skipped if skipped is None else self.hidden(skipped),
        )

    def _span(self, span: Span, text: str, schema: Schema | None) -> Span:
        label = schema.label(span.label) if schema and span.attributes else None
        if label is None:
            return span
        return replace(span, attributes=self._attributes(span.attributes, label.attributes, text))

    def _attributes(self, said: JsonObject, attributes: Iterable[Attribute], text: str) -> JsonObject:
        free = {each.name for each in attributes if each.type is AttributeType.TEXT}
        return {
            name: self.hidden(value) if name in free and isinstance(value, str) and value not in text else value
            for name, value in said.items()
        }

    def _comment(self, comment: Comment) -> Comment:
        return replace(comment, author=self.of(comment.author), text=self.hidden(comment.text))

    def _value(self, value: Json) -> Json:
        if isinstance(value, str):
            name = self._names.get(value.casefold())
            return value if name is None else self.of(name)
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if isinstance(value, dict):
            return {key: self._value(each) for key, each in value.items()}
        return value
