from dataclasses import replace

from annotator.domain.annotations import AnnotatedDocument, Comment
from annotator.domain.documents import Document
from annotator.formats.native.format import line
from annotator.releases.pseudonyms import Pseudonyms
from tests.releases.stories import REF, SCHEMA, marked

SCHEMAS = {REF: SCHEMA}
NAMES = ["Wilhelmina Okonjo", "okonjo", "Zebulon", "gold"]


def test_the_same_person_is_the_same_and_another_key_makes_another_of_everybody():
    one, other = Pseudonyms(b"one", NAMES), Pseudonyms(b"other", NAMES)
    assert one.of("Zebulon") == one.of("Zebulon") != one.of("okonjo")
    assert one.of("Zebulon") != other.of("Zebulon")
    assert (one.of("gold"), one.of("majority")) == ("gold", "majority")


def test_names_are_nowhere_but_in_the_article_itself():
    text = "Zebulon Pike killed two, said okonjo."
    annotations = marked(text, ("actor", "Zebulon Pike"), ("action", "killed"), annotator="Zebulon", layer="annotator")
    actor, action = annotations.spans
    comments = (
        Comment("c1", "Ask wilhelmina okonjo, or OKONJO's friend.", "okonjo", "2024-01-01T00:00:00Z", "other"),
        Comment("c2", "Zebulons are birds.", "Wilhelmina Okonjo", "2024-01-01T00:00:00Z"),
    )
    action = replace(action, attributes={"weapon": "as Zebulon said"})
    actor = replace(actor, attributes={"identity": {"name": "Zebulon", "by": "human"}})
    annotations = replace(
        annotations, spans=(actor, action), comments=comments, status="skipped", skip_reason="zebulon has it"
    )
    meta = {"checked_by": ["ZEBULON", {"second": "okonjo"}], "title": "Zebulon Pike", "page": 3}
    people = Pseudonyms(b"key", NAMES)
    found = people.applied(AnnotatedDocument(Document("d", text, meta), (annotations,)), SCHEMAS)
    [shown] = found.sets
    assert found.document.text == text
    assert found.document.meta == {
        "checked_by": [people.of("Zebulon"), {"second": people.of("okonjo")}],
        "title": "Zebulon Pike",
        "page": 3,
    }
    assert shown.annotator == people.of("Zebulon")
    assert shown.skip_reason == f"{people.of('Zebulon')} has it"
    assert [each.author for each in shown.comments] == [people.of("okonjo"), people.of("Wilhelmina Okonjo")]
    assert [each.text for each in shown.comments] == [
        f"Ask {people.of('Wilhelmina Okonjo')}, or {people.of('okonjo')}'s friend.",
        "Zebulons are birds.",
    ]
    # What the list of actors calls somebody is no name of an annotator; free text may hold one.
    assert shown.spans[0] == actor
    assert shown.spans[1].attributes == {"weapon": f"as {people.of('Zebulon')} said"}
    assert b"Wilhelmina" not in line(found)


def test_without_people_nothing_changes():
    annotated = AnnotatedDocument(Document("d", "Words."), (marked("Words."),))
    assert Pseudonyms(b"key", []).applied(annotated, {}) == annotated
