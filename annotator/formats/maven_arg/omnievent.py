"""Lines of OmniEvent (THU-KEG/OmniEvent), into whose form its scripts bring ACE, MAVEN, LEVEN, DuEE and others.

Its text is under `text`, the triggers of an event each have arguments of their own, and places are called `position`.
"""

from annotator.domain.json import Json, JsonObject
from annotator.formats.sources.json_lines import a_text, objects_of

#: By what a line is known; its test sets have no more than candidates.
SIGN = frozenset({"text", "events", "negative_triggers"})


def as_maven_arg(line: JsonObject) -> JsonObject:
    """A line of MAVEN-Arg, as it is; one of OmniEvent as MAVEN-Arg has it; raises InvalidInput."""
    if "document" in line or "text" not in line:
        return line
    entities: list[Json] = [
        {
            "id": str(number),
            "type": entity.get("type"),
            "mention": [_mention(each) for each in objects_of(entity, "mentions")],
        }
        for number, entity in enumerate(objects_of(line, "entities"))
    ]
    events: list[Json] = [_event(event, number) for number, event in enumerate(objects_of(line, "events"))]
    return {**line, "document": line["text"], "events": events, "entities": entities}


def _event(event: JsonObject, number: int) -> Json:
    triggers: list[Json] = []
    arguments: dict[str, list[Json]] = {}
    for trigger in objects_of(event, "triggers"):
        said = trigger.get("id")
        trigger_id = f"{number}-{len(triggers)}" if said is None else said
        triggers.append({"id": trigger_id, "trigger_word": trigger.get("trigger_word"), **_at(trigger)})
        for argument in objects_of(trigger, "arguments"):
            role = a_text(argument.get("role"), "a role")
            for filler in objects_of(argument, "mentions"):
                said_of_it = {"from": trigger_id, "content": filler.get("mention"), **_at(filler)}
                arguments.setdefault(role, []).append(said_of_it)
    return {"type": event.get("type"), "mention": triggers, "argument": {**arguments}}


def _mention(said: JsonObject) -> Json:
    return {"id": said.get("id", said.get("mention_id")), "mention": said.get("mention"), **_at(said)}


def _at(said: JsonObject) -> dict[str, Json]:
    return {"offset": said.get("position")}
