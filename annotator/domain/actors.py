"""Entries of a project's list of actors: what each says, and which rules it keeps."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from annotator.domain.countries import COUNTRIES
from annotator.domain.errors import InvalidInput
from annotator.domain.json import Json
from annotator.domain.meanings import KNOWN, About
from annotator.domain.names import fold

TYPES = KNOWN[About.ACTOR_TYPE]
UNKNOWN = "unknown"
#: Schemes of actors that an entry may give its code in.
CODES = ("plover", "cameo")
#: Before an alias: these words may mean the entry, and may mean others.
UNSURE = "~"
#: Between aliases where they are one text.
BETWEEN = "|"
LONGEST = 200
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the list. `key` stays when the name changes; `aliases` are other words for it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    #: One of `TYPES`.
    type: str = UNKNOWN
    #: ISO 3166-1 alpha-3.
    country: str | None = None
    #: Its item there, as "Q30".
    wikidata: str | None = None
    #: What other schemes call it, by scheme.
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The name, and every alias that surely means it."""
        return (self.name, *(alias for alias in self.aliases if not alias.startswith(UNSURE)))

    @property
    def unsure(self) -> tuple[str, ...]:
        """Aliases that may mean others too."""
        return tuple(alias.removeprefix(UNSURE).lstrip() for alias in self.aliases if alias.startswith(UNSURE))

    def value(self) -> dict[str, Json]:
        """The entry as the value of an attribute, read by a rule."""
        return {"id": self.key, "name": self.name, "by": "rule"}

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.key,
            "name": self.name,
            "aliases": list(self.aliases),
            "type": self.type,
            "country": self.country,
            "wikidata": self.wikidata,
            "codes": dict(self.codes),
        }


def actor(
    name: str,
    aliases: Iterable[str] = (),
    kind: str = "",
    country: str = "",
    wikidata: str = "",
    codes: Mapping[str, str] | None = None,
    key: str = "",
) -> Actor:
    """An entry as a person writes it: blanks do not count, and no alias is there twice.

    Raises InvalidInput with the rule that it breaks.
    """
    name = tidy(name)
    known = {scheme: code for scheme, said in (codes or {}).items() if (code := tidy(said))}
    made = Actor(
        key=key.strip() or key_for(name),
        name=name,
        aliases=_tidied(aliases),
        type=kind.strip() or UNKNOWN,
        country=country.strip().upper() or None,
        wikidata=wikidata.strip().upper() or None,
        codes=known,
    )
    _check(made)
    return made


def tidy(words: str) -> str:
    """The words with single blanks between them."""
    return " ".join(words.split())


def key_for(name: str) -> str:
    """A key made of the name; of one that has no Latin letters, of its digits in a hash."""
    plain = fold(name)
    if plain.isascii() and plain:
        return plain.replace(" ", "-")[:64].rstrip("-")
    return f"actor-{sha256(plain.encode()).hexdigest()[:8]}"


def free_key(name: str, taken: Container[str]) -> str:
    """A key made of the name that nobody has."""
    key = key_for(name)
    if key not in taken:
        return key
    return next(each for number in count(2) if (each := f"{key[:58]}-{number}") not in taken)


def _tidied(aliases: Iterable[str]) -> tuple[str, ...]:
    """Each alias once, in order; one that is sure counts more than the same that is not."""
    found: dict[str, str] = {}
    for alias in map(tidy, aliases):
        bare = tidy(alias.removeprefix(UNSURE))
        if bare and not (alias.startswith(UNSURE) and bare in found):
            found[bare] = f"{UNSURE}{bare}" if alias.startswith(UNSURE) else bare
    return tuple(found.values())


def _check(made: Actor) -> None:
    if not fold(made.name) or made.name.startswith(UNSURE):
        raise InvalidInput("an actor has a name with letters or digits in it", rule="name")
    for words in (made.name, *made.aliases, *made.codes.values()):
        _check_words(words)
    unknown = made.codes.keys() - set(CODES)
    wrong = {
        "key": not KEY.fullmatch(made.key),
        "type": made.type not in TYPES,
        "country": made.country is not None and made.country not in COUNTRIES,
        "wikidata": made.wikidata is not None and not _WIKIDATA.fullmatch(made.wikidata),
    }
    for rule, is_wrong in wrong.items():
        if is_wrong:
            raise InvalidInput(f"a {rule} is {_SHAPES[rule]}, not {getattr(made, rule)!r}", rule=rule)
    if unknown:
        raise InvalidInput(f"codes are of {', '.join(CODES)}, not of {min(unknown)!r}", rule="codes")


_SHAPES = {
    "key": "1 to 64 lower-case letters, digits, hyphens and underscores",
    "type": f"one of {', '.join(TYPES)}",
    "country": "a code of ISO 3166-1 like IRQ",
    "wikidata": "an item there like Q30",
}


def _check_words(words: str) -> None:
    if len(words) > LONGEST or not words.isprintable() or BETWEEN in words:
        said = f"names, aliases and codes have at most {LONGEST} printable characters, none of them {BETWEEN}"
        raise InvalidInput(f"{said}: {words[:LONGEST]!r}", rule="words")
    if not fold(words):
        raise InvalidInput(f"{words!r} has no letter or digit in it", rule="words")


@dataclass(frozen=True, slots=True)
class Clash:
    """Two entries that cannot stand together; `at` is the place of the later one among those given."""

    at: int
    message: str
    rule: str


def first_clash(actors: Sequence[Actor]) -> Clash | None:
    """The first entry that has the key of an earlier one, or words that surely mean an earlier one."""
    keys: set[str] = set()
    owners: dict[str, Actor] = {}
    for at, each in enumerate(actors):
        if each.key in keys:
            return Clash(at, f"two actors have the key {each.key!r}", "key")
        keys.add(each.key)
        for words in each.words:
            owner = owners.setdefault(fold(words), each)
            if owner is not each:
                said = f"{words!r} means {owner.name!r} already; words that may mean both have a {UNSURE} before them"
                return Clash(at, said, "alias")
    return None
