"""A project's list of actors: read, kept by its leads, brought in and taken out as CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlmodel import Session

from annotator.domain.actor_lists import ActorList, Learnt
from annotator.domain.actors import Actor, actor, first_clash, free_key
from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.json import Json
from annotator.domain.names import fold
from annotator.domain.people import Person
from annotator.domain.permissions import Action
from annotator.formats import actor_table
from annotator.formats.actor_table import Row
from annotator.services.projects import get_project, row_of
from annotator.store import actors
from annotator.store.actors import REFUSED, Proposal, Taught

#: How many are offered while somebody types.
OFFERED = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as its people see it."""

    actors: Sequence[Actor]
    #: By key of the entry, the words that were learnt for it, most often seen first.
    learnt: dict[str, list[Learnt]]
    proposed: Sequence[Proposal]

    def words_of(self, entry: Actor) -> tuple[str, ...]:
        """The words that were learnt for it."""
        return tuple(each.words for each in self.learnt.get(entry.key, ()))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with a dry run would do, counted in entries."""

    added: int
    changed: int
    unchanged: int


def list_actors(session: Session, person: Person, slug: str) -> Listing:
    """Everything on the list, what was learnt, and who was proposed and not refused."""
    project_id = _project(session, person, slug, Action.SEE_PROJECT)
    return listing(session, project_id)


def listing(session: Session, project_id: int) -> Listing:
    found = actors.current(session, project_id)
    learnt: dict[str, list[Learnt]] = {}
    for each in sorted(found.learnt, key=lambda each: (-each.seen, each.words)):
        learnt.setdefault(each.key, []).append(each)
    proposed = [each for each in actors.proposals(session, project_id) if not each.is_refused]
    return Listing(found.actors, learnt, proposed)


def told(found: Listing, entry: Actor) -> dict[str, Json]:
    """The entry with what was learnt for it, as commands and the API tell it."""
    learnt: list[Json] = [{"words": each.words, "seen": each.seen} for each in found.learnt.get(entry.key, ())]
    return {**entry.as_json(), "learnt": learnt}


def search_actors(session: Session, person: Person, slug: str, query: str, limit: int = OFFERED) -> list[Actor]:
    """The entries that the query may mean, best first: what is offered while somebody types."""
    project_id = _project(session, person, slug, Action.SEE_PROJECT)
    return actors.current(session, project_id).search(query, limit)


def add_actor(session: Session, person: Person, slug: str, new: Actor) -> Actor:
    """A new entry; raises Conflict when its key is taken, InvalidInput when its words are."""
    project_id = _project(session, person, slug, Action.KEEP_ACTORS)
    with actors.turn(session, project_id):
        standing = actors.read(session, project_id)
        if standing.find(new.key) is not None:
            raise Conflict(f"there is an actor with the key {new.key!r} already", rule="exists")
        _put(session, project_id, standing, new)
    return new


def put_actor(session: Session, person: Person, slug: str, entry: Actor) -> Actor:
    """The entry under its key, in the place of what stood there, if anything did."""
    project_id = _project(session, person, slug, Action.KEEP_ACTORS)
    with actors.turn(session, project_id):
        _put(session, project_id, actors.read(session, project_id), entry)
    return entry


def remove_actor(session: Session, person: Person, slug: str, key: str) -> bool:
    """Take the entry off the list with what was learnt for it; whether it was there. Annotations keep its name."""
    project_id = _project(session, person, slug, Action.KEEP_ACTORS)
    with actors.turn(session, project_id):
        return actors.remove(session, project_id, key)


def judge_alias(session: Session, person: Person, slug: str, key: str, words: str, *, accept: bool) -> None:
    """Make learnt words an alias of their entry; or drop them, and then they are not learnt again."""
    project_id = _project(session, person, slug, Action.KEEP_ACTORS)
    with actors.turn(session, project_id):
        standing = actors.read(session, project_id)
        entry, learnt = standing.find(key), _taught(session, project_id, key, words)
        if entry is None or learnt is None:
            raise Conflict(f"{words!r} is not learnt for {key!r} any more", rule="unknown")
        if accept:
            aliases = (*entry.aliases, learnt.words)
            _put(session, project_id, standing, _remade(entry, aliases))
            actors.forget(session, project_id, key, learnt.folded)
        else:
            actors.teach(session, project_id, replace(learnt, is_dropped=True))


def judge_proposal(session: Session, person: Person, slug: str, key: str, *, accept: bool) -> None:
    """Put a proposed actor on the list; or refuse it, and then it is not proposed again."""
    project_id = _project(session, person, slug, Action.KEEP_ACTORS)
    with actors.turn(session, project_id):
        found = next((each for each in actors.proposals(session, project_id) if each.actor.key == key), None)
        if found is None:
            raise Conflict(f"{key!r} is not proposed any more", rule="unknown")
        if accept:
            _put(session, project_id, actors.read(session, project_id), found.actor)
        else:
            actors.put(session, project_id, found.actor, REFUSED, found.seen)


def import_actors(session: Session, project_id: int, source: BinaryIO, file: str) -> ImportReport:
    """Bring in a CSV: an entry under a key that is known takes its place, others of the list stay.

    Raises InvalidInput with file, line and rule; then nothing of it is stored.
    """
    rows = list(actor_table.read(source, file))
    with actors.turn(session, project_id):
        standing = actors.read(session, project_id)
        entries = _keyed(rows, standing)
        keys = {each.key for each in entries}
        others = [each for each in standing.actors if each.key not in keys]
        clash = first_clash([*others, *entries])
        if clash is not None:
            line = rows[clash.at - len(others)].line if clash.at >= len(others) else None
            raise InvalidInput(clash.message, rule=clash.rule, file=file, line=line)
        new = [each for each in entries if standing.find(each.key) is None]
        changed = [each for each in entries if standing.find(each.key) not in (None, each)]
        for each in (*new, *changed):
            actors.put(session, project_id, each)
        _settle(session, project_id)
    return ImportReport(len(new), len(changed), len(entries) - len(new) - len(changed))


def bring_in(session: Session, person: Person, slug: str, source: BinaryIO, file: str) -> ImportReport:
    """`import_actors`, for somebody who may."""
    return import_actors(session, _project(session, person, slug, Action.IMPORT), source, file)


def export_actors(session: Session, project_id: int) -> bytes:
    """The list as CSV; importing it anywhere gives the same list. What is only learnt or proposed is not in it."""
    return actor_table.write(actors.current(session, project_id).actors)


def take_out(session: Session, person: Person, slug: str) -> bytes:
    """`export_actors`, for somebody who may."""
    return export_actors(session, _project(session, person, slug, Action.EXPORT))


def _project(session: Session, person: Person, slug: str, action: Action) -> int:
    return row_of(get_project(session, person, slug, action))


def _keyed(rows: Iterable[Row], standing: ActorList) -> list[Actor]:
    """The entries under the keys that their names have on the list, where the file gives none."""
    known = {fold(each.name): each.key for each in standing.actors}
    taken = {each.key for each in standing.actors}
    found = []
    for row in rows:
        entry = row.actor
        if not row.has_key:
            entry = replace(entry, key=known.get(fold(entry.name)) or free_key(entry.name, taken))
        found.append(entry)
    return found


def _put(session: Session, project_id: int, standing: ActorList, entry: Actor) -> None:
    others = [each for each in standing.actors if each.key != entry.key]
    clash = first_clash([*others, entry])
    if clash is not None:
        raise InvalidInput(clash.message, rule=clash.rule)
    actors.put(session, project_id, entry)
    _settle(session, project_id)


def _settle(session: Session, project_id: int) -> None:
    """What was proposed or learnt and is on the list now is so no longer; words of a proposal go to its entry."""
    listed = actors.read(session, project_id)
    taught = actors.taught(session, project_id)
    for each in taught:
        if listed.says(each.key, each.words):
            actors.forget(session, project_id, each.key, each.folded)
    for proposal in actors.proposals(session, project_id):
        entry = listed.meant_by(proposal.actor.name)
        if entry.sure is None or entry.learnt:
            continue
        for each in taught:
            if each.key == proposal.actor.key and not listed.says(entry.sure.key, each.words):
                actors.teach(session, project_id, replace(each, key=entry.sure.key))
        actors.remove(session, project_id, proposal.actor.key)


def _taught(session: Session, project_id: int, key: str, words: str) -> Taught | None:
    folded = fold(words)
    known = actors.taught(session, project_id)
    return next((each for each in known if (each.key, each.folded) == (key, folded) and not each.is_dropped), None)


def _remade(entry: Actor, aliases: Iterable[str]) -> Actor:
    """The entry with other aliases, checked anew."""
    return actor(entry.name, aliases, entry.type, entry.country or "", entry.wikidata or "", entry.codes, entry.key)
