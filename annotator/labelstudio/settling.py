"""A conflict settled: the base moved so that one side's word is the only change."""

from collections.abc import Mapping
from dataclasses import replace

from annotator.domain.json import Json
from annotator.labelstudio.canonical import Form, Mark
from annotator.labelstudio.carried import regions
from annotator.labelstudio.merging import Conflict, Side
from annotator.labelstudio.overwriting import tie_named


def settled(base: Form, local: Form, remote: Form, conflict: Conflict, side: Side) -> Form:
    """The base under which `side` is the only one that changed what the conflict is about."""
    loser = remote if side is Side.LOCAL else local
    match conflict.kind:
        case "span":
            return _span(base, loser, conflict)
        case "document":
            return replace(base, attributes=_taken(base.attributes, loser.attributes, conflict.about))
        case "carried":
            return replace(base, carried=_taken(base.carried, loser.carried, conflict.about))
        case "link":
            tie = tie_named(conflict.about)
            others = [each for each in base.ties if each != tie]
            return replace(base, ties=tuple(sorted([*others, *(each for each in loser.ties if each == tie)])))
        case _:
            said = getattr(loser, conflict.about)
            return replace(base, **{conflict.about: said})


def _taken(base: Mapping[str, Json], loser: Mapping[str, Json], name: str) -> dict[str, Json]:
    kept = {each: value for each, value in base.items() if each != name}
    return {**kept, name: loser[name]} if name in loser else kept


def _span(base: Form, loser: Form, conflict: Conflict) -> Form:
    mark, theirs = base.marks.get(conflict.about), loser.marks.get(conflict.about)
    marks = {name: each for name, each in base.marks.items() if name != conflict.about}
    if not conflict.field or mark is None or theirs is None:
        if theirs is None:
            # Nor may those count as taken away that the loser has not, because it has not the span.
            tied = tuple(tie for tie in base.ties if conflict.about not in tie[:2])
            return replace(base, marks=marks, ties=tied)
        # What hangs on it is the loser's too: none of that may count as a wish of its own.
        tied = tuple(tie for tie in loser.ties if conflict.about in tie[:2] and tie not in base.ties)
        carried = {key: value for key, value in loser.carried.items() if conflict.about in regions(key, value)}
        return replace(
            base,
            marks={**marks, conflict.about: theirs},
            ties=tuple(sorted((*base.ties, *tied))),
            carried={**base.carried, **carried},
        )
    return replace(base, marks={**marks, conflict.about: _field(mark, theirs, conflict.field)})


def _field(mark: Mark, theirs: Mark, field: str) -> Mark:
    match field:
        case "place":
            return replace(mark, start=theirs.start, end=theirs.end)
        case "label":
            return replace(mark, label=theirs.label)
        case _:
            return replace(mark, attributes=_taken(mark.attributes, theirs.attributes, field))
