"""Predictions as Label Studio asks for them and as they are answered: of suggestions of ours, under its own names.

What is read from words travels as the value of a control where the config has one: a person sees it there before
they accept it. The rest stands in the `meta` of the region as readings, which are nobody's attributes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from annotator.domain.annotations import AnnotationSet, SchemaRef, Span
from annotator.domain.documents import check_text
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.schema import AttributeType, Schema
from annotator.labelstudio.config_reading import Config, read_config
from annotator.labelstudio.label_config import control
from annotator.labelstudio.results import CORNER, write_result
from annotator.labelstudio.translation import Names, names_of, theirs

#: Where readings stand in our corner of a region's `meta`.
READINGS = "readings"
#: What is told of a text beside it, and helps to read its words.
_TOLD = ("language", "published", "title")


@dataclass(frozen=True, slots=True)
class Asked:
    """What predictions are asked for: the texts in order, None for a task without one, and how all is called."""

    texts: tuple[str | None, ...]
    #: Of each text what is told about it.
    metas: tuple[JsonObject, ...]
    config: Config | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """A span that a machine suggests, with what it reads its words to say, and how likely it is."""

    span: Span
    score: float


def read_asked(body: Json, most: int) -> Asked:
    """What stands in a call for predictions. Raises InvalidInput for what is none, or has too many tasks."""
    tasks = body.get("tasks") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(tasks, list):
        raise InvalidInput("a call for predictions is an object with a list of tasks", rule="tasks")
    if len(tasks) > most:
        raise InvalidInput(f"{len(tasks)} tasks in one call: at most {most} are answered", rule="too_many_tasks")
    config = config_of(body.get("label_config"))
    found = [_asked(task, config) for task in tasks]
    return Asked(tuple(text for text, _ in found), tuple(meta for _, meta in found), config)


def config_of(xml: Json) -> Config | None:
    """The config of a call; None where it has none. Raises InvalidInput for one that has no text."""
    if xml is None or xml == "":
        return None
    if not isinstance(xml, str) or not _is_sound(xml):
        raise InvalidInput("a labelling config is XML", rule="config")
    return read_config(xml)


def _asked(task: Json, config: Config | None) -> tuple[str | None, JsonObject]:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(data, dict):
        return None, {}
    text = data.get(config.text_key if config else "text")
    if not isinstance(text, str) or not _is_sound(text):
        return None, {}
    meta = task.get("meta")
    beside = {**data, **(meta if isinstance(meta, dict) else {})}
    own = beside.get(CORNER)
    kept = own.get("meta") if isinstance(own, dict) else None
    beside |= kept if isinstance(kept, dict) else {}
    return text, {name: beside[name] for name in _TOLD if isinstance(beside.get(name), str)}


def _is_sound(text: str) -> bool:
    """Whether offsets into it mean the same everywhere, and it can be written down at all."""
    try:
        check_text(text)
    except InvalidInput:
        return False
    return True


def region_id(checksum: str, label: str, start: int, end: int) -> str:
    """The id of a suggested region: the same whenever the same words of the same text are suggested so."""
    words = f"{checksum} {label} {start} {end}"
    return f"p-{hashlib.sha256(words.encode()).hexdigest()[:20]}"


class Predictor:
    """Writes suggestions down as predictions of one model, under the names of one config."""

    def __init__(self, schema: Schema, config: Config | None, version: str) -> None:
        self.schema = schema
        self.names: Names | None = names_of(config, schema) if config else None
        self.version = version

    def labels(self) -> set[str]:
        """The labels that can be said: others need not be looked for."""
        return {each.name for each in self.schema.labels if self.names is None or each.name in self.names.labels}

    def prediction(self, suggested: Sequence[Suggested]) -> dict[str, Json]:
        """One answer for one task; its score is the mean of its regions'."""
        known = self.labels()
        kept = [each for each in suggested if each.span.label in known]
        score = sum(each.score for each in kept) / len(kept) if kept else 0.0
        return {"result": self._result(kept), "score": round(score, 4), "model_version": self.version}

    def _result(self, suggested: Sequence[Suggested]) -> list[Json]:
        scores = {each.span.id: each.score for each in suggested}
        said = {each.span.id: self._sayable(each.span) for each in suggested}
        spans = tuple(replace(each.span, attributes=said[each.span.id]) for each in suggested)
        whole = AnnotationSet("", SchemaRef(self.schema.name, self.schema.version), "suggestion", spans=spans)
        written = write_result(whole, self.schema, self.names.controls if self.names else None).result
        for item in map(_item, written):
            name = str(item["id"])
            if item["type"] == "labels":
                unsaid = {key: value for key, value in _of(suggested, name).items() if key not in said[name]}
                _as_suggestion(item, scores[name], unsaid)
        return theirs(written, self.names, {}) if self.names else written

    def _sayable(self, span: Span) -> dict[str, Json]:
        """The attributes whose value the config has a place for."""
        label = self.schema.label(span.label)
        found: dict[str, Json] = {}
        for name, value in span.attributes.items():
            attribute = label.attribute(name) if label else None
            made = control(attribute, span.label) if attribute else None
            if attribute is None or made is None or (self.names and made.name not in self.names.controls):
                continue
            if self.names and attribute.type in (AttributeType.CHOICE, AttributeType.CHOICES):
                there = self.names.values.get(made.name, {})
                if not all(each in there for each in (value if isinstance(value, list) else [value])):
                    continue
            found[name] = value
        return found


def _of(suggested: Iterable[Suggested], name: str) -> JsonObject:
    return next(each.span.attributes for each in suggested if each.span.id == name)


def _as_suggestion(item: dict[str, Json], score: float, unsaid: Mapping[str, Json]) -> None:
    corner = dict(cast(JsonObject, cast(JsonObject, item["meta"])[CORNER]))
    # What has no control would come back as said by whoever accepts the region, who never saw it.
    left = dict(cast(JsonObject, corner.pop("attributes", {}))) | dict(unsaid)
    if left:
        corner[READINGS] = left
    item |= {"origin": "prediction", "score": score, "meta": {CORNER: corner}}


def _item(value: Json) -> dict[str, Json]:
    return cast(dict[str, Json], value)
