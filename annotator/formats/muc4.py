"""Templates as those of MUC-4, one an event. Can be written, but not read.

Slots are numbered and named as in the answer keys of MUC-4, their values stand from the 37th character on, and strings
are in capitals. Behind a semicolon, which readers of such keys pass over, stand the places and the quotes of each slot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from annotator.domain.annotations import Span
from annotator.domain.events import known
from annotator.domain.meanings import About, Part
from annotator.domain.schema import Meaning
from annotator.domain.tolls import Apart
from annotator.domain.victims import VICTIMS
from annotator.formats.base import NOTHING, Carries, Loss
from annotator.formats.event_tables.cells import time_of, written
from annotator.formats.event_tables.codes import STATE, class_code, coded_toll, type_of, types_of
from annotator.formats.event_tables.format import EventFormat
from annotator.formats.event_tables.rows import (
    EventRow,
    Words,
    is_place,
    name_of,
    on_one_line,
    place_of,
    words_of,
)
from annotator.formats.options import NoOptions

SLOTS = (
    *("MESSAGE: ID", "MESSAGE: TEMPLATE", "INCIDENT: DATE", "INCIDENT: LOCATION", "INCIDENT: TYPE"),
    *("INCIDENT: STAGE OF EXECUTION", "INCIDENT: INSTRUMENT ID", "INCIDENT: INSTRUMENT TYPE"),
    *("PERP: INCIDENT CATEGORY", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PERP: ORGANIZATION CONFIDENCE"),
    *("PHYS TGT: ID", "PHYS TGT: TYPE", "PHYS TGT: NUMBER", "PHYS TGT: FOREIGN NATION", "PHYS TGT: EFFECT OF INCIDENT"),
    *("PHYS TGT: TOTAL NUMBER", "HUM TGT: NAME", "HUM TGT: DESCRIPTION", "HUM TGT: TYPE", "HUM TGT: NUMBER"),
    *("HUM TGT: FOREIGN NATION", "HUM TGT: EFFECT OF INCIDENT", "HUM TGT: TOTAL NUMBER"),
)
WIDTH = 36
EMPTY = "-"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
STAGES: Mapping[str, str] = {"occurred": "ACCOMPLISHED", "attempted": "ATTEMPTED", "threatened": "THREATENED"}
CONFIDENCE: Mapping[str, str] = {
    "asserted": "REPORTED AS FACT",
    "alleged": "SUSPECTED OR ACCUSED",
    "disputed": "POSSIBLE",
}
TARGETS: Mapping[str, str] = {
    "civilian": "CIVILIAN",
    "military": "ACTIVE MILITARY",
    "security": "LAW ENFORCEMENT",
    "official": "GOVERNMENT OFFICIAL",
}
EFFECTS: Mapping[str, str] = {"killed": "DEATH", "injured": "INJURY", "unharmed": "NO INJURY OR DEATH"}
#: Tolls that are added, those among them, and those of what was attempted or threatened.
WRITTEN = frozenset({"", str(Apart.PART), *STAGES})
#: What of a span a template says something of.
SAID = frozenset(About) - {About.GRADE, About.EXTENT, About.PLACE_ROLE, About.PRECISION}


@dataclass(frozen=True, slots=True)
class Muc4(EventFormat):
    """Events of a class that has a type there, and that happened, were attempted or threatened."""

    options: NoOptions = field(default_factory=NoOptions)

    id: ClassVar[str] = "muc4"
    title: ClassVar[str] = "Templates, MUC-4"
    suffix: ClassVar[str] = ".muc4.txt"
    description: ClassVar[str] = "A template an event, with the slots of MUC-4, and the words behind each as a comment."
    carries: ClassVar[Carries] = replace(NOTHING, ids=True, overlap=True, links=True, attributes=True)
    meta: ClassVar[frozenset[str]] = frozenset()

    def left_out(self, row: EventRow) -> str:
        status = row.event.known(About.STATUS)
        if row.event.left_out and status not in STAGES:
            return row.event.left_out
        if row.event.known(About.CLAIM) == "denied":
            return "denied"
        return "" if class_code(row, "muc") else "no_code"

    def remarks(self, row: EventRow) -> Iterator[Loss]:
        for span in {span.id: span for span in row.spans}.values():
            label = row.schema.label(span.label)
            for name in span.attributes:
                attribute = label.attribute(name) if label else None
                if attribute is None or attribute.about not in SAID:
                    yield Loss(row.document.id, "attribute", span.id, "not_carried", f"{name} of “{span.quote}”")
        for toll in row.tolls:
            if toll.apart not in WRITTEN:
                said = f"“{toll.tellings[0].span.quote}” is added to nothing"
                yield Loss(row.document.id, "toll", toll.id, toll.apart, said)
        ids = {span.id for span in row.spans}
        for link in row.annotations.links:
            is_told = row.schema.part(link.role) or row.schema.meaning(link.role) is Meaning.SAME_EVENT
            if not is_told and link.from_id in ids:
                said = f"{link.role} from {link.from_id} to {link.to_id}"
                yield Loss(row.document.id, "link", link.id, "not_carried", said)

    def body(self, row: EventRow, number: int) -> str:
        filled = _filled(row)
        slots: dict[str, Slot] = {
            "MESSAGE: ID": Slot([row.document.id]),
            "MESSAGE: TEMPLATE": Slot([str(number)], words_of(row.event.frame.triggers)),
            **filled,
        }
        lines = [f"; event {row.event.id} of the set of {on_one_line(row.annotations.annotator)}"]
        for at, name in enumerate(SLOTS):
            slot = slots.get(name, Slot())
            head = f"{f'{at}.':<4}{name}".ljust(WIDTH)
            for value in slot.values or [EMPTY]:
                lines.append(f"{head}{value}".rstrip())
                head = " " * WIDTH
            lines += [f"; {at}. {each.start}-{each.end} {written(each.quote)}" for each in slot.words]
        return "\n".join(lines) + "\n\n"


@dataclass(frozen=True, slots=True)
class Slot:
    """The values of a slot, and the words that they come from."""

    values: Sequence[str] = ()
    words: Sequence[Words] = ()


def _filled(row: EventRow) -> dict[str, Slot]:
    status = row.event.known(About.STATUS) or "occurred"
    weapon = row.event.said(About.WEAPON)
    return {
        "INCIDENT: DATE": Slot(_date(row), time_of(row).words),
        "INCIDENT: LOCATION": Slot([_location(row, span) for span in row.places], words_of(row.places)),
        "INCIDENT: TYPE": Slot([class_code(row, "muc")]),
        "INCIDENT: STAGE OF EXECUTION": Slot([STAGES.get(status, EMPTY)]),
        "INCIDENT: INSTRUMENT ID": Slot([quoted(weapon)] if isinstance(weapon, str) and weapon.strip() else []),
        **_perpetrators(row),
        **_things(row),
        **_people(row),
    }


def _date(row: EventRow) -> list[str]:
    days = [each for each in (row.time.get("from"), row.time.get("to")) if isinstance(each, str)]
    return [" - ".join(dict.fromkeys(_day(each) for each in days))] if days else []


def _day(written_: str) -> str:
    day = date.fromisoformat(written_)
    return f"{day.day:02} {MONTHS[day.month - 1]} {day.year % 100:02}"


def _location(row: EventRow, span: Span) -> str:
    place = place_of(row.schema, span)
    names = [place.get("country"), place.get("admin1"), name_of(row.schema, span)]
    return ": ".join(dict.fromkeys(capitals(each) for each in names if isinstance(each, str) and each))


def _perpetrators(row: EventRow) -> dict[str, Slot]:
    agents = row.parties(Part.AGENT)
    persons = [span for span in agents if known(row.schema, span, About.INDIVIDUAL) == "yes"]
    groups = [span for span in agents if span not in persons]
    confidence = CONFIDENCE.get(row.event.known(About.CLAIM) or "asserted", EMPTY)
    kinds = types_of(row, agents)
    category = []
    if kinds & (STATE | {"pro_state_militia"}):
        category.append("STATE-SPONSORED VIOLENCE")
    elif "non_state_armed" in kinds:
        category.append("TERRORIST ACT")
    return {
        "PERP: INCIDENT CATEGORY": Slot(category),
        "PERP: INDIVIDUAL ID": Slot([quoted(span.quote) for span in persons], words_of(persons)),
        "PERP: ORGANIZATION ID": Slot([quoted(span.quote) for span in groups], words_of(groups)),
        "PERP: ORGANIZATION CONFIDENCE": Slot([f"{confidence}: {quoted(span.quote)}" for span in groups]),
    }


def _things(row: EventRow) -> dict[str, Slot]:
    things = [span for span in row.event.part(Part.TARGET) if is_place(row.schema, span)]
    return {"PHYS TGT: ID": Slot([quoted(span.quote) for span in things], words_of(things))}


@dataclass(frozen=True, slots=True)
class Victims:
    """A toll, a named person or a party that was hit, as the slots of human targets tell it."""

    quote: str
    words: tuple[Words, ...]
    type: str = ""
    number: str = ""
    effect: str = ""
    is_named: bool = False
    is_part: bool = False


def _people(row: EventRow) -> dict[str, Slot]:
    victims = [*_told(row), *_hit(row)]
    names = [each for each in victims if each.is_named]
    others = [each for each in victims if not each.is_named]
    wholes = [each.number for each in others if each.number and not each.is_part]
    has_total = len(wholes) == 1 and any(each.is_part for each in others)
    return {
        "HUM TGT: NAME": _slot(names),
        "HUM TGT: DESCRIPTION": _slot(others),
        "HUM TGT: TYPE": Slot([f"{each.type}: {quoted(each.quote)}" for each in victims if each.type]),
        "HUM TGT: NUMBER": Slot([f"{each.number}: {quoted(each.quote)}" for each in victims if each.number]),
        "HUM TGT: EFFECT OF INCIDENT": Slot(
            [f"{each.effect}: {quoted(each.quote)}" for each in victims if each.effect]
        ),
        "HUM TGT: TOTAL NUMBER": Slot(wholes if has_total else []),
    }


def _slot(victims: Sequence[Victims]) -> Slot:
    return Slot([quoted(each.quote) for each in victims], [words for each in victims for words in each.words])


def _told(row: EventRow) -> Iterator[Victims]:
    for toll in row.tolls:
        if toll.apart not in WRITTEN:
            continue
        yield Victims(
            quote=toll.standing[0].span.quote,
            words=words_of(each.span for each in toll.tellings),
            type=TARGETS.get(toll.victim, ""),
            number="1" if toll.is_derived else str(coded_toll(row, toll, "muc4")),
            effect=EFFECTS.get(toll.harm, ""),
            is_named=toll.is_derived,
            is_part=toll.apart == Apart.PART,
        )


def _hit(row: EventRow) -> Iterator[Victims]:
    """Parties that were hit, besides the named persons that are tolls already."""
    told = {each.span.id for toll in row.tolls for each in toll.tellings}
    for span in row.parties(Part.TARGET):
        if span.id not in told:
            victim = VICTIMS.get(type_of(row, span), "")
            is_named = known(row.schema, span, About.INDIVIDUAL) == "yes"
            yield Victims(span.quote, words_of([span]), type=TARGETS.get(victim, ""), is_named=is_named)


def capitals(words: str) -> str:
    """Words as answer keys write them: in capitals, parted by single spaces."""
    return on_one_line(words).upper()


def quoted(words: str) -> str:
    """A string of the text as answer keys have it: in capitals, on one line, without quotation marks inside."""
    return f'"{capitals(words).replace(chr(34), chr(39))}"'
