"""Days of the calendar: weeks from Monday on, months and years with their thirds, and how closely each is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from annotator.values.languages.date_words import DAY, EARLY, LATE, MONTH, WEEK, YEAR


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included.

    `precision` says how closely they are told: 1 a day, 2 from two to six days, 3 a week, 4 a month, 5 a year.
    """

    first: date
    last: date
    precision: int


def spanning(first: date, last: date) -> Period:
    """From day to day, as close as the number of days says."""
    days = (last - first).days + 1
    return Period(first, last, next(each for each, limit in _LONGEST if days <= limit))


_LONGEST = ((1, 1), (2, 6), (3, 7), (4, 31), (5, 10**9))


def one_day(day: date) -> Period:
    """Told to the day."""
    return Period(day, day, 1)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(day.weekday())


def shifted(day: date, unit: int, number: int) -> date:
    """The day so many units away; the last of a month that is shorter."""
    if unit in (DAY, WEEK):
        return day + timedelta(number * (7 if unit == WEEK else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == YEAR else 1)
    first = date(months // 12, months % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), end_of_month(first))


def away(day: date, unit: int, number: int) -> Period | None:
    """The day, or the whole week, month or year, that lies so many of them away."""
    if unit == DAY:
        return one_day(day + timedelta(number))
    return unit_of(day, unit, number, None)


def unit_of(day: date, unit: int, step: int, part: int | None) -> Period | None:
    """The week, month or year so many steps away, or a part of it."""
    there = shifted(day, unit, step)
    if unit == WEEK:
        return Period(monday_of(there), monday_of(there) + timedelta(6), 3)
    if unit == MONTH:
        return part_of_month(there.year, there.month, part)
    return part_of_year(there.year, part) if unit == YEAR else None


def end_of_month(first: date) -> date:
    """The last day of the month that begins on this one."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(1)


def part_of_month(year: int, month: int, part: int | None) -> Period:
    """A month or about a third of it, which is still told as closely as a month is."""
    first = date(year, month, 1)
    begins = first if part in (None, EARLY) else first + timedelta(10 if part != LATE else 20)
    ends = end_of_month(first) if part in (None, LATE) else first + timedelta(9 if part == EARLY else 19)
    return Period(begins, ends, 4)


def part_of_year(year: int, part: int | None) -> Period:
    """A year or a third of it."""
    first = 1 if part is None else 4 * part + 1
    last = 12 if part is None else 4 * part + 4
    return Period(date(year, first, 1), end_of_month(date(year, last, 1)), 5)


def weekend_of(day: date) -> Period:
    """The one of the week of that day."""
    saturday = monday_of(day) + timedelta(5)
    return spanning(saturday, saturday + timedelta(1))
