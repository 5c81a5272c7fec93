"""The codes of other schemes: what each writes for each way to mean a number."""

import pytest

from annotator.domain.errors import InvalidInput
from annotator.values.counts import read_count
from annotator.values.languages.english import ENGLISH
from annotator.values.profiles import coded
from tests.values.muc4_phrases import MUC4_PHRASES, MUC4_THINGS


def code(phrase, profile):
    return coded(read_count(phrase, ENGLISH).as_json(), profile)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("40", "40"),
        ("at least 40", "40-"),
        ("more than 40", "40-"),
        ("up to 60", "-60"),
        ("about 40", "~40"),
        ("nearly 100", "~100"),
        ("20 to 30", "20-30"),
        ("dozens", "PLURAL"),
        ("civilians", "PLURAL"),
        ("a peasant", "1"),
        ("casualties unclear", ""),
        ("two families", "2"),
        ("more than 600 families", "600-"),
        ("about 60 families", "~60"),
        ("several families", "PLURAL"),
    ],
)
def test_muc4_keeps_the_operator_and_the_number_as_written(phrase, wanted):
    assert code(phrase, "muc4") == wanted


WRITTEN = {"as it came": str, "small": str.lower, "as a sentence": str.capitalize}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize(("wanted", "phrases"), MUC4_PHRASES.items())
def test_phrases_have_their_code_however_their_letters_are_written(wanted, phrases, written):
    found = {phrase: read_count(written(phrase), ENGLISH) for phrase in phrases}
    codes = {phrase: None if count is None else coded(count.as_json(), "muc4") for phrase, count in found.items()}
    assert codes == dict.fromkeys(phrases, wanted)


@pytest.mark.parametrize(("wanted", "phrases"), MUC4_THINGS.items())
def test_numbers_of_things_have_their_code_and_are_no_counts_of_people(wanted, phrases):
    assert [phrase for phrase in phrases if read_count(phrase, ENGLISH) is not None] == []
    codes = {phrase: coded(read_count(phrase, ENGLISH.counting_things).as_json(), "muc4") for phrase in phrases}
    assert codes == dict.fromkeys(phrases, wanted)


@pytest.mark.parametrize(
    ("phrase", "fatalities"),
    [("over 40", 40), ("6 to 8", 6), ("dozens", 12), ("tens", 10), ("hundreds", 100), ("several", None)],
)
def test_acled_like_takes_the_cautious_number_and_none_that_it_does_not_know(phrase, fatalities):
    assert code(phrase, "acled-like")["fatalities"] == fatalities


def test_acled_like_takes_no_number_of_groups_for_one_of_people():
    assert code("12 families", "acled-like") == {"fatalities": None, "note": "text: 12"}
    assert code("more than 600 families", "acled-like") == {"fatalities": None, "note": "text: more than 600"}


def test_a_vague_word_without_a_number_of_acleds_is_noted():
    assert code("several civilians", "acled-like")["note"] == "text: several"


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [("40", (40, 40, 40)), ("over 40", (40, 40, 40)), ("20 to 30", (20, 20, 30)), ("dozens", (24, None, None))],
)
def test_ucdp_like_has_low_best_and_high(phrase, wanted):
    assert tuple(code(phrase, "ucdp-like").values()) == wanted


@pytest.mark.parametrize(("phrase", "wanted"), [("over 40", (40, None)), ("20 to 30", (20, 30)), ("no one", (0, 0))])
def test_airwars_like_leaves_open_what_is_open(phrase, wanted):
    assert tuple(code(phrase, "airwars-like").values()) == wanted


def test_a_profile_that_there_is_not_is_refused():
    with pytest.raises(InvalidInput, match="no profile 'x'"):
        coded({}, "x")
