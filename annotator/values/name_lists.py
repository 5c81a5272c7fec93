"""Names behind one noun for all who bear them: "judges Lopez and Perez" are two."""

from annotator.values.amounts import Amounts, Said
from annotator.values.quantities import meant


def named_together(amounts: Amounts, start: int) -> Said | None:
    """The count of those who are named behind a noun for several that begins here; None where nobody is."""
    begin = amounts.nouns.behind_several(amounts.words, start)
    if not begin or any(amounts.said_at(place) for place in range(start, begin)):
        return None
    number, at, is_closed = 1, _past_name(amounts, begin), False
    while not is_closed and (following := _next_name(amounts, at)) is not None:
        behind, is_closed = following
        number, at = number + 1, _past_name(amounts, behind)
    return (amounts.worded(meant("exact", number), start, at), at) if is_closed else None


def _next_name(amounts: Amounts, at: int) -> tuple[int, bool] | None:
    """Where the next name begins, behind an "and" or a comma; whether the list ends with it."""
    if not amounts.ends_item(at):
        return None
    joined = amounts.joined_at(at)
    behind = at + 1 if joined is None else joined
    return (behind, joined is not None) if amounts.nouns.may_be_name(amounts.words, behind) else None


def _past_name(amounts: Amounts, place: int) -> int:
    """Behind a name, and behind what it is of: "Bush of the United States"."""
    at = amounts.nouns.end(amounts.words, place)
    if amounts.word(at) not in amounts.language.of:
        return at
    end = len(amounts.words)
    return next((each for each in range(at, end) if amounts.ends_item(each)), end)
