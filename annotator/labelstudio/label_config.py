"""The schema as Label Studio's labelling config: labels, per-region controls, relations.

Pure: no server, no SDK. Attribute types that Label Studio has no control for (counts, dates,
places, actors) are not in the config; their values travel in the `meta` of the region.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from annotator.domain.schema import Attribute, AttributeType, Label, Role, Schema

#: The names of the control that labels spans, and of the text.
SPAN, TEXT = "span", "text"

_KINDS: Mapping[AttributeType, str] = {
    AttributeType.CHOICE: "Choices",
    AttributeType.CHOICES: "Choices",
    AttributeType.NUMBER: "Number",
    AttributeType.TEXT: "TextArea",
}
#: What XML cannot hold, however it is written.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Control:
    """The control of one attribute: of a label's spans, or with no label of the document."""

    attribute: Attribute
    label: str | None

    #: No label is called so: names of labels have no hyphens.
    _OF_DOCUMENT: ClassVar[str] = "whole-document"

    @property
    def name(self) -> str:
        """Unique in a config; what follows the last hyphen is the attribute's own name."""
        return f"{self.label or self._OF_DOCUMENT}-{self.attribute.name}"

    @property
    def tag(self) -> str:
        return _KINDS[self.attribute.type]

    @property
    def type(self) -> str:
        """What results of this control are called."""
        return self.tag.lower()


def attribute_name(control_name: str) -> str:
    """The attribute of a control, ours or one of a config made by hand."""
    return control_name.rsplit("-", 1)[-1]


def control(attribute: Attribute, label: str | None = None) -> Control | None:
    """The control of an attribute; None when Label Studio has none of its type."""
    return Control(attribute, label) if attribute.type in _KINDS else None


def label_config(schema: Schema) -> str:
    """The config in XML, the same bytes for the same schema."""
    lines = [
        "<View>",
        *_relations(schema.roles),
        f'  <Labels name="{SPAN}" toName="{TEXT}">',
        *(_label(label) for label in schema.labels),
        "  </Labels>",
        # Whatever can be marked here must be possible there: words of its own would cut “US's” and “U.S.” wrongly.
        f'  <Text name="{TEXT}" value="$text" granularity="symbol"/>',
    ]
    for label in schema.labels:
        for attribute in label.attributes:
            lines += _control(control(attribute, label.name))
    for attribute in schema.attributes:
        lines += _control(control(attribute))
    return "\n".join([*lines, "</View>", ""])


def _relations(roles: tuple[Role, ...]) -> Iterator[str]:
    if roles:
        yield "  <Relations>"
        yield from (f"    {_tag('Relation', value=role.name)}" for role in roles)
        yield "  </Relations>"


def _label(label: Label) -> str:
    return "    " + _tag(
        "Label", value=label.name, hint=label.title, hotkey=label.key or "", background=label.mark.light[0]
    )


def _control(found: Control | None) -> Iterator[str]:
    if found is None:
        return
    attribute = found.attribute
    condition = {"whenTagName": SPAN, "whenLabelValue": found.label, "visibleWhen": "region-selected"}
    yield f"  {_open('View', **(condition if found.label else {}))}"
    yield f"    {_tag('Header', value=attribute.title, size='5')}"
    options: dict[str, str | None] = {"name": found.name, "toName": TEXT}
    if found.label:
        options |= {"perRegion": "true", "whenTagName": SPAN, "whenLabelValue": found.label}
    if attribute.values:
        many = attribute.type is AttributeType.CHOICES
        yield f"    {_open('Choices', **options, choice='multiple' if many else 'single')}"
        yield from (f"      {_tag('Choice', value=each.value, hint=each.title)}" for each in attribute.values)
        yield "    </Choices>"
    else:
        yield f"    {_tag(found.tag, **options, **({'maxSubmissions': '1'} if found.tag == 'TextArea' else {}))}"
    yield "  </View>"


def _tag(tag: str, **attributes: str | None) -> str:
    return f"{_open(tag, **attributes)[:-1]}/>"


def _open(tag: str, **attributes: str | None) -> str:
    words = "".join(f' {name}="{_quoted(value)}"' for name, value in attributes.items() if value)
    return f"<{tag}{words}>"


def _quoted(value: str) -> str:
    return escape(" ".join(_NO_XML.sub("", value).split()))
