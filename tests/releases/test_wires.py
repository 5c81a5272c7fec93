import pytest

from annotator.domain.documents import Document
from annotator.releases.joined import Joined
from annotator.releases.wires import Wires, lead_of, marks_of

LEAD = "Fighters of the Coast Lions killed twelve traders at a market in Tarsa on Monday, officials said, in the attack"


def wire(text, **meta):
    return Document("d", text, meta)


def are_one(*documents):
    joined, wires = Joined(len(documents)), Wires()
    for number, document in enumerate(documents):
        wires.join(joined, number, marks_of(document))
    return len(joined.groups()) == 1


def test_the_same_lead_is_the_same_story_whatever_stands_above_and_below():
    one = wire(f"Twelve dead in Tarsa\n\nTARSA, May 6 (Demo Wire) - {LEAD} that began at dawn.\n\nMore followed.")
    other = wire(f"Market attacked\nBy Our Staff\n{LEAD} that began at dawn.\nOther words follow.")
    assert are_one(one, other)


def test_an_update_with_the_same_agency_dateline_and_half_of_the_lead_is_the_same_story():
    later = (
        "Fighters of the Coast Lions killed fifteen traders at a market in Tarsa, doctors said, as the army moved in"
    )
    one = wire(f"Twelve dead\n\nTARSA, May 6 (Demo Wire) - {LEAD}.")
    assert are_one(one, wire(f"UPDATE: Fifteen dead\n\nTARSA, May 6 (Demo Wire) - {later}."))
    assert not are_one(one, wire(f"Fifteen dead\n\nTARSA, May 6 (Other Press) - {later}."))
    assert not are_one(one, wire(f"Fifteen dead\n\nTARSA, May 7 (Demo Wire) - {later}."))


def test_other_news_of_the_same_agency_place_and_day_is_another_story():
    one = wire(f"Twelve dead\n\nTARSA, May 6 (Demo Wire) - {LEAD}.")
    other = wire("Rain\n\nTARSA, May 6 (Demo Wire) - Rivers rose over their banks in the north and roads were closed.")
    assert not are_one(one, other)


@pytest.mark.parametrize("key", ["wire_id", "story_id", "canonical_url", "url"])
def test_metadata_that_name_one_story_decide(key):
    assert are_one(wire("One text.", **{key: "x17"}), wire("Another.", **{key: "x17"}))
    assert not are_one(wire("One text.", **{key: "x17"}), wire("Another.", **{key: "x18"}))


def test_a_dateline_without_a_day_is_one_of_the_day_of_publication():
    lead, update = f"TARSA (Demo Wire) - {LEAD}.", f"TARSA (Demo Wire) - {LEAD.replace('twelve', 'twenty')}."
    assert are_one(wire(f"A\n\n{lead}", published="2024-05-06"), wire(f"B\n\n{update}", published="2024-05-06"))
    one, other = marks_of(wire(f"A\n\n{lead}", published="2024-05-06")), marks_of(wire(lead, published="2024-05-07"))
    assert one.dateline != other.dateline


def test_a_short_lead_names_no_story_and_an_empty_text_has_none():
    assert not are_one(wire("Title\n\nTwo died there."), wire("Another\n\nTwo died there."))
    assert lead_of("") == []
    assert not are_one(wire(""), wire(" "))


def test_without_a_dateline_the_lead_is_the_first_long_line_behind_the_title():
    title = "A very long title of more than a dozen words that other papers would not print at all"
    assert lead_of(f"{title}\n\nShort.\n\n{LEAD} that began.")[:3] == ["fighters", "of", "the"]
    assert lead_of(title)[:2] == ["a", "very"]
