from dataclasses import replace

from annotator.domain.annotations import SchemaRef, Span
from annotator.releases.agreement import NOBODY_TWICE, Agreement
from tests.releases.stories import marked

TEXT = "Rebels killed three people near Loikaw on Tuesday."


def by(name, *marks, **more):
    return marked(TEXT, *marks, annotator=name, layer="annotator", **more)


def told(*documents):
    agreement = Agreement()
    for sets in documents:
        agreement.add(sets)
    return agreement.as_json(lambda name: name.upper())


def test_two_people_agree_as_far_as_they_mark_the_same_words_with_the_same_label():
    ana = by("ana", ("actor", "Rebels"), ("action", "killed"), ("casualty", "three people"))
    bo = by("bo", ("actor", "Rebels"), ("action", "killed three"), ("location", "Loikaw"))
    found = told([ana, bo])
    # Of six spans one pair is equal, and one more overlaps.
    assert (found["documents"], found["spans"]) == (1, 6)
    assert (found["f1_exact"], found["f1_overlap"]) == (0.3333, 0.6667)
    assert found["labels"]["actor"] == {"documents": 1, "spans": 2, "f1_exact": 1.0, "f1_overlap": 1.0}
    assert found["labels"]["location"]["f1_overlap"] == 0.0
    assert [each["annotators"] for each in found["pairs"]] == [["ANA", "BO"]]


def test_a_span_agrees_with_one_span_only():
    whole = by("ana", ("casualty", "three people"))
    parts = by("bo", ("casualty", "three"), ("casualty", "people"))
    assert told([whole, parts])["f1_overlap"] == 0.6667


def test_all_pairs_of_three_are_counted_over_all_documents():
    sets = [by(name, ("actor", "Rebels")) for name in ("ana", "bo", "cleo")]
    found = told(sets, sets[:2])
    assert (found["documents"], len(found["pairs"])) == (4, 3)
    assert [each["documents"] for each in found["pairs"]] == [2, 1, 1]


def test_only_submitted_sets_of_different_people_under_one_schema_are_compared():
    ana = by("ana", ("actor", "Rebels"))
    others = (
        by("bo", ("actor", "Rebels"), status="open"),
        by("bo", ("actor", "Rebels"), status="skipped"),
        replace(by("bo", ("actor", "Rebels")), layer="gold"),
        replace(by("bo", ("actor", "Rebels")), schema=SchemaRef("conflict-events", 2)),
        by("ana", ("actor", "Rebels")),
    )
    for other in others:
        assert told([ana, other]) == {"undefined": NOBODY_TWICE}


def test_who_marks_nothing_agrees_in_no_number():
    found = told([by("ana"), by("bo")])
    assert (found["documents"], found["spans"], found["f1_exact"]) == (1, 0, None)


def test_equal_spans_count_as_often_as_both_have_them():
    one = by("ana", ("action", "killed"))
    [span] = one.spans
    twice = replace(one, annotator="bo", spans=(span, replace(span, id="s9")))
    assert told([one, twice])["f1_exact"] == 0.6667
    assert isinstance(span, Span)
