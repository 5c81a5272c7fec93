"""Victims: read from the noun of a toll, in English and in Spanish; "people" are nobody in particular."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.meanings import KNOWN, About
from annotator.values.languages import LANGUAGES
from annotator.values.languages.english import ENGLISH
from annotator.values.languages.spanish import SPANISH
from annotator.values.stories import Story
from annotator.values.victims import read_victim
from tests import strategies
from tests.values.marked import marked

VICTIMS = [
    ("[Over 40 Iranian-backed militants] were killed.", "combatant"),
    ("[three American troops]", "military"),
    ("[Six soldiers] died.", "military"),
    ("[Two service members] were hurt.", "military"),
    ("[Three airmen] died.", "military"),
    ("[Dozens of rebels]", "combatant"),
    ("[Several gunmen]", "combatant"),
    ("[An unknown number of fighters] were wounded.", "combatant"),
    ("[seven of the nine officers]", "security"),
    ("[seven of nine police]", "security"),
    ("[Four gendarmes] on duty", "security"),
    ("[Three security guards]", "security"),
    ("[Two army officers]", "military"),
    ("[Off-duty police officers]", "security"),
    ("[Three border guards]", "security"),
    ("[members of the Revolutionary Guards]", "military"),
    ("[Two lawmakers]", "official"),
    ("[A Russian diplomat]", "official"),
    ("[The governor] and his driver", "official"),
    ("[22 civilians]", "civilian"),
    ("[Six children]", "civilian"),
    ("[women and children]", "civilian"),
    ("[A family of five]", "civilian"),
    ("[Three aid workers]", "civilian"),
    ("[19 fishermen]", "civilian"),
    ("[At least 15 marchers]", "civilian"),
    ("[three boat builders]", "civilian"),
    ("[three firefighters]", "civilian"),
    ("[A policeman and two passers-by]", "mixed"),
    ("[24 prisoners of war]", "military"),
    ("13 people, [most of them women and children], died.", "civilian"),
    ("[14 people, most of them soldiers], died.", None),
    ("[12 people]", None),
    ("[Two others]", None),
    ("[Three men]", None),
    ("[14 bodies]", None),
    ("[two suspects]", None),
    ("[No casualties]", None),
    ("[40]", None),
    ("[Several residents]", None),
    ("[Two soldiers and a civilian]", "mixed"),
    ("[Three policemen, two soldiers] and a driver", "mixed"),
    ("[Three soldiers and two others]", None),
    ("[Two rebels and three militants]", "combatant"),
    ("[3 members of the Hashd militia]", "combatant"),
    ("[six members of the Harbour Defence Union]", None),
    ("[12] soldiers died.", "military"),
    ('[dozens" of soldiers] had been killed', "military"),
    ("[31] in Malian river town", None),
    ("[Casualties] among Iranian proxies were likely.", "combatant"),
    ("the [deaths] of two nurses", "civilian"),
    ("[11 of them] women and children", "civilian"),
    ("[Two of them] were soldiers.", None),
    ("[Former soldiers]", None),
    ("[Retired officers]", None),
    ("[12 civilian casualties]", "civilian"),
    ("[Five police deaths]", "security"),
    ("[14 people, including three soldiers]", None),
    ("[Rebel soldiers]", "combatant"),
    ("[Two rebel commanders]", "combatant"),
    ("[A militant leader]", "combatant"),
    ("[Three attackers]", None),
    ("[Two military personnel]", "military"),
    ("[Relatives of soldiers]", "civilian"),
    ("[between 20 and 30 workers]", "civilian"),
    ("[A couple of them] looked young.", None),
    ("Blast kills [12]: police", None),
    ("Blast kills [12], police say", None),
    ("[more than 80], the governor said", None),
    ("[the other two]", None),
    ("[Twelve UN peacekeepers]", "military"),
    ("[Soldiers] fired at [civilians].", "military"),
    ("[a dozen villagers]", "civilian"),
    ("[Security forces]", "security"),
    ("[Three militants, including a commander]", "combatant"),
    ("[Hundreds of refugees]", "civilian"),
    ("[One person]", None),
    ("[A government official]", "official"),
    ("[a radio operator]", None),
    ("[Seventeen Palestinians] were killed", None),
    ("[two Turkish soldiers] were martyred", "military"),
    ("[eight police officers] were missing", "security"),
    ("[three of its staff] had been detained", None),
    ("[a suicide bomber]", "combatant"),
    ("[a pregnant woman]", "civilian"),
    ("[nine Hamas fighters]", "combatant"),
    ("[an army general]", "military"),
    ("[two Red Crescent volunteers]", None),
    ("[a Reuters cameraman]", "civilian"),
    ("[a district police chief]", "security"),
    ("[at least 20 pro-government fighters]", "combatant"),
    ("[dozens of worshippers]", "civilian"),
    ("[a provincial governor and two bodyguards]", "mixed"),
    ("[five schoolgirls and their teacher]", "civilian"),
    ("[nearly 100 Syrian army soldiers]", "military"),
    ("[four members of the security forces]", "security"),
    ("[more than a dozen Taliban]", None),
    ("[two construction workers]", "civilian"),
    ("[the wife of a militant]", "civilian"),
    ("[three brothers]", None),
    ("[an Iraqi intelligence officer]", "security"),
    ("[a navy sailor and a marine]", "military"),
    ("[10 people, mostly civilians]", None),
    ("[a former police officer]", None),
    ("[a tribal leader]", None),
    ("[12 paramilitary policemen]", "security"),
    ("[a civilian contractor]", "civilian"),
    ("[ten Wagner mercenaries]", "combatant"),
]

SPANISH_VICTIMS = [
    ("[más de 40 milicianos]", "combatant"),
    ("[tres soldados]", "military"),
    ("[dos policías]", "security"),
    ("[seis niños]", "civilian"),
    ("[un alcalde]", "official"),
    ("[12 personas]", None),
    ("[dos soldados y un civil]", "mixed"),
    ("[decenas de rebeldes]", "combatant"),
    ("[tres agentes de policía]", "security"),
    ("[mujeres y niños]", "civilian"),
    ("[otros dos]", None),
    ("[la muerte] de dos enfermeras", "civilian"),
    ("[varios residentes]", None),
    ("[antiguos soldados]", None),
]


def read(sentence, words):
    story, start, end = marked(sentence, words=words)
    return read_victim(story, start, end)


@pytest.mark.parametrize(("sentence", "kind"), VICTIMS)
def test_english_words_say_who_people_were_or_nothing(sentence, kind):
    assert read(sentence, ENGLISH).best == kind


@pytest.mark.parametrize(("sentence", "kind"), SPANISH_VICTIMS)
def test_spanish_words_do_too(sentence, kind):
    assert read(sentence, SPANISH).best == kind


@pytest.mark.parametrize(
    ("sentence", "others"),
    [
        ("[Former soldiers]", ("military", "civilian")),
        ("[Three attackers]", ("combatant",)),
        ("[Several residents]", ("civilian",)),
        ("[Two soldiers and a civilian]", ("military", "civilian")),
        ("[Three soldiers and two others]", ("military",)),
        ("[12 people]", ()),
    ],
)
def test_what_they_may_have_been_is_left_to_choose_from(sentence, others):
    assert read(sentence, ENGLISH).others == others


def test_nothing_is_read_in_a_language_without_words_for_it():
    assert read("[12 soldiers]", None).best is None


PIECES = ("12 ", "soldiers", " and ", " of ", " members", "former ", ", ", "civilian ", "between 20 and 30 ", " people")


@given(st.lists(strategies.texts(3) | st.sampled_from(PIECES), max_size=8).map("".join), st.data())
def test_any_words_at_all_have_a_kind_that_code_knows_or_none(text, data):
    whole = f"{text} soldiers"
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    reading = read_victim(Story(whole, words=data.draw(st.sampled_from(LANGUAGES))), start, end)
    assert {reading.best, *reading.others} <= {None, *KNOWN[About.VICTIM]}


@given(st.integers(1, 10**6), st.sampled_from(["people", "persons", "others", "men", "residents"]))
def test_people_of_whom_nothing_is_told_are_never_civilians(number, noun):
    assert read(f"[{number} {noun}] were killed", ENGLISH).best is None
