"""A project's list of actors in the store, and what its people taught.

Writers of one list take turns (`turn`), so that of two who teach the same at once neither is lost nor doubled.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from annotator.domain.actor_lists import ActorList, Learnt
from annotator.domain.actors import Actor
from annotator.store.core import actor_lists, actors, learnt_aliases
from annotator.store.prepared import Prepared
from annotator.store.rows import dump
from annotator.store.session import connection_of

LISTED, PROPOSED, REFUSED = "listed", "proposed", "refused"
NOBODY = ActorList()
#: How many lists are kept in memory.
KEPT = 32

_PROJECT = bindparam("project", type_=actors.c.project_id.type)
_STAMP = Prepared(select(actor_lists.c.stamp).where(actor_lists.c.project_id == _PROJECT))
#: Between the two halves of a stamp: that of the entries, and that of what was learnt.
_HALVES = "."


class _Kept:
    """Lists as they were last read, by their stamps: what changes gets another one, so that nothing is ever stale."""

    def __init__(self) -> None:
        self._lists: dict[str, ActorList] = {}

    def get(self, stamp: str) -> ActorList | None:
        return self._lists.get(stamp)

    def put(self, stamp: str, found: ActorList) -> None:
        while len(self._lists) >= KEPT:
            self._lists.pop(next(iter(self._lists)), None)
        self._lists[stamp] = found


_ENTRIES, _WHOLE = _Kept(), _Kept()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An actor who is not on the list: named on so many spans, and refused by a lead or not."""

    actor: Actor
    seen: int
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """Words that people took for an entry, whether a lead has dropped them or not."""

    key: str
    folded: str
    words: str
    seen: int
    is_dropped: bool


def current(session: Session, project_id: int) -> ActorList:
    """The list as it stands: one small query, unless it has changed since it was last read here."""
    stamp = _stamp(session, project_id)
    if stamp is None:
        return NOBODY
    known = _WHOLE.get(stamp)
    if known is not None:
        return known
    half = stamp.partition(_HALVES)[0]
    entries = _ENTRIES.get(half) or ActorList(_listed(session, project_id))
    found = entries.with_learnt(_learnt(session, project_id, entries))
    # Somebody may have changed it between the queries.
    if _stamp(session, project_id) == stamp:
        _ENTRIES.put(half, entries)
        _WHOLE.put(stamp, found)
    return found


def read(session: Session, project_id: int) -> ActorList:
    """The list from its rows, also in the middle of a turn."""
    entries = ActorList(_listed(session, project_id))
    return entries.with_learnt(_learnt(session, project_id, entries))


def _stamp(session: Session, project_id: int) -> str | None:
    row = _STAMP.row(session, {"project": project_id})
    return str(row[0]) if row else None


def _listed(session: Session, project_id: int) -> tuple[Actor, ...]:
    """The entries, by name."""
    found = (each for each, state, _ in _entries(session, project_id) if state == LISTED)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.key)))


def _learnt(session: Session, project_id: int, entries: ActorList) -> Iterator[Learnt]:
    """The words that count as learnt."""
    for each in taught(session, project_id):
        if each.seen > 0 and not each.is_dropped and entries.find(each.key) is not None:
            yield Learnt(each.key, each.words, each.seen)


def proposals(session: Session, project_id: int) -> list[Proposal]:
    """Who was named without being on the list, those most often named first."""
    found = [
        Proposal(each, seen, state == REFUSED) for each, state, seen in _entries(session, project_id) if state != LISTED
    ]
    return sorted(found, key=lambda each: (-each.seen, each.actor.key))


def taught(session: Session, project_id: int) -> list[Taught]:
    """All words that people took for entries, by entry and words."""
    own = learnt_aliases.c
    query = (
        select(own.actor, own.folded, own.words, own.seen, own.is_dropped)
        .where(own.project_id == project_id)
        .order_by(own.actor, own.folded)
    )
    return [Taught(*row) for row in session.execute(query)]


@contextmanager
def turn(session: Session, project_id: int, *, entries_stay: bool = False) -> Iterator[None]:
    """The only writer of the list until the transaction ends. What is read before it may have changed by then.

    With `entries_stay` nothing is written but what was learnt and proposed.
    """
    _lock(session, project_id)
    kept = _stamp(session, project_id) if entries_stay else None
    _set_stamp(session, project_id, kept)
    yield
    # Whoever read the list on the way has read half of it.
    _set_stamp(session, project_id, kept)


def _lock(session: Session, project_id: int) -> None:
    dialect = sqlite if connection_of(session).dialect.name == "sqlite" else postgresql
    stamp = f"{token_hex(16)}{_HALVES}{token_hex(16)}"
    statement = dialect.insert(actor_lists).values(project_id=project_id, stamp=stamp)
    # Changes nothing where the project has a list, and takes its row all the same.
    taken = statement.on_conflict_do_update(index_elements=["project_id"], set_={"stamp": actor_lists.c.stamp})
    connection_of(session).execute(taken)


def _set_stamp(session: Session, project_id: int, kept: str | None) -> None:
    """Another stamp; with `kept` another one for what was learnt alone."""
    half = kept.partition(_HALVES)[0] if kept else token_hex(16)
    statement = update(actor_lists).where(actor_lists.c.project_id == project_id)
    connection_of(session).execute(statement.values(stamp=f"{half}{_HALVES}{token_hex(16)}"))


def put(session: Session, project_id: int, actor: Actor, state: str = LISTED, seen: int = 0) -> None:
    """Keep the entry under its key, in the place of what stood there."""
    said = {
        "state": state,
        "name": actor.name,
        "aliases": dump(list(actor.aliases)),
        "type": actor.type,
        "country": actor.country,
        "wikidata": actor.wikidata,
        "codes": dump(dict(actor.codes)),
        "seen": seen,
    }
    connection = connection_of(session)
    own = actors.c
    # Changed and not made anew: what was learnt for it goes with its row.
    changed = connection.execute(
        update(actors).where(own.project_id == project_id, own.key == actor.key).values(said)
    ).rowcount
    if not changed:
        connection.execute(actors.insert().values(project_id=project_id, key=actor.key, **said))


def remove(session: Session, project_id: int, key: str) -> bool:
    """Take the entry away with all that was learnt for it; whether it was there."""
    own = actors.c
    gone = connection_of(session).execute(delete(actors).where(own.project_id == project_id, own.key == key))
    return gone.rowcount > 0


def teach(session: Session, project_id: int, words: Taught) -> None:
    """Keep what is known of these words for that entry."""
    connection, own = connection_of(session), learnt_aliases.c
    where = (own.project_id == project_id, own.actor == words.key, own.folded == words.folded)
    said = {"words": words.words, "seen": words.seen, "is_dropped": words.is_dropped}
    if not connection.execute(update(learnt_aliases).where(*where).values(said)).rowcount:
        row = {"project_id": project_id, "actor": words.key, "folded": words.folded, **said}
        connection.execute(learnt_aliases.insert().values(row))


def forget(session: Session, project_id: int, key: str, folded: str) -> None:
    """Know nothing more of these words for that entry."""
    own = learnt_aliases.c
    where = (own.project_id == project_id, own.actor == key, own.folded == folded)
    connection_of(session).execute(delete(learnt_aliases).where(*where))


def _entries(session: Session, project_id: int) -> Iterator[tuple[Actor, str, int]]:
    own = actors.c
    query = select(
        own.key, own.name, own.aliases, own.type, own.country, own.wikidata, own.codes, own.state, own.seen
    ).where(own.project_id == project_id)
    for key, name, aliases, kind, country, wikidata, codes, state, seen in session.execute(query):
        yield Actor(key, name, tuple(json.loads(aliases)), kind, country, wikidata, json.loads(codes)), state, seen
