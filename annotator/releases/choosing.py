"""Which sets of a document a release takes, and which documents it leaves out for what reason."""

from collections.abc import Mapping, Sequence

from annotator.domain.annotations import AnnotatedDocument, AnnotationSet, SchemaRef
from annotator.domain.schema import Schema
from annotator.domain.workflow import TaskState
from annotator.releases.majority import merged
from annotator.releases.plan import Plan, Sets

#: Why a document is not in a release.
NO_SET, SKIPPED, FLAGGED = "no_set", "skipped", "flagged"


def taken(
    annotated: AnnotatedDocument, plan: Plan, schemas: Mapping[SchemaRef, Schema]
) -> tuple[AnnotatedDocument, str]:
    """The document with the sets that the plan takes; and why it is left out, empty when it is not."""
    people = [each for each in annotated.sets if each.layer != "suggestion"]
    sets = _sets(annotated.document.text, people, plan, schemas)
    found = AnnotatedDocument(annotated.document, tuple(sets))
    if not sets:
        is_skipped = bool(people) and all(each.status == TaskState.SKIPPED for each in people)
        return found, SKIPPED if is_skipped else NO_SET
    if plan.flagged == "leave_out" and any(flags(each) for each in (*sets, *_behind(people, plan))):
        return found, FLAGGED
    return found, ""


def flags(annotations: AnnotationSet) -> int:
    """How many flags there are: comments with a reason."""
    return sum(comment.reason is not None for comment in annotations.comments)


def _behind(people: Sequence[AnnotationSet], plan: Plan) -> Sequence[AnnotationSet]:
    """The sets that a majority was made of, whose flags are flags of what came out."""
    return [each for each in people if _is_submitted(each)] if plan.sets is Sets.MAJORITY else ()


def _is_submitted(annotations: AnnotationSet) -> bool:
    return annotations.layer == "annotator" and annotations.status == TaskState.SUBMITTED


def _sets(
    text: str, people: Sequence[AnnotationSet], plan: Plan, schemas: Mapping[SchemaRef, Schema]
) -> list[AnnotationSet]:
    if plan.sets is Sets.ALL:
        return list(people)
    if plan.sets is Sets.GOLD:
        return [each for each in people if each.layer == "gold"]
    submitted = [each for each in people if _is_submitted(each)]
    if plan.sets is Sets.ANNOTATOR:
        return [each for each in submitted if each.annotator == plan.annotator]
    if plan.sets is Sets.SUBMITTED:
        return submitted
    found = merged(text, submitted, schemas)
    return [found] if found else []
