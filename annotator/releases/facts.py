"""What a release knows of its project besides the documents: gathered once, then nothing else is asked."""

import json
from dataclasses import dataclass, field

from annotator.domain.annotations import SchemaRef
from annotator.domain.json import Json
from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_schema


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """A version of the schema as it is kept, with its guideline."""

    definition: str
    guideline: str

    @property
    def schema(self) -> Schema:
        return read_schema(json.loads(self.definition), "the stored schema")


@dataclass(frozen=True, slots=True)
class Facts:
    """The project, its schema in every version (the newest last), and the moment that stands in the release."""

    project: str
    title: str
    #: ISO 8601, in UTC.
    moment: str
    #: Of the program that cuts.
    tool: str
    versions: tuple[SchemaVersion, ...]
    agreement: dict[str, Json] = field(default_factory=dict)
    left_out: tuple[tuple[str, str], ...] = ()

    def schemas(self) -> dict[SchemaRef, Schema]:
        """Every version by the name that sets give it."""
        read = [each.schema for each in self.versions]
        return {SchemaRef(each.name, each.version): each for each in read}

    def as_json(self) -> dict[str, Json]:
        return {
            "project": self.project,
            "title": self.title,
            "moment": self.moment,
            "tool": self.tool,
            "versions": [[each.definition, each.guideline] for each in self.versions],
            "agreement": self.agreement,
            "left_out": [[document, why] for document, why in self.left_out],
        }


def read_facts(text: str) -> Facts:
    """The facts as they were written down."""
    said = json.loads(text)
    said["versions"] = tuple(SchemaVersion(*each) for each in said["versions"])
    said["left_out"] = tuple((document, why) for document, why in said["left_out"])
    return Facts(**said)
