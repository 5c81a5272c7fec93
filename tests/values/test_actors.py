"""Whom words mean: by the list, by what the document says of a name, and never by a guess."""

import pytest

from annotator.domain.actor_lists import ActorList, Learnt
from annotator.domain.actors import actor
from annotator.domain.attributes import problem_with
from annotator.domain.meanings import KNOWN, About
from annotator.domain.schema import Attribute, AttributeType
from annotator.values.actors import read_actor_type, read_identity
from annotator.values.languages import LANGUAGES, find_words
from annotator.values.stories import NOTHING, Story
from tests.gazetteers import gazetteer

__all__ = ["gazetteer"]

ENTRIES = (
    actor("U.S. military", ["Pentagon", "U.S. Central Command", "CENTCOM", "American troops"], "state_military", "USA"),
    actor("United States", ["U.S.", "USA"], "government", "USA"),
    actor("Government of Iraq", ["Iraq", "Baghdad", "~Council"], "government", "IRQ", key="iraq"),
    actor("Islamic Resistance in Iraq", ["~the Resistance"], "non_state_armed", "IRQ", key="iri"),
    actor("Kataib Hezbollah", ["Kataeb Hezbollah"], "non_state_armed", "IRQ"),
    actor("Popular Mobilization Forces", ["Hashd al-Shaabi"], "pro_state_militia", "IRQ", key="pmf"),
    actor("Abu Bakr al-Saadi", ["Abu Baqr al-Saadi"], "non_state_armed", key="saadi"),
    actor("Patrick Ryder", [], "state_military", key="ryder"),
    actor("Kurdistan Workers' Party", ["~the Resistance"], "non_state_armed", key="pkk"),
    actor("UNFIL", [], "intl_org", key="unfil"),
    actor("Twilight Committee", key="twilight"),
)
LIST = ActorList(ENTRIES)


def story(text, language="en", listed=LIST):
    return Story(text, words=find_words(language), actors=listed)


def identity(text, words, *, nth=0, listed=LIST):
    start, end = _place(text, words, nth)
    return read_identity(story(text, listed=listed), start, end)


def kind(text, words=None, language="en", listed=LIST):
    start, end = _place(text, words or text, 0)
    return read_actor_type(story(text, language, listed), start, end).best


def _place(text, words, nth):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def key(text, words, **rest):
    best = identity(text, words, **rest).best
    return best["id"] if best else None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("the Pentagon", "u-s-military"),
        ("Pentagon’s", "u-s-military"),
        ("CENTCOM", "u-s-military"),
        ("US Central Command", "u-s-military"),
        ("the U.S.", "united-states"),
        ("US's", "united-states"),
        ("Baghdad", "iraq"),
        ("Hashd al Sha’abi", "pmf"),
        ("Kurdistan Workers Party", "pkk"),
        ("us", None),
        ("Hezbollah", None),
        ("coalition", None),
    ],
)
def test_words_mean_the_entry_whose_alias_they_are(words, wanted):
    found = read_identity(story(words), 0, len(words)).best
    assert (found and found["id"]) == (wanted and wanted.replace("u-s-", "us-"))


def test_what_is_read_is_a_value_of_an_attribute_of_actors():
    attribute = Attribute("identity", "Identity", AttributeType.ACTOR)
    best = identity("The Pentagon said so.", "Pentagon").best
    assert best == {"id": "us-military", "name": "U.S. military", "by": "rule"}
    assert problem_with(attribute, best) is None


FORCES = ActorList(
    (
        *(
            actor("Hamas", [], "non_state_armed", "PSE"),
            actor("Houthis", ["Houthi", "Houthi rebels"], "non_state_armed", "YEM"),
        ),
        *(actor("Rapid Support Forces", ["RSF"], "non_state_armed", "SDN", key="rsf"),),
        *(actor("Taliban", [], "non_state_armed", "AFG"), actor("M23", [], "non_state_armed", "COD")),
        *(
            actor("Revolutionary Guard", ["IRGC"], "state_military", "IRN", key="irgc"),
            actor("FARC", [], "non_state_armed"),
        ),
        actor("Izz ad-Din al-Qassam Brigades", [], "non_state_armed", key="qassam"),
        actor("Israeli army", ["IDF"], "state_military", "ISR", key="idf"),
        actor("Israel", [], "government", "ISR"),
    )
)


class TestNamesWithinPhrases:
    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ("Hamas fighters", "hamas"),
            ("five armed Hamas militants", "hamas"),
            ("members of Hamas", "hamas"),
            ("suspected Hamas militants", "hamas"),
            ("the militant group Hamas", "hamas"),
            ("Iran-backed Houthi rebels", "houthis"),
            ("the Iran-aligned Houthis", "houthis"),
            ("Yemen's Houthis", "houthis"),
            ("Yemen’s Houthis", "houthis"),
            ("Yemeni Houthis", "houthis"),
            ("Iran's elite Revolutionary Guard", "irgc"),
            ("the paramilitary Rapid Support Forces (RSF)", "rsf"),
            ("Israeli army soldiers", "idf"),
            # Whoever else stands there is somebody else.
            ("Pakistani Taliban", None),
            ("Pakistan's Taliban", None),
            ("FARC dissidents", None),
            ("former FARC guerrillas", None),
            ("Hamas-run ministry", None),
            ("Hamas leader", None),
            ("Israel soldiers", None),
            ("anti-Taliban fighters", None),
            ("Hamas and Houthi fighters", None),
        ],
    )
    def test_what_only_describes_a_name_makes_nobody_else_of_it(self, gazetteer, words, wanted):
        known = Story(words, words=find_words("en"), actors=FORCES, gazetteer=gazetteer)
        best = read_identity(known, 0, len(words)).best
        assert (best and best["id"]) == wanted

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [("los combatientes de Hamas", "hamas"), ("la milicia Hamas", "hamas"), ("jefe de Hamas", None)],
    )
    def test_in_spanish_too(self, words, wanted):
        best = read_identity(story(words, "es", FORCES), 0, len(words)).best
        assert (best and best["id"]) == wanted

    def test_without_a_gazetteer_no_owner_is_known(self):
        assert read_identity(story("Yemen's Houthis", listed=FORCES), 0, 15).best is None

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [("M-23", "m23"), ("the Izz al-Din al-Qassam Brigades", "qassam"), ("IR GC", None), ("Fa rc", None)],
    )
    def test_spellings_that_differ_in_articles_and_hyphens_are_one_name(self, words, wanted):
        best = read_identity(story(words, listed=FORCES), 0, len(words)).best
        assert (best and best["id"]) == wanted


def test_words_that_may_mean_several_are_left_to_the_person_with_all_of_them():
    found = identity("Fighters of the Resistance fled.", "the Resistance")
    assert found.best is None
    assert [each["id"] for each in found.others] == ["iri", "pkk"]


def test_without_a_list_nothing_is_read_of_identity():
    assert read_identity(Story("the Pentagon"), 0, 12) == NOTHING


class TestAcronyms:
    def test_an_acronym_that_the_document_spells_out_means_the_entry_from_then_on(self):
        text = "Rockets of the Islamic Resistance in Iraq (IRI) hit. The IRI said so."
        assert key(text, "IRI", nth=1) == "iri"
        assert key(text, "IRI") == "iri"
        assert key("The IRI said so.", "IRI") is None

    def test_letters_that_are_not_those_of_the_name_introduce_nothing(self):
        assert key("Said the Islamic Resistance in Iraq (AFP). AFP said so.", "AFP", nth=1) is None

    def test_two_names_with_one_acronym_leave_a_doubt(self):
        listed = ActorList((*ENTRIES, actor("Iron Rule Initiative", key="other")))
        text = "Islamic Resistance in Iraq (IRI) met the Iron Rule Initiative (IRI). The IRI said so."
        assert key(text, "IRI", nth=2, listed=listed) is None

    def test_a_long_name_means_whom_its_acronym_means(self):
        text = "The United Nations Force in Loikaw (UNFIL) fired. United Nations Force in Loikaw is there."
        assert key(text, "United Nations Force in Loikaw", nth=1) == "unfil"
        assert key("The Union of Friends (UNFIL) fired.", "Union of Friends") is None


class TestPersons:
    def test_a_last_name_means_whom_the_text_has_named_in_full_before(self):
        text = "It killed commander Abu Bakr al-Saadi. He denied that al-Saadi was a member."
        assert key(text, "al-Saadi", nth=1) == "saadi"
        assert key(text.replace("al-Saadi was", "al-Saadi's men were"), "al-Saadi's", nth=0) == "saadi"
        assert key("He denied that al-Saadi was a member.", "al-Saadi") is None

    def test_a_rank_before_the_name_says_that_it_is_a_person(self):
        text = "Spokesperson Maj. Gen. Patrick Ryder spoke. Later Ryder left."
        assert key(text, "Ryder", nth=1) is None, "whose first name may Later be?"
        assert key(text.replace("Later", "Later,"), "Ryder", nth=1) == "ryder"
        assert key(text, "Maj. Gen. Patrick Ryder") == "ryder"
        assert key("Patrick Ryder spoke. Gen. Ryder left.", "Gen. Ryder") == "ryder"

    def test_the_last_word_of_a_group_s_name_is_no_last_name(self):
        text = "Kataib Hezbollah and the Popular Mobilization Forces met. The Forces and Hezbollah agreed."
        assert key(text, "Hezbollah", nth=1) is None
        assert key(text, "Forces", nth=1) is None

    def test_somebody_else_with_that_last_name_leaves_a_doubt(self):
        text = "It killed Abu Bakr al-Saadi. His brother Omar al-Saadi fled, and al-Saadi was seen again."
        assert key(text, "al-Saadi", nth=2) is None

    def test_a_name_in_the_line_above_is_no_first_name(self):
        assert key("General Patrick\nRyder spoke.\nRyder left.", "Ryder", nth=1) is None


class TestLearnt:
    LEARNT = ActorList(ENTRIES, (Learnt("pmf", "the Hashd", 3), Learnt("iraq", "Pentagon", 9)))

    def test_what_people_taught_is_offered_and_said_to_be_learnt(self):
        found = identity("Hashd men ran.", "Hashd", listed=self.LEARNT)
        assert (found.best["id"], found.is_learnt) == ("pmf", True)

    def test_the_list_goes_before_what_people_taught(self):
        found = identity("the Pentagon", "Pentagon", listed=self.LEARNT)
        assert (found.best["id"], found.is_learnt) == ("us-military", False)
        assert [each["id"] for each in found.others] == ["iraq"]

    def test_what_people_taught_of_two_is_left_to_the_person(self):
        listed = ActorList(ENTRIES, (Learnt("pmf", "the Hashd", 3), Learnt("iraq", "Hashd", 9)))
        found = identity("Hashd men ran.", "Hashd", listed=listed)
        assert (found.best, [each["id"] for each in found.others]) == (None, ["iraq", "pmf"])

    def test_the_document_goes_before_what_people_taught(self):
        listed = ActorList(ENTRIES, (Learnt("pmf", "IRI", 3),))
        found = identity("The Islamic Resistance in Iraq (IRI) met.", "IRI", listed=listed)
        assert (found.best["id"], found.is_learnt) == ("iri", False)
        assert [each["id"] for each in found.others] == ["pmf"]


class TestKinds:
    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ("the Pentagon", "state_military"),
            ("police", "state_security"),
            ("provincial police", "state_security"),
            ("police patrol", "state_security"),
            ("Police in Loikaw", "state_security"),
            ("army", "state_military"),
            ("five Malian soldiers", "state_military"),
            ("U.S. troops", "state_military"),
            ("foreign ministry", "government"),
            ("Fisheries Ministry", "government"),
            ("Ministry of Defense", "government"),
            ("federal government", "government"),
            ("government of Loikaw", "government"),
            ("rebels", "non_state_armed"),
            ("Iran-backed militants", "non_state_armed"),
            ("villagers", "civilian"),
        ],
    )
    def test_a_noun_that_leaves_no_doubt_says_the_kind(self, words, wanted):
        assert kind(words) == wanted

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ("Sudan's army", "state_military"),
            ("South Sudan’s police", "state_security"),
            ("Syria's government", "government"),
            ("Hamas's army", None),
            ("Palestine's police", None),
        ],
    )
    def test_what_is_a_state_s_is_of_the_kind_that_its_noun_says(self, gazetteer, words, wanted):
        known = Story(words, words=find_words("en"), gazetteer=gazetteer, actors=LIST)
        assert read_actor_type(known, 0, len(words)).best == wanted

    @pytest.mark.parametrize(
        "words",
        [
            *("forces", "gunmen", "attackers", "Lord's Resistance Army", "Arakan Army", "soldiers of the Resistance"),
            *("former rebels", "self-styled government", "rebel government", "Hamas-run health ministry"),
            *("Palestinian police", "Houthi soldiers", "army of the North", "coalition", "Twilight Committee"),
            *("pro-government militia", "anti-rebel forces", "policeman of the Resistance"),
        ],
    )
    def test_what_leaves_a_doubt_stays_unknown(self, words):
        assert kind(words) is None

    def test_an_entry_goes_before_a_noun(self):
        listed = ActorList((actor("Black Police", ["the police"], "non_state_armed"),))
        assert kind("police", listed=listed) == "non_state_armed"

    def test_an_entry_of_unknown_kind_stays_unknown(self):
        listed = ActorList((actor("police"),))
        assert kind("police", listed=listed) is None

    def test_kinds_of_all_who_may_be_meant_are_offered(self):
        listed = ActorList((actor("A", ["~the Guard"], "government"), actor("B", ["~Guard"], "state_security")))
        found = read_actor_type(story("the Guard", listed=listed), 0, 9)
        assert (found.best, found.others) == (None, ("government", "state_security"))

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ("la policía", "state_security"),
            ("ejército colombiano", "state_military"),
            ("los guerrilleros", "non_state_armed"),
            ("ministerio de Defensa", "government"),
            ("ejército rebelde", None),
        ],
    )
    def test_spanish_has_nouns_of_its_own(self, words, wanted):
        assert kind(words, language="es") == wanted

    def test_a_language_without_words_says_no_kind(self):
        assert kind("police", language="th") is None

    @pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
    def test_every_kind_of_a_language_is_a_known_one_and_each_noun_says_one(self, words):
        pack = words.parties
        assert set(pack.nouns) <= set(KNOWN[About.ACTOR_TYPE])
        nouns = [noun for listed in pack.nouns.values() for noun in listed]
        assert len(nouns) == len(set(nouns))
        assert pack.certain <= set(nouns)
