"""The list of actors: what an entry is, whom words mean, how names are compared, and the table that it travels in."""

import io
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.actor_lists import ActorList, Learnt
from annotator.domain.actors import (
    CODES,
    LONGEST,
    TYPES,
    Actor,
    actor,
    first_clash,
    free_key,
    key_for,
)
from annotator.domain.changes import Change, Kind
from annotator.domain.countries import COUNTRIES
from annotator.domain.errors import InvalidInput
from annotator.domain.lessons import is_name, lessons
from annotator.domain.names import fold, may_be
from annotator.formats import actor_table
from annotator.formats.sources.spreadsheets import guarded, unguarded
from tests import factories
from tests.strategies import CHARACTERS


class TestNames:
    @pytest.mark.parametrize(
        ("words", "others"),
        [
            ("the Pentagon", ["Pentagon", "PENTAGON", "Pentagon's", "The Pentagon’s"]),
            ("U.S.", ["US", "the U.S.", "US's", "u.s"]),
            ("Hashd al-Shaabi", ["Hashd al Shaabi", "Hashd al-Sha'abi", "Hashd al–Shaʿabi"]),
            ("Ọ̀ṣun State Police", ["Osun State Police"]),
            ("Kurdistan Workers' Party", ["Kurdistan Workers’ Party", "Kurdistan Workers Party"]),
            ("the rebels'", ["rebels"]),
            ("Łódź", ["Lodz"]),
            ("مُسَلَّحون", ["مسلحون"]),
            ("Johnson & Sons", ["Johnson and Sons"]),
        ],
    )
    def test_ways_to_write_a_name_are_one_name(self, words, others):
        assert {fold(other) for other in others} == {fold(words)}

    @pytest.mark.parametrize(
        ("one", "other"),
        [("กำลัง", "กลัง"), ("Lions", "Lion"), ("湖岸之火", "湖岸之水"), ("the", ""), ("Coast 1", "Coast 2")],
    )
    def test_names_that_differ_in_letters_stay_two(self, one, other):
        assert fold(one) != fold(other)

    def test_a_short_acronym_is_not_its_word_in_small_letters(self):
        assert may_be("US", "the U.S.")
        assert not may_be("US", "us")
        assert not may_be("WHO", "Who")
        assert may_be("NATO", "Nato")
        assert not may_be("NATO", "nato")
        assert may_be("Coast Lions", "coast lions")

    @given(st.text(CHARACTERS))
    def test_folding_what_is_folded_changes_nothing_more_than_an_article_or_an_end(self, words):
        folded = fold(words)
        assert folded == folded.strip()
        assert "  " not in folded
        assert fold(f" {words} ") == folded


class TestEntries:
    def test_an_entry_is_tidied_and_gets_a_key_of_its_name(self):
        made = actor(
            "  Coast   Lions ", [" Lions ", "Lions", "~ the Pride", "~Lions", ""], country="som", wikidata="q5"
        )
        assert made == Actor("coast-lions", "Coast Lions", ("Lions", "~the Pride"), "unknown", "SOM", "Q5", {})
        assert (made.words, made.unsure) == (("Coast Lions", "Lions"), ("the Pride",))

    @pytest.mark.parametrize(
        ("rule", "given"),
        [
            ("name", {"name": ""}),
            ("name", {"name": "…"}),
            ("name", {"name": "~Lions"}),
            ("words", {"name": "Lions|Tigers"}),
            ("words", {"name": "L" * (LONGEST + 1)}),
            ("words", {"name": "Lions\x07"}),
            ("words", {"aliases": ["!!"]}),
            ("words", {"codes": {"cameo": "…"}}),
            ("key", {"key": "Coast Lions"}),
            ("key", {"key": "-lions"}),
            ("type", {"kind": "army"}),
            ("country", {"country": "IRK"}),
            ("country", {"country": "IQ"}),
            ("wikidata", {"wikidata": "30"}),
            ("wikidata", {"wikidata": "Q0"}),
            ("codes", {"codes": {"acled": "1"}}),
        ],
    )
    def test_an_entry_that_breaks_a_rule_is_refused_by_its_name(self, rule, given):
        with pytest.raises(InvalidInput) as error:
            actor(**{"name": "Coast Lions", **given})
        assert error.value.rule == rule

    def test_keys_are_made_of_names_and_are_never_taken(self):
        assert key_for("Élan & Force") == "elan-and-force"
        assert key_for("湖岸之火") == key_for("湖岸之火") != key_for("湖岸之水")
        assert free_key("Lions", {"lions", "lions-2"}) == "lions-3"
        assert len(free_key("L" * 200, {key_for("L" * 200)})) <= 64

    def test_countries_are_those_of_the_standard(self):
        assert len(COUNTRIES) == 250
        assert {"IRQ", "USA", "SSD", "XKX"} <= COUNTRIES

    def test_two_entries_of_one_key_or_one_sure_alias_clash(self):
        lions, pride = actor("Coast Lions", ["Lions"]), actor("Pride", ["the lions"])
        assert first_clash([lions, pride]).rule == "alias"
        assert first_clash([pride, lions]).at == 1
        assert first_clash([lions, actor("Coast Lions!", key="coast-lions")]).rule == "key"
        assert first_clash([lions, actor("Pride", ["~the lions"])]) is None
        assert first_clash([actor("Lions", ["the Lions", "LIONS"])]) is None, "of one entry they are not two"


class TestList:
    LIONS = actor("Coast Lions", ["Lions", "CL"], "non_state_armed")
    GUARD = actor("Lake Guard", ["~the Guard", "~Lions"], "state_security")
    POST = actor("Guard Post", ["~Guard"], "government")
    LIST = ActorList((LIONS, GUARD, POST))

    def test_an_alias_means_its_entry_and_perhaps_others(self):
        meant = self.LIST.meant_by("the lions'")
        assert (meant.sure, meant.others, meant.learnt) == (self.LIONS, (self.GUARD,), False)

    def test_an_alias_that_may_mean_two_means_neither_for_sure(self):
        meant = self.LIST.meant_by("The Guard")
        assert (meant.sure, meant.others) == (None, (self.GUARD, self.POST))

    def test_unknown_words_mean_nobody(self):
        assert self.LIST.meant_by("Tigers").sure is None
        assert self.LIST.meant_by("cl").sure is None
        assert ActorList().meant_by("Lions").others == ()

    def test_what_is_learnt_of_somebody_who_is_gone_means_nobody(self):
        assert ActorList((self.LIONS,), (Learnt("gone", "Tigers", 3),)).meant_by("Tigers").others == ()

    def test_the_best_answer_to_a_query_comes_first(self):
        listed = ActorList(
            (
                actor("Guard of the Lake"),
                actor("Lake Guard Union"),
                actor("Lake Guard"),
                actor("Marines", ["lake guards"]),
            )
        )
        names = [each.name for each in listed.search("lake gu", 10)]
        assert names == ["Lake Guard", "Lake Guard Union", "Marines", "Guard of the Lake"]
        assert [each.name for each in listed.search("LAKE GUARD", 1)] == ["Lake Guard"]
        assert listed.search("ake", 10) == []
        assert len(listed.search("", 3)) == 3


# ---------------------------------------------------------------- the table

_WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|~"), min_size=1, max_size=12).filter(
    fold
)
_NAMES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_UNIQUE = st.lists(_NAMES, min_size=1, max_size=12, unique_by=fold)


@st.composite
def lists(draw):
    """Lists of entries that stand together: every name and alias is a name of its own."""
    names, numbers = draw(_UNIQUE), count()
    entries = []
    while names:
        taken, names = names[:3], names[3:]
        optional = {
            "kind": draw(st.sampled_from(TYPES)),
            "country": draw(st.sampled_from(["", "IRQ", "XKX"])),
            "wikidata": draw(st.sampled_from(["", "Q30"])),
            "codes": {scheme: draw(st.sampled_from(["", "=1+1", "USAMIL"])) for scheme in CODES},
        }
        aliases = [*taken[1:], *(f"~{each}" for each in draw(st.lists(_NAMES, max_size=2)))]
        entries.append(actor(taken[0], aliases, key=f"k{next(numbers)}", **optional))
    return entries


class TestTable:
    def read(self, content, file="a.csv"):
        data = content if isinstance(content, bytes) else content.encode()
        return [row.actor for row in actor_table.read(io.BytesIO(data), file)]

    @given(lists())
    def test_what_is_written_is_read_back_the_same(self, entries):
        assert first_clash(entries) is None
        assert self.read(actor_table.write(entries)) == entries

    @given(st.text(CHARACTERS))
    def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(self, cell):
        assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
        assert unguarded(guarded(cell)) == cell

    def test_a_cell_of_another_s_file_keeps_its_own_apostrophe(self):
        assert unguarded("'Ali") == "'Ali"

    def test_columns_may_stand_in_any_order_with_a_mark_and_windows_line_ends(self):
        found = self.read("\ufeffCountry,Name\r\nSOM,Coast Lions\r\n\r\n,Pride\r\n".encode())
        assert [(each.key, each.country) for each in found] == [("coast-lions", "SOM"), ("pride", None)]

    @pytest.mark.parametrize(
        ("content", "rule", "line"),
        [
            ("name,colour\nLions,red\n", "column", 1),
            ("aliases\nLions\n", "column", 1),
            ("", "column", 1),
            ("name,name\na,b\n", "column", 1),
            ("name,type\nLions,unknown\nPride\n", "fields", 3),
            ('name\n"Two\nlines"\nPride\n\x01\n', "name", 5),
            ("name,type\nLions,\nPride,army\n", "type", 3),
            ("name,country\nLions,SOMALIA\n", "country", 2),
            ('name\nLions\n"Pride\n', "csv", 3),
            (b"name\nLions\nPr\xffide\n", "encoding", 3),
        ],
    )
    def test_a_fault_names_the_file_the_line_and_the_rule(self, content, rule, line):
        with pytest.raises(InvalidInput) as error:
            self.read(content)
        assert (error.value.file, error.value.rule, error.value.line) == ("a.csv", rule, line)


# ---------------------------------------------------------------- what changes teach


class TestLessons:
    @pytest.mark.parametrize(
        ("text", "words", "wanted"),
        [
            ("He met the Lake Guard.", "Lake Guard", True),
            ("He met the army.", "army", False),
            ("Rain fell. Militants ran.", "Militants", False),
            ("Rain fell.\nMilitants ran.", "Militants", False),
            ("“Militants ran,” he said.", "Militants", False),
            ("Rain fell. CENTCOM ran.", "CENTCOM", True),
            ("He met al-Saadi.", "al-Saadi", True),
            ("Rain fell. Al-Saadi ran.", "Al-Saadi", False),
            ("Rain fell. Coast Lions ran.", "Coast Lions", True),
            ("然后湖岸之火说", "湖岸之火", True),
            ("He met Rebels there.", "Rebels", True),
        ],
    )
    def test_words_name_when_a_capital_is_not_only_there_to_begin_a_sentence(self, text, words, wanted):
        start = text.index(words)
        assert is_name(text, start, start + len(words)) is wanted

    def test_changes_that_touch_no_identity_teach_nothing(self):
        change = _change(None, _span({"actor_type": "unknown"}))
        assert lessons(factories.shipped_schema(), _TEXT, [change]) == []
        assert lessons(factories.shipped_schema(), _TEXT, [_change(None, _span({}))]) == []
        other = _span({"identity": {"name": "Lions", "by": "human"}})
        assert lessons(factories.shipped_schema(), _TEXT, [_change(other, {**other, "label": "actor"})]) == []

    def test_what_is_taken_back_in_the_same_breath_teaches_nothing(self):
        said = _span({"identity": {"name": "Lions", "by": "human"}})
        changes = [_change(_span({}), said), _change(said, _span({}))]
        assert lessons(factories.shipped_schema(), _TEXT, changes) == []
        (lesson,) = lessons(factories.shipped_schema(), _TEXT, changes[:1])
        assert (lesson.words, lesson.name, lesson.key, lesson.times) == ("Coast Lions", "Lions", "", 1)
        assert (lesson.is_human, lesson.is_name) == (True, True)
        (lesson,) = lessons(factories.shipped_schema(), _TEXT, changes[1:])
        assert lesson.times == -1


_TEXT = "The Coast Lions fired."


def _span(attributes):
    return {"id": "s", "label": "actor", "start": 4, "end": 15, "quote": "Coast Lions", "attributes": attributes}


def _change(before, after):
    return Change("c", "a", Kind.CHANGE_SPAN, before, after)
