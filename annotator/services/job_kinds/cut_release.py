"""Release: a project as a corpus in splits that is never changed, in the store of releases."""

from collections.abc import Sequence
from typing import ClassVar

from annotator.domain.errors import AnnotatorError, InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.permissions import Action
from annotator.releases import manifest
from annotator.releases.plan import Plan, plan_of
from annotator.releases.steps import Progress, result_of
from annotator.services import releases
from annotator.services.job_kinds.base import Step, Work

#: Says that the job has begun; files with a dot before their names are offered to nobody.
BEGUN = ".begun"


def plan_in(payload: JsonObject) -> Plan:
    """The plan of the payload; raises InvalidInput for one that cannot be."""
    said = payload.get("plan")
    if not isinstance(said, dict):
        raise InvalidInput("plan is an object", rule="payload")
    return plan_of(said)


class CutRelease:
    """Payload: `plan`, as it is written down in a plan's file."""

    id: ClassVar[str] = "release"
    title: ClassVar[str] = "Release"
    action: ClassVar[Action] = Action.EXPORT

    def check(self, payload: JsonObject) -> str:
        plan = plan_in(payload)
        return f"{plan.name}, {plan.sets}"

    def steps(self, payload: JsonObject, kept: JsonObject) -> Sequence[Step]:
        del payload, kept
        return [Step("Cut", cut), Step("Published", publish)]


def cut(work: Work) -> None:
    """Make it; after a kill go on where this job was, and never where another one was."""
    plan = plan_in(work.payload)
    workshop, begun = releases.workshop_of(work.settings, work.project, plan), work.made / BEGUN

    def tell(progress: Progress) -> None:
        begun.touch()
        work.tell(progress.step, progress.done, progress.total)

    with releases.alone(workshop):
        resume = begun.exists()
        steps = releases.prepare_release(work.read, work.settings, work.project, plan, workshop, resume=resume)
        try:
            found = result_of(steps, tell)
        except AnnotatorError:
            workshop.discard()
            raise
    work.kept.update({"release": plan.name, "digest": found["digest"]})


def publish(work: Work) -> None:
    """Let it appear, unless it did before the process died."""
    plan = plan_in(work.payload)
    workshop = releases.workshop_of(work.settings, work.project, plan)
    with releases.alone(workshop):
        there = workshop.target.exists() and manifest.read(workshop.target)["digest"] == work.kept["digest"]
        if not there:
            workshop.publish()
        workshop.discard()
