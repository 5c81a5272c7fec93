"""One write over there that is never repeated blindly: what became of it is known, or is looked up."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from annotator.domain.annotations import AnnotationSet
from annotator.domain.json import Json
from annotator.labelstudio.canonical import Form
from annotator.services.sync.client import PAUSES, Gone, Refused, Uncertain
from annotator.services.sync.context import Context
from annotator.services.sync.outcomes import Moved

Found = TypeVar("Found")
#: What an answer says, which may be nothing.
Answer: TypeAlias = tuple[Json]


def flags(form: Form) -> dict[str, Json]:
    """What is said of a whole annotation. Said always: an import takes silence for "ground truth"."""
    return {"ground_truth": form.is_gold, "was_cancelled": form.is_skipped}


def maker(context: Context, annotations: AnnotationSet) -> dict[str, Json]:
    """Whose an annotation is there, where that is somebody there."""
    number = context.number_of(annotations.annotator)
    return {} if number is None else {"completed_by": number}


def send(
    context: Context,
    method: str,
    path: str,
    body: Mapping[str, Json] | None,
    answered: Callable[[Json], Found | None],
    look: Callable[[], Found | None],
) -> Found:
    """A request that is repeated only when a look says that it was not done.

    `answered` reads what was made out of an answer: what the server says it stored is not looked for, since somebody
    may have gone on with it by then. `look` finds what became of a request without an answer, None where nothing did,
    and raises Moved where neither it nor what was there before stands there. Raises Moved, Refused, Uncertain.
    """
    for pause in (*PAUSES, None):
        answer, refused = _asked(context, method, path, body)
        found = answered(answer[0]) if answer else None
        if found is None:
            found = look()
        if found is not None:
            return found
        if refused is not None:
            raise refused
        if pause is not None:
            context.client.sleep(pause)
    raise Uncertain(f"{method} {path} was sent and is not there: run it again")


def _asked(
    context: Context, method: str, path: str, body: Mapping[str, Json] | None
) -> tuple[Answer | None, Refused | None]:
    """The answer, if there was one, or what it refused: that may have been made before, when an answer was lost."""
    try:
        return (context.client.write(method, path, None if body is None else dict(body)),), None
    except Uncertain:
        return None, None
    except Gone:
        if method == "DELETE":
            return (None,), None
        raise Moved(f"{path} is not there any more") from None
    except Refused as refused:
        return None, refused
