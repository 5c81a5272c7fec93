"""Places: which entry is meant, how closely it is told and what it is to the story; and nothing where that is open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.attributes import problem_with
from annotator.domain.meanings import KNOWN, About
from annotator.domain.schema import Attribute, AttributeType
from annotator.values import READERS
from annotator.values.languages import LANGUAGES, words_of
from annotator.values.place_context import context_of
from annotator.values.place_names import folded, loosened
from annotator.values.place_ranking import Context
from annotator.values.places import OFFERED, read_place, read_place_role, read_precision, search
from annotator.values.stories import NOTHING, Story
from tests.gazetteers import FewPlaces, gazetteer, place

__all__ = ["gazetteer"]

PLACE = Attribute("where", "Where", AttributeType.PLACE)


def in_story(text, marked, gazetteer, language="en"):
    """The story and the place of the marked words in it: those in brackets, else the first that say so."""
    story = Story(text, words=words_of(language), gazetteer=gazetteer)
    start = text.index(marked)
    return story, start, start + len(marked)


def meant(text, marked, gazetteer, language="en"):
    best = read_place(*in_story(text, marked, gazetteer, language)).best
    return (best["name"], best["country"]) if best else None


def offered(text, marked, gazetteer):
    return [each["name"] for each in read_place(*in_story(text, marked, gazetteer)).others]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Fāshir", "al fashir"),
        ("Sana’a", "SANAA"),
        ("U.S.", "us"),
        ("Łódź", "lodz"),
        ("Điện Biên Phủ", "Dien Bien Phu"),
        ("الأنبار", "الانبار"),
        ("بغـــداد", "بغداد"),
        ("کرکوک", "كركوك"),
        ("  Deir   ez_Zor ", "deir ez zor"),
    ],
)
def test_spellings_of_one_name_are_folded_alike(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("raqqah", "raqa"),
        ("deir ez zor", "deir al zor"),
        ("al hasakah", "hasakah"),
        ("ash sharqiyah", "al sharqiyah"),
        ("الفاشر", "فاشر"),
    ],
)
def test_the_article_makes_no_other_name_when_it_is_looked_for_loosely(one, other):
    assert loosened(one) == loosened(other)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_and_nothing_is_loosened_away(name):
    key = folded(name)
    assert folded(key) == key
    assert bool(loosened(key)) == bool(key)


# ---------------------------------------------------------------- which place

MEANT = [
    ("Baghdad", "Baghdad", ("Baghdad", "IQ")),
    ("the port city of Odesa, Ukraine", None, ("Odesa", "UA")),
    ("Tripoli, Lebanon", None, ("Tripoli", "LB")),
    ("Tripoli", None, ("Tripoli", "LY")),
    ("Iraq's Anbar province", None, ("Al-Anbar Governorate", "IQ")),
    ("Kharkiv region", None, ("Kharkiv Oblast", "UA")),
    ("northern Iraq", None, ("Iraq", "IQ")),
    ("Northern Ireland", None, ("Northern Ireland", "GB")),
    ("the Syrian city of Aleppo", None, ("Aleppo", "SY")),
    ("Iraqi Kurdistan", None, ("Kurdistan Region", "IQ")),
    ("Gaza", None, ("Gaza Strip", "PS")),
    ("Gaza City", None, ("Gaza", "PS")),
    ("the Red Sea", None, ("Red Sea", None)),
    ("Washington", None, ("Washington", "US")),
    ("Atlanta, Georgia", None, ("Atlanta", "US")),
    ("Georgia", None, ("Georgia", "GE")),
    ("the Gulf of Aden", None, ("Gulf of Aden", None)),
    ("the Strait of Aden", None, None),
    ("the West Bank", None, ("West Bank", "PS")),
    ("Kashmir", None, ("Kashmir", None)),
    ("Snake Island", None, ("Snake Island", "UA")),
    ("El Geneina", None, ("Al-Junaynah", "SD")),
    ("Deir al-Balah", None, ("Dayr al Balaḩ", "PS")),
    ("Persia", None, ("Iran", "IR")),
    ("Holland", None, ("The Netherlands", "NL")),
    ("Homs", None, ("Homs", "SY")),
    ("Donetsk", None, ("Donetsk", "UA")),
    ("Raqa", None, ("Ar Raqqah", "SY")),
    ("Deir Ezzor", None, ("Deir ez-Zor", "SY")),
    # What a phrase says that a place lies in, it lies in.
    ("Palma, Mozambique", None, ("Palma", "MZ")),
    ("Khartoum, Mozambique", None, None),
    ("Batumi, Georgia", None, ("Batumi", "GE")),
    ("TBILISI, Georgia (AP) - Troops crossed into Georgia.", "Georgia.", ("Georgia", "GE")),
    ("ATLANTA (AP) - Two men were shot in Macon, Georgia, police said.", "Georgia", ("Georgia", "US")),
    ("KAMPALA, Uganda (AP) - Rebels killed 20 near Beni, Congolese officials said.", "Beni", ("Beni", "CD")),
    ("Congo", None, None),
    ("Rafah", None, None),
    ("Mosul district", None, None),
    ("the north", None, None),
    ("the city", None, None),
    ("Iraq and Syria", None, None),
    # The story says which.
    ("KHAN YOUNIS, Gaza Strip (AP) - Planes hit Rafah.", "Rafah", ("Rafaḩ", "PS")),
    ("BEIRUT (AP) - Lebanese troops and Lebanese police went into Tripoli.", "Tripoli", ("Tripoli", "LB")),
    (
        "Congolese forces left Kinshasa; rebels hold most of eastern Congo.",
        "Congo",
        ("Democratic Republic of the Congo", "CD"),
    ),
    ("GOMA, Congo (AP) - In Sudan nothing was said. El Fasher is quiet.", "El Fasher", ("El Fasher", "SD")),
    # A small town of another country is not what is meant, however rare its name.
    ("KHARTOUM, Sudan (AP) - Men attacked Loikaw on Monday, Sudanese officials said.", "Loikaw", None),
]


@pytest.mark.parametrize(("text", "marked", "expected"), MEANT)
def test_words_name_the_place_that_a_reader_of_the_story_would_take(gazetteer, text, marked, expected):
    assert meant(text, marked or text, gazetteer) == expected


def test_spanish_words_are_read_by_their_own_tables(gazetteer):
    text = "TRÍPOLI (EFE) - Murieron en la ciudad de Bengasi y en el norte de Libia; otros en Alepo."
    found = [meant(text, words, gazetteer, "es") for words in ("la ciudad de Bengasi", "el norte de Libia", "Alepo")]
    assert found == [("Benghazi", "LY"), ("Libya", "LY"), ("Aleppo", "SY")]


def test_the_article_of_the_seeds_names_its_places(gazetteer):
    text = (
        "Baghdad said Thursday that the U.S. hit targets in Baghdad. The airstrikes hit targets across Iraq and Syria."
    )
    assert [meant(text, words, gazetteer) for words in ("Baghdad", "Iraq", "Syria")] == [
        ("Baghdad", "IQ"),
        ("Iraq", "IQ"),
        ("Syria", "SY"),
    ]


def test_what_is_open_is_left_open_with_all_that_it_may_be(gazetteer):
    assert set(offered("Rafah", "Rafah", gazetteer)) == {"Rafaḩ", "Rafah Governorate"}


def test_where_a_name_is_not_known_what_it_lies_in_is_offered_and_not_taken(gazetteer):
    reading = read_place(*in_story("the Mashtal neighborhood in Baghdad", "Mashtal neighborhood in Baghdad", gazetteer))
    assert (reading.best, [each["name"] for each in reading.others]) == (None, ["Baghdad"])


def test_no_more_is_offered_than_somebody_looks_through(gazetteer):
    assert len(offered("San José", "San José", gazetteer)) <= OFFERED


@pytest.mark.parametrize("words", ["Baghdad", "Red Sea", "Sahel", "Rafah", "Gaza", "Iraq"])
def test_every_value_is_one_that_a_schema_takes(gazetteer, words):
    reading = read_place(*in_story(words, words, gazetteer))
    assert [problem_with(PLACE, each) for each in (reading.best, *reading.others) if each] == [None] * (
        (reading.best is not None) + len(reading.others)
    )


def test_a_town_comes_before_the_division_that_is_called_like_it_unless_the_words_say_so():
    town = place(1, "Aleppo", "SY", population=2_000_000)
    places = FewPlaces(town, place(2, "Aleppo", "SY", "ADM1", 4_000_000))
    assert [
        read_place(*in_story(text, text, places)).best["id"] for text in ("Aleppo", "city of Aleppo", "Aleppo province")
    ] == ["1", "1", "2"]


def test_an_old_town_beside_its_city_leaves_no_doubt():
    city, fort = place(1, "Kasra", "SD", population=60_000), place(2, "Kasra", "SD", population=50_000)
    assert meant("Kasra", "Kasra", FewPlaces(city, fort)) == ("Kasra", "SD")
    elsewhere = replace(fort, lat=city.lat + 1)
    assert meant("Kasra", "Kasra", FewPlaces(city, elsewhere)) is None
    abroad = replace(fort, country="TD")
    assert meant("Kasra", "Kasra", FewPlaces(city, abroad)) is None


def test_two_towns_that_are_about_as_large_are_open_until_a_division_is_told():
    places = FewPlaces(
        place(1, "Springfield", "US", population=160_000, code="MO"),
        place(2, "Springfield", "US", population=150_000, code="MA"),
        place(3, "Massachusetts", "US", "ADM1", 6_000_000, code="MA"),
    )
    assert read_place(*in_story("Springfield", "Springfield", places)).best is None
    assert read_place(*in_story("Springfield, Massachusetts", "Springfield, Massachusetts", places)).best["id"] == "2"


def test_without_a_gazetteer_nothing_is_read():
    story, start, end = in_story("Baghdad", "Baghdad", None)
    assert [read(story, start, end) for read in (read_place, read_precision)] == [NOTHING, NOTHING]


def test_in_a_language_without_words_for_places_names_are_found_all_the_same(gazetteer):
    text = "سبها (ليبيا)"
    story = Story(text, gazetteer=gazetteer)
    assert read_place(story, text.index("ليبيا"), text.index(")")).best["name"] == "Libya"
    assert read_place_role(story, 0, 4) == NOTHING


WORDS = [
    "Iraq",
    "Mosul",
    "near",
    "the",
    "north",
    "of",
    "city",
    "'s",
    ",",
    ".",
    "(",
    "in",
    "from",
    "to",
    "بغداد",
    "airspace",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_words_are_read_without_an_error(text):
    few = FewPlaces(place(1, "Mosul", "IQ"), place(2, "Iraq", "IQ", "PCLI", 40_000_000, code="IRQ"))
    for start, end in ((0, len(text)), (len(text) // 2, len(text))):
        if start < end:
            story = Story(text, words=words_of("en"), gazetteer=few)
            for read in (read_place, read_precision, read_place_role):
                read(story, start, end)


# ---------------------------------------------------------------- how closely

PRECISIONS = [
    ("Mosul", None, "1"),
    ("the city of Mosul", None, "1"),
    ("eastern Aleppo", None, "1"),
    ("near Mosul", None, "2"),
    ("the outskirts of Kyiv", None, "2"),
    ("Men died outside Mosul.", "Mosul", "2"),
    ("Men died north of the city of Mosul.", "Mosul", "2"),
    ("Men died 40 km from Mosul.", "Mosul", "2"),
    ("Mosul district", None, "3"),
    ("Wadi Rumman district", None, "3"),
    ("Anbar province", None, "4"),
    ("Men died in Nineveh province.", "Nineveh", "4"),
    ("northern Iraq", None, "5"),
    ("Men died in the north of Iraq.", "Iraq", "5"),
    ("Darfur", None, "5"),
    ("Iraq", None, "6"),
    ("the Red Sea", None, "7"),
    ("off the coast of Yemen", None, "7"),
    ("A ship burnt off the coast of Yemen.", "Yemen", "7"),
    ("in Syrian airspace", "Syrian airspace", "7"),
    # Larger than any code, or told nowhere.
    ("the Sahel", None, None),
    ("Xyzzyville", None, None),
    ("the north", None, None),
]


@pytest.mark.parametrize(("text", "marked", "expected"), PRECISIONS)
def test_precision_is_that_of_ucdp_by_the_place_and_the_words_around(gazetteer, text, marked, expected):
    found = read_precision(*in_story(text, marked or text, gazetteer))
    assert (found.best, found.others) == (expected, ())


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [("cerca de Bengasi", None, "2"), ("el norte de Libia", None, "5"), ("provincia de Idlib", None, "4")],
)
def test_precision_in_spanish(gazetteer, text, marked, expected):
    assert read_precision(*in_story(text, marked or text, gazetteer, "es")).best == expected


# ---------------------------------------------------------------- what it is to the story

ROLES = [
    ("BAGHDAD, Iraq (AP) - Men died in Baghdad.", "BAGHDAD", "dateline"),
    ("BAGHDAD, Iraq (AP) - Men died in Baghdad.", "Iraq", "dateline"),
    ("BAGHDAD, Iraq (AP) - Men died in Baghdad.", "Baghdad", None),
    ("Thousands fled from Khan Younis to Rafah.", "Khan Younis", "origin"),
    ("Thousands fled from Khan Younis to Rafah.", "Rafah", "destination"),
    ("A convoy was travelling toward the northern city of Mosul.", "Mosul", "destination"),
    ("Rockets were fired from southern Lebanon.", "Lebanon", "origin"),
    ("Rockets were fired to Haifa's dismay.", "Haifa", None),
    ("He fled. It is 40 km from Mosul.", "Mosul", None),
    ("They moved 40 km away from Mosul.", "Mosul", None),
    ("A report from Mosul.", "Mosul", None),
    ("A threat to Mosul.", "Mosul", None),
]


@pytest.mark.parametrize(("text", "marked", "expected"), ROLES)
def test_a_place_has_a_part_in_the_story_only_where_the_words_say_so(text, marked, expected):
    assert read_place_role(*in_story(text, marked, None)).best == expected


def test_what_readers_of_places_say_is_what_code_knows(gazetteer):
    assert {about for about in READERS if about in (About.PLACE, About.PRECISION, About.PLACE_ROLE)} == {
        About.PLACE,
        About.PRECISION,
        About.PLACE_ROLE,
    }
    assert {role for *_, role in ROLES if role} <= set(KNOWN[About.PLACE_ROLE])
    assert {precision for *_, precision in PRECISIONS if precision} == set(KNOWN[About.PRECISION])


# ---------------------------------------------------------------- the countries of a story


def countries(text, gazetteer, language="en"):
    return dict(context_of(Story(text, words=words_of(language)), gazetteer).countries)


def test_the_dateline_weighs_most_and_peoples_and_well_known_cities_count(gazetteer):
    found = countries("AMMAN, Jordan (AP) - Iraqi officials met Syrians. Baghdad was silent.", gazetteer)
    assert max(found, key=found.get) == "JO"
    assert found["IQ"] > found["SY"] > 0


def test_a_name_of_several_countries_tells_none_of_them(gazetteer):
    assert countries("Congo and Georgia", gazetteer) == {}


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
def test_every_people_is_of_a_country_that_there_is(gazetteer, words):
    assert [code for code in set(words.places.peoples.values()) if gazetteer.country(code) is None] == []


# ---------------------------------------------------------------- looked for by hand


def test_what_is_called_so_comes_first_and_then_what_begins_so(gazetteer):
    found = search("Mosul", gazetteer, Context())
    assert (found[0].name, len(found) <= OFFERED) == ("Mosul", True)
    assert "Baghdad" in {entry.name for entry in search("Baghd", gazetteer, Context())}


def test_places_of_the_story_come_first(gazetteer):
    assert [search("Tripoli", gazetteer, Context({code: 1.0}))[0].country for code in ("LB", "LY")] == ["LB", "LY"]
