"""Every error that a person may cause, and therefore may read.

    AnnotatorError
    ├── InvalidInput      a file, record, request or text that breaks a rule
    │   ├── InvalidSchema     a schema file that breaks a rule
    │   └── Refusal           a change that does not fit the annotation set (domain/changes.py)
    ├── NotFound          what was named does not exist, or may not be seen
    ├── Forbidden         the person may not do this
    ├── Conflict          the state does not allow it (a submitted task, a known id with another text)
    └── Unavailable       something the program needs is missing (a library, a folder, a server)

The message is for people: it names the thing and the rule. `rule` is a stable word for programs.
"""


class AnnotatorError(Exception):
    """The root of all errors that are shown to a person instead of a traceback."""

    rule = "error"

    def __init__(self, message: str, *, rule: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if rule is not None:
            self.rule = rule


class InvalidInput(AnnotatorError):
    """Input that breaks a rule, with the place where it stands as far as it is known."""

    rule = "invalid"

    def __init__(
        self,
        message: str,
        *,
        rule: str | None = None,
        file: str | None = None,
        line: int | None = None,
        document: str | None = None,
    ) -> None:
        super().__init__(message, rule=rule)
        self.file = file
        self.line = line
        self.document = document

    def __str__(self) -> str:
        place = [part for part in (self.file, self.line and f"line {self.line}") if part]
        if self.document is not None:
            place.append(f"document {self.document}")
        prefix = ", ".join(str(part) for part in place)
        return f"{prefix}: {self.message} [{self.rule}]" if prefix else self.message


class InvalidSchema(InvalidInput):
    """A schema that breaks a rule; the message names the file and the key."""

    rule = "schema"


class NotFound(AnnotatorError):
    """What was asked for does not exist, or this person may not know that it does."""

    rule = "not_found"


class Forbidden(AnnotatorError):
    """This person may not do this."""

    rule = "forbidden"


class Conflict(AnnotatorError):
    """The state of things does not allow it."""

    rule = "conflict"


class Unavailable(AnnotatorError):
    """Something the program needs is not there; the message says how to get it."""

    rule = "unavailable"
