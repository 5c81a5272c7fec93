"""What a write of ours changed in an annotation, remembered: an editor may write it over without anybody's wish.

An editor sends whole annotations. Who had a task open while we wrote, and then presses Update, puts everything back
to what it was, and cannot be told from somebody who meant it. So what comes back to just what it was is neither
taken over nor written again: it is a conflict.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from annotator.domain.json import Json, JsonObject
from annotator.labelstudio.canonical import Form, Mark, Tie, plain
from annotator.labelstudio.carried import regions

#: Kind, what it is about, and field, as a conflict has them.
Key: TypeAlias = tuple[str, str, str]
#: What each thing was before we wrote it; None where it was not there.
Sent: TypeAlias = Mapping[Key, Json]
#: Where it stands beside the base that is noted of an annotation.
SENT = "sent"


def sent(before: Form, after: Form) -> dict[Key, Json]:
    """What a write changes of an annotation, with what it was."""
    found = dict(_marks(before.marks, after.marks))
    for kind, was, is_ in (
        ("document", before.attributes, after.attributes),
        ("carried", before.carried, after.carried),
        ("set", before.flags, after.flags),
    ):
        found |= {(kind, name, ""): was.get(name) for name in {*was, *is_} if not same(was.get(name), is_.get(name))}
    old, new = Counter(before.ties), Counter(after.ties)
    found |= {("link", tie_name(tie), ""): old[tie] for tie in {*old, *new} if old[tie] != new[tie]}
    return found


def _marks(before: Mapping[str, Mark], after: Mapping[str, Mark]) -> Iterator[tuple[Key, Json]]:
    for name in {*before, *after}:
        was, is_ = before.get(name), after.get(name)
        if was is None or is_ is None:
            yield ("span", name, ""), was.as_json() if was else None
            continue
        if (was.start, was.end) != (is_.start, is_.end):
            yield ("span", name, "place"), [was.start, was.end]
        if was.label != is_.label:
            yield ("span", name, "label"), was.label
        for attribute in {*was.attributes, *is_.attributes}:
            if not same(was.attributes.get(attribute), is_.attributes.get(attribute)):
                yield ("span", name, attribute), was.attributes.get(attribute)


def same(one: Json, other: Json) -> bool:
    """Whether two values say the same: in Python 1 is True, and here it is not."""
    return json.dumps(plain(one), sort_keys=True) == json.dumps(plain(other), sort_keys=True)


def tie_name(tie: Tie) -> str:
    """What a conflict calls a link: no id has a space in it."""
    return " ".join((tie[0], tie[2], tie[1]))


def tie_named(name: str) -> Tie:
    """The link that is called so."""
    one, role, other = name.split(" ")
    return (one, other, role)


def without(sent_: Sent, kind: str, about: str, field: str) -> dict[Key, Json]:
    """What is left to look for once a person has settled a conflict; a span takes along what hangs on it."""
    gone = {(kind, about, field)}
    if kind == "span" and not field:
        gone |= {key for key in sent_ if key[0] == "link" and about in key[1].split(" ")[::2]}
        gone |= {key for key, was in sent_.items() if key[0] == "carried" and about in regions(key[1], was)}
    return {key: was for key, was in sent_.items() if key not in gone}


def as_json(sent_: Sent) -> list[Json]:
    """In one order, whatever order it was found in."""
    return [[*key, was] for key, was in sorted(sent_.items(), key=lambda item: item[0])]


def read_sent(base: JsonObject) -> dict[Key, Json]:
    """What stands beside a base, as `as_json` wrote it."""
    said = cast(list[tuple[str, str, str, Json]], base.get(SENT) or [])
    return {(kind, about, field): was for kind, about, field, was in said}
