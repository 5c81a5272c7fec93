"""Tolls: the same people once, with the number that stands; what is added to nothing says why."""

import pytest

from tests.domain.casualties import Telling, count, interval, totals


@pytest.fixture
def story() -> Telling:
    return Telling()


def apart(story: Telling) -> dict[str, str]:
    return {toll.id: toll.apart for toll in story.account().tolls}


def test_a_toll_told_twice_counts_once_and_the_more_telling_number_stands(story):
    first, second, third = story.toll(count("more_than", 40)), story.toll(count("unknown")), story.toll()
    story.event(first, second, third)
    story.link("again", second, first)
    story.link("again", third, second)
    assert interval(totals(story)) == (41, None, 41)
    [toll] = story.account().tolls
    assert [each.span.id for each in toll.tellings] == [first, second, third]


def test_numbers_of_the_same_people_narrow_each_other(story):
    least, most = story.toll(count("at_least", 10)), story.toll(count("up_to", 14))
    story.event(least, most)
    story.link("again", least, most)
    assert interval(totals(story)) == (10, 14, 10)


def test_numbers_that_contradict_each_other_both_stand_as_a_conflict(story):
    one, other = story.toll(count("exact", 9)), story.toll(count("exact", 12))
    story.event(one, other)
    story.link("again", one, other)
    [toll] = story.account().tolls
    assert toll.is_conflict
    assert interval(totals(story)) == (9, 12, None)
    assert [each.interval.lower for each in toll.tellings] == [9, 12]


def test_a_part_is_never_added_to_its_whole_however_the_whole_is_told(story):
    whole, again, part, inner = (story.toll(count("exact", each)) for each in (30, 30, 6, 2))
    story.event(whole, part, inner)
    story.link("again", again, whole)
    story.link("of_them", part, again)
    story.link("of_them", inner, part)
    assert interval(totals(story)) == (30, 30, 30)
    assert apart(story) == {whole: "", part: "part", inner: "part"}


@pytest.mark.parametrize(
    ("whole", "killed"),
    [
        ({"fate": "killed_or_injured"}, (12, 12, 12)),
        ({"fate": None}, (12, 12, 12)),
        ({"voucher": "alleged"}, (12, 12, 12)),
        ({"voucher": "denied"}, (12, 12, 12)),
        ({"kind_of_number": "all"}, (12, 12, 12)),
        ({}, (40, 40, 40)),
    ],
)
def test_what_is_among_people_of_another_sum_counts_in_its_own(story, whole, killed):
    some = story.toll(count("exact", 40), **{"fate": "dead", **whole})
    dead = story.toll(count("exact", 12))
    story.event(some, dead)
    story.link("of_them", dead, some)
    assert interval(totals(story)) == killed


def test_what_is_among_people_who_are_flagged_counts_by_itself(story):
    doubtful, sure = story.toll(count("exact", 40)), story.toll(count("exact", 12))
    story.event(doubtful, sure)
    story.link("of_them", sure, doubtful)
    story.flag(doubtful)
    assert apart(story) == {doubtful: "flagged", sure: ""}


def test_a_part_of_which_nobody_says_what_happened_is_in_no_sum(story):
    dead, children = story.toll(count("exact", 40)), story.toll(count("exact", 6), None, whom="civilian")
    story.event(dead, children)
    story.link("of_them", children, dead)
    assert apart(story) == {dead: "", children: "part"}


def test_tolls_among_each_other_are_not_lost(story):
    one, other = story.toll(count("exact", 5)), story.toll(count("exact", 5))
    story.event(one, other)
    story.link("of_them", one, other)
    story.link("of_them", other, one)
    assert interval(totals(story)) == (5, 5, 5)


def test_a_toll_of_two_events_counts_once_and_is_marked_shared(story):
    toll = story.toll(count("exact", 4))
    story.event(toll)
    story.event(toll)
    account = story.account()
    assert interval(totals(story)) == (4, 4, 4)
    assert account.tolls[0].is_shared
    assert [len(account.tolls_of(event)) for event in account.events] == [1, 1]


def test_no_upper_bound_is_made_up(story):
    story.event(story.toll(count("exact", 3)), story.toll(count("vague")), story.toll(count("unknown")))
    assert interval(totals(story)) == (27, None, None)


def test_a_toll_without_a_number_is_some_people(story):
    story.event(story.toll(None))
    assert interval(totals(story)) == (0, None, None)


def test_a_toll_of_no_event_stands_apart_and_says_so(story):
    toll = story.toll(count("exact", 7))
    assert apart(story) == {toll: "no_event"}
    assert totals(story).apart == {"no_event": 1}
    assert interval(totals(story)) is None


@pytest.mark.parametrize("state", ["recurring", "planned", "attempted", "threatened", "hypothetical"])
def test_what_did_not_happen_once_is_not_added_and_says_why(story, state):
    toll = story.toll(count("exact", 7))
    story.event(toll, state=state)
    assert apart(story) == {toll: state}
    assert totals(story).events_apart == {state: 1}


def test_a_state_that_code_does_not_know_concludes_nothing(story):
    story.event(story.toll(count("exact", 7)), state="rumoured")
    assert interval(totals(story)) == (7, 7, 7)


def test_what_is_denied_is_not_added(story):
    denied, own = story.toll(count("exact", 7)), story.toll(count("exact", 2), voucher="denied")
    story.event(denied, voucher="denied")
    story.event(own)
    assert apart(story) == {denied: "denied", own: "denied"}


def test_a_toll_counts_for_that_of_its_events_that_happened(story):
    toll = story.toll(count("exact", 7))
    story.event(toll, state="planned")
    happened = story.event(toll)
    [found] = story.account().tolls
    assert (found.apart, found.events) == ("", (happened,))


def test_what_is_alleged_is_not_mixed_into_what_is_asserted(story):
    story.event(story.toll(count("exact", 7)), story.toll(count("at_least", 1), voucher="alleged"))
    found = totals(story)
    assert interval(found) == (7, 7, 7)
    assert interval(found, claim="alleged") == (1, None, 1)


def test_a_toll_is_vouched_for_as_its_event_is_unless_it_says_otherwise(story):
    story.event(story.toll(count("exact", 7)), story.toll(count("exact", 2), voucher="sure"), voucher="alleged")
    assert interval(totals(story), claim="alleged") == (7, 7, 7)
    assert interval(totals(story)) == (2, 2, 2)


def test_an_alleged_number_of_the_same_people_does_not_move_the_asserted_one(story):
    sure, alleged = story.toll(count("at_least", 12)), story.toll(count("exact", 60), voucher="alleged")
    story.event(sure, alleged)
    story.link("again", alleged, sure)
    assert interval(totals(story)) == (12, None, 12)
    assert interval(totals(story), claim="alleged") is None


def test_a_number_of_dead_or_hurt_is_no_number_of_dead(story):
    dead, either = story.toll(count("at_least", 5)), story.toll(count("exact", 12), "killed_or_injured")
    story.event(dead, either)
    story.link("again", either, dead)
    assert interval(totals(story)) == (5, None, 5)


def test_a_flagged_toll_stands_apart_and_a_remark_is_no_flag(story):
    flagged, remarked = story.toll(count("exact", 40)), story.toll(count("exact", 3))
    story.event(flagged, remarked)
    story.flag(flagged)
    story.flag(remarked, None)
    assert apart(story) == {flagged: "flagged", remarked: ""}
    assert interval(totals(story)) == (3, 3, 3)


def test_of_the_same_people_told_twice_the_telling_that_is_not_flagged_stands(story):
    flagged, plain = story.toll(count("exact", 40)), story.toll(count("at_least", 3))
    story.event(flagged, plain)
    story.link("again", flagged, plain)
    story.flag(flagged)
    assert interval(totals(story)) == (3, None, 3)


def test_a_running_total_is_not_added_to_single_tolls_and_its_parts_count_by_themselves(story):
    running, single = story.toll(count("exact", 11), kind_of_number="all"), story.toll(count("exact", 6))
    story.event(running, single)
    story.link("of_them", single, running)
    assert apart(story) == {running: "cumulative", single: ""}
    assert interval(totals(story)) == (6, 6, 6)


def test_three_more_are_added(story):
    story.event(story.toll(count("exact", 12)), story.toll(count("exact", 3, additional=True)))
    assert interval(totals(story)) == (15, 15, 15)
    assert [toll.is_additional for toll in story.account().tolls] == [False, True]


def test_a_harm_that_code_does_not_know_has_a_sum_of_its_own(story):
    story.event(story.toll(count("exact", 2), "cursed"), story.toll(count("exact", 3)))
    assert interval(totals(story), "cursed") == (2, 2, 2)


def test_people_of_whom_one_telling_says_who_they_were_are_those(story):
    one, other = story.toll(count("exact", 2)), story.toll(count("at_least", 2), whom="civilian")
    story.event(one, other)
    story.link("again", one, other)
    assert [toll.victim for toll in story.account().tolls] == ["civilian"]
