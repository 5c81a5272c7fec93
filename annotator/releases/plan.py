"""What is to be cut, as it is asked for: by options of a command, a form or a file. Written into the release."""

import datetime
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from annotator import formats
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.formats.base import Writer
from annotator.formats.options import configured

NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
#: Always written: what everything else is checked against.
NATIVE = "native"

Name = Annotated[str, StringConstraints(pattern=NAME)]
SplitName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Sets(StrEnum):
    """Which annotation sets a release takes. Suggestions are no annotations: never taken."""

    GOLD = "gold"
    SUBMITTED = "submitted"
    MAJORITY = "majority"
    ANNOTATOR = "annotator"
    ALL = "all"


class SplitBy(StrEnum):
    """By what documents are told apart."""

    RATIO = "ratio"
    DATE = "date"
    GIVEN = "given"
    NONE = "none"


class Tie(StrEnum):
    """Why documents may not stand in different splits."""

    NEAR = "near"
    WIRE = "wire"
    EVENT = "event"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Split(_Part):
    """How documents come into splits; what `by` does not ask for is not looked at."""

    by: SplitBy = SplitBy.RATIO
    #: Of all documents, how much each split is to have. Any numbers: they are brought to one.
    shares: dict[SplitName, Annotated[float, Field(gt=0)]] = Field(
        default_factory=lambda: {"train": 0.8, "dev": 0.1, "test": 0.1}, min_length=1
    )
    #: The first day of each split; what is older goes into `first`.
    since: dict[SplitName, datetime.date] = Field(default_factory=dict)
    first: SplitName = "train"
    #: Where documents without a date go; empty: they are an error.
    undated: SplitName | Literal[""] = ""
    #: By document, the split that it is to stand in.
    given: dict[str, SplitName] = Field(default_factory=dict)
    #: What happens to documents that belong together and are given different splits.
    crossing: Literal["refuse", "leave_out"] = "refuse"

    @model_validator(mode="after")
    def _complete(self) -> "Split":
        if self.by is SplitBy.DATE and (not self.since or self.first in self.since):
            raise ValueError("a split by date needs the first day of each split but the first")
        if self.by is SplitBy.GIVEN and not self.given:
            raise ValueError("a split that is given names documents")
        return self

    @property
    def names(self) -> list[str]:
        """The splits in the order in which they are written."""
        if self.by is SplitBy.RATIO:
            return list(self.shares)
        if self.by is SplitBy.DATE:
            later = sorted(self.since, key=lambda name: (self.since[name], name))
            return list(dict.fromkeys([self.first, *later, *([self.undated] if self.undated else [])]))
        return list(dict.fromkeys(self.given.values())) if self.by is SplitBy.GIVEN else ["all"]


class Ties(_Part):
    """What keeps documents together."""

    by: tuple[Tie, ...] = tuple(Tie)
    #: From which Jaccard similarity of their runs of three words two texts are near-duplicates.
    similarity: float = Field(default=0.5, ge=0.5, le=1)


class About(_Part):
    """What people are told of the release; empty: the project's title, or that it is not said."""

    title: Line = ""
    description: Line = ""
    #: An identifier of SPDX or an address.
    licence: Line = ""
    creator: Line = ""
    url: Line = ""
    citation: Line = ""
    version: Line = "1.0.0"


class Plan(_Part):
    """Everything that decides the bytes of a release, besides the data."""

    name: Name
    sets: Sets = Sets.GOLD
    #: Whose sets, for `annotator` alone. Never written into the release.
    annotator: str = ""
    formats: tuple[str, ...] = ()
    options: dict[str, dict[str, str]] = Field(default_factory=dict)
    split: Split = Field(default_factory=Split)
    ties: Ties = Field(default_factory=Ties)
    seed: int = Field(default=0, ge=0)
    #: The day that stands in it; else that of the newest change in the data.
    date: datetime.date | None = None
    flagged: Literal["keep", "leave_out"] = "keep"
    comments: Literal["keep", "leave_out"] = "keep"
    about: About = Field(default_factory=About)

    @model_validator(mode="after")
    def _fitting(self) -> "Plan":
        if (self.sets is Sets.ANNOTATOR) != bool(self.annotator):
            raise ValueError("an annotator is named for the sets of one annotator, and only for these")
        unused = set(self.options) - set(self.format_ids)
        if unused:
            raise ValueError(f"options for {min(unused)}, which is not written")
        return self

    @property
    def format_ids(self) -> tuple[str, ...]:
        """The native format first, each once."""
        return tuple(dict.fromkeys((NATIVE, *self.formats)))

    def writers(self) -> list[Writer]:
        """The formats with their options; raises InvalidInput for one that there is not."""
        return [configured(formats.writer(each), self.options.get(each, {})) for each in self.format_ids]

    @property
    def digest(self) -> str:
        """The same for the same plan: a cut that was stopped goes on only under the plan that it began with."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    def told(self) -> dict[str, Json]:
        """The plan as the release tells it: without the annotator's name, and without each given document."""
        said: dict[str, Any] = self.model_dump(mode="json", exclude={"about", "annotator"})
        given = said["split"].pop("given")
        relevant = {"ratio": ["shares"], "date": ["since", "first", "undated"], "given": ["crossing"], "none": []}
        said["split"] = {"by": said["split"]["by"]} | {key: said["split"][key] for key in relevant[said["split"]["by"]]}
        if given:
            listed = "\n".join(f"{document}\t{split}" for document, split in sorted(given.items()))
            said["split"]["given"] = {"documents": len(given), "sha256": sha256(listed.encode()).hexdigest()}
        said["formats"] = list(self.format_ids)
        return said


def plan_of(said: Mapping[str, Any], file: str | None = None) -> Plan:
    """The plan that is asked for; raises InvalidInput naming the key that is wrong."""
    try:
        plan = Plan.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the plan"
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(f"{place}: {why}", rule="plan", file=file) from None
    plan.writers()
    return plan


def read_toml(text: str, file: str) -> dict[str, Any]:
    """What a plan's file says; raises InvalidInput when it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"not TOML: {error}", rule="toml", file=file) from None
