"""Two changed forms of one annotation brought together, against the form that both came from.

Field by field: a change that one side made is taken over by the other; where both changed the same thing to
different ends, each side keeps its own, the base keeps what it was, and the conflict is told. So a conflict stays
one until somebody resolves it, and nothing of either side is ever overwritten unseen. No link is left dangling.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import cast

from annotator.domain.json import Json
from annotator.labelstudio.canonical import Form, Mark, Tie, plain
from annotator.labelstudio.carried import changed_on, regions, without_regions
from annotator.labelstudio.overwriting import Key, Sent, same, tie_name

_NOTHING = object()


class Side(StrEnum):
    """Whose word counts where both changed the same."""

    LOCAL = "local"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both sides changed: what it is, and what it was, is here and is there; None for not there.

    `about` is a span's id, or the name of what is said of the document; `field` says which of its sides:
    place, label, an attribute's name, or "" for the whole of it.
    """

    kind: str
    about: str
    field: str
    base: Json
    local: Json
    remote: Json

    def as_json(self) -> dict[str, Json]:
        return {
            "kind": self.kind,
            "about": self.about,
            "field": self.field,
            "base": self.base,
            "local": self.local,
            "remote": self.remote,
        }


@dataclass(frozen=True, slots=True)
class Merged:
    """What each side is to be, what they have in common from now on, and what they differ in."""

    local: Form
    remote: Form
    base: Form
    conflicts: tuple[Conflict, ...] = ()
    #: What of our last write there has come back to what it was.
    overwritten: Sent = field(default_factory=dict)


def merge(
    base: Form,
    local: Form,
    remote: Form,
    prefer: Side | None = None,
    sent: Sent | None = None,
    apart: Set[str] = frozenset(),
) -> Merged:
    """The two brought together; with `prefer` that side's word counts where they differ, and no conflict is left.

    `sent` is what our last write there changed: what of it has come back to what it was is no wish of anybody's,
    as far as we know, and is told like what both sides changed. `apart` are spans that are not to be put together of
    what both sides say: each keeps its own, with what hangs on it.
    """
    merging = _Merging(prefer, sent or {}, apart)
    marks = _wanted_of_what_is_gone(base, local, remote) | apart
    one = merging.marks(base.marks, local.marks, remote.marks, marks)
    ties = merging.ties(base.ties, local.ties, remote.ties)
    attributes = merging.values("document", base.attributes, local.attributes, remote.attributes)
    carried = merging.carried(base.carried, local.carried, remote.carried)
    flags = merging.values("set", base.flags, local.flags, remote.flags)
    known = {*base.marks, *local.marks, *remote.marks}
    here, there, common = (_form(known, *parts) for parts in zip(one, ties, attributes, flags, carried, strict=True))
    # A link that only one side can hold, because the other lacks its span, is in common as little as before.
    common = replace(common, ties=_common(base.ties, here.ties, there.ties))
    return Merged(here, there, _whole(known, common), tuple(merging.conflicts), merging.overwritten)


def common(base: Form, local: Form, remote: Form) -> Form:
    """What two sides have in common that were not brought together, or only half: the rest is as it was."""
    keeping = _Keeping(None, {}, frozenset())
    (_, _, marks) = keeping.marks(base.marks, local.marks, remote.marks, set())
    (_, _, said) = keeping.values("document", base.attributes, local.attributes, remote.attributes)
    (_, _, flags) = keeping.values("set", base.flags, local.flags, remote.flags)
    (_, _, rest) = keeping.values("carried", base.carried, local.carried, remote.carried)
    ties = _common(base.ties, local.ties, remote.ties)
    return _form({*base.marks, *local.marks, *remote.marks}, marks, ties, said, flags, rest)


def _form(
    known: set[str],
    marks: Mapping[str, Mark],
    ties: tuple[Tie, ...],
    said: Mapping[str, Json],
    flags: Mapping[str, Json],
    carried: Mapping[str, Json],
) -> Form:
    """The form put together of its parts, without what hangs on nothing."""
    return _whole(known, Form(marks, ties, said, flags["is_skipped"] is True, flags["is_gold"] is True, carried))


def _whole(known: set[str], form: Form) -> Form:
    """Without links whose ends are not there, and without what was carried on one of the `known` spans that is gone."""
    ties = tuple(tie for tie in form.ties if tie[0] in form.marks and tie[1] in form.marks)
    return replace(form, ties=ties, carried=without_regions(form.carried, known - form.marks.keys()))


def _wanted_of_what_is_gone(base: Form, local: Form, remote: Form) -> set[str]:
    """Spans that one side removed, and of which the other has said something new meanwhile: it wants them there."""
    old = set(base.ties)
    wanted = set()
    for one, other in ((local, remote), (remote, local)):
        ends = {end for tie in other.ties if tie not in old for end in tie[:2]}
        ends |= changed_on(base.carried, other.carried)
        wanted |= {end for end in ends if end in base.marks and end not in one.marks}
    return wanted


def _common(base: Iterable[Tie], local: Iterable[Tie], remote: Iterable[Tie]) -> tuple[Tie, ...]:
    was, here, there = Counter(base), Counter(local), Counter(remote)
    number = {tie: here[tie] if here[tie] == there[tie] else was[tie] for tie in sorted({*was, *here, *there})}
    return tuple(Counter(number).elements())


@dataclass(slots=True)
class _Merging:
    prefer: Side | None
    sent: Sent
    apart: Set[str]
    conflicts: list[Conflict] = field(default_factory=list)
    overwritten: dict[Key, Json] = field(default_factory=dict)

    def choose(self, kind: str, about: str, what: str, base: object, local: object, remote: object) -> list[object]:
        """For local, remote and base what this one thing is to be."""
        was, here, there = _written(base), _written(local), _written(remote)
        if here == there:
            return [local, local, local]
        if here == was and not self._is_overwritten((kind, about, what), _said(remote)):
            return [remote, remote, remote]
        if there == was:
            return [local, local, local]
        if self.prefer is not None:
            chosen = local if self.prefer is Side.LOCAL else remote
            return [chosen, chosen, chosen]
        self.conflicts.append(Conflict(kind, about, what, _said(base), _said(local), _said(remote)))
        return [local, remote, base]

    def _is_overwritten(self, key: Key, remote: Json) -> bool:
        if key not in self.sent or not same(self.sent[key], remote):
            return False
        self.overwritten[key] = self.sent[key]
        return True

    def ties(self, base: Iterable[Tie], local: Iterable[Tie], remote: Iterable[Tie]) -> list[tuple[Tie, ...]]:
        """Links are there or not: additions and removals of both sides, so there is little to differ in."""
        was, here, there = Counter(base), Counter(local), Counter(remote)
        found: tuple[list[Tie], list[Tie], list[Tie]] = ([], [], [])
        # The conflict of a span is that of its links too.
        differing = {each.about for each in self.conflicts if each.kind == "span" and not each.field}
        for tie in sorted({*was, *here, *there}):
            one, other, common = here[tie], there[tie], was[tie]
            is_one_sided = one == common != other
            if is_one_sided and self._is_overwritten(("link", tie_name(tie), ""), other) and self.prefer is None:
                if not {tie[0], tie[1]} & differing:
                    self.conflicts.append(Conflict("link", tie_name(tie), "", common, one, other))
            elif one == other or not {tie[0], tie[1]} & self.apart or self.prefer is not None:
                one = other = common = one if one == other else max(0, one + other - common)
            for ties, number in zip(found, (one, other, common), strict=True):
                ties += [tie] * number
        return [tuple(each) for each in found]

    def values(
        self, kind: str, base: Mapping[str, Json], local: Mapping[str, Json], remote: Mapping[str, Json]
    ) -> list[dict[str, Json]]:
        """Named values, each by itself."""
        found: list[dict[str, Json]] = [{}, {}, {}]
        for name in sorted({*base, *local, *remote}):
            each = [side.get(name, _NOTHING) for side in (base, local, remote)]
            for side, value in zip(found, self.choose(kind, name, "", *each), strict=True):
                if value is not _NOTHING:
                    side[name] = value  # type: ignore[assignment]
        return found

    def carried(
        self, base: Mapping[str, Json], local: Mapping[str, Json], remote: Mapping[str, Json]
    ) -> list[dict[str, Json]]:
        """What only the other side knows: where a span is a conflict, what hangs on it is one with it."""
        differing = {each.about for each in self.conflicts if each.kind == "span" and not each.field}
        apart = {key for side in (base, local, remote) for key in side if regions(key, side[key]) & differing}
        rest = ({key: value for key, value in side.items() if key not in apart} for side in (base, local, remote))
        of_differing = ({key: side[key] for key in apart if key in side} for side in (local, remote, base))
        return [{**one, **other} for one, other in zip(self.values("carried", *rest), of_differing, strict=True)]

    def marks(
        self, base: Mapping[str, Mark], local: Mapping[str, Mark], remote: Mapping[str, Mark], wanted: set[str]
    ) -> list[dict[str, Mark]]:
        """Spans: there or not first, and then their fields, each by itself."""
        found: list[dict[str, Mark]] = [{}, {}, {}]
        for name in sorted({*base, *local, *remote}):
            was, here, there = base.get(name), local.get(name), remote.get(name)
            if was is not None and here is not None and there is not None and name not in wanted:
                merged: Iterable[Mark | None] = self._fields(name, was, here, there)
            elif name in wanted:
                merged = self._apart(name, was, here, there)
            else:
                merged = self.choose("span", name, "", was, here, there)  # type: ignore[assignment]
            for side, mark in zip(found, merged, strict=True):
                if mark is not None:
                    side[name] = mark
        return found

    def _apart(self, name: str, was: Mark | None, here: Mark | None, there: Mark | None) -> list[Mark | None]:
        """A span that each side keeps as its own: a conflict even where its fields are as they were."""
        if self.prefer is not None:
            chosen = here if self.prefer is Side.LOCAL else there
            return [chosen, chosen, chosen]
        self.conflicts.append(Conflict("span", name, "", _said(was), _said(here), _said(there)))
        return [here, there, was]

    def _fields(self, name: str, was: Mark, here: Mark, there: Mark) -> Iterator[Mark]:
        places = self.choose("span", name, "place", _place(was), _place(here), _place(there))
        labels = self.choose("span", name, "label", was.label, here.label, there.label)
        said: list[dict[str, Json]] = [{}, {}, {}]
        for attribute in sorted({*was.attributes, *here.attributes, *there.attributes}):
            each = [mark.attributes.get(attribute, _NOTHING) for mark in (was, here, there)]
            for side, value in zip(said, self.choose("span", name, attribute, *each), strict=True):
                if value is not _NOTHING:
                    side[attribute] = value  # type: ignore[assignment]
        for place, label, attributes in zip(places, labels, said, strict=True):
            start, end = cast(tuple[int, int], place)
            yield Mark(start, end, cast(str, label), attributes)


class _Keeping(_Merging):
    """Brings nothing together."""

    def choose(self, kind: str, about: str, what: str, base: object, local: object, remote: object) -> list[object]:
        del kind, about, what
        return [local, remote, local if _written(local) == _written(remote) else base]


def _place(mark: Mark) -> tuple[int, int]:
    return (mark.start, mark.end)


def _written(value: object) -> str | None:
    """The value as text: in Python 1 is True, and here it is not."""
    return None if value is _NOTHING else json.dumps(plain(_said(value)), sort_keys=True)


def _said(value: object) -> Json:
    """The value as JSON; None for one that is not there."""
    if value is _NOTHING or value is None:
        return None
    if isinstance(value, Mark):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value]
