"""What a model answers, read: for each task its suggestions, by the model's version.

A model is somebody else's program: what is sound of a suggestion is taken, what is not is told, and an answer that
cannot be told apart by tasks is refused whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from annotator.domain.annotations import AnnotationSet, Link, SchemaRef, Span
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.rules import link_violation, setting_violation, span_violation, value_problem
from annotator.domain.schema import Schema
from annotator.domain.workspace import Workspace
from annotator.labelstudio.predictions import READINGS
from annotator.labelstudio.regions import Remark, read_result
from annotator.labelstudio.results import CORNER

#: Longer names of models are none that a person gave.
LONGEST_VERSION = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One suggestion for one task: whose, and what it says, in Label Studio's words."""

    version: str
    result: list[Json]


def read_answers(body: Json, number: int, version: str | None) -> list[list[Answer]]:
    """The suggestions for each of so many tasks; `version` is whose they are that do not say it.

    Raises InvalidInput for what is no answer, for another number of results, and for one without a version.
    """
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list):
        raise InvalidInput("the answer is an object with a list of results", rule="answer")
    if len(results) != number:
        raise InvalidInput(f"{number} tasks were sent, and {len(results)} results came back", rule="results")
    return [_answers(each, version) for each in results]


def _answers(result: Json, version: str | None) -> list[Answer]:
    """Of several suggestions by one model the likeliest."""
    best: dict[str, tuple[float, Answer]] = {}
    for each in result if isinstance(result, list) else [result]:
        found = each.get("result") if isinstance(each, dict) else None
        if not isinstance(each, dict) or not isinstance(found, list):
            raise InvalidInput("each result is an object with a list `result`", rule="answer")
        whose, said = read_version(each.get("model_version")) or version, each.get("score")
        if whose is None:
            raise InvalidInput("neither the setup nor the result says a model_version", rule="model_version")
        score = float(said) if isinstance(said, int | float) else 0.0
        if whose not in best or score > best[whose][0]:
            best[whose] = score, Answer(whose, found)
    return [answer for _, answer in best.values()]


def read_version(said: Json) -> str | None:
    """A model's version, None where none is said. Raises InvalidInput for what cannot be a name."""
    if said is None or said == "":
        return None
    version = str(said) if isinstance(said, str | int | float) else ""
    if not version.strip() or len(version) > LONGEST_VERSION or not version.isprintable():
        raise InvalidInput("a model_version is up to 200 printable characters", rule="model_version")
    return version.strip()


def suggestion_of(answer: Answer, text: str, schema: Schema) -> tuple[AnnotationSet, list[Remark]]:
    """The set that an answer makes under the schema, and what of it is left out. Raises InvalidInput for no result."""
    read = read_result(answer.result, text, schema)
    readings = _readings(answer.result)
    remarks = list(read.remarks)
    workspace = Workspace(text, schema)
    spans: list[Span] = []
    for each in read.spans:
        span = _tidied(each, readings.get(each.id, {}), text, schema, remarks)
        problem = span_violation(workspace, span)
        if problem is None and span.id in workspace.spans:
            remarks.append(Remark("span", span.id, "id", "two spans have this id"))
        elif problem is not None:
            remarks.append(Remark("span", span.id, problem.rule, problem.detail))
        else:
            workspace.put_span(span)
            spans.append(span)
    links = _sound_links(workspace, read.links, remarks)
    attributes: dict[str, Json] = {}
    for name, value in read.attributes.items():
        problem = setting_violation(workspace, name, value)
        if problem is None:
            attributes[name] = value
        else:
            remarks.append(Remark("attribute", name, problem.rule, problem.detail))
    made = AnnotationSet(
        answer.version,
        SchemaRef(schema.name, schema.version),
        "suggestion",
        "submitted",
        schema.guideline_version,
        attributes,
        tuple(spans),
        links,
    )
    return made.in_order(), remarks


def _sound_links(workspace: Workspace, links: Sequence[Link], remarks: list[Remark]) -> tuple[Link, ...]:
    found: list[Link] = []
    for link in links:
        problem = link_violation(workspace, link)
        if problem is None:
            workspace.put_link(link)
            found.append(link)
        else:
            remarks.append(Remark("link", link.id, problem.rule, problem.detail))
    return tuple(found)


def _tidied(span: Span, readings: Mapping[str, Json], text: str, schema: Schema, remarks: list[Remark]) -> Span:
    """With what was read of its words, and without values that the schema has no room for."""
    label = schema.label(span.label)
    kept: dict[str, Json] = {}
    for name, value in {**readings, **span.attributes}.items():
        attribute = label.attribute(name) if label else None
        problem = value_problem(text, attribute, value) if attribute else f"{span.label} has no attribute {name!r}"
        if problem is None:
            kept[name] = value
        elif label is not None:
            remarks.append(Remark("attribute", span.id, "value", problem))
    # Not people's: where it cuts a character in two, that is kept and told, as of an import.
    return Span(span.id, span.label, span.start, span.end, span.quote, kept, "import")


def _readings(result: Sequence[Json]) -> dict[str, Mapping[str, Json]]:
    """By region the readings that another project of this program sends along."""
    found: dict[str, Mapping[str, Json]] = {}
    for item in result:
        meta = item.get("meta") if isinstance(item, dict) else None
        corner = meta.get(CORNER) if isinstance(meta, dict) else None
        readings = corner.get(READINGS) if isinstance(corner, dict) else None
        if isinstance(item, dict) and isinstance(readings, dict):
            found[str(item.get("id"))] = cast(Mapping[str, Json], readings)
    return found
