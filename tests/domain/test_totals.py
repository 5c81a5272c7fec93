"""Totals add up to what a careful reader would say, whatever the order of things."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Link, Span
from annotator.domain.intervals import Interval, added, hull, interval_of, met
from annotator.domain.totals import Totals, account_json, account_of, totals_of
from annotator.formats import reader
from annotator.services.projects import load_schema
from tests.domain.casualties import SCHEMA, Telling, count, interval, stories, totals

SEEDS = Path(__file__).parents[2] / "seeds"
#: What sums say of an interval.
BOUNDS = ("lower", "upper", "best")


def seed(name: str):
    schema, _ = load_schema("conflict-events")
    [annotated] = reader("native").read(SEEDS / f"{name}.jsonl", schema)
    return account_of(annotated.sets[0], schema)


def test_the_article_comes_to_what_a_careful_reader_would_say():
    account = seed("iraq-us-talks")
    found = {
        (each["harm"], each["victim"], each["claim"], each["derived"]): tuple(each[bound] for bound in BOUNDS)
        for each in totals_of(account.tolls).as_json()["totals"]
    }
    assert found == {
        ("killed", "combatant", "asserted", False): (41, None, 41),
        ("killed", "military", "asserted", False): (3, 3, 3),
        ("killed", "combatant", "asserted", True): (1, 1, 1),
        ("killed", "civilian", "alleged", False): (1, None, 1),
    }
    [apart] = [toll for toll in account.tolls if toll.apart]
    assert (apart.apart, apart.interval.lower) == ("flagged", 40)
    [told_twice] = [toll for toll in account.tolls if toll.interval.lower == 41]
    assert [each.span.quote for each in told_twice.tellings] == [
        "over 40 Iranian-backed militants",
        "casualties",
        "over 40",
    ]


def test_one_event_of_the_article_has_totals_of_its_own():
    account = seed("iraq-us-talks")
    events = {each["quote"]: each for each in account_json(account)["events"]}
    assert [each["lower"] for each in events["killings"]["totals"]] == [3]
    assert [(each["lower"], each["derived"]) for each in events["strike"]["totals"]] == [(1, True)]
    assert events["attack"]["apart"] == "recurring"


def test_a_running_total_over_two_raids_is_spread_over_its_parts():
    assert interval(_totals_of("twin-port-raids")) == (11, 11, 11)


def test_three_more_dead_are_added_to_the_dead_of_before():
    assert interval(_totals_of("cattle-market-bombs")) == (55, 55, 55)


def _totals_of(name: str) -> Totals:
    found = Totals()
    found.add_account(seed(name))
    return found


# ---------------------------------------------------------------- what holds of any story


@given(story=stories(), data=st.data())
def test_the_order_of_spans_and_links_means_nothing(story, data):
    spans, links = data.draw(st.permutations(story.spans)), data.draw(st.permutations(story.links))
    turned = [replace(link, id=f"n{at}") for at, link in enumerate(links)]
    assert account_json(account_of(story.made(spans, turned), SCHEMA)) == account_json(story.account())


@given(some=st.lists(stories(), max_size=4), data=st.data())
def test_the_order_of_documents_means_nothing(some, data):
    assert totals(*data.draw(st.permutations(some))).as_json() == totals(*some).as_json()


@given(story=stories())
def test_a_total_lies_between_its_largest_toll_and_the_sum_of_all(story):
    account = story.account()
    for (harm, claim), total in totals(story).by_harm.items():
        tolls = [toll.interval for toll in account.tolls if not toll.apart and (toll.harm, toll.claim) == (harm, claim)]
        sums = total.interval
        assert max(each.lower for each in tolls) <= sums.lower == sum(each.lower for each in tolls)
        assert sums.upper is None or sums.lower <= sums.upper
        assert (sums.upper is None) == any(each.upper is None for each in tolls)
        assert sums.best is None or sums.holds(sums.best)


@given(story=stories(), data=st.data())
def test_telling_the_same_people_again_changes_no_total(story, data):
    tolls = [span for span in story.spans if span.label == "people"]
    if not tolls:
        return
    before = totals(story).as_json()
    span = data.draw(st.sampled_from(tolls))
    again = Span("again", span.label, story.length, story.length + 3, "are", span.attributes)
    story.spans.append(again)
    story.links.append(Link("same", "again", "again", span.id))
    story.links += [
        Link(f"too{link.id}", link.role, link.from_id, "again")
        for link in story.links
        if (link.role, link.to_id) == ("cost", span.id)
    ]
    if any(comment.span == span.id for comment in story.comments):
        story.comments = [*story.comments, *(replace(c, id=f"{c.id}2", span="again") for c in story.comments)]
    assert totals(story).as_json() == before


@given(story=stories(), data=st.data())
def test_telling_some_of_the_people_changes_no_sum(story, data):
    counted = [toll for toll in story.account().tolls if not toll.apart and not toll.is_derived]
    if not counted:
        return
    before = totals(story).as_json()
    whole = data.draw(st.sampled_from(counted))
    part = story.toll(
        count("exact", data.draw(st.integers(0, 50))),
        {"killed": "dead", "unknown": None}.get(whole.harm, whole.harm),
        voucher={"asserted": "sure"}.get(whole.claim, whole.claim),
    )
    story.link("of_them", part, whole.tellings[0].span.id)
    story.link("cost", whole.events[0], part)
    after = totals(story).as_json()
    assert (after["totals"], after["by_harm"]) == (before["totals"], before["by_harm"])
    assert after["apart"].get("part", 0) == before["apart"].get("part", 0) + 1


@given(story=stories())
def test_no_sum_is_more_than_all_that_is_told(story):
    told = [(span, interval_of(span.attributes.get("how_many"))) for span in story.spans if span.label == "people"]
    persons = sum(span.label == "party" for span in story.spans)
    for total in totals(story).by_harm.values():
        assert total.interval.lower <= sum(each.lower for _, each in told) + persons
        if total.interval.upper is not None:
            closed = [each.upper for _, each in told if each.upper is not None]
            assert total.interval.upper <= sum(closed) + persons


@given(story=stories(), data=st.data())
def test_an_event_told_in_several_words_costs_what_it_costs_in_one(story, data):
    before = totals(story).as_json()
    events = [span.id for span in story.spans if span.label == "deed"]
    main = data.draw(st.sampled_from(events))
    further = story.event(state="planned", voucher="denied")
    moved = data.draw(st.sets(st.sampled_from([link.id for link in story.links]))) if story.links else set()
    story.links = [
        replace(link, from_id=further) if link.id in moved and link.from_id == main else link for link in story.links
    ]
    story.link("one_event", further, main)
    assert totals(story).as_json() == before


@given(story=stories(), data=st.data())
def test_a_toll_in_parts_that_are_tied_to_it_comes_to_the_toll(story, data):
    event = story.event()
    whole = data.draw(st.integers(0, 200))
    cuts = sorted(data.draw(st.lists(st.integers(0, whole), max_size=3)))
    toll = story.toll(count("exact", whole), whom="civilian")
    story.link("cost", event, toll)
    before = totals(story)
    for lower, upper in zip([0, *cuts], [*cuts, whole], strict=True):
        part = story.toll(count("exact", upper - lower), whom=data.draw(st.sampled_from(["civilian", None])))
        story.link("of_them", part, toll)
        story.link("cost", event, part)
    after = totals(story)
    assert (after.as_json()["totals"], after.as_json()["by_harm"]) == (
        before.as_json()["totals"],
        before.as_json()["by_harm"],
    )


@given(story=stories())
def test_every_telling_is_in_one_toll_and_every_toll_is_added_or_says_why_not(story):
    account = story.account()
    told = [each.span.id for toll in account.tolls if not toll.is_derived for each in toll.tellings]
    assert sorted(told) == sorted(span.id for span in story.spans if span.label == "people")
    found = totals(story)
    assert sum(each.tolls for each in found.by_kind.values()) + sum(found.apart.values()) == len(account.tolls)


# ---------------------------------------------------------------- intervals

_INTERVALS = st.builds(
    lambda lower, more, best: Interval(lower, None if more is None else lower + more, lower if best else None),
    st.integers(0, 99),
    st.none() | st.integers(0, 99),
    st.booleans(),
)


@given(some=st.lists(_INTERVALS, min_size=1, max_size=4), data=st.data())
def test_what_meets_is_in_each_and_in_any_order_the_same(some, data):
    both = met(some)
    assert met(data.draw(st.permutations(some))) == both
    if both is None:
        assert any(met([one, other]) is None for one in some for other in some)
        return
    for each in some:
        assert each.lower <= both.lower
        assert each.upper is None or (both.upper is not None and both.upper <= each.upper)
        assert hull(some).lower <= each.lower


def test_a_sum_of_nothing_is_nobody():
    assert added([]) == Interval(0, 0, 0)


def test_a_count_without_bounds_has_those_that_its_sign_means():
    given_ = {"by": "human", "value": 40}
    assert interval_of(given_ | {"op": "exact"}) == Interval(40, 40, 40)
    assert interval_of(given_ | {"op": "at_least"}) == Interval(40)
    assert interval_of(given_ | {"op": "more_than"}) == Interval(41)
    assert interval_of(given_ | {"op": "fewer_than"}) == Interval(0, 39)
    assert interval_of(given_ | {"op": "up_to"}) == Interval(0, 40)
    assert interval_of(given_ | {"op": "about"}) == Interval(0, None, 40)
    assert interval_of({"op": "none", "by": "human"}) == Interval(0, 0, 0)
    assert interval_of({"op": "vague", "by": "human", "lower": 24}) == Interval(24)
    assert interval_of(None) == Interval()


def test_a_best_number_outside_of_its_interval_is_no_best_number():
    assert interval_of({"op": "range", "by": "human", "lower": 2, "upper": 5, "best": 9}) == Interval(2, 5)
    assert interval_of({"op": "fewer_than", "by": "human", "value": 0, "lower": None, "upper": None}) == Interval(0)


def test_a_story_without_events_comes_to_nothing():
    assert Telling().account().events == ()
    assert totals(Telling()).as_json()["totals"] == []
