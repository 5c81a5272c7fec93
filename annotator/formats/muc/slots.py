"""Who fills which slot of a template in the data made of MUC-4's: five slots, each with entities of some mentions."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.domain.annotations import Span
from annotator.domain.events import known
from annotator.domain.meanings import About, Part
from annotator.domain.schema import Schema
from annotator.domain.tolls import Apart
from annotator.formats.event_tables.codes import class_code
from annotator.formats.event_tables.rows import EventRow, is_place
from annotator.formats.maps.called import called, names_of
from annotator.formats.mentions.told_events import Told

#: The slots, in the order of that data.
SLOTS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
#: What labels and roles are called that fill them: as the slots are, or those of MUC-4's own templates.
_CALLED: Mapping[str, str] = {slot: slot for slot in SLOTS} | {
    "PERP: INDIVIDUAL ID": "PerpInd",
    "PERP: ORGANIZATION ID": "PerpOrg",
    "PHYS TGT: ID": "Target",
    "HUM TGT: NAME": "Victim",
    "HUM TGT: DESCRIPTION": "Victim",
    "INCIDENT: INSTRUMENT ID": "Weapon",
}
#: What an incident is there; of one that may be several there is a stroke between them.
TYPES = frozenset({"attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"})
_OR = " / "
#: What happened, was attempted or threatened is a template; else the reason why it is none.
STAGES = ("occurred", "attempted", "threatened")
#: An entity: where each of its mentions stands.
Entity = list[tuple[int, int]]


def left_out(row: EventRow) -> str:
    """Why an event is no template."""
    if row.event.left_out and row.event.known(About.STATUS) not in STAGES:
        return row.event.left_out
    if row.event.known(About.CLAIM) == "denied":
        return "denied"
    return "" if type_of(row) else "no_code"


def type_of(row: EventRow) -> str:
    """What a template is of: by the code of the class, or as the label is called in that data; empty for nothing."""
    names = (name.lower() for name in names_of(row.schema.label(row.event.frame.main.label)))
    return class_code(row, "muc").lower() or next((name for name in names if set(name.split(_OR)) <= TYPES), "")


def entities(row: EventRow, told: Told) -> Mapping[str, Sequence[Entity]]:
    """The entities of each slot, in text order; those of which there are none are there, too.

    What fills a role that is called as a slot fills that one alone, whatever the schema says that the role means.
    """
    named = [
        (filler.span, _CALLED[name])
        for filler in row.event.frame.fillers
        if (name := called(row.schema.role(filler.role), _CALLED))
    ]
    found = _by_part(row, told, {span.id for span, _ in named})
    for span, slot in named:
        found[slot].append(_places(told.mentions(span)))
    return {slot: _each_once(found[slot]) for slot in SLOTS}


def _by_part(row: EventRow, told: Told, named: Collection[str]) -> dict[str, list[Entity]]:
    """The entities of each slot by what the schema says that they are to the event; without those that are named."""

    def of(spans: Iterable[Span]) -> list[Entity]:
        return [_places(told.mentions(span)) for span in spans if span.id not in named]

    agents = row.parties(Part.AGENT)
    persons = [span for span in agents if known(row.schema, span, About.INDIVIDUAL) == "yes"]
    counted = [toll for toll in row.tolls if toll.apart in ("", str(Apart.PART), *STAGES)]
    tellings = {each.span.id for toll in row.tolls for each in toll.tellings}
    return {
        "PerpInd": of(persons),
        "PerpOrg": of(span for span in agents if span not in persons),
        "Target": of(span for span in row.event.part(Part.TARGET) if is_place(row.schema, span)),
        "Victim": [
            *(_places([each.span for each in toll.tellings]) for toll in counted),
            *of(span for span in row.parties(Part.TARGET) if span.id not in tellings),
        ],
        "Weapon": _weapon(row),
    }


def extracts(told: Told) -> Mapping[str, Sequence[Entity]]:
    """The same for all events, and for spans of none whose label is called as a slot."""
    found: dict[str, list[Entity]] = {slot: [] for slot in SLOTS}
    for row in told.rows:
        for slot, each in entities(row, told).items():
            found[slot] += each
    for span in told.spans:
        if slot := slot_of(span, told.schema):
            found[slot].append(_places(told.mentions(span)))
    return {slot: _each_once(each) for slot, each in found.items()}


def slot_of(span: Span, schema: Schema) -> str:
    """The slot that a span's label is called as; empty for one of another label."""
    return _CALLED.get(called(schema.label(span.label), _CALLED), "")


def _each_once(found: Sequence[Entity]) -> list[Entity]:
    return sorted(each for number, each in enumerate(found) if each not in found[:number])


def _places(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return sorted({(span.start, span.end) for span in spans})


def _weapon(row: EventRow) -> list[Entity]:
    """The words that are said to be the weapon, where they stand in the text."""
    said = row.event.said(About.WEAPON)
    start = row.document.text.find(said.strip()) if isinstance(said, str) and said.strip() else -1
    return [[(start, start + len(str(said).strip()))]] if start >= 0 else []
