"""What stands in the columns of other schemes, case by case."""

import csv
import io
from datetime import date

import pytest

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, Link, SchemaRef, Span
from annotator.domain.documents import Document
from annotator.formats import writer
from annotator.formats.event_tables.filter import EventFilter
from annotator.formats.event_tables.rows import event_rows
from tests.domain.casualties import count
from tests.factories import shipped_schema
from tests.formats.support import written

SCHEMA = shipped_schema()


class Story:
    """An event and what hangs on it, in a few words."""

    def __init__(self, **attributes):
        self.spans, self.links = [], []
        self.event = self.add("action", "struck", None, **({"event_class": "attack"} | attributes))

    def add(self, label, quote, role=None, head=None, **attributes):
        name = f"s{len(self.spans)}"
        start = self.spans[-1].end + 1 if self.spans else 0
        self.spans.append(Span(name, label, start, start + len(quote), quote, attributes))
        if role:
            self.links.append(Link(f"l{len(self.links)}", role, head or self.event, name))
        return name

    def party(self, role, kind, quote="They", **attributes):
        return self.add("actor", quote, role, actor_type=kind, **attributes)

    def toll(self, number, **attributes):
        return self.add("casualty", "people", "casualty", **({"harm": "killed", "count": number} | attributes))

    @property
    def annotated(self):
        text = " ".join(span.quote for span in self.spans)
        made = AnnotationSet(
            "A", SchemaRef(SCHEMA.name, 1), status="submitted", spans=tuple(self.spans), links=tuple(self.links)
        )
        return AnnotatedDocument(Document("d1", text, {"title": "A Story"}), (made,))

    @property
    def row(self):
        annotated = self.annotated
        return event_rows(annotated.document, annotated.sets[0], SCHEMA)[0]

    def told(self, name):
        """The row in that table; None where the event has none."""
        text = written(writer(name), [self.annotated], SCHEMA).decode()
        return next(csv.DictReader(io.StringIO(text, newline="")), None)


@pytest.mark.parametrize(
    ("acting", "hit", "kind", "violence"),
    [
        ("state_military", "non_state_armed", "Battles", "1"),
        ("non_state_armed", "pro_state_militia", "Battles", "2"),
        ("non_state_armed", "civilian", "Violence against civilians", "3"),
        ("civilian", "civilian", "Violence against civilians", ""),
        ("non_state_armed", "other", "", ""),
        ("unknown", "state_military", "", ""),
    ],
)
def test_who_acts_and_who_is_hit_tell_the_kind_of_violence(acting, hit, kind, violence):
    story = Story()
    story.party("agent", acting)
    story.party("target", hit)
    story.toll(count("exact", 2))
    assert story.told("acled-like")["event_type"] == kind
    assert story.told("ucdp-like")["type_of_violence"] == violence


def test_civilians_make_a_target_a_target_of_civilians():
    story = Story()
    story.party("agent", "state_military", "The army")
    story.party("target", "civilian", "Villagers")
    told = story.told("acled-like")
    assert (told["interaction"], told["civilian_targeting"], told["inter2"]) == ("17", "Civilian targeting", "7")


def test_several_parties_of_a_side_are_associates():
    story = Story()
    for quote in ("One", "Two", "Three"):
        story.party("agent", "state_military", quote)
    told = story.told("acled-like")
    assert (told["actor1"], told["assoc_actor_1"], told["actor2"], told["interaction"]) == (
        "One",
        "Two; Three",
        "",
        "10",
    )


@pytest.mark.parametrize(
    ("number", "fatalities", "note"),
    [
        (count("more_than", 40), "40", ""),
        (count("vague"), "12", ""),
        (count("vague") | {"lower": 3, "text": "several"}, "", "no number: people"),
        (count("about", 100), "100", ""),
        (count("none", 0), "0", ""),
        (count("exact", 5) | {"op": "range", "value": None, "lower": 6, "upper": 8, "best": 6}, "6", ""),
    ],
)
def test_fatalities_are_what_the_article_shows(number, fatalities, note):
    story = Story()
    story.toll(number)
    told = story.told("acled-like")
    assert told["fatalities"] == fatalities
    assert note in told["notes"]


def test_injured_and_killed_or_injured_are_no_fatalities():
    story = Story()
    story.toll(count("exact", 9), harm="injured")
    story.toll(count("exact", 5), harm="killed_or_injured")
    told = story.told("acled-like")
    assert (told["fatalities"], told["notes"].partition("; ")[2]) == ("", "killed or injured, not counted: people")


def test_of_reports_that_contradict_each_other_acled_takes_the_lowest_and_ucdp_both():
    story = Story()
    one, other = story.toll(count("exact", 9)), story.toll(count("exact", 12))
    story.links.append(Link("same", "same_toll", other, one))
    acled, ucdp, airwars = (story.told(name) for name in ("acled-like", "ucdp-like", "airwars-like"))
    assert (acled["fatalities"], "contradict" in acled["notes"]) == ("9", True)
    assert (ucdp["low"], ucdp["best"], ucdp["high"]) == ("9", "", "12")
    assert "no column for killed, unknown: people" in airwars["notes"]


def test_numbers_that_narrow_each_other_are_one_number():
    story = Story()
    least, most = story.toll(count("at_least", 10), victim="civilian"), story.toll(count("up_to", 10))
    story.links.append(Link("same", "same_toll", most, least))
    told = story.told("ucdp-like")
    assert (told["deaths_civilians"], told["low"], told["best"], told["high"]) == ("10", "10", "10", "10")


def test_bounds_that_no_single_telling_gives_stay_as_open_as_they_are():
    story = Story()
    least, about = story.toll(count("at_least", 10), victim="civilian"), story.toll(count("about", 12))
    story.links.append(Link("same", "same_toll", about, least))
    assert story.told("airwars-like")["civilians_killed_min"] == "10"
    story = Story()
    story.toll(None, victim="civilian")
    told = story.told("airwars-like")
    assert (told["civilians_killed_min"], told["civilians_killed_max"]) == ("0", "")


def test_a_named_person_who_may_be_one_of_the_counted_is_not_added():
    story = Story()
    story.party("target", "non_state_armed", "Ada Lund", individual="yes", harm="killed")
    story.toll(count("exact", 12))
    assert story.told("acled-like")["fatalities"] == "12"
    told = story.told("ucdp-like")
    assert (told["low"], told["best"], told["high"]) == ("12", "12", "13")


def test_whose_dead_they_were_the_kind_of_victim_tells_where_one_side_is_of_it():
    story = Story()
    story.party("agent", "non_state_armed", "Rebels")
    story.party("target", "state_military", "Soldiers")
    story.toll(count("exact", 2), victim="military")
    story.toll(count("exact", 3), victim="combatant")
    story.toll(count("exact", 4), victim="mixed")
    told = story.told("ucdp-like")
    assert [told[f"deaths_{group}"] for group in ("a", "b", "civilians", "unknown")] == ["3", "2", "0", "4"]


def test_a_link_to_neither_side_leaves_the_dead_unknown():
    story = Story()
    story.party("target", "state_military", "Soldiers")
    toll = story.toll(count("exact", 2), victim="military")
    story.add("actor", "Neighbours", "belongs_to", toll, actor_type="state_military")
    assert story.told("ucdp-like")["deaths_unknown"] == "2"


def test_a_disputed_event_is_contested_and_what_is_alleged_of_it_is_named():
    story = Story(claim="disputed")
    story.toll(count("at_least", 3), victim="civilian")
    told = story.told("airwars-like")
    assert (told["strike_status"], told["civilians_killed_min"], told["notes"]) == (
        "contested",
        "3",
        "disputed: people",
    )
    assert story.told("ucdp-like") is None


def test_a_template_names_persons_who_were_hit_and_parties_by_kind():
    story = Story(event_class="suicide_bomb", weapon='a "vest"')
    story.party("agent", "pro_state_militia", "Bo Moe", individual="yes")
    story.party("target", "government", "Ada Lund", individual="yes")
    story.party("target", "state_security", "police")
    text = written(writer("muc4"), [story.annotated], SCHEMA).decode()
    for line in (
        "4.  INCIDENT: TYPE                  BOMBING",
        "6.  INCIDENT: INSTRUMENT ID         \"A 'VEST'\"",
        "8.  PERP: INCIDENT CATEGORY         STATE-SPONSORED VIOLENCE",
        '9.  PERP: INDIVIDUAL ID             "BO MOE"',
        '18. HUM TGT: NAME                   "ADA LUND"',
        '19. HUM TGT: DESCRIPTION            "POLICE"',
        '20. HUM TGT: TYPE                   GOVERNMENT OFFICIAL: "ADA LUND"',
        '                                    LAW ENFORCEMENT: "POLICE"',
    ):
        assert line in text.split("\n")


def test_a_template_with_a_whole_and_its_parts_has_a_total():
    story = Story()
    whole, part = story.toll(count("at_least", 12)), story.toll(count("exact", 2), victim="civilian")
    story.links.append(Link("part", "part_of_toll", part, whole))
    text = written(writer("muc4"), [story.annotated], SCHEMA).decode()
    assert "24. HUM TGT: TOTAL NUMBER           12-" in text.split("\n")


# ---------------------------------------------------------------- which events are wanted


def place(name, **more):
    return {"name": name, "country": "IQ", "admin1": "Ninawa", "by": "human", **more}


@pytest.fixture
def row():
    story = Story(time={"from": "2024-02-05", "to": "2024-02-07", "by": "human"})
    story.party("agent", "non_state_armed", "Red Brigade", identity={"name": "Brigade of the North", "by": "human"})
    story.add("location", "the city", "location", place=place("Mosul"))
    story.toll(count("exact", 2))
    return story.row


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(),
        EventFilter(words=" BRIGADE of the north "),
        EventFilter(words="a story"),
        EventFilter(event_class="attack", harm="killed"),
        EventFilter(place="mosul"),
        EventFilter(place="ninawa"),
        EventFilter(place="iq"),
        EventFilter(place="city"),
        EventFilter(since=date(2024, 2, 7)),
        EventFilter(until=date(2024, 2, 5)),
    ],
)
def test_an_event_is_wanted_that_is_all_that_is_asked_for(row, wanted):
    assert wanted.takes(row)


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(words="south"),
        EventFilter(event_class="armed_clash"),
        EventFilter(harm="injured"),
        EventFilter(place="Baghdad"),
        EventFilter(since=date(2024, 2, 8)),
        EventFilter(until=date(2024, 2, 4)),
    ],
)
def test_an_event_is_not_wanted_that_is_something_else(row, wanted):
    assert not wanted.takes(row)


def test_an_event_whose_day_nobody_tells_is_of_no_span_of_days():
    assert not EventFilter(since=date(1900, 1, 1)).takes(Story().row)
    assert EventFilter().takes(Story().row)
