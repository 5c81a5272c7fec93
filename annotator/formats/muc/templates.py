"""Answer keys of MUC-4: templates of numbered slots, with alternatives, cross-references and what is only optional.

As the task documentation has them (“MUC-4 template documentation”, sections on slot fillers): a value a line, strings
of the text in quotation marks, `/` between alternatives, `:` before what a value is of, `?` before what need not be
there, `-` for none, `*` for what does not apply. Lines that begin with a semicolon are comments.
"""

import re
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidInput
from annotator.formats.muc4 import EMPTY, SLOTS

#: What does not apply; of a template: that the document has no incident.
NOT_APPLICABLE = "*"
_SLOT = re.compile(r"(\d{1,2})\.\s*(.*)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ID = re.compile(r"\s*\(.*$")
_BY_LENGTH = sorted(SLOTS, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its alternatives, and the strings that they are of."""

    alternatives: tuple[str, ...]
    of: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(slots=True)
class Template:
    """An incident, or that there is none, and where it stands in its file."""

    document: str
    line: int
    values: dict[str, list[Value]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """It says that the document tells of no incident."""
        return not self.of("INCIDENT: TYPE")

    def of(self, slot: str) -> list[Value]:
        return self.values.get(slot, [])


def templates(text: str) -> list[Template]:
    """The templates of a file of answer keys; raises InvalidInput with the line."""
    found: list[Template] = []
    slot = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(";") or not line.strip():
            continue
        numbered = _SLOT.match(line)
        if numbered is not None:
            slot, said = _named(numbered.group(2), number)
        else:
            said = line.strip()
        if numbered is not None and slot == SLOTS[0]:
            found.append(Template(_ID.sub("", said), number))
        elif not found or (numbered is None and not line[0].isspace()):
            raise InvalidInput(f"a line of no slot: {line.strip()[:60]!r}", rule="slot", line=number)
        elif said not in (EMPTY, NOT_APPLICABLE, ""):
            found[-1].values.setdefault(slot, []).append(value_of(said))
    return found


def value_of(said: str) -> Value:
    """A value as it is written."""
    is_optional = said.startswith("?")
    said = said.removeprefix("?").strip()
    head, of = _parted(said)
    strings = _strings(head)
    if strings:
        return Value(strings, _strings(of), is_optional)
    plain = (each.strip() for each in head.split(" / "))
    return Value(tuple(each for each in plain if each not in ("", EMPTY)), _strings(of), is_optional)


def _named(said: str, line: int) -> tuple[str, str]:
    words = " ".join(said.split())
    name = next((slot for slot in _BY_LENGTH if words == slot or words.startswith(f"{slot} ")), None)
    if name is None:
        raise InvalidInput(f"MUC-4 has no slot {said.strip()[:40]!r}", rule="slot", line=line)
    # What follows the name, with its own spaces: strings may have two.
    rest = re.match(r"\s*" + r"\s+".join(map(re.escape, name.split())), said)
    return name, said[rest.end() :].strip() if rest else ""


def _parted(said: str) -> tuple[str, str]:
    """A value, and the strings that it is of: what stands behind a colon right before a string, outside of strings."""
    bare = _STRING.sub(lambda found: '"' + "_" * (len(found.group()) - 2) + '"', said)
    at = re.search(r":\s*\(?\s*\??\s*\"", bare)
    return (said[: at.start()], said[at.end() - 1 :]) if at else (said, "")


def _strings(said: str) -> tuple[str, ...]:
    found = (re.sub(r"\\(.)", r"\1", each).strip() for each in _STRING.findall(said))
    return tuple(each for each in found if each not in ("", EMPTY))
