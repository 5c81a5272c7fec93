"""Events with tolls in a few words, under a schema whose names are not those that code knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from annotator.domain.annotations import AnnotationSet, Comment, Link, SchemaRef, Span
from annotator.domain.json import Json
from annotator.domain.schema_reader import read_toml
from annotator.domain.totals import Account, Totals, account_of

_MARK = 'mark = { letter = "A", pattern = "solid", light = ["#70CAFA", "#106AB0"], dark = ["#1E2732", "#349AF7"] }'

SCHEMA = read_toml(
    f"""
name = "losses"
version = 1
title = "Losses"
[[labels]]
name = "deed"
trigger = true
{_MARK}
[[labels.attributes]]
name = "state"
type = "choice"
about = "status"
default = "done"
values = [{{ value = "done", title = "Done", means = "occurred" }}, "recurring", "planned", "attempted", "threatened",
  "hypothetical", "rumoured"]
[[labels.attributes]]
name = "voucher"
type = "choice"
about = "claim"
values = [{{ value = "sure", title = "Sure", means = "asserted" }}, "alleged", "disputed", "denied"]
[[labels]]
name = "people"
{_MARK}
[[labels.attributes]]
name = "how_many"
type = "count"
[[labels.attributes]]
name = "fate"
type = "choice"
about = "harm"
values = [{{ value = "dead", title = "Dead", means = "killed" }}, "injured", "killed_or_injured", "cursed"]
[[labels.attributes]]
name = "whom"
type = "choice"
about = "victim"
default = "unknown"
values = ["civilian", "combatant", "military", "mixed", "unknown"]
[[labels.attributes]]
name = "voucher"
type = "choice"
about = "claim"
values = [{{ value = "sure", title = "Sure", means = "asserted" }}, "alleged", "disputed", "denied"]
[[labels.attributes]]
name = "kind_of_number"
type = "choice"
about = "extent"
values = [{{ value = "one", title = "One", means = "single" }},
  {{ value = "all", title = "All", means = "cumulative" }}]
[[labels]]
name = "party"
{_MARK}
[[labels.attributes]]
name = "is_one"
type = "choice"
about = "individual"
default = "no"
values = ["yes", "no"]
[[labels.attributes]]
name = "fate"
type = "choice"
about = "harm"
values = [{{ value = "dead", title = "Dead", means = "killed" }}, "injured"]
[[labels.attributes]]
name = "sort"
type = "choice"
about = "actor_type"
values = ["state_military", "non_state_armed", "civilian"]
[[labels.attributes]]
name = "who"
type = "actor"
[[roles]]
name = "cost"
from = ["deed"]
to = ["people"]
meaning = "filler"
part = "toll"
[[roles]]
name = "hit"
from = ["deed"]
to = ["party"]
meaning = "filler"
part = "target"
[[roles]]
name = "did"
from = ["deed"]
to = ["party"]
meaning = "filler"
part = "agent"
[[roles]]
name = "again"
from = ["people", "party"]
to = ["people", "party"]
meaning = "same_value"
[[roles]]
name = "of_them"
from = ["people"]
to = ["people"]
meaning = "part_of"
[[roles]]
name = "one_event"
from = ["deed"]
to = ["deed"]
meaning = "same_event"
max = 1
""",
    "losses.toml",
)


def count(op: str, value: int | None = None, **more: Json) -> dict[str, Json]:
    """A count as the readers make it; None for bounds that follow."""
    bounds: dict[str, tuple[int | None, int | None, int | None]] = {
        "exact": (value, value, value),
        "at_least": (value, None, value),
        "more_than": (value and value + 1, None, value and value + 1),
        "about": (None, None, value),
        "up_to": (None, value, None),
        "vague": (24, None, None),
        "none": (0, 0, 0),
        "unknown": (None, None, None),
    }
    lower, upper, best = bounds[op]
    return {"op": op, "value": value, "lower": lower, "upper": upper, "best": best, "by": "human", **more}


@dataclass
class Telling:
    """An annotation set, put together thing by thing. Words stand one behind the other."""

    spans: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    length: int = 0

    def add(self, label: str, quote: str, **attributes: Json) -> str:
        name = f"{label[0]}{len(self.spans)}"
        said = {key: value for key, value in attributes.items() if value is not None}
        self.spans.append(Span(name, label, self.length, self.length + len(quote), quote, said))
        self.length += len(quote) + 1
        return name

    def event(self, *tolls: str, **attributes: Json) -> str:
        name = self.add("deed", "struck", **attributes)
        for each in tolls:
            self.link("cost", name, each)
        return name

    def toll(self, number: dict[str, Json] | None = None, fate: str | None = "dead", **attributes: Json) -> str:
        return self.add("people", "some people", how_many=number, fate=fate, **attributes)

    def person(self, name: str, fate: str | None = "dead", **attributes: Json) -> str:
        return self.add("party", name, is_one="yes", fate=fate, **attributes)

    def link(self, role: str, one: str, other: str) -> None:
        self.links.append(Link(f"l{len(self.links)}", role, one, other))

    def flag(self, span: str, reason: str | None = "other") -> None:
        name = f"c{len(self.comments)}"
        self.comments.append(Comment(name, "look again", "Ana", "2024-02-08T10:00:00Z", reason, span))

    def made(self, spans: Sequence[Span] | None = None, links: Iterable[Link] | None = None) -> AnnotationSet:
        return AnnotationSet(
            "Ana",
            SchemaRef("losses", 1),
            spans=tuple(self.spans if spans is None else spans),
            links=tuple(self.links if links is None else links),
            comments=tuple(self.comments),
        )

    def account(self) -> Account:
        return account_of(self.made(), SCHEMA)


def totals(*tellings: Telling) -> Totals:
    found = Totals()
    for each in tellings:
        found.add_account(each.account())
    return found


def interval(found: Totals, harm: str = "killed", claim: str = "asserted") -> tuple[int, int | None, int | None] | None:
    """Lower, upper and best of what is said of that harm; None where nothing is."""
    total = found.by_harm.get((harm, claim))
    return (total.interval.lower, total.interval.upper, total.interval.best) if total else None


# ---------------------------------------------------------------- any story

_COUNTS = st.one_of(
    st.builds(count, st.sampled_from(["exact", "at_least", "more_than", "about", "up_to"]), st.integers(0, 200)),
    st.sampled_from([count("vague"), count("none", 0), count("unknown")]),
)


@st.composite
def stories(draw: DrawFn) -> Telling:
    """Events with tolls, some told again, some among others, some flagged, some of nothing."""
    story = Telling()
    tolls = [_toll(draw, story) for _ in range(draw(st.integers(0, 6)))]
    names = draw(st.lists(st.sampled_from(["Ada Lund", "A. Lund", "Bo Lund", "Lund", "Ida Moe"]), max_size=3))
    sorts = st.sampled_from([None, "civilian", "non_state_armed"])
    persons = [story.person(name, sort=draw(sorts)) for name in names]
    for _ in range(draw(st.integers(1, 3))):
        event = story.event(
            state=draw(st.sampled_from([None, None, None, "done", "planned", "rumoured"])),
            voucher=draw(st.sampled_from([None, None, "alleged", "denied"])),
        )
        for role, fillers in (("cost", tolls), ("hit", persons)):
            for each in draw(st.lists(st.sampled_from(fillers), unique=True)) if fillers else ():
                story.link(role, event, each)
    pairs = st.lists(st.sampled_from(tolls), min_size=2, max_size=2, unique=True) if len(tolls) > 1 else None
    for role in ("again", "of_them") if pairs is not None else ():
        for one, other in draw(st.lists(pairs, max_size=3)):
            story.link(role, one, other)
    for toll in draw(st.lists(st.sampled_from(tolls), max_size=2, unique=True)) if tolls else ():
        story.flag(toll, draw(st.sampled_from(["other", None])))
    return story


def _toll(draw: DrawFn, story: Telling) -> str:
    return story.toll(
        draw(st.none() | _COUNTS),
        draw(st.sampled_from(["dead", "dead", "injured", "killed_or_injured", "cursed", None])),
        whom=draw(st.sampled_from(["civilian", "combatant", "mixed", None])),
        voucher=draw(st.sampled_from([None, None, "sure", "alleged", "denied"])),
        kind_of_number=draw(st.sampled_from([None, None, "one", "all"])),
    )
