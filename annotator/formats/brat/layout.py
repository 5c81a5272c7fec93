"""Which files of a brat collection make up a document: a text, and lines beside it or in folders of annotators."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from annotator.formats.sources.archives import Files, document_id

#: What folders are: of annotators where a document is in several, else of documents; or always the one or the other.
Folders: TypeAlias = Literal["guess", "annotators", "documents"]
FOLDERS_HELP = "what folders hold: documents, or what each of the annotators made of them; guess looks at the names"

TEXT = ".txt"
LINES = (".ann", ".a1", ".a2")
CORNER_FILE = ".annotator.json"


@dataclass(slots=True)
class Part:
    """What one annotator, or nobody known, put on a document: the files of lines, and our corner."""

    annotator: str | None
    text: str | None = None
    lines: list[str] = field(default_factory=list)
    corner: str | None = None


def laid_out(files: Files, folders: Folders) -> Iterator[tuple[str, list[Part]]]:
    """The id that each document has by its name, and its parts, in order of names."""
    parts = _parts(files.names)
    root = _root(list(parts))
    by_document: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    of_annotators = folders == "annotators" or (folders == "guess" and _repeat(files, parts, root))
    for stem, part in parts.items():
        way = PurePosixPath(stem).parts[root:]
        if of_annotators and len(way) > 1:
            part.annotator, way = way[0], way[1:]
        by_document[way].append(part)
    if folders == "guess" and _are_apart(list(parts.values())):
        for part in parts.values():
            part.annotator = None
    names = [document_id(f"{way[-1]}.x") for way in by_document]
    for way, found in by_document.items():
        name = document_id(f"{way[-1]}.x")
        yield name if names.count(name) == 1 else document_id(f"{'-'.join(way)}.x"), found


def _parts(names: Sequence[str]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for name in names:
        ending = next((each for each in (TEXT, *LINES, CORNER_FILE) if name.lower().endswith(each)), None)
        if ending is None:
            continue
        part = parts.setdefault(name[: -len(ending)], Part(None))
        if ending == TEXT:
            part.text = name
        elif ending == CORNER_FILE:
            part.corner = name
        else:
            part.lines.append(name)
    return {stem: part for stem, part in parts.items() if part.text or part.lines}


def _root(stems: Sequence[str]) -> int:
    """How many folders all files are in: archives often have one around everything."""
    ways = [PurePosixPath(stem).parts[:-1] for stem in stems]
    depth = 0
    while ways and all(len(way) > depth and way[depth] == ways[0][depth] for way in ways):
        depth += 1
    return depth


def _are_apart(parts: Sequence[Part]) -> bool:
    """Whether all lines are in one folder and all texts in folders beside it: then it is no annotator."""
    lines_in = {part.annotator for part in parts if part.lines}
    texts_in = {part.annotator for part in parts if part.text}
    return len(lines_in) == 1 and not texts_in & {None, *lines_in}


def _repeat(files: Files, parts: Mapping[str, Part], root: int) -> bool:
    """Whether some document is in several folders, with the same text wherever it has one."""
    found: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    for stem, part in parts.items():
        way = PurePosixPath(stem).parts[root:]
        found[way[1:] if len(way) > 1 else way].append(part)
    several = [each for each in found.values() if len(each) > 1]
    return any(len({files.read(part.text) for part in each if part.text}) == 1 for each in several)
