"""Dates: every rule of docs/values.md in English and Spanish, and which date of a sentence is an event's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.attributes import problem_with
from annotator.domain.schema import Attribute, AttributeType
from annotator.values.dates import find_dates, read_date
from annotator.values.languages import LANGUAGES
from annotator.values.languages.english import ENGLISH
from annotator.values.languages.spanish import SPANISH
from annotator.values.passages import passage_of
from annotator.values.times import read_time
from tests import strategies
from tests.values.marked import marked

#: A Thursday.
DAY = date(2024, 2, 8)
ENGLISH_DATES = [
    # days of the week
    ("Wednesday", "2024-02-07", "2024-02-07", 1),
    ("on Wednesday", "2024-02-07", "2024-02-07", 1),
    ("Thursday", "2024-02-08", "2024-02-08", 1),
    ("Friday", "2024-02-02", "2024-02-02", 1),
    ("early Monday", "2024-02-05", "2024-02-05", 1),
    ("late Friday night", "2024-02-02", "2024-02-02", 1),
    ("Monday morning", "2024-02-05", "2024-02-05", 1),
    ("last Wednesday", "2024-02-07", "2024-02-07", 1),
    ("last Thursday", "2024-02-01", "2024-02-01", 1),
    ("this past Sunday", "2024-02-04", "2024-02-04", 1),
    ("next Sunday", "2024-02-11", "2024-02-11", 1),
    ("next Thursday", "2024-02-15", "2024-02-15", 1),
    ("Wednesday last week", "2024-01-31", "2024-01-31", 1),
    ("Tues. night", "2024-02-06", "2024-02-06", 1),
    ("Wednesday, Feb. 7", "2024-02-07", "2024-02-07", 1),
    ("Fridays", None, None, None),
    ("every Friday", None, None, None),
    ("Good Friday", None, None, None),
    ("Monday or Tuesday", "2024-02-05", "2024-02-06", 2),
    ("Weds. morning", "2024-02-07", "2024-02-07", 1),
    ("in the early hours of Saturday", "2024-02-03", "2024-02-03", 1),
    ("around midnight Friday", "2024-02-02", "2024-02-02", 1),
    # against the day
    ("today", "2024-02-08", "2024-02-08", 1),
    ("this morning", "2024-02-08", "2024-02-08", 1),
    ("yesterday", "2024-02-07", "2024-02-07", 1),
    ("last night", "2024-02-07", "2024-02-07", 1),
    ("tomorrow", "2024-02-09", "2024-02-09", 1),
    ("the day before yesterday", "2024-02-06", "2024-02-06", 1),
    ("overnight", "2024-02-07", "2024-02-08", 2),
    ("last week", "2024-01-29", "2024-02-04", 3),
    ("this week", "2024-02-05", "2024-02-08", 3),
    ("next week", "2024-02-12", "2024-02-18", 3),
    ("this month", "2024-02-01", "2024-02-08", 4),
    ("earlier this month", "2024-02-01", "2024-02-08", 4),
    ("later this month", "2024-02-08", "2024-02-29", 4),
    ("last month", "2024-01-01", "2024-01-31", 4),
    ("early last month", "2024-01-01", "2024-01-10", 4),
    ("last year", "2023-01-01", "2023-12-31", 5),
    ("this year", "2024-01-01", "2024-02-08", 5),
    ("next year", "2025-01-01", "2025-12-31", 5),
    ("over the weekend", "2024-02-03", "2024-02-04", 2),
    ("last weekend", "2024-02-03", "2024-02-04", 2),
    ("next weekend", "2024-02-10", "2024-02-11", 2),
    ("the weekend of Jan. 27-28", "2024-01-27", "2024-01-28", 2),
    ("the weekend of Jan. 27", "2024-01-27", "2024-01-28", 2),
    ("the week of Jan. 15", "2024-01-15", "2024-01-21", 3),
    ("the first week of January", "2024-01-01", "2024-01-07", 3),
    ("the last week of December", "2023-12-25", "2023-12-31", 3),
    ("the second half of 2023", "2023-07-01", "2023-12-31", 5),
    ("the first half of last year", "2023-01-01", "2023-06-30", 5),
    ("the second half of January", "2024-01-16", "2024-01-31", 4),
    ("overnight Saturday", "2024-02-03", "2024-02-04", 2),
    ("overnight into Sunday", "2024-02-03", "2024-02-04", 2),
    ("overnight from Friday to Saturday", "2024-02-02", "2024-02-03", 2),
    ("the previous night", "2024-02-07", "2024-02-07", 1),
    ("the day before", "2024-02-07", "2024-02-07", 1),
    ("the day before the vote", None, None, None),
    ("a fortnight ago", "2024-01-22", "2024-01-28", 3),
    ("a fortnight earlier", "2024-01-22", "2024-01-28", 3),
    ("more than a year ago", None, None, None),
    ("over a week ago", None, None, None),
    ("the start of the year", "2024-01-01", "2024-02-08", 5),
    ("the past 24 hours", "2024-02-07", "2024-02-08", 2),
    ("in the last 48 hours", "2024-02-06", "2024-02-08", 2),
    ("the past week", "2024-02-01", "2024-02-08", 3),
    ("the past month", "2024-01-08", "2024-02-08", 4),
    ("three days ago", "2024-02-05", "2024-02-05", 1),
    ("two weeks ago", "2024-01-22", "2024-01-28", 3),
    ("a month ago", "2024-01-01", "2024-01-31", 4),
    ("ten years ago", "2014-01-01", "2014-12-31", 5),
    ("a few days ago", "2024-02-02", "2024-02-06", 2),
    ("a day earlier", "2024-02-07", "2024-02-07", 1),
    ("a week earlier", "2024-01-29", "2024-02-04", 3),
    ("the past three weeks", "2024-01-18", "2024-02-08", 4),
    ("the last two days", "2024-02-06", "2024-02-08", 2),
    ("for three days", None, None, None),
    ("a day later", None, None, None),
    # days of a month
    ("Jan. 28", "2024-01-28", "2024-01-28", 1),
    ("28 January", "2024-01-28", "2024-01-28", 1),
    ("the 28th of January", "2024-01-28", "2024-01-28", 1),
    ("January 28, 2023", "2023-01-28", "2023-01-28", 1),
    ("28 January 2023", "2023-01-28", "2023-01-28", 1),
    ("Feb. 8", "2024-02-08", "2024-02-08", 1),
    ("Feb. 9", "2023-02-09", "2023-02-09", 1),
    ("Feb. 9, 2024", "2024-02-09", "2024-02-09", 1),
    ("2024-02-03", "2024-02-03", "2024-02-03", 1),
    ("February 30", None, None, None),
    ("Feb. 29, 2023", None, None, None),
    ("10/17/2023", "2023-10-17", "2023-10-17", 1),
    ("17/10/2023", "2023-10-17", "2023-10-17", 1),
    ("10/11/2023", None, None, None),
    ("2023/10/11", "2023-10-11", "2023-10-11", 1),
    ("Christmas Day", "2023-12-25", "2023-12-25", 1),
    ("Christmas Eve, 2021", "2021-12-24", "2021-12-24", 1),
    ("May 3", "2023-05-03", "2023-05-03", 1),
    # months and years
    ("in January", "2024-01-01", "2024-01-31", 4),
    ("in January 2023", "2023-01-01", "2023-01-31", 4),
    ("in February", "2024-02-01", "2024-02-08", 4),
    ("in May", "2023-05-01", "2023-05-31", 4),
    ("in May 2022", "2022-05-01", "2022-05-31", 4),
    ("last November", "2023-11-01", "2023-11-30", 4),
    ("January last year", "2023-01-01", "2023-01-31", 4),
    ("mid-January", "2024-01-11", "2024-01-20", 4),
    ("late March", "2023-03-21", "2023-03-31", 4),
    ("early December 2022", "2022-12-01", "2022-12-10", 4),
    ("in the year 2011", "2011-01-01", "2011-12-31", 5),
    ("in 2003", "2003-01-01", "2003-12-31", 5),
    ("since 2020", "2020-01-01", "2020-12-31", 5),
    ("the 2003 invasion", "2003-01-01", "2003-12-31", 5),
    ("late 2023", "2023-09-01", "2023-12-31", 5),
    ("the 1990s", None, None, None),
    ("in 2000 villages", None, None, None),
    ("a total of 2000 people", None, None, None),
    ("he may have been killed", None, None, None),
    ("the march began", None, None, None),
    ("Theresa May", None, None, None),
    ("where he sat", None, None, None),
    # from day to day
    ("between Jan. 3 and Jan. 7", "2024-01-03", "2024-01-07", 2),
    ("Jan. 30 to Feb. 2", "2024-01-30", "2024-02-02", 2),
    ("from Monday to Wednesday", "2024-02-05", "2024-02-07", 2),
    ("from Friday to Monday", "2024-02-02", "2024-02-05", 2),
    ("Feb. 5-7", "2024-02-05", "2024-02-07", 2),
    ("5-7 February", "2024-02-05", "2024-02-07", 2),
    ("Oct. 7-9, 2023", "2023-10-07", "2023-10-09", 2),
    ("Feb. 5 and 6", "2024-02-05", "2024-02-06", 2),
    ("Feb. 5/6", "2024-02-05", "2024-02-06", 2),
    ("Jan. 28, 29 and 30", "2024-01-28", "2024-01-30", 2),
    ("Jan. 28, 30 and 31", None, None, None),
    ("on the night of Jan. 3-4", "2024-01-03", "2024-01-04", 2),
    ("Saturday and Sunday", "2024-02-03", "2024-02-04", 2),
    ("Saturday and Monday", "2024-02-03", "2024-02-03", 1),
    ("Monday and Tuesday's talks", "2024-02-05", "2024-02-05", 1),
    ("Sunday night into Monday", "2024-02-04", "2024-02-05", 2),
    ("Feb. 5-10", "2024-02-05", "2024-02-08", 2),
    ("Jan. 1-7", "2024-01-01", "2024-01-07", 3),
    ("between January and March 2023", "2023-01-01", "2023-03-31", 5),
    ("from 2003 to 2005", "2003-01-01", "2005-12-31", 5),
    # still to come
    ("will meet on Sunday", "2024-02-11", "2024-02-11", 1),
    ("will meet later on Thursday", "2024-02-08", "2024-02-08", 1),
    ("will take place on Feb. 11", "2024-02-11", "2024-02-11", 1),
    ("is scheduled for Feb. 8", "2024-02-08", "2024-02-08", 1),
    ("talks are due to begin Jan. 3", "2025-01-03", "2025-01-03", 1),
    ("an election is due in January", "2025-01-01", "2025-01-31", 4),
    ("will last from Monday to Wednesday", "2024-02-12", "2024-02-14", 2),
    ("nothing happened", None, None, None),
]
SPANISH_DATES = [
    ("el miércoles", "2024-02-07", "2024-02-07", 1),
    ("el miércoles por la noche", "2024-02-07", "2024-02-07", 1),
    ("el jueves", "2024-02-08", "2024-02-08", 1),
    ("el pasado jueves", "2024-02-01", "2024-02-01", 1),
    ("el domingo pasado", "2024-02-04", "2024-02-04", 1),
    ("el próximo domingo", "2024-02-11", "2024-02-11", 1),
    ("el lunes de la semana pasada", "2024-01-29", "2024-01-29", 1),
    ("hoy", "2024-02-08", "2024-02-08", 1),
    ("ayer", "2024-02-07", "2024-02-07", 1),
    ("cada viernes", None, None, None),
    ("anoche", "2024-02-07", "2024-02-07", 1),
    ("la primera semana de enero", "2024-01-01", "2024-01-07", 3),
    ("la semana del 15 de enero", "2024-01-15", "2024-01-21", 3),
    ("el primer semestre de 2023", "2023-01-01", "2023-06-30", 5),
    ("28, 29 y 30 de enero", "2024-01-28", "2024-01-30", 2),
    ("Nochebuena", "2023-12-24", "2023-12-24", 1),
    ("03/02/2024", "2024-02-03", "2024-02-03", 1),
    ("hace más de un año", None, None, None),
    ("mañana", "2024-02-09", "2024-02-09", 1),
    ("por la mañana", None, None, None),
    ("la semana pasada", "2024-01-29", "2024-02-04", 3),
    ("este mes", "2024-02-01", "2024-02-08", 4),
    ("el mes pasado", "2024-01-01", "2024-01-31", 4),
    ("el año pasado", "2023-01-01", "2023-12-31", 5),
    ("a principios de mes", "2024-02-01", "2024-02-08", 4),
    ("a mediados de enero", "2024-01-11", "2024-01-20", 4),
    ("a finales de marzo de 2023", "2023-03-21", "2023-03-31", 4),
    ("hace tres días", "2024-02-05", "2024-02-05", 1),
    ("hace dos semanas", "2024-01-22", "2024-01-28", 3),
    ("hace unos días", "2024-02-02", "2024-02-06", 2),
    ("una semana antes", "2024-01-29", "2024-02-04", 3),
    ("durante el fin de semana", "2024-02-03", "2024-02-04", 2),
    ("los últimos dos días", "2024-02-06", "2024-02-08", 2),
    ("el 28 de enero", "2024-01-28", "2024-01-28", 1),
    ("28 de enero de 2023", "2023-01-28", "2023-01-28", 1),
    ("el lunes 5 de febrero", "2024-02-05", "2024-02-05", 1),
    ("en enero", "2024-01-01", "2024-01-31", 4),
    ("en enero de 2023", "2023-01-01", "2023-01-31", 4),
    ("en 2003", "2003-01-01", "2003-12-31", 5),
    ("desde 2020", "2020-01-01", "2020-12-31", 5),
    ("entre el 3 y el 7 de enero", "2024-01-03", "2024-01-07", 2),
    ("entre el 30 de enero y el 2 de febrero", "2024-01-30", "2024-02-02", 2),
    ("del lunes al miércoles", "2024-02-05", "2024-02-07", 2),
    ("del 5 al 7 de febrero", "2024-02-05", "2024-02-07", 2),
    ("se reunirán el domingo", "2024-02-11", "2024-02-11", 1),
    ("Irán atacó el domingo", "2024-02-04", "2024-02-04", 1),
]


def said(found):
    return (None, None, None) if found is None else (found["from"], found["to"], found["precision"])


@pytest.mark.parametrize(("phrase", "first", "last", "precision"), ENGLISH_DATES)
def test_an_english_phrase_means_these_days(phrase, first, last, precision):
    assert said(read_date(phrase, ENGLISH, DAY)) == (first, last, precision)


@pytest.mark.parametrize(("phrase", "first", "last", "precision"), SPANISH_DATES)
def test_a_spanish_phrase_means_these_days(phrase, first, last, precision):
    assert said(read_date(phrase, SPANISH, DAY)) == (first, last, precision)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("a strike late Friday night in the capital", "late Friday night"),
        ("before dawn on Monday", "Monday"),
        ("Wednesday's strike", "Wednesday"),
        ("in Sept. 2023", "Sept. 2023"),
        ("fighting between Jan. 3 and Jan. 7 near the port", "between Jan. 3 and Jan. 7"),
        ("at least 40 in mid-January", "mid-January"),
    ],
)
def test_a_reading_keeps_the_words_that_it_was_read_from(phrase, words):
    assert read_date(phrase, ENGLISH, DAY)["text"] == words


@pytest.mark.parametrize("phrase", ["28 January 2023", "in January 2023", "2024-02-03", "in 2003", "Oct. 7-9, 2023"])
def test_what_names_its_year_is_read_without_a_day_to_read_it_against(phrase):
    assert said(read_date(phrase, ENGLISH, None)) == said(read_date(phrase, ENGLISH, DAY))


@pytest.mark.parametrize("phrase", ["Wednesday", "yesterday", "Jan. 28", "in January", "last week", "a week earlier"])
def test_nothing_else_is(phrase):
    assert read_date(phrase, ENGLISH, None) is None


def test_a_day_is_told_against_the_other_day_of_its_sentence():
    sentence = "He was killed a day earlier, his group said on Jan. 3."
    found = find_dates(passage_of(sentence), ENGLISH, DAY)
    assert [each.period.first.isoformat() for each in found] == ["2024-01-02", "2024-01-03"]


# ---------------------------------------------------------------- which date of a sentence

TIMES = [
    # behind and before the words
    ("Gunmen [attacked] a checkpoint near the town on Monday, officials said.", "2024-02-05"),
    ("Gunmen [attacked] a checkpoint before dawn on Monday.", "2024-02-05"),
    ("On Monday, gunmen [attacked] a checkpoint.", "2024-02-05"),
    ("Late on Tuesday rebels [shelled] the port.", "2024-02-06"),
    ("Rebels on Tuesday [shelled] the port.", "2024-02-06"),
    ("Gunmen attacked a post on Monday, [killing] five soldiers.", "2024-02-05"),
    ("Gunmen attacked a post on Monday and [killed] five soldiers.", "2024-02-05"),
    ("The first [meeting] was held on Jan. 27.", "2024-01-27"),
    ("The second [meeting] will take place on Feb. 11.", "2024-02-11"),
    ("The army said that its jets [bombed] a camp on Sunday.", "2024-02-04"),
    ("The army said the [attack] on Monday was repelled.", "2024-02-05"),
    ("The [strike], which killed six people on Sunday, was condemned.", "2024-02-04"),
    ("He was killed in a [strike] that hit his car on Sunday.", "2024-02-04"),
    ("On the night of Jan. 3-4, drones [struck] a depot near the port.", "2024-01-03"),
    ("On Tuesday the minister condemned the [killing] of two nuns on Sunday.", "2024-02-04"),
    # a date that is part of the words, or stands before their noun
    ("The [Feb. 2 airstrikes] hit dozens of targets.", "2024-02-02"),
    ("The Feb. 2 [airstrikes] hit dozens of targets.", "2024-02-02"),
    ("Turning to Wednesday's [strike] in Baghdad, he said it was lawful.", "2024-02-07"),
    ("It was the deadliest attack since November, when gunmen [killed] 19 fishermen.", "2023-11-01"),
    # the date of something else
    ("Gunmen [attacked] a checkpoint, officials said on Tuesday.", None),
    ("The army said on Tuesday that gunmen had [attacked] a checkpoint.", None),
    ("On Tuesday the army said that gunmen had [attacked] a checkpoint.", None),
    ("The minister condemned the [attack] on Tuesday.", None),
    ("The army announced in a statement on Tuesday an [attack] on the port.", None),
    ("It was the deadliest [attack] since November.", None),
    ("The [raid] answered Monday's ambush.", None),
    ("The army [retaliated] after rebels seized a town on Sunday.", None),
    ("They claimed the [raid], in answer to the sinking of two boats in July.", None),
    ("The shelling [killed] three people and rebels seized a town on Sunday.", None),
    ("They then [fired] on the post.", None),
    # more than one
    ("On Monday rebels [seized] the town that they had lost in January.", "2024-02-05"),
    ("The army said on Wednesday that it [hit] a depot on Monday.", "2024-02-05"),
    ("The army said on Wednesday it would [send] troops on Friday.", "2024-02-09"),
    # as newspapers have them
    ("The ceasefire [collapsed] on Friday after rebels shelled the port.", "2024-02-02"),
    ("A roadside bomb [killed] four soldiers on Tuesday, a day after a similar blast.", "2024-02-06"),
    ("The [withdrawal] is to begin in March, the ministry said on Monday.", "2024-03-01"),
    ("Monday's [bombing] was claimed by the group.", "2024-02-05"),
    ("The group [claimed] Monday's bombing.", None),
    ("In a Jan. 28 [attack] on a base, three troops died.", "2024-01-28"),
    ("Three troops [died] in a Jan. 28 attack on a base.", None),
    ("Israel [launched] its offensive in October 2023.", "2023-10-01"),
    ("The envoys will [meet] in Geneva next week, officials said on Wednesday.", "2024-02-12"),
    ("Residents said the town was [shelled] on Saturday and Sunday.", "2024-02-03"),
    ("Two days of [talks] ended on Tuesday without a deal.", "2024-02-06"),
    ("Police [arrested] 12 people last week over a December attack.", "2024-01-29"),
    ("A spokesman said on Thursday two airmen had been [wounded] the previous night.", "2024-02-07"),
    ("The city was [captured] in 2014 and retaken three years later.", "2014-01-01"),
    ("Soldiers who [deserted] last year were pardoned on Monday.", "2023-01-01"),
    ("Soldiers who deserted last year were [pardoned] on Monday.", "2024-02-05"),
    ("The [raid] early on Saturday killed 12.", "2024-02-03"),
    ("Talks were [postponed] until Friday.", None),
    ("Rebels have [attacked] the town since Monday.", None),
    ("The army, which [took] the airport on Sunday, said it would advance.", "2024-02-04"),
    ('"We were [attacked] on Sunday," he said on Monday.', "2024-02-04"),
    ("The attack [came] two weeks after a strike on Jan. 5 killed nine.", None),
]


@pytest.mark.parametrize(("sentence", "day"), TIMES)
def test_an_event_has_the_date_that_governs_it_or_none(sentence, day):
    story, start, end = marked(sentence, words=ENGLISH, published=DAY)
    best = read_time(story, start, end).best
    assert (best and best["from"]) == day


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Hombres armados [atacaron] un puesto cerca del pueblo el lunes.", "2024-02-05"),
        ("El lunes, hombres armados [atacaron] un puesto.", "2024-02-05"),
        ("Hombres armados [atacaron] un puesto, informó la policía el martes.", None),
        ("La policía dijo el martes que hombres armados [atacaron] un puesto.", None),
        ("La segunda [reunión] tendrá lugar el 11 de febrero.", "2024-02-11"),
    ],
)
def test_in_spanish_too(sentence, day):
    story, start, end = marked(sentence, words=SPANISH, published=DAY)
    best = read_time(story, start, end).best
    assert (best and best["from"]) == day


def test_dates_that_do_not_govern_are_left_to_choose_from_with_the_dateline_last():
    text = "KIGOMA, Tanzania, Feb. 7 (Wire) - Gunmen [attacked] a post, officials said on Tuesday."
    story, start, end = marked(text, words=ENGLISH, published=DAY)
    reading = read_time(story, start, end)
    assert reading.best is None
    assert [each["from"] for each in reading.others] == ["2024-02-06", "2024-02-07"]


def test_nothing_is_read_in_a_language_without_words_for_it():
    story, start, end = marked("[Attacked] on Monday", words=None, published=DAY)
    assert read_time(story, start, end).best is None


# ---------------------------------------------------------------- any day, any text

DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@given(DAYS, st.integers(0, 6))
def test_a_weekday_of_the_last_seven_days_is_read_back(anchor, back):
    day = anchor - timedelta(back)
    assert said(read_date(f"on {WEEKDAYS[day.weekday()]}", ENGLISH, anchor)) == (day.isoformat(), day.isoformat(), 1)


@given(DAYS, st.integers(0, 360))
def test_a_day_of_the_last_year_is_read_back_from_month_and_day(anchor, back):
    day = anchor - timedelta(back)
    found = read_date(f"on {MONTHS[day.month - 1]} {day.day}", ENGLISH, anchor)
    assert said(found) == (day.isoformat(), day.isoformat(), 1)


@given(DAYS, st.integers(0, 360))
def test_a_planned_day_of_the_next_year_is_read_back_from_month_and_day(anchor, on):
    day = anchor + timedelta(on)
    found = read_date(f"{day.day} {MONTHS[day.month - 1]}", ENGLISH, anchor, ahead=True)
    assert said(found) == (day.isoformat(), day.isoformat(), 1)


@given(DAYS, st.integers(1, 2000))
def test_days_ago_are_read_back(anchor, back):
    day = anchor - timedelta(back)
    assert said(read_date(f"{back} days ago", ENGLISH, anchor)) == (day.isoformat(), day.isoformat(), 1)


@given(DAYS, st.none() | DAYS)
def test_a_whole_date_is_read_back_whatever_it_is_read_against(day, anchor):
    for phrase in (day.isoformat(), f"{MONTHS[day.month - 1]} {day.day}, {day.year}"):
        assert said(read_date(phrase, ENGLISH, anchor)) == (day.isoformat(), day.isoformat(), 1)


@given(DAYS, st.sampled_from(ENGLISH_DATES + SPANISH_DATES), st.sampled_from(LANGUAGES))
def test_nothing_is_later_than_its_day_unless_the_words_say_so(anchor, phrase, words):
    found = read_date(phrase[0], words, anchor, ahead=False)
    to_come = ("next", "tomorrow", "mañana", "próximo", "later this", "20")
    if found is not None and not any(each in phrase[0] for each in to_come):
        assert found["from"] <= found["to"] <= anchor.isoformat()


@given(strategies.texts(), st.none() | st.dates(), st.booleans(), st.sampled_from(LANGUAGES))
def test_any_text_at_all_has_dates_that_may_be_kept_or_none(text, anchor, planned, words):
    attribute = Attribute("time", "Time", AttributeType.DATE)
    mixed = f"{text} Monday {text} Feb. 29 to {text} 9999999999 years ago {text} el 3 de mayo"
    for each in find_dates(passage_of(mixed), words, anchor, planned or None):
        value = each.as_json(mixed)
        assert problem_with(attribute, value) is None
        assert mixed[value["start"] : value["end"]] == value["text"] != ""
        assert value["from"] <= value["to"]


@given(strategies.texts(), st.data())
def test_any_words_at_all_may_be_asked_for_their_date(text, data):
    whole = f"{text}On Monday {text}"
    start = data.draw(st.integers(0, len(whole) - 1))
    story_words = data.draw(st.sampled_from(LANGUAGES))
    story, _, _ = marked("[" + whole.replace("[", "(").replace("]", ")") + "]", words=story_words, published=DAY)
    reading = read_time(story, start, data.draw(st.integers(start + 1, len(whole))))
    for value in (reading.best, *reading.others):
        assert value is None or story.text[value["start"] : value["end"]] == value["text"]
