"""What people ask for in words, as a plan says it: lists on a command line or in a form, tables of splits."""

import csv
import io
from collections.abc import Iterable, Iterator

from annotator.domain.errors import InvalidInput
from annotator.releases.comparing import Difference, Moved


def shares(words: str) -> dict[str, float]:
    """`train=80,dev=10,test=10` as the share of each split; raises InvalidInput."""
    found: dict[str, float] = {}
    for name, value in _pairs(words, "train=80,dev=10,test=10"):
        try:
            found[name] = float(value)
        except ValueError:
            raise InvalidInput(f"the share of {name} is a number, not {value!r}", rule="plan") from None
    return found


def days(words: str) -> dict[str, object]:
    """`train,dev=2024-05-01,test=2024-06-01` as the first split and the first day of the others."""
    first, _, rest = words.partition(",")
    shown = "train,test=2024-06-01"
    if "=" in first or not rest:
        raise InvalidInput(f"splits by date are given as {shown}, not {words!r}", rule="plan")
    return {"first": first.strip(), "since": dict(_pairs(rest, shown))}


def _pairs(words: str, shown: str) -> Iterator[tuple[str, str]]:
    for each in words.split(","):
        name, equals, value = each.partition("=")
        if not equals:
            raise InvalidInput(f"splits are given as {shown}, not {words!r}", rule="plan")
        yield name.strip(), value.strip()


def options(words: Iterable[str]) -> dict[str, dict[str, str]]:
    """`conll2003.overlap=first` as an option of a format."""
    found: dict[str, dict[str, str]] = {}
    for each in words:
        name, equals, value = each.partition("=")
        format_id, dot, option = name.partition(".")
        if not equals or not dot:
            raise InvalidInput(f"an option is FORMAT.NAME=VALUE, not {each!r}", rule="option")
        found.setdefault(format_id, {})[option] = value
    return found


def given_splits(data: bytes, file: str) -> dict[str, str]:
    """The split of each document, out of a CSV with these columns; raises InvalidInput with file and line."""
    found: dict[str, str] = {}
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"byte {error.start} is no UTF-8", rule="encoding", file=file) from None
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not {"document", "split"} <= set(rows.fieldnames or ()):
            raise InvalidInput("the columns are document and split", rule="column", file=file, line=1)
        for row in rows:
            if found.setdefault(row["document"], row["split"]) != row["split"]:
                said = f"{row['document']} is given two splits"
                raise InvalidInput(said, rule="given", file=file, line=rows.line_num)
    except csv.Error as error:
        raise InvalidInput(str(error), rule="csv", file=file, line=rows.line_num) from None
    return found


def cells(difference: Difference) -> list[str]:
    """What is different in a document, in words."""
    was, now = difference.split
    if difference.state == "added":
        return [f"added to {now}"]
    if difference.state == "removed":
        return [f"removed from {was}"]
    said = [f"moved from {was} to {now}"] if was != now else []
    said += [
        f"another {name}" for name, is_other in (("text", difference.text), ("metadata", difference.meta)) if is_other
    ]
    for name in ("sets", "spans", "links", "attributes"):
        moved: Moved = getattr(difference, name)
        if moved:
            said.append(f"{name} +{moved.added} -{moved.removed} ~{moved.changed}")
    return said
