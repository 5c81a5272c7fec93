"""Who fills which slot of a template in the data made of MUC-4's: five slots, each with entities of some mentions."""

from collections.abc import Mapping, Sequence

from annotator.domain.annotations import Span
from annotator.domain.events import known
from annotator.domain.meanings import About, Part
from annotator.domain.tolls import Apart
from annotator.formats.event_codes import class_code
from annotator.formats.event_rows import EventRow, is_place

#: The slots, in the order of that data.
SLOTS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
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
    return "" if class_code(row, "muc") else "no_code"


def entities(row: EventRow) -> Mapping[str, Sequence[Entity]]:
    """The entities of each slot, in text order; those of which there are none are there, too."""
    agents = row.parties(Part.AGENT)
    persons = [span for span in agents if known(row.schema, span, About.INDIVIDUAL) == "yes"]
    told = {each.span.id for toll in row.tolls for each in toll.tellings}
    victims = [
        *(
            [each.span for each in toll.tellings]
            for toll in row.tolls
            if toll.apart in ("", str(Apart.PART)) or toll.apart in STAGES
        ),
        *([span] for span in row.parties(Part.TARGET) if span.id not in told),
    ]
    found: dict[str, list[Entity]] = {
        "PerpInd": [_mentions([span]) for span in persons],
        "PerpOrg": [_mentions([span]) for span in agents if span not in persons],
        "Target": [_mentions([span]) for span in row.event.part(Part.TARGET) if is_place(row.schema, span)],
        "Victim": [_mentions(each) for each in victims],
        "Weapon": _weapon(row),
    }
    return {slot: sorted(found[slot]) for slot in SLOTS}


def _mentions(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return sorted({(span.start, span.end) for span in spans})


def _weapon(row: EventRow) -> list[Entity]:
    """The words that are said to be the weapon, where they stand in the text."""
    said = row.event.said(About.WEAPON)
    start = row.document.text.find(said.strip()) if isinstance(said, str) and said.strip() else -1
    return [[(start, start + len(str(said).strip()))]] if start >= 0 else []
