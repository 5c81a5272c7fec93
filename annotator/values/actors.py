"""Whom words mean: by the project's list, by what the document says of a name, by what people taught.

What is sure in one document alone (an acronym that it introduces, the last name of a person whom it has
named in full) holds in that document alone.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from annotator.domain.actor_lists import ActorList, Meant
from annotator.domain.actors import UNKNOWN, Actor
from annotator.domain.names import fold, is_acronym, without_possessive
from annotator.values.languages.party_words import PartyWords
from annotator.values.party_phrases import country_of, named_within
from annotator.values.phrases import tokens_of
from annotator.values.stories import NOTHING, Reading, Story

#: How many words before an acronym in brackets may be what it stands for.
_LONGEST_NAME = 10
#: How many words before a last name may be the rest of the name, and how many before that a title.
_FIRST_NAMES, _TITLES = 4, 3
#: How many words a last name may have: "bin Laden".
_LAST_NAMES = 3
_ACRONYM = r"([A-Z][A-Za-z.]{1,9})"
_WORD = re.compile(r"\S+")
_EDGES = ".,;:'’\"“”()[]"


def read_identity(story: Story, start: int, end: int) -> Reading:
    """The entry of the project's list that the words mean."""
    meant = meant_by(story, start, end)
    others = tuple(each.value() for each in meant.others)
    return Reading(meant.sure.value() if meant.sure else None, others, meant.learnt)


def read_actor_type(story: Story, start: int, end: int) -> Reading:
    """The kind of the entry that they mean, else the kind that a noun surely says; `unknown` is no reading."""
    meant = meant_by(story, start, end)
    kinds = list(dict.fromkeys(each.type for each in (meant.sure, *meant.others) if each and each.type != UNKNOWN))
    if meant.sure and meant.sure.type != UNKNOWN:
        return Reading(kinds[0], tuple(kinds[1:]), meant.learnt)
    if meant.sure or kinds:
        return Reading(None, tuple(kinds))
    kind = _kind_by_noun(story, story.text[start:end])
    return Reading(kind) if kind else NOTHING


def meant_by(story: Story, start: int, end: int) -> Meant:
    """Whom the words mean where they stand."""
    listed = story.actors
    if listed is None or not listed.actors:
        return Meant()
    meant = listed.meant_by(story.text[start:end])
    if meant.sure is not None and not meant.learnt:
        return meant
    here = _in_document(story, listed, start, end)
    if here is None:
        return meant
    others = (meant.sure, *meant.others) if meant.sure else meant.others
    return Meant(here, tuple(each for each in others if each.key != here.key))


def _in_document(story: Story, listed: ActorList, start: int, end: int) -> Actor | None:
    """Whom the words mean by what else this document says; None where that leaves a doubt."""
    words = story.text[start:end]
    pack = story.words.parties if story.words else None
    found: list[Actor | None] = [*_introduced(story.text, listed, words)]
    if pack is not None and not found:
        bare = _without_titles(words, pack)
        by_name = listed.meant_by(bare) if bare != words else Meant()
        if by_name.sure is not None and not by_name.learnt:
            found.append(by_name.sure)
        elif (named := named_within(story, listed, words, pack)) is not None:
            found.append(named)
        else:
            found += _named_before(story.text[:end], listed, bare, pack, has_title=bare != words)
    keys = {None if each is None else each.key for each in found}
    return found[0] if len(keys) == 1 else None


# ---------------------------------------------------------------- acronyms


def _introduced(text: str, listed: ActorList, words: str) -> Iterator[Actor | None]:
    """Entries that "Long Name (LN)" says are meant by one half of it, since the other half is on the list.

    None for a half that is not.
    """
    words = re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)
    if is_acronym(words):
        for bracket in re.finditer(rf"\(\s*{re.escape(words)}\s*\)", text):
            yield from _spelt_out(text[: bracket.start()], listed, words)
        return
    if " " in words:
        for bracket in re.finditer(rf"\b{re.escape(words)}\s*\(\s*{_ACRONYM}\s*\)", text):
            if _stands_for(bracket[1], words):
                yield from _sure(listed, bracket[1])


def _spelt_out(before: str, listed: ActorList, acronym: str) -> Iterator[Actor | None]:
    """The entry that the words just before the bracket name, if their letters are those of the acronym."""
    words = before.rpartition("\n")[2].split()[-_LONGEST_NAME:]
    names = [" ".join(words[at:]) for at in range(len(words)) if _stands_for(acronym, " ".join(words[at:]))]
    known = [each for name in names for each in _sure(listed, name)]
    if names:
        yield known[0] if known else None


def _stands_for(acronym: str, name: str) -> bool:
    """Whether the acronym is made of the first letters of the name's words; small words may be left out."""
    wanted = acronym.replace(".", "").casefold()
    words = re.split(r"[\s\-/]+", name.strip(_EDGES))
    every = "".join(word[0] for word in words if word).casefold()
    large = "".join(word[0] for word in words if word and word[0].isupper()).casefold()
    return len(wanted) > 1 and wanted in (every, large)


def _sure(listed: ActorList, words: str) -> Iterator[Actor]:
    meant = listed.meant_by(words)
    if meant.sure is not None and not meant.learnt:
        yield meant.sure


# ---------------------------------------------------------------- persons


def _without_titles(words: str, pack: PartyWords) -> str:
    """The words behind the ranks and offices that they begin with; all of them, if nothing else is there."""
    parts = words.split()
    for at, part in enumerate(parts):
        if not _is_title(part, pack):
            return " ".join(parts[at:]) if at else words
    return words


def _is_title(word: str, pack: PartyWords) -> bool:
    return word.strip(_EDGES).casefold() in pack.titles


def _named_before(
    before: str, listed: ActorList, words: str, pack: PartyWords, *, has_title: bool
) -> Iterator[Actor | None]:
    """Whom the text has named in full whose last name these words are; None for somebody who is on no list."""
    last = without_possessive(words.strip(_EDGES))
    if last == last.lower() or is_acronym(last) or len(last.split()) > _LAST_NAMES:
        return
    for mention in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", before):
        line = before[max(0, mention.start() - 200) : mention.start()]
        first_names = [*_WORD.finditer(line.rpartition("\n")[2])]
        yield from _full_name(listed, [each[0] for each in first_names], last, pack, has_title=has_title)


def _full_name(
    listed: ActorList, words: list[str], last: str, pack: PartyWords, *, has_title: bool
) -> Iterator[Actor | None]:
    """The person named by some of the words and the last name behind them."""
    for number in range(1, min(_FIRST_NAMES, len(words)) + 1):
        first, before = words[-number:], words[: len(words) - number][-_TITLES:]
        name = " ".join([*first, last])
        meant = listed.meant_by(name)
        if meant.sure is None or meant.learnt:
            continue
        is_person = has_title or any(_is_title(word, pack) for word in before) or fold(first[0]) in pack.persons
        if is_person:
            yield meant.sure
        return
    # Somebody else with that last name leaves a doubt whom it means from here on.
    if words and words[-1][:1].isupper() and not words[-1].endswith((",", ".", ":")) and not _is_title(words[-1], pack):
        yield None


# ---------------------------------------------------------------- nouns


def _kind_by_noun(story: Story, words: str) -> str | None:
    """The kind of actor that the noun among the words surely says; None where anything leaves a doubt."""
    pack = story.words.parties if story.words else None
    if pack is None:
        return None
    said = [token.text for token in tokens_of(words) if token.kind != "sign"]
    if pack.doubtful.intersection(said):
        return None
    said = _without_owner(said, story, pack)
    ends = next((at for at, word in enumerate(said) if at and word in pack.places | pack.owners), len(said))
    noun, known = said[:ends], _nouns(pack)
    found = known.get(" ".join(word for word in noun if not _is_plain(word, story, pack))) or known.get(" ".join(noun))
    if found is None:
        # The longest phrase that it ends with, where that is sure whatever stands before it.
        tails = (" ".join(noun[at:]) for at in range(len(noun)))
        found = next((known[tail] for tail in tails if tail in pack.certain), None)
    is_owned = ends < len(said) and said[ends] in pack.owners
    return None if is_owned and found != "government" else found


def _without_owner(said: list[str], story: Story, pack: PartyWords) -> list[str]:
    """Without the state whose they are: "Sudan's army"."""
    at = next((at for at, word in enumerate(said) if word.endswith("'s")), None)
    if at is None:
        return said
    owner = country_of(story, " ".join(each for each in said[: at + 1] if each not in pack.plain))
    return said if owner is None or owner in _stateless(story, pack) else said[at + 1 :]


def _stateless(story: Story, pack: PartyWords) -> set[str | None]:
    """The countries all of whose peoples are no state's, or not surely."""
    places = story.words.places if story.words else None
    peoples = places.peoples if places else {}
    of_states = {code for word, code in peoples.items() if word not in pack.stateless}
    return {country_of(story, word) for word in pack.stateless if peoples.get(word) not in of_states}


@lru_cache(maxsize=8)
def _nouns(pack: PartyWords) -> Mapping[str, str]:
    return {noun: kind for kind, nouns in pack.nouns.items() for noun in nouns}


def _is_plain(word: str, story: Story, pack: PartyWords) -> bool:
    """Whether the word leaves the kind of a noun beside it as it is: "provincial", "Malian", "five"."""
    if word in pack.plain or word.isdecimal() or (story.words is not None and word in story.words.numbers):
        return True
    places = story.words.places if story.words else None
    return places is not None and word in places.peoples and word not in pack.stateless
