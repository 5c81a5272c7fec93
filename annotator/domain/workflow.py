"""The states of a task and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from annotator.domain.errors import Conflict


class TaskState(StrEnum):
    """What a task is waiting for. Reopened is open again, and says that it was once done."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    REOPENED = "reopened"


#: States in which the annotator may change the annotation set.
WORKING = frozenset({TaskState.OPEN, TaskState.REOPENED})

MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.SUBMITTED, TaskState.SKIPPED}),
    TaskState.REOPENED: frozenset({TaskState.SUBMITTED, TaskState.SKIPPED}),
    TaskState.SUBMITTED: frozenset({TaskState.REOPENED}),
    TaskState.SKIPPED: frozenset({TaskState.REOPENED}),
}


def check_move(before: TaskState, after: TaskState) -> None:
    """Raises Conflict when a task may not go from `before` to `after`."""
    if after not in MOVES[before]:
        raise Conflict(f"a task that is {before} cannot become {after}", rule="task_state")


def check_working(state: TaskState) -> None:
    """Raises Conflict when the annotations of a task in this state may not change."""
    if state not in WORKING:
        raise Conflict(f"the task is {state}; reopen it to change it", rule="task_state")
