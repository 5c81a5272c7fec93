"""Named persons who were harmed: each a toll of one, however often and however spelt."""

import pytest

from annotator.domain.persons import same_person, words_of
from tests.domain.casualties import Telling, count, interval, totals


def story(*names: str, **attributes: object) -> tuple[Telling, list[str]]:
    """An event whose targets these persons are."""
    found = Telling()
    persons = [found.person(name, **attributes) for name in names]
    event = found.event()
    for each in persons:
        found.link("hit", event, each)
    return found, persons


def test_a_named_person_who_was_killed_is_a_toll_of_one():
    told, [person] = story("Ada Lund", sort="non_state_armed")
    [toll] = told.account().tolls
    assert (toll.id, toll.is_derived, toll.harm, toll.victim) == (person, True, "killed", "combatant")
    assert interval(totals(told)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abu Baqr al-Saadi", "Abu Bakr al-Saadi"),
        ("Abu Bakr al-Saadi", "al-Saadi"),
        ("José Gil", "Jose Gil"),
        ("Gen. Ada Lund", "Ada Lund"),
        ("Hassan Ali", "Hasan Ali"),
    ],
)
def test_names_that_differ_in_spelling_or_length_are_one_person_s(one, other):
    assert same_person(words_of(one), words_of(other))
    told, _ = story(one, other)
    assert interval(totals(told)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("one", "other"), [("Ahmed Khan", "Bilal Khan"), ("Ada Lund", "Ada Moe"), ("Adi", "Ali"), ("!", "Ali")]
)
def test_names_of_two_people_are_two(one, other):
    assert not same_person(words_of(one), words_of(other))
    told, _ = story(one, other)
    assert interval(totals(told)) == (2, 2, 2)


def test_a_bare_last_name_joins_one_person_and_makes_no_two_one():
    told, _ = story("Ahmed Khan", "Bilal Khan", "Khan")
    assert interval(totals(told)) == (2, 2, 2)


def test_the_list_of_actors_says_better_who_is_who_than_spelling_does():
    told = Telling()
    event = told.event()
    for name, entry in (("The Falcon", "7"), ("Ada Lund", "7"), ("Ada Lundh", "8")):
        told.link("hit", event, told.person(name, who={"id": entry, "name": name, "by": "human"}))
    assert interval(totals(told)) == (2, 2, 2)


def test_a_link_says_that_two_names_are_one_person_s():
    told, [one, other] = story("The Falcon", "Ada Lund")
    told.link("again", one, other)
    assert interval(totals(told)) == (1, 1, 1)


def test_a_person_who_was_hurt_and_another_of_that_name_who_was_killed_are_two_tolls():
    told = Telling()
    event = told.event()
    told.link("hit", event, told.person("Ada Lund", "injured"))
    told.link("hit", event, told.person("Ada Lund"))
    assert [(toll.harm, toll.interval.lower) for toll in told.account().tolls] == [("injured", 1), ("killed", 1)]


def test_the_same_person_in_two_events_counts_once():
    told = Telling()
    for name in ("Ada Lund", "Lund"):
        told.link("hit", told.event(), told.person(name))
    assert interval(totals(told)) == (1, 1, 1)
    assert [toll.is_shared for toll in told.account().tolls] == [True]


def test_only_a_target_who_is_one_person_and_came_to_harm_counts():
    told = Telling()
    event = told.event()
    told.link("did", event, told.person("Ada Lund"))
    told.link("hit", event, told.person("Bo Moe", None))
    told.link("hit", event, told.add("party", "the guards", fate="dead"))
    assert told.account().tolls == ()


def test_a_person_of_a_planned_event_stands_apart():
    told = Telling()
    told.link("hit", told.event(state="planned"), told.person("Ada Lund"))
    assert [toll.apart for toll in told.account().tolls] == ["planned"]


def test_a_person_who_may_be_one_of_a_number_is_none_to_one():
    told, _ = story("Ada Lund")
    told.link("cost", "d1", told.toll(count("exact", 12)))
    assert interval(totals(told)) == (12, 13, None)


def test_persons_whom_a_number_cannot_hold_are_added():
    told, _ = story("Ada Lund", "Bo Moe")
    told.link("cost", "d2", told.toll(count("exact", 1)))
    assert interval(totals(told)) == (2, 3, None)


@pytest.mark.parametrize("toll", [count("exact", 3, additional=True), count("unknown")], ids=["additional", "unknown"])
def test_a_person_is_none_of_more_people_nor_of_an_unknown_number(toll):
    told, _ = story("Ada Lund")
    told.link("cost", "d1", told.toll(toll))
    lower, _, _ = interval(totals(told))
    assert lower == (toll["lower"] or 0) + 1


def test_a_fighter_is_none_of_the_civilians():
    told, _ = story("Ada Lund", sort="non_state_armed")
    told.link("cost", "d1", told.toll(count("exact", 12), whom="civilian"))
    assert interval(totals(told)) == (13, 13, 13)
