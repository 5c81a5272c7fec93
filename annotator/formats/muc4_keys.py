"""Answer keys of MUC-4 with the texts that they are about, in a folder or an archive. Only read.

Of a template the strings are looked for in the text. It has no words of its own: its span is the first sentence, or
line, that one of its fillers stands in, and its type the label; slots are labels and roles.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypeAlias

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput
from annotator.domain.schema import Meaning, Schema
from annotator.formats.base import NOTHING, Carries, Loss, Report, Source, Weight, placing, refuse, skipped
from annotator.formats.maps.description import QUIET, Description
from annotator.formats.mentions.lines import heads_events, means
from annotator.formats.mentions.reading import document_of
from annotator.formats.muc.reading import STRINGS, read_templates, type_of
from annotator.formats.muc.templates import Template, templates
from annotator.formats.muc.texts import articles
from annotator.formats.options import UnsaidOptions, of_reading
from annotator.formats.records.checking import check_document, located
from annotator.formats.sources.archives import Files, document_id, opened
from annotator.formats.sources.files import name_of
from annotator.formats.sources.recognition import HEAD, LOOKED_INTO, head_of
from annotator.formats.sources.stories import ENCODING_HELP, decoded

#: The first slot; a list may begin with a nought, too.
_FIRST = re.compile(r"0\.\s+MESSAGE: ID\s")

#: What is said of each document, and where; where each article stands, and its text.
Keys: TypeAlias = dict[str, list[tuple[str, Template]]]
Texts: TypeAlias = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeyOptions(UnsaidOptions):
    """How the files are encoded, besides."""

    encoding: str = field(default="utf-8", metadata=of_reading(ENCODING_HELP))


@dataclass(frozen=True, slots=True)
class Muc4Keys:
    """Keys and texts, each in as many files as there are."""

    options: KeyOptions = field(default_factory=KeyOptions)

    id: ClassVar[str] = "muc4-keys"
    title: ClassVar[str] = "Answer keys of MUC-4 with their texts"
    suffix: ClassVar[str] = ".muc4.zip"
    description: ClassVar[str] = "Templates whose strings are looked for in the articles beside them."
    carries: ClassVar[Carries] = replace(NOTHING, text=True, ids=True, overlap=True, links=True, attributes=True)
    members: ClassVar[tuple[str, ...]] = ("-muc3", "-muc4", ".muc4.txt")
    begins: ClassVar[tuple[str, ...]] = (r"(?:;[^\n]*\n|\s*\n)*0\.\s+MESSAGE: ID\s",)

    def holds(self, files: Files) -> bool:
        """Whether there are answer keys among the files, whose names seldom tell."""
        return any(_is_keys(_head(files, name)) for name in files.names[:LOOKED_INTO])

    def read(
        self, source: Source, schema: Schema | None = None, report: Report = refuse, file: str | None = None
    ) -> Iterator[AnnotatedDocument]:
        """Each article with its templates, in the order of the texts; keys without a text are reported."""
        file = name_of(source, file)
        with opened(source, file) as files:
            keys, texts = _sorted(files, self.options.encoding, report)
            for name, ((place, template), *_) in keys.items():
                if name not in texts:
                    said = f"there is no text of {name} beside its answer keys"
                    skipped(InvalidInput(said, rule="text", document=name), report, place, template.line)
            for name, (place, text) in texts.items():
                told = placing(report, place)
                try:
                    document = document_of(name, text, told)
                    annotated = read_templates(document, keys.get(name, []), schema, self.options, told)
                    check_document(annotated, schema)
                except InvalidInput as error:
                    skipped(located(error, place, None, name), report)
                    continue
                yield annotated

    def describe(self, source: Source, file: str | None = None) -> Description:
        """Types head events, slots fill them; alternatives tell of the same."""
        description = Description()
        with opened(source, file) as files:
            keys, _ = _sorted(files, self.options.encoding, QUIET)
        found = [template for listed in keys.values() for _, template in listed]
        heads_events(description, [type_of(template) for template in found])
        means(description, Meaning.FILLER, [STRINGS])
        values = (value for template in found for slot in STRINGS for value in template.of(slot))
        if any(len(value.alternatives) > 1 or value.of for value in values):
            means(description, Meaning.SAME_VALUE, [[str(Meaning.SAME_VALUE)]])
        return description


def _sorted(files: Files, encoding: str, report: Report) -> tuple[Keys, Texts]:
    """The templates of each document with their place, and the place and text of each article."""
    keys: Keys = {}
    texts: Texts = {}
    alone: Texts = {}
    for name in files.names:
        place = files.place(name)
        try:
            text = decoded(files.read(name), encoding, place)
            if _is_keys(text):
                for template in templates(text.replace("\r\n", "\n")):
                    keys.setdefault(template.document, []).append((place, template))
                continue
        except InvalidInput as error:
            skipped(located(error, place, None), report)
            continue
        found = list(articles(text))
        for document, article in found:
            texts.setdefault(document, (place, article))
        if not found:
            alone[document_id(name)] = (place, text)
    return keys, texts | _articles_by_name(alone, keys.keys() - texts.keys(), report)


def _articles_by_name(files: Texts, missing: Collection[str], report: Report) -> Texts:
    """The files without heads that are called as articles that keys name and no other file has; others are told."""
    for name in sorted(files.keys() - set(missing)):
        said = "it has neither answer keys nor an article with an id, and is not called as one that is missing"
        report(Loss("", "file", name, "not_read", said, Weight.CHANGED, files[name][0]))
    return {name: found for name, found in files.items() if name in missing}


def _head(files: Files, name: str) -> str:
    return head_of(files, name, HEAD).read().decode("utf-8", "replace")


def _is_keys(text: str) -> bool:
    """Whether a file is one of answer keys: its first line that is no comment is the first slot."""
    lines: Sequence[str] = text[: 2**16].split("\n")
    first = next((line for line in lines if line.strip() and not line.startswith(";")), "")
    return _FIRST.match(first) is not None
