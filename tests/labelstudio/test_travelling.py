"""The guide's table of what travels is the program's, and says what the program does."""

from pathlib import Path

import pytest

from annotator.domain.annotations import AnnotationSet, SchemaRef, Span
from annotator.domain.schema import AttributeType
from annotator.labelstudio.results import CORNER, write_result
from annotator.labelstudio.travelling import rows, table
from tests.strategies import SCHEMA

GUIDE = Path(__file__).parents[2] / "docs" / "label-studio.md"
VALUES = {
    AttributeType.CHOICE: "one",
    AttributeType.CHOICES: ["one", "two"],
    AttributeType.TEXT: "words",
    AttributeType.NUMBER: 3,
}


def test_the_table_of_what_travels_is_that_of_the_program() -> None:
    assert table() in GUIDE.read_text("utf-8")


@pytest.mark.parametrize("kind", list(AttributeType))
def test_what_is_said_of_a_span_stands_where_the_table_says(kind: AttributeType) -> None:
    (there,) = (row.there for row in rows() if row.what == f"{kind} of a span")
    said = {f"its_{kind}": VALUES.get(kind, {"any": "thing"})}
    one = AnnotationSet("A", SchemaRef(SCHEMA.name, SCHEMA.version), spans=(Span("s", "deed", 0, 4, "shot", said),))
    region, *others = write_result(one, SCHEMA).result
    in_corner = said == region["meta"][CORNER].get("attributes")  # type: ignore[index,call-overload]
    tags = [f"`{tag}` of the region" for tag in ("Choices", "TextArea", "Number") for item in others]
    if in_corner:
        assert (there, others) == (f"`meta.{CORNER}` of the region", [])
    else:
        assert there in tags
        assert [item["type"] for item in others] == [there.split("`")[1].lower()]  # type: ignore[index,call-overload]


def test_no_row_stands_twice() -> None:
    found = [row.what for row in rows()]
    assert len(found) == len(set(found))
