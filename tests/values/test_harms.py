"""Harm: read from the words for people and from those that govern them, in English and in Spanish; else nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.meanings import KNOWN, About
from annotator.values.harms import read_harm
from annotator.values.languages import LANGUAGES
from annotator.values.languages.english import ENGLISH
from annotator.values.languages.spanish import SPANISH
from annotator.values.stories import Story
from tests import strategies
from tests.values.english_harms import HARMS
from tests.values.marked import marked

SPANISH_HARMS = [
    ("El ataque mató a [más de 40 milicianos].", "killed"),
    ("El ataque mató [12 personas] en el pueblo.", "killed"),
    ("Murieron [12 personas] en el atentado.", "killed"),
    ("[12 personas] murieron y 30 resultaron heridas.", "killed"),
    ("12 personas murieron y [30] resultaron heridas.", "injured"),
    ("12 personas murieron y otras [30] resultaron heridas.", "injured"),
    ("[Tres soldados] fueron asesinados por rebeldes.", "killed"),
    ("Tres soldados fueron asesinados por [rebeldes].", None),
    ("Fueron asesinados [tres soldados].", "killed"),
    ("La explosión dejó [12 muertos] y 30 heridos.", "killed"),
    ("La explosión dejó 12 muertos y [30 heridos].", "injured"),
    ("[12 muertos] en un atentado en Bagdad", "killed"),
    ("[Dos ingenieros] fueron secuestrados.", "captured"),
    ("Hombres armados secuestraron a [dos ingenieros].", "captured"),
    ("[Doce traders] siguen desaparecidos.", "missing"),
    ("[Tres pescadores] desaparecieron en el lago.", "missing"),
    ("[Unas 3.000 personas] huyeron hacia el lago.", "displaced"),
    ("La muerte de [tres soldados] fue confirmada.", "killed"),
    ("El número de muertos es de [doce].", "killed"),
    ("[Los trabajadores] resultaron ilesos.", "unharmed"),
    ("[Nadie] resultó herido.", "injured"),
    ("No hubo [víctimas mortales].", "killed"),
    ("[Al menos 40 personas] fueron muertas o heridas.", "killed_or_injured"),
    ("[Abu Bakr] murió en un ataque.", "killed"),
    ("[Los rebeldes] mataron a 12 personas.", None),
    ("El gobernador visitó [el pueblo].", None),
    ("Mataron a 31 personas, incluidos [seis niños].", "killed"),
    ("[Dos guardias] fueron detenidos.", "captured"),
]


def read(sentence, words):
    story, start, end = marked(sentence, words=words)
    return read_harm(story, start, end)


@pytest.mark.parametrize(("sentence", "harm"), HARMS)
def test_an_english_sentence_says_what_happened_to_people_or_nothing(sentence, harm):
    assert read(sentence, ENGLISH).best == harm


@pytest.mark.parametrize(("sentence", "harm"), SPANISH_HARMS)
def test_a_spanish_sentence_does_too(sentence, harm):
    assert read(sentence, SPANISH).best == harm


def test_what_may_have_happened_is_left_to_choose_from():
    assert read("[Two engineers] were killed or captured.", ENGLISH).others == ("killed", "captured")
    assert read("[Two engineers] were abducted and later killed.", ENGLISH).others == ("captured",)
    assert read("[Three hostages] were freed.", ENGLISH).others == ("captured",)


def test_lines_that_were_broken_within_a_sentence_are_one():
    assert read("The blast on Monday killed\n[thirty-one people] in the town.", ENGLISH).best == "killed"
    assert read("Army kills rebels\n\n[Three people] were there.", ENGLISH).best is None


def test_nothing_is_read_in_a_language_without_words_for_it():
    assert read("[12] killed", None).best is None


PIECES = (
    "killed ",
    " were wounded",
    ", including ",
    " and ",
    "the dead were ",
    "No one ",
    " of ",
    " 12 people ",
    " who ",
)


@given(st.lists(strategies.texts(3) | st.sampled_from(PIECES), max_size=8).map("".join), st.data())
def test_any_words_at_all_have_a_harm_that_code_knows_or_none(text, data):
    whole = f"{text}12 killed"
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    reading = read_harm(Story(whole, words=data.draw(st.sampled_from(LANGUAGES))), start, end)
    assert {reading.best, *reading.others} <= {None, *KNOWN[About.HARM]}
