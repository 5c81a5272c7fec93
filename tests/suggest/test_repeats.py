"""Words that were marked before are found again, and only where that is likely to be right."""

import pytest

from annotator.domain.annotations import Span
from annotator.suggest.repeats import LONGEST, Repeats, Settled


def spans(text: str, *marked: tuple[str, str], nth: int = 0) -> list[Span]:
    """A span on the first place (or a later one) of each of these words, with its label."""
    found = []
    for words, label in marked:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        found.append(Span(f"s{start}-{label}", label, start, start + len(words), words))
    return found


def settled(key: str, text: str, *marked: tuple[str, str]) -> Settled:
    return Settled(key, text, [spans(text, *marked)])


def found(repeats: Repeats, text: str, besides: str | None = None) -> list[tuple[str, str]]:
    return [(each.label, text[each.start : each.end]) for each in repeats.find(text, besides)]


def test_words_that_were_marked_are_found_wherever_they_stand_and_however_they_are_written() -> None:
    repeats = Repeats([settled("a", "Coast Lions attacked Loikaw.", ("Coast Lions", "actor"))])
    text = "On 🇲🇲 Friday the COAST\nLIONS fled; Coast Lions’ men stayed, and the lions too."
    assert found(repeats, text) == [("actor", "COAST\nLIONS"), ("actor", "Coast Lions")]


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 Straße e\u0301 rebels\r\nfled", "قتل المتمردون rebels", "𝔘𝔘 ﬁ rebels", "İ İ rebels"]
)
def test_offsets_count_code_points_of_the_text_at_hand(text: str) -> None:
    [repeat] = Repeats([settled("a", "The rebels came.", ("rebels", "actor"))]).find(text)
    assert text[repeat.start : repeat.end] == "rebels"


def test_words_that_mostly_stand_unmarked_are_not_suggested() -> None:
    text = "The city fell. In the city, the city hall and the city park burnt."
    repeats = Repeats([settled("a", text, ("city", "location"))])
    assert found(repeats, "The city is calm.") == []


def test_the_more_often_words_were_marked_the_higher_their_score() -> None:
    once = Repeats([settled("a", "Loikaw fell.", ("Loikaw", "location"))]).find("In Loikaw")
    often = Repeats([settled(key, "Loikaw fell.", ("Loikaw", "location")) for key in "abc"]).find("In Loikaw")
    assert (once[0].score, often[0].score) == (0.5, 0.75)


def test_of_two_labels_the_more_frequent_is_suggested_and_of_equally_frequent_ones_none() -> None:
    text = "Army came."
    one, other = settled("a", text, ("Army", "actor")), settled("b", text, ("Army", "location"))
    assert found(Repeats([one, other]), text) == []
    assert found(Repeats([one, settled("c", text, ("Army", "actor")), other]), text) == [("actor", "Army")]


def test_what_only_the_text_itself_says_is_not_suggested_for_it() -> None:
    text = "Coast Lions attacked Loikaw."
    own, other = (
        settled("a", text, ("Coast Lions", "actor"), ("Loikaw", "location")),
        settled("b", "Loikaw fell.", ("Loikaw", "location")),
    )
    assert found(Repeats([own, other]), text, besides="a") == [("location", "Loikaw")]


def test_the_longer_of_two_that_begin_together_is_suggested_and_nothing_inside_it() -> None:
    repeats = Repeats(
        [
            settled("a", "Free Coast Army came.", ("Free Coast Army", "actor")),
            settled("b", "Coast was quiet. The Free came.", ("Coast", "location"), ("Free", "actor")),
        ]
    )
    assert found(repeats, "Free Coast Army, Coast") == [("actor", "Free Coast Army"), ("location", "Coast")]


def test_what_fewer_than_half_of_several_people_marked_is_not_learnt() -> None:
    text = "Rebels took Loikaw."
    three = Settled(
        "a", text, [spans(text, ("Rebels", "actor"), ("Loikaw", "location")), spans(text, ("Rebels", "actor")), []]
    )
    assert found(Repeats([three]), text) == [("actor", "Rebels")]


def test_spans_that_cut_a_word_or_are_whole_sentences_are_not_learnt() -> None:
    text = "Rebels " * (LONGEST + 1)
    cut = Span("s1", "actor", 0, 3, "Reb")
    long = Span("s2", "actor", 0, len(text) - 1, text[:-1])
    assert len(Repeats([Settled("a", text, [[cut, long]])])) == 0
