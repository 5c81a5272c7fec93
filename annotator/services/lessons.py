"""Learning from confirmations: words that people took for an actor, and actors whom they named themselves."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from annotator.domain.actor_lists import ActorList
from annotator.domain.actors import LONGEST, Actor, actor, free_key, tidy
from annotator.domain.errors import InvalidInput
from annotator.domain.lessons import Lesson
from annotator.domain.names import fold
from annotator.store import actors
from annotator.store.actors import PROPOSED, Proposal, Taught


def learn(session: Session, project_id: int, lessons: Sequence[Lesson]) -> None:
    """Make the lessons part of what the project's list knows; never refuses one.

    Most confirm what the list says already, and then nothing is written.
    """
    known = actors.current(session, project_id)
    news = [lesson for lesson in lessons if _is_news(known, lesson)]
    if not news:
        return
    with actors.turn(session, project_id, entries_stay=True):
        known_now = _Known(session, project_id)
        for lesson in news:
            known_now.take(lesson)


def entry_of(listed: ActorList, lesson: Lesson) -> Actor | None:
    """The entry that the lesson is about: by its key, else by its name."""
    meant = listed.meant_by(lesson.name)
    return listed.find(lesson.key) or (None if meant.learnt else meant.sure)


def _is_news(known: ActorList, lesson: Lesson) -> bool:
    entry = entry_of(known, lesson)
    if entry is None:
        return lesson.is_human
    if known.says(entry.key, lesson.words):
        return False
    return _is_new(lesson) or known.has_learnt(entry.key, lesson.words)


def _is_new(lesson: Lesson) -> bool:
    """Whether words are learnt from it that were not known: a reading that is confirmed was known."""
    return lesson.is_human and lesson.is_name and lesson.times > 0


class _Known:
    """What is known at the beginning of a turn, kept up to date lesson by lesson."""

    def __init__(self, session: Session, project_id: int) -> None:
        self.session, self.project_id = session, project_id
        self.listed = actors.current(session, project_id)
        self.taught = {(each.key, each.folded): each for each in actors.taught(session, project_id)}
        self.proposed = {fold(each.actor.name): each for each in actors.proposals(session, project_id)}

    def take(self, lesson: Lesson) -> None:
        entry = entry_of(self.listed, lesson)
        if entry is None:
            self._propose(lesson)
        elif not self.listed.says(entry.key, lesson.words):
            self._teach(entry.key, lesson)

    def _teach(self, key: str, lesson: Lesson) -> None:
        folded = fold(lesson.words)
        known = self.taught.get((key, folded))
        if not folded or len(lesson.words) > LONGEST or (known is None and not _is_new(lesson)):
            return
        known = known or Taught(key, folded, tidy(lesson.words), 0, is_dropped=False)
        known = replace(known, seen=max(0, known.seen + lesson.times))
        self.taught[key, folded] = known
        actors.teach(self.session, self.project_id, known)

    def _propose(self, lesson: Lesson) -> None:
        name = fold(lesson.name)
        known = self.proposed.get(name) or self._proposal(lesson)
        if known is None:
            return
        known = replace(known, seen=max(0, known.seen + lesson.times))
        if not known.seen and not known.is_refused:
            actors.remove(self.session, self.project_id, known.actor.key)
            self.proposed.pop(name, None)
            self.taught = {at: each for at, each in self.taught.items() if each.key != known.actor.key}
            return
        self.proposed[name] = known
        state = actors.REFUSED if known.is_refused else PROPOSED
        actors.put(self.session, self.project_id, known.actor, state, known.seen)
        if fold(lesson.words) != name:
            self._teach(known.actor.key, lesson)

    def _proposal(self, lesson: Lesson) -> Proposal | None:
        """A new one; None for a name that no entry can have."""
        taken = {each.key for each in self.listed.actors} | {each.actor.key for each in self.proposed.values()}
        try:
            made = actor(lesson.name)
            return Proposal(replace(made, key=free_key(made.name, taken)), 0, is_refused=False)
        except InvalidInput:
            return None
