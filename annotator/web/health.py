"""For whoever watches the server: is it alive, is it ready, what does it do."""

import os
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
    multiprocess,
)
from werkzeug.exceptions import ServiceUnavailable

from annotator.services import health
from annotator.web.db import database
from annotator.web.logs import elapsed

blueprint = Blueprint("health", __name__)

_EXTENSION = "annotator.metrics"
#: Anybody can send any word as a method; only these become a label.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60)


class Metrics:
    """What one application counts. With several server processes the numbers are summed over files."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "annotator_requests",
            "Requests that were answered.",
            ["endpoint", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "annotator_request_seconds",
            "How long answers took.",
            ["endpoint"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.acts = Counter(
            "annotator_acts", "Acts that annotators sent, by what became of them.", ["outcome"], registry=self.registry
        )
        if not _several_processes():
            ProcessCollector(registry=self.registry)

    def exposition(self) -> bytes:
        """All numbers in the text format of Prometheus."""
        if not _several_processes():
            return generate_latest(self.registry)
        summed = CollectorRegistry()
        multiprocess.MultiProcessCollector(summed)  # type: ignore[no-untyped-call]
        return generate_latest(summed)


def _several_processes() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


def measure_requests(app: Flask) -> None:
    """Count and time every answer of the application, by endpoint and never by address."""
    metrics = Metrics()
    app.extensions[_EXTENSION] = metrics

    def after(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in _METHODS else "other"
        metrics.requests.labels(endpoint, method, str(response.status_code)).inc()
        metrics.seconds.labels(endpoint).observe(elapsed())
        return response

    app.after_request(after)


def count_changes(*, applied: int, refused: int) -> None:
    """Note what became of the acts that a request brought."""
    metrics: Metrics = current_app.extensions[_EXTENSION]
    metrics.acts.labels("applied").inc(applied)
    metrics.acts.labels("refused").inc(refused)


@blueprint.get("/healthz")
def alive() -> dict[str, Any]:
    """The process answers. Says nothing of the database: restarting would not bring that back."""
    return {"status": "alive"}


@blueprint.get("/readyz")
def ready() -> dict[str, Any]:
    """The database answers and has the tables that this version needs; 503 with the reason otherwise."""
    reason = health.why_not_ready(database())
    if reason is not None:
        raise ServiceUnavailable(reason)
    return {"status": "ready"}


@blueprint.get("/metrics")
def metrics() -> Response:
    found: Metrics = current_app.extensions[_EXTENSION]
    return Response(found.exposition(), content_type=CONTENT_TYPE_LATEST)
