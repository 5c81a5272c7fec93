"""What a kind of job is: steps, each of which is done whole or not at all, however often the process is killed.

A kind knows neither the queue nor the page. It says from a job's payload, and from what its steps have kept so
far, which steps there are; the engine does the next one until none is left, and asks again after each. So a step
may find out what is to be done, keep it, and the next list is longer.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlmodel import Session

from annotator.domain.errors import AnnotatorError, InvalidInput
from annotator.domain.json import Json, JsonObject
from annotator.domain.permissions import Action
from annotator.settings import Settings
from annotator.store.session import Database


class Cancelled(AnnotatorError):
    """Somebody cancelled the job: what the step has begun is thrown away."""

    rule = "cancelled"


class Work(Protocol):
    """What a step gets to work with."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database:
        """For a step that is made of many transactions, and may be done again after any of them."""
        ...

    @property
    def project(self) -> str:
        """The slug of the project."""
        ...

    @property
    def payload(self) -> JsonObject: ...
    @property
    def kept(self) -> dict[str, Json]:
        """What steps have found: what a step puts in is stored together with what it did."""
        ...

    @property
    def given(self) -> Path:
        """The folder of files that the job was started with; gone when it has ended."""
        ...

    @property
    def made(self) -> Path:
        """The folder for files that it makes; gone if it fails."""
        ...

    def read(self) -> AbstractContextManager[Session]:
        """The database as it stands at this moment."""
        ...

    def write(self) -> AbstractContextManager[Session]:
        """The one transaction of this step: what is written in it, and that the step is done, stand or fall together.

        A step that was done before the process died does not get in: the block is left at once, and so is the step.
        """
        ...

    def tell(self, words: str, done: int = 0, of: int | None = None) -> None:
        """Say how far this step is; costs nothing if it was said a moment ago. Raises Cancelled when that is asked."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what it is in words. One that does not write may be done again after a kill."""

    words: str
    do: Callable[[Work], None]


class Kind(Protocol):
    """A kind of job."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def action(self) -> Action:
        """What one must be allowed to do in the project to start it and to have what it makes."""
        ...

    def check(self, payload: JsonObject) -> str:
        """What the job will be about, in a few words; raises InvalidInput for a payload that cannot be worked on."""
        ...

    def steps(self, payload: JsonObject, kept: JsonObject) -> Sequence[Step]:
        """All steps, those that are done too, as far as they are known. The same for the same; asks nobody else."""
        ...


def texts(payload: JsonObject, name: str) -> Mapping[str, str]:
    """The object of that name, whose values are all texts; empty where it is absent. Raises InvalidInput."""
    found = payload.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise InvalidInput(f"{name} is an object of texts", rule="payload")
    return {key: str(value) for key, value in found.items()}
