"""Label Studio's labelling config read: which labels, relations and choices a project has, and what each is said of.

After Label Studio's pages on its tags: `Labels`, `Relations`, `Choices`, `Taxonomy`, `Number`, `Rating`, `TextArea`. A
control with `perRegion` says something of spans, of those whose labels its conditions name; any other of the document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.xml_events import walk
from annotator.formats.maps.description import AttributeUse, Description
from annotator.labelstudio.label_config import attribute_name

#: Tags that hold labels of stretches of text, and the one within them.
_LABELS = frozenset({"Labels", "HyperTextLabels", "ParagraphLabels"})
_CHOICES = frozenset({"Choices", "Taxonomy"})
_NUMBERS = frozenset({"Number", "Rating"})
_CONTROLS = _CHOICES | _NUMBERS | {"TextArea", "DateTime"}


@dataclass(slots=True)
class _Control:
    """A control that says something, and of which labels; of none when it is of the document."""

    name: str
    tag: str
    is_per_region: bool
    labels: tuple[str, ...]
    is_several: bool
    values: list[str] = field(default_factory=list)


def declare(config: bytes, description: Description) -> None:
    """Add what a config says; raises InvalidInput where it is no XML."""
    reader = _Config()
    walk(config, reader.start, reader.end)
    for name, title in reader.labels.items():
        description.label(name).title = title if title != name else ""
    for control in reader.controls:
        _say(description, control)
    description.join_all(reader.roles)


def _say(description: Description, control: _Control) -> None:
    labels = control.labels or tuple(description.labels)
    bearers = [description.label(label).attributes for label in labels if label in description.labels]
    for attributes in bearers if control.is_per_region else [description.attributes]:
        use = attributes.setdefault(attribute_name(control.name), AttributeUse())
        use.is_several |= control.is_several
        use.is_number |= control.tag in _NUMBERS
        for value in control.values:
            use.values[value] += 0


class _Config:
    """The elements of a config as they come; conditions stand on the views around a control as well."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.roles: dict[str, None] = {}
        self.controls: list[_Control] = []
        self._around: list[tuple[str, Mapping[str, str]]] = []

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        inside = {name for name, _ in self._around}
        # The alias is what results hold; the value is what people see.
        value = said.get("alias") or said.get("value", "")
        if tag == "Label" and inside & _LABELS and value:
            self.labels[value] = said.get("value", "")
        elif tag == "Relation" and value:
            self.roles[value] = None
        elif tag in _CONTROLS and said.get("name"):
            self.controls.append(self._control(tag, said))
        elif tag == "Choice" and inside & _CHOICES and value and self.controls:
            # The value of a taxonomy is the way to it.
            way = [said.get("alias") or said.get("value", "") for tag, said in self._around if tag == "Choice"]
            self.controls[-1].values.append("/".join([*way, value]))
        self._around.append((tag, said))

    def end(self, _: str) -> None:
        self._around.pop()

    def _control(self, tag: str, said: Mapping[str, str]) -> _Control:
        conditions = [said, *(each for _, each in reversed(self._around))]
        named = next((each["whenLabelValue"] for each in conditions if each.get("whenLabelValue")), "")
        labels = tuple(label.strip() for label in named.split(",") if label.strip())
        is_per_region = said.get("perRegion", "").lower() == "true"
        is_several = tag == "Taxonomy" or said.get("choice") == "multiple"
        return _Control(said["name"], tag, is_per_region, labels, is_several)
