"""A write over there, written down here before it is sent: a run that dies in between is followed by one that looks.

Nothing is ever sent again because of a note alone. What a note says is looked up over there; what was done is noted
as done, and what was not is left to the next plan, which finds it by itself.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlmodel import Session

from annotator.domain.json import Json
from annotator.services.sync.client import Refused
from annotator.services.sync.outcomes import Moved
from annotator.services.sync.runs import Run
from annotator.store import sync_runs
from annotator.store.clock import now

Sent = TypeVar("Sent")


def journaled(
    run: Run,
    kind: str,
    payload: Mapping[str, Json],
    send: Callable[[], Sent],
    settle: Callable[[Session, Sent], object],
) -> Sent:
    """Note what is meant, send it, and with one transaction note what came of it and forget the intention."""
    run.beat()
    run.hook(f"{kind}: before the note")
    with run.database.write() as session:
        number = sync_runs.add_write(session, run.project_id, kind, payload, now())
    run.hook(f"{kind}: noted")
    try:
        sent = send()
    except (Refused, Moved):
        # Nothing was done, and that is known: there is nothing to look up.
        with run.database.write() as session:
            sync_runs.remove_write(session, number)
        raise
    run.hook(f"{kind}: sent")
    with run.database.write() as session:
        settle(session, sent)
        run.hook(f"{kind}: settling")
        sync_runs.remove_write(session, number)
    run.hook(f"{kind}: settled")
    run.count("written")
    return sent
