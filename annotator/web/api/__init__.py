"""The HTTP API under /api/v1, described by the OpenAPI document that it serves."""

from flask_openapi import APIBlueprint

from annotator.web.api import account as account
from annotator.web.api import actors, jobs, places, projects, tasks

BLUEPRINTS: tuple[APIBlueprint, ...] = (
    tasks.blueprint,
    projects.blueprint,
    actors.blueprint,
    places.blueprint,
    account.blueprint,
    jobs.blueprint,
)
