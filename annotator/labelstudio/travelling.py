"""What of a project travels to Label Studio and back, and as what: the table of the guide, made from the code."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.schema import Attribute, AttributeType
from annotator.labelstudio.label_config import control
from annotator.labelstudio.results import CORNER


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of thing: what it is there, and which way it goes."""

    what: str
    there: str
    way: str


BOTH, OUT, STAYS = "both ways", "there only", "stays here"


def rows() -> Iterator[Row]:
    """Every kind of thing, in the order of the guide."""
    yield Row("schema", "labelling config", "there when a project is made there; here when one moves in")
    yield Row("user", "user, by address", "here; nobody is made there")
    yield Row("document", "task", BOTH)
    yield Row("metadata of a document", f"`meta.{CORNER}` of the task", f"{OUT}; back with a task that is new here")
    yield Row("annotation set of an annotator", "annotation", BOTH)
    yield Row("gold", "annotation, marked as ground truth", BOTH)
    yield Row("suggestion", "prediction", "here; both ways where `--push suggestions` says so")
    yield Row("span", "region", BOTH)
    yield Row("link", "relation", BOTH)
    for kind in AttributeType:
        made = control(Attribute("x", "x", kind))
        there = f"`{made.tag}` of the region" if made else f"`meta.{CORNER}` of the region"
        yield Row(f"{kind} of a span", there, BOTH)
    for kind in AttributeType:
        made = control(Attribute("x", "x", kind))
        if made:
            yield Row(f"{kind} of a document", f"`{made.tag}` of the whole", BOTH)
        else:
            way = f"{OUT}; back with a task that is new here"
            yield Row(f"{kind} of a document", f"`meta.{CORNER}` of the task", way)
    yield Row("skip", "cancelled annotation", BOTH)
    yield Row("comment, flag", f"`meta.{CORNER}` of the task", f"{OUT}; back with a task that is new here")
    yield Row("control, label or note that only Label Studio knows", "as it is", "carried along, never touched")
    yield Row("draft there", "draft", "stays there")
    yield Row("task in somebody's hands, history, agreement, adjudication, releases", "nothing", STAYS)


def table() -> str:
    """The same in Markdown."""
    lines = ["| here | there | way |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {row.what} | {row.there} | {row.way} |" for row in rows())])
