"""What an editor puts back to what it was before our write is told, and neither taken over nor written again."""

from dataclasses import replace

from hypothesis import given

from annotator.labelstudio.canonical import Form, Mark
from annotator.labelstudio.merging import Side, merge
from annotator.labelstudio.overwriting import as_json, read_sent, sent, without
from annotator.labelstudio.settling import settled
from tests.labelstudio.test_merging import BASE, changed, forms
from tests.labelstudio.test_merging import without as cut

#: Of each kind of thing one that a write of ours changed.
AFTER = replace(
    changed(changed(cut(BASE, "c"), "a", start=1, attributes={"kind": "rebels"}), "b", label="deed"),
    attributes={"relevance": "no"},
    is_skipped=True,
)
WROTE = sent(BASE, AFTER)


def test_a_write_that_was_put_back_is_told_thing_by_thing_and_each_side_stays_as_it_is():
    merged = merge(AFTER, AFTER, BASE, sent=WROTE)
    assert {(each.kind, each.about, each.field) for each in merged.conflicts} == {
        ("span", "a", "place"),
        ("span", "a", "kind"),
        ("span", "b", "label"),
        ("span", "c", ""),
        ("document", "relevance", ""),
        ("set", "is_skipped", ""),
    }
    assert (merged.local, merged.remote, merged.base) == (AFTER, BASE, AFTER)
    assert dict(merged.overwritten) == WROTE


@given(forms(), forms())
def test_whatever_was_written_and_put_back_is_a_conflict_until_a_person_has_settled_it(before, after):
    wrote = read_sent({"sent": as_json(sent(before, after))})
    merged = merge(after, after, before, sent=wrote)
    assert (merged.local, merged.remote, merged.base) == (after, before, after)
    assert bool(merged.conflicts) == (before != after)
    for side, form in ((Side.LOCAL, after), (Side.REMOTE, before)):
        base, left = after, wrote
        for conflict in merged.conflicts:
            base = settled(base, after, before, conflict, side)
            left = without(left, conflict.kind, conflict.about, conflict.field)
        done = merge(base, after, before, sent=left)
        assert (done.conflicts, done.local, done.remote, done.base) == ((), form, form, form)


@given(forms(), forms(), forms())
def test_what_was_not_written_by_us_is_taken_over_as_ever(before, after, remote):
    wrote = {key: was for key, was in sent(before, after).items() if key not in sent(after, remote)}
    merged = merge(after, after, remote, sent=wrote)
    assert (merged.conflicts, merged.local) == ((), remote)


def test_another_change_beside_one_that_was_put_back_arrives():
    theirs = changed(BASE, "c", end=9)
    ours = changed(BASE, "a", label="group")
    merged = merge(ours, ours, theirs, sent=sent(BASE, ours))
    assert [(each.about, each.field) for each in merged.conflicts] == [("a", "label")]
    assert merged.local.marks["c"] == Mark(6, 9, "toll")
    assert merged.remote.marks["a"].label == "actor"


def test_a_link_that_was_put_back_is_told_by_its_ends_and_its_role():
    ours = replace(BASE, ties=(*BASE.ties, ("b", "c", "toll")))
    (conflict,) = merge(ours, ours, BASE, sent=sent(BASE, ours)).conflicts
    assert (conflict.kind, conflict.about, conflict.local, conflict.remote) == ("link", "b toll c", 1, 0)


def test_the_links_of_a_span_that_stays_here_stay_with_it():
    edited, removed = changed(BASE, "a", label="group"), cut(BASE, "a")
    (conflict,) = merge(BASE, edited, removed).conflicts
    done = merge(settled(BASE, edited, removed, conflict, Side.LOCAL), edited, removed)
    assert (done.local, done.remote) == (edited, edited)


def test_an_editor_that_writes_three_as_a_float_has_put_nothing_else_back():
    before, after = Form(attributes={"n": 3}), Form(attributes={"n": 4})
    assert merge(after, after, Form(attributes={"n": 3.0}), sent=sent(before, after)).conflicts
    assert not sent(before, Form(attributes={"n": 3.0}))
