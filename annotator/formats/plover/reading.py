"""Event records of others: those of PLOVER's manual, in both of its versions, and those that NGEC writes.

NGEC (ahalterman/NGEC), which codes POLECAT, has the story under `event_text`, the category under `event_type`, and
under `attributes` who, to whom, where and when, each with the characters where its model saw it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.json import Json, JsonObject
from annotator.formats.base import Weight
from annotator.formats.mentions.reading import EventReading
from annotator.formats.places.placing import start_of
from annotator.formats.places.sentenced import sentence_at
from annotator.formats.sources.json_lines import a_text
from annotator.formats.sources.unread import keys, says

#: The keys by which a record of NGEC is known.
CODED = frozenset({"event_type", "event_text", "attributes"})
#: Who did it and to whom, with the keys that the versions of the manual have for them, and for the words of each.
PARTIES: Mapping[str, Sequence[str]] = {"actor": ("actor", "source"), "recipient": ("recipient", "target")}
_WORDS = ("actor_text", "actorText", "entity_text", "entityText", "text")
#: What is read of a filler, or measures how sure a model was.
_READ = {*_WORDS, "location_text", "qa_start_char", "qa_end_char", "qa_score", "score"}
_PLACE, _PLACE_WORDS = "event_loc", ("location_text", "name")
#: What is read of a record, in any of the forms; its own id is that of an event.
KNOWN = CODED | {
    *("id", "document", "event", "mode", "event_mode", "event_text", "eventText", "text", "text_info", "textInfo"),
    *("actor", "source", "recipient", "target", "event_loc", "eventLoc", "citation", "headline", "pub_date"),
    *("publisher", "title", "language", "url", "publication", "license"),
}
#: The stretch that was coded.
STRETCH = dict.fromkeys(("text_info", "textInfo"), keys("start", "end"))
#: What roles are called, in records of each form.
ROLES: Mapping[str, Sequence[str]] = {
    "actor": ("actor", "ACTOR"),
    "recipient": ("recipient", "RECIP"),
    _PLACE: (_PLACE, "LOC", "location"),
}
#: What NGEC says of a story, by what it is called here.
_TOLD = {"title": "headline", "published": "pub_date", "source": "publisher"}


@dataclass(frozen=True, slots=True)
class _Filler:
    """Who or where: the role, what the record says of it, the words among that, and where it says that they stand."""

    role: str
    said: JsonObject
    words: str
    start: int | None = None

    @property
    def unread(self) -> list[str]:
        """What is said of it besides: its sector, its country, an entry of an encyclopedia."""
        return [key for key, value in self.said.items() if key not in _READ and says(value)]


def is_coded(line: JsonObject) -> bool:
    """Whether it is a record of NGEC."""
    return line.keys() >= CODED


def text_of(line: JsonObject) -> Json:
    """What the record was coded from."""
    return line.get("event_text" if is_coded(line) else "text")


def types_of(line: JsonObject) -> list[str]:
    """The categories of a record, one as a rule; with its mode, where there is one mode alone."""
    said = line.get("event_type" if is_coded(line) else "event")
    categories = [a_text(each, "event") for each in (said if isinstance(said, list) else [said]) if each is not None]
    mode = line.get("mode", line.get("event_mode"))
    modes = [each for each in (mode if isinstance(mode, list) else [mode]) if isinstance(each, str) and each]
    if len(categories) != 1 or len(modes) != 1:
        return categories
    # NGEC has the category in the mode, too.
    return [f"{categories[0]} {modes[0].removeprefix(f'{categories[0]}-')}"]


def roles_of(line: JsonObject) -> list[str]:
    """The roles that records of this form have."""
    coded = line.get("attributes")
    return list(coded) if isinstance(coded, dict) and is_coded(line) else [*PARTIES, _PLACE]


def meta_of(line: JsonObject, cited: Mapping[str, str]) -> dict[str, Json]:
    """What a record says of its story; `cited` is what citations call it."""
    told: JsonObject
    names: Mapping[str, str]
    if is_coded(line):
        told, names = line, _TOLD
    else:
        citation = line.get("citation")
        # The first version of the manual has it in the record itself.
        told, names = citation if isinstance(citation, dict) else line, cited
    found = {ours: told.get(theirs) for ours, theirs in names.items()}
    return {ours: value.strip() for ours, value in found.items() if isinstance(value, str) and value.strip()}


def read_event(line: JsonObject, gathered: EventReading) -> None:
    """The events of a record, as a rule one, with who and where; raises InvalidInput where it is of another shape."""
    for type_ in types_of(line):
        fillers = list(_fillers(line))
        place = _trigger(line, type_, fillers, gathered)
        if place is None:
            gathered.tell("event", None, "dangling", f"{type_}: there are no words that it could stand on")
            continue
        head = gathered.trigger(type_, place)
        for filler in fillers:
            found = _found(filler, place[0], gathered)
            if filler.unread:
                said = f"{filler.role} {filler.words!r}: {', '.join(filler.unread)} not read"
                gathered.tell("attribute", None, "not_read", said, Weight.CHANGED)
            if found is not None:
                gathered.link(filler.role, head, gathered.entity(gathered.label_of(filler.role), found))


def _found(filler: _Filler, near: int, gathered: EventReading) -> tuple[int, int] | None:
    """Where the words of a filler stand; None, and told, where nobody can say."""
    role, words, text = filler.role, filler.words, gathered.document.text
    start = start_of(text, words, near if filler.start is None else filler.start) if words else None
    if start is not None:
        return start, start + len(words)
    said = "does not say by which words it is told of" if not words else "stands nowhere, or nobody can say where"
    gathered.tell("span", None, "quote", f"{role} {words!r} {said}")
    return None


def _trigger(
    line: JsonObject, type_: str, fillers: Sequence[_Filler], gathered: EventReading
) -> tuple[int, int] | None:
    """The words of the event; else, which is told, the stretch that was coded, or a sentence."""
    text = gathered.document.text
    if is_coded(line):
        # It says no words: what is told of it stands somewhere.
        return sentence_at(text, min((each.start for each in fillers if each.start is not None), default=0))
    info = line.get("text_info", line.get("textInfo"))
    told = info if isinstance(info, dict) else {}
    start, end = told.get("start"), told.get("end")
    words = line.get("event_text", line.get("eventText"))
    if isinstance(words, str) and words:
        found = start_of(text, words, start if type(start) is int else 0)
        if found is not None:
            return found, found + len(words)
        said = f"{type_}: {words!r} stands nowhere, or nobody can say where; it is on what was coded, or a sentence"
        gathered.tell("event", None, "quote", said, Weight.CHANGED)
    if type(start) is int and type(end) is int and 0 <= start < end <= len(text):
        return start, end
    return sentence_at(text, 0)


def _fillers(line: JsonObject) -> Iterator[_Filler]:
    """Who and where, as the record tells it; no words where it says none."""
    coded = line.get("attributes")
    if not is_coded(line) or not isinstance(coded, dict):
        coded = {role: next((line[key] for key in keys if line.get(key)), []) for role, keys in PARTIES.items()}
    for role, said in coded.items():
        for each in _each(said):
            start = each.get("qa_start_char")
            yield _Filler(role, each, _first(each, _WORDS), start if type(start) is int else None)
    place = line.get(_PLACE, line.get("eventLoc"))
    if isinstance(place, dict) and (words := _first(place, _PLACE_WORDS)):
        yield _Filler(_PLACE, place, words)


def _each(said: Json) -> Iterable[JsonObject]:
    """One or several, each an object or no more than its words."""
    for each in said if isinstance(said, list) else [said]:
        yield each if isinstance(each, dict) else {_WORDS[0]: each}


def _first(said: JsonObject, names: Sequence[str]) -> str:
    return next((value for name in names if isinstance(value := said.get(name), str)), "")
