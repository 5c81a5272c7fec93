"""Counts: every rule of docs/values.md, in English and in Spanish, and no bound that the words do not give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.attributes import LARGEST, problem_with
from annotator.domain.schema import Attribute, AttributeType
from annotator.values.counts import Count, read_count
from annotator.values.languages import LANGUAGES
from annotator.values.languages.english import ENGLISH
from annotator.values.languages.spanish import SPANISH
from tests.values.english_counts import COUNTS
from tests.values.news_counts import ENGLISH_NEWS, SPANISH_NEWS

SPANISH_COUNTS = [
    ("al menos 40", ("at_least", 40, 40, None, 40)),
    ("más de 40 muertos", ("more_than", 40, 41, None, 41)),
    ("unos 40", ("about", 40, None, None, 40)),
    ("casi 40", ("about", 40, None, 40, 40)),
    ("hasta 60 personas", ("up_to", 60, None, 60, None)),
    ("menos de 10", ("fewer_than", 10, None, 9, None)),
    ("entre 20 y 30", ("range", None, 20, 30, 20)),
    ("de 20 a 30", ("range", None, 20, 30, 20)),
    ("cuarenta y dos", ("exact", 42, 42, 42, 42)),
    ("ciento veinte", ("exact", 120, 120, 120, 120)),
    ("doscientos cincuenta", ("exact", 250, 250, 250, 250)),
    ("dos mil trescientos", ("exact", 2300, 2300, 2300, 2300)),
    ("mil", ("exact", 1000, 1000, 1000, 1000)),
    ("1.200 refugiados", ("exact", 1200, 1200, 1200, 1200)),
    ("una docena", ("about", 12, None, None, 12)),
    ("decenas de civiles", ("vague", None, 20, None, None)),
    ("varios soldados", ("vague", None, 3, None, None)),
    ("sin víctimas", ("none", 0, 0, 0, 0)),
    ("un número desconocido de personas", ("unknown", None, None, None, None)),
    ("dos soldados y un civil", ("exact", 3, 3, 3, 3)),
    ("civiles", ("vague", None, 2, None, None)),
    ("un niño", ("exact", 1, 1, 1, 1)),
    ("decenas de misiles", None),
    ("los heridos", ("vague", None, 2, None, None)),
    ("soldados heridos", ("vague", None, 2, None, None)),
    ("bajas", ("unknown", None, None, None, None)),
    ("dos o tres mil personas", ("range", None, 2000, 3000, 2000)),
    ("varias decenas", ("vague", None, 30, None, None)),
    ("su esposa y sus dos hijos", ("exact", 3, 3, 3, 3)),
    ("cuatro muertos y siete heridos", ("exact", 4, 4, 4, 4)),
    ("una familia de cinco", ("exact", 5, 5, 5, 5)),
    ("una familia", ("vague", None, 2, None, None)),
    ("un niño de 12 años", ("exact", 1, 1, 1, 1)),
    ("el asesinato de tres campesinos", ("exact", 3, 3, 3, 3)),
    ("Juan Flores", ("exact", 1, 1, 1, 1)),
    ("el 3 de mayo", None),
]


def said(count: Count | None):
    return count and (count.op, count.value, count.lower, count.upper, count.best)


@pytest.mark.parametrize(("phrase", "wanted"), COUNTS)
def test_an_english_phrase_says_so_many(phrase, wanted):
    assert said(read_count(phrase, ENGLISH)) == wanted


@pytest.mark.parametrize(("phrase", "wanted"), SPANISH_COUNTS)
def test_a_spanish_phrase_says_so_many(phrase, wanted):
    assert said(read_count(phrase, SPANISH)) == wanted


NEWS = [
    (words, wanted, phrases)
    for words, table in ((ENGLISH, ENGLISH_NEWS), (SPANISH, SPANISH_NEWS))
    for wanted, phrases in table.items()
]


@pytest.mark.parametrize(("words", "wanted", "phrases"), NEWS, ids=[f"{each[0].code} {each[1]}" for each in NEWS])
def test_phrases_of_the_news_say_so_many(words, wanted, phrases):
    assert {phrase: said(read_count(phrase, words)) for phrase in phrases} == dict.fromkeys(phrases, wanted)


def test_a_number_of_groups_keeps_the_number_and_makes_no_toll_of_it():
    families = read_count("about 200 families", ENGLISH)
    assert (families.value, families.lower, families.best, families.vague) == (200, None, None, True)


@pytest.mark.parametrize(
    "phrase", ["three more", "another five", "dozens more", "an additional 10 soldiers", "another soldier"]
)
def test_what_adds_to_what_was_told_says_so(phrase):
    assert read_count(phrase, ENGLISH).additional


@pytest.mark.parametrize("phrase", ["three", "more than three", "three or more", "no more than 60"])
def test_words_that_bound_a_number_add_nothing(phrase):
    assert not read_count(phrase, ENGLISH).additional


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("over 40 Iranian-backed militants", "over 40"),
        ("the deaths of between 20 and 30 people", "between 20 and 30"),
        ('at least one" civilian', "at least one"),
        ("1,200 refugees", "1,200"),
        ("casualties", "casualties"),
        ("40-plus people", "40-plus"),
        ("40 people or more", "40 people or more"),
        ("his wife and two children", "his wife and two"),
    ],
)
def test_a_reading_keeps_the_words_that_it_was_read_from(phrase, words):
    assert read_count(phrase, ENGLISH).text == words


NUMBERS = st.integers(min_value=2, max_value=10**9)
#: How an interval is put into words, and what it then says.
WORDED = [
    ("{0}", lambda n, _: ("exact", n, n, n, n)),
    ("at least {0} people", lambda n, _: ("at_least", n, n, None, n)),
    ("{0} or more", lambda n, _: ("at_least", n, n, None, n)),
    ("more than {0} civilians", lambda n, _: ("more_than", n, n + 1, None, n + 1)),
    ("about {0}", lambda n, _: ("about", n, None, None, n)),
    ("nearly {0} soldiers", lambda n, _: ("about", n, None, n, n)),
    ("up to {0} fighters", lambda n, _: ("up_to", n, None, n, None)),
    ("fewer than {0}", lambda n, _: ("fewer_than", n, None, n - 1, None)),
    ("between {0} and {1} people", lambda n, m: ("range", None, n, m, n)),
    ("{0} to {1}", lambda n, m: ("range", None, n, m, n)),
]


@given(NUMBERS, NUMBERS, st.sampled_from(WORDED), st.booleans())
def test_an_interval_that_is_put_into_words_is_read_back(one, other, worded, has_commas):
    low, high = sorted((one, other + one))
    words, wanted = worded
    written = [f"{number:,}" if has_commas else str(number) for number in (low, high)]
    assert said(read_count(words.format(*written), ENGLISH)) == wanted(low, high)


#: The same in Spanish, where dots part thousands.
WORDED_IN_SPANISH = [
    ("{0}", lambda n, _: ("exact", n, n, n, n)),
    ("al menos {0} personas", lambda n, _: ("at_least", n, n, None, n)),
    ("más de {0} civiles", lambda n, _: ("more_than", n, n + 1, None, n + 1)),
    ("unos {0}", lambda n, _: ("about", n, None, None, n)),
    ("hasta {0} combatientes", lambda n, _: ("up_to", n, None, n, None)),
    ("menos de {0}", lambda n, _: ("fewer_than", n, None, n - 1, None)),
    ("entre {0} y {1} personas", lambda n, m: ("range", None, n, m, n)),
]


@given(NUMBERS, NUMBERS, st.sampled_from(WORDED_IN_SPANISH), st.booleans())
def test_an_interval_in_spanish_words_is_read_back(one, other, worded, has_dots):
    low, high = sorted((one, other + one))
    words, wanted = worded
    written = [f"{number:,}".replace(",", ".") if has_dots else str(number) for number in (low, high)]
    assert said(read_count(words.format(*written), SPANISH)) == wanted(low, high)


@given(NUMBERS, st.sampled_from([worded for worded in WORDED if worded[0].endswith("}")]))
def test_so_many_families_are_at_least_twice_as_many_people_and_nobody_says_more(number, worded):
    words, wanted = worded
    _, value, lower, _, _ = wanted(number, 2 * number)
    families = read_count(f"{words.format(number, 2 * number)} families", ENGLISH)
    assert (families.value, families.lower) == (value, None if lower is None else 2 * lower)
    assert families.vague
    assert families.upper is families.best is None


_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(number: int) -> str:
    """As a newspaper writes it."""
    if number < 20:
        return _ONES[number - 1]
    if number < 100:
        rest = f"-{spelled(number % 10)}" if number % 10 else ""
        return f"{_TENS[number // 10 - 2]}{rest}"
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            joint = " and " if size == 100 else " "
            rest = f"{joint}{spelled(number % size)}" if number % size else ""
            return f"{spelled(number // size)} {word}{rest}"
    raise AssertionError(number)


@given(st.integers(min_value=1, max_value=999_999_999))
def test_a_number_in_words_is_the_number(number):
    assert said(read_count(spelled(number), ENGLISH)) == ("exact", number, number, number, number)


COUNT = Attribute(name="count", title="Count", type=AttributeType.COUNT)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([row[0] for row in COUNTS])).map(" ".join)))
def test_whatever_stands_there_a_reading_is_a_value_that_can_be_kept(phrase):
    for words in LANGUAGES:
        found = read_count(phrase, words)
        if found is not None:
            assert problem_with(COUNT, found.as_json()) is None
            assert found.text in phrase


def test_a_number_that_no_toll_can_be_is_none():
    assert read_count(str(LARGEST + 1), ENGLISH) is None


def test_a_project_may_add_words_of_its_own():
    own = ENGLISH.with_own({"vague": {"a whole lot of": 50}, "before": {"at_least": ["easily"]}, "measures": ["goats"]})
    assert said(read_count("a whole lot of people", own)) == ("vague", None, 50, None, None)
    assert said(read_count("easily 40 people", own)) == ("at_least", 40, 40, None, 40)
    assert read_count("40 goats", own) is None
    assert said(read_count("40 goats", ENGLISH)) == ("exact", 40, 40, 40, 40)
