"""Readings of words: one file each, one explicit list. What is read is an offer until a person confirms it."""

from collections.abc import Mapping

from annotator.domain.meanings import About
from annotator.values.actors import read_actor_type, read_identity
from annotator.values.counts import read_count
from annotator.values.harms import read_harm
from annotator.values.places import read_place, read_place_role, read_precision
from annotator.values.stories import NOTHING, Reader, Reading, Story
from annotator.values.times import read_time
from annotator.values.victims import read_victim


def _count(story: Story, start: int, end: int) -> Reading:
    found = read_count(story.text[start:end], story.words) if story.words else None
    return Reading(found.as_json()) if found else NOTHING


#: What reads words for an attribute, by what it is about. To add one: its file, a line here, its name in
#: `domain/meanings.py` READABLE, and its examples under tests/values/.
READERS: Mapping[About, Reader] = {
    About.COUNT: _count,
    About.HARM: read_harm,
    About.VICTIM: read_victim,
    About.TIME: read_time,
    About.PLACE: read_place,
    About.PRECISION: read_precision,
    About.PLACE_ROLE: read_place_role,
    About.IDENTITY: read_identity,
    About.ACTOR_TYPE: read_actor_type,
}
