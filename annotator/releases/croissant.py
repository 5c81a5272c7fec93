"""The release as Croissant 1.0 (http://mlcommons.org/croissant/1.0): JSON-LD that search engines and loaders read."""

from collections.abc import Iterator
from typing import Any

from annotator.domain.json import Json
from annotator.releases.documents import COLUMNS
from annotator.releases.manifest import DATA, DOCUMENTS, FileEntry
from annotator.releases.telling import Telling

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
#: The terms that the specification recommends to name once, above everything.
CONTEXT: dict[str, Json] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_KINDS = {
    ".jsonl": "application/jsonlines",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".parquet": "application/x-parquet",
    ".zip": "application/zip",
    ".xml": "application/xml",
    ".xmi": "application/xml",
    ".txt": "text/plain",
    ".ann": "text/plain",
    ".conll": "text/plain",
    ".iob2": "text/plain",
    ".tags": "text/plain",
}
_SPLITS = {
    "train": "cr:TrainingSplit",
    "dev": "cr:ValidationSplit",
    "valid": "cr:ValidationSplit",
    "val": "cr:ValidationSplit",
    "validation": "cr:ValidationSplit",
    "test": "cr:TestSplit",
}
_NUMBERS = frozenset({"characters", "sets", "spans", "links", "flags"})
#: Of a document's line in the native format, what is a plain value. Loaders take the keys of lines for columns.
_NATIVE = {"id": "sc:Text", "text": "sc:Text"}


def croissant(telling: Telling) -> dict[str, Json]:
    """The description, without what would change if it were written again."""
    plan, about = telling.plan, telling.plan.about
    licences: list[Json] = [*telling.licences] or ["not stated"]
    languages: list[Json] = [each for each in sorted(telling.statistics.languages) if each != "not stated"]
    splits: list[Json] = [{"splits/name": name, **_split_url(name)} for name in plan.split.names]
    records: list[Json] = [_splits(splits, plan.split.names), _documents(), *_native(telling)]
    said: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": f"{telling.facts.project}-{plan.name}",
        "alternateName": telling.title,
        "description": telling.description,
        "license": licences[0] if len(licences) == 1 else licences,
        "url": about.url or f"urn:annotator:release:{telling.facts.project}:{plan.name}",
        "creator": {"@type": "sc:Organization", "name": about.creator or telling.facts.title},
        "datePublished": telling.day,
        "version": about.version,
        "isLiveDataset": False,
        "keywords": ["conflict events", "event extraction", "casualties"],
    }
    if languages:
        said["inLanguage"] = languages
    if about.citation:
        said["citeAs"] = about.citation
    return said | {"distribution": [_file(each) for each in telling.files], "recordSet": records}


def _file(each: FileEntry) -> Json:
    name = each.path.rpartition("/")[2]
    return {
        "@type": "cr:FileObject",
        "@id": each.path,
        "name": name,
        "contentUrl": each.path,
        "contentSize": f"{each.size} B",
        "encodingFormat": _KINDS.get(f".{name.rpartition('.')[2]}", "application/octet-stream"),
        "sha256": each.sha256,
    }


def _split_url(name: str) -> dict[str, Json]:
    return {"splits/url": _SPLITS[name]} if name in _SPLITS else {}


def _splits(data: list[Json], names: list[str]) -> Json:
    fields: list[Json] = [{"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"}]
    # Each record has all fields: an address only where every split has one.
    if all(name in _SPLITS for name in names):
        fields.append({"@type": "cr:Field", "@id": "splits/url", "name": "url", "dataType": "sc:URL"})
    else:
        data = [{"splits/name": name} for name in names]
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": fields,
        "data": data,
    }


def _documents() -> Json:
    fields: list[Json] = []
    for column in COLUMNS:
        field: dict[str, Any] = {
            "@type": "cr:Field",
            "@id": f"documents/{column}",
            "name": column,
            "dataType": "sc:Integer" if column in _NUMBERS else "sc:Text",
            "source": {"fileObject": {"@id": DOCUMENTS}, "extract": {"column": column}},
        }
        if column == "split":
            field["references"] = {"field": {"@id": "splits/name"}}
        fields.append(field)
    return {
        "@type": "cr:RecordSet",
        "@id": "documents",
        "name": "documents",
        "description": "A record a document: where it came from, whose it is, and in which split it stands.",
        "key": {"@id": "documents/document"},
        "field": fields,
    }


def _native(telling: Telling) -> Iterator[Json]:
    """A record set a split, out of its native copy."""
    for each in telling.data_files("native"):
        split = each.path.removeprefix(f"{DATA}/native/").removesuffix(".jsonl")
        fields: list[Json] = [
            {
                "@type": "cr:Field",
                "@id": f"{split}/{name}",
                "name": name,
                "dataType": kind,
                "source": {"fileObject": {"@id": each.path}, "extract": {"column": name}},
            }
            for name, kind in _NATIVE.items()
        ]
        yield {
            "@type": "cr:RecordSet",
            "@id": split,
            "name": split,
            "description": f"The texts of the split {split}; each line of the file has its annotation sets besides.",
            "key": {"@id": f"{split}/id"},
            "field": fields,
        }
