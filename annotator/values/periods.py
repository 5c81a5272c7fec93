"""What the words for a time mean: days of the calendar, against the day that they are read on.

A pattern of a language (`languages/date_words.py`) names one of MEANINGS and gives it the numbers of its slots.
Without a day to read against only what names its year means anything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from annotator.values.languages.date_words import DAY, EARLY, LATE, MONTH, WEEK, YEAR

#: Leap days come back after eight years at most.
_YEARS_LOOKED_AT = 9


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included.

    `precision` says how closely they are told: 1 a day, 2 from two to six days, 3 a week, 4 a month, 5 a year.
    """

    first: date
    last: date
    precision: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that words are read against, None where it is not known, and whether they tell of what is to come."""

    day: date | None
    ahead: bool = False


Slots: TypeAlias = Mapping[str, int]
Meaning: TypeAlias = Callable[[Slots, Anchor], Period | None]


def period_of(meaning: str, slots: Slots, anchor: Anchor) -> Period | None:
    """The days, None where the calendar has none such, or no day is known to read against.

    What is not planned is never later than the day that it is told on, unless its words say so ("tomorrow", a
    year): "this month" is the month so far, and "late this month" nothing yet.
    """
    if any(slots.get(each, 0) > 0 for each in ("named", "step", "side", "past")):
        anchor = replace(anchor, ahead=True)
    try:
        found = MEANINGS[meaning](slots, anchor)
    except (ValueError, OverflowError):
        return None
    if found is None or (_is_later(found, anchor) and "year" not in slots):
        return None
    return told_so_far(found, anchor)


def _is_later(period: Period, anchor: Anchor) -> bool:
    return anchor.day is not None and not anchor.ahead and period.first > anchor.day


def told_so_far(period: Period, anchor: Anchor) -> Period:
    """Without the days that had not come yet, unless they are meant."""
    if anchor.day is None or anchor.ahead or not period.first <= anchor.day < period.last:
        return period
    return Period(period.first, anchor.day, period.precision)


def spanning(first: date, last: date) -> Period:
    """From day to day, as close as the number of days says."""
    days = (last - first).days + 1
    return Period(first, last, next(each for each, limit in _LONGEST if days <= limit))


_LONGEST = ((1, 1), (2, 6), (3, 7), (4, 31), (5, 10**9))


def _one(day: date) -> Period:
    return Period(day, day, 1)


# ---------------------------------------------------------------- with a year or without


def _candidates(year: int | None, anchor: Anchor) -> Iterable[int]:
    """The years that a date may be of, the likeliest first."""
    if year is not None:
        return (year,)
    if anchor.day is None:
        return ()
    step = 1 if anchor.ahead else -1
    return (anchor.day.year + step * each for each in range(_YEARS_LOOKED_AT))


def _chosen(year: int | None, anchor: Anchor, made: Callable[[int], Period]) -> Period | None:
    """The latest that has begun, or the first that is not over when it is still to come."""
    for each in _candidates(year, anchor):
        try:
            period = made(each)
        except ValueError:
            continue
        if year is not None or anchor.day is None:
            return period
        if period.last >= anchor.day if anchor.ahead else period.first <= anchor.day:
            return period
    return None


def _year_day(slots: Slots, anchor: Anchor) -> Period | None:
    month, day = slots["month"], slots["day"]
    return _chosen(_year_of(slots, anchor), anchor, lambda year: _one(date(year, month, day)))


def _year_of(slots: Slots, anchor: Anchor) -> int | None:
    """The year that is written, or told as "last year"."""
    if "past" in slots and anchor.day is not None:
        return anchor.day.year + slots["past"]
    return slots.get("year")


def _days(slots: Slots, anchor: Anchor) -> Period | None:
    """Two days of one month."""
    month, day, other = slots["month"], slots["day"], slots["day2"]
    if other <= day:
        return None
    return _chosen(slots.get("year"), anchor, lambda year: spanning(date(year, month, day), date(year, month, other)))


def _neighbours(slots: Slots, anchor: Anchor) -> Period | None:
    """Two days of one month that are joined by "and": all between them only where there is nothing between."""
    return _days(slots, anchor) if slots["day2"] == slots["day"] + 1 else None


def _month(slots: Slots, anchor: Anchor) -> Period | None:
    month = slots["month"]
    return _chosen(_year_of(slots, anchor), anchor, lambda each: _part_of_month(each, month, slots.get("part")))


def _stepped_month(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "last January": one that is over, "next January": one that has not begun."""
    if anchor.day is None:
        return None
    step, month = slots["step"], slots["month"]
    if step == 0:
        return _part_of_month(anchor.day.year, month, None)
    over = month < anchor.day.month if step < 0 else month <= anchor.day.month
    year = anchor.day.year + (int(over) if step > 0 else int(over) - 1)
    return _part_of_month(year, month, None)


def _year(slots: Slots, anchor: Anchor) -> Period:
    del anchor
    return _part_of_year(slots["year"], slots.get("part"))


def _years(slots: Slots, anchor: Anchor) -> Period | None:
    del anchor
    first, last = slots["year"], slots["year2"]
    return spanning(date(first, 1, 1), date(last, 12, 31)) if first < last else None


# ---------------------------------------------------------------- against the day


def _weekday(slots: Slots, anchor: Anchor) -> Period | None:
    """The latest such day, its own day included; the next one when it is still to come."""
    if anchor.day is None:
        return None
    step, gap = slots.get("step", 0), slots["weekday"] - anchor.day.weekday()
    if step > 0 or (step == 0 and anchor.ahead):
        days = gap % 7 or (7 if step else 0)
    else:
        days = gap % 7 - 7 if gap % 7 or step else 0
    return _one(anchor.day + timedelta(days))


def _weekday_of_week(slots: Slots, anchor: Anchor) -> Period | None:
    if anchor.day is None:
        return None
    return _one(_monday(anchor.day) + timedelta(7 * slots["past"] + slots["weekday"]))


def _named(slots: Slots, anchor: Anchor) -> Period | None:
    return None if anchor.day is None else _one(anchor.day + timedelta(slots["named"]))


def _overnight(slots: Slots, anchor: Anchor) -> Period | None:
    """The night before the day on which it is told, which belongs to two days."""
    del slots
    return None if anchor.day is None else spanning(anchor.day - timedelta(1), anchor.day)


def _stepped(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "last week", "this month", "earlier this year"."""
    if anchor.day is None:
        return None
    step = slots.get("step", 0)
    found = _unit(anchor.day, slots["unit"], step, slots.get("part"))
    if found is None or step:
        return found
    side = slots.get("side", 0) or (1 if anchor.ahead else 0)
    if side < 0 or (side == 0 and "part" not in slots):
        return Period(found.first, anchor.day, found.precision)
    return Period(max(found.first, anchor.day), found.last, found.precision) if side > 0 else found


def _weekend(slots: Slots, anchor: Anchor) -> Period | None:
    if anchor.day is None:
        return None
    step = slots.get("step", 0)
    saturday = _monday(anchor.day) + timedelta(5)
    has_begun = saturday <= anchor.day
    if step > 0 or (step == 0 and anchor.ahead):
        days = 7 if has_begun and step > 0 else 0
    else:
        days = 0 if has_begun and step == 0 else -7
    return spanning(saturday + timedelta(days), saturday + timedelta(days + 1))


def _ago(slots: Slots, anchor: Anchor) -> Period | None:
    return None if anchor.day is None else _away(anchor.day, slots["unit"], -slots["number"])


def _offset(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "a day earlier", "two weeks later": against whatever day is told beside it."""
    if anchor.day is None:
        return None
    return _away(anchor.day, slots.get("unit", DAY), slots["side"] * slots.get("number", 1))


def _lately(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "a few days ago": from two to six days."""
    del slots
    return None if anchor.day is None else spanning(anchor.day - timedelta(6), anchor.day - timedelta(2))


def _lasting(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "the past three weeks": up to now."""
    if anchor.day is None:
        return None
    return spanning(_shifted(anchor.day, slots["unit"], -slots.get("number", 1)), anchor.day)


# ---------------------------------------------------------------- the calendar


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _shifted(day: date, unit: int, number: int) -> date:
    if unit in (DAY, WEEK):
        return day + timedelta(number * (7 if unit == WEEK else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == YEAR else 1)
    first = date(months // 12, months % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), _end_of_month(first))


def _away(day: date, unit: int, number: int) -> Period | None:
    """The day, or the whole week, month or year, that lies so many of them away."""
    if unit == DAY:
        return _one(day + timedelta(number))
    return _unit(day, unit, number, None)


def _unit(day: date, unit: int, step: int, part: int | None) -> Period | None:
    there = _shifted(day, unit, step)
    if unit == WEEK:
        return Period(_monday(there), _monday(there) + timedelta(6), 3)
    if unit == MONTH:
        return _part_of_month(there.year, there.month, part)
    return _part_of_year(there.year, part) if unit == YEAR else None


def _end_of_month(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(1)


def _part_of_month(year: int, month: int, part: int | None) -> Period:
    """A month or about a third of it, which is still told as closely as a month is."""
    first = date(year, month, 1)
    begins = first if part in (None, EARLY) else first + timedelta(10 if part != LATE else 20)
    ends = _end_of_month(first) if part in (None, LATE) else first + timedelta(9 if part == EARLY else 19)
    return Period(begins, ends, 4)


def _part_of_year(year: int, part: int | None) -> Period:
    first = 1 if part is None else 4 * part + 1
    last = 12 if part is None else 4 * part + 4
    return Period(date(year, first, 1), _end_of_month(date(year, last, 1)), 5)


MEANINGS: Mapping[str, Meaning] = {
    "year_day": _year_day,
    "days": _days,
    "neighbours": _neighbours,
    "month": _month,
    "stepped_month": _stepped_month,
    "year": _year,
    "years": _years,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "named": _named,
    "overnight": _overnight,
    "stepped": _stepped,
    "weekend": _weekend,
    "ago": _ago,
    "offset": _offset,
    "lately": _lately,
    "lasting": _lasting,
    "hour": lambda _slots, _anchor: None,
}
