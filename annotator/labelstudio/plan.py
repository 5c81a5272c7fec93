"""What a sync is going to do: one action for each thing that changes on one side, in order, and what it cannot do.

A plan follows from both sides alone. Its id is made of what it says, so that two plans of the same id do the same,
and one that was looked at is carried out only while it still holds.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from annotator.domain.json import Json


class Deed(StrEnum):
    """Everything that a sync does."""

    #: Over there.
    CREATE_TASK = "create_task"
    UPDATE_TASK = "update_task"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    #: Here.
    ADD_DOCUMENT = "add_document"
    ADD_SET = "add_set"
    CHANGE_SET = "change_set"
    EMPTY_SET = "empty_set"
    #: Nothing but our own notes: who is who, what is not there any more, what both have in common.
    ADOPT = "adopt"
    MISS = "miss"
    FORGET = "forget"


PUSHES = frozenset({Deed.CREATE_TASK, Deed.UPDATE_TASK, Deed.CREATE, Deed.UPDATE, Deed.DELETE})
PULLS = frozenset({Deed.ADD_DOCUMENT, Deed.ADD_SET, Deed.CHANGE_SET, Deed.EMPTY_SET})


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: to which document, whose set, which annotation.

    `local` and `remote` are digests of what each side was when this was planned, and its fence; `target` is what the
    side that changes is to say, `base` what both have in common afterwards: forms, as JSON, where there are any.
    """

    deed: Deed
    document: str
    kind: str = "task"
    whose: str = ""
    set_row: int = 0
    remote_task: int = 0
    remote_id: int = 0
    #: When that was made there: with it the number is an identity.
    created: str = ""
    local: str = ""
    remote: str = ""
    target: Mapping[str, Json] | None = None
    base: Mapping[str, Json] | None = None
    detail: str = ""

    @property
    def pushes(self) -> bool:
        return self.deed in PUSHES

    @property
    def pulls(self) -> bool:
        return self.deed in PULLS

    def as_json(self) -> dict[str, Json]:
        return {
            "deed": str(self.deed),
            "document": self.document,
            "kind": self.kind,
            "whose": self.whose,
            "set_row": self.set_row,
            "remote_task": self.remote_task,
            "remote_id": self.remote_id,
            "created": self.created,
            "local": self.local,
            "remote": self.remote,
            "target": None if self.target is None else dict(self.target),
            "base": None if self.base is None else dict(self.base),
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that stays as it is on both sides, and why."""

    document: str
    reason: str
    detail: str
    whose: str = ""

    def as_json(self) -> dict[str, Json]:
        return {"document": self.document, "reason": self.reason, "detail": self.detail, "whose": self.whose}


@dataclass(frozen=True, slots=True)
class Difference:
    """A conflict of a set and its annotation, as the plan finds it."""

    document: str
    whose: str
    kind: str
    set_row: int
    about: str
    what: str
    field: str
    base: Json
    local: Json
    remote: Json

    def as_json(self) -> dict[str, Json]:
        return {
            "document": self.document,
            "whose": self.whose,
            "kind": self.kind,
            "set_row": self.set_row,
            "about": self.about,
            "what": self.what,
            "field": self.field,
            "base": self.base,
            "local": self.local,
            "remote": self.remote,
        }


@dataclass(slots=True)
class Plan:
    """All of it. `stop` says why nothing may be done without a person's word, where that is so."""

    actions: list[Action] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    stop: str = ""

    @property
    def id(self) -> str:
        """Sixteen characters that follow from what would be done."""
        said: list[Json] = [each.as_json() for each in self.actions]
        said += [each.as_json() for each in self.conflicts]
        written = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @property
    def pushes(self) -> list[Action]:
        return [each for each in self.actions if each.pushes]

    @property
    def pulls(self) -> list[Action]:
        return [each for each in self.actions if each.pulls]

    @property
    def is_empty(self) -> bool:
        """Whether neither side would change."""
        return not self.pushes and not self.pulls

    def counts(self) -> dict[str, int]:
        """How many of each deed there are."""
        return dict(sorted(Counter(str(each.deed) for each in self.actions).items()))

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "stop": self.stop,
            "counts": cast(Json, self.counts()),
            "actions": [each.as_json() for each in self.actions],
            "conflicts": [each.as_json() for each in self.conflicts],
            "troubles": [each.as_json() for each in self.troubles],
            "remarks": list(self.remarks),
        }
