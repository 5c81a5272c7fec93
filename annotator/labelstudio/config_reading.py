"""A labelling config of Label Studio read: which controls there are, what they mark and what they say.

Any config that people made: controls may be called what they like, and stand in any order and depth. What is no
control of a text (headers, styles, views) is passed over; controls that we have nothing like are kept by name, so
that what they made can be carried along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.domain.xml_events import walk

#: Controls whose values say something of a region or of the whole, by tag: what results of them are called.
VALUES: Mapping[str, str] = {
    "Choices": "choices",
    "Number": "number",
    "TextArea": "textarea",
    "Rating": "rating",
    "DateTime": "datetime",
    "Taxonomy": "taxonomy",
}
#: Controls that mark stretches of a text. HyperTextLabels and ParagraphLabels mark other things.
MARKS = "Labels"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a control; `alias` is what stands in results where it has one."""

    value: str
    alias: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        return self.alias or self.value


@dataclass(frozen=True, slots=True)
class ReadControl:
    """A control of a config. `when` are the labels of regions that it asks about; none: all of them."""

    tag: str
    name: str
    to_name: str
    values: tuple[Value, ...] = ()
    is_per_region: bool = False
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """What a config says. `text_name` and `text_key` are of its one text: its name, and the field of a task's data."""

    text_name: str
    text_key: str
    marks: tuple[ReadControl, ...] = ()
    values: tuple[ReadControl, ...] = ()
    relations: tuple[str, ...] = ()
    #: Controls that we have nothing like, by name.
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that a stretch of the text may have."""
        return tuple(dict.fromkeys(value.name for control in self.marks for value in control.values))

    def control(self, name: str) -> ReadControl | None:
        return next((each for each in (*self.marks, *self.values) if each.name == name), None)

    def of_label(self, label: str) -> ReadControl | None:
        """The control by which a stretch gets this label."""
        return next((each for each in self.marks if any(value.name == label for value in each.values)), None)


def read_config(xml: str) -> Config:
    """The config in XML; raises InvalidInput for what is no config of a text."""
    elements = list(_elements(xml))
    texts = [each for each in elements if each.tag == "Text"]
    if len(texts) != 1:
        raise InvalidInput(f"a config of {len(texts)} texts: it must have one <Text>", rule="config")
    text = texts[0].attributes
    name, key = text.get("name", ""), text.get("value", "")
    if not name or not key.startswith("$"):
        raise InvalidInput("its <Text> has a name, and a value that begins with $", rule="config")
    controls = [_control(each) for each in elements if each.attributes.get("toName")]
    ours = [each for each in controls if name in each.to_name.split(",")]
    return Config(
        text_name=name,
        text_key=key[1:],
        marks=tuple(each for each in ours if each.tag == MARKS),
        values=tuple(each for each in ours if each.tag in VALUES),
        relations=tuple(each.attributes["value"] for each in elements if each.is_relation),
        unknown={each.name: each.tag for each in controls if each not in ours or each.tag not in (MARKS, *VALUES)},
    )


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: Mapping[str, str]
    children: "list[_Element]" = field(default_factory=list)

    @property
    def is_relation(self) -> bool:
        return self.tag == "Relation" and bool(self.attributes.get("value"))

    def inside(self) -> "Iterator[_Element]":
        for child in self.children:
            yield child
            yield from child.inside()


def _control(element: _Element) -> ReadControl:
    said = element.attributes
    whens = [each.strip() for each in said.get("whenLabelValue", "").split(",") if each.strip()]
    return ReadControl(
        tag=element.tag,
        name=said.get("name", ""),
        to_name=said["toName"],
        values=tuple(_values(element.inside())),
        is_per_region=said.get("perRegion", "").lower() == "true",
        when=tuple(whens),
    )


def _values(elements: Iterator[_Element]) -> Iterator[Value]:
    for each in elements:
        said = each.attributes
        if each.tag in ("Label", "Choice") and said.get("value"):
            hint = said.get("hint", "") or said.get("title", "")
            yield Value(said["value"], said.get("alias", ""), hint)


def _elements(xml: str) -> Sequence[_Element]:
    """Every element, in order. Raises InvalidInput for what is no XML, or has a document type, which may do harm."""
    root = _Element("", {})
    stack, found = [root], []

    def began(tag: str, attributes: Mapping[str, str]) -> None:
        element = _Element(tag.rpartition(" ")[2], attributes)
        stack[-1].children.append(element)
        stack.append(element)
        found.append(element)

    try:
        walk(xml.encode("utf-8", "replace"), began, lambda _: stack.pop())
    except InvalidInput as error:
        raise InvalidInput(f"the config: {error.message}", rule="config", line=error.line) from None
    return found
