"""Changes: what one gesture does to an annotation set, and how it is undone.

A change is `{id, act, kind, before, after}`. `before` is the fence: it must equal what stands.
Changes are applied by `domain/acts.py`, in acts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from annotator.domain.errors import InvalidInput
from annotator.domain.items import check_id
from annotator.domain.json import Json


class Kind(StrEnum):
    """Everything that can be done to an annotation set."""

    ADD_SPAN = "add_span"
    CHANGE_SPAN = "change_span"
    REMOVE_SPAN = "remove_span"
    ADD_LINK = "add_link"
    CHANGE_LINK = "change_link"
    REMOVE_LINK = "remove_link"
    SET_ATTRIBUTE = "set_attribute"
    ADD_COMMENT = "add_comment"
    CHANGE_COMMENT = "change_comment"
    REMOVE_COMMENT = "remove_comment"


INVERSE: Mapping[Kind, Kind] = {
    Kind.ADD_SPAN: Kind.REMOVE_SPAN,
    Kind.REMOVE_SPAN: Kind.ADD_SPAN,
    Kind.ADD_LINK: Kind.REMOVE_LINK,
    Kind.REMOVE_LINK: Kind.ADD_LINK,
    Kind.ADD_COMMENT: Kind.REMOVE_COMMENT,
    Kind.REMOVE_COMMENT: Kind.ADD_COMMENT,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One step of an act; `before` and `after` are a span, a link, a setting or a comment, as JSON."""

    id: str
    act: str
    kind: Kind
    before: Json
    after: Json

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "act": self.act,
            "kind": str(self.kind),
            "before": self.before,
            "after": self.after,
        }

    def inverse(self, change_id: str, act: str) -> "Change":
        """The change that takes this one back, under ids of its own."""
        kind = INVERSE.get(self.kind, self.kind)
        return Change(change_id, act, kind, before=self.after, after=self.before)


class Refusal(InvalidInput):
    """An act that does not fit, with the rule it breaks and what stands in its place."""

    def __init__(self, rule: str, detail: str, current: Json = None, change: str = "") -> None:
        super().__init__(detail, rule=rule)
        self.current = current
        self.change = change


def change_from_json(data: Mapping[str, Json]) -> Change:
    """A change as the page sends it; raises InvalidInput when it is not of that shape."""
    change_id, act = data.get("id"), data.get("act")
    if not isinstance(change_id, str) or not isinstance(act, str):
        raise InvalidInput("a change has an id and an act, both strings", rule="change")
    try:
        kind = Kind(str(data.get("kind")))
    except ValueError:
        raise InvalidInput(f"there is no kind of change {data.get('kind')!r}", rule="change") from None
    check_id(change_id, "the id of a change")
    check_id(act, "the id of an act")
    return Change(change_id, act, kind, data.get("before"), data.get("after"))


def acts(changes: Iterable[Change]) -> list[list[Change]]:
    """Consecutive changes of the same act, in order."""
    return [list(group) for _, group in groupby(changes, key=lambda change: change.act)]


def undo(act: Sequence[Change], act_id: str) -> list[Change]:
    """The inverse act, last change first."""
    return [change.inverse(f"{act_id}.{index}", act_id) for index, change in enumerate(reversed(act), start=1)]
