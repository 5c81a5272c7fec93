"""The checks of what no constraint can say, on both databases."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.store import checks
from annotator.store.session import Database
from annotator.store.tables import CommentRow, LinkRow
from tests import factories

#: What offsets go wrong on: joined emoji, combining marks, right-to-left, line breaks of all kinds.
WORDS = "👩‍👩‍👧 Cafe\u0301 إدلب\r\nkilled \rthree \u0e01\u0e33 新闻"


def test_a_quote_is_compared_by_code_points(database: Database) -> None:
    with database.write() as session:
        annotations = factories.add_set(
            session, factories.add_document(session, factories.add_project(session), WORDS, key="d1"), "Ana"
        )
        spans = [
            factories.add_span(session, annotations, start, end, WORDS[start:end])
            for start in range(len(WORDS))
            for end in (start + 1, len(WORDS))
        ]
        assert list(checks.wrong_quotes(session)) == []
        spans[7].quote += "x"
        spans[8].start, spans[8].end = 1, len(WORDS) + 5
        session.flush()
        wrong = {f"document d1, set of Ana, span {span.id}" for span in (spans[7], spans[8])}
        assert set(checks.wrong_quotes(session)) == wrong


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1), data=st.data())
def test_whatever_the_text_the_database_cuts_as_python_does(
    sqlite_database: Database, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    with sqlite_database.write() as session:
        document = factories.add_document(session, factories.add_project(session), text)
        factories.add_span(session, factories.add_set(session, document, "Ana"), start, end, text[start:end])
        assert list(checks.wrong_quotes(session)) == []
        session.rollback()


def test_links_are_loose_when_an_end_is_missing_or_in_another_set(database: Database) -> None:
    with database.write() as session:
        document = factories.add_document(session, factories.add_project(session), WORDS, key="d1")
        ana, ben = (factories.add_set(session, document, name) for name in ("Ana", "Ben"))
        first, second = (factories.add_span(session, ana, place, place + 1, WORDS[place]) for place in (0, 1))
        theirs = factories.add_span(session, ben, 2, 3, WORDS[2])
        for name, start, end in (
            ("good", first.id, second.id),
            ("into", first.id, theirs.id),
            ("from", "nowhere", second.id),
        ):
            session.add(LinkRow(set_id=first.set_id, id=name, role="agent", from_id=start, to_id=end))
        session.flush()
        assert [said.rpartition(" ")[2] for said in checks.loose_links(session)] == ["from", "into"]


def test_comments_are_loose_when_their_span_is_missing_or_in_another_set(database: Database) -> None:
    with database.write() as session:
        document = factories.add_document(session, factories.add_project(session), WORDS, key="d1")
        ana, ben = (factories.add_set(session, document, name) for name in ("Ana", "Ben"))
        own, theirs = factories.add_span(session, ana, 0, 1, WORDS[0]), factories.add_span(session, ben, 2, 3, WORDS[2])
        anchors = {"good": own.id, "into": theirs.id, "lost": "nowhere", "whole": None}
        for name, span in anchors.items():
            session.add(CommentRow(set_id=own.set_id, id=name, author="Ana", text="?", created="now", span=span))
        session.flush()
        assert list(checks.loose_comments(session)) == [
            "document d1, set of Ana, comment into",
            "document d1, set of Ana, comment lost",
        ]


def test_a_sound_database_has_no_damage(database: Database) -> None:
    with database.read() as session:
        assert checks.damaged_pages(session) == []
        assert checks.orphans(session) == []
    assert checks.server(database).startswith(("SQLite 3", "PostgreSQL "))
