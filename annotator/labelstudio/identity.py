"""What things of ours are called in Label Studio, so that they are known again whatever number they get there.

All names follow from what they name: the same document has the same one in every copy of a project, and a set of
ours one for each connection, so that two databases that sync with one project never take each other's for theirs.
"""

from uuid import UUID, uuid5

#: Of the field of a task's data that holds the document's name; its filters find it exactly.
UID_FIELD = "ext_uid"
_NAMESPACE = UUID("3b0c1de2-6a5c-5f0e-9f0d-7f7d4e0c2a11")
#: What every number type on the way there and back holds exactly.
_EXACT = 2**53 - 1


def ext_uid(document: str, checksum: str) -> str:
    """The name of a document with this id and text."""
    return str(uuid5(_NAMESPACE, f"document\n{document}\n{checksum}"))


def unique_id(mark: str, set_row: int) -> str:
    """The name of a set of ours under a connection: Label Studio keeps two of it from being made."""
    return str(uuid5(_NAMESPACE, f"set\n{mark}\n{set_row}"))


def import_id(mark: str, set_row: int) -> int:
    """The same as a number: it is shown again wherever an annotation is listed."""
    return UUID(unique_id(mark, set_row)).int & _EXACT


def description_mark(mark: str) -> str:
    """The line in the description of a project that was made from here."""
    return f"Kept in step with Annotator ({mark})."
