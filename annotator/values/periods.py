"""What the words for a time mean: days of the calendar, against the day that they are read on.

A pattern of a language (`languages/date_words.py`) names one of MEANINGS and gives it the numbers of its slots.
Without a day to read against only what names its year means anything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from annotator.values.calendar import (
    Period,
    away,
    end_of_month,
    monday_of,
    one_day,
    part_of_month,
    part_of_year,
    shifted,
    spanning,
    unit_of,
    weekend_of,
)
from annotator.values.languages.date_words import DAY, LAST, MONTH, WEEK, YEAR

#: Leap days come back after eight years at most.
_YEARS_LOOKED_AT = 9


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
    return _chosen(_year_of(slots, anchor), anchor, lambda year: one_day(date(year, month, day)))


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


def _row(slots: Slots, anchor: Anchor) -> Period | None:
    """Three days of one month, one after the other."""
    days = [slots["day"], slots["day2"], slots["day3"]]
    return _days({**slots, "day2": days[2]}, anchor) if days[2] - days[1] == days[1] - days[0] == 1 else None


def _week_of_day(slots: Slots, anchor: Anchor) -> Period | None:
    day = _year_day(slots, anchor)
    return unit_of(day.first, WEEK, 0, None) if day else None


def _weekend_of_day(slots: Slots, anchor: Anchor) -> Period | None:
    day = _year_day(slots, anchor)
    return weekend_of(day.first) if day else None


def _week_of_month(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "the first week of May": weeks of a month are counted from its first day, the last from its end."""
    month, nth = slots["month"], slots["nth"]

    def made(year: int) -> Period:
        first = date(year, month, 1)
        begins = end_of_month(first) - timedelta(6) if nth == LAST else first + timedelta(7 * nth - 7)
        return Period(begins, begins + timedelta(6), 3)

    return _chosen(slots.get("year"), anchor, made)


def _half(slots: Slots, anchor: Anchor) -> Period | None:
    """Half a year or half a month, which is told as closely as the whole."""
    is_first = slots["half"] == 1
    if "month" not in slots:
        year = _year_of(slots, anchor)
        if year is None:
            return None
        return Period(date(year, 1 if is_first else 7, 1), date(year, 6, 30) if is_first else date(year, 12, 31), 5)

    def made(year: int) -> Period:
        first = date(year, slots["month"], 1)
        middle = first + timedelta(14)
        return Period(first, middle, 4) if is_first else Period(middle + timedelta(1), end_of_month(first), 4)

    return _chosen(slots.get("year"), anchor, made)


def _feast(slots: Slots, anchor: Anchor) -> Period | None:
    """A day of the year that has a name; its number is that of the month and, in the last two digits, of the day."""
    month, day = divmod(slots["feast"], 100)
    return _year_day({**slots, "month": month, "day": day}, anchor)


def _month(slots: Slots, anchor: Anchor) -> Period | None:
    month = slots["month"]
    return _chosen(_year_of(slots, anchor), anchor, lambda each: part_of_month(each, month, slots.get("part")))


def _stepped_month(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "last January": one that is over, "next January": one that has not begun."""
    if anchor.day is None:
        return None
    step, month = slots["step"], slots["month"]
    if step == 0:
        return part_of_month(anchor.day.year, month, None)
    over = month < anchor.day.month if step < 0 else month <= anchor.day.month
    year = anchor.day.year + (int(over) if step > 0 else int(over) - 1)
    return part_of_month(year, month, None)


def _year(slots: Slots, anchor: Anchor) -> Period:
    del anchor
    return part_of_year(slots["year"], slots.get("part"))


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
    return one_day(anchor.day + timedelta(days))


def _weekday_of_week(slots: Slots, anchor: Anchor) -> Period | None:
    if anchor.day is None:
        return None
    return one_day(monday_of(anchor.day) + timedelta(7 * slots["past"] + slots["weekday"]))


def _named(slots: Slots, anchor: Anchor) -> Period | None:
    return None if anchor.day is None else one_day(anchor.day + timedelta(slots["named"]))


def _overnight(slots: Slots, anchor: Anchor) -> Period | None:
    """The night before the day on which it is told, which belongs to two days."""
    del slots
    return None if anchor.day is None else spanning(anchor.day - timedelta(1), anchor.day)


def _night(slots: Slots, anchor: Anchor) -> Period | None:
    """The night that begins on a weekday, which belongs to the next day, too."""
    day = _weekday(slots, anchor)
    return spanning(day.first, day.first + timedelta(1)) if day else None


def _night_into(slots: Slots, anchor: Anchor) -> Period | None:
    day = _weekday(slots, anchor)
    return spanning(day.first - timedelta(1), day.first) if day else None


def _stepped(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "last week", "this month", "earlier this year"."""
    if anchor.day is None:
        return None
    step = slots.get("step", 0)
    found = unit_of(anchor.day, slots["unit"], step, slots.get("part"))
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
    saturday = monday_of(anchor.day) + timedelta(5)
    has_begun = saturday <= anchor.day
    if step > 0 or (step == 0 and anchor.ahead):
        days = 7 if has_begun and step > 0 else 0
    else:
        days = 0 if has_begun and step == 0 else -7
    return weekend_of(saturday + timedelta(days))


def _ago(slots: Slots, anchor: Anchor) -> Period | None:
    return None if anchor.day is None else away(anchor.day, slots.get("unit", WEEK), -slots["number"])


def _offset(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "a day earlier", "two weeks later": against whatever day is told beside it."""
    if anchor.day is None:
        return None
    unit = WEEK if "number" in slots else DAY
    return away(anchor.day, slots.get("unit", unit), slots["side"] * slots.get("number", 1))


def _hours(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "the past 48 hours": so many days, begun ones too, up to now."""
    return None if anchor.day is None else spanning(anchor.day - timedelta(-(-slots["number"] // 24)), anchor.day)


def _lately(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "a few days ago": from two to six days."""
    del slots
    return None if anchor.day is None else spanning(anchor.day - timedelta(6), anchor.day - timedelta(2))


def _lasting(slots: Slots, anchor: Anchor) -> Period | None:
    """As in "the past three weeks": up to now. "The past week" is told as closely as any week."""
    if anchor.day is None:
        return None
    unit, number = slots["unit"], slots.get("number", 1)
    found = spanning(shifted(anchor.day, unit, -number), anchor.day)
    return replace(found, precision=_UNITS[unit]) if number == 1 and unit in _UNITS else found


_UNITS = {WEEK: 3, MONTH: 4, YEAR: 5}


MEANINGS: Mapping[str, Meaning] = {
    "year_day": _year_day,
    "days": _days,
    "neighbours": _neighbours,
    "row": _row,
    "week_of_day": _week_of_day,
    "weekend_of_day": _weekend_of_day,
    "week_of_month": _week_of_month,
    "half": _half,
    "feast": _feast,
    "month": _month,
    "stepped_month": _stepped_month,
    "year": _year,
    "years": _years,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "named": _named,
    "night": _night,
    "night_into": _night_into,
    "overnight": _overnight,
    "stepped": _stepped,
    "weekend": _weekend,
    "ago": _ago,
    "offset": _offset,
    "lately": _lately,
    "hours": _hours,
    "lasting": _lasting,
    # What is told, and is no date: a time of day, a span of open length.
    "open": lambda _slots, _anchor: None,
    "hour": lambda _slots, _anchor: None,
}
