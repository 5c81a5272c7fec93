"""Every table: columns and constraints, no behaviour. What is imported from here declares them all.

Times are whole milliseconds since 1970 in UTC; JSON is text, so that both databases keep it
byte for byte. Spans and links are keyed by (set, id), because ids are made by the page.
"""

from annotator.store.tables.actors import ActorListRow, ActorRow, LearntAliasRow
from annotator.store.tables.jobs import JobRow, JobWorkerRow
from annotator.store.tables.people import ApiToken, FailedLogin, Preference, User, WebSession
from annotator.store.tables.projects import Membership, Project, SchemaVersion
from annotator.store.tables.sync import (
    SyncConflictRow,
    SyncConnectionRow,
    SyncRowRow,
    SyncRunRow,
    SyncScheduleRow,
    SyncWriteRow,
)
from annotator.store.tables.work import AnnotationSetRow, CommentRow, DocumentRow, JournalRow, LinkRow, SpanRow, Task

__all__ = [
    "ActorListRow",
    "ActorRow",
    "AnnotationSetRow",
    "ApiToken",
    "CommentRow",
    "DocumentRow",
    "FailedLogin",
    "JobRow",
    "JobWorkerRow",
    "JournalRow",
    "LearntAliasRow",
    "LinkRow",
    "Membership",
    "Preference",
    "Project",
    "SchemaVersion",
    "SpanRow",
    "SyncConflictRow",
    "SyncConnectionRow",
    "SyncRowRow",
    "SyncRunRow",
    "SyncScheduleRow",
    "SyncWriteRow",
    "Task",
    "User",
    "WebSession",
]
