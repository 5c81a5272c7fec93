"""Comments and flags: where they may stand, who may write them, and that they outlive the span they are on."""

from dataclasses import replace

import pytest

from annotator.domain.acts import apply_act
from annotator.domain.annotations import AnnotationSet, Comment, SchemaRef, Span
from annotator.domain.changes import Change, Kind, Refusal, undo
from annotator.domain.checks import soft_violations
from annotator.domain.comments import LONGEST, Reason
from annotator.domain.rules import first_violation
from annotator.domain.workspace import Workspace
from tests.domain.schemas import conflict

TEXT = "US strike kills over 40 fighters; 👨\u200d👩\u200d👧 fled."
US = Span("us", "actor", 0, 2, "US")
STRIKE = Span("strike", "action", 3, 9, "strike")
OWN = Comment("k1", "Sure?", "ann", "2024-02-08T10:00:00Z", span="us")
THEIRS = Comment("k2", "No.", "ben", "2024-02-08T11:00:00+01:00", reason="unsure", span="us")


def workspace(*comments, writer="ann"):
    return Workspace(TEXT, conflict(), [US, STRIKE], comments=comments, writer=writer)


def change(kind, before=None, after=None):
    shapes = (each if each is None or isinstance(each, dict) else each.as_json() for each in (before, after))
    return Change("c", "act", Kind(kind), *shapes)


def refusal(workspace, *changes):
    before = dict(workspace.comments), dict(workspace.spans)
    with pytest.raises(Refusal) as error:
        apply_act(workspace, changes)
    assert (dict(workspace.comments), dict(workspace.spans)) == before, "a refused act leaves no trace"
    return error.value


def test_a_comment_that_does_not_say_by_whom_it_is_is_by_who_sends_it():
    standing = workspace()
    unsigned = {key: value for key, value in OWN.as_json().items() if key != "author"}
    (done,) = apply_act(standing, [change("add_comment", after=unsigned)])
    assert standing.comments == {"k1": OWN}
    assert done.after == {**unsigned, "author": "ann"}


def test_an_unsigned_comment_is_refused_where_nobody_says_who_writes():
    unsigned = {key: value for key, value in OWN.as_json().items() if key != "author"}
    assert refusal(workspace(writer=None), change("add_comment", after=unsigned)).rule == "change"


def test_nobody_writes_as_somebody_else():
    assert refusal(workspace(), change("add_comment", after=replace(OWN, author="ben"))).rule == "author"


@pytest.mark.parametrize("after", [replace(THEIRS, text="Yes."), replace(THEIRS, reason=None), None])
def test_what_others_wrote_is_neither_changed_nor_removed(after):
    kind = "change_comment" if after else "remove_comment"
    refused = refusal(workspace(THEIRS), change(kind, THEIRS, after))
    assert (refused.rule, refused.change) == ("author", "c")


def test_a_span_may_go_whoever_commented_on_it_and_undo_brings_all_comments_back_onto_it():
    standing = workspace(OWN, THEIRS)
    done = apply_act(standing, [change("remove_span", US)])
    assert {each.id: (each.span, each.start, each.end) for each in standing.comments.values()} == {
        "k1": (None, 0, 2),
        "k2": (None, 0, 2),
    }
    assert standing.comments["k2"].reason == "unsure"
    apply_act(standing, undo(done, "back"))
    assert standing.comments == {"k1": OWN, "k2": THEIRS}
    assert standing.comments_on("us") == [OWN, THEIRS]


def test_a_comment_is_of_limited_length_counted_in_code_points():
    long = replace(OWN, text="👩" * LONGEST)
    apply_act(workspace(), [change("add_comment", after=long)])
    assert refusal(workspace(), change("add_comment", after=replace(long, text=long.text + "👩"))).rule == "text"


@pytest.mark.parametrize(
    "created",
    ["", "2024-02-08", "2024-13-08T10:00:00Z", "2024-02-08T25:00:00Z", "2024-02-08T10:00:00", "٢٠٢٤-02-08T10:00:00Z"],
)
def test_when_a_comment_was_written_is_a_time_with_its_zone(created):
    assert refusal(workspace(), change("add_comment", after=replace(OWN, created=created))).rule == "created"


def test_a_flag_has_one_of_five_reasons():
    assert len(Reason) == 5
    for reason in Reason:
        apply_act(workspace(), [change("add_comment", after=replace(OWN, reason=str(reason)))])
    assert refusal(workspace(), change("add_comment", after=replace(OWN, reason="unsure"))).rule == "reason"


def test_a_flag_never_blocks_submitting():
    flagged = replace(OWN, reason="not_sure_of_label")
    assert list(soft_violations(workspace(flagged))) == list(soft_violations(workspace()))


def imported(*comments):
    whole = AnnotationSet("ann", SchemaRef("conflict", 1), spans=(US, STRIKE), comments=comments)
    return first_violation(TEXT, conflict(), whole)


def test_an_import_keeps_its_own_reasons_authors_and_times():
    assert imported(OWN, THEIRS, replace(OWN, id="k3", created="in March", author="")) is None


@pytest.mark.parametrize(
    ("comments", "rule"),
    [
        ([OWN, OWN], "id"),
        ([replace(OWN, id="k 1")], "id"),
        ([replace(OWN, span="nobody")], "unknown"),
        ([replace(OWN, start=0, end=2)], "anchor"),
        ([replace(OWN, span=None, start=0)], "anchor"),
        ([replace(OWN, span=None, start=0, end=len(TEXT) + 1)], "range"),
        ([replace(OWN, text="x" * (LONGEST + 1))], "text"),
    ],
)
def test_an_import_with_a_comment_that_stands_nowhere_is_refused_by_name(comments, rule):
    violation = imported(*comments)
    assert (violation.rule, violation.comment, violation.about) == (rule, comments[-1].id, comments[-1].id)
